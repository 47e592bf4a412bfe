"""Counts of stock: from files, whose rows an undo takes back, and typed or scanned by people, with an audit row.

A SKU nobody knew becomes a product of which nothing is known but that it was counted.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.services import record
from common.pieces import AT_ONCE, pieces
from inventory.models import CountKind, CountSource, Product, StockCount
from inventory.services.claims import Counts, forget_products, meet_counted, refold
from inventory.services.levels import refresh_levels
from orders.models import Shop
from orders.services import hold_shop

MOST_UNITS = 10_000_000
_KINDS = ((CountKind.COUNTED, "units"), (CountKind.LISTED, "listed"))
Key = tuple[str, str, str, datetime]  # sku, kind, place, counted at


class CountError(ValueError):
    """A count that cannot be kept; `code` is one of negative, large, future, sku."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Counted:
    """Pieces of a SKU as a person or a program tells them; `counted_at` None: now. A listed count has no place."""

    sku: str
    units: int
    kind: CountKind = CountKind.COUNTED
    place: str = ""
    counted_at: datetime | None = None


def take_counts(*, shop: Shop, import_no: int, as_of: datetime, digest: str, table: pa.Table) -> Counts:
    """Bring a chunk of a stock list in and make the levels of its SKUs anew, inside the caller's transaction.

    `table`: sku, place, counted_at (UTC epoch seconds, 0: the moment of the file), units and listed, each null where the row is
    silent. Of two tellings of the same SKU, place and moment the later one has the word; both are kept.
    """
    hold_shop(shop=shop)
    inserted = changed = older = 0
    for rows in pieces(table.to_pylist()):
        said = [list(_tellings(row, as_of)) for row in rows]
        # Two rows of one file may tell the same listing, one for each place: the later has the word, and is written alone.
        told = {key: units for row in said for key, units in row}
        keys = set(told)
        before = _standing(shop, keys)
        counts = [
            StockCount(
                shop=shop, sku=sku, kind=kind, place=place, counted_at=at, units=units, source=CountSource.FILE,
                import_no=import_no, as_of=as_of, digest=digest,
            )
            for (sku, kind, place, at), units in told.items()
        ]  # fmt: skip
        StockCount.objects.bulk_create(
            counts,
            batch_size=AT_ONCE,
            update_conflicts=True,
            unique_fields=["shop", "sku", "kind", "place", "counted_at", "import_no"],
            update_fields=["units", "as_of", "digest"],
        )
        after = _standing(shop, keys)
        for row in said:
            new = any(key not in before for key, _units in row)
            moved = any(key in before and after[key] != before[key] for key, _units in row)
            inserted, changed = inserted + new, changed + (moved and not new)
            older += not new and not moved and any(after[key] != units for key, units in row)
    skus = table["sku"].to_pylist()
    titles = table["title"].to_pylist() if "title" in table.column_names else [None] * len(skus)
    met = {sku: title or "" for sku, title in zip(skus, titles, strict=True)}
    meet_counted(shop=shop, import_no=import_no, as_of=as_of, digest=digest, titles=met)
    refresh_levels(shop=shop, skus=skus)
    return Counts(inserted, changed, table.num_rows - inserted - changed - older, older)


def forget_counts(*, shop: Shop, import_no: int, skus: Iterable[str]) -> int:
    """Take back what an import said of these SKUs, inside the caller's transaction; return how many counts it were."""
    hold_shop(shop=shop)
    gone = 0
    wanted = sorted(set(skus))
    for some in pieces(wanted):
        gone += StockCount.objects.filter(shop=shop, import_no=import_no, sku__in=some).delete()[0]
    forget_products(shop=shop, import_no=import_no, skus=wanted)
    refresh_levels(shop=shop, skus=wanted)
    return gone


@transaction.atomic
def tell_counts(*, actor: User | None, shop: Shop, counts: Sequence[Counted]) -> int:
    """Keep counts that a person or a program tells, all or none; return how many. The same key again mends what was told.

    Raises CountError for units below zero or beyond ten million, a moment still to come, an empty SKU.
    """
    now = timezone.now()
    for one in counts:
        _check(one, now)
    hold_shop(shop=shop)
    rows = {
        (one.sku, one.kind, "" if one.kind == CountKind.LISTED else one.place, one.counted_at or now): one.units for one in counts
    }
    made = [
        StockCount(
            shop=shop, sku=sku, kind=kind, place=place, counted_at=at, units=units, source=CountSource.TYPED, as_of=now,
            counted_by=actor,
        )
        for (sku, kind, place, at), units in rows.items()
    ]  # fmt: skip
    StockCount.objects.bulk_create(
        made,
        batch_size=AT_ONCE,
        update_conflicts=True,
        unique_fields=["shop", "sku", "kind", "place", "counted_at", "import_no"],
        update_fields=["units", "as_of", "counted_by"],
    )
    meet_sku(shop=shop, skus={one.sku for one in counts})
    refresh_levels(shop=shop, skus={one.sku for one in counts})
    named = {f"{sku} {place}".strip(): units for (sku, _kind, place, _at), units in list(rows.items())[:20]}
    target = f"{shop.name} {counts[0].sku}" if len(counts) == 1 else f"{shop.name}, {len(counts)} counts"
    record(actor=actor, action="stock.count", target=target, after=named)
    return len(rows)


@transaction.atomic
def drop_count(*, actor: User | None, count: StockCount) -> None:
    """Take a typed count away. Raises ValueError for one that a file or a stocktake brought."""
    if count.source != CountSource.TYPED:
        raise ValueError("Only a typed count can be taken away.")
    shop = count.shop
    hold_shop(shop=shop)
    before = {"units": count.units, "place": count.place, "counted_at": count.counted_at.isoformat()}
    record(actor=actor, action="stock.drop_count", target=f"{shop.name} {count.sku}", before=before)
    count.delete()
    refold(shop, [count.sku])
    refresh_levels(shop=shop, skus=[count.sku])


def meet_sku(*, shop: Shop, skus: Iterable[str]) -> None:
    """Make products of the SKUs just counted or kept back that are none yet, inside the caller's transaction."""
    for some in pieces(sorted(set(skus))):
        known = set(Product.objects.filter(shop=shop, sku__in=some).values_list("sku", flat=True))
        refold(shop, [sku for sku in some if sku not in known])


def _check(one: Counted, now: datetime) -> None:
    if not one.sku.strip():
        raise CountError("sku")
    if one.units < 0:
        raise CountError("negative")
    if one.units > MOST_UNITS:
        raise CountError("large")
    if one.counted_at is not None and one.counted_at > now:
        raise CountError("future")


def _tellings(row: dict[str, Any], as_of: datetime) -> Iterator[tuple[Key, int]]:
    """Yield what a row of a list tells: of the shelf, of the listing, or of both."""
    at = datetime.fromtimestamp(row["counted_at"], UTC) if row["counted_at"] else as_of
    for kind, name in _KINDS:
        units = row.get(name)
        if units is not None:
            yield (row["sku"], kind.value, row["place"] if kind is CountKind.COUNTED else "", at), units


def _standing(shop: Shop, keys: set[Key]) -> dict[Key, int]:
    """Return the units of the telling that has the word on each of these keys."""
    found: dict[Key, int] = {}
    if not keys:
        return {}
    first, last = min(at for *_, at in keys), max(at for *_, at in keys)
    for some in pieces(sorted({sku for sku, *_ in keys})):
        counts = StockCount.objects.filter(shop=shop, sku__in=some, counted_at__gte=first, counted_at__lte=last)
        for sku, kind, place, at, units in counts.order_by("as_of", "digest", "pk").values_list(
            "sku", "kind", "place", "counted_at", "units"
        ):
            if (sku, kind, place, at) in keys:
                found[sku, kind, place, at] = units
    return found
