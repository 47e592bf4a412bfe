"""Offers on orders: 满减 of the shop and of the platform, coupons, gifts, free shipping.

A discount is split over the lines in proportion to what may still be taken off each, to the minor unit; it is never more
than that in all.
"""

from campaigns.rules.pricing.offers import OfferRule
from campaigns.rules.pricing.pieces import percent_of
from campaigns.rules.pricing.state import Plan, Trial
from common.splitting import split_minor


def full_steps(rule: OfferRule, measured: int) -> tuple[int, int]:
    """Return how often a 满减 is reached and what one time saves: the highest step reached, or every full one.

    >>> from campaigns.rules.pricing.offers import Kind, Step
    >>> steps = (Step(49900, 10000), Step(89900, 20000), Step(129900, 30000))
    >>> once = OfferRule("1", Kind.SPEND_AND_SAVE, steps=steps)
    >>> [full_steps(once, measured) for measured in (49899, 49900, 89900, 500000)]
    [(0, 0), (1, 10000), (1, 20000), (1, 30000)]
    >>> every = OfferRule("2", Kind.SPEND_AND_SAVE, steps=(Step(30000, 5000),), repeats=True)
    >>> full_steps(every, 95000)
    (3, 5000)
    """
    reached = [step for step in rule.steps if step.minimum_minor <= measured]
    if not reached:
        return 0, 0
    highest = reached[-1]
    return (measured // highest.minimum_minor if rule.repeats else 1), highest.saves_minor


def plan_steps(trial: Trial) -> Plan | None:
    """Plan a 满减; its caller has seen to it that a step is reached."""
    times, saves = full_steps(trial.rule, trial.measured)
    if trial.most_uses is not None:
        times = min(times, trial.most_uses)
    return _plan_amount(trial, times * saves, times)


def plan_coupon(trial: Trial) -> Plan | None:
    """Plan a coupon: its amount, or its percentage of what the lines still cost, at most `most_minor`."""
    rule, state = trial.rule, trial.state
    if rule.value_minor:
        return _plan_amount(trial, rule.value_minor, 1)
    amount = percent_of(sum(state.paid[position] for position in trial.here), rule.percent_bp)
    return _plan_amount(trial, amount if rule.most_minor is None else min(amount, rule.most_minor), 1)


def plan_gift(trial: Trial) -> Plan | None:
    """Plan a gift: once, or once for every full minimum."""
    rule = trial.rule
    times = trial.measured // rule.minimum_minor if rule.repeats else 1
    if trial.most_uses is not None:
        times = min(times, trial.most_uses)
    units = times * rule.gift_units
    return Plan(times, [], [], worth=units * rule.gift_worth_minor, gift_units=units)


def plan_shipping(trial: Trial) -> Plan | None:
    """Plan to take the freight away."""
    return Plan(1, [], [], freight=trial.state.freight) if trial.state.freight else None


def _plan_amount(trial: Trial, wanted: int, uses: int) -> Plan | None:
    state, here = trial.state, trial.here
    if len(here) == 1:
        amount = min(wanted, state.room(here[0]))
        return Plan(uses, [(here[0], amount)], []) if amount else None
    rooms = [state.room(position) for position in here]
    amount = min(wanted, sum(rooms))
    if not amount:
        return None
    parts = split_minor(amount, rooms)
    return Plan(uses, [(position, part) for position, part in zip(here, parts, strict=True) if part], [])
