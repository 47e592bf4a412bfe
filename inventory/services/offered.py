"""Offered prices: from files, whose rows an undo takes back, and typed by people, with an audit row."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

import pyarrow as pa
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.services import record
from common.pieces import pieces
from inventory.models import PriceKind, PricePoint, PriceSource
from inventory.services.claims import Counts
from inventory.services.paid import day_after, day_start
from orders.models import Shop
from orders.services import hold_shop

Key = tuple[str, datetime]
KeyInFile = tuple[str, int]


def take_prices(*, shop: Shop, import_no: int, as_of: datetime, digest: str, table: pa.Table) -> Counts:
    """Bring a chunk of a list of offered prices in, inside the caller's transaction.

    `table`: sku, since and until (UTC epoch seconds, until exclusive, null: open), offered_minor. Of two files that speak of the
    same SKU and the same beginning the later one has the word; both are kept.
    """
    hold_shop(shop=shop)
    inserted = changed = older = 0
    for rows in pieces(_with_moments(table)):
        keys = [(row["sku"], row["since"]) for row in rows]
        before = _standing(shop, keys)
        points = [
            PricePoint(
                shop=shop, sku=row["sku"], kind=PriceKind.OFFERED, since=row["since"], until=row["until"],
                price_minor=row["offered_minor"], source=PriceSource.FILE, import_no=import_no, as_of=as_of, digest=digest,
            )
            for row in rows
        ]  # fmt: skip
        PricePoint.objects.bulk_create(
            points,
            update_conflicts=True,
            unique_fields=["shop", "sku", "kind", "since", "import_no"],
            update_fields=["until", "price_minor", "as_of", "digest"],
        )
        after = _standing(shop, keys)
        for row, key in zip(rows, keys, strict=True):
            said = (row["offered_minor"], row["until"])
            inserted += key not in before
            changed += key in before and after[key] != before[key]
            older += key in before and after[key] == before[key] and after[key] != said
    return Counts(inserted, changed, table.num_rows - inserted - changed - older, older)


def forget_prices(*, shop: Shop, import_no: int, keys: Iterable[KeyInFile]) -> int:
    """Take back what an import said of these SKUs and beginnings (UTC epoch seconds), inside the caller's transaction.

    Return how many rows it were.
    """
    hold_shop(shop=shop)
    gone = 0
    wanted = {(sku, _moment(since)) for sku, since in keys}
    points = PricePoint.objects.filter(shop=shop, kind=PriceKind.OFFERED, import_no=import_no)
    for some in pieces(sorted({sku for sku, _ in wanted})):
        rows = points.filter(sku__in=some).values_list("pk", "sku", "since")
        gone += points.filter(pk__in=[pk for pk, sku, since in rows if (sku, since) in wanted]).delete()[0]
    return gone


@transaction.atomic
def type_price(
    *, actor: User | None, shop: Shop, sku: str, price_minor: int, first: date, last: date | None = None
) -> PricePoint:
    """Keep a price that was asked from the first to the last day of the shop's clock (None: until another one begins).

    The same SKU and first day again mends what was typed. Raises ValueError for a price below zero or days in the wrong order.
    """
    if price_minor < 0:
        raise ValueError("A price is not below zero.")
    if last is not None and last < first:
        raise ValueError("The last day is not before the first.")
    since = day_start(first, shop.time_zone)
    until = None if last is None else day_start(day_after(last), shop.time_zone)
    point, _is_new = PricePoint.objects.update_or_create(
        shop=shop, sku=sku, kind=PriceKind.OFFERED, since=since, import_no=0,
        defaults={"until": until, "price_minor": price_minor, "source": PriceSource.TYPED, "as_of": timezone.now()},
    )  # fmt: skip
    after = {"price_minor": price_minor, "first": f"{first}", "last": f"{last}" if last else ""}
    record(actor=actor, action="price.type", target=f"{shop.name} {sku}", after=after)
    return point


@transaction.atomic
def drop_price(*, actor: User | None, point: PricePoint) -> None:
    """Take a typed price away. Raises ValueError for one that a file brought or that was really paid."""
    if point.source != PriceSource.TYPED:
        raise ValueError("Only a typed price can be taken away.")
    before = {"price_minor": point.price_minor, "since": point.since.isoformat()}
    record(actor=actor, action="price.drop", target=f"{point.shop.name} {point.sku}", before=before)
    point.delete()


def _with_moments(table: pa.Table) -> list[dict[str, Any]]:
    rows = table.select(["sku", "since", "until", "offered_minor"]).to_pylist()
    return [row | {"since": _moment(row["since"]), "until": row["until"] and _moment(row["until"])} for row in rows]


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _standing(shop: Shop, keys: list[Key]) -> dict[Key, tuple[int, datetime | None]]:
    """Return (price, until) of the point that has the word on each of these keys."""
    wanted = set(keys)
    skus = {sku for sku, _ in keys}
    points = PricePoint.objects.filter(shop=shop, kind=PriceKind.OFFERED, sku__in=skus).order_by("as_of", "digest", "import_no")
    columns = ("sku", "since", "price_minor", "until")
    return {(sku, since): (price, until) for sku, since, price, until in points.values_list(*columns) if (sku, since) in wanted}
