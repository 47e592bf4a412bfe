"""A migrated database, made once: whoever needs one takes a copy, for to migrate costs a core a quarter of a minute.

The copy is known by a digest of the migrations, of our own modules they read, and of the libraries' versions: a second run
finds it, a changed migration makes another. Its tables are those that `manage.py migrate` made, never those of the models.
"""

import ast
import fcntl
import hashlib
import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import django
import psycopg
from django.apps import apps
from django.db.backends.base.base import BaseDatabaseWrapper

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / ".pytest_cache" / "migrated"
LIBRARIES = ("django", "django-axes", "numpy")


def digest_of(root: Path) -> str:
    """Tell the migrations under a folder apart from any others, together with all that decides what they make."""
    found = hashlib.sha256(" ".join(version(name) for name in LIBRARIES).encode())
    # Rights and kinds of content are rows that `migrate` writes from the models as they are.
    found.update(repr([(model._meta.label, model._meta.permissions) for model in apps.get_models()]).encode())
    todo, seen = sorted(root.glob("*/migrations/*.py")), set()
    while todo:
        path = todo.pop(0)
        if path in seen:
            continue
        seen.add(path)
        text = path.read_bytes()
        found.update(str(path.relative_to(root)).encode() + text)
        todo += [module for name in _imported(text) for module in _modules(root, name)]
    return found.hexdigest()[:16]


def _imported(text: bytes) -> Iterator[str]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _modules(root: Path, name: str) -> list[Path]:
    place = root.joinpath(*name.split("."))
    return [path for path in (place.with_suffix(".py"), place / "__init__.py") if path.is_file()]


@cache
def digest() -> str:
    """Name the migrations of this checkout."""
    return digest_of(ROOT)


def sqlite_file() -> Path:
    """Find, or make, the migrated SQLite file. Copy it, never open it: it lies in no journal, so the one file is all."""
    file = KEPT / f"{digest()}.sqlite3"
    with alone("sqlite"):
        if not file.exists():
            for old in KEPT.glob("*.sqlite3*"):
                old.unlink()
            made = file.with_suffix(".sqlite3-making")
            _migrate(f"sqlite:///{made}")
            with closing(sqlite3.connect(made)) as database:
                database.execute("PRAGMA journal_mode=DELETE")
            made.rename(file)
    return file


def postgresql_template(server: str) -> str:
    """Find, or make, the migrated database on a PostgreSQL server named by any address on it. Return the template's name."""
    name = f"promo_migrated_{digest()}"
    with alone("postgresql"), psycopg.connect(address(server, "postgres"), autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            connection.execute(f'DROP DATABASE IF EXISTS "{name}_making"')
            connection.execute(f'CREATE DATABASE "{name}_making"')
            _migrate(address(server, f"{name}_making"))
            connection.execute(f'ALTER DATABASE "{name}_making" RENAME TO "{name}"')
    return name


def address(server: str, name: str) -> str:
    """Give the address of another database on the same server."""
    return urlunsplit(urlsplit(server)._replace(path=f"/{name}"))


@contextmanager
def test_database(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Let Django's test database of this process begin as a copy, in memory or on the server, and leave its migrations out."""
    told = connection.settings_dict["TEST"]
    keep: Callable[[], None] = lambda: None  # noqa: E731
    if connection.vendor == "sqlite":
        # A database in memory lives as long as somebody holds it: we do, and Django joins.
        memory = sqlite3.connect(str(connection.creation._get_test_db_name()), uri=True, check_same_thread=False)
        with closing(sqlite3.connect(f"file:{sqlite_file()}?mode=ro", uri=True)) as made:
            made.backup(memory)
        keep = memory.close
    else:
        told["TEMPLATE"] = postgresql_template(os.environ["DATABASE_URL"])
    told["MIGRATE"] = False
    yield
    keep()


@contextmanager
def alone(what: str) -> Iterator[None]:
    """Wait until no other process of these tests makes the same thing."""
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / f"{what}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _migrate(url: str) -> None:
    with tempfile.TemporaryDirectory(prefix="promo-migrate-") as data_dir:
        environment = {**os.environ, "DATA_DIR": data_dir, "DATABASE_URL": url, "REDIS_URL": ""}
        subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity", "0"], cwd=ROOT, env=environment, check=True)


def main() -> None:
    """Make what is missing of both databases at once: `python -m tests.migrated [ADDRESS OF A POSTGRESQL SERVER]`."""
    with ThreadPoolExecutor() as both:
        made: list[Future[Any]] = [both.submit(sqlite_file), *(both.submit(postgresql_template, one) for one in sys.argv[1:])]
    for one in made:
        one.result()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "promo_planner.settings")
    django.setup()
    main()
