"""What an import means to products, prices, stock and reviews: its rows when it is a list, the SKUs it names when of orders."""

from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from django.db import transaction

from desk.services import forget_reviews, take_reviews
from imports.formats.base import Kind
from imports.models import ImportJob
from imports.prepare import prepared_from
from imports.prepare.chunks import chunk_path
from inventory import services
from orders.claims import ChunkClaims, Source
from orders.models import Shop
from orders.services import Touched
from review.queries.settlement import paid_slots
from review.services import forget_settlement, take_settlement

LISTS = frozenset({Kind.PRODUCTS, Kind.PRICES, Kind.STOCK, Kind.MARKET, Kind.REVIEWS, Kind.INTEREST, Kind.SETTLEMENT})
_READ = ("sku", "title", "is_gift")


def load(*, shop: Shop, job: ImportJob, source: Source, claims: ChunkClaims) -> Touched:
    """Bring a chunk of a list of products, prices or stock in, inside the caller's transaction."""
    counts = services.Counts()
    for take, table in (
        (services.take_products, claims.products),
        (services.take_prices, claims.prices),
        (services.take_counts, claims.stock),
        (services.take_market, claims.market),
        (services.take_interest, claims.interest),
        (take_reviews, claims.reviews),
        (take_settlement, claims.settlement),
    ):
        if table is not None:
            at = job.as_of or datetime.fromtimestamp(source.as_of, UTC)
            counts = take(shop=shop, import_no=job.pk, as_of=at, digest=source.digest, table=table)
    return Touched(
        inserted=counts.inserted,
        changed=counts.changed,
        unchanged=counts.unchanged,
        older=counts.older,
        hours=_hours(shop, claims),
    )


def unload(*, shop: Shop, job: ImportJob, claims: ChunkClaims) -> Touched:
    """Take back what a chunk of a list of products, prices or stock said, inside the caller's transaction."""
    gone = 0
    if claims.products is not None:
        gone = services.forget_products(shop=shop, import_no=job.pk, skus=claims.products["sku"].to_pylist())
    if claims.prices is not None:
        keys = zip(claims.prices["sku"].to_pylist(), claims.prices["since"].to_pylist(), strict=True)
        gone = services.forget_prices(shop=shop, import_no=job.pk, keys=list(keys))
    if claims.stock is not None:
        gone = services.forget_counts(shop=shop, import_no=job.pk, skus=claims.stock["sku"].to_pylist())
    if claims.market is not None:
        gone = services.forget_market(shop=shop, import_no=job.pk, skus=claims.market["sku"].to_pylist())
    if claims.interest is not None:
        gone = services.forget_interest(shop=shop, import_no=job.pk, skus=set(claims.interest["sku"].to_pylist()))
    if claims.reviews is not None:
        gone = forget_reviews(shop=shop, import_no=job.pk, numbers=claims.reviews["review_no"].to_pylist())
    if claims.settlement is not None:
        orders = set(claims.settlement["order_no"].to_pylist())
        gone = forget_settlement(shop=shop, import_no=job.pk, order_nos=orders)
    return Touched(changed=gone, hours=_hours(shop, claims))


def _hours(shop: Shop, claims: ChunkClaims) -> frozenset[int]:
    """Give the slots in which the orders of a statement were paid: the reviews of those days are touched."""
    if claims.settlement is None:
        return frozenset()
    return paid_slots(shop=shop, order_nos=set(claims.settlement["order_no"].to_pylist()))


def meet(*, shop: Shop, job: ImportJob, source: Source) -> None:
    """Make products of the SKUs that an import of order lines names; once more changes nothing."""
    if job.kind != Kind.LINES or job.claims_path is None:
        return
    paths = [chunk_path(job.claims_path, info.index, "lines") for info in prepared_from(job.prepared).chunks]
    lines = (_columns(path) for path in paths)
    with transaction.atomic():
        at = job.as_of or datetime.fromtimestamp(source.as_of, UTC)
        services.meet_products(shop=shop, import_no=job.pk, as_of=at, digest=source.digest, lines=lines)


def part_from(*, shop: Shop, job: ImportJob) -> None:
    """Take away the products that only this import of order lines named."""
    if job.kind == Kind.LINES:
        with transaction.atomic():
            services.forget_products(shop=shop, import_no=job.pk)


def _columns(path: Path) -> pa.Table:
    file = pq.ParquetFile(path)
    table: pa.Table = file.read([name for name in _READ if name in file.schema_arrow.names])
    return table
