"""From the way through a basket to an answer with reasons. Inner workings of the engine."""

from collections.abc import Sequence

from campaigns.rules.pricing import conditions
from campaigns.rules.pricing.baskets import Basket, LineDiscount, NextStep, Outcome, PricedBasket, PricedLine, Reason
from campaigns.rules.pricing.choosing import Choice, swapped
from campaigns.rules.pricing.compiled import CompiledOffer
from campaigns.rules.pricing.missing import next_step
from campaigns.rules.pricing.payers import split_payers, sum_shares
from campaigns.rules.pricing.state import Line, Refusal, Turn

_WITH_NEXT_STEP = {Reason.APPLIED, Reason.MINIMUM_AMOUNT, Reason.MINIMUM_UNITS}


def priced_basket(
    basket: Basket,
    offers: Sequence[CompiledOffer],
    lines: Sequence[Line],
    groups: Sequence[Sequence[CompiledOffer]],
    choice: Choice,
) -> PricedBasket:
    """Write down what the best way came to; every offer gets its outcome.

    The outcome of an offer that was not reached says what it lacks:

    >>> from campaigns.rules.pricing.baskets import BasketLine
    >>> from campaigns.rules.pricing.offers import Kind, OfferRule, Step
    >>> from campaigns.rules.pricing.pricer import price_basket
    >>> spend = OfferRule("spend", Kind.SPEND_AND_SAVE, steps=(Step(10_000, 3_000),))
    >>> outcome = price_basket(Basket((BasketLine(1, "cup", 4_000, 2),)), [spend]).outcome("spend")
    >>> str(outcome.reason), outcome.next_step.missing_minor, outcome.next_step.saves_minor
    ('minimum_amount', 2000, 3000)
    """
    keys = [offer.rule.key for offer in offers]
    turns = {offer.index: _turn_of(offer, groups, choice) for offer in offers}
    outcomes = tuple(_outcome(offer, turns[offer.index], basket, lines, keys) for offer in offers)
    state = choice.best.state
    priced = sorted(
        (
            PricedLine(line.source, line.price * line.units, _discounts(place, offers, choice), state.paid[place])
            for place, line in enumerate(lines)
        ),
        key=lambda found: found.line.line_no,
    )
    listed = sum(line.list_minor for line in priced)
    total = sum(state.paid) + state.freight
    return PricedBasket(
        lines=tuple(priced),
        outcomes=outcomes,
        shares=sum_shares([share for outcome in outcomes for share in outcome.shares]),
        list_minor=listed,
        freight_list_minor=basket.freight_minor,
        freight_minor=state.freight,
        discount_minor=listed + basket.freight_minor - total,
        total_minor=total,
        deposit_minor=sum(line.deposit * line.units for line in lines),
    )


def _discounts(place: int, offers: Sequence[CompiledOffer], choice: Choice) -> tuple[LineDiscount, ...]:
    """Return what each applied offer took off one line."""
    found = []
    for offer in offers:
        turn = choice.best.turns.get(offer.index)
        if turn and turn.plan:
            amount = sum(amount for position, amount in turn.plan.amounts if position == place)
            if amount:
                found.append(LineDiscount(offer.rule.key, amount))
    return tuple(found)


def _turn_of(offer: CompiledOffer, groups: Sequence[Sequence[CompiledOffer]], choice: Choice) -> Turn | None:
    """Return an offer's turn; for one that lost to another of its group, why: its own reason, or that it was excluded."""
    turn = choice.best.turns.get(offer.index)
    if turn is not None:
        return turn
    for place, members in enumerate(groups):
        if offer in members:
            instead = choice.tried[swapped(choice.chosen, place, offer)].turns[offer.index]
            if instead.plan is None:
                return instead
            by = choice.chosen[place].rule.key
            refusal = Refusal(Reason.EXCLUDED, {"by": by, "group": offer.rule.group})
            return Turn(instead.measured, instead.units, None, refusal)
    return None


def _outcome(offer: CompiledOffer, turn: Turn | None, basket: Basket, lines: Sequence[Line], keys: Sequence[str]) -> Outcome:
    """Tell what became of an offer; one that had no turn was closed, out of scope or used up."""
    rule = offer.rule
    if turn is None:
        refusal = conditions.closed(rule, basket)
        if refusal is None and not any(line.scope & offer.bit for line in lines):
            refusal = Refusal(Reason.OUT_OF_SCOPE, {})
        if refusal is None:
            refusal = conditions.used_up(rule, basket.used.get(rule.key, conditions.UNUSED))
        assert refusal is not None  # noqa: S101 - an offer that none of these keeps out has had its turn
        return Outcome(rule.key, refusal.reason, refusal.values)
    step = _step(offer, turn, basket)
    if turn.plan is None:
        assert turn.refusal is not None  # noqa: S101 - a turn ends with a plan or a refusal
        values = dict(turn.refusal.values)
        if turn.refusal.others:
            values["with"] = ", ".join(key for place, key in enumerate(keys) if turn.refusal.others >> place & 1)
        return Outcome(rule.key, turn.refusal.reason, values, next_step=step)
    plan = turn.plan
    discount = plan.freight + sum(amount for _position, amount in plan.amounts)
    return Outcome(
        rule.key,
        Reason.APPLIED,
        discount_minor=discount,
        uses=plan.uses,
        shares=split_payers(discount, rule.payers),
        gift_sku=rule.gift_sku if plan.gift_units else "",
        gift_units=plan.gift_units,
        worth_minor=plan.worth,
        worth_shares=split_payers(plan.worth, rule.payers),
        next_step=step,
    )


def _step(offer: CompiledOffer, turn: Turn, basket: Basket) -> NextStep | None:
    reason = turn.refusal.reason if turn.refusal else Reason.APPLIED
    return next_step(offer.rule, turn, basket.freight_minor) if reason in _WITH_NEXT_STEP else None
