"""Time in slots of ten minutes.

A slot is counted by its number since 1970 in UTC, so it needs no time zone and no clock change can merge two of them.
The hour and the day belong to a shop's clock: they are found through its time zone. All periods are half open,
`[start, end)`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

SLOT_SECONDS = 600
SLOTS_PER_HOUR = 6
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SLOT = timedelta(seconds=SLOT_SECONDS)
_EndOf = Callable[[int], int]


def slot_of(moment: datetime) -> int:
    """Return the number of the slot that holds the moment (aware, any zone).

    >>> slot_of(datetime(2026, 11, 10, 16, 9, 59, tzinfo=UTC)) - slot_of(datetime(2026, 11, 10, 16, 0, tzinfo=UTC))
    0
    >>> slot_of(datetime(1970, 1, 1, 1, 0, tzinfo=UTC))
    6
    """
    if moment.tzinfo is None:
        raise ValueError("A moment without a time zone belongs to no slot.")
    return (moment - _EPOCH) // _SLOT


def slot_start(slot: int) -> datetime:
    """Return the moment a slot begins, in UTC.

    >>> slot_start(6).isoformat()
    '1970-01-01T01:00:00+00:00'
    """
    return _EPOCH + slot * _SLOT


def is_on_slot(moment: datetime) -> bool:
    """Tell whether the moment is the beginning of a slot, to the microsecond."""
    return slot_start(slot_of(moment)) == moment


def local_time(slot: int, zone: str | ZoneInfo) -> datetime:
    """Return the moment a slot begins, as the shop's clock shows it.

    >>> local_time(slot_of(datetime(2026, 11, 10, 16, 0, tzinfo=UTC)), "Asia/Shanghai").isoformat()
    '2026-11-11T00:00:00+08:00'
    """
    return slot_start(slot).astimezone(_zone(zone))


def hour_of(slot: int, zone: str | ZoneInfo) -> int:
    """Return the number of the first slot of the shop-clock hour that holds this slot.

    The repeated hour at the end of summer time is an hour of its own. Where a clock change falls inside an hour, both
    pieces count as hours.

    >>> midnight = slot_of(datetime(2026, 11, 10, 16, 0, tzinfo=UTC))  # 0:00 in Shanghai
    >>> [hour_of(midnight + n, "Asia/Shanghai") - midnight for n in (0, 5, 6)]
    [0, 0, 6]
    >>> half = slot_of(datetime(2026, 11, 10, 18, 30, tzinfo=UTC))  # 0:00 in Kolkata, half an hour off
    >>> hour_of(half + 5, "Asia/Kolkata") == half
    True
    """
    place = _zone(zone)
    offset = _offset(slot, place)
    into_hour = (slot + offset) % SLOTS_PER_HOUR
    first = slot - into_hour
    while _offset(first, place) != offset:
        first += 1
    return first


def day_window(day: date, zone: str | ZoneInfo) -> "Window":
    """Return the slots of one day of the shop's clock: 144, or 138 and 150 when summer time begins and ends.

    >>> day_window(date(2026, 11, 11), "Asia/Shanghai").length
    144
    >>> day_window(date(2026, 11, 1), "America/New_York").length
    150
    """
    place = _zone(zone)
    start = datetime(day.year, day.month, day.day, tzinfo=place)
    following = day + timedelta(days=1)
    end = datetime(following.year, following.month, following.day, tzinfo=place)
    return Window(slot_of(start.astimezone(UTC)), slot_of(end.astimezone(UTC)))


@dataclass(frozen=True, order=True, slots=True)
class Window:
    """A run of slots, half open: `start` belongs to it, `end` does not. Empty when both are equal.

    >>> Window(3, 6).length, 5 in Window(3, 6), 6 in Window(3, 6)
    (3, True, False)
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"A window cannot end ({self.end}) before it starts ({self.start}).")

    @classmethod
    def between(cls, start: datetime, end: datetime) -> "Window":
        """Return the slots from the one that holds `start` to the last that begins before `end`."""
        last = slot_of(end)
        return cls(slot_of(start), last if slot_start(last) == end else last + 1)

    def __contains__(self, slot: int) -> bool:
        return self.start <= slot < self.end

    @property
    def length(self) -> int:
        """How many slots it holds."""
        return self.end - self.start

    @property
    def start_at(self) -> datetime:
        """Its first moment, in UTC."""
        return slot_start(self.start)

    @property
    def end_at(self) -> datetime:
        """The first moment after it, in UTC."""
        return slot_start(self.end)

    def slots(self) -> range:
        """Return its slots in order."""
        return range(self.start, self.end)

    def overlap(self, other: "Window") -> "Window":
        """Return what both have in common; an empty window where they do not meet."""
        start = max(self.start, other.start)
        return Window(start, max(start, min(self.end, other.end)))

    def hours(self, zone: str | ZoneInfo) -> Iterator["Window"]:
        """Yield the shop-clock hours it touches, in order, each cut to this window.

        >>> [hour.length for hour in Window(0, 15).hours("UTC")]
        [6, 6, 3]
        """
        return self._pieces(lambda slot: _hour_end(slot, _zone(zone)))

    def days(self, zone: str | ZoneInfo) -> Iterator["Window"]:
        """Yield the days of the shop's clock it touches, in order, each cut to this window.

        >>> [day.length for day in Window(0, 300).days("UTC")]
        [144, 144, 12]
        """
        place = _zone(zone)
        return self._pieces(lambda slot: day_window(local_time(slot, place).date(), place).end)

    def _pieces(self, end_of: _EndOf) -> Iterator["Window"]:
        slot = self.start
        while slot < self.end:
            end = min(end_of(slot), self.end)
            yield Window(slot, end)
            slot = end


def validate_zone(name: str) -> str:
    """Return the name of a time zone this program can keep hours in.

    Raises ValueError with a sentence for a person when the name is unknown, or when the zone's distance from UTC is not
    a multiple of ten minutes: a slot would then lie across two hours of the shop's clock.

    >>> validate_zone("Asia/Kolkata")
    'Asia/Kolkata'
    >>> validate_zone("Asia/Kathmandu")
    Traceback (most recent call last):
    ValueError: Asia/Kathmandu is not a whole number of ten minutes away from UTC (+05:45); its hours cannot be kept.
    """
    if name not in available_timezones():
        raise ValueError(f"{name} is not the name of a time zone; write it like Asia/Shanghai.")
    place = ZoneInfo(name)
    for year in range(2000, 2041):
        for month in (1, 4, 7, 10):
            offset = datetime(year, month, 1, tzinfo=place).utcoffset() or timedelta()
            if offset % _SLOT:
                written = datetime(year, month, 1, tzinfo=place).isoformat()[19:25]
                raise ValueError(
                    f"{name} is not a whole number of ten minutes away from UTC ({written}); its hours cannot be kept."
                )
    return name


def _hour_end(slot: int, place: ZoneInfo) -> int:
    offset = _offset(slot, place)
    end = slot + SLOTS_PER_HOUR - (slot + offset) % SLOTS_PER_HOUR
    if _offset(end - 1, place) == offset:
        return end
    return next(later for later in range(slot + 1, end) if _offset(later, place) != offset)


def _offset(slot: int, place: ZoneInfo) -> int:
    """Return how many slots the shop's clock is ahead of UTC when this slot begins."""
    return (slot_start(slot).astimezone(place).utcoffset() or timedelta()) // _SLOT


@lru_cache(maxsize=256)
def _named_zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def _zone(zone: str | ZoneInfo) -> ZoneInfo:
    return zone if isinstance(zone, ZoneInfo) else _named_zone(zone)
