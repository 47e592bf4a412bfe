"""The buffers of a sale: what to hold of each product and why, what it costs, whether the supplier can bring it in time."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from inventory.models import Buffer, BufferMethod, BufferPlan, Product, StockLevel
from inventory.queries.deliveries import Coming, Key, coming, local_day
from inventory.rules.buffers.replenish import to_order
from inventory.rules.buffers.supply import InTime, Supply, delivered, lasts_days, shared_out
from orders.models import Shop

NOTHING = Coming()


@dataclass(frozen=True)
class Supplied:
    """Whether what is still to be ordered of a product can come before the sale; see `inventory.rules.buffers.supply`.

    `missing`: pieces that do not come in time, None unknown; `last_order_on`: the last day on which ordering all of this
    supplier's products brings them in time, None unknown or nothing to order.
    """

    state: InTime
    missing: int | None
    last_order_on: date | None


@dataclass(frozen=True)
class NonePays:
    """Why holding none costs the least: the share of the first piece (or carton) sold on average, and the share that pays."""

    sold_share: float
    paying_share: float


@dataclass(frozen=True)
class BufferLine:
    """One product of a sale. Pieces; money in minor units of the shop's currency; None is unknown.

    `units` are held in all by `method`; `options` is what each rule would hold, None where it advises nothing; `costs` what each
    would cost in expectation, (too few, too many), empty when the cost or the price is not known; `none` why none is held,
    where 0 is advised. `to_order` None: nobody has counted yet. `lasts_days`: after how many days of the sale what is on hand and
    on its way is sold, None to its end.
    """

    shop_id: int
    sku: str
    title: str
    tier: str
    category: str
    supplier_id: int | None
    supplier: str
    expected: float
    low: float
    high: float
    units: int
    method: str
    reason: str
    options: dict[str, int | None]
    costs: dict[str, tuple[float, float]]
    why: str
    none: NonePays | None
    is_new: bool
    cost_minor: int | None
    price_minor: int | None
    pack_units: int | None
    on_hand: int | None
    coming: Coming
    to_order: int | None
    lasts_days: float | None
    supplied: Supplied | None = field(default=None)

    @property
    def capital_minor(self) -> int | None:
        """What the pieces held cost, tied up until they are sold."""
        return None if self.cost_minor is None else self.cost_minor * self.units

    def cost_of(self, method: str) -> float | None:
        """Return what a rule costs in expectation, too few and too many together."""
        found = self.costs.get(method)
        return None if found is None else sum(found)


def buffer_plan(*, shop: Shop, campaign_no: int) -> BufferPlan | None:
    """Return what the buffers of a sale in a shop stand on; None before they were worked out."""
    return BufferPlan.objects.filter(shop=shop, campaign_no=campaign_no).first()


def buffer_lines(*, shop: Shop, campaign_no: int, on: date) -> list[BufferLine]:
    """Return the buffers of a sale in one shop by SKU; empty before they were worked out. `on`: today."""
    return sale_lines(campaign_no=campaign_no, on=on).get(shop.pk, [])


def sale_lines(*, campaign_no: int, on: date) -> dict[int, list[BufferLine]]:
    """Return the buffers of a sale by shop and SKU, of every shop for which they were worked out; five queries a shop.

    What a supplier can bring is shared out over its products in all these shops: it has its pieces a day once.
    """
    plans = BufferPlan.objects.filter(campaign_no=campaign_no).select_related("shop").order_by("shop_id")
    lines: list[BufferLine] = []
    suppliers: dict[int, _Supplier] = {}
    starts: list[date] = []
    for plan in plans:
        starts_on = local_day(plan.shop, plan.starts_at)
        starts.append(starts_on)
        of_shop = _suppliers(plan.shop)
        suppliers |= of_shop
        lines += _shop_lines(plan, of_shop, starts_on, on)
    found: dict[int, list[BufferLine]] = {plan.shop_id: [] for plan in plans}
    for line in with_supply(lines, suppliers, starts_on=min(starts), on=on) if lines else []:
        found[line.shop_id].append(line)
    return found


def _shop_lines(plan: BufferPlan, suppliers: "dict[int, _Supplier]", starts_on: date, on: date) -> list[BufferLine]:
    """Return the lines of one shop, before anybody asked what its suppliers can bring."""
    shop = plan.shop
    columns = ("sku", "title", "tier", "category", "supplier_id", "cost_minor", "pack_units")
    told = {sku: rest for sku, *rest in Product.objects.filter(shop=shop).values_list(*columns)}
    stock = dict(StockLevel.objects.filter(shop=shop).values_list("sku", "on_hand"))
    moving = coming(shops=[shop], on=on, by=starts_on)
    return [
        _line(row, told.get(row.sku), stock.get(row.sku), moving.get((shop.pk, row.sku), NOTHING), suppliers, plan)
        for row in Buffer.objects.filter(shop=shop, campaign_no=plan.campaign_no).order_by("sku")
    ]


@dataclass(frozen=True)
class _Supplier:
    name: str
    supply: Supply


def _suppliers(shop: Shop) -> dict[int, _Supplier]:
    rows = Product.objects.filter(shop=shop, supplier__isnull=False).order_by()
    columns = ("supplier_id", "supplier__name", "supplier__lead_days", "supplier__daily_units")
    return {number: _Supplier(name, Supply(lead, daily)) for number, name, lead, daily in rows.values_list(*columns).distinct()}


def _line(
    row: Buffer, told: list[Any] | None, on_hand: int | None, moving: Coming, suppliers: dict[int, _Supplier], plan: BufferPlan
) -> BufferLine:
    title, tier, category, supplier, cost, pack = told or ["", "", "", None, None, None]
    figures = row.figures
    have = max(on_hand or 0, 0) + moving.expected
    return BufferLine(
        shop_id=row.shop_id,
        sku=row.sku,
        title=title or row.sku,
        tier=tier,
        category=category,
        supplier_id=supplier,
        supplier=suppliers[supplier].name if supplier in suppliers else "",
        expected=row.expected,
        low=figures.get("p10", row.expected),
        high=figures.get("p90", row.expected),
        units=row.units,
        method=row.method,
        reason=row.reason,
        options={rule: figures.get(rule) for rule in ("advised", "flat", "platform", "safety")},
        costs={rule: (few, many) for rule, (few, many) in figures.get("costs", {}).items()},
        why=figures.get("why", ""),
        none=_none_pays(figures),
        is_new=bool(figures.get("new")),
        cost_minor=cost,
        price_minor=figures.get("price"),
        pack_units=pack,
        on_hand=on_hand,
        coming=moving,
        to_order=to_order(hold=row.units, on_hand=on_hand, ordered=moving.expected, pack_units=pack),
        lasts_days=None if on_hand is None else lasts_days(have, row.expected, plan.day_shares),
    )


def _none_pays(figures: dict[str, Any]) -> NonePays | None:
    if figures.get("advised") != 0 or "first" not in figures:
        return None
    return NonePays(figures["first"], round(1 - figures["ratio"], 4))


def with_supply(lines: Sequence[BufferLine], suppliers: dict[int, _Supplier], *, starts_on: date, on: date) -> list[BufferLine]:
    """Put beside each line whether its supplier can bring it; what a supplier can bring is shared out over its products."""
    by_supplier: dict[int, list[BufferLine]] = {}
    for line in lines:
        if line.supplier_id is not None and line.to_order:
            by_supplier.setdefault(line.supplier_id, []).append(line)
    found: dict[Key, Supplied] = {}
    for number, some in by_supplier.items():
        wanted = [line.to_order or 0 for line in some]
        answer = delivered(sum(wanted), suppliers[number].supply, days_left=(starts_on - on).days)
        last = None if answer.last_order_days is None else on + timedelta(days=answer.last_order_days)
        parts = [None] * len(some) if answer.missing is None else shared_out(answer.missing, wanted)
        for line, missing in zip(some, parts, strict=True):
            found[line.shop_id, line.sku] = Supplied(answer.state, missing, last)
    return [_supplied(line, found.get((line.shop_id, line.sku))) for line in lines]


def _supplied(line: BufferLine, known: Supplied | None) -> BufferLine:
    if known is None and line.to_order and line.supplier_id is None:
        known = Supplied(InTime.UNKNOWN, None, None)
    return line if known is None else replace(line, supplied=known)


@dataclass(frozen=True)
class BufferTotals:
    """The sums of some lines. `capital_minor` and both costs count only the products whose cost is known.

    `cost_minor`: expected, as chosen; `flat_cost_minor`: the same products under the flat share, where an amount can be advised.
    `uncounted`: products nobody has counted; `none`: products of which the advice is to hold none; `unordered`: pieces still to
    be ordered; `short`: products their supplier cannot bring in time.
    """

    products: int
    units: int
    expected: float
    capital_minor: int
    cost_minor: float
    flat_cost_minor: float
    without_cost: int
    without_advice: int
    uncounted: int
    none: int
    unordered: int
    short: int


def totals_of(lines: Sequence[BufferLine]) -> BufferTotals:
    """Add up lines; all zero for none."""
    costed = [line for line in lines if line.costs]
    return BufferTotals(
        products=len(lines),
        units=sum(line.units for line in lines),
        expected=sum(line.expected for line in lines),
        capital_minor=sum(line.capital_minor or 0 for line in lines),
        cost_minor=sum(line.cost_of(line.method) or 0 for line in costed),
        flat_cost_minor=sum(line.cost_of(BufferMethod.FLAT) or 0 for line in costed),
        without_cost=sum(line.cost_minor is None for line in lines),
        without_advice=len(lines) - len(costed),
        uncounted=sum(line.on_hand is None for line in lines),
        none=sum(line.none is not None and line.method == BufferMethod.ADVISED for line in lines),
        unordered=sum(line.to_order or 0 for line in lines),
        short=sum(bool(line.supplied and line.supplied.missing) for line in lines),
    )
