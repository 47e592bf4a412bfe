"""The pages of one sale in the order in which a plan is made; a page that does not exist yet is left out."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

PAGES: tuple[tuple[str, str, Any], ...] = (
    ("detail", "campaigns:detail", _("Plan of the sale")),
    ("target", "campaigns:target", _("Target curve")),
    ("traffic", "campaigns:traffic", _("Traffic")),
    ("offers", "campaigns:offers", _("Offers")),
    ("audit", "campaigns:audit", _("Audit")),
    ("prices", "campaigns:prices", _("Prices")),
    ("odds", "campaigns:odds", _("Odds")),
    ("buffers", "campaigns:buffers", _("Stock")),
    ("tasks", "campaigns:tasks", _("Tasks")),
    ("shifts", "campaigns:shifts", _("Shifts")),
    ("pictures", "campaigns:pictures", _("Pictures")),
    ("papers", "campaigns:papers", _("Papers")),
    ("gates", "campaigns:gates", _("Gates")),
    ("lessons", "campaigns:lessons", _("Lessons")),
    ("trail", "campaigns:trail", _("Changes")),
    ("board", "live:board", _("Live board")),
)


@dataclass(frozen=True)
class Tab:
    """One page of a sale: its words, where it is, whether it is the one in hand."""

    label: Any
    href: str
    is_current: bool


def tabs_of(campaign_pk: int, here: str, only: Collection[str] = ()) -> list[Tab]:
    """Return the pages of a sale, or only those named."""
    found = []
    for name, url_name, label in PAGES:
        if only and name not in only:
            continue
        try:
            found.append(Tab(label, reverse(url_name, args=[campaign_pk]), name == here))
        except NoReverseMatch:
            continue
    return found
