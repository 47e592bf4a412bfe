"""The lines of the orders paid in a window as columns of numbers, read piece by piece in one query."""
# ruff: noqa: S608 - the names come from our own tables

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from django.db import connection, transaction

from common import bulk
from inventory.models import Product, ProductKind
from inventory.rules.pairs import Ints
from orders.models import Order, OrderLine, Shop

_PIECE_ROWS = 50_000
Row = tuple[str, str | None, str, int | None, int | None]


@dataclass(frozen=True)
class PaidLines:
    """One entry a line of goods: the number of its order, of its buyer (-1 unknown) and of its product, place in `skus`.

    `units` and `paid_minor` hold -1 where no file tells; money in minor units. `orders`, `buyers`: how many there are.
    """

    order: Ints
    buyer: Ints
    product: Ints
    units: Ints
    paid_minor: Ints
    skus: tuple[str, ...]
    orders: int
    buyers: int


def paid_lines(shop: Shop, *, start_slot: int, end_slot: int) -> PaidLines:
    """Return the lines of goods of the shop's orders paid in the slots [start_slot, end_slot), whatever became of them later.

    Gifts, services, postage, lines without a SKU and lines of no piece are left out. A SKU nobody described counts as goods.
    """
    pieces = [_columns(rows) for rows in _pieces(shop, start_slot, end_slot)]
    order, _orders = _numbered([piece[0] for piece in pieces])
    buyer, buyers = _numbered([piece[1] for piece in pieces])
    product, skus = _numbered([piece[2] for piece in pieces])
    units, paid = (np.concatenate([piece[place] for piece in pieces] or [np.zeros(0, np.int64)]) for place in (3, 4))
    others = set(Product.objects.filter(shop=shop).exclude(kind=ProductKind.GOODS).values_list("sku", flat=True))
    kept = ~np.array([sku in others for sku in skus], dtype=np.bool_)[product] if len(skus) else np.zeros(0, dtype=np.bool_)
    kept &= units != 0
    return PaidLines(order[kept], buyer[kept], product[kept], units[kept], paid[kept], tuple(skus), len(_orders), len(buyers))


def _columns(rows: list[Row]) -> tuple[pa.Array, pa.Array, pa.Array, Ints, Ints]:
    orders, buyers, skus, units, paid = zip(*rows, strict=True)
    return (
        pa.array(orders, pa.string()).dictionary_encode(),
        pa.array(buyers, pa.string()).dictionary_encode(),
        pa.array(skus, pa.string()).dictionary_encode(),
        np.array([-1 if one is None else max(0, one) for one in units], dtype=np.int64),
        np.array([-1 if one is None else max(0, one) for one in paid], dtype=np.int64),
    )


def _numbered(pieces: list[pa.DictionaryArray]) -> tuple[Ints, list[str]]:
    """Return the number of each text, -1 for an unknown one, and the texts by number."""
    if not pieces:
        return np.zeros(0, dtype=np.int64), []
    whole = pa.chunked_array(pieces).unify_dictionaries().combine_chunks()
    codes = whole.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
    return codes, whole.dictionary.to_pylist()


def _pieces(shop: Shop, start_slot: int, end_slot: int) -> Iterator[list[Row]]:
    """Yield (order, buyer, SKU, pieces, paid) in runs; PostgreSQL keeps the rest at the server, SQLite walks on."""
    # From the slots to the orders to the lines: SQLite keeps to the order of a CROSS JOIN, PostgreSQL finds the best itself.
    statement = (
        'SELECT o."order_no", o."buyer_key", l."sku", l."units", l."paid_minor"'
        f' FROM "{Order._meta.db_table}" o CROSS JOIN "{OrderLine._meta.db_table}" l'
        ' WHERE o."shop_id" = %s AND o."paid_slot" >= %s AND o."paid_slot" < %s'
        ' AND l."shop_id" = o."shop_id" AND l."order_no" = o."order_no" AND l."sku" IS NOT NULL AND l."sku" <> \'\''
        ' AND l."is_gift" IS NOT TRUE'
    )
    with transaction.atomic():
        bulk.make_room(connection)
        bulk.know_sizes(connection, Order._meta.db_table, OrderLine._meta.db_table)
        with connection.chunked_cursor() as cursor:
            cursor.execute(statement, [shop.pk, start_slot, end_slot])
            while rows := cursor.fetchmany(_PIECE_ROWS):
                yield rows
