"""Old buyers and how many of them were won or came back in the three months before, day by day (playbook W3)."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from common.permissions import Permission, requires
from common.spreadsheets import Cell, download
from customers import words
from customers.charts import returning_figure
from customers.queries.returning import MOST_DAYS, ReturningDay, returning
from customers.views.shops import frame, shop_of
from orders.models import Order, Shop

USUAL_DAYS = 30


@requires(Permission.VIEW_BUYERS)
@require_GET
def returning_page(request: HttpRequest) -> HttpResponse:
    """Show the share as a number for the days chosen, and as a curve."""
    shop = shop_of(request.GET)
    if shop is None:
        return render(request, "customers/returning.html", frame(request, None, "returning") | {"days": [], "line": ""})
    first, last, error = days_asked(shop, request.GET)
    days = returning(shop, dates(first, last))
    has_old = any(day.old for day in days)
    context = frame(request, shop, "returning") | {
        "days": [day for day in reversed(days) if day.old or day.new],
        "line": words.returning_line(days),
        "first": first,
        "last": last,
        "error": error,
        "figure": returning_figure(days) if has_old and len(days) > 1 else None,
    }
    return render(request, "customers/returning.html", context, status=422 if error else 200)


@requires(Permission.VIEW_BUYERS)
@require_GET
def returning_export(request: HttpRequest) -> HttpResponse:
    """Give the days as a table."""
    shop = shop_of(request.GET)
    if shop is None:
        return redirect("customers:returning")
    first, last, _error = days_asked(shop, request.GET)
    lines = [_heading(), *(_line(day) for day in returning(shop, dates(first, last)))]
    return download(shop.name, lines, name=f"old-buyers-{shop.pk}", ending=request.GET.get("format", "csv"))


def days_asked(shop: Shop, asked: QueryDict) -> tuple[date, date, str]:
    """Return the first and the last day asked for, both included, and what is wrong; else the last thirty with orders."""
    newest = Order.objects.filter(shop=shop, paid_slot__isnull=False).order_by("-paid_slot").values_list("paid_at", flat=True)
    last = (newest.first() or timezone.now()).astimezone(ZoneInfo(shop.time_zone)).date()
    usual = last - timedelta(days=USUAL_DAYS - 1), last
    if not asked.get("from") and not asked.get("to"):
        return *usual, ""
    try:
        first, last = date.fromisoformat(asked.get("from", "")), date.fromisoformat(asked.get("to", ""))
    except ValueError:
        return *usual, _("Give both days, like 2026-11-11.")
    if not date(1990, 1, 1) <= first <= last <= date(2100, 1, 1):
        return *usual, _("The first day lies after the last.")
    if (last - first).days >= MOST_DAYS:
        return *usual, _("At most {count} days at a time.").format(count=MOST_DAYS)
    return first, last, ""


def dates(first: date, last: date) -> list[date]:
    """Return every day from the first to the last, both included."""
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def _heading() -> list[Cell]:
    return [_("Day"), _("New buyers"), _("Old buyers"), _("Won in the three months before"), _("Came back in them"), _("Share")]


def _line(day: ReturningDay) -> list[Cell]:
    return [day.day.isoformat(), day.new, day.old, day.won, day.came_back, None if day.share is None else round(day.share, 4)]
