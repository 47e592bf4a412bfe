"""What must be true before anything is started."""

import json
import os
import socket
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.db import connection

from promo_planner import startup

ROOT = Path(__file__).resolve().parents[2]
MOUNTS = """/dev/sda1 / ext4 rw 0 0
server:/export /mnt/shop\\040data nfs4 rw 0 0
tmpfs /mnt/shop\\040data/fast tmpfs rw 0 0
"""


def test_a_network_file_system_is_known_by_the_deepest_mount(tmp_path):
    mounts = tmp_path / "mounts"
    mounts.write_text(MOUNTS)
    assert startup.file_system_of(Path("/var/promo.sqlite3"), mounts) == "ext4"
    assert startup.file_system_of(Path("/mnt/shop data/promo.sqlite3"), mounts) == "nfs4"
    assert startup.file_system_of(Path("/mnt/shop data/fast/promo.sqlite3"), mounts) == "tmpfs"
    assert startup.file_system_of(Path("/var/promo.sqlite3"), tmp_path / "none") == ""


@pytest.mark.django_db
def test_a_database_on_a_network_file_system_is_refused(monkeypatch):
    monkeypatch.setattr(startup, "file_system_of", lambda *_where: "nfs4")
    with pytest.raises(startup.CannotStart, match="network file system"):
        startup.check_sqlite(Path("/mnt/promo.sqlite3"))


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="reads SQLite's own settings")
def test_settings_of_sqlite_are_read_back(monkeypatch):
    # The test database is in memory, where there is no WAL: the check must find that out, and say it.
    with pytest.raises(startup.CannotStart, match="journal_mode"):
        startup.check_sqlite(Path("/var/promo.sqlite3"))
    monkeypatch.setattr(startup, "WANTED_PRAGMAS", {"synchronous": 1})
    startup.check_sqlite(Path("/var/promo.sqlite3"))


@pytest.mark.django_db
def test_a_migrated_database_has_nothing_to_apply():
    assert startup.unapplied_migrations() == []


def test_a_data_folder_is_used_once(data_dir):
    with ExitStack() as first:
        lock = startup.lock_data_dir(first)
        lock.write("process 7")
        lock.flush()
        with ExitStack() as second, pytest.raises(startup.CannotStart, match="process 7"):
            startup.lock_data_dir(second)
    with ExitStack() as third:
        startup.lock_data_dir(third)


def test_a_taken_port_is_refused_with_another():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(startup.CannotStart, match=f"--port {port + 1}"):
            startup.check_port("127.0.0.1", port)
    startup.check_port("127.0.0.1", port)


def test_messages_nobody_can_read_are_put_aside(settings, tmp_path):
    settings.REDIS_URL, settings.BROKER_DIR = "", tmp_path
    folder = tmp_path / "messages"
    folder.mkdir()
    whole, empty, cut, fresh = (folder / f"{name}.celery.msg" for name in ("whole", "empty", "cut", "fresh"))
    whole.write_text(json.dumps({"body": ""}))
    empty.write_bytes(b"")
    cut.write_text('{"body": ')
    fresh.write_bytes(b"")
    now = time.time()
    for file in (whole, empty, cut):
        os.utime(file, (now - 60, now - 60))
    assert startup.clean_broker(older_than_seconds=2, now=now) == 2
    assert sorted(file.name for file in folder.iterdir()) == ["fresh.celery.msg", "whole.celery.msg"]
    assert len(list((tmp_path / "aside").iterdir())) == 2


def test_static_files_are_gathered_once_until_one_changes(settings, tmp_path):
    source = tmp_path / "source"
    source.mkdir()
    (source / "a.css").write_text("a")
    settings.STATICFILES_DIRS = [source]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = str(tmp_path / "root")
    from django.contrib.staticfiles import finders

    finders.get_finder.cache_clear()
    try:
        assert startup.collect_static()
        assert not startup.collect_static()
        (source / "a.css").write_text("changed")
        os.utime(source / "a.css", (time.time() + 5,) * 2)
        assert startup.collect_static()
        assert (tmp_path / "root" / "a.css").read_text() == "changed"
    finally:
        finders.get_finder.cache_clear()


def test_a_web_process_starts_without_what_only_some_work_needs(tmp_path):
    """A third of the time of every start, and as much memory again, for readers who ask for none of it."""
    heavy = {"pandas", "scipy.linalg", "scipy.optimize", "scipy.sparse", "scipy.special", "scipy.stats"}
    told = f"import sys, promo_planner.wsgi; print(*sorted({heavy!r} & set(sys.modules)))"
    environment = {**os.environ, "DATA_DIR": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", told], cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
