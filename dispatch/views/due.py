"""The 72-hour clock (playbook C1): what is due, the speed it takes, and whether the present speed gets there."""

from datetime import datetime
from typing import Any, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import User
from common.money import format_count
from common.permissions import Permission, is_allowed, requires
from common.spreadsheets import download
from common.windows import slot_start
from dispatch.charts.due import due_figure
from dispatch.due_export import due_table
from dispatch.due_forms import ClockForm, PromiseForm
from dispatch.pages import due_words as words
from dispatch.pages.due_rows import shown_orders, shown_store
from dispatch.pages.due_sentence import Totals, sentence, totals, why
from dispatch.queries.due import WHEN, DueView, Store, due_orders, due_view
from dispatch.queries.terms import clock_rule_of
from dispatch.services.due import ClockError, recount_due, set_clock, set_promises
from orders.models import Shop

PAGE_ROWS = 50
MOST_EXPORTED = 100_000
_AT_ONCE = 5_000


@requires(Permission.VIEW_DISPATCH)
@require_GET
def due_page(request: HttpRequest) -> HttpResponse:
    """Show what is due: the sentence, the picture, each warehouse, the orders."""
    now = timezone.now()
    shops, one = chosen(request.GET)
    everywhere = due_view(shops=shops, at=now)
    listed = one or (everywhere.stores[0].shop if everywhere.stores else None)
    place = _place(request.GET, everywhere, listed)
    view = everywhere if place is None or listed is None else due_view(shops=[listed], at=now, warehouse=place)
    sums = totals(view.stores)
    several = len({store.shop.pk for store in everywhere.stores}) > 1
    is_late = listed is not None and totals([store for store in view.stores if store.shop == listed]).overdue > 0
    when = _when(request.GET, otherwise="overdue" if is_late else "24")
    context: dict[str, Any] = {
        "view": view,
        "sums": sums,
        "sentence": sentence(sums),
        "why": why(view, sums),
        "stores": [(shown_store(store, several=several), _store_link(store)) for store in view.stores],
        "places": _places(everywhere, listed if one or len(shops) == 1 else None, place),
        "place": place,
        "tiles": _tiles(view, sums),
        "shops": [(each, urlencode({"shop": each.pk})) for each in Shop.objects.all()],
        "shop": one,
        "listed": listed,
        "when": when,
        "now": now,
        "counted_to": slot_start(view.now),
        "zone": listed.time_zone if listed else "Asia/Shanghai",
        "figure": due_figure(view.curve, listed.time_zone) if view.curve and listed else None,
        "figure_words": sentence(sums),
        "may_set": is_allowed(request.user, Permission.MANAGE_SHOPS),
        "may_import": is_allowed(request.user, Permission.IMPORT_FILES),
    }
    context |= _list(request, listed, when, now, place)
    return render(request, "dispatch/due/page.html", context)


@requires(Permission.VIEW_DISPATCH)
@require_GET
def due_export(request: HttpRequest) -> HttpResponse:
    """Give the open orders of one shop that are due in the chosen time as a file, at most 100,000."""
    _shops, one = chosen(request.GET)
    if one is None:
        raise Http404
    now, found = timezone.now(), []
    place = request.GET.get("warehouse")
    orders = due_orders(shop=one, at=now, when=_when(request.GET), warehouse=place)[:MOST_EXPORTED]
    rows = list(orders)
    for start in range(0, len(rows), _AT_ONCE):
        found += shown_orders(rows[start : start + _AT_ONCE], shop=one, now=now)
    name = f"due-{one.pk}-{now:%Y%m%d%H%M}"
    return download(one.name, due_table(one, found), name=name, ending=request.GET.get("format", "csv"), fixed_columns=1)


@requires(Permission.MANAGE_SHOPS)
@require_http_methods(["GET", "POST"])
def due_settings(request: HttpRequest) -> HttpResponse:
    """Show and set what a shop promises and when its warehouse works."""
    shop = _shop_or_404(request.POST if request.method == "POST" else request.GET)
    form = ClockForm(request.POST, shop=shop) if request.method == "POST" else ClockForm.of(clock_rule_of(shop), shop)
    if request.method == "POST" and form.is_valid():
        try:
            set_clock(actor=_person(request), shop=shop, values=form.values())
        except ClockError as error:
            form.add_error("late_most" if error.code == "late" else "hours", _refused(error.code))
        else:
            recount_due(shop=shop, at=timezone.now(), known_to=_known_to(shop))
            messages.success(request, _("The clock of {shop} is set; what is due is counted anew.").format(shop=shop.name))
            return redirect(f"{reverse('dispatch:due')}?{urlencode({'shop': shop.pk})}")
    return _settings(request, shop, form, PromiseForm(shop=shop))


@requires(Permission.MANAGE_SHOPS)
@require_POST
def due_promises(request: HttpRequest) -> HttpResponse:
    """Keep until when pre-sale orders were promised."""
    shop = _shop_or_404(request.POST)
    form = PromiseForm(request.POST, shop=shop)
    if form.is_valid():
        try:
            count = set_promises(actor=_person(request), shop=shop, told=form.cleaned_data["told"])
        except ClockError as error:
            form.add_error("told", _refused(error.code))
        else:
            recount_due(shop=shop, at=timezone.now(), known_to=_known_to(shop))
            said = ngettext("{count} order has a promised day.", "{count} orders have a promised day.", count)
            messages.success(request, said.format(count=format_count(count)))
            return redirect(f"{reverse('dispatch:due')}?{urlencode({'shop': shop.pk})}")
    return _settings(request, shop, ClockForm.of(clock_rule_of(shop), shop), form)


def chosen(asked: QueryDict) -> tuple[list[Shop], Shop | None]:
    """Return the shops that are looked at, all unless `?shop=` names one, and the one that is named."""
    shops = list(Shop.objects.all())
    one = next((shop for shop in shops if str(shop.pk) == asked.get("shop")), None)
    return ([one] if one else shops), one


def _settings(request: HttpRequest, shop: Shop, form: ClockForm, promises: PromiseForm) -> HttpResponse:
    shops = [(each, urlencode({"shop": each.pk})) for each in Shop.objects.all()]
    context = {"shop": shop, "shops": shops, "form": form, "promises": promises, "sales": clock_rule_of(shop).sales}
    return render(request, "dispatch/due/settings.html", context, status=422 if form.errors or promises.errors else 200)


def _place(asked: QueryDict, view: DueView, shop: Shop | None) -> str | None:
    """Return the warehouse the address asks for ("": of orders that tell none); None for all, or where nothing stands in it."""
    wanted = asked.get("warehouse")
    return wanted if any(store.shop == shop and store.name == wanted for store in view.stores) else None


def _store_link(store: Store) -> str:
    return urlencode({"shop": store.shop.pk, "warehouse": store.name})


def _places(view: DueView, shop: Shop | None, place: str | None) -> list[tuple[str, str, bool]]:
    """Return the warehouses of the listed shop to choose from, as name, query and whether it is chosen; none for a single one."""
    mine = sorted((store for store in view.stores if store.shop == shop), key=lambda store: (not store.name, store.name))
    if len(mine) < 2 or shop is None:
        return []
    every = (_("All warehouses"), urlencode({"shop": shop.pk}), place is None)
    return [every, *((words.store_name(store, several=False), _store_link(store), store.name == place) for store in mine)]


def _list(request: HttpRequest, shop: Shop | None, when: str, now: datetime, place: str | None) -> dict[str, Any]:
    if shop is None:
        return {"rows": [], "tabs": [], "older": "", "query": "", "is_first": True, "files_query": ""}
    kept = {"shop": str(shop.pk)} if request.GET.get("shop") == str(shop.pk) or place is not None else {}
    kept |= {} if place is None else {"warehouse": place}
    query = kept | {"when": when}
    page = Paginator(due_orders(shop=shop, at=now, when=when, warehouse=place), PAGE_ROWS).get_page(request.GET.get("page"))
    labels = {"overdue": _("Late"), "4": _("In 4 hours"), "12": _("In 12 hours"), "24": _("In 24 hours"), "all": _("All open")}
    return {
        "rows": shown_orders(list(page.object_list), shop=shop, now=now),
        "tabs": [(key, labels[key], urlencode(kept | {"when": key})) for key in WHEN],
        "older": urlencode(query | {"page": page.next_page_number()}) if page.has_next() else "",
        "query": urlencode(query),
        "is_first": not page.has_previous(),
        "listed_count": page.paginator.count,
        "files_query": urlencode({"shop": shop.pk, "when": when} | ({} if place is None else {"warehouse": place})) + "&",
    }


def _tiles(view: DueView, sums: Totals) -> list[tuple[Any, str, str, str]]:
    """Return label, value, note and state of each tile."""
    four, twelve, day = sums.within
    currency = view.stores[0].shop.currency if view.stores else "CNY"
    risk = None if sums.risk is None else sums.risk + (sums.overdue_risk or 0)
    ask = _("told in the settings, it is counted in money")
    return [
        (_("Late"), format_count(sums.overdue), _("past their hour"), "behind" if sums.overdue else ""),
        (_("Due in 4 hours"), format_count(four), "", ""),
        (_("Due in 12 hours"), format_count(twelve), "", ""),
        (_("Due in 24 hours"), format_count(day), _("of {open} open").format(open=format_count(sums.open)), ""),
        (_("Needed an hour"), _needed(sums), _speed_note(sums), _speed_state(sums)),
        (_("At risk"), words.risk_words(risk, currency) or _("not told"), _("for late orders") if risk is not None else ask, ""),
    ]


def _needed(sums: Totals) -> str:
    return words.rate(sums.needed) if sums.speed is None else words.rates(sums.speed, sums.needed)[1]


def _speed_note(sums: Totals) -> str:
    if sums.speed is None:
        return _("the speed is not known")
    said = _("{speed} leave an hour now").format(speed=words.rates(sums.speed, sums.needed)[0])
    return f"{sums.place}: {said}" if sums.place else said


def _speed_state(sums: Totals) -> str:
    if sums.misses is None or not sums.open:
        return ""
    return "behind" if sums.short else "ahead"


def _when(asked: QueryDict, otherwise: str = "24") -> str:
    when = asked.get("when", "")
    return when if when in WHEN else otherwise


def _shop_or_404(asked: QueryDict) -> Shop:
    shops, one = chosen(asked)
    if one is None and not shops:
        raise Http404
    return one or shops[0]


def _known_to(shop: Shop) -> datetime | None:
    view = due_view(shops=[shop], at=timezone.now())
    return view.known_to


def _refused(code: str) -> str:
    return {
        "hours": _("Between 1 and 1,440 hours."),
        "days": _("Choose the hours of a day."),
        "late": _("The most is less than the least."),
        "promise": _("Write between 1 and 100,000 orders."),
    }[code]


def _person(request: HttpRequest) -> User:
    return cast("User", request.user)
