"""When a warehouse works: how many hours lie between two moments, and when so many hours have passed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from common.windows import SLOTS_PER_HOUR, Window, local_time, slot_of

FURTHEST_DAYS = 60
DAY_MINUTES = 24 * 60


@dataclass(frozen=True)
class Hours:
    """The working hours by the shop's clock: from and until in minutes of the day, a bit a weekday (Monday lowest), days off.

    `until` before `start` means over midnight; both alike mean round the clock.
    """

    start: int = 0
    until: int = 0
    days: int = 0b1111111
    off_days: frozenset[date] = frozenset()
    zone: str = "UTC"

    def shifts(self, whole: Window) -> Iterator[Window]:
        """Yield the runs of slots inside `whole` in which somebody works, ascending. A shift belongs to the day it begins on."""
        day = local_time(whole.start, self.zone).date() - timedelta(days=1)
        last = local_time(max(whole.start, whole.end - 1), self.zone).date()
        while day <= last:
            if self.days >> day.weekday() & 1 and day not in self.off_days:
                shift = self._shift(day).overlap(whole)
                if shift.length:
                    yield shift
            day += timedelta(days=1)

    def between(self, start: int, end: int) -> float:
        """Return the working hours in [start, end), slot numbers; 0 where the end comes first.

        >>> round_the_clock = Hours()
        >>> round_the_clock.between(0, 12), Hours(start=480, until=1200).between(0, 144), Hours(days=0).between(0, 144)
        (2.0, 12.0, 0.0)
        """
        if end <= start:
            return 0.0
        return sum(shift.length for shift in self.shifts(Window(start, end))) / SLOTS_PER_HOUR

    def after(self, start: int, hours: float) -> float | None:
        """Return the moment, in slots with fractions, at which `hours` of work have passed since `start`; None: not in 60 days.

        >>> Hours(start=480, until=1200).after(0, 13.0) == 144 + 48 + 6
        True
        """
        left = hours * SLOTS_PER_HOUR
        if left <= 0:
            return float(start)
        for shift in self.shifts(Window(start, start + FURTHEST_DAYS * 144)):
            if left <= shift.length:
                return shift.start + left
            left -= shift.length
        return None

    def _shift(self, day: date) -> Window:
        until = self.until if self.until > self.start else self.until + DAY_MINUTES
        return Window(self._slot(day, self.start), self._slot(day, until))

    def _slot(self, day: date, minutes: int) -> int:
        on, minute = day + timedelta(days=minutes // DAY_MINUTES), minutes % DAY_MINUTES
        local = datetime.combine(on, time(minute // 60, minute % 60), tzinfo=ZoneInfo(self.zone))
        return slot_of(local.astimezone(UTC))
