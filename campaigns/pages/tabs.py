"""The pages of one sale in the order in which a plan is made; a page that does not exist yet is left out.

A tab shows only to those who may follow it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from common.permissions import Permission, is_allowed

PAGES: tuple[tuple[str, str, Any, Permission], ...] = (
    ("detail", "campaigns:detail", _("Plan of the sale"), Permission.VIEW_PLAN),
    ("target", "campaigns:target", _("Target curve"), Permission.VIEW_PLAN),
    ("traffic", "campaigns:traffic", _("Traffic"), Permission.VIEW_PLAN),
    ("offers", "campaigns:offers", _("Offers"), Permission.VIEW_PLAN),
    ("audit", "campaigns:audit", _("Audit"), Permission.VIEW_COSTS),
    ("prices", "campaigns:prices", _("Prices"), Permission.VIEW_PLAN),
    ("odds", "campaigns:odds", _("Odds"), Permission.VIEW_COSTS),
    ("buffers", "campaigns:buffers", _("Stock"), Permission.VIEW_STOCK),
    ("tasks", "campaigns:tasks", _("Tasks"), Permission.VIEW_PLAN),
    ("shifts", "campaigns:shifts", _("Shifts"), Permission.VIEW_PLAN),
    ("pictures", "campaigns:pictures", _("Pictures"), Permission.VIEW_PLAN),
    ("papers", "campaigns:papers", _("Papers"), Permission.VIEW_PLAN),
    ("gates", "campaigns:gates", _("Gates"), Permission.VIEW_PLAN),
    ("lessons", "campaigns:lessons", _("Lessons"), Permission.VIEW_PLAN),
    ("trail", "campaigns:trail", _("Changes"), Permission.VIEW_PLAN),
    ("review", "review:page", _("Review"), Permission.VIEW_COSTS),
    ("rehearsals", "rehearsal:rehearsals", _("Rehearsal"), Permission.VIEW_BOARD),
    ("board", "live:board", _("Live board"), Permission.VIEW_BOARD),
)


@dataclass(frozen=True)
class Tab:
    """One page of a sale: its words, where it is, whether it is the one in hand."""

    label: Any
    href: str
    is_current: bool


def tabs_of(campaign_pk: int, here: str, *, user: Any, only: Collection[str] = ()) -> list[Tab]:
    """Return the pages of a sale that this user may open, or of them only those named."""
    found = []
    for name, url_name, label, permission in PAGES:
        if (only and name not in only) or not is_allowed(user, permission):
            continue
        try:
            found.append(Tab(label, reverse(url_name, args=[campaign_pk]), name == here))
        except NoReverseMatch:
            continue
    return found
