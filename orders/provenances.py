"""Provenances and known blocks in the database, many at a time. Called inside the transaction that changes the facts."""
# ruff: noqa: S608 - the names come from our own tables

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import pyarrow as pa
from django.db.backends.base.base import BaseDatabaseWrapper

from common import bulk
from orders.models import KnownBlock, Provenance
from orders.rules import provenance
from orders.rules.homes import Standing

_PROVENANCE, _BLOCK = Provenance._meta.db_table, KnownBlock._meta.db_table


def make(connection: BaseDatabaseWrapper, wanted: Sequence[Standing]) -> list[int]:
    """Insert provenances; return their numbers in the order given."""
    numbers = [0] * len(wanted)
    alike: dict[provenance.Layers, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for place, each in enumerate(wanted):
        alike[each.layers][each.facts].append(place)
    listed, as_parameter = bulk.listed(connection)
    with connection.cursor() as cursor:
        for layers, places in alike.items():
            counts = [facts for facts, some in places.items() for _ in some]
            cursor.execute(
                f'INSERT INTO "{_PROVENANCE}" ("layers", "spoken", "facts") SELECT %s, %s, v.value FROM {listed} AS v'
                ' WHERE 1 = 1 RETURNING "id", "facts"',
                [provenance.dump(layers), provenance.spoken(layers), as_parameter(counts)],
            )
            for number, facts in cursor.fetchall():
                numbers[places[facts].pop()] = number
    return numbers


def write(connection: BaseDatabaseWrapper, kept: Mapping[int, Standing]) -> None:
    """Write provenances as they are now; those without facts are deleted."""
    alike: dict[provenance.Layers, list[int]] = defaultdict(list)
    for number, each in kept.items():
        if each.facts:
            alike[each.layers].append(number)
    gone = [number for number, each in kept.items() if not each.facts]
    for layers, numbers in alike.items():
        _stage(connection, {"number": numbers, "facts": [kept[number].facts for number in numbers]})
        with connection.cursor() as cursor:
            cursor.execute(
                f'UPDATE "{_PROVENANCE}" AS p SET "layers" = %s, "spoken" = %s, "facts" = w."facts"'
                ' FROM "written" w WHERE p."id" = w."number"',
                [provenance.dump(layers), provenance.spoken(layers)],
            )
    bulk.drop(connection, "written")
    _delete(gone)


def leave(connection: BaseDatabaseWrapper, counts: Mapping[int, int]) -> None:
    """Say that so many facts have left each of these provenances; those without facts are deleted."""
    if not counts:
        return
    _stage(connection, {"number": list(counts), "facts": list(counts.values())})
    with connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE "{_PROVENANCE}" AS p SET "facts" = p."facts" - w."facts" FROM "written" w WHERE p."id" = w."number"'
        )
    bulk.drop(connection, "written")
    _delete(list(Provenance.objects.filter(pk__in=counts, facts=0).values_list("pk", flat=True)))


def _delete(gone: Collection[int]) -> None:
    if gone:
        Provenance.objects.filter(pk__in=gone).delete()
        forget_blocks(gone)


def forget_blocks(numbers: Collection[int]) -> None:
    """Know nothing of the facts under these provenances any more: some came, or have another value.

    That some left need not be said here: a block is known only as long as it has as many facts as its provenance.
    """
    if numbers:
        KnownBlock.objects.filter(provenance_id__in=numbers).delete()


def know_blocks(connection: BaseDatabaseWrapper, shop_id: int, digests: Mapping[str, int]) -> None:
    """Know that the facts under a provenance are exactly what a block says, by the block's digest."""
    if not digests:
        return
    KnownBlock.objects.filter(shop_id=shop_id, digest__in=digests).delete()
    rows = {"digest": pa.array(list(digests)), "provenance_id": pa.array(list(digests.values()), pa.int64())}
    bulk.append(connection, _BLOCK, pa.table(rows), constants={"shop_id": shop_id})


def known_blocks(
    connection: BaseDatabaseWrapper, shop_id: int, sizes: Mapping[str, int]
) -> tuple[dict[str, int], dict[int, Standing]]:
    """Return the provenance of each of these blocks that is known, and these provenances as they stand.

    `sizes` holds the facts of each block by its digest. A provenance that some of them have left since is not known by it.
    """
    listed, as_parameter = bulk.listed(connection, "text")
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT p."id", p."layers", p."facts", k."digest" FROM {listed} AS v CROSS JOIN "{_BLOCK}" k'
            f' CROSS JOIN "{_PROVENANCE}" p WHERE k."shop_id" = %s AND k."digest" = v.value AND p."id" = k."provenance_id"',
            [as_parameter(list(sizes)), shop_id],
        )
        rows = [row for row in cursor.fetchall() if row[2] == sizes[row[3]]]
    return {digest: number for number, _, _, digest in rows}, standing(row[:3] for row in rows)


def standing(rows: Iterable[tuple[int, str, int]]) -> dict[int, Standing]:
    """Return provenances as they stand, by their number, from rows of number, layers and facts as they are stored."""
    parsed: dict[str, provenance.Layers] = {}
    found = {}
    for number, text, facts in rows:
        if text not in parsed:
            parsed[text] = provenance.parse(text)
        found[number] = Standing(parsed[text], facts)
    return found


def _stage(connection: BaseDatabaseWrapper, columns: Mapping[str, Any]) -> None:
    bulk.stage(connection, "written", pa.table({name: pa.array(values, pa.int64()) for name, values in columns.items()}))
