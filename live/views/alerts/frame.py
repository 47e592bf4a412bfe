"""What the pages of alerts share: the sale in hand, the tabs, who may change."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns import queries as plans
from campaigns.models import Campaign
from common.permissions import Permission, is_allowed
from common.requests import whole_number
from live.page.alerts.tabs import Tab
from live.queries.alerts.incidents import dead_letters, standing
from live.queries.shown import current_campaign


def sale_of(request: HttpRequest) -> Campaign | None:
    """Return the sale that is asked for (`?sale=3`), else the one at hand."""
    asked = whole_number(request.GET.get("sale") or request.POST.get("sale") or "")
    return (Campaign.objects.filter(pk=asked).first() if asked else None) or current_campaign(at=timezone.now())


def frame(request: HttpRequest, here: str, **more: Any) -> dict[str, Any]:
    """Return the context all pages of alerts have."""
    stands, letters = standing(), dead_letters().count()
    tabs = (
        Tab("incidents", _("Incidents"), reverse("live:alerts"), stands.open),
        Tab("watches", _("What is watched"), reverse("live:watches")),
        Tab("channels", _("Channels"), reverse("live:channels")),
        Tab("letters", _("Dead letters"), reverse("live:letters"), letters),
    )
    return {
        "tabs": tabs,
        "here": here,
        "standing": stands,
        "letter_count": letters,
        "may_manage": is_allowed(request.user, Permission.MANAGE_ALERTS),
        "now": timezone.now(),
        **more,
    }


def running_sales() -> list[Campaign]:
    """Return the sales that run, the one that started last first."""
    return list(plans.running(at=timezone.now()).order_by("-starts_at", "-pk"))
