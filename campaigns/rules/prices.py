"""Planned prices: from a cut and an ending, the way back after the sale (playbook C3), what stands out (P4). In minor units."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from common.splitting import split_minor

ENDINGS: Mapping[str, tuple[int, int]] = {
    "": (1, 0),
    ".90": (100, 90),
    ".99": (100, 99),
    "1": (100, 0),
    "9": (1_000, 900),
    "9.90": (1_000, 990),
    "10": (1_000, 0),
}
"""Ending -> (step, rest): a price of 2 decimals ends so when it is `rest` more than a multiple of `step`."""

NEAR = 1.25  # an order value up to this many times the price of tier A means that nobody buys anything beside it (P4)
THIN_MIDDLE = 0.1  # tier B below this share of the planned products is thin
LEAST_PRODUCTS = 5  # of fewer products no mix can be told


def with_ending(price_minor: int, ending: str, exponent: int = 2) -> int:
    """Return the highest price with this ending that is not above the given one; the given one where none is above zero.

    `exponent`: the decimals of the currency; an ending in cents means nothing where there are none.

    >>> with_ending(7_920, "9"), with_ending(7_920, ".90"), with_ending(79_120, "9.90"), with_ending(500, "9")
    (7900, 7890, 78990, 500)
    >>> with_ending(792, "9", exponent=0), with_ending(792, ".90", exponent=0)
    (789, 792)
    """
    step, rest = ENDINGS[ending]
    scale = 10 ** (2 - exponent) if exponent < 2 else 1
    if exponent < 2 and (step % scale or rest % scale):
        return price_minor
    step, rest = step // scale * 10 ** max(0, exponent - 2), rest // scale * 10 ** max(0, exponent - 2)
    found = (price_minor - rest) // max(step, 1) * max(step, 1) + rest
    return found if found > 0 else price_minor


def cut_price(list_minor: int, cut_bp: int, ending: str, *, floor_minor: int | None = None, exponent: int = 2) -> int:
    """Return the list price less a cut in basis points, with an ending; at least the floor and 1, at most the list price.

    >>> cut_price(9_900, 2_000, "9"), cut_price(9_900, 2_000, "9", floor_minor=8_000), cut_price(9_900, 0, "")
    (7900, 8000, 9900)
    """
    price = with_ending(list_minor * (10_000 - cut_bp) // 10_000, ending, exponent)
    return min(list_minor, max(price, floor_minor or 0, 1))


def way_back(sale_minor: int, ordinary_minor: int, days: int, ending: str = "", exponent: int = 2) -> list[int]:
    """Return the price of each of the days after the sale, and last the ordinary price that holds after them.

    The difference is split into equal steps, exact to the cent, so that with three days the price is back on the fourth. With an
    ending the steps between end on it. Prices never fall on the way and never pass the ordinary one. An ordinary price that is
    not above the sale's holds at once.

    >>> way_back(89_900, 129_900, 3)
    [99900, 109900, 119900, 129900]
    >>> way_back(6_900, 8_410, 3, "9"), way_back(9_900, 9_900, 3)
    ([6900, 6900, 7900, 8410], [9900, 9900, 9900, 9900])
    """
    if ordinary_minor <= sale_minor:
        return [ordinary_minor] * (days + 1)
    path, price = [], sale_minor
    for step in split_minor(ordinary_minor - sale_minor, [1] * (days + 1)):
        price += step
        path.append(price)
    rounded = [max(sale_minor, with_ending(price, ending, exponent)) for price in path[:-1]]
    return [max(rounded[: place + 1]) for place in range(days)] + [ordinary_minor]


@dataclass(frozen=True)
class PlannedProduct:
    """What the flags look at: tier "A", "B", "C" or "", the live price, the cost and the floor."""

    tier: str
    price_minor: int
    cost_minor: int | None = None
    floor_minor: int | None = None


COSTLY_FLAGS = frozenset({"below_cost", "below_floor", "cost_unknown"})
"""What tells a cost or a floor price."""


@dataclass(frozen=True)
class Flag:
    """Something that stands out: a code, how many products, and the amounts its sentence needs."""

    code: str
    count: int = 0
    values: tuple[int, ...] = ()


def mix_flags(products: Sequence[PlannedProduct], order_value_minor: int) -> list[Flag]:
    """Return what is odd about the range as a whole: tiers that do not connect, and prices below cost or floor.

    An order value near the price of tier A means that its buyers take nothing else (playbook P4: A at 9.90, orders of 11).

    >>> shop = [PlannedProduct("A", 990, 500), PlannedProduct("C", 9_900, 4_000)] * 3
    >>> [flag.code for flag in mix_flags(shop, 1_100)], [flag.code for flag in mix_flags(shop, 3_000)]
    (['tiers_unconnected', 'middle_thin'], ['middle_thin'])
    """
    flags = []
    drawing = [one.price_minor for one in products if one.tier == "A"]
    if drawing and 0 < order_value_minor <= NEAR * median(drawing):
        flags.append(Flag("tiers_unconnected", len(drawing), (int(median(drawing)), order_value_minor)))
    tiered = [one for one in products if one.tier]
    if len(tiered) >= LEAST_PRODUCTS:
        if drawing and not any(one.tier == "C" for one in tiered):
            flags.append(Flag("no_profit_tier", len(drawing)))
        middle = sum(one.tier == "B" for one in tiered)
        if middle < THIN_MIDDLE * len(tiered):
            flags.append(Flag("middle_thin", middle, (len(tiered),)))
    flags += [Flag(code, count) for code, count in _below(products).items() if count]
    return flags


def _below(products: Iterable[PlannedProduct]) -> dict[str, int]:
    found = {"below_cost": 0, "below_floor": 0, "cost_unknown": 0}
    for one in products:
        found["below_cost"] += one.cost_minor is not None and one.price_minor < one.cost_minor
        found["below_floor"] += one.floor_minor is not None and one.price_minor < one.floor_minor
        found["cost_unknown"] += one.cost_minor is None
    return found
