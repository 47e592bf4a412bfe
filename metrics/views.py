"""The page "Numbers": any period of a shop, by hour or by day, to read or to take along."""

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from common.permissions import Permission, requires
from common.spreadsheets import download
from common.windows import Window
from metrics import exports, queries, shape
from metrics.definitions import METRICS
from metrics.forms import NumbersForm
from orders.models import Shop

SHOWN_DAYS = 31  # what the page shows when no period was chosen: the last days of the data
SHOWN_HOURS = 72
LATE_AFTER, STALE_AFTER = timedelta(hours=2), timedelta(days=2)


@requires(Permission.VIEW_NUMBERS)
@require_GET
def numbers(request: HttpRequest) -> HttpResponse:
    """Show the numbers of a shop, or hand them over as a sheet (`?as=csv`, `?as=xlsx`)."""
    first = Shop.objects.first()
    if first is None:
        return render(request, "metrics/nothing.html")
    data = request.GET.copy()
    data.setdefault("shop", first.name)
    data.setdefault("by", "day")
    form = NumbersForm(data, default_by="day")
    if not form.is_valid():
        return render(request, "metrics/numbers.html", {"form": form, "shop": None}, status=422)
    shop, by = form.cleaned_data["shop"], form.cleaned_data["by"]
    names = form.cleaned_data["metrics"] or list(METRICS)
    window = form.window or _latest(shop, by)
    rows = queries.numbers(shops=[shop], window=window, by=by, names=names)
    if kind := request.GET.get("as", ""):
        table = exports.table(shop, rows, names)
        return download(_("Numbers"), table, name=f"numbers-{by}", ending=kind, fixed_columns=exports.FIXED_COLUMNS)
    (total,) = queries.numbers(shops=[shop], window=window, by="total")
    fresh, now = queries.freshness(shops=[shop])[0], timezone.now()
    context = _said(shop, window, total) | {
        "form": form,
        "metrics": [METRICS[name] for name in names],
        "lines": shape.lines(shop, by, rows, names),
        "total": shape.lines(shop, by, [total], names)[0].cells if by != "total" and not form.cleaned_data["metrics"] else [],
        "fresh": fresh,
        "now": now,
        "age": _age(fresh, now),
        "csv": _address(data, "csv"),
        "xlsx": _address(data, "xlsx"),
    }
    return render(request, "metrics/numbers.html", context)


def _age(fresh: queries.ShopFreshness, now: datetime) -> str:
    """Return the look of the age: quiet below two hours, late below two days or while hours are being counted, stale after."""
    if fresh.orders_as_of is None or now - fresh.orders_as_of > STALE_AFTER:
        return "age--stale"
    return "age--late" if fresh.stale_hours or now - fresh.orders_as_of > LATE_AFTER else ""


def _latest(shop: Shop, by: queries.By) -> Window | None:
    """Return the last stretch of the data that fits a page; a total is over all of it."""
    known = queries.extent(shops=[shop])
    if known is None or by == "total":
        return known
    periods = list((known.hours if by == "hour" else known.days)(shop.time_zone))
    return Window(periods[-(SHOWN_HOURS if by == "hour" else SHOWN_DAYS) :][0].start, known.end)


def _said(shop: Shop, window: Window | None, total: queries.NumberRow) -> dict[str, Any]:
    """Gather the first line: what was paid by how many, and what went back."""
    return {
        "shop": shop,
        "start_at": window.start_at if window else None,
        "end_at": window.end_at if window else None,
        "revenue": total.values["revenue"],
        "paid_orders": total.values["paid_orders"],
        "refunds": total.values["refunds"],
        "net_revenue": total.values["net_revenue"],
    }


def _address(data: QueryDict, kind: str) -> str:
    asked = data.copy()
    asked["as"] = kind
    return f"?{asked.urlencode()}"
