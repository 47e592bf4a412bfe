"""Bring the traffic of several shops onto one line of hours, each known up to the same slot.

Traffic is reported by the hour, and a report made at 10:42 holds 42 minutes of the hour from 10:00. Orders are counted by
slots, so the visitors of the running hour are cut back to the last full slot in the proportions of the plan, and marked
as estimated. Slots are counted from the sale's first slot; half open.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from common.splitting import split_minor
from live.rules.ledger import TrafficHour

SLOT_SECONDS = 600


@dataclass(frozen=True)
class ShopTraffic:
    """What one shop reported: {(start, end) of an hour: (visitors, inquiries)}.

    It is known for `known_seconds` since the start of the sale; negative: nothing of the sale is known; None: this shop
    never reported any traffic.
    """

    hours: Mapping[tuple[int, int], tuple[int | None, int | None]]
    known_seconds: int | None


def known_slots(shops: Sequence[ShopTraffic], *, cut: int) -> int:
    """Return the slot before which the traffic of all these shops is known, at most `cut`; 0 when one reported nothing.

    >>> known_slots([ShopTraffic({}, 6420), ShopTraffic({}, 9000)], cut=12), known_slots([ShopTraffic({}, None)], cut=12)
    (10, 0)
    """
    if not shops or any(shop.known_seconds is None for shop in shops):
        return 0
    return max(0, min(cut, *((shop.known_seconds or 0) // SLOT_SECONDS for shop in shops)))


def merge_traffic(shops: Sequence[ShopTraffic], *, cut: int, visitors_plan: Sequence[int]) -> list[TrafficHour]:
    """Return the hours that all shops together know, in order.

    A number that one of the shops lacks is None: a sum without it would be too low.
    `visitors_plan` are the planned visitors of each slot. The hour in which the known slots end is cut back to them.

    >>> plan = [10] * 6
    >>> merge_traffic([ShopTraffic({(0, 6): (400, 8)}, known_seconds=2400)], cut=3, visitors_plan=plan)
    [TrafficHour(start=0, end=3, visitors=300, inquiries=6, is_estimated=True)]
    >>> merge_traffic([ShopTraffic({(0, 6): (400, None)}, 9999)], cut=6, visitors_plan=plan)
    [TrafficHour(start=0, end=6, visitors=400, inquiries=None, is_estimated=False)]
    """
    known_to = known_slots(shops, cut=cut)
    merged = []
    for start, end in sorted({hour for shop in shops for hour in shop.hours}):
        last = min(end, known_to)
        if start >= last:
            continue
        visitors: int | None = 0
        inquiries: int | None = 0
        estimated = False
        for shop in shops:
            seen, asked = shop.hours.get((start, end), (None, None))
            kept = _kept_weights(start, end, last, shop.known_seconds or 0, visitors_plan)
            estimated = estimated or any(kept[1])
            visitors = _add(visitors, seen, kept)
            inquiries = _add(inquiries, asked, kept)
        merged.append(TrafficHour(start, last, visitors, inquiries, is_estimated=estimated))
    return merged


def _kept_weights(
    start: int, end: int, last: int, known_seconds: int, visitors_plan: Sequence[int]
) -> tuple[list[int], list[int]]:
    """Return the weights of what the report holds before slot `last`, and of what it holds after it."""
    planned = [visitors_plan[slot] if 0 <= slot < len(visitors_plan) else 0 for slot in range(start, end)]
    if not any(planned):
        planned = [1] * len(planned)
    seconds = [min(SLOT_SECONDS, max(0, known_seconds - slot * SLOT_SECONDS)) for slot in range(start, end)]
    weights = [weight * known for weight, known in zip(planned, seconds, strict=True)]
    return weights[: last - start], weights[last - start :]


def _add(total: int | None, value: int | None, kept: tuple[list[int], list[int]]) -> int | None:
    """Add the part of a report that lies in the known slots; unknown makes the sum unknown."""
    if total is None or value is None:
        return None
    before, after = kept
    if not any(after):
        return total + value
    return total + sum(split_minor(value, [*before, *after])[: len(before)])
