"""The rows of many browsers on one board, for the process that prints the table and stays small."""

from typing import Any

from bench.table import Row

EVERY = 15.0  # seconds between two looks of a browser
BROWSERS = 2_000
P99_MS = 500.0  # a refresh that takes longer than half a second is seen


def rows(name: str, found: dict[str, Any]) -> list[Row]:
    """Return the rows of one database: the slowest of a hundred looks, and how long 2,000 browsers take to be answered once.

    They ask every 15 seconds, so the second must be below that.
    """
    what = f"{name}: board with {found['clients']:,} polling clients, web and worker together"
    pace = f"{what}, each every 15 s while the plan changes every 10 s, p99"
    rate = f"{what}, none of them pausing: {found['per_second']:,.0f} requests a second, so {BROWSERS:,} browsers once in"
    return [
        Row(pace, found["p99"], None, P99_MS, P99_MS / 5, "ms", plain=True),
        Row(rate, BROWSERS / max(found["per_second"], 0.1), None, EVERY, EVERY / 2, plain=True),
    ]
