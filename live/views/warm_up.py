"""The warm-up of a sale watched hour by hour."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from campaigns.models import Campaign
from common.permissions import Permission, requires
from common.spreadsheets import Cell, download
from common.windows import slot_start
from live.charts.warm_up import warm_up_figure
from live.page.warm_words import warm_title, warm_why
from live.queries.warm_up import NAMES, WarmUp, warm_up_of
from live.rules.warm_up import BEHIND

SHOWN_HOURS, SHOWN_PRODUCTS = 48, 100


@requires(Permission.VIEW_BOARD)
@require_GET
def warm_up(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Show carts, favourites and inquiries before the start beside earlier sales, what they foretell, and each product."""
    campaign = get_object_or_404(Campaign, pk=campaign_id)
    told = warm_up_of(campaign=campaign, at=timezone.now())
    context = {
        "campaign": campaign,
        "zone": campaign.time_zone,
        "told": told,
        "title": warm_title(told),
        "why": warm_why(told),
        "known_to": slot_start(told.known_to),
        "shared_from": slot_start(told.start + 6 * told.shared_from) if told.shared_from else None,
        "figures": [(f"warm-up-{name}", words, warm_up_figure(told, name)) for name, words in _named()],
        "hours": [_hour(told, place) for place in reversed(range(len(told.hours)))][:SHOWN_HOURS],
        "products": [_product(each) for each in told.products[:SHOWN_PRODUCTS]],
    }
    return render(request, "live/warm_up/page.html", context)


@requires(Permission.VIEW_BOARD)
@require_GET
def export(request: HttpRequest, campaign_id: int, kind: str) -> HttpResponse:
    """Give every hour of the warm-up as a file, CSV or XLSX."""
    campaign = get_object_or_404(Campaign, pk=campaign_id)
    told = warm_up_of(campaign=campaign, at=timezone.now())
    carts = _("Carts")
    rows: list[list[Cell]] = [
        [
            *(_("Hours before the start"), _("Favourites"), carts, _("Inquiries")),
            *(f"{carts}: {name}" for name in told.earlier_names),
        ]
    ]
    rows += [
        [hour.hours_before, *(hour.counts[name] for name in NAMES), *(then["carts"] for then in hour.earlier)]
        for hour in told.hours
    ]
    return download("warm-up", rows, name=f"warm-up-{campaign_id}", ending=kind, fixed_columns=1)


def _named() -> list[tuple[str, str]]:
    return [("carts", _("Carts")), ("favourites", _("Favourites")), ("inquiries", _("Inquiries"))]


def _hour(told: WarmUp, place: int) -> dict[str, Any]:
    hour = told.hours[place]
    return {
        "at": slot_start(told.start + 6 * place),
        "before": hour.hours_before,
        **hour.counts,
        "earlier": [then["carts"] for then in hour.earlier],
    }


def _product(each: Any) -> dict[str, Any]:
    tone = ""
    if each.trend is not None:
        tone = "behind" if each.trend < BEHIND else "ahead" if each.trend > 1 / BEHIND else ""
    return {"row": each.interest, "then": each.carts_then, "trend": each.trend, "tone": tone}
