"""What asking brought: those asked against those left out at random, over the days chosen, and who asked how often."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from common.money import exponent_of, from_minor
from common.permissions import Permission, requires
from common.spreadsheets import Cell, download
from common.windows import day_window
from customers.views.shops import shop_of
from desk.queries.chase import chase_effect, results_of
from desk.rules.chase.results import Result
from desk.rules.effect import Effect
from desk.views.frame import frame
from desk.words import asking
from orders.models import Shop

USUAL_DAYS = 30


@requires(Permission.ASK_BUYERS)
@require_GET
def chase_effect_page(request: HttpRequest) -> HttpResponse:
    """Show what asking brought, with the interval, and what each person reported."""
    shop = shop_of(request.GET)
    context = frame(request, shop, "chase-effect")
    if shop is None:
        return render(request, "desk/asking/effect.html", context | {"line": _("There is no shop yet."), "effect": None})
    first, last, error = days_asked(shop, request.GET)
    effect, people = _counted(shop, first, last)
    context |= {
        "line": asking.effect_line(effect, shop.currency),
        "effect": effect,
        "shown": shown(effect),
        "people": [(one.person, one.total, [one.counts.get(result.value, 0) for result in Result]) for one in people],
        "results": [asking.RESULTS[result.value] for result in Result],
        "first": first,
        "last": last,
        "error": error,
    }
    return render(request, "desk/asking/effect.html", context, status=422 if error else 200)


@requires(Permission.MANAGE_DESK)
@require_GET
def chase_effect_export(request: HttpRequest) -> HttpResponse:
    """Give both arms and their difference as a file."""
    shop = shop_of(request.GET)
    if shop is None:
        return redirect("desk:chase-effect")
    first, last, _error = days_asked(shop, request.GET)
    effect, _people = _counted(shop, first, last)
    exponent = exponent_of(shop.currency)
    lines: list[list[Cell]] = [[_("Arm"), _("Buyers"), _("Paid"), _("Share"), _("Revenue")]]
    for name, arm in ((_("asked"), effect.reached), (_("left out at random"), effect.held)):
        lines.append([name, arm.count, arm.paid, arm.share, from_minor(arm.money_minor, exponent)])
    lines.append([_("difference"), None, None, effect.difference, None])
    lines.append([_("interval from"), None, None, effect.low, _money(effect.money_low, exponent)])
    lines.append([_("interval to"), None, None, effect.high, _money(effect.money_high, exponent)])
    return download(shop.name, lines, name=f"chase-effect-{shop.pk}", ending=request.GET.get("format", "csv"))


def _money(minor: float | None, exponent: int) -> Any:
    return None if minor is None else from_minor(round(minor), exponent)


def _counted(shop: Shop, first: date, last: date) -> tuple[Effect, Any]:
    since, until = day_window(first, shop.time_zone).start_at, day_window(last, shop.time_zone).end_at
    now = timezone.now()
    return chase_effect(shop, since=since, until=until, at=now), results_of(shop, since=since, until=until)


def shown(effect: Effect) -> dict[str, str]:
    """Return the numbers of an effect as they are written."""
    return {
        "reached": asking.share_words(effect.reached.share),
        "held": asking.share_words(effect.held.share),
        "difference": asking.points(effect.difference),
        "low": asking.points(effect.low),
        "high": asking.points(effect.high),
    }


def days_asked(shop: Shop, asked: QueryDict) -> tuple[date, date, str]:
    """Return the first and last day asked for, both included, and what is wrong; else the last thirty."""
    today = datetime.now(ZoneInfo(shop.time_zone)).date()
    usual = today - timedelta(days=USUAL_DAYS - 1), today
    if not asked.get("from") and not asked.get("to"):
        return *usual, ""
    try:
        first, last = date.fromisoformat(asked.get("from", "")), date.fromisoformat(asked.get("to", ""))
    except ValueError:
        return *usual, _("Give both days, like 2026-11-11.")
    if not date(1990, 1, 1) <= first <= last <= date(2100, 1, 1):
        return *usual, _("The first day lies after the last.")
    return first, last, ""
