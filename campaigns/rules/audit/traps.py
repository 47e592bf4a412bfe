"""Prices that tell a buyer to do something silly: buy more to pay less, order twice, wait instead of paying a deposit."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from campaigns.rules.audit.catalogue import Finding, Situations
from campaigns.rules.audit.fillers import is_single
from campaigns.rules.audit.probes import NOBODY, Answers, Grid, Probes, alone, answers, applied_keys, basket_of
from campaigns.rules.pricing import Pricer, compile_offers
from campaigns.rules.pricing.table import Ints


@dataclass(frozen=True)
class Alone:
    """Totals of products alone: [situation, product, pieces - 1], and the offers applied. `most` pieces at most."""

    total: Ints
    applied: Ints
    most: int

    def of(self, situation: Ints, product: Ints, units: Ints) -> tuple[Ints, Ints]:
        """Return totals and applied offers; `units` must not be above `most`."""
        return self.total[situation, product, units - 1], self.applied[situation, product, units - 1]


def alone_totals(probes: Probes, found: Answers, grid: Grid, most: int) -> Alone:
    """Lay the answers of products alone out."""
    shape = (*grid.price.shape, most)
    total, applied = np.full(shape, NOBODY, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    rows = np.flatnonzero(is_single(probes) & (probes.units <= most))
    at = probes.situation[rows], probes.first[rows], probes.units[rows] - 1
    total[at], applied[at] = found.total[rows], found.applied[rows]
    return Alone(total, applied, most)


def more_costs_less(probes: Probes, found: Answers, singles: Alone, grid: Grid, pricer: Pricer) -> list[Finding]:
    """Return where more in the basket costs less: a piece more of one product, or another product beside it.

    One finding for each set of offers that come in with the larger basket: the one that saves most. `amounts`: both totals.
    """
    smaller: list[tuple[Ints, Ints, Ints]] = []  # row of the larger basket, total and offers of the smaller one
    single = is_single(probes)
    for fewer in range(1, singles.most):
        rows = np.flatnonzero(single & (probes.units > fewer) & (probes.units <= singles.most))
        smaller.append((rows, *singles.of(probes.situation[rows], probes.first[rows], np.full(len(rows), fewer))))
    for product, units in ((probes.first, probes.units), (probes.second, probes.other_units)):
        rows = np.flatnonzero(~single & (units <= singles.most))
        smaller.append((rows, *singles.of(probes.situation[rows], product[rows], units[rows])))
    rows = np.concatenate([part[0] for part in smaller])
    less = np.concatenate([part[1] for part in smaller])
    before = np.concatenate([part[2] for part in smaller])
    drop = less - found.total[rows]
    came = found.applied[rows] & ~before
    answer = []
    for at, cases in _worst_of(drop, came, probes.units[rows] + probes.other_units[rows]):
        row = int(rows[at])
        amounts = {"smaller_minor": int(less[at]), "larger_minor": int(found.total[row]), "saves_minor": int(drop[at])}
        answer.append(_finding("more_costs_less", row, int(came[at]), probes, grid, pricer, amounts, cases))
    return answer


def cheaper_split(probes: Probes, found: Answers, singles: Alone, grid: Grid, pricer: Pricer) -> list[Finding]:
    """Return where a basket is cheaper as two orders: pieces of one product parted, or two products ordered apart.

    In the second order no coupon and no offer limited per buyer is given again. Freight is paid twice.
    """
    again = second_orders(grid, singles)
    single = is_single(probes)
    parts: list[tuple[Ints, Ints]] = []
    for units in range(2, singles.most + 1):
        rows = np.flatnonzero(single & (probes.units == units))
        where, product = probes.situation[rows], probes.first[rows]
        for some in range(1, units):
            once = singles.total[where, product, some - 1] + again[where, product, units - some - 1]
            parts.append((rows, once))
    rows = np.flatnonzero(~single & (probes.units <= singles.most) & (probes.other_units <= singles.most))
    where, one, two = probes.situation[rows], probes.first[rows], probes.second[rows]
    n, m = probes.units[rows] - 1, probes.other_units[rows] - 1
    parts.append((rows, singles.total[where, one, n] + again[where, two, m]))
    parts.append((rows, again[where, one, n] + singles.total[where, two, m]))
    rows, split = (np.concatenate(part) for part in zip(*parts, strict=True))
    drop = found.total[rows] - split
    answer = []
    for at, cases in _worst_of(drop, found.applied[rows], probes.units[rows] + probes.other_units[rows]):
        row = int(rows[at])
        amounts = {"together_minor": int(found.total[row]), "apart_minor": int(split[at]), "saves_minor": int(drop[at])}
        answer.append(_finding("cheaper_split", row, int(found.applied[row]), probes, grid, pricer, amounts, cases))
    return answer


def second_orders(grid: Grid, singles: Alone) -> Ints:
    """Return the totals of products alone for a buyer who has used their coupons and their limited offers already."""
    left = [offer for offer in grid.plan.offers if not offer.needs_coupon and offer.limits.per_buyer is None]
    if len(left) == len(grid.plan.offers):
        return singles.total
    probes = alone(grid, singles.most)
    return alone_totals(probes, answers(probes, grid, compile_offers(left)), grid, singles.most).total


def spot_below_presale(found: Situations, singles: Alone, grid: Grid) -> list[Finding]:
    """Return where a buyer who paid a deposit pays more than the same buyer, with the same coupons, who waits.

    Compared are the cheapest pre-sale moment and the cheapest later one, for 1 piece up to the most tried; one finding a
    product. Deposits are part of both totals.
    """
    best: dict[int, tuple[int, int, int, int, int]] = {}
    for before, after in _waits(found):
        early, early_at = _cheapest(singles, before)
        late, late_at = _cheapest(singles, after)
        gap = np.where((early >= 0) & (late >= 0), early - late, 0)
        for product, units in zip(*np.nonzero(gap > 0), strict=True):
            case = int(gap[product, units]), int(units), int(early_at[product, units]), int(late_at[product, units])
            if product not in best or case[0] > best[int(product)][0]:
                best[int(product)] = (*case, int(early[product, units]))
    answer = []
    for product, (gap_minor, units, early_place, late_place, total) in sorted(best.items()):
        one = Probes(*(np.array([value]) for value in (early_place, product, units + 1, NOBODY, 0)))
        other = Probes(*(np.array([value]) for value in (late_place, product, units + 1, NOBODY, 0)))
        answer.append(
            Finding(
                "spot_below_presale",
                (grid.plan.products[product].sku,),
                situation=grid.situations[early_place],
                basket=basket_of(one, 0, grid),
                other=basket_of(other, 0, grid),
                amounts={"presale_minor": total, "spot_minor": total - gap_minor, "units": units + 1},
            )
        )
    return answer


def _waits(found: Situations) -> Iterator[tuple[list[int], list[int]]]:
    """Yield, for each buyer, their pre-sale situations and their later ones that are none (places among the distinct)."""
    buyers: dict[tuple[str, frozenset[str]], tuple[dict[int, int], dict[int, int]]] = {}
    for situation, place in zip(found.reachable, found.like, strict=True):
        early, late = buyers.setdefault((situation.buyer_tier, situation.coupons), ({}, {}))
        if situation.stage.presale:
            early[place] = min(situation.at, early.get(place, situation.at))
        else:
            late[place] = max(situation.at, late.get(place, situation.at))
    seen = set()
    for early, late in buyers.values():
        if early and late:
            start = min(early.values())
            pair = tuple(early), tuple(place for place, at in late.items() if at > start)
            if pair not in seen:
                seen.add(pair)
                yield list(pair[0]), list(pair[1])


def _cheapest(singles: Alone, places: list[int]) -> tuple[Ints, Ints]:
    """Return the lowest total over situations, [product, pieces - 1], and where; below 0: sold in none."""
    totals = singles.total[places]
    never = np.iinfo(np.int64).max
    known = np.where(totals < 0, never, totals)
    lowest = known.min(axis=0, initial=never)
    if not places:
        return np.full(lowest.shape, NOBODY, dtype=np.int64), np.zeros(lowest.shape, dtype=np.int64)
    where = np.array(places, dtype=np.int64)[known.argmin(axis=0)]
    return np.where(lowest == never, NOBODY, lowest), where


def _worst_of(drop: Ints, key: Ints, pieces: Ints) -> Iterable[tuple[int, int]]:
    """Yield the place of the largest drop above zero for each key, and how many there are; fewest pieces first, then order."""
    rows = np.flatnonzero(drop > 0)
    order = rows[np.lexsort((rows, pieces[rows], -drop[rows], key[rows]))]
    _keys, starts, counts = np.unique(key[order], return_index=True, return_counts=True)
    return zip(order[starts].tolist(), counts.tolist(), strict=True)


def _finding(
    code: str, row: int, bits: int, probes: Probes, grid: Grid, pricer: Pricer, amounts: dict[str, int], cases: int
) -> Finding:
    places = [int(probes.first[row]), int(probes.second[row])]
    return Finding(
        code,
        tuple(grid.plan.products[place].sku for place in places if place != NOBODY),
        applied_keys(bits, pricer),
        grid.situations[int(probes.situation[row])],
        basket_of(probes, row, grid),
        amounts=amounts,
        cases=cases,
    )
