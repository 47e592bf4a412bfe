"""The target summed over periods that each lie inside one phase."""

from dataclasses import dataclass

from campaigns.models import Campaign
from campaigns.queries.board import phase_spans
from campaigns.queries.target import target_arrays
from common.windows import Window


@dataclass(frozen=True)
class Period:
    """What `[start_slot, end_slot)` should bring, and the number of the phase it counts towards. Money in minor units."""

    start_slot: int
    end_slot: int
    phase: int
    revenue_minor: int
    visitors: int
    paid_orders: int
    inquiries: int


def target_periods(*, campaign: Campaign, by: str) -> list[Period]:
    """Return the target by "slot", "hour", "phase" or "total" in order of time; an hour in which a phase ends is two periods.

    The periods cover the sale and add up to its targets exactly. For "total" the phase is 0. ValueError for another `by`.
    """
    arrays = target_arrays(campaign=campaign)
    running = arrays.running()
    spans = phase_spans(campaign=campaign, arrays=arrays)
    first = campaign.start_slot
    whole = Window(campaign.start_slot, campaign.end_slot)
    if by == "total":
        windows = [(whole, 0)]
    elif by == "phase":
        windows = [(Window(span.counts_from_slot, span.counts_to_slot), span.number) for span in spans]
    elif by in {"hour", "slot"}:
        windows = [
            (piece, span.number)
            for span in spans
            for piece in _pieces(Window(span.counts_from_slot, span.counts_to_slot), by, campaign.time_zone)
        ]
    else:
        raise ValueError(f"A target is summed by slot, hour, phase or total, not by {by}.")
    found = []
    for window, number in windows:
        sums = (running[:, window.end - first] - running[:, window.start - first]).tolist()
        found.append(Period(window.start, window.end, number, *sums))
    return found


def _pieces(window: Window, by: str, zone: str) -> list[Window]:
    return list(window.hours(zone)) if by == "hour" else [Window(slot, slot + 1) for slot in window.slots()]
