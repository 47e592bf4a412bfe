"""A basket, and a basket that has been priced.

Money is in minor units of one currency, time in slots of ten minutes. A discount is positive.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from campaigns.rules.pricing.offers import Payer

Value = int | str


@dataclass(frozen=True)
class BasketLine:
    """Some pieces of one product at one price.

    `line_no` is unique in its basket. `deposit_minor` above 0 makes it a pre-sale line: what was already paid in advance for
    each piece. It counts as part of what the buyer pays and no discount takes it back.
    """

    line_no: int
    sku: str
    unit_price_minor: int
    units: int = 1
    tier: str = ""
    category: str = ""
    shop: str = ""
    deposit_minor: int = 0


@dataclass(frozen=True)
class Usage:
    """What was used of one offer before this basket: its uses by this buyer and by all (see `Limits`), and its budget."""

    by_buyer: int = 0
    by_all: int = 0
    money_minor: int = 0


@dataclass(frozen=True)
class Basket:
    """What a buyer is about to pay for, and who they are.

    `at` is the slot of the order. `coupons` holds keys or codes of the offers the buyer has claimed. `used` maps an offer's
    key to what was used of it before; a key that is missing was never used.
    """

    lines: tuple[BasketLine, ...]
    buyer_tier: str = ""
    at: int = 0
    coupons: frozenset[str] = frozenset()
    freight_minor: int = 0
    used: Mapping[str, Usage] = field(default_factory=dict)


class Reason(StrEnum):
    """Why an offer was applied or not; the comment names the values an outcome carries with it."""

    APPLIED = "applied"
    OUTSIDE_WINDOW = "outside_window"  # at, start, end (a bound that is open is left out)
    BUYER_TIER = "buyer_tier"  # buyer_tier, tiers (joined by ", ")
    NOT_HELD = "not_held"  # code (when it has one)
    OUT_OF_SCOPE = "out_of_scope"
    NO_DEPOSIT = "no_deposit"  # deposit_minor: no line in scope has paid it in advance
    LIMIT_PER_BUYER = "limit_per_buyer"  # limit, used
    LIMIT_TOTAL = "limit_total"  # limit, used
    BUDGET = "budget"  # left_minor, needed_minor
    MINIMUM_AMOUNT = "minimum_amount"  # minimum_minor, reached_minor
    MINIMUM_UNITS = "minimum_units"  # minimum_units, reached_units
    EXCLUDED = "excluded"  # by (offer key), group
    DOES_NOT_STACK = "does_not_stack"  # with (offer keys joined by ", ")
    NOTHING_LEFT = "nothing_left"  # nothing it could take off: the price is low enough, paid in advance, or zero


@dataclass(frozen=True)
class NextStep:
    """What is missing for more: an amount or pieces in scope, and what the buyer would save beyond now (None: depends)."""

    missing_minor: int = 0
    missing_units: int = 0
    saves_minor: int | None = None


@dataclass(frozen=True)
class Share:
    """What one payer bears."""

    payer: Payer
    amount_minor: int


@dataclass(frozen=True)
class Outcome:
    """What became of one offer: applied or not, why, with which values, and what is missing for its next step.

    `discount_minor` is off lines and freight together; `shares` adds up to it. `worth_minor` is what its gifts are worth, which
    is no discount; `worth_shares` adds up to it. `uses` is what it takes from its limits.
    """

    offer: str
    reason: Reason
    values: dict[str, Value] = field(default_factory=dict)
    discount_minor: int = 0
    uses: int = 0
    shares: tuple[Share, ...] = ()
    gift_sku: str = ""
    gift_units: int = 0
    worth_minor: int = 0
    worth_shares: tuple[Share, ...] = ()
    next_step: NextStep | None = None

    @property
    def applied(self) -> bool:
        """Whether the buyer got it."""
        return self.reason is Reason.APPLIED


@dataclass(frozen=True)
class LineDiscount:
    """What one offer took off one line."""

    offer: str
    amount_minor: int


@dataclass(frozen=True)
class PricedLine:
    """A line with its discounts in the order they were applied: list less discounts is paid, never below zero."""

    line: BasketLine
    list_minor: int
    discounts: tuple[LineDiscount, ...]
    paid_minor: int

    @property
    def discount_minor(self) -> int:
        """All discounts of the line."""
        return self.list_minor - self.paid_minor


@dataclass(frozen=True)
class PricedBasket:
    """The answer: `total_minor` is what the buyer pays for lines and freight, deposits already paid included.

    list_minor + freight_list_minor - discount_minor = total_minor = sum of the lines' paid + freight_minor, and the shares of
    the payers add up to the discount. Lines stand by number, outcomes in the order of application. `deposit_minor` is the part
    of the total that was paid in advance.
    """

    lines: tuple[PricedLine, ...]
    outcomes: tuple[Outcome, ...]
    shares: tuple[Share, ...]
    list_minor: int
    freight_list_minor: int
    freight_minor: int
    discount_minor: int
    total_minor: int
    deposit_minor: int = 0

    @property
    def balance_minor(self) -> int:
        """What is still to be paid.

        >>> PricedBasket((), (), (), 20000, 0, 0, 3000, 17000, deposit_minor=5000).balance_minor
        12000
        """
        return self.total_minor - self.deposit_minor

    def outcome(self, key: str) -> Outcome:
        """Return what became of one offer; raises KeyError for one that was not asked about.

        >>> ship = Outcome("ship", Reason.NOT_HELD, {"code": "FREE"})
        >>> priced = PricedBasket((), (ship,), (), 0, 900, 900, 0, 900)
        >>> priced.outcome("ship").applied, priced.outcome("ship").values
        (False, {'code': 'FREE'})
        """
        for outcome in self.outcomes:
            if outcome.offer == key:
                return outcome
        raise KeyError(key)
