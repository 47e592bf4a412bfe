"""One process of the benchmark: load claims into one database, step by step, and print the seconds as JSON."""

import argparse
import json
import resource
import time
from collections.abc import Iterator
from pathlib import Path

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from bench import claims, files, floor  # noqa: E402
from metrics import services as metrics  # noqa: E402
from orders import services as orders  # noqa: E402
from orders.claims import ChunkClaims, Source  # noqa: E402
from orders.models import Shop  # noqa: E402

SMALL = 100_000
ROUNDS = 5


def load(shop: Shop, source: Source, chunks: Iterator[ChunkClaims]) -> float:
    """Return the seconds from claims to filled rollups; making the claims is not counted."""
    seconds = 0.0
    for chunk in chunks:
        started = time.perf_counter()
        with transaction.atomic():
            touched = orders.load_chunk(shop=shop, source=source, chunk=chunk)
            metrics.mark_stale(shop=shop, hours=touched.hours)
        seconds += time.perf_counter() - started
    started = time.perf_counter()
    metrics.refill(shop=shop)
    return seconds + time.perf_counter() - started


def source(number: int) -> Source:
    """Return the export of this number; a higher one is newer."""
    return Source(1_800_000_000 + number, f"{number:064}")


def changed(shop: Shop, lines: int, first: int) -> float:
    """Return the median seconds of several loads of 5,000 lines in a further state, from the end of what is stored."""
    *_, last = files.blocks(lines)
    times = []
    for number in range(ROUNDS):
        block = files.changed(last, 5_000, seed=number)
        times.append(load(shop, source(first + number), iter([claims.chunk(block)])))
    return sorted(times)[ROUNDS // 2]


def main() -> None:
    """Measure one database."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--lines", type=int, required=True)
    parser.add_argument("--stored", type=int, required=True)
    parser.add_argument("--folder", type=Path, required=True)
    asked = parser.parse_args()
    call_command("migrate", verbosity=0)
    path = asked.folder / "lines.csv"
    if not path.exists():
        files.write(path, files.blocks(asked.lines))
    large, small = (orders.create_shop(actor=None, name=name) for name in ("Large", "Small"))
    steps = {"first": load(large, source(0), claims.chunks(files.blocks(asked.lines)))}
    steps["again"] = load(large, source(0), claims.chunks(files.blocks(asked.lines)))
    steps["newer"] = load(large, source(1), claims.chunks(files.blocks(asked.lines)))
    load(small, source(0), claims.chunks(files.blocks(SMALL)))
    steps["changed_small"] = changed(small, SMALL, 10)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    if asked.stored:
        whole = orders.create_shop(actor=None, name="Whole")
        load(whole, source(0), claims.chunks(files.blocks(asked.stored)))
        steps["changed_large"] = changed(whole, asked.stored, 10)
    on_postgresql = connection.vendor == "postgresql"
    least = floor.postgresql(path) if on_postgresql else floor.sqlite(path, asked.folder / "floor.sqlite3")
    found = {"lines": asked.lines, "stored": asked.stored, "floor": least, "peak_mb": peak}
    print(json.dumps(found | {"steps": {name: round(seconds, 2) for name, seconds in steps.items()}}))


if __name__ == "__main__":
    main()
