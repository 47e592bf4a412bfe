"""Reads of the plan. Slots are whole numbers (UTC epoch // 600), money minor units of the campaign's currency."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from campaigns.models import SLOT_SECONDS, Campaign, CampaignQuerySet
from campaigns.words import phase_name, phase_tells
from orders.models import Shop

CORRECTIONS = dt.timedelta(days=3)


@dataclass(frozen=True)
class SlotTarget:
    """What one ten-minute slot should bring."""

    slot: int
    revenue_minor: int
    visitors: int
    paid_orders: int
    inquiries: int


@dataclass(frozen=True)
class PhaseSpan:
    """One phase with the slots that count towards it.

    `[start_slot, end_slot)` is the phase itself; `[counts_from_slot, counts_to_slot)` adds the hours before it (they count
    towards the later phase) and, for the last phase, the hours after it. `key` and `tells_key` are as stored; `name` and `tells`
    are in the active language where they came from a template (`campaigns.words` gives them from the key in another).
    `share` is the share of the target as it stands in the slots (a Fraction), `target_minor` their sum.
    """

    number: int
    key: str
    name: str
    tells: str
    tells_key: str
    start_slot: int
    end_slot: int
    counts_from_slot: int
    counts_to_slot: int
    share: Fraction
    target_minor: int


def running(*, at: dt.datetime) -> CampaignQuerySet:
    """Return the campaigns that are live at `at`, or ended less than three days before it: refunds and corrections still come."""
    return Campaign.objects.live_at(at, kept=CORRECTIONS)


def touching(*, shop: Shop, hours: Iterable[int]) -> CampaignQuerySet:
    """Return the shop's campaigns whose live window holds one of the hours (each the number of its first slot)."""
    touched = sorted(set(hours))
    if not touched:
        return Campaign.objects.none()
    first = dt.datetime.fromtimestamp(touched[0] * SLOT_SECONDS, tz=dt.UTC)
    last = dt.datetime.fromtimestamp((touched[-1] + 6) * SLOT_SECONDS, tz=dt.UTC)
    near = Campaign.objects.overlapping(first, last).filter(shops=shop)
    held = [c.pk for c in near if any(c.start_slot < hour + 6 and hour < c.end_slot for hour in touched)]
    return Campaign.objects.filter(pk__in=held)


def target_slots(*, campaign: Campaign) -> list[SlotTarget]:
    """Return the target of every slot of the live window, ascending; their sums are the campaign's targets exactly."""
    rows = campaign.target.order_by("slot").values_list("slot", "revenue_minor", "visitors", "paid_orders", "inquiries")
    return [SlotTarget(*row) for row in rows]


def phase_spans(*, campaign: Campaign) -> list[PhaseSpan]:
    """Return the phases in order with what counts towards each and what they should bring; together they cover every slot."""
    phases = list(campaign.phases.order_by("number"))
    slots = list(campaign.target.order_by("slot").values_list("slot", "revenue_minor"))
    total = sum(revenue for _slot, revenue in slots)
    spans = []
    counts_from = campaign.start_slot
    for position, phase in enumerate(phases):
        counts_to = campaign.end_slot if position == len(phases) - 1 else phase.end_slot
        target = sum(revenue for slot, revenue in slots if counts_from <= slot < counts_to)
        spans.append(
            PhaseSpan(
                number=phase.number,
                key=phase.name,
                name=phase_name(phase.name),
                tells=phase_tells(phase.tells),
                tells_key=phase.tells,
                start_slot=phase.start_slot,
                end_slot=phase.end_slot,
                counts_from_slot=counts_from,
                counts_to_slot=counts_to,
                share=Fraction(target, total) if total else Fraction(phase.share_bp, 10_000),
                target_minor=target,
            )
        )
        counts_from = counts_to
    return spans
