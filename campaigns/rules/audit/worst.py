"""The worst price of each product among the probes, and what the shop gets at worst."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from campaigns.rules.audit.bounds import lower_bounds
from campaigns.rules.audit.catalogue import Finding, Situation
from campaigns.rules.audit.probes import NOBODY, Answers, Grid, Probes, applied_keys, basket_of
from campaigns.rules.pricing import Basket, Pricer
from campaigns.rules.pricing.offers import WHOLE_BP
from campaigns.rules.pricing.table import Ints


@dataclass(frozen=True)
class Worst:
    """The worst a product can be sold at: `units` pieces of it bring `paid_minor` in `basket`.

    `offers` were applied to that basket. `bound_minor` is a price of a piece no basket at all goes below (see
    `campaigns.rules.audit.bounds`). `received_minor` is the least the shop gets for `received_units` pieces, what others
    fund of the discounts included and rounded down, in `received_basket`.
    """

    sku: str
    units: int
    paid_minor: int
    situation: Situation
    basket: Basket
    offers: tuple[str, ...]
    bound_minor: int
    received_units: int
    received_minor: int
    received_basket: Basket

    @property
    def price(self) -> Fraction:
        """What a piece brings, in minor units."""
        return Fraction(self.paid_minor, self.units)


def worst_prices(probes: Probes, found: Answers, grid: Grid, pricer: Pricer) -> list[Worst]:
    """Return the worst of each product that is sold at all, in the order of the plan's products.

    >>> from campaigns.rules.audit.auditing import audit
    >>> from campaigns.rules.audit.catalogue import AuditPlan, AuditProduct, AuditStage
    >>> from campaigns.rules.pricing import Kind, OfferRule
    >>> tenth, coupon = OfferRule("tenth", Kind.PERCENT_OFF, percent_bp=1000), OfferRule("5", Kind.COUPON, value_minor=500)
    >>> worst = audit(AuditPlan([AuditProduct("cup", {"live": 4000})], [AuditStage("live", 0, 144)], [tenth, coupon])).worst
    >>> [(one.sku, one.units, one.paid_minor, one.offers) for one in worst]
    [('cup', 1, 3100, ('tenth', '5'))]
    """
    bounds = lower_bounds(grid, pricer)
    sold = grid.price >= 0
    least = np.where(sold, bounds, np.iinfo(np.int64).max).min(axis=0) if len(grid.situations) else np.zeros(0)
    paid_rows = _least_rows(probes, found.paid * WHOLE_BP, found.other_paid * WHOLE_BP)
    received_rows = _least_rows(probes, found.paid * WHOLE_BP + found.funded, found.other_paid * WHOLE_BP + found.other_funded)
    answer = []
    for place, product in enumerate(grid.plan.products):
        if place not in paid_rows:
            continue
        row, is_first = paid_rows[place]
        got, got_first = received_rows[place]
        answer.append(
            Worst(
                sku=product.sku,
                units=int((probes.units if is_first else probes.other_units)[row]),
                paid_minor=int((found.paid if is_first else found.other_paid)[row]),
                situation=grid.situations[int(probes.situation[row])],
                basket=basket_of(probes, row, grid),
                offers=applied_keys(int(found.applied[row]), pricer),
                bound_minor=int(least[place]),
                received_units=int((probes.units if got_first else probes.other_units)[got]),
                received_minor=_received(found, got, got_first),
                received_basket=basket_of(probes, got, grid),
            )
        )
    return answer


def _received(found: Answers, row: int, is_first: bool) -> int:
    paid, funded = (found.paid, found.funded) if is_first else (found.other_paid, found.other_funded)
    return int(paid[row]) + int(funded[row]) // WHOLE_BP


def _least_rows(probes: Probes, first: Ints, second: Ints) -> dict[int, tuple[int, bool]]:
    """Return, for each product, the probe in which its pieces bring least; equal ones: the fewest pieces, then the first."""
    other = np.flatnonzero(probes.second != NOBODY)
    product = np.concatenate([probes.first, probes.second[other]])
    row = np.concatenate([np.arange(probes.length), other])
    value = np.concatenate([first / probes.units, second[other] / probes.other_units[other]])
    order = np.lexsort((row, (probes.units + probes.other_units)[row], value, product))
    places, starts = np.unique(product[order], return_index=True)
    chosen = order[starts]
    return {
        int(place): (int(row[at]), bool(at < probes.length)) for place, at in zip(places.tolist(), chosen.tolist(), strict=True)
    }


def price_findings(worst: Sequence[Worst], grid: Grid) -> list[Finding]:
    """Return the products whose worst price is below their floor, or brings the shop less than they cost.

    The platform pays half of the discount, so the shop receives 30.00 of a cup that costs it 35.00:

    >>> from campaigns.rules.audit.auditing import audit
    >>> from campaigns.rules.audit.catalogue import AuditPlan, AuditProduct, AuditStage
    >>> from campaigns.rules.pricing import Kind, OfferRule, Payer
    >>> half = OfferRule("half", Kind.PERCENT_OFF, percent_bp=5000, payers=((Payer.SHOP, 5000), (Payer.PLATFORM, 5000)))
    >>> cup = AuditProduct("cup", {"live": 4000}, cost_minor=3500)
    >>> [(one.code, one.amounts) for one in audit(AuditPlan([cup], [AuditStage("live", 0, 144)], [half])).findings]
    [('below_cost', {'received_minor': 3000, 'cost_minor': 3500, 'units': 1})]
    """
    products = {product.sku: product for product in grid.plan.products}
    found = []
    for one in worst:
        product = products[one.sku]
        if product.floor_minor is not None and one.paid_minor < product.floor_minor * one.units:
            found.append(
                Finding(
                    "below_floor",
                    (one.sku,),
                    one.offers,
                    one.situation,
                    one.basket,
                    amounts={
                        "price_minor": one.paid_minor // one.units,
                        "floor_minor": product.floor_minor,
                        "paid_minor": one.paid_minor,
                        "units": one.units,
                    },
                )
            )
        if product.cost_minor is not None and one.received_minor < product.cost_minor * one.received_units:
            found.append(
                Finding(
                    "below_cost",
                    (one.sku,),
                    one.offers,
                    one.situation,
                    one.received_basket,
                    amounts={
                        "received_minor": one.received_minor // one.received_units,
                        "cost_minor": product.cost_minor,
                        "units": one.received_units,
                    },
                )
            )
    return found
