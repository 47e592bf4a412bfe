"""Provenances and known blocks in the database, many at a time. Called inside the transaction that changes the facts."""
# ruff: noqa: S608 - the names come from our own tables

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
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
    Provenance.objects.filter(pk__in=gone).delete()


def leave(connection: BaseDatabaseWrapper, counts: Mapping[int, int]) -> None:
    """Say that so many facts have left each of these provenances, which tell of no block any more."""
    if not counts:
        return
    _stage(connection, {"number": list(counts), "facts": list(counts.values())})
    with connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE "{_PROVENANCE}" AS p SET "facts" = p."facts" - w."facts" FROM "written" w WHERE p."id" = w."number"'
        )
    bulk.drop(connection, "written")
    Provenance.objects.filter(pk__in=counts, facts=0).delete()
    forget_blocks(counts)


def forget_blocks(numbers: Collection[int]) -> None:
    """Know nothing of the facts under these provenances any more."""
    if numbers:
        KnownBlock.objects.filter(provenance_id__in=numbers).delete()


def know_blocks(connection: BaseDatabaseWrapper, shop_id: int, digests: Mapping[str, int]) -> None:
    """Know that the facts under a provenance are exactly what a block says, by the block's digest."""
    if not digests:
        return
    KnownBlock.objects.filter(shop_id=shop_id, digest__in=digests).delete()
    rows = {"digest": pa.array(list(digests)), "provenance_id": pa.array(list(digests.values()), pa.int64())}
    bulk.append(connection, _BLOCK, pa.table(rows), constants={"shop_id": shop_id})


def known_blocks(shop_id: int, digests: Sequence[str]) -> dict[str, int]:
    """Return the provenance of each of these blocks that is known."""
    return dict(KnownBlock.objects.filter(shop_id=shop_id, digest__in=digests).values_list("digest", "provenance_id"))


def standing(numbers: Collection[int]) -> dict[int, Standing]:
    """Return these provenances as they stand."""
    parsed: dict[str, provenance.Layers] = {}
    found = {}
    for number, text, facts in Provenance.objects.filter(pk__in=numbers).values_list("pk", "layers", "facts"):
        if text not in parsed:
            parsed[text] = provenance.parse(text)
        found[number] = Standing(parsed[text], facts)
    return found


def _stage(connection: BaseDatabaseWrapper, columns: Mapping[str, Any]) -> None:
    bulk.stage(connection, "written", pa.table({name: pa.array(values, pa.int64()) for name, values in columns.items()}))
