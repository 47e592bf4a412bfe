"""The first rows as they were understood, in values that JSON can carry."""

import datetime as dt
from typing import Any

import pyarrow as pa


def plain_rows(table: pa.Table) -> list[dict[str, Any]]:
    """Give rows as dictionaries: moments as ISO in UTC, days as ISO, money in minor units, nothing as None."""
    return [{name: _plain(value) for name, value in row.items() if not name.startswith("_")} for row in table.to_pylist()]


def _plain(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, dt.date):
        return value.isoformat()
    return value
