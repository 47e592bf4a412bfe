"""Questions that every look of every browser asks: their SQL is written once a process, not each time.

Django builds a query out of objects and then writes it; for a row found by its number that takes three times as long as asking.
"""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.db.models import QuerySet

BLANK = -1_987_654_321  # stands for the number while the query is written; no row has it


class Prepared:
    """A query by one whole number, as `build` makes it with `values_list`; rows come as from the query itself."""

    def __init__(self, build: Callable[[int], QuerySet[Any, Any]]) -> None:
        self._build = build
        self._written: dict[str, tuple[str, tuple[Any, ...], Any, dict[int, Any]]] = {}

    def rows(self, number: int) -> list[list[Any]]:
        """Ask with this number and return the rows, their values as the fields give them."""
        sql, values, compiler, converters = self._written.get(connection.vendor) or self._write()
        with connection.cursor() as cursor:
            cursor.execute(sql, [number if value == BLANK else value for value in values])
            return list(compiler.apply_converters(cursor.fetchall(), converters))

    def _write(self) -> tuple[str, tuple[Any, ...], Any, dict[int, Any]]:
        """Write the query for the database in hand; threads that do so at once write the same."""
        compiler = self._build(BLANK).query.get_compiler(connection=connection)
        sql, values = compiler.as_sql()
        converters = compiler.get_converters([column[0] for column in compiler.select])
        self._written[connection.vendor] = written = sql, values, compiler, converters
        return written
