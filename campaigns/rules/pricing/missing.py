"""What is missing for the next step of an offer."""

from campaigns.rules.pricing.baskets import NextStep
from campaigns.rules.pricing.offers import Kind, OfferRule
from campaigns.rules.pricing.orders import full_steps
from campaigns.rules.pricing.pieces import percent_of
from campaigns.rules.pricing.state import Turn


def next_step(rule: OfferRule, turn: Turn, freight: int) -> NextStep | None:
    """Return what more in scope brings more of an offer, at what things cost when its turn comes; None: there is no more.

    `freight` is what its free shipping would save.

    499 less 100, 899 less 200: at 699 the first is reached, and 200 more save another 100.

    >>> from campaigns.rules.pricing.offers import Step
    >>> from campaigns.rules.pricing.state import Plan
    >>> rule = OfferRule("steps", Kind.SPEND_AND_SAVE, steps=(Step(49900, 10000), Step(89900, 20000)))
    >>> next_step(rule, Turn(69900, 1, Plan(1, [(0, 10000)], []), None), 0)
    NextStep(missing_minor=20000, missing_units=0, saves_minor=10000)
    """
    if turn.plan and rule.limits.per_order is not None and turn.plan.uses >= rule.limits.per_order:
        return None
    missing_units = max(0, rule.minimum_units - turn.units)
    if rule.kind is Kind.BUY_GET:
        return NextStep(_minor_missing(rule, turn), max(missing_units, _set_missing(rule, turn)))
    if rule.steps:
        return _next_amount(rule, turn, missing_units)
    if turn.plan is None and (turn.measured < rule.minimum_minor or missing_units):
        return NextStep(_minor_missing(rule, turn), missing_units, _first_saving(rule, turn, freight))
    if rule.kind is Kind.GIFT and rule.repeats:
        return NextStep(rule.minimum_minor - turn.measured % rule.minimum_minor)
    return None


def _next_amount(rule: OfferRule, turn: Turn, missing_units: int) -> NextStep | None:
    """Return the next step of a 满减."""
    times, saves = full_steps(rule, turn.measured) if turn.plan else (0, 0)
    if rule.repeats:
        least = rule.steps[0].minimum_minor
        wanted = max((turn.measured // least + 1) * least if turn.plan else least, rule.minimum_minor)
        gain = wanted // least * rule.steps[0].saves_minor - times * saves
        return NextStep(max(0, wanted - turn.measured), missing_units, gain)
    for step in rule.steps:
        if step.saves_minor > saves and max(step.minimum_minor, rule.minimum_minor) > turn.measured:
            missing = max(step.minimum_minor, rule.minimum_minor) - turn.measured
            return NextStep(missing, missing_units, step.saves_minor - saves)
    if missing_units:
        return NextStep(0, missing_units, full_steps(rule, turn.measured)[1])
    return None


def _minor_missing(rule: OfferRule, turn: Turn) -> int:
    return max(0, rule.minimum_minor - turn.measured)


def _set_missing(rule: OfferRule, turn: Turn) -> int:
    """Return how many pieces are missing for the next set; of the product that is nearest to it where sets are of one."""
    size = rule.buy_units + rule.get_units
    counts = turn.by_product.values() if turn.by_product else [turn.units]
    return min(size - count % size for count in counts)


def _first_saving(rule: OfferRule, turn: Turn, freight: int) -> int | None:
    """Return what an offer with a minimum saves once that is reached; None where it depends on what is added."""
    if rule.kind is Kind.FREE_SHIPPING:
        return freight
    if rule.kind is Kind.COUPON:
        if rule.value_minor:
            return rule.value_minor
        saving = percent_of(max(turn.measured, rule.minimum_minor), rule.percent_bp)
        return saving if rule.most_minor is None else min(saving, rule.most_minor)
    return None
