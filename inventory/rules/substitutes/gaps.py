"""When a product was gone, and who sold more while it was."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

LONGEST = timedelta(days=3)
LEAST_UNITS = 5


def gaps(counts: Iterable[tuple[datetime, int]], *, until: datetime, most: int = 3) -> list[tuple[datetime, datetime]]:
    """Return the newest stretches [start, end) in which counts tell that nothing was left, at most `most`, by time.

    `counts`: moment and pieces, by time. A stretch lasts until the next count above zero, else until `until`; of a longer one the
    first three days count. One shorter than an hour is passed over.

    >>> from datetime import UTC
    >>> at = [datetime(2026, 11, 11, hour, tzinfo=UTC) for hour in (0, 2, 3, 9)]
    >>> [(start.hour, end.hour) for start, end in gaps(zip(at, (9, 0, 0, 40)), until=at[-1])]
    [(2, 9)]
    """
    found: list[tuple[datetime, datetime]] = []
    begun: datetime | None = None
    for moment, units in counts:
        if units <= 0:
            begun = begun or moment
        elif begun is not None:
            found.append((begun, moment))
            begun = None
    if begun is not None and begun < until:
        found.append((begun, until))
    long_enough = [(start, min(end, start + LONGEST)) for start, end in found if end - start >= timedelta(hours=1)]
    return long_enough[-most:]


def turned_to(during: Mapping[str, int], before: Mapping[str, int]) -> dict[str, float]:
    """Return how many times its usual share of the shop's pieces each SKU sold while another was gone.

    `during`, `before`: pieces by SKU in the gaps and in the days before them. Shares are compared and not pieces, so that a busy
    hour does not look like buyers who turned. A SKU of fewer than five pieces in either is left out.

    >>> turned_to({"A": 30, "B": 10}, {"A": 15, "B": 25})
    {'A': 2.0, 'B': 0.4}
    """
    all_during, all_before = sum(during.values()), sum(before.values())
    return {
        sku: (units / all_during) / (before[sku] / all_before)
        for sku, units in during.items()
        if units >= LEAST_UNITS and before.get(sku, 0) >= LEAST_UNITS
    }
