"""Stock levels, made anew from counts, orders and reserves whenever one of them changes. The law is `inventory.rules.levels`.

An import of orders marks the SKUs whose lines it touched in its own transaction; a task rung at its end makes their levels
anew, so that no board waits for them. Counts and reserves change the level in the transaction that changes them.
"""
# ruff: noqa: S608 - the names come from our own tables, the numbers from our own rules

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

import pyarrow as pa
from django.db import connection, transaction
from django.utils import timezone

from common import bulk
from common.pieces import AT_ONCE, pieces
from inventory.models import CountKind, Reserve, StaleLevel, StockCount, StockLevel, Stocktake
from inventory.queries.held import ORDERED, units_held
from inventory.rules.levels import Shelf, Telling, last_of, level, listed_now, shelf_of
from orders.models import Shop
from orders.services import hold_shop

SKUS_PER_BATCH = 20_000
_ASKED = "level_skus"
_FIELDS = ("on_hand", "counted_at", "unpaid", "unshipped", "reserve", "available", "short", "listed", "listed_at")


def refresh_levels(*, shop: Shop, skus: Iterable[str]) -> int:
    """Make the levels of these SKUs anew, inside the caller's transaction; return how many are others now.

    A SKU that nobody counted, listed or kept back has no level.
    """
    hold_shop(shop=shop)
    asked = sorted(set(skus))
    if not asked:
        return 0
    bulk.make_room(connection)
    bulk.stage(connection, _ASKED, pa.table({"sku": pa.array(asked, pa.string())}), key=["sku"])
    counted, listed = _shelves(shop), _listed(shop)
    kept = _reserves(shop)
    since = _moments(counted, listed, kept)
    held = units_held(shop, since, {sku: told.counted_at for sku, told in listed.items()}) if since else {}
    now = timezone.now()
    wanted = {
        sku: _level(shop, sku, counted.get(sku), listed.get(sku), kept.get(sku, (0, None))[0], held.get(sku, {}), now)
        for sku in since
    }
    changed = _write(shop, wanted)
    bulk.drop(connection, _ASKED)
    return changed


def mark_levels(*, shop: Shop, skus: Iterable[str]) -> None:
    """Say that orders of these SKUs changed, in the transaction that changes them; only of those that have a level.

    A mark that is there is written again on purpose: whoever makes the level anew at that moment must not take it for done.
    """
    asked = sorted(set(skus))
    if not asked or not StockLevel.objects.filter(shop=shop).exists():
        return
    bulk.stage(connection, _ASKED, pa.table({"sku": pa.array(asked, pa.string())}), key=["sku"])
    table = StaleLevel._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{table}" ("shop_id", "sku", "marks") SELECT l."shop_id", l."sku", 1 FROM "{_ASKED}" a'
            f' CROSS JOIN "{StockLevel._meta.db_table}" l WHERE l."shop_id" = %s AND l."sku" = a."sku"'
            f' ON CONFLICT ("shop_id", "sku") DO UPDATE SET "marks" = "{table}"."marks" + 1',
            [shop.pk],
        )
    bulk.drop(connection, _ASKED)


def refill_levels(*, shop: Shop) -> int:
    """Make every marked level of the shop anew; return how many. Each batch is a transaction of its own."""
    done = 0
    while filled := _refill_batch(shop):
        done += filled
    return done


def shops_with_stale_levels() -> list[int]:
    """Return the numbers of the shops with a level to make anew."""
    return list(StaleLevel.objects.values_list("shop_id", flat=True).distinct())


@transaction.atomic
def _refill_batch(shop: Shop) -> int:
    hold_shop(shop=shop)
    marks = StaleLevel.objects.filter(shop=shop)
    found = list(marks.order_by("sku").select_for_update().values_list("pk", "sku")[:SKUS_PER_BATCH])
    for piece in pieces(found):
        marks.filter(pk__in=[number for number, _sku in piece]).delete()
    refresh_levels(shop=shop, skus=[sku for _number, sku in found])
    return len(found)


def _rows(statement: str, values: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def _last(shop: Shop, kind: CountKind) -> list[tuple[str, Telling, int]]:
    """Return the standing telling of each SKU and place, and at how many moments it was counted.

    Counts of a stocktake that is open are not looked at.
    """
    counts = StockCount._meta.db_table
    open_ones = f'SELECT "id" FROM "{Stocktake._meta.db_table}" WHERE "closed_at" IS NULL'
    closed = f'(c."stocktake_id" IS NULL OR c."stocktake_id" NOT IN ({open_ones}))'
    mine = f'"{_ASKED}" a CROSS JOIN "{counts}" c WHERE c."shop_id" = %s AND c."sku" = a."sku" AND c."kind" = %s AND {closed}'
    found = _rows(
        'SELECT r."id", r."moments" FROM (SELECT c."id",'
        ' ROW_NUMBER() OVER (PARTITION BY c."sku", c."place" ORDER BY c."counted_at" DESC, c."as_of" DESC, c."digest" DESC,'
        ' c."id" DESC) AS "place_row", DENSE_RANK() OVER (PARTITION BY c."sku", c."place" ORDER BY c."counted_at")'
        f' + SUM(c."stands_for" - 1) OVER (PARTITION BY c."sku", c."place") AS "moments" FROM {mine}) r'
        ' WHERE r."place_row" = 1',
        [shop.pk, kind.value],
    )
    moments = dict(found)
    told = []
    numbers = list(moments)
    columns = ("pk", "sku", "place", "counted_at", "units", "as_of", "digest")
    for piece in pieces(numbers):
        some = StockCount.objects.filter(pk__in=piece)
        for number, sku, place, counted_at, units, as_of, digest in some.values_list(*columns):
            told.append((sku, Telling(place, counted_at, units, as_of, digest, number), int(moments[number])))
    return told


def _shelves(shop: Shop) -> dict[str, Shelf]:
    places: dict[str, list[tuple[Telling, int]]] = {}
    for sku, telling, moments in _last(shop, CountKind.COUNTED):
        places.setdefault(sku, []).append((telling, moments))
    return {sku: shelf_of(found) for sku, found in places.items()}


def _listed(shop: Shop) -> dict[str, Telling]:
    told: dict[str, list[Telling]] = {}
    for sku, telling, _moments in _last(shop, CountKind.LISTED):
        told.setdefault(sku, []).append(telling)
    return {sku: last for sku, found in told.items() if (last := last_of(found))}


def _reserves(shop: Shop) -> dict[str, tuple[int, datetime]]:
    reserves = Reserve.objects.filter(shop=shop, released_at__isnull=True)
    asked = {sku for (sku,) in _rows(f'SELECT "sku" FROM "{_ASKED}"', [])}
    return {sku: (units, at) for sku, units, at in reserves.values_list("sku", "units", "made_at") if sku in asked}


def _moments(
    counted: Mapping[str, Shelf], listed: Mapping[str, Telling], kept: Mapping[str, tuple[int, datetime]]
) -> dict[str, datetime]:
    """Return the moment from which orders are looked at: of the count, else of the listing, else of the reserve."""
    since = {sku: at for sku, (_units, at) in kept.items()}
    since |= {sku: told.counted_at for sku, told in listed.items()}
    return since | {sku: found.since for sku, found in counted.items() if found.since is not None}


def _level(
    shop: Shop, sku: str, counted: Shelf | None, listed: Telling | None, reserve: int, held: Mapping[str, int], now: datetime
) -> StockLevel:
    found = level(
        counted=counted.units if counted else None,
        shipped=held.get("shipped", 0),
        unpaid=held.get("unpaid", 0),
        unshipped=held.get("unshipped", 0),
        reserve=reserve,
    )
    return StockLevel(
        shop=shop,
        sku=sku,
        counted_at=counted.since if counted else None,
        listed=listed_now(listed.units if listed else None, held.get(ORDERED, 0)),
        listed_at=listed.counted_at if listed else None,
        refreshed_at=now,
        **asdict(found),
    )


def _write(shop: Shop, wanted: Mapping[str, StockLevel]) -> int:
    """Write the levels that are others than they stand, drop those that are none any more; return how many."""
    table = StockLevel._meta.db_table
    numbers = _rows(
        f'SELECT l."id", l."sku" FROM "{_ASKED}" a CROSS JOIN "{table}" l WHERE l."shop_id" = %s AND l."sku" = a."sku"', [shop.pk]
    )
    gone = [number for number, sku in numbers if sku not in wanted]
    standing: dict[str, tuple[Any, ...]] = {}
    known = [number for number, sku in numbers if sku in wanted]
    for piece in pieces(known):
        rows = StockLevel.objects.filter(pk__in=piece).values_list("sku", *_FIELDS)
        standing |= {row[0]: row[1:] for row in rows}
    others = [one for sku, one in wanted.items() if standing.get(sku) != tuple(getattr(one, name) for name in _FIELDS)]
    StockLevel.objects.bulk_create(
        others,
        batch_size=AT_ONCE,
        update_conflicts=True,
        unique_fields=["shop", "sku"],
        update_fields=[*_FIELDS, "refreshed_at"],
    )
    for piece in pieces(gone):
        StockLevel.objects.filter(pk__in=piece).delete()
    return len(others) + len(gone)
