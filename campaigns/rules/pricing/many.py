"""Price many baskets at once, sums alone: the same answer as `Pricer.totals` for each, on arrays."""

import math
from collections.abc import Iterator, Sequence
from itertools import product
from typing import NamedTuple

import numpy as np

from campaigns.rules.pricing.columns import Sheet, added, firsts, take_turn
from campaigns.rules.pricing.compiled import CompiledOffer
from campaigns.rules.pricing.offers import WHOLE_BP, GroupChoice, Payer
from campaigns.rules.pricing.pricer import Pricer
from campaigns.rules.pricing.table import BasketTable, Bools, Ints, ManyTotals
from campaigns.rules.problems import PlanError, Problem

AT_ONCE = 20_000  # baskets; more at once is no faster and takes memory for every choice of every group
MOST_PIECES = 1_000  # of one basket; more are priced one basket at a time
MOST_MINOR = 3_000_000_000  # the product of two such amounts still fits into 64 bits
MOST_OFFERS = 62  # one bit each
_PAYERS = list(Payer)


class _Sorted(NamedTuple):
    """Lines by basket and, in it, in the order they are worked in; `place` is where they stand in the table."""

    place: Ints
    basket: Ints
    sku: Ints
    price: Ints
    units: Ints
    deposit: Ints
    scope: Ints


class _Way(NamedTuple):
    """What one choice came to for the baskets that could take it."""

    chosen: tuple[CompiledOffer | None, ...]
    places: Ints
    cost: Ints
    freight: Ints
    gains: Ints  # discount, uses, worth: one table each, a row a basket, a column an offer
    lines: Ints  # the lines that take part, and what was paid for and funded by others on each
    paid: Ints
    funded: Ints


class _Answer(NamedTuple):
    """What is written down chunk by chunk."""

    gains: Ints
    freight: Ints
    line_paid: Ints
    line_funded: Ints


def price_many(table: BasketTable, pricer: Pricer, shut: Ints | None = None) -> ManyTotals:
    """Price every basket of a table; columns of offers stand in the order of `pricer.keys`.

    Limits and budgets hold for each basket by itself, as if nothing had been used before; `campaigns.rules.pricing.replaying`
    carries them from basket to basket. `shut` are offers (bits) that are closed to each basket, at most 62 of them. Raises
    ValueError for an empty basket and for a line that cannot be.

    >>> from campaigns.rules.pricing import Basket, BasketLine, Kind, OfferRule, compile_offers, table_of
    >>> table = table_of([Basket((BasketLine(1, "a", price),)) for price in (1000, 3000)])
    >>> price_many(table, compile_offers([OfferRule("half", Kind.PERCENT_OFF, percent_bp=5000)])).total_minor.tolist()
    [500, 1500]
    """
    count, width = table.length, len(pricer.offers)
    _check(table)
    lines = _sorted_lines(table, pricer, shut)
    listed = added(lines.basket, lines.price * lines.units, count)
    pieces = added(lines.basket, lines.units, count)
    answer = _Answer(
        np.zeros((3, count, width), dtype=np.int64),
        np.zeros(count, dtype=np.int64),
        np.zeros(len(lines.basket), dtype=np.int64),
        np.zeros(len(lines.basket), dtype=np.int64),
    )
    odd = (pieces > MOST_PIECES) | (listed > MOST_MINOR) | (width > MOST_OFFERS)
    ways = math.prod(len(members) + 1 for members in _groups(pricer.offers))
    for places in _chunks(np.flatnonzero(~odd), max(1, AT_ONCE * 4 // (ways + 3))):
        _price_chunk(places, lines, table.freight, pricer, answer)
    for place in np.flatnonzero(odd).tolist():
        _price_one(place, table, pricer if shut is None else _without(pricer, int(shut[place])), answer, pricer.keys)
    discounts, uses, worth = answer.gains
    total = listed + table.freight - discounts.sum(axis=1)
    return ManyTotals(
        pricer.keys,
        total,
        listed,
        answer.freight,
        discounts,
        uses,
        worth,
        _payers(discounts, pricer),
        answer.line_paid,
        answer.line_funded,
    )


def refuse_too_many(pricer: Pricer) -> None:
    """Refuse more offers than there are bits, for who needs them all in one number. Raises PlanError `too_many_offers`."""
    count = len(pricer.offers)
    if count > MOST_OFFERS:
        raise PlanError(Problem("too_many_offers", "", {"count": count, "most": MOST_OFFERS}))


def _check(table: BasketTable) -> None:
    """Refuse what no basket can be."""
    wrong = (table.line_price < 0) | (table.line_units <= 0)
    wrong |= (table.line_deposit < 0) | (table.line_deposit > table.line_price)
    if wrong.any():
        raise ValueError(f"Line {int(wrong.argmax())} of the table is no line of a basket.")
    if (np.bincount(table.line_basket, minlength=table.length) == 0).any():
        raise ValueError("A basket of the table has no lines.")


def _sorted_lines(table: BasketTable, pricer: Pricer, shut: Ints | None) -> _Sorted:
    """Sort lines as `Pricer` does and find the live offers (bits) of each."""
    names = sorted({product[0] for product in table.products})
    rank = {name: place for place, name in enumerate(names)}
    sku = np.array([rank[product[0]] for product in table.products], dtype=np.int64)[table.line_product]
    # Beyond 62 offers the bits do not fit; then every basket is priced by itself and the scope is not read.
    fits = len(pricer.offers) <= MOST_OFFERS
    of_product = np.array([pricer.scope_of(product) if fits else 0 for product in table.products], dtype=np.int64)
    scope = of_product[table.line_product]
    order = np.lexsort((table.line_no, scope, table.line_units, table.line_deposit, table.line_price, sku, table.line_basket))
    live = _live(table, pricer) if fits else np.zeros(table.length, dtype=np.int64)
    if shut is not None:
        live = live & ~shut
    basket = table.line_basket[order]
    return _Sorted(
        order,
        basket,
        sku[order],
        table.line_price[order],
        table.line_units[order],
        table.line_deposit[order],
        scope[order] & live[basket],
    )


def _live(table: BasketTable, pricer: Pricer) -> Ints:
    """Return the offers (bits) open to each basket: window, buyer, coupon."""
    spans, first, span = np.unique(
        np.searchsorted(np.array(pricer.bounds, dtype=np.int64), table.at, side="right"), return_index=True, return_inverse=True
    )
    open_to = np.array(
        [[pricer.situation(tier, int(table.at[at])) for at in first] for tier in table.tiers], dtype=np.int64
    ).reshape(len(table.tiers), len(spans))
    held = np.array([pricer.held(coupons) for coupons in table.coupons], dtype=np.int64)
    found: Ints = open_to[table.tier, span] & held[table.held]
    return found


def _chunks(places: Ints, size: int) -> Iterator[Ints]:
    for start in range(0, len(places), size):
        yield places[start : start + size]


def _price_chunk(places: Ints, lines: _Sorted, freight_due: Ints, pricer: Pricer, answer: _Answer) -> None:
    """Try all choices of the groups on some baskets and write down the best of each."""
    begin, end = np.searchsorted(lines.basket, [places[0], places[-1] + 1])
    inside = np.zeros(len(freight_due), dtype=np.bool_)
    inside[places] = True
    mine = np.arange(begin, end)[inside[lines.basket[begin:end]]]
    local = _Sorted(*(column[mine] for column in lines))
    basket = np.cumsum(firsts(local.basket)) - 1
    local = local._replace(basket=basket)
    live = np.bitwise_or.reduceat(local.scope, np.flatnonzero(firsts(basket)))
    groups = _groups(pricer.offers)
    ways = [
        _try(chosen, groups, local, live, freight_due[places], pricer.offers)
        for chosen in product(*([None, *members] for members in groups))
    ]
    best = _best(ways, groups, live)
    for number, way in enumerate(ways):
        rows = best[way.places] == number
        to = places[way.places[rows]]
        answer.gains[:, to, :] = way.gains[:, rows, :]
        answer.freight[to] = way.freight[rows]
        chosen = best[basket[way.lines]] == number
        at = local.place[way.lines[chosen]]
        answer.line_paid[at] = way.paid[chosen]
        answer.line_funded[at] = way.funded[chosen]


def _groups(offers: Sequence[CompiledOffer]) -> list[list[CompiledOffer]]:
    """Return the groups of which the best is taken, by name."""
    found: dict[str, list[CompiledOffer]] = {}
    for offer in offers:
        if offer.rule.group and offer.rule.group_choice is GroupChoice.BEST:
            found.setdefault(offer.rule.group, []).append(offer)
    return [members for _name, members in sorted(found.items())]


def _try(
    chosen: tuple[CompiledOffer | None, ...],
    groups: Sequence[Sequence[CompiledOffer]],
    lines: _Sorted,
    live: Ints,
    freight: Ints,
    offers: Sequence[CompiledOffer],
) -> _Way:
    """Take one choice with all baskets that have it: the offer is live, or, for None, nothing of the group is."""
    able = np.ones(len(live), dtype=np.bool_)
    for offer, members in zip(chosen, groups, strict=True):
        bits = offer.bit if offer else sum(member.bit for member in members)
        able &= (live & bits != 0) if offer else (live & bits == 0)
    places = np.flatnonzero(able)
    gains = np.zeros((3, len(places), len(offers)), dtype=np.int64)
    if not len(places):
        return _Way(chosen, places, places, places, gains, places, places, places)
    kept = able[lines.basket]
    renamed = np.cumsum(able) - 1
    sheet = Sheet(
        count=len(places),
        basket=renamed[lines.basket[kept]],
        sku=lines.sku[kept],
        price=lines.price[kept],
        units=lines.units[kept],
        deposit=lines.deposit[kept],
        scope=lines.scope[kept],
        freight=freight[places],
    )
    shut = {member.index for members in groups for member in members} - {offer.index for offer in chosen if offer}
    for offer in offers:
        if offer.index not in shut:
            gain = take_turn(offer, sheet)
            gains[:, :, offer.index] = gain.discount, gain.uses, gain.worth
    return _Way(chosen, places, sheet.cost, sheet.freight, gains, np.flatnonzero(kept), sheet.paid, sheet.funded)


def _best(ways: Sequence[_Way], groups: Sequence[Sequence[CompiledOffer]], live: Ints) -> Ints:
    """Return the number of the best way of each basket; see `choosing.best_run`."""
    if len(ways) == 1:
        return np.zeros(len(live), dtype=np.int64)
    never = np.iinfo(np.int64).max
    cost = np.full((len(ways), len(live)), never, dtype=np.int64)
    applied = np.zeros((len(ways), len(groups), len(live)), dtype=np.bool_)
    for number, way in enumerate(ways):
        cost[number, way.places] = way.cost
        for place, offer in enumerate(way.chosen):
            if offer:
                applied[number, place, way.places] = way.gains[1, :, offer.index] > 0
    fair = np.where(_in_the_way(ways, groups, applied), never, cost)
    some = fair.min(axis=0) < never
    found: Ints = np.where(some, fair.argmin(axis=0), cost.argmin(axis=0))
    return found


def _in_the_way(ways: Sequence[_Way], groups: Sequence[Sequence[CompiledOffer]], applied: Bools) -> Bools:
    """Tell of which choices a candidate is not applied where another of its group would be."""
    numbers = {way.chosen: number for number, way in enumerate(ways)}
    found = np.zeros((len(ways), applied.shape[2]), dtype=np.bool_)
    for number, way in enumerate(ways):
        for place, offer in enumerate(way.chosen):
            if offer is None:
                continue
            for other in groups[place]:
                if other is not offer:
                    swap = numbers[(*way.chosen[:place], other, *way.chosen[place + 1 :])]
                    found[number] |= applied[swap, place] & ~applied[number, place]
    return found


def _without(pricer: Pricer, shut: int) -> Pricer:
    return Pricer([offer.rule for offer in pricer.offers if not shut >> offer.index & 1])


def _price_one(place: int, table: BasketTable, pricer: Pricer, answer: _Answer, keys: Sequence[str]) -> None:
    """Price a basket that does not fit into columns."""
    found = pricer.price(table.basket(place))
    answer.freight[place] = found.freight_minor
    for outcome in found.outcomes:
        answer.gains[:, place, keys.index(outcome.offer)] = outcome.discount_minor, outcome.uses, outcome.worth_minor
    funded = {offer.rule.key: offer.funded_bp for offer in pricer.offers}
    paid = {line.line.line_no: line for line in found.lines}
    for at in np.flatnonzero(table.line_basket == place).tolist():
        line = paid[int(table.line_no[at])]
        answer.line_paid[at] = line.paid_minor
        answer.line_funded[at] = sum(discount.amount_minor * funded[discount.offer] for discount in line.discounts)


def _payers(discounts: Ints, pricer: Pricer) -> Ints:
    """Split every discount over its payers by largest remainder, equal ones in the order of `Payer`."""
    found = np.zeros((len(discounts), len(_PAYERS)), dtype=np.int64)
    for column, offer in enumerate(pricer.offers):
        amount = discounts[:, column]
        shares = dict(offer.rule.payers)
        bp = np.array([shares.get(payer, 0) for payer in _PAYERS], dtype=np.int64)
        if bp.max() == WHOLE_BP:
            found[:, int(bp.argmax())] += amount
            continue
        whole, rest = np.divmod(amount, WHOLE_BP)
        parts, rests = np.divmod(rest[:, None] * bp, WHOLE_BP)
        left = rest - parts.sum(axis=1)
        places = np.argsort(np.argsort(-rests, axis=1, kind="stable"), axis=1, kind="stable")
        found += whole[:, None] * bp + parts + (places < left[:, None])
    return found
