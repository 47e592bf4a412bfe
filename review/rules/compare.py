"""Sales on one axis: sums along it become the points of a metric, by themselves or running, as an amount or as a share."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

Value = int | Fraction | None
Sums = tuple[int | None, int | None]  # the one or two sums a metric is made of


@dataclass(frozen=True)
class Made:
    """How a metric is made of its sums: `sum` (the first alone), `minus` (first less second), `over` (first by second)."""

    how: str

    def value(self, sums: Sums) -> Value:
        """Return the metric; unknown where a sum is, or where it would be divided by nothing.

        >>> Made("minus").value((100, 30)), Made("over").value((1, 4)), Made("over").value((1, 0)), Made("sum").value((7, None))
        (70, Fraction(1, 4), None, 7)
        """
        first, second = sums
        if self.how == "sum" or first is None:
            return first
        if self.how == "minus":
            return None if second is None else first - second
        return Fraction(first, second) if second else None


def plus(one: Sums, other: Sums) -> Sums:
    """Add sums up; what is unknown adds nothing, and is unknown only where nothing else was known.

    >>> plus((1, None), (2, None)), plus((1, 5), (None, 2))
    ((3, None), (1, 7))
    """
    return _added(one[0], other[0]), _added(one[1], other[1])


def points(sums: Sequence[Sums], made: Made, *, is_running: bool) -> list[Value]:
    """Return the metric at each place of the axis; `is_running`: of everything up to it, ratios from running sums.

    >>> points([(10, 2), (30, 2)], Made("over"), is_running=True)
    [Fraction(5, 1), Fraction(10, 1)]
    """
    if not is_running:
        return [made.value(each) for each in sums]
    found: list[Value] = []
    so_far: Sums = (None, None)
    for each in sums:
        so_far = plus(so_far, each)
        found.append(made.value(so_far))
    return found


def shares(values: Sequence[Value], whole: int) -> list[Value]:
    """Return values as parts of a whole, so that sales of different currencies can lie beside each other.

    >>> shares([50, None], 200), shares([50], 0)
    ([Fraction(1, 4), None], [None])
    """
    return [None if value is None or whole <= 0 else Fraction(value) / whole for value in values]


def _added(one: int | None, other: int | None) -> int | None:
    return other if one is None else one if other is None else one + other
