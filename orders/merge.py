"""Bring one table of claims into its table of facts, by the law of `orders.rules.fold`, without reading older claims again.

Each fact points to its provenance: which export has the word on which field. The rows a chunk meets share few of them, so
Python decides once per provenance what the newcomer wins, and the database moves the rows in one statement. A newer export
of a whole sale agrees with nearly every row: then the provenances are written anew, and only the rows that changed
(a million rows that only moved to another provenance took three times as long as to insert them).
"""
# ruff: noqa: S608 - the names come from our own tables; the values are numbers of ours or passed as parameters

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from django.db.backends.base.base import BaseDatabaseWrapper

from common import bulk
from orders import provenances
from orders.claims import Source
from orders.facts import Facts
from orders.models import Provenance
from orders.rules import provenance
from orders.rules.blocks import Blocked
from orders.rules.homes import Homes, Met, Standing, find_homes


@dataclass(frozen=True)
class Merged:
    """What became of the claims, weighted by their `rows`; all that is neither inserted, changed nor older is unchanged.

    `direct`: all were new and went straight into the table; then the temporary tables are not there. Else `stage_<name>`
    holds the claims, `fresh_<name>` the new ones, `changed_<name>` the keys whose values changed, with what was
    counted before.
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
    connection: BaseDatabaseWrapper, shop_id: int, facts: Facts, source: Source, blocks: Blocked, *, says: Sequence[str]
) -> Merged:
    """Insert claims that are all new. `says`: the fields the file speaks on; further columns go in as they are."""
    _, layers = provenance.claim((), source, facts.bits(says))
    numbers = provenances.make(connection, [Standing(layers, size) for size in blocks.sizes.tolist()])
    provenances.know_blocks(connection, shop_id, dict(zip(blocks.digests, numbers, strict=True)))
    known = pa.array(np.repeat(np.array(numbers, dtype=np.int64), blocks.sizes))
    table = blocks.claims.drop_columns(["rows"]).append_column("provenance_id", known)
    bulk.append(connection, facts.table, table, constants={"shop_id": shop_id})
    rows = _rows(blocks.claims)
    return Merged(rows=rows, inserted=rows, changed=0, older=0, direct=True)


def merge(
    connection: BaseDatabaseWrapper, shop_id: int, facts: Facts, source: Source, blocks: Blocked, *, says: Sequence[str]
) -> Merged:
    """Insert what is new and let the claims change what they have the word on.

    `says`: the fields the file speaks on. Further columns are taken for new facts only.
    """
    claims, stage = blocks.claims, f"stage_{facts.name}"
    within = bulk.within(connection, "o", facts.key[0], shop_id, _range(facts, claims))
    bulk.know_sizes(connection, facts.table)
    shop = pa.repeat(pa.scalar(shop_id, pa.int64()), claims.num_rows)
    staged = claims.append_column("shop_id", shop).append_column("block", pa.array(blocks.numbers, pa.int32()))
    bulk.stage(connection, stage, staged, key=["shop_id", *facts.key])
    met, standing = _met(connection, facts, stage, within)
    homes = find_homes(
        sizes=blocks.sizes.tolist(),
        met=met,
        standing=standing,
        source=source,
        says=facts.bits(says),
    )
    made = provenances.make(connection, homes.made)
    moves = [_Remap(move.old, move.block, _number(move.new, made), move.won) for move in homes.moves]
    _pick_fresh(connection, facts, within, all_known=not homes.fresh)
    changed = _update(connection, facts, moves, says, within)
    inserted = _insert_fresh(connection, facts, claims, {block: _number(at, made) for block, at in homes.fresh.items()})
    provenances.write(connection, homes.kept)
    _know(connection, shop_id, facts, blocks, homes, moves, made)
    return Merged(
        rows=_rows(claims),
        inserted=inserted,
        changed=changed,
        older=sum(each.rows for each in met if each.provenance in homes.older),
        direct=False,
        older_than=homes.older,
    )


def _number(number: int, made: Sequence[int]) -> int:
    """Return the number of a provenance, looked up among the new ones when it stands for one."""
    return number if number >= 0 else made[-1 - number]


def _pick_fresh(connection: BaseDatabaseWrapper, facts: Facts, within: Within, *, all_known: bool) -> None:
    """Create the table of the claims whose facts are not there yet."""
    fresh, stage = f"fresh_{facts.name}", f"stage_{facts.name}"
    bulk.drop(connection, fresh)
    with connection.cursor() as cursor:
        if all_known:
            cursor.execute(f'CREATE TEMPORARY TABLE "{fresh}" AS SELECT * FROM "{stage}" WHERE 1 = 0')
        else:
            cursor.execute(
                f'CREATE TEMPORARY TABLE "{fresh}" AS SELECT s.* FROM "{stage}" s WHERE NOT EXISTS'
                f' (SELECT 1 FROM "{facts.table}" o WHERE {_match(facts)} AND {within[0]})',
                within[1],
            )


def _know(
    connection: BaseDatabaseWrapper,
    shop_id: int,
    facts: Facts,
    blocks: Blocked,
    homes: Homes,
    moves: Sequence["_Remap"],
    made: Sequence[int],
) -> None:
    """Forget the blocks whose facts are other ones now or say something else; know those that are as this export has them."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT DISTINCT "block" FROM "changed_{facts.name}"')
        changed = {block for (block,) in cursor.fetchall()}
    provenances.forget_blocks(homes.gained | {move.new for move in moves if move.block in changed})
    whole = {blocks.digests[block]: _number(number, made) for block, number in homes.whole.items()}
    provenances.know_blocks(connection, shop_id, whole)


def forget(connection: BaseDatabaseWrapper, *tables: Facts) -> None:
    """Drop the temporary tables of a merge."""
    for facts in tables:
        bulk.drop(connection, *(f"{kind}_{facts.name}" for kind in ("stage", "fresh", "changed")))


def differs(connection: BaseDatabaseWrapper, left: str, right: str, columns: Sequence[str]) -> str:
    """Return the SQL condition that some of the columns differ between two tables of these short names."""
    operator = bulk.distinct(connection)
    return " OR ".join(f'{left}."{column}" {operator} {right}."{column}"' for column in columns) or "1 = 0"


def _met(connection: BaseDatabaseWrapper, facts: Facts, stage: str, within: Within) -> tuple[list[Met], dict[int, Standing]]:
    """Return under which provenances the facts stand that the blocks of staged claims meet, and how those stand."""
    counted = (
        f'SELECT o."provenance_id", s."block", COUNT(*) AS "facts", SUM(s."rows") AS "rows" FROM "{stage}" s'
        f' CROSS JOIN "{facts.table}" o WHERE {_match(facts)} AND {within[0]} GROUP BY o."provenance_id", s."block"'
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT p."id", p."layers", p."facts", m."block", m."facts", m."rows" FROM ({counted}) m'
            f' CROSS JOIN "{Provenance._meta.db_table}" p WHERE p."id" = m."provenance_id"',
            within[1],
        )
        found = cursor.fetchall()
    met = [Met(number, block, count, int(rows)) for number, _, _, block, count, rows in found]
    return met, provenances.standing(row[:3] for row in found)


@dataclass(frozen=True)
class _Remap:
    """The facts of a block under one provenance go under the next; the newcomer wins `won`. The same number: none moves."""

    old: int
    block: int
    new: int
    won: int


def _update(connection: BaseDatabaseWrapper, facts: Facts, remap: Sequence[_Remap], says: Sequence[str], within: Within) -> int:
    """Move the facts under the remapped provenances; return the rows of the file whose values changed something.

    Where a provenance is written anew itself, only the facts whose values changed are touched.
    """
    stage, moving, changed = f"stage_{facts.name}", "moving", f"changed_{facts.name}"
    before = [f'o."{name}" AS "old_{name}"' for name in facts.counted]
    differing = {
        won: differs(connection, "o", "s", [name for name in says if won & facts.bits([name])])
        for won in sorted({step.won for step in remap})
    }
    differs_now = " OR ".join(f'(r."won" = {won} AND ({condition}))' for won, condition in differing.items()) or "1 = 0"
    shifts = differs(connection, "o", "s", [facts.slots[name] for name in says if name in facts.slots])
    flags = {"differs": differs_now, "shifts": shifts}
    told_apart = [f'CASE WHEN {condition} THEN 1 ELSE 0 END AS "{name}"' for name, condition in flags.items()]
    columns = ['r."new"', 'r."won"', *told_apart, *before]
    bulk.drop(connection, moving, changed)
    bulk.stage(
        connection,
        "remap",
        pa.table(
            {name: pa.array([getattr(step, name) for step in remap], pa.int64()) for name in ("old", "block", "new", "won")}
        ),
        key=["old", "block"],
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f'CREATE TEMPORARY TABLE "{moving}" AS SELECT s.*, {", ".join(columns)}'
            f' FROM "{stage}" s CROSS JOIN "{facts.table}" o CROSS JOIN "remap" r WHERE {_match(facts)} AND {within[0]}'
            f' AND r."old" = o."provenance_id" AND r."block" = s."block" AND (r."new" <> r."old" OR {differs_now})',
            within[1],
        )
        told = ['"shop_id"', *(f'"{name}"' for name in (*facts.key, "rows", "block"))]
        told += [f'"old_{name}" AS "{name}"' for name in facts.counted]
        cursor.execute(f'CREATE TEMPORARY TABLE "{changed}" AS SELECT {", ".join(told)} FROM "{moving}" WHERE "differs" = 1')
        # SQLite writes the indexes of every column that is set, also to the value it has: the slots are set where they differ.
        for won, shift in product(differing, (0, 1) if facts.slots else (0,)):
            fields = [name for name in says if won & facts.bits([name])]
            names = facts.columns(fields) if shift else fields
            sets = ", ".join([f'"{name}" = s."{name}"' for name in names] + ['"provenance_id" = s."new"'])
            chosen = f's."won" = {won} AND s."shifts" = {shift}'
            cursor.execute(f'UPDATE "{facts.table}" AS o SET {sets} FROM "{moving}" s WHERE {_match(facts)} AND {chosen}')
        cursor.execute(f'SELECT COALESCE(SUM("rows"), 0) FROM "{changed}"')
        rows = cursor.fetchone()[0]
    bulk.drop(connection, "remap", moving)
    return int(rows)


def _insert_fresh(connection: BaseDatabaseWrapper, facts: Facts, claims: pa.Table, homes: Mapping[int, int]) -> int:
    """Insert the facts of `fresh_...` under the provenances of their blocks; return how many rows of the file they are."""
    if not homes:
        return 0
    bulk.stage(
        connection,
        "homes",
        pa.table({"block": pa.array(list(homes), pa.int32()), "provenance_id": pa.array(list(homes.values()), pa.int64())}),
    )
    names = ", ".join(f'"{name}"' for name in ("shop_id", *claims.column_names) if name != "rows")
    order = ", ".join(f'"{name}"' for name in facts.key)
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{facts.table}" ({names}, "provenance_id") SELECT {names}, h."provenance_id"'
            f' FROM "fresh_{facts.name}" f CROSS JOIN "homes" h WHERE h."block" = f."block" ORDER BY {order}'
        )
        cursor.execute(f'SELECT COALESCE(SUM("rows"), 0) FROM "fresh_{facts.name}"')
        rows = cursor.fetchone()[0]
    bulk.drop(connection, "homes")
    return int(rows)


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
