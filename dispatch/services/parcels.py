"""Keep what files and programs tell of parcels, in any order of arrival. The law: `dispatch.models.parcels`."""
# ruff: noqa: S608 - the names come from our own tables

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc
from django.db import connection, transaction

from accounts.models import User
from accounts.services import record
from common import bulk
from dispatch.models import OrderWarehouse, Parcel, ToldBy
from orders.claims import Source
from orders.models import Shop
from orders.services import hold_shop

_DIGEST = 16  # of 64 letters: enough to settle a tie, a quarter of the room
_STAGE = "told_parcels"


@dataclass(frozen=True)
class ToldParcel:
    """What a program tells of an order: it lies in this parcel, leaves from this warehouse, or both; "" is silent."""

    order_no: str
    waybill: str = ""
    carrier: str = ""
    warehouse: str = ""


def take_parcels(*, shop: Shop, source: Source, table: pa.Table | None, told_by: ToldBy = ToldBy.FILE) -> int:
    """Bring a table of order_no, waybill, carrier, warehouse in, inside the caller's transaction; return the rows written.

    A newer telling takes the place of all that this channel said of the order; an older one changes nothing. None: nothing.
    """
    if table is None or not table.num_rows:
        return 0
    hold_shop(shop=shop)
    bulk.make_room(connection)
    return sum(_take(model, shop, source, told_by, rows) for model, rows in _parted(table))


def refold_parcels(*, shop: Shop, order_nos: Iterable[str], standing: Sequence[tuple[Source, pa.Table]]) -> None:
    """Set what files say of these orders to the newest of the standing tellings, inside the caller's transaction.

    `standing`: tables as for `take_parcels`, with their sources; other orders in them are passed over.
    """
    wanted = sorted(set(order_nos))
    if not wanted:
        return
    hold_shop(shop=shop)
    keys = pa.table({"order_no": pa.array(wanted, pa.string())})
    bulk.stage(connection, _STAGE, keys, key=["order_no"])
    for model in (Parcel, OrderWarehouse):
        _forget(model, shop, ToldBy.FILE)
    bulk.drop(connection, _STAGE)
    for source, table in sorted(standing, key=lambda each: each[0]):
        mine = table.filter(pc.is_in(table["order_no"], value_set=keys["order_no"].combine_chunks()))
        take_parcels(shop=shop, source=source, table=mine)


@transaction.atomic
def tell_parcels(*, actor: User | None, shop: Shop, parcels: Sequence[ToldParcel], as_of: int, digest: str = "") -> int:
    """Keep what a program tells of parcels; return the rows written. `as_of`: when that was so, UTC epoch seconds."""
    columns = {
        name: pa.array([getattr(each, name) or None for each in parcels], pa.string())
        for name in ("order_no", "waybill", "carrier", "warehouse")
    }
    columns["waybill"] = pc.utf8_upper(columns["waybill"])
    written = take_parcels(shop=shop, source=Source(as_of, digest), table=pa.table(columns), told_by=ToldBy.PROGRAM)
    record(actor=actor, action="dispatch.parcels", target=shop.name, after={"orders": len(parcels), "written": written})
    return written


def _parted(table: pa.Table) -> list[tuple[type[Parcel | OrderWarehouse], pa.Table]]:
    """Part what is said of waybills from what is said of warehouses; each key once, the last row of it."""
    waybills = table.filter(pc.is_valid(table["waybill"])).group_by(["order_no", "waybill"]).aggregate([("carrier", "max")])
    stores = table.filter(pc.is_valid(table["warehouse"])).group_by(["order_no"]).aggregate([("warehouse", "max")])
    return [
        (Parcel, waybills.rename_columns({"carrier_max": "carrier"}).select(["order_no", "waybill", "carrier"])),
        (OrderWarehouse, stores.rename_columns({"warehouse_max": "warehouse"}).select(["order_no", "warehouse"])),
    ]


def _take(model: type[Parcel | OrderWarehouse], shop: Shop, source: Source, told_by: ToldBy, rows: pa.Table) -> int:
    if not rows.num_rows:
        return 0
    as_of, digest = source.as_of, source.digest[:_DIGEST]
    full = rows.append_column("as_of", pa.repeat(pa.scalar(as_of, pa.int64()), rows.num_rows)).append_column(
        "digest", pa.repeat(pa.scalar(digest, pa.string()), rows.num_rows)
    )
    constants = {"shop_id": shop.pk, "told_by": int(told_by)}
    table = model._meta.db_table
    if _is_untouched(table, shop, rows):
        bulk.append(connection, table, full, constants=constants)
        return int(rows.num_rows)
    bulk.stage(connection, _STAGE, full, key=["order_no"])
    older = (
        f'DELETE FROM "{_STAGE}" WHERE EXISTS (SELECT 1 FROM "{table}" p WHERE p."shop_id" = %s AND p."told_by" = %s'
        f' AND p."order_no" = "{_STAGE}"."order_no"'
        ' AND (p."as_of" > %s OR (p."as_of" = %s AND p."digest" > %s)))'
    )
    with connection.cursor() as cursor:
        cursor.execute(older, [shop.pk, int(told_by), as_of, as_of, digest])
        _forget(model, shop, told_by)
        names = ", ".join(f'"{name}"' for name in full.column_names)
        cursor.execute(
            f'INSERT INTO "{table}" ("shop_id", "told_by", {names}) SELECT %s, %s, {names} FROM "{_STAGE}"',
            [shop.pk, int(told_by)],
        )
        written = int(cursor.rowcount)
    bulk.drop(connection, _STAGE)
    return written


def _is_untouched(table: str, shop: Shop, rows: pa.Table) -> bool:
    """Tell whether nothing is kept of the orders between the first and the last: one probe of the index, the usual case."""
    ends = pc.min_max(rows["order_no"]).as_py()
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT 1 FROM "{table}" WHERE "shop_id" = %s AND "order_no" BETWEEN %s AND %s LIMIT 1',
            [shop.pk, ends["min"], ends["max"]],
        )
        return cursor.fetchone() is None


def _forget(model: type[Parcel | OrderWarehouse], shop: Shop, told_by: ToldBy) -> None:
    """Take away what the channel says of the orders that are staged."""
    with connection.cursor() as cursor:
        cursor.execute(
            f'DELETE FROM "{model._meta.db_table}" WHERE "shop_id" = %s AND "told_by" = %s'
            f' AND "order_no" IN (SELECT "order_no" FROM "{_STAGE}")',
            [shop.pk, int(told_by)],
        )
