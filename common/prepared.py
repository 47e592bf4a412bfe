"""Questions that a page asks at every look: their SQL is written once a process, not each time.

Django builds a query out of objects and then writes it; for rows found by an index that takes longer than asking.
"""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler

from common.bulk import listed

T = TypeVar("T")

# What stands for a value while the query is written, by its place among them; no row has it.
_BLANKS: dict[type, Callable[[int], Any]] = {
    int: lambda place: -1_987_654_321 - place,
    str: lambda place: f"\N{REPLACEMENT CHARACTER}{place}",
    datetime: lambda place: datetime(1, 1, 1 + place, tzinfo=UTC),
    list: lambda place: [f"\N{REPLACEMENT CHARACTER}{place}"],
}


_BEYOND = 2**63


@dataclass(frozen=True)
class _Written:
    """A query as SQL; of its parameters, `places` says which value is filled in (None: the parameter stays)."""

    rows: QuerySet[Any, Any]
    compiler: SQLCompiler
    sql: str
    parameters: tuple[Any, ...]
    places: tuple[int | None, ...]


class Prepared(Generic[T]):
    """A query with values left open, as `build` makes it of them; `kinds` are their types (int, str, datetime, list) in order.

    It yields what the query itself would: values, or objects with those they are joined to and what is prefetched. A value may
    not change the shape of the query: no limit, no None, and a list (of texts or numbers) only by `common.bulk.one_of`, which
    takes it as one parameter. Numbers name rows: one that no column can hold, as in an address somebody typed, finds none.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, T]], *kinds: type) -> None:
        self._build = build
        self._kinds = kinds
        self._written: dict[str, _Written] = {}

    def ask(self, *values: Any) -> list[T]:
        """Ask with these values; one query, and those of its prefetches."""
        if any(isinstance(value, int) and not -_BEYOND <= value < _BEYOND for value in values):
            return []
        connection = connections[DEFAULT_DB_ALIAS]
        written = self._written.get(connection.vendor) or self._write(connection)
        filled = [_stored(connection, value) for value in values]
        parameters = tuple(
            value if place is None else filled[place] for value, place in zip(written.parameters, written.places, strict=True)
        )
        # What was worked out while the query was written stands in the compiler; each thread has a connection of its own.
        compiler = copy(written.compiler)
        compiler.connection = connection
        compiler.as_sql = lambda *_args, **_told: (written.sql, parameters)  # type: ignore[method-assign]
        rows = written.rows.all()
        rows.query.get_compiler = lambda *_args, **_told: compiler  # type: ignore[method-assign]
        return list(rows)

    def first(self, *values: Any) -> T | None:
        """Return what comes first, None where nothing does; the query says itself how many rows it reads."""
        return next(iter(self.ask(*values)), None)

    def _write(self, connection: Any) -> _Written:
        """Write the query for the database in hand; threads that do so at once write the same."""
        blanks = [_BLANKS[kind](place) for place, kind in enumerate(self._kinds)]
        rows = self._build(*blanks)
        compiler = rows.query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        stored = [_stored(connection, blank) for blank in blanks]
        places = tuple(stored.index(value) if value in stored else None for value in parameters)
        if set(places) - {None} != set(range(len(blanks))):
            raise ValueError(f"A value of {self._build} stands in no parameter of its query.")
        self._written[connection.vendor] = written = _Written(rows, compiler, sql, tuple(parameters), places)
        return written


def _stored(connection: Any, value: Any) -> Any:
    """Return a value as the database at hand takes it for a parameter."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return listed(connection)[1](value) if isinstance(value, list) else value
