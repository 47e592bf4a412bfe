"""What is wrong with the mix of tiers (playbook P4): codes and values, put into words elsewhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from inventory.rules.tiers.partners import Partners

TOGETHER = 3
CONNECTED = 1.5
THIN_B = 0.15
MOST_NAMED = 200


@dataclass(frozen=True)
class Item:
    """A product with the tier it has (or is proposed for), money in minor units.

    `cut`: share below the list price, planned or paid, None where it is not known.
    """

    sku: str
    tier: str
    price: int | None
    revenue: int
    category: str = ""
    cut: float | None = None


@dataclass(frozen=True)
class Warned:
    """One thing to look at: its code, the numbers of its sentence, the SKUs it speaks of (at most MOST_NAMED), how many."""

    code: str
    values: Mapping[str, float]
    skus: Sequence[str] = ()
    count: int = 0


def warn(items: Sequence[Item], *, together: Partners, order_value: int | None) -> list[Warned]:
    """Return what to look at, the gravest first.

    `together`: for each A product the C products bought with it, by count (`partners`). `order_value`: paid a basket, of the
    baskets with an A product, in minor units.

    * no_c, no_a: the range has one end only.
    * not_connected: the order value is less than CONNECTED times the price of the A products (their median): the buyers they
      bring take nothing else. "A price 9.9, order value 11."
    * deepest_cut: the A product with the deepest cut of all has no partner that earns it back.
    * alone: A products that lay with no C product of another category in TOGETHER baskets.
    * thin_b: less than THIN_B of the revenue comes from B.

    >>> sock = Item("sock", "A", 990, 99_000, "socks", cut=0.5)
    >>> coat = Item("coat", "C", 39_900, 900_000, "coats")
    >>> [(each.code, each.skus) for each in warn([sock, coat], together={}, order_value=1_100)]
    [('not_connected', ['sock']), ('deepest_cut', ['sock']), ('alone', ['sock']), ('thin_b', [])]
    >>> warn([sock, coat], together={"sock": {"coat": 9}}, order_value=4_000)[0].code
    'thin_b'
    """
    tiered = [item for item in items if item.tier]
    of = {
        tier: sorted((item for item in tiered if item.tier == tier), key=lambda item: (-item.revenue, item.sku)) for tier in "ABC"
    }
    if not tiered:
        return []
    found = [Warned(code, {}) for code, tier in (("no_a", "A"), ("no_c", "C")) if not of[tier]]
    category = {item.sku: item.category for item in tiered}
    alone = [item for item in of["A"] if of["C"] and not _partnered(item, together.get(item.sku, {}), category)]
    prices = sorted(item.price for item in of["A"] if item.price)
    if prices and order_value is not None and order_value < CONNECTED * (price := prices[len(prices) // 2]):
        found.append(_named("not_connected", of["A"], price=price, order_value=order_value))
    deepest = max((item.cut for item in tiered if item.cut), default=0.0)
    cut = [item for item in alone if item.cut and item.cut >= deepest]
    if cut:
        found.append(_named("deepest_cut", cut, cut=deepest))
    if alone:
        found.append(_named("alone", alone, of=len(of["A"])))
    revenue = sum(item.revenue for item in tiered)
    middle = sum(item.revenue for item in of["B"])
    if revenue and middle < THIN_B * revenue:
        found.append(_named("thin_b", of["B"], share=middle / revenue, wanted=THIN_B))
    return found


def _partnered(item: Item, met: Mapping[str, int], category: Mapping[str, str]) -> bool:
    """Whether a C product of another category lay with it often enough; where a category is not known it may be another."""
    return any(count >= TOGETHER and (not item.category or category.get(sku) != item.category) for sku, count in met.items())


def _named(code: str, items: Sequence[Item], **values: float) -> Warned:
    return Warned(code, values, [item.sku for item in items[:MOST_NAMED]], len(items))
