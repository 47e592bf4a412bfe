"""Where today will end in a shop without a sale, and how good that answer has been."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from campaigns.queries import running
from common.permissions import Permission, requires
from live import words
from live.charts.today import today_figure
from live.queries.days import today_so_far
from live.queries.ordinary import scores_of, today_of
from live.rules.projection.scores import METHODS
from live.tasks import ask_for_mornings
from orders.models import Shop

METRICS = {"revenue": _("Revenue"), "paid_orders": _("Paid orders")}
METHOD_WORDS = {
    "blend": _("This projection"),
    "run_rate": _("Run rate"),
    "curve": _("Usual curve"),
    "mean": _("Mean of both"),
    "level": _("Usual day"),
}


@requires(Permission.VIEW_BOARD)
@require_GET
def today(request: HttpRequest) -> HttpResponse:
    """Show where today ends in the shop asked for, by revenue or by orders, and its back-test."""
    shops = list(Shop.objects.order_by("name"))
    if not shops:
        return render(request, "live/today.html", {"shop": None})
    shop = next((each for each in shops if str(each.pk) == request.GET.get("shop")), shops[0])
    metric = request.GET.get("metric", "")
    metric = metric if metric in METRICS else "revenue"
    now = timezone.now()
    found = today_of(shop=shop, metric=metric, at=now)
    if found.state == "waiting":
        ask_for_mornings()
    values, _orders = today_so_far(shop=shop, metric=metric, day=found.day, cut=found.cut or 0)
    scores = scores_of(shop=shop, metric=metric)
    context = {
        "shop": shop,
        "shops": shops,
        "metric": metric,
        "metrics": METRICS.items(),
        "today": found,
        "sale": running(at=now).filter(shops=shop, ends_at__gt=now).first(),
        "line": words.today_line(found),
        "why": words.today_why(found),
        "figure": today_figure(found, values) if metric == "revenue" else None,
        "scores": scores,
        "methods": [(name, METHOD_WORDS[name]) for name in METHODS],
        "rows": _rows(scores),
    }
    return render(request, "live/today.html", context)


def _rows(scores: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the rows of the back-test: each tenth of the day, then all of it, each with the loss of every method."""
    if not scores.get("days"):
        return []
    told = [{**row, "words": f"{row['from']} - {row['to']}%"} for row in scores["by_share"]]
    told.append({**scores["pooled"], "words": ""})
    return [{**row, "losses": [row[name]["pinball"] for name in METHODS]} for row in told]
