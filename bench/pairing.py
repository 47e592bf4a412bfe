"""The row of what is bought together, for the process that holds no database."""

from typing import Any

from bench.table import Row

SECONDS = 10.0


def step(lines: int) -> tuple[str, dict[str, Any]]:
    """Name the step that counts the pairs of so many lines."""
    return "pairs", {"lines": lines}


def rows(name: str, pairs: dict[str, Any]) -> list[Row]:
    """Return the row of one database."""
    what = (
        f"{name}: what is bought together in {pairs['lines']:,} paid lines ({pairs['tried']:,} pairs seen ten times,"
        f" {pairs['found']:,} more than chance), database to kept rows"
    )
    return [Row(what, pairs["seconds"], None, SECONDS, SECONDS / 2, plain=True)]
