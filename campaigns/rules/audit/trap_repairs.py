"""Changes to single offers that mend a step, a split or a pre-sale: each was tried on the basket that shows the fault."""

from collections.abc import Sequence
from dataclasses import replace

from campaigns.rules.audit.catalogue import AuditPlan, Finding, Repair
from campaigns.rules.pricing import Basket, Kind, OfferRule, Pricer, Step, compile_offers, offer_problems

_ROUND = 100  # minor units: a minimum a person would write


def raised_steps(finding: Finding, plan: AuditPlan, pricer: Pricer) -> list[Repair]:
    """Return, for a price below its floor, the minimum a step of 满减 must be raised to.

    A step saves at most saved / minimum of what a product costs at its turn; the new minimum is the least, in whole hundreds of
    minor units, at which that leaves the floor, the other discounts of the basket being the same.

    100 less 30 leaves 28.00 of a cup at 40.00 whose floor is 30.00; from 120 on it leaves the floor.

    >>> from campaigns.rules.audit.auditing import audit
    >>> from campaigns.rules.audit.catalogue import AuditProduct, AuditStage
    >>> spend = OfferRule("spend", Kind.SPEND_AND_SAVE, steps=(Step(10000, 3000),))
    >>> cup, pot = AuditProduct("cup", {"live": 4000}, floor_minor=3000), AuditProduct("pot", {"live": 6000})
    >>> plan = AuditPlan([cup, pot], [AuditStage("live", 0, 144)], [spend])
    >>> finding = audit(plan).findings[0]
    >>> [(one.code, one.value, one.was, one.price_minor) for one in raised_steps(finding, plan, compile_offers([spend]))]
    [('raise_step', 12000, 10000, 4000)]
    """
    if finding.code != "below_floor" or finding.basket is None:
        return []
    priced = pricer.price(finding.basket)
    line = next(line for line in priced.lines if line.line.sku == finding.skus[0])
    short = finding.amounts["floor_minor"] * line.line.units - line.paid_minor
    before = line.list_minor
    found = []
    for discount in line.discounts:
        rule = next(offer for offer in plan.offers if offer.key == discount.offer)
        allowed = discount.amount_minor - short
        if rule.steps and allowed > 0:
            given = priced.outcome(rule.key)
            saves = given.discount_minor // given.uses
            minimum = -(-saves * before // (allowed * _ROUND)) * _ROUND
            old = next((step for step in rule.steps if step.saves_minor == saves), rule.steps[-1])
            steps = tuple(Step(minimum, saves) if step == old else step for step in rule.steps)
            price = _price_with(replace(rule, steps=steps), finding, plan)
            if price is not None and price >= finding.amounts["floor_minor"]:
                found.append(Repair("raise_step", (rule.key,), finding.skus[0], price, minimum, old.minimum_minor))
        before -= discount.amount_minor
    return found


def _price_with(changed: OfferRule, finding: Finding, plan: AuditPlan) -> int | None:
    """Return what a piece brings in the basket shown under a changed offer; None when it cannot stand so."""
    offers = _with(changed, plan)
    if finding.basket is None or offer_problems(offers):
        return None
    lines = compile_offers(offers).price(finding.basket).lines
    return next(line.paid_minor // line.line.units for line in lines if line.line.sku == finding.skus[0])


def limited(finding: Finding, plan: AuditPlan) -> list[Repair]:
    """Return a limit per buyer for the offer that makes two orders cheaper than one, when that takes the advantage away."""
    if finding.basket is None or finding.other is None or not finding.offers:
        return []
    rule = next(offer for offer in plan.offers if offer.key == finding.offers[0])
    limit = rule.limits.per_order or 1
    changed = replace(rule, limits=replace(rule.limits, per_buyer=limit))
    offers = _with(changed, plan)
    again = [offer for offer in offers if not offer.needs_coupon and offer.limits.per_buyer is None]
    together = compile_offers(offers).totals(finding.basket).total_minor
    rest = _rest(finding.basket, finding.other)
    apart = compile_offers(offers).totals(finding.other).total_minor + compile_offers(again).totals(rest).total_minor
    return [Repair("limit_per_buyer", (rule.key,), finding.skus[0], together, limit)] if apart >= together else []


def _rest(whole: Basket, part: Basket) -> Basket:
    """Return what is left of a basket without another."""
    taken = {line.sku: line.units for line in part.lines}
    lines = [replace(line, units=line.units - taken.get(line.sku, 0)) for line in whole.lines]
    return replace(whole, lines=tuple(line for line in lines if line.units))


def raised_deposit(finding: Finding, plan: AuditPlan, pricer: Pricer) -> list[Repair]:
    """Return what the deposit must count for so that who paid it pays no more than who waits."""
    if finding.basket is None:
        return []
    gap = finding.amounts["presale_minor"] - finding.amounts["spot_minor"]
    applied = {outcome.offer for outcome in pricer.price(finding.basket).outcomes if outcome.applied}
    found = []
    for rule in plan.offers:
        if rule.kind is Kind.DEPOSIT and rule.key in applied:
            counts = rule.counts_minor - (-gap // finding.amounts["units"])
            total = compile_offers(_with(replace(rule, counts_minor=counts), plan)).totals(finding.basket).total_minor
            if total <= finding.amounts["spot_minor"]:
                found.append(Repair("raise_deposit", (rule.key,), finding.skus[0], total, counts, rule.counts_minor))
    return found


def _with(changed: OfferRule, plan: AuditPlan) -> Sequence[OfferRule]:
    return [changed if offer.key == changed.key else offer for offer in plan.offers]
