"""A basket while it is being priced. Inner workings of the engine; nothing outside this package needs them."""

from typing import NamedTuple

from campaigns.rules.pricing.baskets import BasketLine, Reason, Value
from campaigns.rules.pricing.offers import OfferRule

Lots = list[tuple[int, int]]  # (pieces, what each of them still costs); the pieces of a line usually cost the same
Room = tuple[int | None, int | None]  # uses left, money left; None: no limit


class Line(NamedTuple):
    """A line with the offers that hold its product in scope, one bit each. The fields are the order lines are worked in.

    The number of the line comes last and is used only to tell two equal lines apart: how a basket's lines are numbered does
    not change what it costs.
    """

    sku: str
    price: int
    deposit: int
    units: int
    scope: int
    number: int
    source: BasketLine


class Refusal(NamedTuple):
    """An offer that had its turn and was not applied."""

    reason: Reason
    values: dict[str, Value]
    others: int = 0  # the offers (bits) it does not stack with and that were there first


class Plan(NamedTuple):
    """What an offer would do: take `amounts` off lines (by position) and `freight` off the freight; `lots` are the new ones."""

    uses: int
    amounts: list[tuple[int, int]]
    lots: list[tuple[int, Lots]]
    freight: int = 0
    worth: int = 0
    gift_units: int = 0


class Turn(NamedTuple):
    """How an offer's turn went: what it measured, and either what it did or why not."""

    measured: int
    units: int
    plan: Plan | None
    refusal: Refusal | None
    by_product: dict[str, int] | None = None  # pieces of each product, for sets of the same product


class State:
    """What every line still costs, piece by piece and in all, and which offers (bits) are on it."""

    __slots__ = ("freight", "lines", "lots", "paid", "piece_paid", "touched", "worth")

    def __init__(self, lines: list[Line], freight: int) -> None:
        self.lines = lines
        self.lots: list[Lots] = [[(line.units, line.price)] for line in lines]
        self.paid = [line.units * line.price for line in lines]
        self.piece_paid: list[int] | None = None
        self.touched = [0] * len(lines)
        self.freight = freight
        self.worth = 0

    def room(self, position: int) -> int:
        """Return how much may still be taken off a line: what was paid in advance stays.

        >>> line = BasketLine(1, "coat", 90_000, 2, deposit_minor=10_000)
        >>> State([Line("coat", 90_000, 10_000, 2, 0, 1, line)], 0).room(0)
        160000
        """
        line = self.lines[position]
        return self.paid[position] - line.deposit * line.units

    def do(self, plan: Plan, bit: int, here: list[int]) -> None:
        """Carry a plan out. A gift and free shipping are on all lines that earned them, other offers on those they reduced."""
        for position, amount in plan.amounts:
            self.paid[position] -= amount
            self.touched[position] |= bit
        for position, lots in plan.lots:
            self.lots[position] = lots
        if not plan.amounts:
            for position in here:
                self.touched[position] |= bit
        self.freight -= plan.freight
        self.worth += plan.worth


class Trial(NamedTuple):
    """One offer's turn: the rule, the positions of the lines it may reduce, what they measure, how many uses are left."""

    rule: OfferRule
    state: State
    here: list[int]
    measured: int
    units: int
    most_uses: int | None
