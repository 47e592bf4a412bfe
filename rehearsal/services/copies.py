"""A copy to rehearse in: a folder with a database, a broker and a data folder of its own, and what comes into it."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
from django.conf import settings
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from imports.demo.story import ShopStory
from rehearsal.apps import COPY
from rehearsal.models import DaySource, RehearsalRun
from rehearsal.queries.days import past_orders, shop_days
from rehearsal.rules.days import past_day, planned_day
from rehearsal.rules.faults import fault_of
from rehearsal.rules.troubles import named, planted
from rehearsal.stage import clock
from rehearsal.stage.packing import keep_day
from rehearsal.stage.rows import keep_rows

DATABASE = "promo.sqlite3"
OWN = ("DATABASE_URL", "REDIS_URL", "DATA_DIR", "WATCHED_DIR", "STATIC_ROOT")
KEPT_OF_THE_MACHINE = ("PATH", "HOME", "LANG", "LC_ALL", "VIRTUAL_ENV", "PYTHONPATH", "LD_LIBRARY_PATH")
NOT_OF_THE_HOUSE = (
    "SECRET_KEY", "BUYER_HASH_KEY", "CONTACT_KEYS", "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "DEBUG", "HTTPS", "BEHIND_TLS_PROXY",
    "PROXY_COUNT", "UPLOAD_LIMIT_BYTES", "IMPORT_CHUNK_ROWS", "IMPORT_LEASE_SECONDS", "STOCK_COUNTS_DAYS", "PANEL_ORIGINS",
    "LOOKUP_KEEP_DAYS", "POSTGRES_PASSWORD",
)  # fmt: skip
"""What an installation may be told, and a copy is not: a `.env` beside the program does not reach it."""


def folder_of(run: RehearsalRun) -> Path:
    """Return where the copy of a rehearsal lies."""
    return Path(settings.DATA_DIR) / "rehearsals" / str(run.pk)


def make_copy(*, run: RehearsalRun) -> tuple[Path, list[dict[str, object]]]:
    """Make the copy of a rehearsal anew: empty database, plan, goods, the drawn day with its faults. Return it and the faults.

    The faults come back with what they are about, where that was left to the day.
    """
    folder = folder_of(run)
    shutil.rmtree(folder, ignore_errors=True)
    for name in ("tmp", "watched", "broker/messages", "broker/control"):
        (folder / name).mkdir(parents=True, mode=0o700)
    shutil.copyfile(template(), folder / DATABASE)
    clock.move(folder, run.campaign.starts_at)
    keep_rows(campaign=run.campaign, folder=folder)
    stories = drawn(run)
    start = int(run.campaign.starts_at.timestamp())
    faults = [named(fault_of(told), stories, start) for told in run.faults]
    dice = np.random.default_rng([run.seed, 7])
    keep_day([planted(story, faults, start, dice) for story in stories], folder)
    return folder, [fault.as_dict() for fault in faults]


def drawn(run: RehearsalRun) -> list[ShopStory]:
    """Draw the day of every shop as a good day goes, before anything goes wrong in it."""
    shops = {str(shop.pk): shop for shop in run.campaign.shops.all()}
    stories = []
    for place, day in enumerate(shop_days(run.campaign)):
        dice = np.random.default_rng([run.seed, place])
        if run.source == DaySource.LAST:
            stories.append(past_day(day, past_orders(run.campaign, shops[day.shop.key], day), dice))
        else:
            stories.append(planned_day(day, dice))
    return stories


def template_file() -> Path:
    """Return where the empty database with today's tables lies, or is to lie."""
    names = sorted(f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations)
    digest = hashlib.sha256(" ".join(names).encode()).hexdigest()[:16]
    shelf = Path(settings.DATA_DIR) / "rehearsals"
    shelf.mkdir(parents=True, exist_ok=True, mode=0o700)
    return shelf / f"empty-{digest}.sqlite3"


def template() -> Path:
    """Return an empty database with today's tables, made once and copied by every rehearsal until a migration comes."""
    file = template_file()
    shelf = file.parent
    if file.exists():
        return file
    for old in shelf.glob("empty-*.sqlite3*"):
        old.unlink()
    making = shelf / f"making-{os.getpid()}"
    making.mkdir(mode=0o700)
    try:
        told = {**environment_of(making), COPY: ""}
        words = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
        subprocess.run(words, cwd=settings.BASE_DIR, env=told, check=True, capture_output=True)  # noqa: S603 - our own words
        fold = "import sqlite3, sys; sqlite3.connect(sys.argv[1]).execute('PRAGMA journal_mode=DELETE')"
        subprocess.run([sys.executable, "-c", fold, str(making / DATABASE)], check=True)  # noqa: S603 - the same
        (making / DATABASE).replace(file)
    finally:
        shutil.rmtree(making, ignore_errors=True)
    return file


def environment_of(folder: Path) -> dict[str, str]:
    """Return the whole environment of a process of the copy: nothing of the real installation is handed on."""
    machine = {name: os.environ[name] for name in KEPT_OF_THE_MACHINE if name in os.environ}
    return {
        **machine,
        **dict.fromkeys(NOT_OF_THE_HOUSE, ""),
        "DJANGO_SETTINGS_MODULE": "promo_planner.settings",
        "DATA_DIR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder / DATABASE}",
        "REDIS_URL": "",
        "WATCHED_DIR": str(folder / "watched"),
        "STATIC_ROOT": str(folder / "static"),
        "TMPDIR": str(folder / "tmp"),
        "HTTPS": "false",
        "PYTHONDONTWRITEBYTECODE": "1",
        "TZ": "UTC",
        COPY: str(folder),
    }


def drop_copy(*, run: RehearsalRun) -> None:
    """Take the copy of a rehearsal away; its score stands in the row."""
    shutil.rmtree(folder_of(run), ignore_errors=True)


def drop_old_copies() -> int:
    """Take away the copies nobody plays in (a killed player left them); return how many."""
    shelf = Path(settings.DATA_DIR) / "rehearsals"
    playing = RehearsalRun.objects.filter(state="running", lease_until__gt=timezone.now()).values_list("pk", flat=True)
    left = [folder for folder in shelf.glob("[0-9]*") if int(folder.name) not in set(playing)] if shelf.is_dir() else []
    for folder in left:
        shutil.rmtree(folder, ignore_errors=True)
    return len(left)
