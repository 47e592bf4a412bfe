"""Reads of the plan. Slots are whole numbers (UTC epoch // 600), money minor units of the campaign's currency."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from campaigns.models import SLOT_SECONDS, Campaign, CampaignQuerySet
from campaigns.queries.target import TargetArrays, target_arrays
from campaigns.words.phases import phase_name, phase_tells
from common.once import once
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
    are in the active language where they came from a template (`campaigns.words.phases` gives them from the key in another).
    `target_minor` is the sum of the slots, `whole_minor` that of the sale; `planned_bp` the share that was written, in basis
    points.
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
    target_minor: int
    whole_minor: int
    planned_bp: int

    @property
    def share(self) -> Fraction:
        """The share of the target as it stands in the slots; before there is a target the one that was written."""
        return share_of(self.target_minor, self.whole_minor, self.planned_bp)


def share_of(part_minor: int, whole_minor: int, planned_bp: int) -> Fraction:
    """Return the share of a part in the whole; where the whole is nothing the share that was written, in basis points."""
    return Fraction(part_minor, whole_minor) if whole_minor else Fraction(planned_bp, 10_000)


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
    """Return the target of every slot of the live window, ascending; their sums are the campaign's targets exactly.

    Whoever wants sums or all slots as numbers asks for `target_arrays`, which costs a tenth.
    """
    arrays = target_arrays(campaign=campaign)
    slots = range(arrays.start_slot, arrays.start_slot + len(arrays.revenue))
    return [SlotTarget(slot, *row) for slot, row in zip(slots, arrays.table.T.tolist(), strict=True)]


@once
def phase_spans(*, campaign: Campaign, arrays: TargetArrays | None = None) -> list[PhaseSpan]:
    """Return the phases in order with what counts towards each and what they should bring; together they cover every slot.

    `arrays` are the target where the caller has read it already.
    """
    phases = list(campaign.phases.order_by("number").values_list("number", "name", "tells", "start_slot", "end_slot", "share_bp"))
    if not phases:
        return []
    names = {key: phase_name(key) for key in {phase[1] for phase in phases}}
    tells = {key: phase_tells(key) for key in {phase[2] for phase in phases}}
    found = arrays or target_arrays(campaign=campaign)
    running = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(found.revenue)])
    ends = [*(end for *_rest, end, _share in phases[:-1]), campaign.end_slot]
    places = np.clip(np.array([campaign.start_slot, *ends]) - found.start_slot, 0, len(running) - 1)
    targets = np.diff(running[places]).tolist()
    total = int(running[-1])
    spans = []
    counts_from = campaign.start_slot
    for (number, name, told, start_slot, end_slot, share_bp), counts_to, target in zip(phases, ends, targets, strict=True):
        spans.append(
            PhaseSpan(
                number=number,
                key=name,
                name=names[name],
                tells=tells[told],
                tells_key=told,
                start_slot=start_slot,
                end_slot=end_slot,
                counts_from_slot=counts_from,
                counts_to_slot=counts_to,
                target_minor=target,
                whole_minor=total,
                planned_bp=share_bp,
            )
        )
        counts_from = counts_to
    return spans
