"""An offer as the pricing engine sees it (playbook P6).

Money is in minor units of the shop's currency, shares and percentages in basis points (10,000 make the whole), time in slots
of ten minutes (`common.windows`), periods half open. Nothing here is checked on making: `campaigns.rules.pricing.problems`
says what is wrong with an offer and the engine refuses to price with one that is.
"""

from dataclasses import dataclass, field
from enum import StrEnum

WHOLE_BP = 10_000


class Kind(StrEnum):
    """What an offer does. The order here is the order of application among offers of one level and one priority."""

    FIXED_PRICE = "fixed_price"  # every piece costs `value_minor`
    AMOUNT_OFF = "amount_off"  # `value_minor` off every piece
    PERCENT_OFF = "percent_off"  # `percent_bp` off what a piece still costs
    DEPOSIT = "deposit"  # pre-sale: a deposit of `deposit_minor` a piece counts for `counts_minor` (定金膨胀)
    BUY_GET = "buy_get"  # buy `buy_units`, get `get_units` at `percent_bp` off (10,000: free)
    SPEND_AND_SAVE = "spend_and_save"  # 满减: the highest of `steps` that is reached, once or for every full step
    COUPON = "coupon"  # `value_minor` or `percent_bp` off the order, for who holds it
    PLATFORM = "platform"  # 跨店满减: like SPEND_AND_SAVE, after all offers of the shop
    GIFT = "gift"  # `gift_units` of `gift_sku` with the order
    FREE_SHIPPING = "free_shipping"  # takes the freight away


class Level(StrEnum):
    """When a kind's turn comes: all offers of a level are applied before those of the next."""

    PIECE = "piece"
    SET = "set"
    ORDER = "order"
    PLATFORM = "platform"
    EXTRA = "extra"


LEVELS = {
    Kind.FIXED_PRICE: Level.PIECE,
    Kind.AMOUNT_OFF: Level.PIECE,
    Kind.PERCENT_OFF: Level.PIECE,
    Kind.DEPOSIT: Level.PIECE,
    Kind.BUY_GET: Level.SET,
    Kind.SPEND_AND_SAVE: Level.ORDER,
    Kind.COUPON: Level.ORDER,
    Kind.PLATFORM: Level.PLATFORM,
    Kind.GIFT: Level.EXTRA,
    Kind.FREE_SHIPPING: Level.EXTRA,
}


class Payer(StrEnum):
    """Who bears a discount. Cents left over by a split go to the largest remainder, equal ones in this order."""

    SHOP = "shop"
    PLATFORM = "platform"
    BRAND = "brand"
    INFLUENCER = "influencer"


class GroupChoice(StrEnum):
    """Which offer of an exclusion group an order gets."""

    BEST = "best"  # the one with which the whole order costs the buyer least (a gift counts as what it is worth)
    PRIORITY = "priority"  # the first in the order of application that gives anything


class Measure(StrEnum):
    """What the minimum or the steps of an offer are held against."""

    REMAINING = "remaining"  # what the products in scope still cost after all offers applied earlier
    PIECE_PRICES = "piece_prices"  # what they cost before the offers on orders: none of these pulls another below its step


@dataclass(frozen=True)
class Step:
    """One step of 满减: from `minimum_minor` on, `saves_minor` less (499 less 100: `Step(49900, 10000)`)."""

    minimum_minor: int
    saves_minor: int


@dataclass(frozen=True)
class Scope:
    """Which products take part: all conditions that are given must hold; an empty one is no condition.

    `excluded_skus` always stay out.
    """

    skus: frozenset[str] = frozenset()
    excluded_skus: frozenset[str] = frozenset()
    tiers: frozenset[str] = frozenset()
    categories: frozenset[str] = frozenset()
    shops: frozenset[str] = frozenset()

    def holds(self, *, sku: str, tier: str, category: str, shop: str) -> bool:
        """Tell whether a product takes part.

        >>> tops = Scope(categories=frozenset({"tops"}), excluded_skus=frozenset({"T9"}))
        >>> [tops.holds(sku=sku, tier="A", category="tops", shop="s") for sku in ("T1", "T9")]
        [True, False]
        """
        return (
            sku not in self.excluded_skus
            and (not self.skus or sku in self.skus)
            and (not self.tiers or tier in self.tiers)
            and (not self.categories or category in self.categories)
            and (not self.shops or shop in self.shops)
        )


@dataclass(frozen=True)
class Limits:
    """How often and for how much an offer may be used; None: no limit.

    A use is: a piece (offers on pieces), a set (buy n get m), a full step (every-full 满减), otherwise an order. `money_minor` is
    the budget of the whole offer (gifts count with their worth); an order whose discount does not fit into what is left of it
    gets none of it.
    """

    per_order: int | None = None
    per_buyer: int | None = None
    total: int | None = None
    money_minor: int | None = None


@dataclass(frozen=True)
class OfferRule:
    """One offer, whatever its kind; a kind reads only its own fields (see `Kind`).

    `key` is unique in a plan (the row's primary key as text will do). A higher `priority` is applied earlier within its
    level. `start` and `end` are slots, half open, None: open. `buyer_tiers` empty: for all buyers. A coupon, and any offer
    with `must_be_held`, needs its `key` or its `code` among `Basket.coupons`.

    `minimum_minor` and `minimum_units` are conditions on the products in scope, for every kind. `most_minor` caps a
    percentage coupon. Of one exclusion `group` an order gets one offer. An offer that does not stack (`stacks=False`) shares
    no line with any other but those in `stacks_with`: a line belongs to whichever was applied first.

    `payers` are (payer, basis points), together 10,000.
    """

    key: str
    kind: Kind
    name: str = ""
    priority: int = 0
    scope: Scope = field(default_factory=Scope)
    start: int | None = None
    end: int | None = None
    buyer_tiers: frozenset[str] = frozenset()
    must_be_held: bool = False
    code: str = ""
    value_minor: int = 0
    percent_bp: int = 0
    steps: tuple[Step, ...] = ()
    repeats: bool = False
    buy_units: int = 0
    get_units: int = 0
    same_product: bool = False
    gift_sku: str = ""
    gift_units: int = 1
    gift_worth_minor: int = 0
    deposit_minor: int = 0
    counts_minor: int = 0
    minimum_minor: int = 0
    minimum_units: int = 0
    most_minor: int | None = None
    measured_on: Measure = Measure.REMAINING
    group: str = ""
    group_choice: GroupChoice = GroupChoice.BEST
    stacks: bool = True
    stacks_with: frozenset[str] = frozenset()
    limits: Limits = field(default_factory=Limits)
    payers: tuple[tuple[Payer, int], ...] = ((Payer.SHOP, WHOLE_BP),)

    @property
    def level(self) -> Level:
        """When its turn comes."""
        return LEVELS[self.kind]

    @property
    def needs_coupon(self) -> bool:
        """Whether the buyer must hold it."""
        return self.must_be_held or self.kind is Kind.COUPON


def may_stack(one: OfferRule, other: OfferRule) -> bool:
    """Tell whether two offers may share a line: each must allow the other. A piece counts for one offer of sets alone.

    >>> flash = OfferRule("flash", Kind.PERCENT_OFF, stacks=False, stacks_with=frozenset({"ship"}))
    >>> may_stack(flash, OfferRule("ship", Kind.FREE_SHIPPING)), may_stack(flash, OfferRule("coupon", Kind.COUPON))
    (True, False)
    """
    if one.kind is Kind.BUY_GET and other.kind is Kind.BUY_GET:
        return False
    return (one.stacks or other.key in one.stacks_with) and (other.stacks or one.key in other.stacks_with)
