"""The year round as one funnel: won, asked to pay, bought again (playbook C7). Pure: months in, a month of a year out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_SUMS = ("placed", "paid", "new_buyers", "new_orders", "old_buyers", "old_orders", "asked", "asked_paid")


@dataclass(frozen=True)
class MonthCounts:
    """One month of one shop. `visitors` None: nobody told.

    `placed`, `paid`: orders. `new_buyers`: their first order was paid in the month. Paid orders are those of new buyers
    (`new_orders`), of buyers won before (`old_orders`, by `old_buyers`), and those whose buyer no file tells (`nameless_orders`).
    `asked`, `asked_paid`: chases of the month that reached a buyer, and those paid for.
    """

    visitors: int | None = None
    placed: int = 0
    paid: int = 0
    new_buyers: int = 0
    new_orders: int = 0
    old_buyers: int = 0
    old_orders: int = 0
    asked: int = 0
    asked_paid: int = 0

    @property
    def nameless_orders(self) -> int:
        """Paid orders whose buyer is not known."""
        return self.paid - self.new_orders - self.old_orders

    @property
    def repeat_share(self) -> float | None:
        """Orders of buyers won before among those whose buyer is known; None without any."""
        named = self.new_orders + self.old_orders
        return self.old_orders / named if named else None

    @property
    def paid_share(self) -> float | None:
        """Paid orders among those placed; None without any."""
        return min(1.0, self.paid / self.placed) if self.placed else None

    def __add__(self, other: "MonthCounts") -> "MonthCounts":
        """Add two shops or two months up; visitors that one of them does not know are those of the other.

        >>> (MonthCounts(visitors=7, paid=2) + MonthCounts(paid=3)).visitors, (MonthCounts(paid=2) + MonthCounts(paid=3)).visitors
        (7, None)
        """
        seen = [visitors for visitors in (self.visitors, other.visitors) if visitors is not None]
        sums = {name: getattr(self, name) + getattr(other, name) for name in _SUMS}
        return MonthCounts(visitors=sum(seen) if seen else None, **sums)


def worth_showing(months: Sequence[MonthCounts]) -> tuple[int, int]:
    """Return [first, last) of the months that hold anything: empty months between others stay, those at the ends go.

    >>> empty, some = MonthCounts(), MonthCounts(placed=1)
    >>> worth_showing([empty, some, empty, some, empty]), worth_showing([empty])
    ((1, 4), (0, 0))
    """
    places = [place for place, one in enumerate(months) if one.placed or one.paid or one.visitors or one.new_buyers]
    return (places[0], places[-1] + 1) if places else (0, 0)


def together(months: Iterable[MonthCounts]) -> MonthCounts:
    """Add months up.

    >>> together([MonthCounts(paid=2, new_orders=1), MonthCounts(paid=3, old_orders=3)]).nameless_orders
    1
    """
    found = MonthCounts()
    for one in months:
        found = found + one
    return found
