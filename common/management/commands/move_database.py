"""`manage.py move_database postgres://...`: carry everything from the present database to an empty PostgreSQL."""

from collections.abc import Iterator
from typing import Any

import environ
from django.apps import apps
from django.core.management import BaseCommand, CommandError, CommandParser, call_command
from django.core.management.color import no_style
from django.db import DEFAULT_DB_ALIAS, connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

TARGET = "target"
ROWS_AT_ONCE = 10_000
# Migrations fill these in any database: the target's own rows give way to the moved ones.
FILLED_BY_MIGRATE = {"django_content_type", "auth_permission", "customers_label", "desk_script"}


class Command(BaseCommand):
    """Copy all tables to an empty PostgreSQL database in one transaction, and compare the counts."""

    help = (
        "Carry everything from the present database to an empty PostgreSQL. Stop the program first; uploads stay where they are."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the address of the target."""
        parser.add_argument("url", help="postgres://user:password@host:5432/name of an existing, empty database")

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate the target, copy table by table, compare, and say what to set next."""
        source = connections[DEFAULT_DB_ALIAS]
        target = _connect(options["url"])
        if not self._is_empty(target):
            raise CommandError("The target already holds data. Give an empty database: nothing was changed.")
        call_command("migrate", database=TARGET, verbosity=0)
        with transaction.atomic(using=TARGET):
            for model in _tables():
                rows = _copy(source, target, model)
                if options["verbosity"] > 1 and rows:
                    self.stdout.write(f"  {model._meta.db_table}: {rows:,} rows")
            _reset_sequences(target)
        self.stdout.write("Moved. Set DATABASE_URL to the new address and start again; the old database was only read.")

    def _is_empty(self, target: BaseDatabaseWrapper) -> bool:
        """Tell whether the target has no table, or only tables without rows (but those that migrations fill)."""
        present = set(target.introspection.table_names())
        with target.cursor() as cursor:
            for model in _tables():
                table = model._meta.db_table
                if table in present and table not in FILLED_BY_MIGRATE:
                    cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {target.ops.quote_name(table)})")  # noqa: S608 (our own names)
                    if cursor.fetchone()[0]:
                        return False
        return True


def _connect(url: str) -> BaseDatabaseWrapper:
    """Open the target beside the present database; refuse anything but PostgreSQL."""
    try:
        settings = environ.Env.db_url_config(url)
    except ValueError as error:
        raise CommandError(f"This is no database address: {error}") from error
    if "postgresql" not in settings.get("ENGINE", ""):
        raise CommandError("The target must be PostgreSQL: postgres://user:password@host:5432/name")
    connections.databases[TARGET] = connections.configure_settings({DEFAULT_DB_ALIAS: settings})[DEFAULT_DB_ALIAS]
    return connections[TARGET]


def _tables() -> list[type[models.Model]]:
    """Return every table's model, join tables included. Order does not matter: PostgreSQL checks foreign keys at the commit."""
    return [model for model in apps.get_models(include_auto_created=True) if model._meta.managed and not model._meta.proxy]


def _copy(source: BaseDatabaseWrapper, target: BaseDatabaseWrapper, model: type[models.Model]) -> int:
    """Copy one table and return its number of rows; raise when the target counts another number."""
    table = model._meta.db_table
    fields = [field for field in model._meta.concrete_fields if field.column is not None and not field.generated]
    names = ", ".join(f'"{field.column}"' for field in fields)
    change = [_bool if isinstance(field, models.BooleanField) else None for field in fields]
    with target.cursor() as cursor:
        if table in FILLED_BY_MIGRATE:
            cursor.execute(f'DELETE FROM "{table}"')  # noqa: S608 (our own names)
        with cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
            rows = 0
            for row in _rows(source, f'SELECT {names} FROM "{table}"'):  # noqa: S608 (our own names)
                copy.write_row([f(v) if f else v for f, v in zip(change, row, strict=True)])
                rows += 1
        cursor.execute(f'SELECT count(*) FROM "{table}"')  # noqa: S608 (our own names)
        there = cursor.fetchone()[0]
    if there != rows:
        raise CommandError(f"{table}: {rows:,} rows read, {there:,} arrived. Nothing was kept.")
    return rows


def _rows(source: BaseDatabaseWrapper, sql: str) -> Iterator[tuple[Any, ...]]:
    """Read rows as the database driver gives them, some thousands at a time."""
    with source.chunked_cursor() if source.vendor == "postgresql" else source.cursor() as cursor:
        cursor.execute(sql)
        while batch := cursor.fetchmany(ROWS_AT_ONCE):
            yield from batch


def _bool(value: object) -> bool | None:
    """Turn SQLite's 0 and 1 into a boolean."""
    return None if value is None else bool(value)


def _reset_sequences(target: BaseDatabaseWrapper) -> None:
    """Let new rows be numbered after the moved ones."""
    with target.cursor() as cursor:
        for sql in target.ops.sequence_reset_sql(no_style(), _tables()):
            cursor.execute(sql)
