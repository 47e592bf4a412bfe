"""Offers that no buyer can ever get, and why."""

from collections.abc import Iterator

from campaigns.rules.audit.catalogue import AuditPlan, AuditProduct, Finding, Situation, line_of
from campaigns.rules.pricing import Basket, Kind, Level, OfferRule, Outcome, Pricer, Reason

MOST_PIECES = 50  # an order larger than this is taken for out of reach
_TRIED = 3  # products tried from each end of the prices


def never_applied(plan: AuditPlan, reachable: tuple[Situation, ...], pricer: Pricer, applied: int) -> list[Finding]:
    """Return a finding for each offer nobody can get; `applied` are the offers (bits) seen applied in some basket already.

    Codes: `window_outside_sale`, `no_buyer_in_tier`, `coupon_not_given`, `scope_empty`, `no_product_sold`, `never_applies`
    with the reason of the best basket that was tried: up to 50 pieces of one of the dearest or cheapest products in scope, in
    every situation. So `never_applies` is a proof for offers on a single product, and a strong hint for others.

    An offer for gold buyers where the plan has none:

    >>> from campaigns.rules.audit.catalogue import AuditStage, situations
    >>> from campaigns.rules.pricing import compile_offers
    >>> rule = OfferRule("gold", Kind.PERCENT_OFF, percent_bp=1000, buyer_tiers=frozenset({"gold"}))
    >>> plan = AuditPlan([AuditProduct("cup", {"live": 4000})], [AuditStage("live", 0, 144)], [rule])
    >>> pricer = compile_offers([rule])
    >>> [(one.code, one.values) for one in never_applied(plan, situations(plan, pricer).reachable, pricer, 0)]
    [('no_buyer_in_tier', {'tiers': 'gold'})]
    """
    found = []
    for offer in pricer.offers:
        if applied & offer.bit:
            continue
        finding = _out_of_reach(offer.rule, plan) or _refused(offer.rule, plan, reachable, pricer)
        if finding:
            found.append(finding)
    return found


def _out_of_reach(rule: OfferRule, plan: AuditPlan) -> Finding | None:
    """Tell what keeps an offer from every basket, without looking at one."""
    key = (rule.key,)
    if not any(_overlaps(rule, stage.start, stage.end) for stage in plan.stages):
        return Finding("window_outside_sale", offers=key)
    if rule.buyer_tiers and not rule.buyer_tiers & set(plan.buyer_tiers):
        return Finding("no_buyer_in_tier", offers=key, values={"tiers": ", ".join(sorted(rule.buyer_tiers))})
    if rule.needs_coupon and rule.key not in plan.held:
        return Finding("coupon_not_given", offers=key)
    mine = _in_scope(rule, plan)
    if not mine:
        return Finding("scope_empty", offers=key)
    stages = [stage.name for stage in plan.stages if _overlaps(rule, stage.start, stage.end)]
    if not any(name in product.prices for product in mine for name in stages):
        return Finding("no_product_sold", tuple(product.sku for product in mine), key)
    return None


def _refused(rule: OfferRule, plan: AuditPlan, reachable: tuple[Situation, ...], pricer: Pricer) -> Finding | None:
    """Try large baskets of single products; None when one of them gets the offer, else the finding with the last reason."""
    best: tuple[int, Outcome, Basket, Situation] | None = None
    seen: set[tuple[str, int]] = set()
    for situation in reachable:
        live = pricer.situation(situation.buyer_tier, situation.at) & pricer.held(situation.coupons)
        if (situation.stage.name, live) in seen or not live >> pricer.keys.index(rule.key) & 1:
            continue
        seen.add((situation.stage.name, live))
        for basket in _baskets(rule, plan, situation):
            outcome = pricer.price(basket).outcome(rule.key)
            if outcome.applied:
                return None
            rank = _RANK.get(outcome.reason, 0)
            if best is None or rank > best[0]:
                best = rank, outcome, basket, situation
    if best is None:
        return None
    _rank, outcome, basket, situation = best
    values: dict[str, str | int] = {"reason": outcome.reason.value, **outcome.values}
    return Finding("never_applies", offers=(rule.key,), situation=situation, basket=basket, values=values)


_RANK = {
    Reason.MINIMUM_AMOUNT: 1,
    Reason.MINIMUM_UNITS: 1,
    Reason.NO_DEPOSIT: 2,
    Reason.NOTHING_LEFT: 3,
    Reason.BUDGET: 4,
    Reason.DOES_NOT_STACK: 5,
    Reason.EXCLUDED: 6,
}


def _baskets(rule: OfferRule, plan: AuditPlan, situation: Situation) -> Iterator[Basket]:
    """Yield baskets that come close to an offer: few and many pieces of its cheapest and dearest products."""
    stage = situation.stage.name
    mine = sorted((product for product in _in_scope(rule, plan) if stage in product.prices), key=lambda one: one.prices[stage])
    ends = {product.sku: product for product in [*mine[:_TRIED], *mine[-_TRIED:]]}
    if rule.kind is Kind.DEPOSIT:
        with_deposit = [product for product in mine if product.deposit_minor >= rule.deposit_minor]
        ends |= {product.sku: product for product in with_deposit[-1:]}
    for product in ends.values():
        for units in sorted({1, max(1, rule.minimum_units), rule.buy_units + rule.get_units or 1, 5, MOST_PIECES}):
            line = line_of(product, situation, 1, units)
            freight = max(plan.freight_minor, 1) if rule.kind is Kind.FREE_SHIPPING else plan.freight_minor
            yield Basket((line,), situation.buyer_tier, situation.at, situation.coupons, freight)


def _in_scope(rule: OfferRule, plan: AuditPlan) -> list[AuditProduct]:
    return [
        product
        for product in plan.products
        if rule.scope.holds(sku=product.sku, tier=product.tier, category=product.category, shop=product.shop)
    ]


def _overlaps(rule: OfferRule, start: int, end: int) -> bool:
    return (rule.start is None or rule.start < end) and (rule.end is None or start < rule.end) and start < end


def contradictions(plan: AuditPlan) -> list[Finding]:
    """Return what in the offers speaks against each other or against the prices.

    Codes: `stacks_one_sided` (one allows the other, which refuses), `stacks_with_unknown`, `decided_by_name` (two that exclude
    each other with the same priority: only their keys decide), `two_fixed_prices` (only the lower one counts),
    `gives_more_than_price` (an amount off a piece that is not dearer; `value` is the lowest price), `fixed_above_price` (a
    fixed price that is no reduction).

    >>> from campaigns.rules.audit.catalogue import AuditStage
    >>> rule = OfferRule("off", Kind.AMOUNT_OFF, value_minor=5000)
    >>> plan = AuditPlan([AuditProduct("cup", {"live": 4000})], [AuditStage("live", 0, 144)], [rule])
    >>> [(one.code, one.skus, one.amounts) for one in contradictions(plan)]
    [('gives_more_than_price', ('cup',), {'price_minor': 4000, 'value_minor': 5000})]
    """
    return [*_stacking(plan), *_against_prices(plan)]


def _stacking(plan: AuditPlan) -> Iterator[Finding]:
    by_key = {offer.key: offer for offer in plan.offers}
    for one in sorted(plan.offers, key=lambda offer: offer.key):
        for name in sorted(one.stacks_with - {one.key}):
            other = by_key.get(name)
            if other is None:
                yield Finding("stacks_with_unknown", offers=(one.key,), values={"with": name})
            elif not other.stacks and one.key not in other.stacks_with:
                yield Finding("stacks_one_sided", offers=(one.key, name))
        for other in sorted(plan.offers, key=lambda offer: offer.key):
            if one.key < other.key and _meet(one, other, plan):
                yield from _pair(one, other)


def _pair(one: OfferRule, other: OfferRule) -> Iterator[Finding]:
    keys = (one.key, other.key)
    same_turn = (one.level, one.priority, one.kind) == (other.level, other.priority, other.kind)
    grouped = bool(one.group) and one.group == other.group
    apart = not (one.stacks or other.key in one.stacks_with) or not (other.stacks or one.key in other.stacks_with)
    by_priority = grouped and one.group_choice.value == "priority"
    if same_turn and (by_priority or (apart and not grouped and one.level is not Level.EXTRA)):
        yield Finding("decided_by_name", offers=keys)
    if one.kind is other.kind is Kind.FIXED_PRICE and not grouped and not apart:
        yield Finding("two_fixed_prices", offers=keys)


def _meet(one: OfferRule, other: OfferRule, plan: AuditPlan) -> bool:
    """Tell whether some buyer can meet both on one product."""
    start = max(one.start or 0, other.start or 0)
    ends = [end for end in (one.end, other.end) if end is not None]
    if ends and min(ends) <= start:
        return False
    if one.buyer_tiers and other.buyer_tiers and not one.buyer_tiers & other.buyer_tiers:
        return False
    others = {product.sku for product in _in_scope(other, plan)}
    return any(product.sku in others for product in _in_scope(one, plan))


def _against_prices(plan: AuditPlan) -> Iterator[Finding]:
    for rule in sorted(plan.offers, key=lambda offer: offer.key):
        if rule.kind not in (Kind.AMOUNT_OFF, Kind.FIXED_PRICE):
            continue
        stages = [stage.name for stage in plan.stages if _overlaps(rule, stage.start, stage.end)]
        for product in _in_scope(rule, plan):
            prices = [product.prices[name] for name in stages if name in product.prices]
            if not prices:
                continue
            amounts = {"price_minor": min(prices), "value_minor": rule.value_minor}
            if rule.kind is Kind.AMOUNT_OFF and rule.value_minor >= min(prices):
                yield Finding("gives_more_than_price", (product.sku,), (rule.key,), amounts=amounts)
            if rule.kind is Kind.FIXED_PRICE and rule.value_minor >= max(prices):
                yield Finding("fixed_above_price", (product.sku,), (rule.key,), amounts=amounts)
