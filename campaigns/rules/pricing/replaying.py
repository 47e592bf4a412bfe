"""Past baskets under new offers, one after the other: limits per buyer, in all and of money are carried along."""

import numpy as np

from campaigns.rules.pricing.many import price_many, refuse_too_many
from campaigns.rules.pricing.pricer import Pricer
from campaigns.rules.pricing.table import BasketTable, Ints, ManyTotals


def replay(table: BasketTable, pricer: Pricer, buyer: Ints, turn: Ints | None = None) -> ManyTotals:
    """Price baskets one after the other; `buyer` says whose each is.

    Their order is that of `turn`, by default of their slots; equal ones stand as in the table.

    An offer is closed to an order once what the orders before it took reaches a limit: uses of this buyer, uses of all, money
    (gifts with their worth). The order that reaches the limit still gets all of it, so a limit can be passed by less than one
    order: where the last uses would have been cut short the replay gives them whole. Without such limits the same as
    `price_many`. Raises PlanError for more than 62 offers.

    Two orders of one buyer under a coupon for one order each:

    >>> from campaigns.rules.pricing import Basket, BasketLine, Kind, Limits, OfferRule, compile_offers, table_of
    >>> once = OfferRule("once", Kind.AMOUNT_OFF, value_minor=100, limits=Limits(per_buyer=1))
    >>> table = table_of([Basket((BasketLine(1, "a", 1000),), at=at) for at in (7, 3)])
    >>> replay(table, compile_offers([once]), np.array([5, 5])).total_minor.tolist()
    [1000, 900]
    """
    refuse_too_many(pricer)
    order = np.argsort(table.at if turn is None else turn, kind="stable")
    shut = np.zeros(table.length, dtype=np.int64)
    found = price_many(table, pricer)
    # Which offers are closed hangs on earlier baskets alone: whatever the rounds change, the earliest wrong basket is right
    # after the next one, so the rounds end, and they end at the one answer there is.
    while True:
        closed = _closed(found, pricer, buyer, order)
        changed = np.flatnonzero(closed != shut)
        if not changed.size:
            return found
        shut = closed
        found = _put(found, price_many(table.only(changed), pricer, shut[changed]), changed, table)


def _closed(found: ManyTotals, pricer: Pricer, buyer: Ints, order: Ints) -> Ints:
    """Return the offers (bits) closed to each basket by what was used before it."""
    closed = np.zeros(len(order), dtype=np.int64)
    by_buyer = np.argsort(buyer[order], kind="stable")
    whose = buyer[order][by_buyer]
    first = np.flatnonzero(np.append(True, whose[1:] != whose[:-1])) if len(whose) else whose
    for column, offer in enumerate(pricer.offers):
        limits = offer.rule.limits
        uses = found.uses[order, column]
        over = np.zeros(len(order), dtype=np.bool_)
        if limits.total is not None:
            over |= np.cumsum(uses) - uses >= limits.total
        if limits.money_minor is not None:
            money = (found.discounts_minor + found.worth_minor)[order, column]
            over |= np.cumsum(money) - money >= limits.money_minor
        if limits.per_buyer is not None:
            mine = uses[by_buyer]
            before = np.cumsum(mine) - mine
            before -= np.repeat(before[first], np.diff(np.append(first, len(before))))
            over[by_buyer] |= before >= limits.per_buyer
        closed[order[over]] |= offer.bit
    return closed


def _put(found: ManyTotals, part: ManyTotals, places: Ints, table: BasketTable) -> ManyTotals:
    """Write the answers to some baskets into those to all."""
    for name in ("total_minor", "list_minor", "freight_minor", "discounts_minor", "uses", "worth_minor", "payers_minor"):
        getattr(found, name)[places] = getattr(part, name)
    chosen = np.zeros(table.length, dtype=np.bool_)
    chosen[places] = True
    for name in ("line_paid_minor", "line_funded_bp"):
        getattr(found, name)[chosen[table.line_basket]] = getattr(part, name)
    return found
