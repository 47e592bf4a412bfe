"""What dispatch is told on the road of a file, and afterwards what only those above it know: floors, shortages, sales, ages."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import pyarrow as pa
from django.db.models import Max
from django.utils import timezone

from campaigns.models import Campaign
from common.windows import slot_of
from dispatch.services import Told, find_abnormal, mark_orders, recount_due, refold_addresses, see_addresses
from imports.models import ImportJob
from imports.undoing import Standing, addresses_told, claims_on
from inventory.models import Product, StockLevel
from orders.claims import ChunkClaims, Source
from orders.models import Shop
from orders.touched import Touched

SALES_SINCE = timedelta(days=40)


def see_chunk(
    *,
    job: ImportJob,
    source: Source,
    claims: ChunkClaims,
    touched: Touched,
    others_of: Callable[[ImportJob], Sequence[Standing]],
) -> None:
    """Mark the open orders a chunk touched, and keep the digests of its addresses, inside the transaction that loads it.

    Where an order has another address than before, all exports that stand are asked for it, so that their order does not matter.
    """
    at, shop = timezone.now(), job.shop
    if shop is None:
        return
    mark_orders(shop=shop, touched=touched, at=at)
    several = see_addresses(shop=shop, source=source, table=claims.addresses, at=at)
    if several and claims.addresses is not None:
        numbers = pa.table({"order_no": pa.array(sorted(several), pa.string())})
        standing = claims_on(ChunkClaims(orders=numbers, addresses=numbers), others_of(job))
        told = [*addresses_told(standing), (source, claims.addresses)]
        refold_addresses(shop=shop, order_nos=several, standing=told)


def refresh(*, shop: Shop, at: datetime) -> None:
    """Find abnormal orders among those marked, and count what is due."""
    find_abnormal(shop=shop, at=at, told=told_of(shop))
    known_to = ImportJob.objects.standing().filter(shop=shop, kind__in=["orders", "lines"]).aggregate(at=Max("as_of"))["at"]
    recount_due(shop=shop, at=at, known_to=known_to, sales=sales_of(shop, at))


def told_of(shop: Shop) -> Told:
    """Return the floors and the shortages of a shop's products."""
    floors = Product.objects.filter(shop=shop, floor_minor__isnull=False).values_list("sku", "floor_minor")
    short = StockLevel.objects.filter(shop=shop, short__gt=0).values_list("sku", "short")
    return Told(floors={sku: floor for sku, floor in floors if floor is not None}, short=dict(short))


def sales_of(shop: Shop, at: datetime) -> list[tuple[int, int]]:
    """Return when the sales of a shop run, as ascending slots that do not overlap, from forty days ago on."""
    near = Campaign.objects.filter(shops=shop, ends_at__gt=at - SALES_SINCE).order_by("starts_at", "pk")
    runs: list[tuple[int, int]] = []
    for start, end in near.values_list("starts_at", "ends_at"):
        first, last = slot_of(start), slot_of(end)
        if runs and first <= runs[-1][1]:
            runs[-1] = (runs[-1][0], max(runs[-1][1], last))
        else:
            runs.append((first, last))
    return runs
