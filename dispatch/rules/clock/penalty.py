"""What a late order costs by the platform's rules, where somebody has told them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Penalty:
    """A share of the order's amount, at least `least`, at most `most` minor units; None: no such bound. All None: not known."""

    share: float | None = None
    least: int | None = None
    most: int | None = None

    @property
    def is_known(self) -> bool:
        """Whether anybody has told it."""
        return self.share is not None or self.least is not None

    def of(self, amount: int, orders: int = 1) -> int | None:
        """Return what `orders` late orders of `amount` together cost, in minor units, as if they were alike; None: not known.

        >>> Penalty(0.05, 500, 3000).of(20_000), Penalty(0.05, 500, 3000).of(4_000), Penalty(least=300).of(20_000, 10)
        (1000, 500, 3000)
        >>> Penalty().of(100) is None
        True
        """
        if not self.is_known:
            return None
        if not orders:
            return 0
        each = (self.share or 0.0) * amount / orders
        each = max(each, self.least or 0)
        return round(orders * (each if self.most is None else min(each, self.most)))
