"""How much must be sold, and how far prices may fall, before the likely case earns nothing."""

from dataclasses import dataclass
from fractions import Fraction

from campaigns.rules.figures import half_up
from campaigns.rules.odds.chances import likely_parts
from campaigns.rules.odds.inputs import Case, complete
from campaigns.rules.odds.model import WITH_ORDERS, WITH_PRICE, revenue_in


@dataclass(frozen=True)
class BreakEven:
    """Where the likely case turns. Money is minor units; None where no volume, or no price, brings it to nothing.

    `lift`: how many times the likely orders are needed; below 1 there is room. `visitors`, `revenue_minor`: what that means.
    `price`: which share of the likely prices is needed; `order_value_minor`: the order value after discounts that means.
    """

    lift: Fraction | None
    visitors: int | None
    revenue_minor: int | None
    price: Fraction | None
    order_value_minor: int | None


def break_even(case: Case) -> BreakEven:
    """Return the break-even volume and price of the likely case.

    Volume: orders come and go with everything that each of them brings and costs; traffic, people, leftover stock and the sales
    lost stay as they are. Price: prices change at the same orders; goods, freight and gifts cost what they cost.

    >>> from campaigns.rules.odds.inputs import Estimate
    >>> told = {"visitors": 1000, "conversion": Fraction(1, 20), "order_value": 20_000, "cost_of_goods": Fraction(3, 5)}
    >>> found = break_even({name: Estimate(*[Fraction(v)] * 3) for name, v in (told | {"traffic": 100_000}).items()})
    >>> found.lift, found.visitors, found.revenue_minor, found.price, found.order_value_minor
    (Fraction(1, 4), 250, 250000, Fraction(7, 10), 14000)
    """
    parts = likely_parts(case)
    likely = {name: estimate.likely for name, estimate in complete(case).items()}
    whole = sum(parts.values(), Fraction(0))
    of_orders = sum((parts[name] for name in WITH_ORDERS), Fraction(0))
    of_price = sum((parts[name] for name in WITH_PRICE), Fraction(0))
    lift = (of_orders - whole) / of_orders if of_orders > 0 else None
    price = (of_price - whole) / of_price if of_price > 0 else None
    paid = likely["order_value"] * (1 - likely["discounts"])
    return BreakEven(
        lift=lift,
        visitors=None if lift is None else half_up(lift * likely["visitors"]),
        revenue_minor=None if lift is None else half_up(lift * revenue_in(parts)),
        price=price,
        order_value_minor=None if price is None else half_up(price * paid),
    )
