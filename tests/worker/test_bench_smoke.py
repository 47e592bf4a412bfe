"""The benchmark runs to its end on a few hundred lines; its figures mean nothing here."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench.table import MARKER
from tests import migrated

pytestmark = pytest.mark.worker
ROOT = Path(__file__).resolve().parent.parent.parent


def test_a_small_run_on_sqlite_measures_every_row(tmp_path):
    page = tmp_path / "performance.md"
    page.write_text(f"old table\n{MARKER}\n\nWhat was tried.\n")
    sizes = ["--lines", "300", "--small", "200", "--changed", "50", "--rounds", "1", "--baskets", "400", "--buyers", "200"]
    sizes += ["--products", "300", "--eyes", "40", "--watched", "9"]
    environment = {name: value for name, value in os.environ.items() if name != "TEST_POSTGRES_URL"}
    command = [sys.executable, "-m", "bench", "--only", "sqlite", *sizes, "--write", str(page)]
    command += ["--migrated", str(migrated.sqlite_file())]
    ran = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=600, check=False)
    assert ran.returncode == 0, ran.stderr
    written = page.read_text()
    assert ran.stdout.strip() in written
    assert "old table" not in written
    assert written.endswith(f"{MARKER}\n\nWhat was tried.\n")
    rows = [line for line in written.splitlines() if line.startswith("| SQLite")]
    assert len(rows) == 57
    for what in (
        "import of",
        "peak memory",
        "newest orders",
        "scattered",
        "same file",
        "newer file",
        "newer file with",
        "board page",
        "304",
        "edit of a node",
        "audit of",
        "replay of",
        "draws of the profit model",
        "stock cockpit of",
        "all run-outs",
        "re-tiering",
        "one more day",
        "bought together",
        "buffers of 300 products",
        "levels of all 300 SKUs",
        "of one that was typed",
        "page of the stock",
        "page of a sale",
        "buyers",
        "a scan answered and kept",
        "card of a buyer",
        "what is due counted anew",
        "abnormal orders found",
    ):
        assert any(what in row for row in rows), what
    assert not any("not measured" in row for row in rows)
    assert "boards rebuilt by the first import: 1" in written
