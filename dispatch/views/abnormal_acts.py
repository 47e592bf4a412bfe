"""What is done with abnormal orders: report, take, give, comment, put off, close many and take it back, set the rules."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.asking import person
from accounts.models import User
from common.money import format_count
from common.permissions import Permission, requires
from common.requests import whole_number
from dispatch.due_forms import ReportForm
from dispatch.models import AbnormalAct, AbnormalKind, AbnormalOrder
from dispatch.pages.abnormal_words import refused
from dispatch.queries.abnormal import noise
from dispatch.queries.thresholds import thresholds_of
from dispatch.rules.abnormal import DEFAULTS, NAMES
from dispatch.services import abnormal as services
from dispatch.views.abnormal import UNDO_KEY, list_page
from dispatch.views.due import chosen
from orders.models import Shop


@requires(Permission.WORK_TASKS)
@require_POST
def report(request: HttpRequest) -> HttpResponse:
    """Report an order by hand."""
    form = ReportForm(request.POST)
    _shops, one = chosen(request.POST)
    shop = one or Shop.objects.first()
    if shop is None or not form.is_valid():
        return list_page(request, form, status=422)
    told = form.cleaned_data
    try:
        row = services.report_order(
            actor=person(request), shop=shop, order_no=told["order_no"], text=told["text"], at=timezone.now()
        )
    except services.AbnormalError as error:
        form.add_error("order_no", refused(error.code))
        return list_page(request, form, status=422)
    messages.success(request, _("Order {order} is reported.").format(order=row.order_no))
    return redirect("dispatch:abnormal-one", row.pk)


@requires(Permission.WORK_TASKS)
@require_POST
def many(request: HttpRequest) -> HttpResponse:
    """Do one thing to all chosen orders: `act` is take, give (with `owner`), or a state; it can be taken back."""
    act = request.POST.get("act", "")
    ids = [number for text in request.POST.getlist("id") if (number := whole_number(text))]
    at, user = timezone.now(), person(request)
    try:
        if act == "take":
            done = services.give(actor=user, ids=ids, owner=user, at=at)
        elif act == "give":
            owner = User.objects.filter(is_active=True, pk=whole_number(request.POST.get("owner", ""))).first()
            done = services.give(actor=user, ids=ids, owner=owner, at=at)
        else:
            done = services.set_state(actor=user, ids=ids, state=act, at=at, text=request.POST.get("text", ""))
    except services.AbnormalError as error:
        messages.error(request, refused(error.code))
        return _back(request)
    count = len(done.after)
    said = ngettext("{count} order is changed.", "{count} orders are changed.", count).format(count=format_count(count))
    messages.success(request, said)
    request.session[UNDO_KEY] = done.pk if count else None
    return _back(request)


@requires(Permission.WORK_TASKS)
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back what was done to many at once, by whoever did it."""
    act = get_object_or_404(AbnormalAct, pk=pk, by=person(request))
    try:
        count = services.undo(actor=person(request), act=act, at=timezone.now())
    except services.AbnormalError as error:
        messages.error(request, refused(error.code))
    else:
        said = ngettext("{count} order is as before.", "{count} orders are as before.", count)
        messages.success(request, said.format(count=format_count(count)))
    request.session[UNDO_KEY] = None
    return _back(request)


@requires(Permission.WORK_TASKS)
@require_POST
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a comment."""
    return _on_one(
        request, pk, lambda row, user, at: services.comment(actor=user, row=row, text=request.POST.get("text", ""), at=at)
    )


@requires(Permission.WORK_TASKS)
@require_POST
def put_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Set until when it is to be solved, by the clock of its shop."""

    def act(row: AbnormalOrder, user: User, at: Any) -> None:
        try:
            moment = parse_datetime(request.POST.get("due", ""))
        except ValueError:
            moment = None
        if moment is None:
            raise services.AbnormalError("due")
        aware = moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(row.shop.time_zone))
        services.put_off(actor=user, row=row, due_at=aware, at=at)

    return _on_one(request, pk, act)


@requires(Permission.MANAGE_SHOPS)
@require_http_methods(["GET", "POST"])
def rules(request: HttpRequest) -> HttpResponse:
    """Show and set the rules of a shop, with how often each was wrong."""
    asked = request.POST if request.method == "POST" else request.GET
    shops, one = chosen(asked)
    shop = one or (shops[0] if shops else None)
    if shop is None:
        raise Http404
    if request.method == "POST":
        kind = asked.get("kind", "")
        try:
            values = {name: int(asked.get(name, "")) for name in DEFAULTS.get(kind, {})}
            services.set_rule(actor=person(request), shop=shop, kind=kind, is_on=asked.get("is_on") == "1", values=values)
        except ValueError:
            messages.error(request, refused("value"))
        else:
            messages.success(request, _("The rule is set; all open orders will be looked at again."))
        return redirect(f"{reverse('dispatch:abnormal-rules')}?{urlencode({'shop': shop.pk})}")
    thresholds, counts = thresholds_of(shop), noise(shops=[shop], at=timezone.now())
    context = {
        "shop": shop,
        "shops": [(each, urlencode({"shop": each.pk})) for each in Shop.objects.all()],
        "rules": [
            {
                "kind": kind,
                "label": AbnormalKind(kind).label,
                "is_on": thresholds.is_on(kind),
                "values": [(name, thresholds.of(kind, name), _threshold_words(name)) for name in DEFAULTS[kind]],
                "noise": counts[kind],
            }
            for kind in NAMES
        ],
    }
    return render(request, "dispatch/abnormal/rules.html", context)


def _threshold_words(name: str) -> str:
    return {
        "least": _("pieces at least"),
        "times": _("times what is usual"),
        "percent": _("per cent below the floor are borne"),
        "hours": _("hours on hold"),
        "minutes": _("minutes apart at most"),
        "tolerance_minor": _("cents apart are borne"),
    }[name]


def _on_one(request: HttpRequest, pk: int, act: Callable[[AbnormalOrder, User, Any], Any]) -> HttpResponse:
    row = get_object_or_404(AbnormalOrder.objects.select_related("shop"), pk=pk)
    try:
        act(row, person(request), timezone.now())
    except services.AbnormalError as error:
        messages.error(request, refused(error.code))
    return redirect("dispatch:abnormal-one", pk)


def _back(request: HttpRequest) -> HttpResponse:
    there = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(there, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return redirect(there if is_ours else reverse("dispatch:abnormal"))
