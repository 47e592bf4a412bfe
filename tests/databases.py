"""Databases of their own: for programs that run beside a test, and for a test of another release's tables."""

import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import environ
import psycopg
from django.db import connections

from tests import migrated


@dataclass
class Databases:
    """Gives databases of the kind that the run is about, SQLite or PostgreSQL, and drops them at its end."""

    names: list[str] = field(default_factory=list)

    def fresh(self, folder: Path) -> str:
        """Return the address of a migrated database, a copy of its own."""
        if _on_sqlite():
            shutil.copyfile(migrated.sqlite_file(), folder / "promo.sqlite3")
            return _in(folder)
        return self._made(f'TEMPLATE "{migrated.postgresql_template(os.environ["DATABASE_URL"])}"')

    def empty(self, folder: Path) -> str:
        """Return the address of a database without a table."""
        return _in(folder) if _on_sqlite() else self._made("")

    def drop(self) -> None:
        """Be rid of those on the server."""
        for name in self.names:
            self._admin(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _made(self, how: str) -> str:
        name = f"promo_{os.getpid()}_{len(self.names)}"
        self._admin(f'CREATE DATABASE "{name}" {how}')
        self.names.append(name)
        return migrated.address(os.environ["DATABASE_URL"], name)

    def _admin(self, sql: str) -> None:
        with psycopg.connect(migrated.address(os.environ["DATABASE_URL"], "postgres"), autocommit=True) as server:
            server.execute(sql)


def _on_sqlite() -> bool:
    return str(connections.settings["default"]["ENGINE"]).endswith("sqlite3")


def _in(folder: Path) -> str:
    return f"sqlite:///{folder / 'promo.sqlite3'}"


class in_database:  # noqa: N801 - reads as a phrase
    """Point Django's connection of this process at another database, for a while."""

    def __init__(self, url: str) -> None:
        self.told = environ.Env.db_url_config(url)

    def __enter__(self) -> None:
        self.before = connections["default"]
        now = {**connections.settings["default"], **{key: self.told[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")}}
        connections["default"] = type(self.before)(now, "default")

    def __exit__(self, *_error: Any) -> None:
        connections["default"].close()
        connections["default"] = self.before
