"""Whether customer service is staffed, its reserve included (playbook P12)."""

from datetime import datetime

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.checks.base import CheckState, PlanCheck
from campaigns.models import Campaign


def checks(campaign: Campaign, at: datetime) -> list[PlanCheck]:
    """Return one check: `failed` while the work has open places, `watch` while only the reserve has, or nothing is laid."""
    wanted: dict[str, int] = {}
    missing = reserve = 0
    roles = ("presale", "aftersale", "chase")
    counts = {role: Count("places", filter=Q(places__role=role)) for role in roles}
    for shift in campaign.shifts.annotate(**counts):
        for role, needed in shift.needed.items():
            there, spare = getattr(shift, role), shift.reserve.get(role, 0)
            wanted[role] = wanted.get(role, 0) + needed + spare
            missing += max(0, needed - there)
            reserve += max(0, needed + spare - there) - max(0, needed - there)
    state: CheckState = "failed" if missing else "watch" if reserve or not wanted else "done"
    if not wanted:
        found = _("No shifts are laid yet.")
    elif missing:
        found = ngettext("{count} place is open.", "{count} places are open.", missing).format(count=missing)
    elif reserve:
        found = ngettext("{count} place of the reserve is open.", "{count} places of the reserve are open.", reserve)
        found = found.format(count=reserve)
    else:
        found = _("All {count} places are filled, the reserve included.").format(count=sum(wanted.values()))
    return [
        PlanCheck("shifts_reserve", state, _("Customer service staffed"), found, reverse("campaigns:shifts", args=[campaign.pk]))
    ]
