"""`python -m bench`: print what a million lines cost, as ratios against floors of the same run.

Each database is measured in processes of its own, on a database of its own: a file in a temporary folder, and, where
`TEST_POSTGRES_URL` names a PostgreSQL server, a database made for the run and dropped after it.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Row:
    """One line of the table: what was measured, the seconds, its floor and how many times that at most."""

    what: str
    measured: float
    floor: float
    most: float
    aim: float

    def __str__(self) -> str:
        ratio = self.measured / self.floor
        verdict = "aim" if ratio <= self.aim else "within" if ratio <= self.most else "MISSED"
        return f"| {self.what} | {self.measured:.2f} | {self.floor:.2f} | {ratio:.2f} | {self.most} | {self.aim} | {verdict} |"


def main() -> None:
    """Measure, and print a Markdown table with the machine it was made on."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--lines", type=int, default=1_000_000, help="lines of the large file")
    parser.add_argument(
        "--stored", type=int, default=5_000_000, help="lines stored beside the 5,000 changed ones; 0 leaves that out"
    )
    parser.add_argument("--only", choices=["sqlite", "postgresql"], help="measure one database")
    asked = parser.parse_args()
    rows: list[Row] = []
    notes: list[str] = []
    with tempfile.TemporaryDirectory(prefix="promo-bench-") as folder:
        for name, url in _databases(Path(folder), asked.only):
            try:
                found = _measure(Path(folder), url, asked.lines, asked.stored)
            finally:
                _drop(url)
            rows += _rows(name, found)
            notes.append(
                f"{name}: peak memory {found['peak_mb']} MB for {found['lines']:,} lines; seconds by step: {found['steps']}"
            )
    print(f"{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}\n")
    print("| what | seconds | floor | ratio | at most | aim | |\n|---|---|---|---|---|---|---|")
    print("\n".join(map(str, rows)), "\n")
    print("\n".join(notes))


def _rows(name: str, found: dict[str, Any]) -> list[Row]:
    steps = found["steps"]
    rows = [
        Row(
            f"{name}: {found['lines']:,} lines, claims to filled rollups, against the floor",
            steps["first"],
            found["floor"],
            3.0,
            1.5,
        ),
        Row(f"{name}: the same again, against the first time", steps["again"], steps["first"], 0.6, 0.3),
        Row(f"{name}: a newer export that agrees, against the first time", steps["newer"], steps["first"], 0.6, 0.3),
    ]
    if "changed_large" in steps:
        what = f"{name}: 5,000 changed rows beside {found['stored']:,} lines, against beside 100,000"
        rows.append(Row(what, steps["changed_large"], steps["changed_small"], 1.5, 1.1))
    return rows


def _databases(folder: Path, only: str | None) -> list[tuple[str, str]]:
    found = [("SQLite", f"sqlite:///{folder / 'bench.sqlite3'}")]
    server = os.environ.get("TEST_POSTGRES_URL", "")
    if server:
        parts = urlsplit(server)
        found.append(("PostgreSQL", urlunsplit(parts._replace(path=f"/bench_promo_{os.getpid()}"))))
    elif only != "sqlite":
        print("TEST_POSTGRES_URL is not set: PostgreSQL is left out.", file=sys.stderr)
    return [(name, url) for name, url in found if only in {None, name.lower()}]


def _measure(folder: Path, url: str, lines: int, stored: int) -> dict[str, Any]:
    """Run the measurements in a process of their own, so that its peak memory is theirs."""
    _create(url)
    environment = os.environ | {
        "DATABASE_URL": url,
        "DATA_DIR": str(folder / "data"),
        "DJANGO_SETTINGS_MODULE": "promo_planner.settings",
    }
    command = [sys.executable, "-m", "bench.load", "--lines", str(lines), "--stored", str(stored), "--folder", str(folder)]
    out = subprocess.run(command, env=environment, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout
    result: dict[str, Any] = json.loads(out.splitlines()[-1])
    return result


def _server(url: str, statement: str) -> None:
    name = urlsplit(url).path[1:]
    with psycopg.connect(os.environ["TEST_POSTGRES_URL"], autocommit=True) as server:
        server.execute(statement.format(f'"{name}"'))  # type: ignore[arg-type]


def _create(url: str) -> None:
    if url.startswith("postgres"):
        _server(url, "CREATE DATABASE {}")


def _drop(url: str) -> None:
    if url.startswith("postgres"):
        _server(url, "DROP DATABASE IF EXISTS {} WITH (FORCE)")


if __name__ == "__main__":
    main()
