"""Changes that mend a price: each was tried on the basket that shows the fault."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from campaigns.rules.audit.catalogue import AuditPlan, Finding, Repair
from campaigns.rules.audit.trap_repairs import limited, raised_deposit, raised_steps
from campaigns.rules.pricing import Basket, OfferRule, Pricer, compile_offers, price_many, table_of
from campaigns.rules.pricing.offers import WHOLE_BP

_FAULTS = ("below_floor", "below_cost")
_LEAST = {"below_floor": "floor_minor", "below_cost": "cost_minor"}


def with_repairs(findings: Sequence[Finding], plan: AuditPlan) -> list[Finding]:
    """Return the findings with the changes that mend the baskets shown, mildest first.

    For a price: what lifts it to the floor or cost. Tried for each offer of the basket: to exclude the product from it, and to
    let it stack with no other; where none is enough, to exclude the product from several, those that take most from it first.
    The mildest leaves the price lowest. Products that show a fault under the same offer are excluded together, so the price is
    what all these changes come to. Steps, splits and pre-sales: see `trap_repairs`.

    A cup at 40.00 with a floor of 30.00 under half off: it is left out of the offer.

    >>> from campaigns.rules.audit.auditing import audit
    >>> from campaigns.rules.audit.catalogue import AuditProduct, AuditStage
    >>> from campaigns.rules.pricing import Kind
    >>> cup, half = AuditProduct("cup", {"live": 4000}, floor_minor=3000), OfferRule("half", Kind.PERCENT_OFF, percent_bp=5000)
    >>> found = audit(AuditPlan([cup], [AuditStage("live", 0, 144)], [half])).findings[0]
    >>> found.code, [(one.code, one.offers, one.price_minor) for one in found.repairs]
    ('below_floor', [('exclude_product', ('half',), 4000)])
    """
    wanted = [place for place, finding in enumerate(findings) if finding.code in _FAULTS]
    found: dict[int, list[Repair]] = {place: [] for place in wanted}
    for offer in sorted(plan.offers, key=lambda one: one.key):
        mine = [place for place in wanted if offer.key in findings[place].offers]
        if mine:
            skus = frozenset(findings[place].skus[0] for place in mine)
            _try(
                "exclude_product",
                {offer.key: _without(offer, skus)},
                dict.fromkeys(mine, (offer.key,)),
                findings,
                plan,
                found,
            )
            alone = replace(offer, stacks=False, stacks_with=frozenset())
            if alone != offer:
                _try("forbid_stacking", {offer.key: alone}, dict.fromkeys(mine, (offer.key,)), findings, plan, found)
    _exclude_from_several(findings, plan, found)
    answer = list(findings)
    pricer = compile_offers(plan.offers)
    for place, finding in enumerate(findings):
        if finding.code in _FAULTS:
            found[place] += raised_steps(finding, plan, pricer)
        elif finding.code == "cheaper_split":
            found[place] = limited(finding, plan)
        elif finding.code == "spot_below_presale":
            found[place] = raised_deposit(finding, plan, pricer)
    for place, repairs in found.items():
        answer[place] = replace(findings[place], repairs=tuple(sorted(repairs, key=lambda one: (one.price_minor, one.code))))
    return answer


def _exclude_from_several(findings: Sequence[Finding], plan: AuditPlan, found: dict[int, list[Repair]]) -> None:
    """Exclude a product from the two, three, ... offers that take most from it, until that is enough."""
    pricer = compile_offers(plan.offers)
    takers = {place: _takers(findings[place], pricer) for place, repairs in found.items() if not repairs}
    by_key = {offer.key: offer for offer in plan.offers}
    for count in range(2, max(map(len, takers.values()), default=0) + 1):
        tried = {place: keys[:count] for place, keys in takers.items() if not found[place] and len(keys) >= count}
        skus: dict[str, set[str]] = {}
        for place, keys in tried.items():
            for key in keys:
                skus.setdefault(key, set()).add(findings[place].skus[0])
        changed = {key: _without(by_key[key], frozenset(some)) for key, some in skus.items()}
        if tried:
            _try("exclude_product", changed, tried, findings, plan, found)


def _takers(finding: Finding, pricer: Pricer) -> tuple[str, ...]:
    """Return the offers that reduce the product in the basket shown, those that take most first."""
    line = next(line for line in pricer.price(_basket(finding)).lines if line.line.sku == finding.skus[0])
    return tuple(one.offer for one in sorted(line.discounts, key=lambda one: (-one.amount_minor, one.offer)))


def _without(offer: OfferRule, skus: frozenset[str]) -> OfferRule:
    return replace(offer, scope=replace(offer.scope, excluded_skus=offer.scope.excluded_skus | skus))


def _basket(finding: Finding) -> Basket:
    assert finding.basket is not None  # noqa: S101 - every finding on a price shows its basket
    return finding.basket


def _try(
    code: str,
    changed: Mapping[str, OfferRule],
    tried: Mapping[int, tuple[str, ...]],
    findings: Sequence[Finding],
    plan: AuditPlan,
    found: dict[int, list[Repair]],
) -> None:
    """Price baskets again under changed offers and keep the changes (`tried`: their offers by finding) that mend them."""
    places = list(tried)
    table = table_of([_basket(findings[place]) for place in places])
    answer = price_many(table, compile_offers([changed.get(one.key, one) for one in plan.offers]))
    for line, (number, units) in enumerate(zip(table.line_basket.tolist(), table.line_units.tolist(), strict=True)):
        place = places[number]
        finding = findings[place]
        if table.products[int(table.line_product[line])][0] != finding.skus[0]:
            continue
        paid = int(answer.line_paid_minor[line])
        if finding.code == "below_cost":
            paid += int(answer.line_funded_bp[line]) // WHOLE_BP
        if paid >= finding.amounts[_LEAST[finding.code]] * units:
            found[place].append(Repair(code, tried[place], finding.skus[0], paid // units))
