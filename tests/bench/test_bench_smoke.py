"""The benchmark runs to its end on a few hundred lines; its figures mean nothing here."""

import os
import subprocess
import sys
from pathlib import Path

from bench.table import MARKER, Row, markdown, write
from tests import migrated

ROOT = Path(__file__).resolve().parent.parent.parent


def test_a_small_run_on_sqlite_measures_every_row(tmp_path):
    page = tmp_path / "performance.md"
    page.write_text(f"old table\n{MARKER}\n\nWhat was tried.\n")
    sizes = ["--lines", "300", "--small", "200", "--changed", "50", "--rounds", "1", "--baskets", "400", "--buyers", "200"]
    sizes += ["--products", "300"]
    environment = {name: value for name, value in os.environ.items() if name != "TEST_POSTGRES_URL"}
    command = [sys.executable, "-m", "bench", "--only", "sqlite", *sizes, "--write", str(page)]
    command += ["--migrated", str(migrated.sqlite_file())]
    ran = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300, check=False)
    assert ran.returncode == 0, ran.stderr
    written = page.read_text()
    assert ran.stdout.strip() in written
    assert "old table" not in written
    assert written.endswith(f"{MARKER}\n\nWhat was tried.\n")
    rows = [line for line in written.splitlines() if line.startswith("| SQLite")]
    assert len(rows) == 52
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


def test_the_verdict_judges_the_ratio_or_the_plain_figure():
    assert Row("import", 3.0, 2.0, most=3.0, aim=1.5).verdict == "within aim"
    assert Row("import", 4.0, 2.0, most=3.0, aim=1.5).verdict == "within bound"
    assert Row("import", 7.0, 2.0, most=3.0, aim=1.5).verdict == "**over**"
    assert Row("memory", 650, 500, most=600, aim=300, unit="MB", plain=True).verdict == "**over**"
    assert str(Row("hourly", 4.0, 2.0, most=None, aim=None)) == "| hourly | 4.00 s | 2.00 s | 2.00 |  |  |  |"
    assert str(Row("import", 4.0, 2.0, most=3.0, aim=1.5)) == "| import | 4.00 s | 2.00 s | 2.00 | 3 | 1.5 | within bound |"


def test_writing_twice_keeps_what_was_written_by_hand(tmp_path):
    page = tmp_path / "performance.md"
    text = markdown([Row("import", 4.0, 2.0, most=3.0, aim=1.5)], ["a machine"], ["a note"])
    write(page, text)
    page.write_text(page.read_text() + "\nBy hand.\n")
    kept = page.read_text()
    write(page, text)
    assert page.read_text() == kept
