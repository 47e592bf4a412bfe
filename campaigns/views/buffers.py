"""The buffers of a sale: worked out from the plan, chosen by rule or by hand, taken back, written as a list to order by."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from campaigns.exports.buffers import buffer_cells
from campaigns.forms.buffers import CHOOSABLE, OF_COSTS, SORTS, BufferFilter, HoldBackForm, TermsForm
from campaigns.models import Campaign
from campaigns.pages.buffers import FIELD, Typed, buffer_rows, rule_sums, sale_totals
from campaigns.rules.problems import PlanError
from campaigns.services.buffers import reckon_buffers
from campaigns.views.plans import person
from campaigns.words import buffers as words
from campaigns.words.problems import sentence
from common.money import format_count
from common.permissions import Permission, is_allowed, requires
from common.requests import whole_number
from common.spreadsheets import download
from inventory.models import BufferChange, BufferMethod
from inventory.queries.buffers import BufferLine, buffer_lines, buffer_plan, sale_lines
from inventory.queries.deliveries import local_day
from inventory.queries.hold_back import HeldBack, held_back, hottest
from inventory.rules.buffers import Terms
from inventory.services.buffers import BuffersRefusedError, Choice, choose_buffers, set_terms, terms_of, undo_choice
from inventory.services.replenishing import list_replenishment
from orders.models import Shop

PAGE_ROWS = 25
WAS = "was"
FILTERS = ("shop", "q", "tier", "category", "method", "chosen", "needs", "sort", "page")


@dataclass
class Shown:
    """What an answer shows beside the rows: what was typed, terms with errors, sentences of refusal."""

    typed: Typed = field(default_factory=Typed)
    terms: TermsForm | None = None
    refused: list[str] = field(default_factory=list)
    status: int = 200


@requires(Permission.VIEW_STOCK)
@require_GET
def buffers(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what to hold of each product of a shop in the sale."""
    return _page(request, get_object_or_404(Campaign, pk=pk), request.GET)


@requires(Permission.MANAGE_STOCK)
@require_POST
def buffers_reckon(request: HttpRequest, pk: int) -> HttpResponse:
    """Work the buffers of all shops of the sale out anew."""
    campaign = get_object_or_404(Campaign, pk=pk)
    try:
        found = reckon_buffers(campaign=campaign, actor=person(request), at=timezone.now())
    except PlanError as refused:
        said = [sentence(one, currency=campaign.currency, zone=campaign.time_zone, campaign=campaign) for one in refused.problems]
        return _page(request, campaign, request.POST, Shown(refused=said, status=422))
    count = found.demand.count
    said_words = ngettext("Worked out for {count} product.", "Worked out for {count} products.", count)
    messages.success(request, said_words.format(count=format_count(count)))
    return _back(request, pk)


@requires(Permission.MANAGE_STOCK)
@require_POST
def buffers_choose(request: HttpRequest, pk: int) -> HttpResponse:
    """Hold by one rule what is ticked, what the filters find, or all others."""
    campaign, shop = _asked_for(pk, request.POST)
    lines = buffer_lines(shop=shop, campaign_no=campaign.pk, on=_today(shop))
    found = {line.sku for line in BufferFilter(_filters(request.POST), lines=lines).found("")}
    scopes: dict[str, Callable[[], set[str]]] = {
        "ticked": lambda: set(request.POST.getlist("ticked")),
        "found": lambda: found,
        "others": lambda: {line.sku for line in lines} - found,
    }
    wanted = scopes.get(request.POST.get("scope", ""), set[str])() & {line.sku for line in lines}
    method = request.POST.get("method", "")
    if not wanted or method not in dict(CHOOSABLE):
        refused = [_("Tick the products first, or choose all found.") if not wanted else _("Choose a rule.")]
        return _page(request, campaign, request.POST, Shown(refused=refused, status=422))
    return _choose(request, campaign, shop, {sku: Choice(method) for sku in sorted(wanted)}, Shown())


@requires(Permission.MANAGE_STOCK)
@require_POST
def buffers_save(request: HttpRequest, pk: int) -> HttpResponse:
    """Hold the pieces that were typed; what was not changed stays as it is."""
    campaign, shop = _asked_for(pk, request.POST)
    texts = {name: str(text).strip() for name, text in request.POST.items() if name.startswith(FIELD)}
    reason = request.POST.get("reason", "").strip()
    choices, errors = {}, {}
    for name, text in texts.items():
        if text == request.POST.get(f"was.{name}", ""):
            continue
        units = whole_number(text.replace(",", ""), -1)
        if units < 0:
            errors[name] = _("Write whole pieces, like 1200.")
        else:
            seen = whole_number(request.POST.get(f"was.{name}", ""), -1)
            choices[name.removeprefix(FIELD)] = Choice(BufferMethod.HAND.value, units, None if seen < 0 else seen)
    shown = Shown(typed=Typed(texts, errors, reason))
    if errors:
        shown.status = 422
        return _page(request, campaign, request.POST, shown)
    return _choose(request, campaign, shop, choices, shown, reason=reason)


@requires(Permission.MANAGE_STOCK)
@require_POST
def buffers_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the last choice back."""
    campaign, shop = _asked_for(pk, request.POST)
    count = undo_choice(shop=shop, actor=person(request), campaign_no=campaign.pk)
    said = ngettext("{count} product stands as before.", "{count} products stand as before.", count)
    messages.success(request, said.format(count=format_count(count)) if count else _("There is nothing to take back."))
    return _back(request, pk)


@requires(Permission.MANAGE_STOCK)
@require_POST
def buffers_terms(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what a leftover and a missing piece cost."""
    campaign, shop = _asked_for(pk, request.POST)
    form, was = TermsForm(request.POST), TermsForm(request.POST, prefix=WAS)
    if not form.is_valid():
        return _page(request, campaign, request.POST, Shown(terms=form, status=422))
    seen = was.terms() if was.is_valid() else None
    try:
        set_terms(shop=shop, actor=person(request), campaign_no=campaign.pk, terms=form.terms(), seen=seen)
    except BuffersRefusedError as refused:
        status = 409 if refused.code == "terms_meanwhile" else 422
        return _page(request, campaign, request.POST, Shown(terms=form, refused=[_why(refused)], status=status))
    messages.success(request, _("Saved; every amount is worked out by these terms now."))
    return _back(request, pk)


@requires(Permission.MANAGE_STOCK)
@require_POST
def buffers_order(request: HttpRequest, pk: int) -> HttpResponse:
    """Write what is still to be ordered as lines of the replenishment list, and go there."""
    campaign, shop = _asked_for(pk, request.POST)
    listed = list_replenishment(shop=shop, actor=person(request), campaign_no=campaign.pk, on=_today(shop))
    said = ngettext("{count} line is on the list.", "{count} lines are on the list.", listed.lines)
    said = said.format(count=format_count(listed.lines))
    if listed.uncounted:
        more = ngettext("{count} product was never counted.", "{count} products were never counted.", listed.uncounted)
        said = f"{said} {more.format(count=format_count(listed.uncounted))}"
    messages.success(request, said)
    return redirect(f"{reverse('inventory:replenishment')}?{urlencode({'shop': shop.pk})}")


@requires(Permission.VIEW_STOCK)
@require_GET
def buffers_export(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the rows found as a file."""
    campaign, shop = _asked_for(pk, request.GET)
    lines = buffer_lines(shop=shop, campaign_no=campaign.pk, on=_today(shop))
    found = BufferFilter(request.GET, lines=lines).found(_sort(request, request.GET))
    cells = buffer_cells(campaign, found, with_costs=is_allowed(request.user, Permission.VIEW_COSTS))
    name, ending = f"buffers-{campaign.pk}-{shop.pk}", request.GET.get("format", "csv")
    return download(campaign.name, cells, name=name, ending=ending, fixed_columns=1)


def _choose(
    request: HttpRequest, campaign: Campaign, shop: Shop, choices: dict[str, Choice], shown: Shown, *, reason: str = ""
) -> HttpResponse:
    try:
        chosen = choose_buffers(
            shop=shop, actor=person(request), campaign_no=campaign.pk, choices=choices, reason=reason
        )  # fmt: skip
    except BuffersRefusedError as refused:
        shown.refused, shown.status = [_why(refused)], 409 if refused.standing else 422
        meanwhile = {f"{FIELD}{sku}": words.meanwhile_words(units) for sku, units in refused.standing.items()}
        shown.typed = replace(shown.typed, errors=meanwhile)
        return _page(request, campaign, request.POST, shown)
    messages.success(request, words.chosen_words(chosen))
    return _back(request, campaign.pk)


def _why(refused: BuffersRefusedError) -> str:
    return {
        "reason": _("Say why these amounts are held: a reason is kept with every amount by hand."),
        "unknown": _("{sku} is not in the buffers of this sale any more. Reload the page.").format(sku=refused.sku),
        "meanwhile": _("Somebody else changed what is held meanwhile. What you typed is kept below and not saved."),
        "terms_meanwhile": _(
            "Somebody else changed the terms meanwhile: they stand beside what you typed. Look at them, then save once more."
        ),
        "units": _("{sku}: write whole pieces, like 1200.").format(sku=refused.sku),
        "no_buffers": _("Work the buffers out first."),
        "terms": _("Shares lie between 0 and 100 per cent."),
    }.get(refused.code, _("This cannot be set."))


def _page(request: HttpRequest, campaign: Campaign, asked: QueryDict, shown: Shown | None = None) -> HttpResponse:
    shown = shown or Shown()
    with_costs = is_allowed(request.user, Permission.VIEW_COSTS)
    shops = list(campaign.shops.all())
    shop = _shop(shops, asked)
    by_shop = sale_lines(campaign_no=campaign.pk, on=_today(shop))
    plan, lines = buffer_plan(shop=shop, campaign_no=campaign.pk), by_shop.get(shop.pk, [])
    terms = terms_of(plan) if plan else Terms()
    chosen, sort = _filters(asked), _sort(request, asked)
    filters = BufferFilter(chosen, lines=lines)
    found = filters.found(sort)
    page = Paginator(found, PAGE_ROWS).get_page(chosen.get("page"))
    query = filters.asked() | {"shop": str(shop.pk)}
    sorted_query = query | ({"sort": sort} if sort.removeprefix("-") in SORTS else {})
    context: dict[str, Any] = {
        "campaign": campaign,
        "headline": words.headline(
            sale_totals(list(by_shop.values())), campaign.currency, flat=terms.flat, with_costs=with_costs
        ),
        "shop": shop,
        "shops": [(one, urlencode({"shop": one.pk})) for one in shops],
        "plan": plan,
        "errors": plan.errors if plan else {},
        "is_old": bool(plan and plan.made_at < campaign.updated_at),
        "totals": sale_totals([lines]),
        "sums": rule_sums(lines) if with_costs else [],
        "slow": words.supplier_words(lines),
        "filters": filters,
        "is_filtered": len(query) > 1,
        "found": len(found),
        "kept": list((sorted_query | {"page": str(page.number)}).items()),
        "rows": buffer_rows(list(page.object_list), shown.typed, on=_today(shop), with_costs=with_costs),
        "page": page,
        "query": urlencode(sorted_query),
        "sorts": {key: urlencode(query | {"sort": f"-{key}" if sort != f"-{key}" else key}) for key in SORTS},
        "sorted": {sort.removeprefix("-"): "descending" if sort.startswith("-") else "ascending"},
        "older": urlencode(sorted_query | {"page": page.next_page_number()}) if page.has_next() else "",
        "newer": urlencode(sorted_query | {"page": page.previous_page_number()}) if page.has_previous() else "",
        "methods": CHOOSABLE,
        "reason": shown.typed.reason,
        "terms": shown.terms or TermsForm.of(terms),
        "terms_were": TermsForm.of(terms, prefix=WAS),
        "is_typed": shown.terms is not None,
        "refused": shown.refused,
        "may_manage": is_allowed(request.user, Permission.MANAGE_STOCK),
        "with_costs": with_costs,
        "can_undo": plan is not None and BufferChange.objects.filter(shop=shop, campaign_no=campaign.pk).exists(),
        "now": timezone.now(),
        **_hold_back(request.GET, campaign, shop, lines if with_costs else []),
    }
    return render(request, "campaigns/buffers/page.html", context, status=shown.status)


def _hold_back(asked: QueryDict, campaign: Campaign, shop: Shop, lines: list[BufferLine]) -> dict[str, Any]:
    """Return the form of holding back and its answer: for what is asked, else for the product that turns over the most."""
    titles = {line.sku: line.title for line in lines}
    at = min(timezone.now(), campaign.starts_at)
    hot = [sku for sku, _revenue in hottest(shop=shop, at=at) if sku in titles]
    asked_sku = asked.get("sku", "")
    products = hot if asked_sku in hot or asked_sku not in titles else [asked_sku, *hot]
    if not products:
        return {"hold_form": None, "hold_words": []}
    choices = [(sku, titles[sku]) for sku in products]
    form = HoldBackForm(asked if asked_sku else None, products=choices, initial={"sku": products[0]})
    said: dict[str, Any] = {"sku": products[0], "days": 7, "waiting": 30}
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
    elif form.is_bound:
        return {"hold_form": form, "hold_words": []}
    one: HeldBack = held_back(
        shop=shop, campaign_no=campaign.pk, sku=said["sku"], days=said["days"], waiting=float(said["waiting"]) / 100, at=at
    )
    return {"hold_form": form, "hold_words": words.hold_back_words(one, campaign.currency)}


def _asked_for(pk: int, asked: QueryDict) -> tuple[Campaign, Shop]:
    campaign = get_object_or_404(Campaign, pk=pk)
    return campaign, _shop(list(campaign.shops.all()), asked)


def _shop(shops: list[Shop], asked: QueryDict) -> Shop:
    wanted = asked.get("filter-shop") or asked.get("shop")
    return next((shop for shop in shops if str(shop.pk) == wanted), shops[0])


def _today(shop: Shop) -> date:
    return local_day(shop, timezone.now())


def _sort(request: HttpRequest, asked: QueryDict) -> str:
    """Return how rows are sorted; who may not see costs does not learn them from the order either."""
    sort = asked.get("filter-sort") or asked.get("sort", "")
    if is_allowed(request.user, Permission.VIEW_COSTS):
        return sort if sort.removeprefix("-") in SORTS else "-cost"
    return sort if sort.removeprefix("-") in SORTS.keys() - OF_COSTS else "-order"


def _filters(asked: QueryDict) -> QueryDict:
    """Return the filters of a page; a form's own fields of the same name stand beside them as `filter-...`."""
    is_post = any(key.startswith("filter-") for key in asked)
    kept = QueryDict(mutable=True)
    for name in FILTERS:
        if value := asked.get(f"filter-{name}", "" if is_post else asked.get(name, "")):
            kept[name] = value
    return kept


def _back(request: HttpRequest, pk: int) -> HttpResponse:
    kept = {name: request.POST[f"filter-{name}"] for name in FILTERS if request.POST.get(f"filter-{name}")}
    query = f"?{urlencode(kept)}" if kept else ""
    return redirect(f"{reverse('campaigns:buffers', args=[pk])}{query}")
