"""The sale by tier made ready: its finding, its rows, up to when it is counted."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from campaigns.models import Campaign
from common.money import format_money
from inventory.words.tiers import TIERS
from live.models import TierBoard
from live.rules.pace import is_on_pace


@dataclass(frozen=True)
class ShownTier:
    """One tier. Money in minor units; `tone`: "ahead", "behind", or "" for on plan or no plan."""

    tier: str
    name: Any
    share: float | None
    due: int | None
    actual: int
    gap: int | None
    tone: str


@dataclass(frozen=True)
class ByTier:
    """The whole: the finding, the rows, the moment counted to (None: nothing yet)."""

    title: str
    rows: list[ShownTier]
    counted_to: datetime | None


def tiers_shown(campaign: Campaign) -> ByTier | None:
    """Return the sale by tier as the worker counted it last; None before."""
    stored = TierBoard.objects.filter(campaign=campaign).first()
    if stored is None:
        return None
    rows = [_row(row) for row in stored.board["rows"]]
    until = stored.board["counted_to"]
    return ByTier(_finding(rows, campaign.currency), rows, datetime.fromisoformat(until) if until else None)


def _row(row: dict[str, Any]) -> ShownTier:
    due, gap = row["due"], row["gap"]
    off = due is not None and gap is not None and not is_on_pace(gap=gap, due=due)
    tone = ("ahead" if gap > 0 else "behind") if off else ""
    return ShownTier(row["tier"], TIERS[row["tier"]], row["share"], due, row["actual"], gap, tone)


def _finding(rows: list[ShownTier], currency: str) -> str:
    """Name the tier that is furthest behind, else the one furthest ahead, else say that all are on plan."""
    tiered = [row for row in rows if row.tier and row.gap is not None]
    for tone, words in (("behind", _("{tier} is behind by {gap}")), ("ahead", _("{tier} is ahead by {gap}"))):
        off = [row for row in tiered if row.tone == tone]
        if off:
            worst = max(off, key=lambda row: abs(row.gap or 0))
            return words.format(tier=worst.tier, gap=format_money(abs(worst.gap or 0), currency))
    return _("every tier on plan")
