"""Prices that tell a buyer to do something silly: buy more to pay less, order twice, wait instead of paying a deposit."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from campaigns.rules.audit.catalogue import Finding, Situations
from campaigns.rules.audit.fillers import is_single
from campaigns.rules.audit.probes import NOBODY, Answers, Grid, Probes, alone, answers, basket_of
from campaigns.rules.pricing import Pricer, compile_offers
from campaigns.rules.pricing.table import Ints


@dataclass(frozen=True)
class Alone:
    """Answers to products alone: `row[situation, product, pieces - 1]` is the place in `found`; below 0: not sold."""

    found: Answers
    row: Ints

    @property
    def most(self) -> int:
        """The most pieces of a product."""
        return int(self.row.shape[2])

    @property
    def total(self) -> Ints:
        """Totals by [situation, product, pieces - 1]; below 0: not sold."""
        known: Ints = np.where(self.row < 0, NOBODY, self.found.total[self.row])
        return known


def alone_answers(probes: Probes, found: Answers, grid: Grid, most: int) -> Alone:
    """Lay the answers to products alone out, up to so many pieces."""
    row = np.full((*grid.price.shape, most), NOBODY, dtype=np.int64)
    rows = np.flatnonzero(is_single(probes) & (probes.units <= most))
    row[probes.situation[rows], probes.first[rows], probes.units[rows] - 1] = rows
    return Alone(found, row)


def more_costs_less(probes: Probes, found: Answers, singles: Alone, grid: Grid, pricer: Pricer) -> list[Finding]:
    """Return where more in the basket costs less: more pieces of one product, or another product beside it.

    One finding for each offer that is the cause (it gives most more), the case that saves most; `offers` are all that give
    more, the cause first. `amounts`: both totals.

    From 100 on 40 less: the pot at 99.00 costs 60.00 with a spoon at 1.00 beside it.

    >>> from campaigns.rules.audit.auditing import audit
    >>> from campaigns.rules.audit.catalogue import AuditPlan, AuditProduct, AuditStage
    >>> from campaigns.rules.pricing import Kind, OfferRule, Step
    >>> spend = OfferRule("spend", Kind.SPEND_AND_SAVE, steps=(Step(10000, 4000),))
    >>> goods = [AuditProduct("pot", {"live": 9900}), AuditProduct("spoon", {"live": 100})]
    >>> found = audit(AuditPlan(goods, [AuditStage("live", 0, 144)], [spend])).findings
    >>> [one.amounts for one in found if one.code == "more_costs_less"][0]
    {'smaller_minor': 9900, 'larger_minor': 6000, 'saves_minor': 3900}
    """
    pairs: list[tuple[Ints, Ints]] = []  # rows of the larger and of the smaller basket
    single = is_single(probes)
    for fewer in range(1, singles.most):
        rows = np.flatnonzero(single & (probes.units > fewer) & (probes.units <= singles.most))
        pairs.append((rows, singles.row[probes.situation[rows], probes.first[rows], fewer - 1]))
    for product, units in ((probes.first, probes.units), (probes.second, probes.other_units)):
        rows = np.flatnonzero(~single & (units <= singles.most))
        pairs.append((rows, singles.row[probes.situation[rows], product[rows], units[rows] - 1]))
    large = np.concatenate([pair[0] for pair in pairs])
    small = np.concatenate([pair[1] for pair in pairs])
    cheaper = found.total[large] < found.total[small]
    large, small = large[cheaper], small[cheaper]
    drop = found.total[small] - found.total[large]
    gain = found.discounts[large] - found.discounts[small]
    answer = []
    for at, cases in _worst_of(drop, gain, probes.units[large] + probes.other_units[large]):
        row = int(large[at])
        amounts = {
            "smaller_minor": int(found.total[small[at]]),
            "larger_minor": int(found.total[row]),
            "saves_minor": int(drop[at]),
        }
        finding = _finding("more_costs_less", row, gain[at], probes, grid, pricer, amounts, cases)
        answer.append(replace(finding, other=basket_of(probes, int(small[at]), grid)))
    return answer


def cheaper_split(probes: Probes, found: Answers, singles: Alone, grid: Grid, pricer: Pricer) -> list[Finding]:
    """Return where a basket is cheaper as two orders: pieces of one product parted, or two products ordered apart.

    In the second order no coupon and no offer limited per buyer is given again. Freight is paid twice. One finding for each
    offer that is the cause (it gives most more to the parts), the case that saves most.

    50 less 10, once an order: two cups at 50.00 are cheaper as two orders.

    >>> from campaigns.rules.audit.auditing import audit
    >>> from campaigns.rules.audit.catalogue import AuditPlan, AuditProduct, AuditStage
    >>> from campaigns.rules.pricing import Kind, OfferRule, Step
    >>> spend = OfferRule("spend", Kind.SPEND_AND_SAVE, steps=(Step(5000, 1000),))
    >>> found = audit(AuditPlan([AuditProduct("cup", {"live": 5000})], [AuditStage("live", 0, 144)], [spend])).findings
    >>> [(one.amounts["together_minor"], one.amounts["apart_minor"]) for one in found if one.code == "cheaper_split"][0]
    (9000, 8000)
    """
    again = second_orders(grid, singles, pricer)
    single = is_single(probes)
    ways: list[tuple[Ints, Ints, Ints]] = []  # rows of the whole, of the first part, and of the second in `again`
    for units in range(2, singles.most + 1):
        rows = np.flatnonzero(single & (probes.units == units))
        where, product = probes.situation[rows], probes.first[rows]
        ways += [
            (rows, singles.row[where, product, some - 1], again.row[where, product, units - some - 1]) for some in range(1, units)
        ]
    rows = np.flatnonzero(~single & (probes.units <= singles.most) & (probes.other_units <= singles.most))
    where = probes.situation[rows]
    one = where, probes.first[rows], probes.units[rows] - 1
    two = where, probes.second[rows], probes.other_units[rows] - 1
    ways += [(rows, singles.row[one], again.row[two]), (rows, singles.row[two], again.row[one])]
    whole, first, second = (np.concatenate([way[part] for way in ways]) for part in range(3))
    drop = found.total[whole] - found.total[first] - again.found.total[second]
    cheaper = drop > 0
    whole, first, second, drop = whole[cheaper], first[cheaper], second[cheaper], drop[cheaper]
    gain = found.discounts[first] + again.found.discounts[second] - found.discounts[whole]
    answer = []
    for at, cases in _worst_of(drop, gain, probes.units[whole] + probes.other_units[whole]):
        total = int(found.total[whole[at]])
        amounts = {"together_minor": total, "apart_minor": total - int(drop[at]), "saves_minor": int(drop[at])}
        finding = _finding("cheaper_split", int(whole[at]), gain[at], probes, grid, pricer, amounts, cases)
        answer.append(replace(finding, other=basket_of(probes, int(first[at]), grid)))
    return answer


def second_orders(grid: Grid, singles: Alone, pricer: Pricer) -> Alone:
    """Return the answers for a buyer who has used their coupons and their limited offers already; columns as the pricer's."""
    left = [offer for offer in grid.plan.offers if not offer.needs_coupon and offer.limits.per_buyer is None]
    if len(left) == len(grid.plan.offers):
        return singles
    probes, remaining = alone(grid, singles.most), compile_offers(left)
    found = answers(probes, grid, remaining)
    discounts = np.zeros((probes.length, len(pricer.keys)), dtype=np.int64)
    discounts[:, [pricer.keys.index(key) for key in remaining.keys]] = found.discounts
    return alone_answers(probes, replace(found, discounts=discounts), grid, singles.most)


def spot_below_presale(found: Situations, singles: Alone, grid: Grid) -> list[Finding]:
    """Return where a buyer who paid a deposit pays more than the same buyer, with the same coupons, who waits.

    Compared are the cheapest pre-sale moment and the cheapest later one, for 1 piece up to the most tried; one finding a
    product. Deposits are part of both totals.

    >>> from campaigns.rules.audit.auditing import audit
    >>> from campaigns.rules.audit.catalogue import AuditPlan, AuditProduct, AuditStage
    >>> stages = [AuditStage("warm_up", 0, 10, presale=True), AuditStage("live", 10, 20)]
    >>> coat = AuditProduct("coat", {"warm_up": 90000, "live": 85000}, deposit_minor=10000)
    >>> found = audit(AuditPlan([coat], stages, [])).findings
    >>> [(one.code, one.amounts["presale_minor"], one.amounts["spot_minor"]) for one in found]
    [('spot_below_presale', 450000, 425000)]
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


def _worst_of(drop: Ints, gain: Ints, pieces: Ints) -> Iterable[tuple[int, int]]:
    """Yield the place of the largest drop for each cause, and how many there are; fewest pieces first, then order.

    The cause is the offer (column) that gains most; -1 where none does and the freight or a lost offer is it.
    """
    if not len(drop):
        return ()
    cause = np.where(gain.max(axis=1, initial=0) > 0, gain.argmax(axis=1), NOBODY) if gain.shape[1] else drop * 0
    order = np.lexsort((np.arange(len(drop)), pieces, -drop, cause))
    _keys, starts, counts = np.unique(cause[order], return_index=True, return_counts=True)
    return zip(order[starts].tolist(), counts.tolist(), strict=True)


def _finding(
    code: str, row: int, gain: Ints, probes: Probes, grid: Grid, pricer: Pricer, amounts: dict[str, int], cases: int
) -> Finding:
    places = [int(probes.first[row]), int(probes.second[row])]
    return Finding(
        code,
        tuple(grid.plan.products[place].sku for place in places if place != NOBODY),
        tuple(pricer.keys[column] for column in np.argsort(-gain, kind="stable").tolist() if gain[column] > 0),
        grid.situations[int(probes.situation[row])],
        basket_of(probes, row, grid),
        amounts=amounts,
        cases=cases,
    )
