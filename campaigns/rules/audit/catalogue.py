"""What the audit looks at: products with a price in every stage, the stages, the buyers, the offers.

Money is in minor units of one currency, time in slots, periods half open.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from campaigns.rules.pricing import Basket, BasketLine, OfferRule, Pricer

MOST_COUPON_SETS = 4  # up to so many coupons every set of them is tried; beyond: none, each alone, all


@dataclass(frozen=True)
class AuditStage:
    """A part of the sale with prices of its own, [start, end) in slots; in a pre-sale buyers pay a deposit first."""

    name: str
    start: int
    end: int
    presale: bool = False


@dataclass(frozen=True)
class AuditProduct:
    """A product with its planned price by the name of the stage; a stage without a price does not sell it.

    `cost_minor` is what a piece costs the shop, `floor_minor` what a buyer must at least pay for it (None: no floor known).
    `deposit_minor` is paid in advance for a piece in a pre-sale; 0: it is in no pre-sale.
    """

    sku: str
    prices: Mapping[str, int]
    tier: str = ""
    category: str = ""
    shop: str = ""
    cost_minor: int | None = None
    floor_minor: int | None = None
    deposit_minor: int = 0

    @property
    def kind(self) -> tuple[str, str, str, str]:
        """The product as offers see it."""
        return self.sku, self.tier, self.category, self.shop


@dataclass(frozen=True)
class AuditPlan:
    """All that is audited.

    `buyer_tiers` are the tiers that have buyers. `coupons` are the keys of the offers buyers can hold; None: of all that need
    one. `freight_minor` is what an order's freight costs the buyer.
    """

    products: Sequence[AuditProduct]
    stages: Sequence[AuditStage]
    offers: Sequence[OfferRule]
    buyer_tiers: Sequence[str] = ("",)
    coupons: frozenset[str] | None = None
    freight_minor: int = 0

    @property
    def held(self) -> frozenset[str]:
        """The keys of the offers buyers can hold."""
        needed = frozenset(offer.key for offer in self.offers if offer.needs_coupon)
        return needed if self.coupons is None else needed & self.coupons


@dataclass(frozen=True)
class Situation:
    """A buyer at a time: stage and slot, their tier, the coupons they hold."""

    stage: AuditStage
    at: int
    buyer_tier: str = ""
    coupons: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Situations:
    """Every situation a buyer can be in, and those among them that differ in prices or open offers.

    `like[i]` is the place in `distinct` of the one that `reachable[i]` prices like.
    """

    reachable: tuple[Situation, ...]
    distinct: tuple[Situation, ...]
    like: tuple[int, ...]


def situations(plan: AuditPlan, pricer: Pricer) -> Situations:
    """Return the situations of a plan: each stage cut wherever an offer begins or ends, each buyer tier, each set of coupons.

    >>> stage = AuditStage("live", 0, 10)
    >>> from campaigns.rules.pricing import Kind, compile_offers
    >>> night = OfferRule("night", Kind.PERCENT_OFF, percent_bp=1000, start=4, buyer_tiers=frozenset({"gold"}))
    >>> plan = AuditPlan([AuditProduct("a", {"live": 100})], [stage], [night], ("", "gold"))
    >>> found = situations(plan, compile_offers([night]))
    >>> [(one.at, one.buyer_tier) for one in found.distinct], len(found.reachable)
    ([(0, ''), (4, 'gold')], 4)
    """
    reachable: list[Situation] = []
    distinct: list[Situation] = []
    like: list[int] = []
    known: dict[tuple[object, ...], int] = {}
    for stage in plan.stages:
        prices = tuple(product.prices.get(stage.name) for product in plan.products)
        cuts = [stage.start, *(bound for bound in pricer.bounds if stage.start < bound < stage.end)]
        for at in cuts if stage.end > stage.start else ():
            for tier in plan.buyer_tiers:
                for coupons in coupon_sets(plan.held):
                    situation = Situation(stage, at, tier, coupons)
                    live = pricer.situation(tier, at) & pricer.held(coupons)
                    place = known.setdefault((prices, stage.presale, live), len(distinct))
                    if place == len(distinct):
                        distinct.append(situation)
                    reachable.append(situation)
                    like.append(place)
    return Situations(tuple(reachable), tuple(distinct), tuple(like))


def coupon_sets(held: frozenset[str]) -> list[frozenset[str]]:
    """Return the sets of coupons that are tried: all of them for up to four coupons, otherwise none, each alone and all."""
    keys = sorted(held)
    if len(keys) <= MOST_COUPON_SETS:
        return [frozenset(some) for count in range(len(keys) + 1) for some in combinations(keys, count)]
    return [frozenset(), *(frozenset({key}) for key in keys), frozenset(keys)]


@dataclass(frozen=True)
class Finding:
    """One thing the audit found: a code, what it concerns, the basket that shows it, and its amounts in minor units.

    `other` is the basket it is compared with: the smaller one, the first of two orders, the one bought later. `cases` is how
    many baskets of the same sort were seen; this is the worst of them.
    """

    code: str
    skus: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    situation: Situation | None = None
    basket: Basket | None = None
    other: Basket | None = None
    amounts: dict[str, int] = field(default_factory=dict)
    values: dict[str, str | int] = field(default_factory=dict)
    repairs: tuple["Repair", ...] = ()
    cases: int = 1


@dataclass(frozen=True)
class Repair:
    """A change to offers that was tried and mends the basket shown.

    `exclude_product` from offers; `forbid_stacking` of one; `raise_step` of a 满减 to the minimum `value`, from which on its
    share leaves the product its price; `limit_per_buyer` to `value` uses; `raise_deposit`: let it count for `value` a piece.
    `was` is the step's minimum, or the deposit's worth, before. `price_minor` is what a piece of `sku` then brings in that
    basket, rounded down; of the last two, what is paid in all.
    """

    code: str
    offers: tuple[str, ...]
    sku: str
    price_minor: int
    value: int = 0
    was: int = 0


def line_of(product: AuditProduct, situation: Situation, number: int, units: int) -> BasketLine:
    """Return a line of a product in a situation. Raises KeyError where the stage does not sell it."""
    deposit = min(product.deposit_minor, product.prices[situation.stage.name]) if situation.stage.presale else 0
    price = product.prices[situation.stage.name]
    return BasketLine(number, product.sku, price, units, product.tier, product.category, product.shop, deposit)
