"""Undo: the facts are a fold over what the imports that stand have claimed, so take one away and fold again what it touched."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from dispatch.services import refold_addresses, refold_parcels
from imports.models import ImportJob
from imports.prepare import ChunkInfo, prepared_from, read_chunk
from imports.prepare.parcels import parcels_of
from orders.claims import LINE_KEY, ORDER_KEY, TRAFFIC_KEY, ChunkClaims, Source
from orders.models import Shop
from orders.services import Touched, refold
from orders.touched import summed

KEYS_AT_ONCE = 20_000


@dataclass(frozen=True)
class Standing:
    """One other import that stands: the chunks of it that are in the facts, and the source they were loaded under."""

    job: ImportJob
    source: Source
    chunks: list[ChunkInfo]


def fold_without(*, shop: Shop, claims: ChunkClaims, others: Sequence[Standing]) -> Touched:
    """Set the facts that one chunk of an import touched to what the other standing imports of the shop claim about them.

    Runs in the caller's transaction. Only the chunks of the others whose range of keys overlaps are read, and of those only the
    rows of these keys are held: memory follows the chunk, not the shop.
    """
    parts = []
    for keys in pieces(claims):
        standing = claims_on(keys, others)
        parts.append(refold(shop=shop, keys=keys, standing=standing))
        if keys.parcels is not None:
            told = [(source, said.parcels) for source, said in standing if said.parcels is not None]
            refold_parcels(shop=shop, order_nos=keys.parcels["order_no"].unique().to_pylist(), standing=told)
        if keys.addresses is not None:
            refold_addresses(shop=shop, order_nos=keys.addresses["order_no"].to_pylist(), standing=addresses_told(standing))
    return summed(parts)


def addresses_told(standing: Iterable[tuple[Source, ChunkClaims]]) -> list[tuple[Source, pa.Table]]:
    """Return what standing claims say of addresses."""
    return [(source, said.addresses) for source, said in standing if said.addresses is not None]


def standing_beside(*, job: ImportJob, shop: Shop, source_of: Callable[[ImportJob], Source]) -> list[Standing]:
    """Give the other imports of the shop of which something stands and which speak of the same things (orders or traffic).

    They stay what they are for as long as this import has the turn of its shop.
    """
    others = ImportJob.objects.standing().filter(shop=shop).exclude(pk=job.pk)
    same_kind = others.filter(kind="traffic") if job.kind == "traffic" else others.filter(kind__in=["orders", "lines"])
    return [
        Standing(job=other, source=source_of(other), chunks=prepared_from(other.prepared).chunks[: other.next_chunk])
        for other in same_kind.defer("look", "preview", "problems").order_by("pk")
    ]


def pieces(claims: ChunkClaims) -> Iterator[ChunkClaims]:
    """Cut a chunk into the keys of at most KEYS_AT_ONCE orders (with all keys of their lines) or hours of traffic.

    >>> orders = pa.table({"order_no": ["a", "b"], "units": [1, 2]})
    >>> [piece.orders.to_pydict() for piece in pieces(ChunkClaims(orders=orders))]
    [{'order_no': ['a', 'b']}]
    """
    if claims.traffic is not None:
        for start in range(0, claims.traffic.num_rows, KEYS_AT_ONCE):
            yield ChunkClaims(traffic=claims.traffic.select(list(TRAFFIC_KEY)).slice(start, KEYS_AT_ONCE))
    if claims.orders is None:
        return
    for start in range(0, claims.orders.num_rows, KEYS_AT_ONCE):
        orders = claims.orders.select(list(ORDER_KEY)).slice(start, KEYS_AT_ONCE)
        beside = {name: parcels_of(getattr(claims, name), orders) for name in ("parcels", "addresses")}
        yield ChunkClaims(orders=orders, lines=_lines_of(claims.lines, orders), **beside)


def _lines_of(lines: pa.Table | None, orders: pa.Table) -> pa.Table | None:
    """Keep the keys of the lines between the first and the last of these orders; both tables are sorted."""
    if lines is None:
        return None
    numbers = lines["order_no"]
    first, last = orders["order_no"][0], orders["order_no"][-1]
    inside = pc.and_(pc.greater_equal(numbers, first), pc.less_equal(numbers, last))
    return lines.select(list(LINE_KEY)).filter(inside)


def claims_on(keys: ChunkClaims, others: Iterable[Standing]) -> list[tuple[Source, ChunkClaims]]:
    """Read what the others claim about these keys: one entry for each source that says anything."""
    found: dict[Source, ChunkClaims] = {}
    for other in others:
        mine = _claims_of_one(keys, other)
        # The same file loaded twice is one source, of which the copy that came further says at least as much.
        if mine is not None and (other.source not in found or _rows(mine) > _rows(found[other.source])):
            found[other.source] = mine
    return list(found.items())


def _claims_of_one(keys: ChunkClaims, other: Standing) -> ChunkClaims | None:
    folder = other.job.claims_path
    if folder is None:
        return None
    chunks = [info for info in other.chunks if _overlaps(keys, info)]
    read = [read_chunk(folder, info.index) for info in chunks]
    orders = _gather([each.orders for each in read], keys.orders, ORDER_KEY)
    lines = _gather([each.lines for each in read], keys.lines, LINE_KEY)
    traffic = _gather([each.traffic for each in read], keys.traffic, TRAFFIC_KEY)
    if orders is None and lines is None and traffic is None:
        return None
    parcels = _gather([each.parcels for each in read], keys.parcels, ORDER_KEY)
    addresses = _gather([each.addresses for each in read], keys.addresses, ORDER_KEY)
    return ChunkClaims(orders=orders, lines=lines, traffic=traffic, parcels=parcels, addresses=addresses)


def _overlaps(keys: ChunkClaims, info: ChunkInfo) -> bool:
    """Tell whether a chunk can hold one of these keys. Traffic is small: all of it is looked through."""
    if keys.orders is None:
        return True
    first, last = keys.orders["order_no"][0].as_py(), keys.orders["order_no"][-1].as_py()
    return bool(info.first_key <= last and first <= info.last_key)


def _gather(tables: list[pa.Table | None], keys: pa.Table | None, key: Mapping[str, pa.DataType]) -> pa.Table | None:
    """Put the rows of these tables that have one of the keys into one table, sorted by key; None when there are none."""
    if keys is None:
        return None
    names = list(key)
    kept = [table.join(keys.select(names), names, join_type="left semi") for table in tables if table is not None]
    kept = [table for table in kept if table.num_rows]
    if not kept:
        return None
    return pa.concat_tables(kept).sort_by([(name, "ascending") for name in names]).combine_chunks()


def _rows(claims: ChunkClaims) -> int:
    return sum(table.num_rows for table in (claims.orders, claims.lines, claims.traffic) if table is not None)
