"""A copy reaches nothing of the real installation: neither its database, nor its files, nor anybody outside."""

import os
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from rehearsal.services.copies import NOT_OF_THE_HOUSE, OWN, environment_of
from rehearsal.stage import walls

TRIES = """
import os, pathlib, socket, sqlite3, sys
from rehearsal.stage.walls import BehindWalls, build
copy, real = sys.argv[1:]
build(copy, data_dir=copy, database={"ENGINE": "django.db.backends.sqlite3", "NAME": copy + "/promo.sqlite3"}, redis="")
def tried(act):
    try:
        act()
    except BehindWalls:
        return "refused"
    except OSError as error:
        return "refused" if isinstance(getattr(error, "reason", None), BehindWalls) else type(error).__name__
    return "done"
def connect(host):
    with socket.socket() as one:
        one.settimeout(1)
        one.connect((host, 9))
import urllib.request
print(
    tried(lambda: connect("203.0.113.9")),
    tried(lambda: urllib.request.urlopen("http://198.51.100.7/robot", timeout=1)),
    tried(lambda: connect("127.0.0.1")),
    tried(lambda: sqlite3.connect(real)),
    tried(lambda: open(real, "ab")),
    tried(lambda: pathlib.Path(real).write_text("gone")),
    tried(lambda: os.open(real, os.O_RDWR)),
    tried(lambda: open(real, "rb").read()),
    tried(lambda: sqlite3.connect(copy + "/promo.sqlite3").execute("create table one (two)")),
    tried(lambda: pathlib.Path(copy, "note").write_text("kept")),
)
"""


def test_a_process_of_a_copy_cannot_leave_it(tmp_path):
    copy, real = tmp_path / "copy", tmp_path / "real.sqlite3"
    copy.mkdir()
    sqlite3.connect(real).execute("create table sale (number)")
    before = real.read_bytes()
    done = subprocess.run(
        [sys.executable, "-c", TRIES, str(copy), str(real)], cwd=settings.BASE_DIR, capture_output=True, text=True, check=True
    )
    outside, posted, here, database, appended, written, opened, read, own, note = done.stdout.split()
    assert outside == posted == database == appended == written == opened == "refused"
    assert here == "ConnectionRefusedError", "this machine may be spoken to: the receiver listens there"
    assert (read, own, note) == ("done", "done", "done")
    assert real.read_bytes() == before


@pytest.mark.parametrize(
    ("told", "value"),
    [
        ("data_dir", "/real/var"),
        ("database", {"ENGINE": "django.db.backends.postgresql", "NAME": "promo"}),
        ("database", {"ENGINE": "django.db.backends.sqlite3", "NAME": "/real/promo.sqlite3"}),
        ("redis", "redis://10.0.0.5:6379/0"),
    ],
)
def test_a_process_told_of_the_real_one_does_not_start(tmp_path, told, value):
    own = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(tmp_path / "promo.sqlite3")}
    right = {"data_dir": str(tmp_path), "database": own, "redis": ""}
    walls.check(str(tmp_path), **right)
    with pytest.raises(walls.BehindWalls):
        walls.check(str(tmp_path), **{**right, told: value})


def test_the_environment_of_a_copy_names_every_setting_and_hands_on_none(tmp_path, monkeypatch):
    example = (Path(settings.BASE_DIR) / ".env.example").read_text()
    names = set(re.findall(r"^([A-Z_]+)=", example, re.M))
    assert names == {*OWN, *NOT_OF_THE_HOUSE}
    for name in names:
        monkeypatch.setenv(name, "postgres://the-real-one")
    told = environment_of(tmp_path)
    assert names <= set(told), "a name left out would be read from .env"
    assert "the-real-one" not in " ".join(told.values())
    assert set(told) - names <= {
        "PATH", "HOME", "LANG", "LC_ALL", "VIRTUAL_ENV", "PYTHONPATH", "LD_LIBRARY_PATH", "DJANGO_SETTINGS_MODULE", "TMPDIR",
        "PYTHONDONTWRITEBYTECODE", "TZ", "PROMO_REHEARSAL",
    }  # fmt: skip


def test_the_clock_of_a_copy_is_the_one_its_doors_read(tmp_path):
    (tmp_path / "clock").write_text("2026-11-11T02:45:00+00:00")
    code = (
        "import django; django.setup(); from django.utils import timezone; from django.conf import settings;"
        "print(timezone.now().isoformat(), settings.DATABASES['default']['NAME'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=settings.BASE_DIR,
        env=environment_of(tmp_path),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["2026-11-11T02:45:00+00:00", str(tmp_path / "promo.sqlite3")]
    assert "PROMO_REHEARSAL" not in os.environ
