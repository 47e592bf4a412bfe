"""When an order must have left. Everything in slots of ten minutes: a clock change takes or gives nobody an hour.

The clock is half-open: an order paid in slot p with a limit of n slots is on time in [p, p + n) and late from p + n on.
"""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise

from common.windows import SLOTS_PER_HOUR, Window, day_window


@dataclass(frozen=True)
class Terms:
    """What a shop promises: `hours`, or `sale_hours` for what is paid inside one of `sales` (half-open slots, ascending).

    `off_days`: days of the shop's clock (`zone`) on which the clock stands still; empty where it never does.
    """

    hours: int
    sale_hours: int
    sales: tuple[tuple[int, int], ...] = ()
    off_days: frozenset[date] = frozenset()
    zone: str = "UTC"

    @cached_property
    def still(self) -> list[Window]:
        """The days off as runs of slots, ascending; neighbours are one run."""
        runs: list[Window] = []
        for day in sorted(self.off_days):
            window = day_window(day, self.zone)
            if runs and runs[-1].end >= window.start:
                runs[-1] = Window(runs[-1].start, window.end)
            else:
                runs.append(window)
        return runs

    def limit(self, paid: int) -> int:
        """Return the slots an order has that is paid in this slot."""
        in_sale = any(start <= paid < end for start, end in self.sales)
        return (self.sale_hours if in_sale else self.hours) * SLOTS_PER_HOUR


def due_slot(paid: int, terms: Terms) -> int:
    """Return the first slot in which an order is late that was paid in this slot.

    >>> due_slot(100, Terms(hours=48, sale_hours=72)) - 100
    288
    >>> due_slot(100, Terms(hours=48, sale_hours=72, sales=((90, 110),))) - 100
    432
    >>> off = Terms(hours=1, sale_hours=1, off_days=frozenset({date(1970, 1, 2)}), zone="UTC")
    >>> due_slot(143, off), due_slot(137, off), due_slot(200, off)  # the 2nd of January is the slots 144 to 287
    (293, 143, 294)
    """
    at, left = paid, terms.limit(paid)
    for still in terms.still:
        if still.end <= at:
            continue
        run = max(0, still.start - at)
        if left <= run:
            break
        left -= run
        at = still.end
    return at + left


def paid_windows(due: Window, *, paid: Window, terms: Terms) -> list[Window]:
    """Return which slots of `paid` fall due inside `due`, as ascending runs.

    Within one sale, or between two, who pays later is due later, so that the border is found by halving.

    >>> paid_windows(Window(300, 312), paid=Window(0, 100), terms=Terms(48, 72))
    [Window(start=12, end=24)]
    """
    runs = []
    for part in _parts(paid, terms.sales):
        slots = part.slots()
        first, last = (_first_due(slots, moment, terms) for moment in (due.start, due.end))
        if first < last:
            runs.append(Window(slots[0] + first, slots[0] + last))
    return runs


def _first_due(slots: range, moment: int, terms: Terms) -> int:
    """Return how many of the slots fall due before the moment."""
    return bisect_right(slots, moment - 1, key=lambda paid: due_slot(paid, terms))


def _parts(whole: Window, sales: Iterable[tuple[int, int]]) -> list[Window]:
    borders = {edge for sale in sales for edge in sale if edge in whole}
    cuts = [whole.start, *sorted(borders - {whole.start}), whole.end]
    return [Window(start, end) for start, end in pairwise(cuts) if start < end]
