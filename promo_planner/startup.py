"""What must be true before anything is started, each with the sentence that says how to mend it."""

import fcntl
import json
import os
import socket
from contextlib import ExitStack
from hashlib import sha256
from pathlib import Path
from typing import IO

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection

from promo_planner.health import unapplied_migrations

NETWORK_FILE_SYSTEMS = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "fuse.sshfs", "fuse.glusterfs", "afpfs"}
)
WANTED_PRAGMAS = {"journal_mode": "wal", "synchronous": 1}
LEAST_BUSY_MILLISECONDS = 5_000


class CannotStart(Exception):  # noqa: N818 - an answer to the person who started it
    """Why the program does not start."""


def lock_data_dir(keep: ExitStack) -> IO[str]:
    """Hold DATA_DIR for this process until `keep` is closed (or the process dies). Raises CannotStart when another holds it."""
    lock = keep.enter_context((Path(settings.DATA_DIR) / "up.lock").open("a+"))
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as taken:
        lock.seek(0)
        who = lock.read().strip() or "another process"
        raise CannotStart(f"Promo Planner already runs on {settings.DATA_DIR} ({who}). Stop that one first.") from taken
    return lock


def check_database() -> None:
    """Refuse a database that is not migrated, and an SQLite that is not set up to be written by several processes at once."""
    missing = unapplied_migrations()
    if missing:
        raise CannotStart(f"The database lacks {len(missing)} migrations. Run: python manage.py migrate")
    if connection.vendor == "sqlite":
        check_sqlite(Path(str(connection.settings_dict["NAME"])))


def check_sqlite(file: Path) -> None:
    """Read the settings of SQLite back: written in the wrong place they have no effect, and nobody is told."""
    kind = file_system_of(file, Path("/proc/mounts"))
    if kind in NETWORK_FILE_SYSTEMS:
        raise CannotStart(
            f"{file} is on a network file system ({kind}), where SQLite damages its file. "
            "Set DATA_DIR to a local disk, or DATABASE_URL to PostgreSQL."
        )
    with connection.cursor() as cursor:
        for name, wanted in WANTED_PRAGMAS.items():
            found = cursor.execute(f"PRAGMA {name}").fetchone()[0]
            if found != wanted:
                raise CannotStart(f"SQLite has {name}={found} instead of {wanted}: settings.DATABASES is not what it should be.")
        busy = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
    if busy < LEAST_BUSY_MILLISECONDS or connection.settings_dict["OPTIONS"].get("transaction_mode") != "IMMEDIATE":
        raise CannotStart("SQLite would fail instead of waiting for its turn: settings.DATABASES is not what it should be.")


def file_system_of(file: Path, mounts: Path) -> str:
    """Name the kind of file system a file lies on, as the kernel lists it; "" where there is no such list (macOS)."""
    try:
        lines = [line.split() for line in mounts.read_text().splitlines()]
    except OSError:
        return ""
    where = file.resolve()
    held = [(Path(point.replace("\\040", " ")), kind) for _device, point, kind, *_rest in lines]
    above = [(len(point.parts), kind) for point, kind in held if where.is_relative_to(point)]
    return max(above, key=lambda found: found[0])[1] if above else ""


def check_port(host: str, port: int) -> None:
    """Refuse an address that another program has."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as taken:
            raise CannotStart(f"{host}:{port} cannot be used ({taken.strerror}). Choose another: --port {port + 1}") from taken


def collect_static() -> bool:
    """Gather the static files where the web server reads them, when any of them changed since the last time; tell whether."""
    root = Path(settings.STATIC_ROOT)
    seen = sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            file = Path(storage.path(path))
            seen.update(f"{path} {file.stat().st_size} {file.stat().st_mtime_ns}\n".encode())
    mark = root / ".collected"
    if mark.exists() and mark.read_text() == seen.hexdigest():
        return False
    call_command("collectstatic", interactive=False, verbosity=0, clear=False)
    mark.write_text(seen.hexdigest())
    return True


def clean_broker(*, older_than_seconds: float, now: float) -> int:
    """Move messages that no worker could read (empty, cut off) out of the broker's folder; return how many.

    One of them ends a worker with an error. Files younger than `older_than_seconds` are left: they may be in the making.
    """
    if settings.REDIS_URL:
        return 0
    aside = settings.BROKER_DIR / "aside"
    moved = 0
    for message in settings.BROKER_DIR.glob("messages/*.msg"):
        try:
            if now - message.stat().st_mtime < older_than_seconds:
                continue
            json.loads(message.read_bytes())
        except ValueError:
            aside.mkdir(mode=0o700, exist_ok=True)
            os.replace(message, aside / message.name)  # noqa: PTH105 - the same
            moved += 1
        except FileNotFoundError:
            continue  # a worker took it meanwhile
    return moved
