"""Claims for tests, as plain rows and as the tables the program loads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa

from orders.claims import LINE_FIELDS, LINE_KEY, ORDER_FIELDS, ORDER_KEY, ROWS, TRAFFIC_FIELDS, TRAFFIC_KEY, ChunkClaims, Source

Row = dict[str, Any]


@dataclass(frozen=True)
class Export:
    """One export: what it says about orders, lines and traffic, by key; every row of a part speaks on the same fields."""

    source: Source
    orders: dict[str, Row] = field(default_factory=dict)
    lines: dict[tuple[str, str], Row] = field(default_factory=dict)
    traffic: dict[tuple[int, str], Row] = field(default_factory=dict)

    def chunk(self) -> ChunkClaims:
        of_lines = bool(self.lines)
        return ChunkClaims(
            orders=table(ORDER_KEY, ORDER_FIELDS, {(key,): row for key, row in self.orders.items()}, weight=0 if of_lines else 1),
            lines=table(LINE_KEY, LINE_FIELDS, self.lines),
            traffic=table(TRAFFIC_KEY, TRAFFIC_FIELDS, self.traffic),
        )

    def pieces(self, at: str) -> list["Export"]:
        """Cut the export in two, before the order `at`."""
        return [
            Export(
                self.source,
                {key: row for key, row in self.orders.items() if (key >= at) is later},
                {key: row for key, row in self.lines.items() if (key[0] >= at) is later},
                self.traffic if later else {},
            )
            for later in (False, True)
        ]

    @property
    def rows(self) -> int:
        return (len(self.lines) or len(self.orders)) + len(self.traffic)


def table(
    key: Mapping[str, pa.DataType], fields: Mapping[str, pa.DataType], rows: Mapping[tuple[Any, ...], Row], *, weight: int = 1
) -> pa.Table | None:
    """Make a table of claims, sorted by its key."""
    if not rows:
        return None
    keys = sorted(rows)
    said = [name for name in fields if name in rows[keys[0]]]
    columns = {name: pa.array([each[index] for each in keys], kind) for index, (name, kind) in enumerate(key.items())}
    columns |= {name: pa.array([rows[each][name] for each in keys], fields[name]) for name in said}
    return pa.table(columns | {"rows": pa.array([weight] * len(keys), ROWS)})


def moment(epoch: int) -> datetime:
    return datetime.fromtimestamp(epoch, UTC)


def keys_of(exports: Sequence[Export]) -> ChunkClaims:
    """Name every key of these exports."""
    return Export(
        Source(0, ""),
        {key: {} for each in exports for key in each.orders},
        {key: {} for each in exports for key in each.lines},
        {key: {} for each in exports for key in each.traffic},
    ).chunk()
