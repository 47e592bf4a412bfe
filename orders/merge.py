"""Bring one table of claims into its table of facts, by the law of `orders.rules.fold`, without reading older claims again.

Each fact points to its provenance: which export has the word on which field. The rows a chunk meets share few of them, so
Python decides once per provenance what the newcomer wins, and the database moves the rows in one statement. A newer export
of a whole sale agrees with nearly every row: then the provenances are written anew, and only the rows that changed
(a million rows that only moved to another provenance took three times as long as to insert them).
"""
# ruff: noqa: S608 - the names come from our own tables; the values are numbers of ours or passed as parameters

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F

from common import bulk
from orders.claims import Source
from orders.facts import Facts
from orders.models import Provenance
from orders.rules import provenance


@dataclass(frozen=True)
class Merged:
    """What became of the claims, weighted by their `rows`; all that is neither inserted, changed nor older is unchanged.

    `direct`: all were new and went straight into the table; then the temporary tables are not there. Else `stage_<name>`
    holds the claims, `fresh_<name>` the new ones, `changed_<name>` the keys whose values changed, with their old slots.
    `older_than`: the provenances under which facts had nothing to learn.
    """

    rows: int
    inserted: int
    changed: int
    older: int
    direct: bool
    older_than: tuple[int, ...] = ()


Within = tuple[str, list[Any]]  # a condition on the facts `o`, and its parameters
NOTHING = Merged(0, 0, 0, 0, direct=True)


def remember(layers: provenance.Layers, facts: int) -> int:
    """Return the number of a new provenance with these layers, for so many facts."""
    return Provenance.objects.create(layers=provenance.dump(layers), spoken=provenance.spoken(layers), facts=facts).pk


def leave(counts: Mapping[int, int]) -> None:
    """Say that so many facts have left each of these provenances; one nobody is left under is deleted."""
    for number, count in counts.items():
        Provenance.objects.filter(pk=number).update(facts=F("facts") - count)
    Provenance.objects.filter(pk__in=counts, facts=0).delete()


def is_untouched(connection: BaseDatabaseWrapper, shop_id: int, facts: Facts, claims: pa.Table) -> bool:
    """Tell whether no fact of the shop lies in the range of keys of these claims: then all of them are new.

    One probe of the index; the usual case, because order numbers rise with time and the chunks of an import do not overlap.
    """
    first, last = _range(facts, claims)
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT 1 FROM "{facts.table}" WHERE "shop_id" = %s AND "{facts.key[0]}" BETWEEN %s AND %s LIMIT 1',
            [shop_id, first, last],
        )
        return cursor.fetchone() is None


def insert(
    connection: BaseDatabaseWrapper, shop_id: int, facts: Facts, source: Source, claims: pa.Table, *, says: Sequence[str]
) -> Merged:
    """Insert claims that are all new. `says`: the fields the file speaks on; further columns go in as they are."""
    known = remember(_first_layers(facts, source, says), claims.num_rows)
    rows = _rows(claims)
    bulk.append(connection, facts.table, claims.drop_columns(["rows"]), constants={"shop_id": shop_id, "provenance_id": known})
    return Merged(rows=rows, inserted=rows, changed=0, older=0, direct=True)


def merge(
    connection: BaseDatabaseWrapper,
    shop_id: int,
    facts: Facts,
    source: Source,
    claims: pa.Table,
    *,
    says: Sequence[str],
    whole_range: bool = False,
) -> Merged:
    """Insert what is new and let the claims change what they have the word on.

    `says`: the fields the file speaks on. Further columns are taken for new facts only. `whole_range`: the claims are all that
    their file has between their first and their last key, as a chunk is; an undo brings chosen keys of a file, which are not.
    """
    stage, fresh, changed = (f"{kind}_{facts.name}" for kind in ("stage", "fresh", "changed"))
    staged = claims.append_column("shop_id", pa.repeat(pa.scalar(shop_id, pa.int64()), claims.num_rows))
    bulk.know_sizes(connection, facts.table)
    # Of a file that came before, the keys alone tell that there is nothing to do.
    known_source = _came_before(connection, shop_id, facts, source, claims)
    at_first = staged.select(["shop_id", *facts.key, "rows"]) if known_source else staged
    within = bulk.within(connection, "o", facts.key[0], shop_id, _range(facts, claims))
    remap: list[_Remap] = []
    older: tuple[int, ...] = ()
    if whole_range and known_source and _all_stand(connection, shop_id, facts, source, claims, says):
        bulk.stage(connection, stage, at_first.slice(0, 0))
        found, all_known = [], True
    else:
        bulk.stage(connection, stage, at_first, key=["shop_id", *facts.key])
        found = _found(connection, facts, stage, within)
        remap, older = _decide({known: count for known, count, _ in found}, source, facts.bits(says))
        all_known = sum(count for _, count, _ in found) == claims.num_rows
    if known_source and (remap or not all_known):
        bulk.stage(connection, stage, staged, key=["shop_id", *facts.key])
    with connection.cursor() as cursor:
        bulk.drop(connection, fresh, changed)
        if all_known:
            cursor.execute(f'CREATE TEMPORARY TABLE "{fresh}" AS SELECT * FROM "{stage}" WHERE 1 = 0')
        else:
            cursor.execute(
                f'CREATE TEMPORARY TABLE "{fresh}" AS SELECT s.* FROM "{stage}" s WHERE NOT EXISTS'
                f' (SELECT 1 FROM "{facts.table}" o WHERE {_match(facts)} AND {within[0]})',
                within[1],
            )
        changed_rows = _update(connection, facts, remap, says, within)
        inserted = _insert_fresh(connection, facts, source, claims, says)
    return Merged(
        rows=_rows(claims),
        inserted=inserted,
        changed=changed_rows,
        older=sum(rows for known, _, rows in found if known in older),
        direct=False,
        older_than=older,
    )


def _came_before(connection: BaseDatabaseWrapper, shop_id: int, facts: Facts, source: Source, claims: pa.Table) -> bool:
    """Guess whether these claims were brought in before: whether the first fact in their range knows of their source.

    Asked of this range and not of all: the chunks of an import that were brought in before this one have named its source too.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT "provenance_id" FROM "{facts.table}" WHERE "shop_id" = %s AND "{facts.key[0]}" BETWEEN %s AND %s'
            f' ORDER BY "{facts.key[0]}" LIMIT 1',
            [shop_id, *_range(facts, claims)],
        )
        first = cursor.fetchone()
    return first is not None and Provenance.objects.filter(pk=first[0], layers__contains=source.digest).exists()


def _all_stand(
    connection: BaseDatabaseWrapper, shop_id: int, facts: Facts, source: Source, claims: pa.Table, says: Sequence[str]
) -> bool:
    """Tell whether each of these claims stands already and has nothing to win: then no key need be staged.

    The claims are all that their file has in their range of keys. So the facts in that range under a provenance that names
    the file are among the claims; are they as many, they are the same.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT "provenance_id", COUNT(*) FROM "{facts.table}" WHERE "shop_id" = %s AND "{facts.key[0]}" BETWEEN %s AND %s'
            ' GROUP BY "provenance_id"',
            [shop_id, *_range(facts, claims)],
        )
        counts = dict(cursor.fetchall())
    standing = 0
    for number, text in Provenance.objects.filter(pk__in=counts, layers__contains=source.digest).values_list("pk", "layers"):
        layers = provenance.parse(text)
        if any(other == source for other, _ in layers) and not provenance.claim(layers, source, facts.bits(says))[0]:
            standing += counts[number]
    return bool(standing == claims.num_rows)


def forget(connection: BaseDatabaseWrapper, *tables: Facts) -> None:
    """Drop the temporary tables of a merge."""
    for facts in tables:
        bulk.drop(connection, *(f"{kind}_{facts.name}" for kind in ("stage", "fresh", "changed")))


def differs(connection: BaseDatabaseWrapper, left: str, right: str, columns: Sequence[str]) -> str:
    """Return the SQL condition that some of the columns differ between two tables of these short names."""
    operator = bulk.distinct(connection)
    return " OR ".join(f'{left}."{column}" {operator} {right}."{column}"' for column in columns) or "1 = 0"


def _found(connection: BaseDatabaseWrapper, facts: Facts, stage: str, within: Within) -> list[tuple[int, int, int]]:
    """Return (provenance, how many facts, how many rows of the file) of the facts the staged claims meet."""
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT o."provenance_id", COUNT(*), SUM(s."rows") FROM "{stage}" s CROSS JOIN "{facts.table}" o'
            f' WHERE {_match(facts)} AND {within[0]} GROUP BY o."provenance_id"',
            within[1],
        )
        return [(known, count, int(rows)) for known, count, rows in cursor.fetchall()]


@dataclass(frozen=True)
class _Remap:
    """From one provenance to the next: what the newcomer wins under it. The same number: it moves itself, with all its facts."""

    old: int
    new: int
    won: int


def _decide(found: Mapping[int, int], source: Source, says: int) -> tuple[list[_Remap], tuple[int, ...]]:
    """Decide per provenance, of which so many facts were met, what the newcomer wins there, or that it is older than all."""
    remap: list[_Remap] = []
    older: list[int] = []
    left: dict[int, int] = {}
    together: dict[provenance.Layers, int] = {}
    for number, text, facts in Provenance.objects.filter(pk__in=found).order_by("pk").values_list("pk", "layers", "facts"):
        layers = provenance.parse(text)
        won, following = provenance.claim(layers, source, says)
        if not won:
            if says and all(other != source for other, _ in layers):
                older.append(number)
        elif found[number] == facts:
            Provenance.objects.filter(pk=number).update(layers=provenance.dump(following), spoken=provenance.spoken(following))
            remap.append(_Remap(number, number, won))
        else:
            if following not in together:
                together[following] = remember(following, 0)
            Provenance.objects.filter(pk=together[following]).update(facts=F("facts") + found[number])
            left[number] = found[number]
            remap.append(_Remap(number, together[following], won))
    leave(left)
    return remap, tuple(older)


def _update(connection: BaseDatabaseWrapper, facts: Facts, remap: Sequence[_Remap], says: Sequence[str], within: Within) -> int:
    """Move the facts under the remapped provenances; return the rows of the file whose values changed something."""
    stage, changed = f"stage_{facts.name}", f"changed_{facts.name}"
    columns = [
        f'{alias}."{name}" AS "{name}"'
        for alias, names in (("s", ["shop_id", *facts.key, "rows"]), ("o", facts.slots.values()))
        for name in names
    ]
    kept = f'CREATE TEMPORARY TABLE "{changed}" AS SELECT {", ".join(columns)} FROM "{stage}" s CROSS JOIN "{facts.table}" o'
    with connection.cursor() as cursor:
        if not remap:
            cursor.execute(f"{kept} WHERE 1 = 0")
            return 0
        bulk.stage(
            connection,
            "remap",
            pa.table({name: pa.array([getattr(step, name) for step in remap], pa.int64()) for name in ("old", "new", "won")}),
        )
        conditions = []
        for won in sorted({step.won for step in remap}):
            fields = [name for name in says if won & facts.bits([name])]
            conditions.append(f'(r."won" = {won} AND ({differs(connection, "o", "s", fields)}))')
        cursor.execute(
            f'{kept} CROSS JOIN "remap" r WHERE {_match(facts)} AND {within[0]} AND r."old" = o."provenance_id"'
            f" AND ({' OR '.join(conditions)})",
            within[1],
        )
        cursor.execute(f'SELECT COALESCE(SUM("rows"), 0), COUNT(*) FROM "{changed}"')
        rows, count = cursor.fetchone()
        # Where a provenance moved itself, only the facts whose values changed are written.
        moving = [step for step in remap if count or step.new != step.old]
        for won in sorted({step.won for step in moving}):
            # A row moved here carries a provenance in which the newcomer has all it can win: no later turn moves it again.
            fields = [name for name in says if won & facts.bits([name])]
            sets = ", ".join([f'"{name}" = s."{name}"' for name in facts.columns(fields)] + ['"provenance_id" = r."new"'])
            cursor.execute(
                f'UPDATE "{facts.table}" AS o SET {sets} FROM "{stage}" s CROSS JOIN "remap" r WHERE {_match(facts)}'
                f' AND {within[0]} AND r."old" = o."provenance_id" AND r."won" = {won}'
                f' AND (r."new" <> r."old" OR {differs(connection, "o", "s", fields)})',
                within[1],
            )
        bulk.drop(connection, "remap")
        return int(rows)


def _insert_fresh(connection: BaseDatabaseWrapper, facts: Facts, source: Source, claims: pa.Table, says: Sequence[str]) -> int:
    """Insert the facts of the table `fresh_...`; return how many rows of the file they stand for."""
    fresh = f"fresh_{facts.name}"
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT COUNT(*), COALESCE(SUM("rows"), 0) FROM "{fresh}"')
        count, rows = cursor.fetchone()
        if count:
            known = remember(_first_layers(facts, source, says), int(count))
            names = ", ".join(f'"{name}"' for name in ("shop_id", *claims.column_names) if name != "rows")
            order = ", ".join(f'"{name}"' for name in facts.key)
            cursor.execute(
                f'INSERT INTO "{facts.table}" ({names}, "provenance_id") SELECT {names}, {known} FROM "{fresh}" ORDER BY {order}'
            )
    return int(rows)


def _first_layers(facts: Facts, source: Source, says: Sequence[str]) -> provenance.Layers:
    return provenance.claim((), source, facts.bits(says))[1]


def _match(facts: Facts) -> str:
    """Join staged claims `s` to facts `o` by the whole key.

    The shop's number comes from the claims too: a constant would lead SQLite, which keeps no statistics, to walk all its facts.
    """
    return " AND ".join(f'o."{name}" = s."{name}"' for name in ("shop_id", *facts.key))


def _range(facts: Facts, claims: pa.Table) -> list[Any]:
    ends = pc.min_max(claims.column(facts.key[0])).as_py()
    return [ends["min"], ends["max"]]


def _rows(claims: pa.Table) -> int:
    return int(pc.sum(claims.column("rows")).as_py() or 0)
