"""How long it usually is from one import to the next: the time in which nobody sees what is sold."""

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from statistics import median

KEPT = 13
USUAL_MINUTES = 30
LONGEST_MINUTES = 24 * 60


def observed_minutes(seen: Sequence[datetime]) -> int | None:
    """Return the median distance of the moments up to which orders were known, in whole minutes; None before the third.

    Distances of more than a day are nights and holidays and tell nothing.

    >>> from datetime import UTC
    >>> [observed_minutes([datetime(2026, 11, 11, 2, minute, tzinfo=UTC) for minute in made])
    ...  for made in ([0, 12], [0, 10, 22, 30])]
    [None, 10]
    """
    ordered = sorted(set(seen))
    apart = [(later - sooner).total_seconds() / 60 for sooner, later in pairwise(ordered)]
    told = [minutes for minutes in apart if minutes <= LONGEST_MINUTES]
    return max(1, round(median(told))) if len(told) >= 2 else None
