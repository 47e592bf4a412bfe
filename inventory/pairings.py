"""Work a run of pairs out: from the paid lines of its window to the rows that are kept."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from inventory.models import Pair, PairKind, PairRun
from inventory.queries.baskets import PaidLines, paid_lines
from inventory.rules.pairs import HOT_SHARE, Ints, Measures, PairCounts, best_rows, beyond_chance, count_pairs, measure

OVERALL, EACH, MOST = 2_000, 5, 10_000
"""Of each kind are kept the strongest 2,000 pairs, and the strongest five of every product, at most 10,000."""


def worked_out(run: PairRun) -> tuple[list[Pair], dict[str, Any]]:
    """Return the pairs to keep of a run, not yet saved, and the figures of the run.

    The same lines are counted twice: by basket, and by buyer over the whole window (buyers nobody named count nowhere).
    """
    lines = paid_lines(run.shop, start_slot=run.start_slot, end_slot=run.end_slot)
    goods = len(lines.skus)
    prices = _prices(lines)
    by_order = count_pairs(lines.order, lines.product, products=goods, min_count=run.min_count)
    rows, found = _kept(run, PairKind.BASKET, lines, by_order, prices)
    known = lines.buyer >= 0
    by_buyer = count_pairs(lines.buyer[known], lines.product[known], products=goods, min_count=run.min_count)
    others, _found = _kept(run, PairKind.BUYER, lines, by_buyer, prices)
    sold = np.sort(by_order.singles[by_order.singles > 0])[::-1]
    figures = {
        "lines": lines.product.size,
        "goods": goods,
        "baskets": by_order.baskets,
        "left_out": by_order.left_out,
        "buyers": by_buyer.baskets,
        "hot_from": int(sold[int(sold.size * HOT_SHARE)]) if sold.size else 0,
        "tried": by_order.count.size,
        "found": found,
    }
    return [*rows, *others], figures


def _kept(run: PairRun, kind: PairKind, lines: PaidLines, counts: PairCounts, prices: list[int | None]) -> tuple[list[Pair], int]:
    """Return the rows of the pairs to keep, and how many are more than chance."""
    told = measure(counts)
    often = int((counts.singles >= run.min_count).sum())
    passes = beyond_chance(counts.count, counts.expected, possible=often * (often - 1) // 2)
    places = np.flatnonzero(passes)
    best = best_rows(counts.first[places], counts.second[places], told.extra[places], overall=OVERALL, each=EACH, most=MOST)
    return list(_rows(run, kind, lines, counts, told, places[best], prices)), int(passes.sum())


def _rows(
    run: PairRun,
    kind: PairKind,
    lines: PaidLines,
    counts: PairCounts,
    told: Measures,
    places: Ints,
    prices: list[int | None],
) -> Iterator[Pair]:
    for place in places.tolist():
        first, second = sorted((int(counts.first[place]), int(counts.second[place])), key=lines.skus.__getitem__)
        yield Pair(
            run=run,
            kind=kind,
            first_sku=lines.skus[first],
            second_sku=lines.skus[second],
            count=int(counts.count[place]),
            first_count=int(counts.singles[first]),
            second_count=int(counts.singles[second]),
            lift=float(told.lift[place]),
            times=float(told.times[place]),
            times_low=float(told.times_low[place]),
            extra=float(told.extra[place]),
            first_price_minor=prices[first],
            second_price_minor=prices[second],
        )


def _prices(lines: PaidLines) -> list[int | None]:
    """Return what was paid for a piece of each product on average, rounded; None where no line tells pieces and amount."""
    told = (lines.units > 0) & (lines.paid_minor >= 0)
    units = np.bincount(lines.product[told], weights=lines.units[told], minlength=len(lines.skus))
    paid = np.bincount(lines.product[told], weights=lines.paid_minor[told], minlength=len(lines.skus))
    return [round(amount / count) if count else None for count, amount in zip(units.tolist(), paid.tolist(), strict=True)]
