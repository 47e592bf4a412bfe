"""Changes that mend a price: each was tried on the basket that shows the fault."""

from collections.abc import Sequence
from dataclasses import replace

from campaigns.rules.audit.catalogue import AuditPlan, Finding, Repair
from campaigns.rules.pricing import Basket, OfferRule, compile_offers, price_many, table_of
from campaigns.rules.pricing.offers import WHOLE_BP


def with_repairs(findings: Sequence[Finding], plan: AuditPlan) -> list[Finding]:
    """Return the findings on prices with the changes that lift that basket's price to the floor or cost, mildest first.

    Tried for each offer of the basket: to exclude the product from it, and to let it stack with no other. The mildest is the
    one that leaves the price lowest.
    """
    wanted = [place for place, finding in enumerate(findings) if finding.code in ("below_floor", "below_cost")]
    found: dict[int, list[Repair]] = {place: [] for place in wanted}
    for offer in sorted(plan.offers, key=lambda one: one.key):
        mine = [place for place in wanted if offer.key in findings[place].offers]
        for code in ("exclude_product", "forbid_stacking"):
            changed = _changed(code, offer, [findings[place].skus[0] for place in mine])
            if mine and changed is not None:
                _try(code, offer, changed, mine, findings, plan, found)
    answer = list(findings)
    for place, repairs in found.items():
        answer[place] = replace(findings[place], repairs=tuple(sorted(repairs, key=lambda one: (one.price_minor, one.code))))
    return answer


def _changed(code: str, offer: OfferRule, skus: Sequence[str]) -> OfferRule | None:
    if code == "exclude_product":
        return replace(offer, scope=replace(offer.scope, excluded_skus=offer.scope.excluded_skus | set(skus)))
    return replace(offer, stacks=False, stacks_with=frozenset()) if offer.stacks or offer.stacks_with else None


def _try(
    code: str,
    offer: OfferRule,
    changed: OfferRule,
    places: Sequence[int],
    findings: Sequence[Finding],
    plan: AuditPlan,
    found: dict[int, list[Repair]],
) -> None:
    """Price the baskets again and keep the changes that mend them.

    Products that show a fault under the same offer are excluded together; a filler of one basket may be among them, so what
    is written down is what all these changes come to.
    """
    baskets: list[Basket] = []
    for place in places:
        basket = findings[place].basket
        assert basket is not None  # noqa: S101 - every finding on a price shows its basket
        baskets.append(basket)
    table = table_of(baskets)
    answer = price_many(table, compile_offers([changed if one is offer else one for one in plan.offers]))
    for line, (number, units) in enumerate(zip(table.line_basket.tolist(), table.line_units.tolist(), strict=True)):
        finding = findings[places[number]]
        if table.products[int(table.line_product[line])][0] != finding.skus[0]:
            continue
        paid = int(answer.line_paid_minor[line])
        if finding.code == "below_cost":
            paid += int(answer.line_funded_bp[line]) // WHOLE_BP
        least = finding.amounts["floor_minor" if finding.code == "below_floor" else "cost_minor"]
        if paid >= least * units:
            found[places[number]].append(Repair(code, offer.key, finding.skus[0], paid // units))
