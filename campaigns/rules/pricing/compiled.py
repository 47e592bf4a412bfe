"""Offers made ready for many baskets: their order, who excludes whom, how each takes its turn. Inner workings of the engine."""

from collections import defaultdict
from collections.abc import Callable, Sequence

from campaigns.rules.pricing import orders, pieces, sets
from campaigns.rules.pricing.baskets import Reason
from campaigns.rules.pricing.conditions import UNUSED, room_of
from campaigns.rules.pricing.offers import GroupChoice, Kind, Level, Measure, OfferRule, Payer, may_stack
from campaigns.rules.pricing.state import Plan, Refusal, State, Trial, Turn

_LEVELS = list(Level)
_KINDS = list(Kind)
_PLANS: dict[Kind, Callable[[Trial], Plan | None]] = {
    Kind.FIXED_PRICE: pieces.plan_cut,
    Kind.AMOUNT_OFF: pieces.plan_cut,
    Kind.PERCENT_OFF: pieces.plan_cut,
    Kind.DEPOSIT: pieces.plan_cut,
    Kind.BUY_GET: sets.plan_sets,
    Kind.SPEND_AND_SAVE: orders.plan_steps,
    Kind.COUPON: orders.plan_coupon,
    Kind.PLATFORM: orders.plan_steps,
    Kind.GIFT: orders.plan_gift,
    Kind.FREE_SHIPPING: orders.plan_shipping,
}


def in_order(offers: Sequence[OfferRule]) -> list[OfferRule]:
    """Return offers in the order of application: level, then higher priority first, then kind, then key.

    >>> first = OfferRule("x", Kind.COUPON, priority=9)
    >>> piece = [OfferRule("p", Kind.PERCENT_OFF), OfferRule("f", Kind.AMOUNT_OFF), OfferRule("q", Kind.PERCENT_OFF, priority=1)]
    >>> [offer.key for offer in in_order([first, *piece])]
    ['q', 'f', 'p', 'x']
    """
    return sorted(offers, key=lambda offer: (_LEVELS.index(offer.level), -offer.priority, _KINDS.index(offer.kind), offer.key))


class CompiledOffer:
    """One offer with its bit, the bits it shares no line with, its group, and its turn on a basket."""

    __slots__ = (
        "bit",
        "conflicts",
        "funded_bp",
        "group",
        "index",
        "most_money",
        "most_uses",
        "needs_pieces",
        "on_pieces",
        "plan",
        "rule",
    )

    def __init__(self, index: int, rule: OfferRule, conflicts: int) -> None:
        self.index = index
        self.bit = 1 << index
        self.rule = rule
        self.conflicts = conflicts
        self.group = rule.group if rule.group and rule.group_choice is GroupChoice.PRIORITY else ""
        self.on_pieces = rule.level in (Level.PIECE, Level.SET)
        self.needs_pieces = rule.measured_on is Measure.PIECE_PRICES
        self.plan = _PLANS[rule.kind]
        self.funded_bp = sum(share for payer, share in rule.payers if payer is not Payer.SHOP)
        self.most_uses, self.most_money = room_of(rule, UNUSED)  # what a single order may take when nothing was used before

    def turn(self, state: State, most_uses: int | None, money_left: int | None, rivals: str) -> Turn:
        """Take its turn: find its lines, measure them, plan, and carry the plan out unless something refuses it.

        `rivals` is the offer of its group that was applied already ("" for none).
        """
        rule, bit, conflicts, touched = self.rule, self.bit, self.conflicts, state.touched
        here = [k for k, line in enumerate(state.lines) if line.scope & bit and not touched[k] & conflicts]
        if rule.kind is Kind.DEPOSIT:
            here = [k for k in here if state.lines[k].deposit >= rule.deposit_minor]
        if not here:
            return Turn(0, 0, None, self._no_lines(state))
        if not self.on_pieces and state.piece_paid is None:
            state.piece_paid = list(state.paid)
        amounts = state.piece_paid if self.needs_pieces and state.piece_paid is not None else state.paid
        measured = units = 0
        for k in here:
            measured += amounts[k]
            units += state.lines[k].units
        by_product = self._by_product(state, here) if rule.same_product else None
        refusal = self._short(measured, units, by_product)
        if refusal:
            return Turn(measured, units, None, refusal, by_product)
        plan = self.plan(Trial(rule, state, here, measured, units, most_uses))
        if plan is None:
            refusal = Refusal(Reason.NOTHING_LEFT, {})
        elif rivals:
            refusal = Refusal(Reason.EXCLUDED, {"by": rivals, "group": rule.group})
        elif money_left is not None:
            needed = plan.freight + plan.worth + sum(amount for _position, amount in plan.amounts)
            if needed > money_left:
                refusal = Refusal(Reason.BUDGET, {"left_minor": money_left, "needed_minor": needed})
        if plan is None or refusal:
            return Turn(measured, units, None, refusal, by_product)
        state.do(plan, bit, here)
        return Turn(measured, units, plan, None, by_product)

    def _short(self, measured: int, units: int, by_product: dict[str, int] | None) -> Refusal | None:
        """Tell which minimum is not reached."""
        rule = self.rule
        minimum = max(rule.minimum_minor, rule.steps[0].minimum_minor) if rule.steps else rule.minimum_minor
        if measured < minimum:
            return Refusal(Reason.MINIMUM_AMOUNT, {"minimum_minor": minimum, "reached_minor": measured})
        least = rule.minimum_units
        if rule.kind is Kind.BUY_GET:
            least = max(least, rule.buy_units + rule.get_units)
            if by_product and units >= rule.minimum_units:
                units = max(by_product.values())
        if units < least:
            return Refusal(Reason.MINIMUM_UNITS, {"minimum_units": least, "reached_units": units})
        return None

    def _no_lines(self, state: State) -> Refusal:
        """Tell why no line is left to an offer that holds some in scope."""
        mine = [k for k, line in enumerate(state.lines) if line.scope & self.bit]
        on_them = 0
        for k in mine:
            on_them |= state.touched[k] & self.conflicts
        if self.rule.kind is Kind.DEPOSIT and not all(state.touched[k] & self.conflicts for k in mine):
            return Refusal(Reason.NO_DEPOSIT, {"deposit_minor": self.rule.deposit_minor})
        return Refusal(Reason.DOES_NOT_STACK, {}, on_them)

    @staticmethod
    def _by_product(state: State, here: list[int]) -> dict[str, int]:
        found: dict[str, int] = defaultdict(int)
        for k in here:
            found[state.lines[k].sku] += state.lines[k].units
        return dict(found)


def compiled(offers: Sequence[OfferRule]) -> tuple[CompiledOffer, ...]:
    """Put offers in order and give each its bit and its conflicts."""
    ordered = in_order(offers)
    return tuple(
        CompiledOffer(
            index,
            rule,
            sum(1 << place for place, other in enumerate(ordered) if place != index and not may_stack(rule, other)),
        )
        for index, rule in enumerate(ordered)
    )
