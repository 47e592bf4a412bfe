"""One process of the benchmark: `python -m bench.child STEPS`, a JSON list of [name, arguments]; prints their results as JSON.

The database and the data folder come from the environment, as everywhere.
"""

import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import django
from django.conf import settings

# Names of static files are looked up plainly: the manifest of a deployment would first have to be collected.
settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
settings.ALLOWED_HOSTS = ["localhost"]
settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
django.setup()

from django.core.cache import cache  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from accounts.models import User  # noqa: E402
from accounts.roles import Role  # noqa: E402
from bench import due, files, floor, machine, review  # noqa: E402
from bench.alone import settle  # noqa: E402
from bench.buffers import time_buffers  # noqa: E402
from bench.buyers import time_buyers  # noqa: E402
from bench.cockpit import time_cockpit  # noqa: E402
from bench.eyes import time_eyes  # noqa: E402
from bench.levels import time_levels  # noqa: E402
from bench.odds import time_odds  # noqa: E402
from bench.offers import time_reports  # noqa: E402
from bench.pairs import time_pairs  # noqa: E402
from bench.plan import time_edits  # noqa: E402
from bench.scanning import time_scans  # noqa: E402
from bench.tiers import time_tiers  # noqa: E402
from campaigns.models import Campaign  # noqa: E402
from campaigns.services import create_campaign  # noqa: E402
from imports import road, services  # noqa: E402
from imports.models import ImportJob, Source, State  # noqa: E402
from live.models import BoardSnapshot  # noqa: E402
from metrics.services import refill_skus  # noqa: E402
from orders.models import Shop  # noqa: E402
from orders.services import create_shop  # noqa: E402
from promo_planner.health import unapplied_migrations  # noqa: E402

WORKER = "bench"
_STEPS = ("prepare", "load", "fill", "refresh_boards")


def migrate() -> None:
    """Make the tables, where the copy this database began as has not brought them."""
    if unapplied_migrations():
        call_command("migrate", verbosity=0)


def plan(start: int, lines: int) -> None:
    """Make a shop and a campaign that runs now over the whole time of the file."""
    shop = create_shop(actor=None, name="Bench", platform="taobao")
    begin = datetime.fromtimestamp(start, tz=UTC)
    create_campaign(
        actor=None,
        name="Double 11",
        shops=[shop],
        starts_at=begin,
        ends_at=begin + timedelta(days=files.DAYS + 1),
        revenue_target_minor=max(lines, 10) * 700_00,
        visitors_target=max(lines, 10) * 8,
        conversion_target=Decimal("0.05"),
    )


def load(path: str, as_of: int) -> dict[str, Any]:
    """Bring a file to fresh boards; return the seconds, by step too, the counts, and the most memory the process held so far."""
    settle()
    shop = Shop.objects.get()
    before = BoardSnapshot.objects.count()
    steps: dict[str, float] = {}
    started = time.perf_counter()
    with _timed(steps, road, (*_STEPS, "draw_boards", "meet_products")):
        job = services.receive(
            file=Path(path),
            filename="orders.csv",
            actor=None,
            source=Source.COMMAND,
            shop=shop,
            as_of=datetime.fromtimestamp(as_of, tz=UTC),
            ring=False,
        )
        steps["receive"] = time.perf_counter() - started
        services.look_at(job_id=job.pk, worker=WORKER)
        looked = ImportJob.objects.get(pk=job.pk)
        if not looked.may_confirm:
            raise SystemExit(f"The file was not taken: {looked.state}. {looked.error}")
        services.confirm(job=looked, actor=None, ring=False)
        done = services.run_road(job_id=job.pk, worker=WORKER)
    # The board is fresh before it is drawn ahead of its readers, and before the SKUs become products.
    seconds = time.perf_counter() - started - steps.get("draw_boards", 0.0) - steps.get("meet_products", 0.0)
    if done is None or done.state != State.DONE or done.rejected:
        raise SystemExit(f"The import did not go in: {done and (done.state, done.error, done.problems)}")
    return {
        "seconds": seconds,
        "steps": {name: round(value, 2) for name, value in steps.items()},
        "peak_mb": machine.peak_mb(),
        "counts": done.counts,
        "boards": BoardSnapshot.objects.count() - before,
    }


def skus() -> float:
    """Return the seconds for the sales by SKU, which are counted after the board."""
    started = time.perf_counter()
    refill_skus(shop=Shop.objects.get())
    return time.perf_counter() - started


def least(path: str, folder: str) -> float:
    """Return the seconds of the floor of this database."""
    settle()
    return (
        floor.postgresql(Path(path))
        if connection.vendor == "postgresql"
        else floor.sqlite(Path(path), Path(folder) / "floor.sqlite3")
    )


def board(rounds: int) -> dict[str, float]:
    """Return median milliseconds of the board's answers, each through the whole stack of middleware and the real view."""
    client = Client(SERVER_NAME="localhost")
    person = User.objects.create_user(username="bench", role=Role.OPERATIONS)
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    page = f"/board/{Campaign.objects.get().pk}/"
    part = {"HX-Request": "true"}

    def median(count: int, status: int, *, fresh: bool = False, **headers: str) -> float:
        times = []
        for _ in range(count):
            if fresh:
                cache.clear()
            started = time.perf_counter()
            answer = client.get(page, headers=headers)
            times.append(1000 * (time.perf_counter() - started))
            if answer.status_code != status:
                raise SystemExit(f"The board answered {answer.status_code} and not {status}.")
        return statistics.median(times)

    client.get(page)
    etag = client.get(page, headers=part)["ETag"]
    return {
        "page": median(rounds, 200),
        "first": median(max(1, rounds // 5), 200, fresh=True),
        "part": median(rounds, 200, **part),
        "unchanged": median(rounds, 304, **part, **{"If-None-Match": etag}),
    }


def database() -> str:
    """Return the name and version of the database."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('server_version'), current_setting('shared_buffers')")
            return "PostgreSQL {} (shared_buffers {})".format(*cursor.fetchone())
    return f"SQLite {'.'.join(map(str, connection.Database.sqlite_version_info))}"


@contextmanager
def _timed(steps: dict[str, float], module: Any, names: tuple[str, ...]) -> Iterator[None]:
    """Write down how long functions of a module take while this lasts."""
    kept = {name: getattr(module, name) for name in names}

    def measured(name: str) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            started = time.perf_counter()
            try:
                return kept[name](*args, **kwargs)
            finally:
                steps[name] = steps.get(name, 0.0) + time.perf_counter() - started

        return call

    for name in names:
        setattr(module, name, measured(name))
    try:
        yield
    finally:
        for name, function in kept.items():
            setattr(module, name, function)


_KNOWN: dict[str, Callable[..., Any]] = {
    **{each.__name__: each for each in (migrate, plan, load, skus, least, board, database)},
    "cockpit": time_cockpit,
    "edits": time_edits,
    "reports": time_reports,
    "odds": time_odds,
    "pairs": time_pairs,
    "tiers": time_tiers,
    "buffers": time_buffers,
    "levels": time_levels,
    "buyers": time_buyers,
    "eyes": time_eyes,
    "scans": time_scans,
    "due": due.measure,
    "review": review.measure,
}


def main() -> None:
    """Take the steps in turn."""
    results = [_KNOWN[name](**arguments) for name, arguments in json.loads(sys.argv[1])]
    print(json.dumps(results))


if __name__ == "__main__":
    timezone.activate("UTC")
    main()
