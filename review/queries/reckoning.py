"""The money of a sale from its facts: one pass over the orders of each shop, piece by piece; one result a currency."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from campaigns.models import Campaign
from common.splitting import split_minor
from common.windows import hour_of
from orders.models import Shop
from review.ledgers import LedgerFile
from review.models import ToldCost
from review.queries.facts import Piece, costs_of, hours_of, read_piece, spend_of
from review.queries.plan import PER_SALE, Planned
from review.rules.money.disagreeing import disagreements
from review.rules.money.ledger import COSTS, STATES, Ledger, Orders, Rates, reckon
from review.rules.money.totals import AMOUNTS, Totals

PIECE_ORDERS = 40_000
MOST_DISAGREEMENTS = 50_000
SkuKey = tuple[int, str]


@dataclass
class Reckoned:
    """What was found, money by currency.

    `totals`: by currency. `skus`: sums by shop and SKU. `hours`: (shop, hour) to orders, revenue, refunds and running profit.
    `disagreeing`: (shop, order, kind, one side, other side), the first 50,000; `counts`: all of them by kind.
    """

    totals: dict[str, Totals] = field(default_factory=dict)
    skus: dict[SkuKey, dict[str, Any]] = field(default_factory=dict)
    hours: dict[tuple[int, int], list[int]] = field(default_factory=dict)
    disagreeing: list[tuple[int, str, str, int, int]] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    orders: dict[str, int] = field(default_factory=dict)
    settled_orders: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class _ShopPlan:
    """The hours of a shop with paid orders, what each slot brought, and the amounts that are split over the hours."""

    shop: Shop
    slots: list[tuple[int, int, int]]
    hours: list[int]
    revenue: list[int]
    spend: list[int] | None
    spend_known: list[bool]
    unspent: int


def reckoned(campaign: Campaign, plan: Planned) -> Reckoned:
    """Return the money of all orders paid in the sale; the ledger of its lines is written beside (`review.ledgers`).

    People, leftover stock and other costs that were told for the whole sale belong to the shops of its own currency, and are
    split over the hours by revenue.
    """
    found = Reckoned()
    shops = [_plan_of(shop, campaign) for shop in campaign.shops.order_by("pk")]
    told = dict(ToldCost.objects.filter(campaign=campaign).values_list("name", "amount_minor"))
    own = [one for one in shops if one.shop.currency == campaign.currency]
    weights = [[max(0, minor) for minor in one.revenue] for one in own]
    shares = {
        name: tuple(None if amount is None else _over(amount, weights) for amount in by_state)
        for name, by_state in _per_sale(plan, told).items()
    }
    with LedgerFile(campaign.pk) as ledger_file:
        for one in shops:
            currency = one.shop.currency
            found.totals.setdefault(currency, Totals())
            place = own.index(one) if one in own else None
            per_sale = {
                name: tuple(
                    None if parts is None or place is None else np.array(parts[place], dtype=np.int64) for parts in by_state
                )
                for name, by_state in shares.items()
            }
            rates = plan.rates if currency == campaign.currency else Rates()
            _reckon_shop(one, campaign, rates, per_sale, found, ledger_file)
    totals = found.totals.setdefault(campaign.currency, Totals())
    if not any(map(sum, weights)) and not any(one.hours for one in own):  # nothing was sold: what it cost stands alone
        for name, by_state in _per_sale(plan, told).items():
            for state, amount in zip(STATES, by_state, strict=True):
                totals.costs[state][name] += amount or 0
    for one in shops:
        for state in STATES:
            found.totals[one.shop.currency].costs[state]["traffic"] += one.unspent
    return found


def _per_sale(plan: Planned, told: dict[str, int]) -> dict[str, tuple[int | None, int | None]]:
    """Return what was told for the whole sale, running and settled: a person's word, else the plan's for the running state."""
    found: dict[str, tuple[int | None, int | None]] = {
        name: (told.get(name, plan.amounts.get(name)), told.get(name)) for name in PER_SALE
    }
    if "other" in told:
        found["other"] = (told["other"], told["other"])
    return found


def _over(amount: int, weights: list[list[int]]) -> list[list[int]]:
    """Split an amount over the hours of all shops."""
    flat = [minor for hours in weights for minor in hours]
    parts = split_minor(amount, flat) if flat else []
    found, start = [], 0
    for hours in weights:
        found.append(parts[start : start + len(hours)])
        start += len(hours)
    return found


def _plan_of(shop: Shop, campaign: Campaign) -> _ShopPlan:
    slots = hours_of(shop, campaign.start_slot, campaign.end_slot)
    revenue: dict[int, int] = {}
    for slot, _count, minor in slots:
        hour = hour_of(slot, shop.time_zone)
        revenue[hour] = revenue.get(hour, 0) + minor
    hours = sorted(revenue)
    spent: dict[int, int] = {}
    for hour, _channel, _visitors, cost in spend_of(shop, campaign.start_slot, campaign.end_slot):
        if cost is not None:
            spent[hour] = spent.get(hour, 0) + cost
    if not spent:
        return _ShopPlan(shop, slots, hours, [revenue[hour] for hour in hours], None, [], 0)
    # What was spent in hours without a sale is split over all hours with one, by revenue.
    quiet = sum(minor for hour, minor in spent.items() if hour not in revenue)
    more = split_minor(quiet, [max(0, revenue[hour]) for hour in hours]) if hours else []
    spend = [spent.get(hour, 0) + extra for hour, extra in zip(hours, more, strict=True)] if hours else []
    return _ShopPlan(
        shop, slots, hours, [revenue[hour] for hour in hours], spend, [hour in spent for hour in hours], 0 if hours else quiet
    )


def _reckon_shop(
    one: _ShopPlan, campaign: Campaign, rates: Rates, per_sale: Any, found: Reckoned, ledger_file: LedgerFile
) -> None:
    costs = costs_of(one.shop)
    traffic = None if one.spend is None else np.array(one.spend, dtype=np.int64)
    known = np.array(one.spend_known, dtype=bool)
    for start, end in _pieces(one, campaign.start_slot, campaign.end_slot):
        piece = read_piece(one.shop, start, end, one.hours, costs)
        if piece is None:
            continue
        here = (
            _only(traffic, piece.orders),
            {name: tuple(_only(parts, piece.orders) for parts in by_state) for name, by_state in per_sale.items()},
        )
        ledger = reckon(
            piece.orders, piece.lines, rates=rates, traffic=here[0], traffic_known=known if traffic is not None else None,
            per_sale=here[1],
        )  # fmt: skip
        ledger_file.add(one.shop.pk, piece.order_nos, piece.line_nos, piece.skus, ledger)
        found.totals[one.shop.currency].add(ledger)
        found.orders[one.shop.currency] = found.orders.get(one.shop.currency, 0) + len(piece.order_nos)
        _count(one, piece, ledger, found)


def _only(parts: Any, orders: Orders) -> Any:
    """Return the parts of the hours this piece holds; the others are split in theirs."""
    if parts is None:
        return None
    kept = np.zeros_like(parts)
    here = np.unique(orders.hour)
    kept[here] = parts[here]
    return kept


def _pieces(one: _ShopPlan, start: int, end: int) -> list[tuple[int, int]]:
    """Cut the sale into whole hours of about PIECE_ORDERS orders."""
    counts: dict[int, int] = {}
    for slot, count, _minor in one.slots:
        hour = hour_of(slot, one.shop.time_zone)
        counts[hour] = counts.get(hour, 0) + count
    found, first, held = [], None, 0
    for hour in sorted(counts):
        if first is not None and held + counts[hour] > PIECE_ORDERS:
            found.append((first, hour))
            first, held = None, 0
        first = hour if first is None else first
        held += counts[hour]
    if first is not None:
        found.append((first, end))
    return [(max(start, begin), min(until, end)) for begin, until in found]


def _count(one: _ShopPlan, piece: Piece, ledger: Ledger, found: Reckoned) -> None:
    """Add a piece to the hours, the products and the disagreements."""
    shop = one.shop.pk
    currency = one.shop.currency
    told = piece.orders.settled["received"] != np.iinfo(np.int64).min
    found.settled_orders[currency] = found.settled_orders.get(currency, 0) + int(told.sum())
    profit = ledger.profit("running")
    for hour in np.unique(piece.orders.hour):
        here = ledger.hour == hour
        sums = [int(values[here].sum()) for values in (ledger.amounts["revenue"], ledger.amounts["refund"], profit)]
        found.hours[shop, one.hours[hour]] = [int((piece.orders.hour == hour).sum()), *sums]
    _by_sku(shop, piece.skus, ledger, found)
    for kind, place, mine, other in disagreements(piece.orders, piece.lines, piece.freight):
        found.counts[kind] = found.counts.get(kind, 0) + 1
        if len(found.disagreeing) < MOST_DISAGREEMENTS:
            found.disagreeing.append((shop, piece.order_nos[place].as_py(), kind, mine, other))


def _by_sku(shop: int, skus: pa.Array, ledger: Ledger, found: Reckoned) -> None:
    """Add the lines to their products; lines without one are the product "" ."""
    coded = pc.fill_null(skus, "").dictionary_encode()
    places = np.asarray(coded.indices.to_numpy(), dtype=np.int64)
    names = coded.dictionary.to_pylist()

    def sums(values: Any) -> list[int]:
        total = np.zeros(len(names), dtype=np.int64)
        np.add.at(total, places, values)
        return list(total.tolist())

    columns = {"units": sums(ledger.units), "profit": sums(ledger.profit("running"))}
    columns |= {name: sums(ledger.amounts[name]) for name in AMOUNTS}
    columns |= {f"cost_{name}": sums(ledger.values["running"][name]) for name in COSTS if name in ledger.values["running"]}
    columns["unknown"] = sums(~ledger.known["running"]["goods"])
    for place, name in enumerate(names):
        kept = found.skus.setdefault((shop, name), dict.fromkeys(columns, 0))
        for column, values in columns.items():
            kept[column] = kept.get(column, 0) + values[place]
