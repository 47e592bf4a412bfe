"""Bulk loading of Arrow tables into the database.

This is the only place that knows how PostgreSQL and SQLite differ when many rows come: PostgreSQL takes a CSV stream by
`COPY`, SQLite takes rows by `executemany`. What is done with the rows afterwards is the same SQL on both, save for the
operator `distinct()` gives.
"""
# ruff: noqa: S608 - the names come from our own tables; no value of a person's stands in the text of a statement

import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pyarrow as pa
import pyarrow.csv
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField
from django.db.models.expressions import RawSQL

ANALYZE_FROM_ROWS = 10_000  # below, PostgreSQL's guess for a temporary table does no harm
_PIECE_ROWS = 20_000  # what is encoded while the piece before is being sent, or held as Python objects


def stage(connection: BaseDatabaseWrapper, name: str, table: pa.Table, *, key: Sequence[str] = ()) -> None:
    """Create the temporary table `name` with the columns and rows of `table`; one of that name from before is dropped.

    `key` names the columns it will be joined by: PostgreSQL gets an index, and statistics when there are many rows. Call
    `drop` when done: on SQLite the table would live as long as the connection.
    """
    drop(connection, name)
    columns = ", ".join(f'"{column.name}" {_column_type(connection, column.type)}' for column in table.schema)
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE TEMPORARY TABLE "{name}" ({columns})')
    append(connection, name, table)
    if key and connection.vendor == "postgresql":
        # PostgreSQL may start from the facts when it takes a shop it has not looked at yet for empty: then it needs the index.
        with connection.cursor() as cursor:
            cursor.execute(f'CREATE INDEX ON "{name}" ({_names(key)})')
    if key and table.num_rows >= ANALYZE_FROM_ROWS:
        analyze(connection, name, key)


def append(connection: BaseDatabaseWrapper, name: str, table: pa.Table, *, constants: Mapping[str, int] | None = None) -> None:
    """Add the rows of `table` to the database table `name`, whose columns go by the same names.

    `constants`: columns with one whole number for all rows. Columns not named stay NULL. Nulls become NULL, moments are
    taken as UTC. Raises what the database raises, for instance IntegrityError for a key that is there already.
    """
    if table.num_rows == 0:
        return
    if connection.vendor == "postgresql":
        _copy(connection, name, table, constants or {})
    else:
        _execute_many(connection, name, table, constants or {})


def read(connection: BaseDatabaseWrapper, statement: str, params: Sequence[Any], schema: pa.Schema) -> pa.Table:
    """Return the rows of a SELECT as columns of `schema`, in its order: whole numbers and texts, NULL as null.

    PostgreSQL sends them by `COPY`, a million rows in seconds without a Python object for each; SQLite hands out tuples.
    """
    if connection.vendor == "postgresql":
        sink = io.BytesIO()
        copied = f"COPY ({statement}) TO STDOUT (FORMAT csv)"
        with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(copied, params) as copy:
            for piece in copy:
                sink.write(piece)
        if not sink.tell():
            return schema.empty_table()
        sink.seek(0)
        return pyarrow.csv.read_csv(
            sink,
            pyarrow.csv.ReadOptions(column_names=schema.names),
            pyarrow.csv.ParseOptions(newlines_in_values=True),
            pyarrow.csv.ConvertOptions(
                column_types=schema, null_values=[""], strings_can_be_null=True, quoted_strings_can_be_null=False
            ),
        )
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        rows = cursor.fetchall()
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(schema)
    return pa.table([pa.array(column, each.type) for column, each in zip(columns, schema, strict=True)], schema=schema)


def analyze(connection: BaseDatabaseWrapper, name: str, columns: Sequence[str]) -> None:
    """Let PostgreSQL look at the columns of a temporary table before it plans a join; nothing on SQLite."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f'ANALYZE "{name}" ({_names(columns)})')


def drop(connection: BaseDatabaseWrapper, *names: str) -> None:
    """Drop temporary tables, those there are."""
    schema = "pg_temp" if connection.vendor == "postgresql" else "temp"
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f'DROP TABLE IF EXISTS {schema}."{name}"')


def make_room(connection: BaseDatabaseWrapper) -> None:
    """Give the statements of this transaction room to sort and hash in memory on PostgreSQL; nothing on SQLite.

    Compiling a plan costs more than it saves on statements of a second, so that is off too. Rows that are fetched piece by piece
    are wanted all: without the last setting PostgreSQL takes the plan that is quickest to the first tenth of them.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL work_mem = '64MB'; SET LOCAL jit = off; SET LOCAL cursor_tuple_fraction = 1")


def know_sizes(connection: BaseDatabaseWrapper, *tables: str) -> None:
    """Let PostgreSQL look at tables that grew by a tenth since it last did (autovacuum comes a minute later, or at a fifth)."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for table in tables:
                cursor.execute(
                    "SELECT reltuples <= 0 OR pg_stat_get_mod_since_analyze(oid) > 0.1 * reltuples + 1000"
                    " FROM pg_class WHERE oid = to_regclass(%s)",
                    [f'"{table}"'],
                )
                if cursor.fetchone()[0]:
                    cursor.execute(f'ANALYZE "{table}"')


def within(connection: BaseDatabaseWrapper, alias: str, key: str, shop_id: int, bounds: Sequence[Any]) -> tuple[str, list[Any]]:
    """Return a condition, and its parameters, that keeps a join inside one shop and one range of keys.

    PostgreSQL, where it finds a hash or a merge cheaper than many look-ups, then reads that part of the index and not the
    whole table. SQLite looks each key up, and such a condition would only tempt it to walk the shop: nothing there.
    """
    if connection.vendor == "postgresql":
        return f'{alias}."shop_id" = %s AND {alias}."{key}" BETWEEN %s AND %s', [shop_id, *bounds]
    return "1 = 1", []


def distinct(connection: BaseDatabaseWrapper) -> str:
    """Return the operator for "differs, where NULL equals NULL" (SQLite before 3.39 knows only its own)."""
    return "IS DISTINCT FROM" if connection.vendor == "postgresql" else "IS NOT"


def slot(connection: BaseDatabaseWrapper, column: str) -> str:
    """Return SQL for the slot (UTC epoch // 600) of a moment in a column; moments before 1970 do not come."""
    if connection.vendor == "postgresql":
        return f"floor(extract(epoch FROM {column}) / 600)::bigint"
    return f"CAST(strftime('%%s', {column}) AS integer) / 600"


def json_list(connection: BaseDatabaseWrapper, fields: Mapping[str, str], *, where: str) -> str:
    """Return the aggregate that makes a JSON list of objects, one a row of the group that fulfils `where`, as they come.

    `fields`: the SQL of each value by its name. Let the rows come sorted: SQLite before 3.44 knows no order within an aggregate,
    and PostgreSQL 15 sorts anew for each group.
    """
    pairs = ", ".join(f"'{name}', {value}" for name, value in fields.items())
    make = "jsonb_agg(jsonb_build_object" if connection.vendor == "postgresql" else "json_group_array(json_object"
    return f"{make}({pairs})) FILTER (WHERE {where})"


def listed(connection: BaseDatabaseWrapper, kind: str = "bigint") -> tuple[str, Callable[[Sequence[int] | Sequence[str]], Any]]:
    """Return SQL for a table of one column `value` made from one parameter, and what makes that parameter from the values.

    `kind` is PostgreSQL's name for their type: `bigint` for whole numbers, `text`.
    """
    if connection.vendor == "postgresql":
        return f"(SELECT unnest(%s::{kind}[]) AS value)", list
    return "json_each(%s)", json.dumps


def one_of(connection: BaseDatabaseWrapper, column: str, values: Sequence[str]) -> RawSQL:
    """Return the condition, for `filter`, that a column is one of many texts, given as one parameter.

    PostgreSQL looks each up in the index; joined to a list it might walk the table, where its statistics are those of before
    an import.
    """
    if connection.vendor == "postgresql":
        return RawSQL(f"{column} = ANY(%s::text[])", [list(values)], BooleanField())  # noqa: S611 - a name of ours
    return RawSQL(f"{column} IN (SELECT value FROM json_each(%s))", [json.dumps(list(values))], BooleanField())  # noqa: S611


def _names(columns: Sequence[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)


def _column_type(connection: BaseDatabaseWrapper, kind: pa.DataType) -> str:
    on_postgresql = connection.vendor == "postgresql"
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        return 'text COLLATE "C"' if on_postgresql else "text"
    if pa.types.is_timestamp(kind):
        return "timestamptz" if on_postgresql else "datetime"
    if pa.types.is_boolean(kind):
        return "boolean" if on_postgresql else "bool"
    if pa.types.is_integer(kind):
        return "bigint" if kind.bit_width > 32 else "integer"
    raise TypeError(f"Columns of {kind} cannot be loaded.")


def _copy(connection: BaseDatabaseWrapper, name: str, table: pa.Table, constants: Mapping[str, int]) -> None:
    """Send the table as CSV; the next piece is encoded while the server takes the last (both let go of the interpreter).

    Strings are quoted always and nulls never, so that COPY tells an empty text from NULL.
    """
    for column, value in constants.items():
        table = table.append_column(column, pa.repeat(pa.scalar(value, pa.int64()), table.num_rows))
    statement = f'COPY "{name}" ({_names(table.column_names)}) FROM STDIN (FORMAT csv)'
    starts = range(0, table.num_rows, _PIECE_ROWS)
    # Django turns the driver's errors into its own for every statement but COPY.
    errors = connection.wrap_database_errors
    with errors, connection.cursor() as cursor, cursor.copy(statement) as copy, ThreadPoolExecutor(1) as encoder:
        following = encoder.submit(_csv, table.slice(0, _PIECE_ROWS))
        for start in starts:
            piece = following.result()
            if start + _PIECE_ROWS < table.num_rows:
                following = encoder.submit(_csv, table.slice(start + _PIECE_ROWS, _PIECE_ROWS))
            copy.write(piece)


def _csv(table: pa.Table) -> memoryview:
    sink = io.BytesIO()
    pyarrow.csv.write_csv(table, sink, pyarrow.csv.WriteOptions(include_header=False, batch_size=_PIECE_ROWS))
    return sink.getbuffer()


def _execute_many(connection: BaseDatabaseWrapper, name: str, table: pa.Table, constants: Mapping[str, int]) -> None:
    places = ", ".join([str(int(value)) for value in constants.values()] + ["%s"] * table.num_columns)
    statement = f'INSERT INTO "{name}" ({_names([*constants, *table.column_names])}) VALUES ({places})'
    with connection.cursor() as cursor:
        cursor.executemany(statement, _rows(table))  # type: ignore[arg-type]  # an iterator is enough, and spares a copy


def _rows(table: pa.Table) -> Iterator[tuple[Any, ...]]:
    """Yield the rows, piece by piece: Python's objects take several times the room of Arrow's columns."""
    for start in range(0, table.num_rows, _PIECE_ROWS):
        yield from zip(*(_as_stored(column) for column in table.slice(start, _PIECE_ROWS).columns), strict=True)


def _as_stored(column: pa.ChunkedArray) -> list[Any]:
    """Give the values as Django stores them on SQLite: moments as text in UTC, truth as 0 and 1."""
    if pa.types.is_timestamp(column.type):
        column = column.cast(pa.timestamp("s")).cast(pa.string())
    elif pa.types.is_boolean(column.type):
        column = column.cast(pa.int8())
    return list(column.to_pylist())
