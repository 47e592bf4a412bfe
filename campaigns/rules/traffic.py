"""The traffic plan's arithmetic: visitors x conversion x order value, its cost, and what closes it to the target.

Money is whole minor units of one currency. A channel's revenue is rounded once, half up; everything else is a sum of those.
Ratios come from sums, never from averages of ratios. Playbook P2.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from campaigns.rules.figures import half_up
from common.splitting import split_minor

CLOSES_WITHIN = Fraction(1, 200)


@dataclass(frozen=True)
class ChannelPlan:
    """What one channel should bring and what it costs.

    `conversion` and `commission` are shares from 0 to 1; `per_visitor_minor` is the price of one visitor or click and may
    have parts of a minor unit.

    >>> live = ChannelPlan("live", 980_000, Decimal("0.062"), 19_800, fixed_minor=60_000_000)
    >>> live.revenue_minor, live.cost_minor
    (1203048000, 60000000)
    >>> friends = ChannelPlan("affiliates", 540_000, Decimal("0.064"), 20_300, commission=Decimal("0.1"))
    >>> friends.revenue_minor, friends.commission_minor
    (701568000, 70156800)
    """

    key: str
    visitors: int
    conversion: Decimal
    order_value_minor: int
    fixed_minor: int = 0
    per_visitor_minor: Decimal = Decimal(0)
    commission: Decimal = Decimal(0)

    @property
    def visitor_worth(self) -> Fraction:
        """The revenue one visitor brings, in minor units and parts of them."""
        return Fraction(self.conversion) * self.order_value_minor

    @property
    def orders(self) -> Fraction:
        """The paid orders, parts of an order included so that sums stay exact."""
        return self.visitors * Fraction(self.conversion)

    @property
    def revenue_minor(self) -> int:
        """Visitors x conversion x order value."""
        return half_up(self.visitors * self.visitor_worth)

    @property
    def spend_minor(self) -> int:
        """What is paid for the visits themselves: the fixed amount and the price of each visitor."""
        return self.fixed_minor + half_up(self.visitors * Fraction(self.per_visitor_minor))

    @property
    def commission_minor(self) -> int:
        """What is paid as a share of the revenue."""
        return half_up(self.revenue_minor * Fraction(self.commission))

    @property
    def cost_minor(self) -> int:
        """Spend and commission together."""
        return self.spend_minor + self.commission_minor


@dataclass(frozen=True)
class Sums:
    """All channels together. `conversion`, `order_value` and `cost_share` are ratios of sums; None where nothing divides."""

    visitors: int
    orders: Fraction
    revenue_minor: int
    spend_minor: int
    commission_minor: int

    @property
    def cost_minor(self) -> int:
        """Spend and commission together."""
        return self.spend_minor + self.commission_minor

    @property
    def conversion(self) -> Fraction | None:
        """Paid orders / visitors."""
        return self.orders / self.visitors if self.visitors else None

    @property
    def order_value_minor(self) -> Fraction | None:
        """Revenue / paid orders."""
        return self.revenue_minor / self.orders if self.orders else None

    @property
    def cost_share(self) -> Fraction | None:
        """Cost / revenue."""
        return Fraction(self.cost_minor, self.revenue_minor) if self.revenue_minor else None


def sums_of(lines: Sequence[ChannelPlan]) -> Sums:
    """Add the channels up.

    >>> both = sums_of([ChannelPlan("a", 100, Decimal("0.5"), 300), ChannelPlan("b", 300, Decimal("0.1"), 100, 2_000)])
    >>> both.visitors, both.revenue_minor, both.conversion, both.order_value_minor, both.cost_share
    (400, 18000, Fraction(1, 5), Fraction(225, 1), Fraction(1, 9))
    """
    return Sums(
        visitors=sum(line.visitors for line in lines),
        orders=sum((line.orders for line in lines), Fraction(0)),
        revenue_minor=sum(line.revenue_minor for line in lines),
        spend_minor=sum(line.spend_minor for line in lines),
        commission_minor=sum(line.commission_minor for line in lines),
    )


def closes(revenue_minor: int, target_minor: int) -> bool:
    """Tell whether a plan's revenue is within half a per cent of the target.

    >>> closes(995, 1_000), closes(994, 1_000)
    (True, False)
    """
    return abs(revenue_minor - target_minor) <= CLOSES_WITHIN * target_minor


def closing_visitors(line: ChannelPlan, missing_minor: int) -> int | None:
    """Return how many visitors this channel needs so that `missing_minor` more comes in (less, when negative).

    The nearest whole visitor: the plan then misses the target by at most half of what a visitor brings, and a minor unit.
    None when the channel's visitors bring nothing, or when it would have to bring fewer than none.

    >>> live = ChannelPlan("live", 980_000, Decimal("0.062"), 19_800)
    >>> closing_visitors(live, 108_000_000), closing_visitors(live, -10**10)
    (1067977, None)
    """
    if not line.visitor_worth:
        return None
    visitors = half_up((line.revenue_minor + missing_minor) / line.visitor_worth)
    return visitors if visitors >= 0 else None


def close_one(lines: Sequence[ChannelPlan], key: str, target_minor: int) -> list[ChannelPlan] | None:
    """Let one channel bring what is missing to the target; None when it cannot.

    >>> closed = close_one([ChannelPlan("a", 10, Decimal("0.5"), 200), ChannelPlan("b", 5, Decimal(1), 100)], "a", 2_000)
    >>> [line.visitors for line in closed]
    [15, 5]
    """
    missing = target_minor - sums_of(lines).revenue_minor
    if key not in {line.key for line in lines}:
        return None
    closed = []
    for line in lines:
        if line.key == key:
            visitors = closing_visitors(line, missing)
            if visitors is None:
                return None
            line = replace(line, visitors=visitors)
        closed.append(line)
    return closed


def close_all(lines: Sequence[ChannelPlan], target_minor: int) -> list[ChannelPlan] | None:
    """Scale the visitors of every channel alike until the plan reaches the target; None when nothing brings revenue.

    What rounding leaves goes to the channel whose single visitor brings least.

    >>> closed = close_all([ChannelPlan("a", 10, Decimal("0.5"), 200), ChannelPlan("b", 5, Decimal(1), 100)], 3_000)
    >>> [line.visitors for line in closed], sums_of(closed).revenue_minor
    ([20, 10], 3000)
    """
    reached = sums_of(lines).revenue_minor
    if not reached:
        return None
    scaled = [replace(line, visitors=half_up(Fraction(line.visitors * target_minor, reached))) for line in lines]
    selling = [line for line in scaled if line.visitor_worth and line.visitors]
    if not selling:
        return scaled
    finest = min(selling, key=lambda line: line.visitor_worth)
    return close_one(scaled, finest.key, target_minor) or scaled


def hourly(total: int, weights: Sequence[int]) -> list[int]:
    """Spread a sum of money or of visitors over the hours of the sale by their weights; the hours add up to it exactly.

    Largest remainder; all weights zero: evenly (`common.splitting.split_minor`).

    >>> hourly(100, [3, 2, 1])
    [50, 33, 17]
    """
    return split_minor(total, list(weights))


def times_ordinary(spend_minor: int, visitors: int, ordinary_spend_minor: int, ordinary_visitors: int) -> Fraction | None:
    """Return how many times the ordinary price of a visitor a planned one costs; None where one of the two is unknown or free.

    Playbook P2: in a sale it can be ten times.

    >>> times_ordinary(500, 100, 100, 100)
    Fraction(5, 1)
    """
    if not visitors or not ordinary_visitors or not ordinary_spend_minor:
        return None
    return Fraction(spend_minor, visitors) / Fraction(ordinary_spend_minor, ordinary_visitors)
