"""`make bench`, or `python -m bench`: one table of what a million lines cost, each figure against its floor of the same run.

Everything is measured in processes of its own, on databases of their own: files in a temporary folder, and, where
`TEST_POSTGRES_URL` names a PostgreSQL server, databases made for the run and dropped after it.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg

from bench import clock, looking, machine, morning, packing, people, planning, table, tiering
from bench.table import Row

ROOT = Path(__file__).resolve().parent.parent
DAYS = 16  # of `bench.files`, which is not imported here: this process stays small, see `bench.writing`
BIG = 5_000_000
FLOORS = {"PostgreSQL": "raw COPY of the file", "SQLite": "one executemany upsert of the parsed rows"}
Step = tuple[str, dict[str, Any]]


@dataclass(frozen=True)
class Place:
    """One database and data folder of the run."""

    url: str
    data: Path

    def run(self, *steps: Step) -> list[Any]:
        """Take the steps in a fresh process; return their results."""
        environment = os.environ | {
            "DATABASE_URL": self.url,
            "DATA_DIR": str(self.data),
            "DJANGO_SETTINGS_MODULE": "promo_planner.settings",
            **dict.fromkeys(("REDIS_URL", "SECRET_KEY", "DEBUG"), ""),
        }
        command = [sys.executable, "-m", "bench.child", json.dumps(steps)]
        out = subprocess.run(command, env=environment, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout
        result: list[Any] = json.loads(out.splitlines()[-1])
        return result


@dataclass(frozen=True)
class Run:
    """What was asked for, where the files are, when they begin."""

    asked: argparse.Namespace
    folder: Path
    files: dict[str, Any]
    start: int

    def load(self, path: str, number: int) -> Step:
        """Name the step that brings a file to fresh boards; a higher number is a newer export."""
        return "load", {"path": path, "as_of": self.start + DAYS * 86_400 + number}


def main() -> None:
    """Measure, and print a Markdown table with the machine it was made on."""
    asked = _asked()
    load = machine.load()
    began = time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime())
    rows: list[Row] = []
    notes: list[str] = []
    versions: list[str] = []
    with tempfile.TemporaryDirectory(prefix="promo-bench-") as folder:
        # The sale began so that it runs now and every order of the file lies behind us.
        start = int(time.time()) // 600 * 600 - DAYS * 86_400 - 3_600
        run = Run(asked, Path(folder), _write_files(asked, folder, start), start)
        for name in _databases(asked.only):
            found = _measure(run, name)
            versions.append(found["version"])
            rows += [*_rows(run, name, found), *looking.rows(name, found["eyes"])]
            notes += _notes(name, found)
            if not asked.road:
                rows += [*planning.rows(name, *found["plans"]), *planning.cockpit_rows(name, found["cockpit"])]
                rows += [*people.rows(name, found["buyers"]), *packing.rows(name, found["scans"])]
                rows += [*clock.rows(name, found["due"]), *morning.rows(name, found["review"])]
                notes += [planning.note(name, found["plans"][0]), tiering.note(name, found["plans"][3])]
    before = [machine.describe() + "; " + ", ".join(versions), f"{began}; load at the start {load}, at the end {machine.load()}"]
    text = table.markdown(rows, before, notes)
    print(text)
    if asked.write:
        table.write(asked.write, text)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--lines", type=int, default=1_000_000, help="lines of the file that is imported (default 1,000,000)")
    parser.add_argument("--small", type=int, default=100_000, help="lines stored in the small shop (default 100,000)")
    parser.add_argument("--changed", type=int, default=5_000, help="changed lines (default 5,000)")
    parser.add_argument("--stored", type=int, help="lines stored in the large shop; default: those of the imported file")
    parser.add_argument(
        "--big", action="store_true", help="import 5,000,000 lines too, and change rows beside them: takes minutes"
    )
    parser.add_argument("--rounds", type=int, default=5, help="repetitions of the short measurements, whose median counts")
    parser.add_argument("--baskets", type=int, default=100_000, help="past baskets that are replayed (default 100,000)")
    parser.add_argument(
        "--buyers",
        type=int,
        help="buyers, ten orders each (default 100,000, on PostgreSQL 1,000,000: a quarter of an hour)",
    )
    parser.add_argument("--products", type=int, default=10_000, help="products that buffers and run-outs are worked out for")
    parser.add_argument("--eyes", type=int, default=500, help="browsers that poll one board (default 500)")
    parser.add_argument("--watched", type=float, default=45.0, help="seconds they do (default 45)")
    parser.add_argument("--road", action="store_true", help="measure the main road alone: imports and the board")
    parser.add_argument("--only", choices=["sqlite", "postgresql"], help="measure one database")
    parser.add_argument("--migrated", type=Path, metavar="FILE", help="begin SQLite with a copy of this migrated file")
    parser.add_argument("--write", type=Path, metavar="FILE", help="write the table to this Markdown file too")
    asked = parser.parse_args()
    asked.stored = asked.stored or (BIG if asked.big else asked.lines)
    return asked


def _write_files(asked: argparse.Namespace, folder: str, start: int) -> dict[str, Any]:
    numbers = (start, asked.lines, asked.small, asked.stored, asked.changed, asked.rounds)
    command = [sys.executable, "-m", "bench.writing", folder, *map(str, numbers)]
    out = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout
    result: dict[str, Any] = json.loads(out)
    return result


def _databases(only: str | None) -> list[str]:
    found = [name for name in FLOORS if only in {None, name.lower()}]
    if "PostgreSQL" in found and not os.environ.get("TEST_POSTGRES_URL"):
        print("TEST_POSTGRES_URL is not set: PostgreSQL is left out.", file=sys.stderr)
        found.remove("PostgreSQL")
    return found


def _measure(run: Run, name: str) -> dict[str, Any]:
    """Take all measurements of one database."""
    files, asked = run.files, run.asked
    parts = ("main", "small", "large", "plans", "stock", "buyers", "table", "clock", "morning")
    base = _place(run.folder, name, "base")
    if asked.migrated and name == "SQLite":
        shutil.copyfile(asked.migrated, run.folder / "base.sqlite3")
    base.run(("migrate", {}))
    main, small, large, plans, stock, bought, at_table, at_clock, after = (_place(run.folder, name, part, base) for part in parts)
    floor: Step = "least", {"path": files["first"]["path"], "folder": str(run.folder)}
    found: dict[str, Any] = {}
    try:
        plan: Step = "plan", {"start": run.start, "lines": asked.lines}
        found["version"], *_, floor_before = main.run(("database", {}), ("migrate", {}), plan, floor)
        [found["first"]] = main.run(run.load(files["first"]["path"], 0))
        [floor_after] = main.run(floor)
        found["floor"] = (floor_before + floor_after) / 2
        own_large = "large" in files
        found["again"], found["newer"], found["hourly"], found["skus"], found["board"], *changed = main.run(
            run.load(files["first"]["path"], 0),
            run.load(files["newer"], 1),
            run.load(files["hourly"]["path"], 2),
            ("skus", {}),
            ("board", {"rounds": 20 * asked.rounds}),
            *([] if own_large else _changing(run, "large")),
        )
        [found["eyes"]] = main.run(("eyes", {"clients": asked.eyes, "seconds": asked.watched}))
        found["small"] = _stored(run, small, files["small"]["path"], "small")
        if own_large:
            found["large"] = _stored(run, large, files["large"]["path"], "large")
        else:
            found["large"] = _medians(changed)
        if asked.road:
            return found
        _, *found["plans"] = plans.run(*planning.steps(asked.rounds, asked.baskets, asked.lines, asked.products))
        _, cockpit = stock.run(
            ("migrate", {}), ("cockpit", {"rounds": 4 * asked.rounds, "skus": asked.products, "orders": 4 * asked.products})
        )
        found["cockpit"] = cockpit
        _, found["buyers"] = bought.run(("migrate", {}), ("buyers", {"buyers": asked.buyers or people.MOST[name]}))
        _, found["scans"] = at_table.run(("migrate", {}), ("scans", {"orders": asked.lines}))
        _, found["due"] = at_clock.run(("migrate", {}), ("due", {"orders": asked.lines}))
        _, found["review"] = after.run(("migrate", {}), ("review", {"orders": asked.lines}))
    finally:
        for place in (base, main, small, large, plans, stock, bought, at_table, at_clock, after):
            _drop(place.url)
    return found


def _stored(run: Run, place: Place, path: str, name: str) -> dict[str, Any]:
    """Fill a shop of its own, then change rows in it."""
    plan: Step = "plan", {"start": run.start, "lines": run.asked.lines}
    _, _, first, _, *changed = place.run(("migrate", {}), plan, run.load(path, 0), ("skus", {}), *_changing(run, name))
    return {"first": first, **_medians(changed)}


def _changing(run: Run, name: str) -> list[Step]:
    """Name the steps that bring changed rows: the newest ones some times, then as many scattered over all some times."""
    kinds = run.files["changes"][name]
    return [run.load(path, 10 + number) for number, path in enumerate([*kinds["newest"], *kinds["scattered"]])]


def _medians(done: list[Any]) -> dict[str, Any]:
    """Return the median seconds of each kind of change, with the counts and steps of the last.

    The first of each kind is left out: it warms the pages up, as those before it do in the midst of a sale.
    """
    half = len(done) // 2
    return {
        kind: {
            "seconds": statistics.median(each["seconds"] for each in (part[1:] or part)),
            "counts": part[-1]["counts"],
            "steps": part[-1]["steps"],
        }
        for kind, part in (("newest", done[:half]), ("scattered", done[half:]))
    }


def _rows(run: Run, name: str, found: dict[str, Any]) -> list[Row]:
    """Return the rows of one database."""
    first, board = found["first"], found["board"]
    lines = run.files["first"]["lines"]
    size = f"{run.files['first']['bytes'] / 1e6:,.0f} MB"
    rows = [
        Row(
            f"{name}: import of {lines:,} Taobao order lines ({size}), file to fresh board, against {FLOORS[name]}",
            first["seconds"],
            found["floor"],
            3.0,
            1.5,
        ),
        Row(f"{name}: peak memory of that import", first["peak_mb"], None, 600, 300, "MB", plain=True),
    ]
    if "large" in run.files:
        many = run.files["large"]["lines"]
        peak = found["large"]["first"]["peak_mb"]
        rows.append(Row(f"{name}: peak memory for {many:,} lines", peak, first["peak_mb"], 600, 300, "MB", plain=True))
    beside = f"beside {run.asked.stored:,} stored lines against beside {run.asked.small:,}"
    for kind, said in (("newest", "the newest orders"), ("scattered", "orders scattered over the whole history")):
        large, small = found["large"][kind], found["small"][kind]
        what = f"{name}: {large['counts']['changed']:,} changed rows of {said}, file to fresh board, {beside}"
        rows.append(Row(what, large["seconds"], small["seconds"], 1.5, 1.1))
    again = f"{name}: the same lines again, {{}}, against the first time"
    rows += [
        Row(again.format("the same file"), found["again"]["seconds"], first["seconds"], 0.6, 0.3),
        Row(again.format("as a newer file"), found["newer"]["seconds"], first["seconds"], 0.6, 0.3),
        Row(
            again.format(f"as a newer file with {found['hourly']['counts']['changed']:,} changed rows all over it"),
            found["hourly"]["seconds"],
            first["seconds"],
            None,  # the bound is for files in which nothing changed
            None,
        ),
        Row(f"{name}: board page, whole, steady state", board["page"], None, 10, 5, "ms", plain=True),
        Row(f"{name}: board page, first time it is drawn from a snapshot", board["first"], None, 10, 5, "ms", plain=True),
        Row(f"{name}: refresh of the board that brings it, steady state", board["part"], None, 10, 5, "ms", plain=True),
        Row(f"{name}: refresh of the board, 304", board["unchanged"], None, 3, 1, "ms", plain=True),
    ]
    return rows


def _notes(name: str, found: dict[str, Any]) -> list[str]:
    """Return what else is worth knowing, one sentence a line."""
    first = found["first"]
    said = [f"{name}, seconds by step, the first time: {_steps(first)}"]
    said += [
        f"{name}, again, {kind}: {_steps(found[key])}"
        for kind, key in (
            ("the same file", "again"),
            ("as a newer file", "newer"),
            ("as a newer file with changed rows", "hourly"),
        )
    ]
    said += [
        f"{name}, changed rows, {kind}, beside the {size} shop: {_steps(found[size][kind])}"
        for kind in ("newest", "scattered")
        for size in ("large", "small")
    ]
    later = first["steps"]
    said.append(
        f"{name}, after the board, seconds that no board waits for: drawn ahead in every language {later['draw_boards']:.2f},"
        f" products of the SKUs {later['meet_products']:.2f}, sales by SKU {found['skus']:.2f}"
    )
    said.append(f"{name}: boards rebuilt by the first import: {found['first']['boards']}")
    return said


def _steps(part: dict[str, Any]) -> str:
    names = {"receive": "keep", "prepare": "read and check", "load": "load", "fill": "count", "refresh_boards": "board"}
    return ", ".join(f"{said} {part['steps'].get(key, 0):.2f}" for key, said in names.items())


def _place(folder: Path, name: str, part: str, base: Place | None = None) -> Place:
    """Make a database of its own, as a copy of `base` where one is given: its tables are made once."""
    data = folder / f"{name}-{part}"
    if name == "SQLite":
        if base is not None:
            shutil.copyfile(folder / "base.sqlite3", folder / f"{part}.sqlite3")
        return Place(f"sqlite:///{folder / part}.sqlite3", data)
    url = urlunsplit(urlsplit(os.environ["TEST_POSTGRES_URL"])._replace(path=f"/bench_promo_{os.getpid()}_{part}"))
    _server(url, "CREATE DATABASE {}" if base is None else f'CREATE DATABASE {{}} TEMPLATE "{urlsplit(base.url).path[1:]}"')
    return Place(url, data)


def _server(url: str, statement: str) -> None:
    name = urlsplit(url).path[1:]
    with psycopg.connect(os.environ["TEST_POSTGRES_URL"], autocommit=True) as server:
        server.execute(statement.format(f'"{name}"'))  # type: ignore[arg-type]


def _drop(url: str) -> None:
    if url.startswith("postgres"):
        _server(url, "DROP DATABASE IF EXISTS {} WITH (FORCE)")


if __name__ == "__main__":
    main()
