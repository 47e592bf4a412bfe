"""From contacts to people on each half hour and on each shift (playbook P12)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from campaigns.rules.staffing.contacts import INTERVAL_SECONDS, ROLES, Counts
from campaigns.rules.staffing.erlang import Service, people_for_work, people_needed, people_on_shift
from campaigns.rules.staffing.handover import DAY, Handover

HALF_HOUR = timedelta(minutes=30)
OUTBOUND = frozenset({"chase"})


@dataclass(frozen=True)
class Handling:
    """Seconds one contact takes by role, how many chats one person answers at once, the share away at breaks."""

    seconds: Mapping[str, float]
    chats_at_once: int = 1
    away_share: float = 0.0

    def effective(self, role: str) -> float:
        """Return the seconds of one person that one contact costs: several chats at once share them, own messages do not."""
        return self.seconds[role] / (1 if role in OUTBOUND else self.chats_at_once)


def people_by_half_hour(contacts: Mapping[str, Counts], *, handling: Handling, service: Service) -> dict[str, list[int]]:
    """Return how many people must be on shift in each half hour, by role, breaks included.

    Pre-sale and after-sale answer a queue (Erlang C); chasing is work nobody waits for.

    >>> from numpy import array
    >>> people_by_half_hour({"presale": array([100.0, 0.0]), "chase": array([30.0, 60.0])},
    ...                     handling=Handling({"presale": 180, "chase": 60}), service=Service(0.8, 20, 1.0))
    {'presale': [14, 0], 'chase': [1, 2]}
    """
    found: dict[str, list[int]] = {}
    for role in (role for role in ROLES if role in contacts):
        seconds = handling.effective(role)
        found[role] = [
            people_on_shift(
                people_for_work(
                    float(number), handling_seconds=seconds, interval_seconds=INTERVAL_SECONDS, busiest=service.busiest
                )
                if role in OUTBOUND
                else people_needed(float(number), handling_seconds=seconds, interval_seconds=INTERVAL_SECONDS, service=service),
                away_share=handling.away_share,
            )
            for number in contacts[role]
        ]
    return found


def day_of(values: Sequence[Sequence[float]], *, first: int) -> tuple[list[int], list[float]]:
    """Lay all days of a sale on one day of 48 half hours: the highest sum of people or contacts, and their total.

    `values` are sequences of equal length (one a role), `first` the half hour of the day on which the sale begins.

    >>> highest, total = day_of([[1, 2], [3, 4]], first=47)
    >>> highest[47], highest[0], total[47]
    (4, 6, 4.0)
    """
    highest, total = [0] * DAY, [0.0] * DAY
    for number, together in enumerate(zip(*values, strict=True)):
        place, value = (first + number) % DAY, sum(together)
        highest[place] = max(highest[place], round(value))
        total[place] += value
    return highest, total


@dataclass(frozen=True)
class ShiftSpan:
    """One shift by the shop's clock, half open."""

    start: datetime
    end: datetime


def spans_of(handover: Handover, *, start: datetime, end: datetime, zone: str) -> list[ShiftSpan]:
    """Return the shifts that touch the sale `[start, end)`, in order, whole: the first may begin the evening before.

    >>> opening = datetime(2026, 11, 11, tzinfo=ZoneInfo("Asia/Shanghai"))
    >>> found = spans_of(Handover((8, 24, 40), True), start=opening, end=opening + timedelta(days=1), zone="Asia/Shanghai")
    >>> [f"{span.start:%d %H:%M}" for span in found]
    ['10 20:00', '11 04:00', '11 12:00', '11 20:00']
    """
    place = ZoneInfo(zone)
    local_start, local_end = start.astimezone(place), end.astimezone(place)
    day, found = local_start.date() - timedelta(days=1), []
    while day <= local_end.date():
        for first, length in handover.shifts():
            begins, ends = _at(day, first, place), _at(day, first + length, place)
            if begins < local_end and ends > local_start:
                found.append(ShiftSpan(begins, ends))
        day += timedelta(days=1)
    return found


def needed_on(span: ShiftSpan, people: Mapping[str, Sequence[int]], *, start: datetime) -> dict[str, int]:
    """Return for each role the most people any half hour of the shift needs; roles that nobody needs are left out.

    `people` counts half hours from `start`, the beginning of the sale.
    """
    first = (span.start - start) // HALF_HOUR
    last = -((start - span.end) // HALF_HOUR)
    found = {role: max(counts[max(0, first) : max(0, last)], default=0) for role, counts in people.items()}
    return {role: count for role, count in found.items() if count}


def _at(day: date, half_hour: int, zone: ZoneInfo) -> datetime:
    later, place = divmod(half_hour, DAY)
    return datetime.combine(day + timedelta(days=later), time(place // 2, 30 * (place % 2)), tzinfo=zone)
