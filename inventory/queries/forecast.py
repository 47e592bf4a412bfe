"""Work out when the pieces of a shop's SKUs are gone, from counts, orders and the curve of the day. Writes nothing."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from inventory.models import NEVER_MINUTE, StockDay
from inventory.queries.oversells import Oversell, asked_until, oversells
from inventory.queries.pools import Sibling, siblings
from inventory.queries.sky import Sky, earlier_pieces, expected_pieces, sky_of
from inventory.queries.stock_known import Known, known_stock
from inventory.queries.takings import table_of, taken_by_slot, waiting_orders
from inventory.rules.runout.horizon import RunOuts, run_outs
from inventory.rules.runout.interval import USUAL_MINUTES
from inventory.rules.runout.line import lines, unseen_minutes
from inventory.rules.runout.rate import Numbers, rates
from inventory.rules.runout.state import state_of


@dataclass(frozen=True)
class Forecast:
    """The columns of a `RunOut`, but for the moments of the row itself."""

    sku: str
    state: str
    pieces: int | None
    binds_listed: bool
    hourly: float
    goes_minute: int
    low_minute: int
    high_minute: int
    line: int
    oversell: float | None
    hold_back: int
    listing: int | None
    lost: float
    pool_shops: int
    waiting_orders: int | None
    waiting_paid: int | None


@dataclass(frozen=True)
class _Parts:
    """What was worked out for all SKUs, a place of each array a SKU."""

    pieces: Numbers
    binds: Numbers
    hourly: Numbers
    gone: RunOuts
    line: Numbers
    risks: Sequence[Oversell]
    pools: Mapping[str, list[Sibling]]
    waiting: Mapping[str, tuple[int, int]]


def forecast(
    *, day: StockDay, at: datetime, as_of: datetime, interval: int | None, skus: Collection[str] | None = None
) -> list[Forecast]:
    """Return the forecast of every SKU with a stock level that is goods on sale; only of some where `skus` names them.

    `at`: now; `as_of`: up to where orders are known. `interval`: minutes from one import to the next; None: the usual half hour.
    """
    known = known_stock(day.shop, skus=skus)
    if not known:
        return []
    sky = sky_of(day, as_of=as_of)
    minutes = float(interval or USUAL_MINUTES)
    unseen = unseen_minutes((at - as_of) / timedelta(minutes=1), interval=minutes)
    parts = _worked_out(day, sky, known, minutes, unseen)
    ends = day.sale_ends_at
    left = (ends - as_of) / timedelta(minutes=1) if ends is not None and ends > as_of else None
    return [_row(parts, row, one, as_of, left) for row, one in enumerate(known)]


def _worked_out(day: StockDay, sky: Sky, known: Sequence[Known], interval: float, unseen: float) -> _Parts:
    place = {one.sku: row for row, one in enumerate(known)}
    taken = table_of(taken_by_slot(day.shop, sky.recent), place, sky.recent)
    rate = rates(
        taken=taken,
        weights=sky.recent_weights,
        expected=expected_pieces(day, sky, place),
        earlier_taken=earlier_pieces(day, sky, place),
        earlier_weight=sky.earlier_weight,
    )
    hourly = rate.mean * sky.curve.until(60.0)
    pools = siblings(day.shop, place)
    pieces, binds = _to_sell(known, hourly, pools)
    return _Parts(
        pieces=pieces,
        binds=binds,
        hourly=hourly,
        gone=run_outs(rates=rate, stock=np.nan_to_num(pieces), curve=sky.curve),
        line=lines(
            rates=rate,
            curve=sky.curve,
            data_minutes=unseen,
            swap_minutes=day.swap_minutes,
            safety_share=day.safety_share,
        ),
        risks=oversells(
            known,
            asked=asked_until(rate, weight=sky.curve.until(interval), minutes=interval),
            pools=pools,
            limit=day.risk_limit,
        ),
        pools=pools,
        waiting=waiting_orders(day.shop, [one.sku for one in known if one.short], before=sky.recent.end),
    )


def _to_sell(known: Sequence[Known], hourly: Numbers, pools: Mapping[str, list[Sibling]]) -> tuple[Numbers, Numbers]:
    """Return the pieces each SKU can still sell (NaN: unknown) and whether the page's number is the smaller.

    What was ordered since the page was read is off its number already (`StockLevel.listed`). Of a pool a shop has the part of its
    share in the sales.
    """
    pieces, binds = np.full(len(known), np.nan), np.zeros(len(known), dtype=bool)
    for row, one in enumerate(known):
        here = None if one.available is None else float(one.available)
        if others := pools.get(one.sku):
            here = _share_of_pool(one, others, float(hourly[row]))
        listed = None if one.listed is None else max(0.0, float(one.listed))
        if here is None and listed is None:
            continue
        binds[row] = listed is not None and (here is None or listed < here)
        pieces[row] = listed if listed is not None and binds[row] else here
    return pieces, binds


def _share_of_pool(one: Known, others: Sequence[Sibling], hourly: float) -> float:
    counted = one.available if one.available is not None else next(each.available for each in others if each.on_hand is not None)
    held = sum(each.held for each in others if each.on_hand is None) + (one.held if one.on_hand is None else 0)
    total = hourly + sum(each.hourly for each in others)
    share = hourly / total if total > 0 else 1.0
    return float(np.floor(max(0, (counted or 0) - held) * share))


def _row(parts: _Parts, row: int, one: Known, as_of: datetime, sale_minutes: float | None) -> Forecast:
    pieces = None if np.isnan(parts.pieces[row]) else int(parts.pieces[row])
    line = int(parts.line[row]) if one.set_line is None else one.set_line
    ends = [float(part[row]) if pieces is not None else np.inf for part in (parts.gone.likely, parts.gone.low, parts.gone.high)]
    state = state_of(pieces=pieces, line=line, set_line=one.set_line, likely_minutes=ends[0], sale_minutes=sale_minutes)
    likely, low, high = (_minute(as_of, minutes) for minutes in ends)
    risk = parts.risks[row]
    waiting, paid = parts.waiting.get(one.sku, (0, 0)) if one.short else (None, None)
    return Forecast(
        sku=one.sku,
        state=state,
        pieces=pieces,
        binds_listed=bool(parts.binds[row]),
        hourly=float(f"{parts.hourly[row]:.3g}"),
        goes_minute=likely,
        low_minute=low,
        high_minute=high,
        line=line,
        oversell=risk.chance,
        hold_back=risk.hold_back,
        listing=risk.listing,
        lost=risk.lost,
        pool_shops=1 + len(parts.pools.get(one.sku, [])),
        waiting_orders=waiting,
        waiting_paid=paid,
    )


def _minute(as_of: datetime, minutes: float) -> int:
    """Return the UTC minute so long after the data."""
    return NEVER_MINUTE if np.isinf(minutes) else int(as_of.timestamp() // 60 + minutes)
