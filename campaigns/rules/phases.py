"""The phases of the live stage: templates, checks, and which slots count towards which phase (playbook L1).

A phase is a run of ten-minute slots, half open, with a share of the target in basis points; the shares make 10,000. The
hours between two phases count towards the later one, unless a phase of their own stands there; the hours after the last
phase belong to the last.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

from campaigns.rules.problems import PlanError, Problem
from campaigns.rules.split import split
from common.windows import Window, is_on_slot, local_time, slot_of

WHOLE_BP = 10_000
OPENING_SLOTS = 9
CLOSING_SLOTS = 6
EVE_SLOTS = 72  # a first piece of a day shorter than twelve hours is the eve of the next day
TAIL_SLOTS = 36  # a last piece shorter than six hours belongs to the day before


@dataclass(frozen=True)
class PhasePlan:
    """One phase: a key of its words ("" when a person named it), name, what it tells, slots, share in basis points."""

    name: str
    tells: str
    start: int
    end: int
    share_bp: int


@dataclass(frozen=True)
class Clock:
    """One phase of a template by the shop's clock: what it is, minutes since midnight, its share."""

    key: str
    start_minute: int
    end_minute: int
    share_bp: int


# Playbook L1, seed 4: what each phase tells stands in `campaigns.words.problems` under the same keys.
OPENING = Clock("opening", 0, 90, 2_500)
MORNING = Clock("morning", 9 * 60, 11 * 60, 2_000)
AFTERNOON = Clock("afternoon", 15 * 60, 17 * 60, 2_000)
EVENING = Clock("evening", 20 * 60, 22 * 60, 2_000)
CLOSING = Clock("closing", 23 * 60, 24 * 60, 1_500)
DOUBLE_11 = (OPENING, MORNING, AFTERNOON, EVENING, CLOSING)


def double_11(window: Window, zone: str) -> list[PhasePlan]:
    """Lay the five phases of L1 over the sale, once for each of its days.

    On a day from 0:00 to 24:00 they stand at 0:00-1:30, 9:00-11:00, 15:00-17:00, 20:00-22:00, 23:00-24:00. The opening moves
    with the start (a sale from 20:00 on the eve opens 20:00-21:30), the closing is always the last hour, the others stay
    on the shop's clock and are cut or left out where the sale does not reach them; what is left shares 100% in the same
    proportions. Several days share evenly. Names and `tells` are the keys of the template.

    >>> midnight = slot_of(datetime(2026, 11, 11, tzinfo=ZoneInfo("Asia/Shanghai")))
    >>> [(p.name, (p.start - midnight) / 6, p.share_bp) for p in double_11(Window(midnight, midnight + 144), "Asia/Shanghai")][:2]
    [('opening', 0.0, 2500), ('morning', 9.0, 2000)]
    >>> eve = double_11(Window(midnight - 24, midnight + 144), "Asia/Shanghai")
    >>> [(p.name, (p.start - midnight) / 6) for p in eve][:2]
    [('opening', -4.0), ('morning', 9.0)]
    """
    days = sale_days(window, zone)
    found = [laid for day in days for laid in _lay(day, zone)]
    shares = split(WHOLE_BP, [clock.share_bp for clock, _span in found])
    return [
        PhasePlan(clock.key, _tells(clock, span, window, several=len(days) > 1), span.start, span.end, int(share))
        for (clock, span), share in zip(found, shares, strict=True)
    ]


def flat(window: Window, zone: str) -> list[PhasePlan]:
    """Give one phase a day, each with a share in proportion to its length.

    >>> [phase.share_bp for phase in flat(Window(0, 288), "UTC")]
    [5000, 5000]
    """
    days = sale_days(window, zone)
    shares = split(WHOLE_BP, [day.length for day in days])
    return [PhasePlan("day", "", day.start, day.end, int(share)) for day, share in zip(days, shares, strict=True)]


def sale_days(window: Window, zone: str) -> list[Window]:
    """Cut the sale into its days: a short evening before belongs to the first day, a short night after to the last.

    >>> [(day.start, day.end) for day in sale_days(Window(120, 300), "UTC")]
    [(120, 300)]
    """
    days = list(window.days(zone))
    if len(days) > 1 and days[0].length < EVE_SLOTS:
        days[:2] = [Window(days[0].start, days[1].end)]
    if len(days) > 1 and days[-1].length < TAIL_SLOTS:
        days[-2:] = [Window(days[-2].start, days[-1].end)]
    return days


def check(phases: Sequence[PhasePlan], window: Window) -> None:
    """Raise PlanError naming everything wrong: no phase, end before start, outside the sale, overlapping, shares not 100%.

    >>> check([PhasePlan("a", "", 0, 9, 9_000), PhasePlan("b", "", 6, 12, 1_000)], Window(0, 144))
    Traceback (most recent call last):
    campaigns.rules.problems.PlanError: phases_overlap {'first': 'a', 'second': 'b'}
    """
    problems = []
    if not phases:
        problems.append(Problem("phases_missing", "phases"))
    for number, phase in enumerate(phases, 1):
        values = {"name": phase.name, "number": number}
        if phase.end <= phase.start:
            problems.append(Problem("phase_ends_before_it_starts", "phases", values))
        elif phase.start < window.start or phase.end > window.end:
            problems.append(Problem("phase_outside_sale", "phases", values))
        if not 0 <= phase.share_bp <= WHOLE_BP:
            problems.append(Problem("phase_share_out_of_range", "phases", values))
    ordered = sorted(phases, key=lambda phase: (phase.start, phase.end))
    for first, second in pairwise(ordered):
        if second.start < first.end:
            problems.append(Problem("phases_overlap", "phases", {"first": first.name, "second": second.name}))
    total = sum(phase.share_bp for phase in phases)
    if phases and total != WHOLE_BP:
        problems.append(Problem("shares_not_whole", "phases", {"total_bp": total, "difference_bp": WHOLE_BP - total}))
    if problems:
        raise PlanError(*problems)


def spans(phases: Sequence[tuple[int, int]], window: Window) -> list[Window]:
    """Say which slots count towards each phase, given their (start, end) in order: together every slot of the sale, once.

    >>> [(span.start, span.end) for span in spans([(0, 9), (54, 66)], Window(0, 144))]
    [(0, 9), (9, 144)]
    """
    bounds = [window.start, *(end for _start, end in phases[:-1]), window.end]
    return [Window(start, end) for start, end in pairwise(bounds)]


def exact_slot(moment: datetime, *, name: str = "") -> int:
    """Return the slot that begins at the moment; PlanError `off_slot` when none does (10:05 is no slot, 10:00 and 10:10 are)."""
    if not is_on_slot(moment):
        raise PlanError(Problem("off_slot", "phases", {"name": name, "moment": moment}))
    return slot_of(moment)


def moved(phases: Sequence[PhasePlan], by: int) -> list[PhasePlan]:
    """Return the phases later by so many slots (earlier when negative): they keep their distance from the sale's start.

    >>> moved([PhasePlan("a", "", 0, 9, 10_000)], -24)[0].start
    -24
    """
    return [PhasePlan(p.name, p.tells, p.start + by, p.end + by, p.share_bp) for p in phases]


def _lay(day: Window, zone: str) -> list[tuple[Clock, Window]]:
    """Lay the template over one day of the sale; a day too short for opening and closing has the opening alone."""
    if day.length < OPENING_SLOTS + CLOSING_SLOTS:
        return [(OPENING, day)]
    opening = Window(day.start, day.start + OPENING_SLOTS)
    closing = Window(day.end - CLOSING_SLOTS, day.end)
    main = max(day.days(zone), key=lambda piece: piece.length)
    laid = [(OPENING, opening)]
    for clock in (MORNING, AFTERNOON, EVENING):
        start = max(_at(main, clock.start_minute, zone), opening.end)
        end = min(_at(main, clock.end_minute, zone), closing.start)
        if end > start:
            laid.append((clock, Window(start, end)))
    return [*laid, (CLOSING, closing)]


def _tells(clock: Clock, span: Window, window: Window, *, several: bool) -> str:
    """Return the key of what the phase tells; of several days only the first opens and only the last one ends the sale."""
    if several and (
        (clock == OPENING and span.start != window.start) or (clock == CLOSING and span.end != window.end) or clock == AFTERNOON
    ):
        return ""
    return clock.key


def _at(day: Window, minute: int, zone: str) -> int:
    """Return the slot at which the shop's clock shows so many minutes after midnight on the day's date."""
    date = local_time(day.start, zone).date()
    wall = datetime(date.year, date.month, date.day, minute // 60, minute % 60, tzinfo=ZoneInfo(zone))
    return slot_of(wall)
