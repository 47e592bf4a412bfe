"""What suppliers bring: asked of them, promised, late, received since the shelves were last counted.

A received delivery adds nothing to what is on hand: a count is a count, and whether the pieces were already on the shelf when it
was made only the people know who made it. They are shown as received since the count, and nothing is ordered twice for them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from common.windows import local_time, slot_of
from inventory.models import BufferPlan, Delivery, DeliveryState, Product, StockLevel
from orders.models import Shop

Key = tuple[int, str]
"""Shop, SKU."""


@dataclass(frozen=True)
class Coming:
    """What is on its way of one product, in pieces.

    `ordered`: not received yet; `in_time`: of it what is promised until the day asked about; `received`: since the last count;
    `promised_on`: the earliest promise, None where no supplier gave one; `late`: ordered and promised for a day that is over.
    """

    ordered: int = 0
    in_time: int = 0
    received: int = 0
    late: int = 0
    promised_on: date | None = None

    @property
    def expected(self) -> int:
        """Pieces that need not be ordered again."""
        return self.ordered + self.received


def coming(*, shops: Iterable[Shop], on: date, by: date | None = None) -> dict[Key, Coming]:
    """Return what is on its way by (shop, SKU); nothing for a product of which nothing is.

    `on`: today on the shop's clock; `by`: the last day that counts as in time, None for all that is promised at all.
    """
    numbers = [shop.pk for shop in shops]
    levels = StockLevel.objects.filter(shop__in=numbers).values_list("shop", "sku", "counted_at")
    counted = {(shop, sku): at for shop, sku, at in levels}
    found: dict[Key, Coming] = {}
    rows = Delivery.objects.filter(shop__in=numbers, state__in=[DeliveryState.ORDERED, DeliveryState.RECEIVED])
    for shop, sku, state, units, promised, received_at in rows.order_by().values_list(
        "shop", "sku", "state", "units", "promised_on", "received_at"
    ):
        one = found.get((shop, sku), Coming())
        if state == DeliveryState.RECEIVED:
            if _is_uncounted(received_at, counted.get((shop, sku))):
                found[shop, sku] = Coming(one.ordered, one.in_time, one.received + units, one.late, one.promised_on)
            continue
        is_in_time = promised is not None and (by is None or promised <= by)
        found[shop, sku] = Coming(
            one.ordered + units,
            one.in_time + (units if is_in_time else 0),
            one.received,
            one.late + (units if promised is not None and promised < on else 0),
            min(filter(None, (one.promised_on, promised)), default=None),
        )
    return found


def promises(*, shop: Shop, skus: Iterable[str]) -> dict[str, tuple[date | None, int]]:
    """Return the earliest promise and the ordered pieces of these SKUs, for who has sold more than there is.

    A SKU of which nothing is ordered is left out; None: ordered, but the supplier gave no day.
    """
    wanted = set(skus)
    found: dict[str, tuple[date | None, int]] = {}
    rows = Delivery.objects.filter(shop=shop, state=DeliveryState.ORDERED).values_list("sku", "promised_on", "units")
    for sku, promised, units in rows:
        if sku in wanted:
            day, count = found.get(sku, (None, 0))
            found[sku] = (min(filter(None, (day, promised)), default=None), count + units)
    return found


@dataclass(frozen=True)
class DeliveryLine:
    """One line of the replenishment list with what a reader needs beside it.

    `needed_on`: the day its sale begins, None without a sale; `is_late`: the promised day is over; `is_too_late`: it is
    promised for after the sale has begun.
    """

    row: Delivery
    title: str
    supplier: str
    cost_minor: int | None
    pack_units: int | None
    needed_on: date | None
    is_late: bool
    is_too_late: bool

    @property
    def amount_minor(self) -> int | None:
        """What the pieces cost; None while the cost is not known."""
        return None if self.cost_minor is None else self.cost_minor * self.row.units

    @property
    def cartons(self) -> int | None:
        """How many cartons that is; None where it is no whole number of them or nobody told what a carton holds."""
        if not self.pack_units or self.pack_units == 1 or self.row.units % self.pack_units:
            return None
        return self.row.units // self.pack_units


def delivery_rows(*, shops: Iterable[Shop], states: Iterable[str] = ()) -> "QuerySet[Delivery]":
    """Return the deliveries of these shops, by supplier (those without one last), SKU and number; all states by default."""
    rows = Delivery.objects.filter(shop__in=[shop.pk for shop in shops]).select_related("shop", "supplier")
    wanted = list(states)
    return (rows.filter(state__in=wanted) if wanted else rows).order_by("supplier__name", "sku", "pk")


def delivery_lines(rows: Iterable[Delivery], *, on: date) -> list[DeliveryLine]:
    """Return deliveries with the words and amounts of their products; `on`: today. Three queries, however many rows."""
    listed = list(rows)
    shops = {row.shop_id for row in listed}
    columns = ("shop", "sku", "title", "cost_minor", "pack_units")
    told = {(shop, sku): rest for shop, sku, *rest in Product.objects.filter(shop__in=shops).values_list(*columns)}
    sales = {
        (plan.shop_id, plan.campaign_no): plan.starts_at
        for plan in BufferPlan.objects.filter(shop__in=shops, campaign_no__gt=0).only("shop", "campaign_no", "starts_at")
    }
    return [_line(row, told.get((row.shop_id, row.sku)), sales.get((row.shop_id, row.campaign_no)), on) for row in listed]


def _line(row: Delivery, told: list[object] | None, starts_at: datetime | None, on: date) -> DeliveryLine:
    title, cost, pack = told or ["", None, None]
    needed = None if starts_at is None else local_day(row.shop, starts_at)
    promised = row.promised_on if row.state == DeliveryState.ORDERED else None
    return DeliveryLine(
        row,
        str(title) or row.sku,
        row.supplier.name if row.supplier else "",
        cost,  # type: ignore[arg-type]  # as the product has it
        pack,  # type: ignore[arg-type]
        needed,
        is_late=promised is not None and promised < on,
        is_too_late=promised is not None and needed is not None and promised > needed,
    )


def local_day(shop: Shop, moment: datetime) -> date:
    """Return the day of a moment on a shop's clock."""
    return local_time(slot_of(moment), shop.time_zone).date()


def _is_uncounted(received_at: datetime | None, counted_at: datetime | None) -> bool:
    return received_at is not None and (counted_at is None or received_at > counted_at)
