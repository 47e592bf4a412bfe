"""Revenue, visitors, conversion, order value: any three give the fourth, because visitors x conversion x order value = revenue.

Money is in minor units, conversion a share from 0 to 1, visitors and paid orders are whole. Rounding, always half up and
only at the end: revenue and order value to the minor unit, visitors and paid orders to the whole, conversion to ten decimals.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from campaigns.rules.problems import PlanError, Problem

NAMES = ("revenue", "visitors", "conversion", "order_value")
CONVERSION_PLACES = 10
LARGEST = 10**15


@dataclass(frozen=True)
class Figures:
    """The four figures, the paid orders they mean, and which of them was worked out ("" when all four were given)."""

    revenue_minor: int
    visitors: int
    conversion: Decimal
    order_value_minor: int
    paid_orders: int
    derived: str


def resolve(
    *, revenue_minor: int | None, visitors: int | None, conversion: Decimal | None, order_value_minor: int | None
) -> Figures:
    """Give all four figures from three of them, or check four.

    Four that agree within their own rounding are taken as they are. Raises PlanError: `figures_missing` (fewer than three),
    `figure_too_low`, `figure_too_high`, `conversion_not_a_share`, `figures_contradict` with the difference in minor units.

    >>> found = resolve(revenue_minor=6_200_000_000, visitors=None, conversion=Decimal("0.054"), order_value_minor=21_300)
    >>> found.visitors, found.paid_orders, found.derived
    (5390367, 291080, 'visitors')
    >>> resolve(revenue_minor=None, visitors=1000, conversion=Decimal("0.05"), order_value_minor=20_000).revenue_minor
    1000000
    """
    given = {"revenue": revenue_minor, "visitors": visitors, "conversion": conversion, "order_value": order_value_minor}
    missing = [name for name, value in given.items() if value is None]
    if len(missing) > 1:
        raise PlanError(*(Problem("figures_missing", name, {"count": len(missing) - 1}) for name in missing))
    _check(given)
    exact = {name: Fraction(value) for name, value in given.items() if value is not None}
    if missing:
        exact[missing[0]] = _fourth(missing[0], exact)
    elif not _agree(given, exact):
        reached = half_up(_fourth("revenue", exact))
        raise PlanError(
            Problem(
                "figures_contradict",
                "revenue",
                {"reached": reached, "wanted": int(exact["revenue"]), "difference": reached - int(exact["revenue"])},
            )
        )
    if not 0 < exact["conversion"] <= 1:
        raise PlanError(Problem("conversion_not_a_share", "conversion", {"conversion": exact["conversion"]}))
    people = half_up(exact["visitors"])
    found = Figures(
        revenue_minor=half_up(exact["revenue"]),
        visitors=people,
        conversion=_decimal(exact["conversion"]),
        order_value_minor=half_up(exact["order_value"]),
        paid_orders=half_up(exact["conversion"] * people),
        derived=missing[0] if missing else "",
    )
    _check({"revenue": found.revenue_minor, "visitors": found.visitors, "order_value": found.order_value_minor})
    return found


def half_up(number: Fraction) -> int:
    """Round to the nearest whole number, halves up.

    >>> half_up(Fraction(5, 2)), half_up(Fraction(-5, 2))
    (3, -2)
    """
    return (2 * number.numerator + number.denominator) // (2 * number.denominator)


def _fourth(name: str, exact: dict[str, Fraction]) -> Fraction:
    if name == "revenue":
        return exact["visitors"] * exact["conversion"] * exact["order_value"]
    others = [exact[other] for other in NAMES[1:] if other != name]
    return exact["revenue"] / (others[0] * others[1])


def _agree(given: dict[str, int | Decimal | None], exact: dict[str, Fraction]) -> bool:
    """Tell whether one of the four, worked out from the other three and rounded as it was written, is what was given."""
    for name in NAMES:
        value = given[name]
        scale = 1 if not isinstance(value, Decimal) else 10 ** max(0, -int(value.as_tuple().exponent))
        if half_up(_fourth(name, exact) * scale) == exact[name] * scale:
            return True
    return False


def _check(given: dict[str, int | Decimal | None]) -> None:
    wrong = []
    for name, value in given.items():
        if value is None:
            continue
        if name == "conversion":
            if not 0 < value <= 1:
                wrong.append(Problem("conversion_not_a_share", name, {"conversion": Fraction(value)}))
        elif value <= 0:
            wrong.append(Problem("figure_too_low", name))
        elif value > LARGEST:
            wrong.append(Problem("figure_too_high", name))
    if wrong:
        raise PlanError(*wrong)


def _decimal(share: Fraction) -> Decimal:
    return Decimal(max(1, half_up(share * 10**CONVERSION_PLACES))).scaleb(-CONVERSION_PLACES)
