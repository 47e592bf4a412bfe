"""The refund guard's page: what must not ship, what was stopped, what left although refunded; one order; acts by hand."""

from datetime import datetime, timedelta
from typing import Any, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.models import User
from common.money import format_money
from common.permissions import Permission, is_allowed, requires
from common.requests import whole_number
from common.spreadsheets import download
from dispatch import hold_words, words
from dispatch.exports import held_table
from dispatch.forms import ActForm
from dispatch.models import ActKind, Hold, HoldAct
from dispatch.queries import counts
from dispatch.queries.held import SHOWN, held_now
from dispatch.queries.history import story_of
from dispatch.rules.numbers import cleaned
from dispatch.services import HoldError, hold_order, release_order, undo_act
from orders.models import Shop

PAGE_ROWS = 50


@requires(Permission.VIEW_DISPATCH)
@require_GET
def guard_page(request: HttpRequest) -> HttpResponse:
    """Show what must not ship now, what was stopped today, what left although refunded."""
    now = timezone.now()
    shops, one = _shops(request)
    show = request.GET.get("show", "")
    show = show if show in SHOWN else "open"
    is_open = held_now(shops=shops, at=now, show="open")
    page = Paginator(held_now(shops=shops, at=now, show=show), PAGE_ROWS).get_page(request.GET.get("page"))
    open_count, refunded = is_open.count(), held_now(shops=shops, at=now, show="refunded").count()
    stopped = [scan for shop in shops for scan in counts.stopped_since(counts.day_start(now, shop.time_zone), shops=[shop])]
    lost = counts.lost_since(now - timedelta(days=counts.LOST_DAYS), shops=shops)
    title, why = words.headline(open_count, _worth(is_open, shops), len(stopped), len(lost), refunded)
    query = ({"shop": str(one.pk)} if one else {}) | ({"show": show} if show != "open" else {})
    context = {
        "title": title,
        "why": why,
        "page": page,
        "is_first": not page.has_previous(),
        "rows": [_row(hold, now) for hold in page.object_list],
        "stopped": [(scan, _scan_value(scan), words.REASONS[scan.code][0]) for scan in stopped[:PAGE_ROWS]],
        "stopped_count": len(stopped),
        "lost": [_row(hold, now) for hold in lost[:PAGE_ROWS]],
        "lost_count": len(lost),
        "shops": Shop.objects.all(),
        "shop": one,
        "query": urlencode(query),
        "tabs": [
            (name, label, count, urlencode(query | {"show": name}))
            for name, label, count in (
                ("open", _("Refund open"), open_count),
                ("refunded", _("Money is back"), refunded),
                ("all", _("All"), open_count + refunded),
            )
        ],
        "show": show,
        "older": urlencode(query | {"page": page.next_page_number()}) if page.has_next() else "",
        "may_release": is_allowed(request.user, Permission.RELEASE_HOLDS),
        "may_scan": is_allowed(request.user, Permission.SCAN_PARCELS),
        "form": ActForm(),
    }
    return render(request, "dispatch/guard.html", context)


@requires(Permission.VIEW_DISPATCH)
@require_GET
def guard_export(request: HttpRequest) -> HttpResponse:
    """Give what must not ship now as a file."""
    now = timezone.now()
    shops, _one = _shops(request)
    name = f"do-not-ship-{now:%Y%m%d%H%M}"
    return download(
        _("Do not ship"), held_table(held_now(shops=shops, at=now)), name=name, ending=request.GET.get("format", "csv")
    )


@requires(Permission.VIEW_DISPATCH)
@require_GET
def order_page(request: HttpRequest) -> HttpResponse:
    """Show what happened to one order at the guard, for the proof."""
    number = cleaned(request.GET.get("number", ""))
    shop = get_object_or_404(Shop, pk=whole_number(request.GET.get("shop", "")))
    story = story_of(shop=shop, order_no=number)
    hold = story.hold
    value = story.order.total_minor if story.order else None
    context = {
        "story": story,
        "hold": hold,
        "held": bool(hold and hold.is_held),
        "why": hold_words.why_held(hold) if hold and hold.is_held else "",
        "out": [hold_words.line_words(line) for line in hold.lines or []] if hold and hold.is_held else [],
        "value": format_money(value, shop.currency, "exact") if value is not None else "",
        "may_release": is_allowed(request.user, Permission.RELEASE_HOLDS),
        "form": ActForm(initial={"shop": shop.pk, "order_no": number}),
    }
    return render(request, "dispatch/order.html", context)


@requires(Permission.RELEASE_HOLDS)
@require_POST
def order_act(request: HttpRequest, kind: str) -> HttpResponse:
    """Hold an order or let it go by hand."""
    form = ActForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say which order, and why."))
        return redirect("dispatch:guard")
    said = form.cleaned_data
    number = cleaned(said["order_no"])
    act = hold_order if kind == "hold" else release_order
    try:
        act(actor=cast("User", request.user), shop=said["shop"], order_no=number, reason=said["reason"], at=timezone.now())
    except HoldError as error:
        messages.error(request, _refused(error))
    else:
        done = _("Order {number} is held.") if kind == "hold" else _("Order {number} may ship.")
        messages.success(request, done.format(number=number))
    return redirect(order_address(said["shop"], number))


@requires(Permission.RELEASE_HOLDS)
@require_POST
def act_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a hold or a release by hand back."""
    act = get_object_or_404(HoldAct.objects.select_related("shop"), pk=pk)
    try:
        undo_act(actor=cast("User", request.user), act=act, at=timezone.now())
    except HoldError as error:
        messages.error(request, _refused(error))
    else:
        messages.success(request, _("Taken back: {what}.").format(what=ActKind(act.kind).label))
    return redirect(order_address(act.shop, act.order_no))


def order_address(shop: Shop, number: str) -> str:
    """Return the address of an order's history."""
    return f"{reverse('dispatch:order')}?{urlencode({'shop': shop.pk, 'number': number})}"


def _refused(error: HoldError) -> str:
    said = {
        "reason": _("Say why: the reason stays on record."),
        "number": _("Say which order."),
        "held": _("This order is held by hand already."),
        "let_go": _("This order is not held."),
        "undone": _("That was taken back already."),
        "whole": _("The whole order is held: nothing of it may leave."),
    }
    return said[error.code]


def _shops(request: HttpRequest) -> tuple[list[Shop], Shop | None]:
    shops = list(Shop.objects.all())
    one = next((shop for shop in shops if str(shop.pk) == request.GET.get("shop")), None)
    return ([one] if one else shops), one


def _worth(held: Any, shops: list[Shop]) -> str:
    """Say what is held in money, where the shops share a currency and an amount is known."""
    currencies = {shop.currency for shop in shops}
    values = [value for value in held.values_list("value_minor", flat=True) if value is not None]
    return format_money(sum(values), currencies.pop()) if len(currencies) == 1 and values else ""


def _row(hold: Hold, now: datetime) -> dict[str, Any]:
    shop = hold.shop
    return {
        "hold": hold,
        "why": hold_words.why_held(hold),
        "out": [hold_words.line_words(line) for line in hold.lines or []],
        "value": "" if hold.value_minor is None else format_money(hold.value_minor, shop.currency, "exact"),
        "href": order_address(shop, hold.order_no),
        "zone": shop.time_zone,
        "by_hand": hold.level == 0,
    }


def _scan_value(scan: Any) -> str:
    return "" if scan.value_minor is None else format_money(scan.value_minor, scan.shop.currency, "exact")
