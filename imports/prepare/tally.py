"""Sums over the claims as they are written, for the person who confirms an import."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from imports.formats.base import Kind
from orders.claims import TRAFFIC_FIELDS, ChunkClaims
from review.claims import AMOUNTS

SLOT_SECONDS = 600
_HOUR_SECONDS = 3600


@dataclass
class Tally:
    """Adds up chunk by chunk. `first_at`, `last_at`: of placing and payment, or of the hours of traffic, in epoch seconds."""

    kind: Kind
    sums: dict[str, int] = field(default_factory=dict)
    first_at: int | None = None
    last_at: int | None = None
    latest: int | None = None

    def add(self, claims: ChunkClaims) -> None:
        """Take in one chunk."""
        if claims.traffic is not None:
            self._traffic(claims.traffic)
        for name in ("products", "prices", "stock", "market", "reviews", "interest", "settlement"):
            table = getattr(claims, name)
            if table is not None:
                self._more(name, table.num_rows)
        if claims.settlement is not None:
            self._settlement(claims.settlement)
        if claims.stock is not None:
            told = int(pc.max(claims.stock["counted_at"]).as_py() or 0)
            self.latest = max(told, self.latest or 0) or None
        if claims.orders is not None:
            self._orders(claims.orders)
        if claims.lines is not None:
            self._lines(claims.lines)

    def _settlement(self, settlement: pa.Table) -> None:
        for name in AMOUNTS:
            if name in settlement.column_names:
                self._more(name, pc.sum(settlement[name]).as_py())
        if "settled_at" in settlement.column_names:
            ends = pc.min_max(settlement["settled_at"]).as_py()
            if ends["max"] is not None:
                self._span(ends["min"], ends["max"])
                self.latest = max(ends["max"], self.latest or ends["max"])

    def _more(self, name: str, value: Any) -> None:
        self.sums[name] = self.sums.get(name, 0) + int(value or 0)

    def _orders(self, orders: pa.Table) -> None:
        self._more("orders", orders.num_rows)
        paid = pc.is_valid(orders["paid_at"]) if "paid_at" in orders.column_names else None
        if paid is not None:
            count = int(pc.sum(paid).as_py() or 0)
            self._more("paid_orders", count)
            self._more("unpaid_orders", orders.num_rows - count)
        for name in ("total_minor", "refund_minor", "freight_minor", "units"):
            if name in orders.column_names:
                self._more(name, pc.sum(orders[name]).as_py())
        if paid is not None and "total_minor" in orders.column_names:
            self._more("paid_total_minor", pc.sum(orders["total_minor"].filter(paid)).as_py())
        self._times(orders)

    def _times(self, orders: pa.Table) -> None:
        for name in ("placed_at", "paid_at", "refund_requested_at", "shipped_at", "completed_at"):
            if name not in orders.column_names:
                continue
            ends = pc.min_max(orders[name].cast(pa.int64())).as_py()
            if ends["min"] is None:
                continue
            self.latest = max(ends["max"], self.latest or ends["max"])
            if name not in {"shipped_at", "completed_at"}:
                self._span(ends["min"], ends["max"])

    def _lines(self, lines: pa.Table) -> None:
        self._more("lines", lines.num_rows)
        for name in ("units", "paid_minor", "refund_minor"):
            if name in lines.column_names:
                self._more(f"line_{name}", pc.sum(lines[name]).as_py())

    def _traffic(self, traffic: pa.Table) -> None:
        self._more("hours", len(np.unique(traffic["hour"].to_numpy())))
        for name in TRAFFIC_FIELDS:
            if name in traffic.column_names:
                self._more(name, pc.sum(traffic[name]).as_py())
        ends = pc.min_max(traffic["hour"]).as_py()
        if ends["min"] is not None:
            end = ends["max"] * SLOT_SECONDS + _HOUR_SECONDS
            self._span(ends["min"] * SLOT_SECONDS, end)
            self.latest = max(end, self.latest or end)

    def _span(self, first: int, last: int) -> None:
        self.first_at = first if self.first_at is None else min(first, self.first_at)
        self.last_at = last if self.last_at is None else max(last, self.last_at)
