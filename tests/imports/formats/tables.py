"""Small flat tables for the derive rules, as the readers hand them over: typed, states looked up."""

from datetime import UTC, datetime
from typing import Any

import pyarrow as pa

from imports.formats.base import Format
from imports.formats.registry import fold
from orders.states import OrderState, RefundState

MOMENT = pa.timestamp("s", tz="UTC")
NOON = datetime(2026, 11, 11, 4, 0, tzinfo=UTC)
LATER = datetime(2026, 11, 11, 5, 0, tzinfo=UTC)


def flat(item: Format, **columns: list[Any]) -> pa.Table:
    """Build the table that `item.derive` gets; state and refund words are looked up as the readers do it."""
    arrays: dict[str, pa.Array] = {}
    for name, values in columns.items():
        if name.endswith("_at"):
            arrays[name] = pa.array(values, MOMENT)
        elif name.endswith("_minor") or name in {"units", "line_units"}:
            arrays[name] = pa.array(values, pa.int64())
        else:
            arrays[name] = pa.array(values, pa.string())
    if "state_words" in columns:
        states = [_looked_up(item.states, word, OrderState.HELD) for word in columns["state_words"]]
        arrays["state"] = pa.array(states, pa.int16())
    if "refund_words" in columns:
        refunds = [_looked_up(item.refund_states, word, RefundState.HELD) for word in columns["refund_words"]]
        arrays["refund_state"] = pa.array(refunds, pa.int16())
    return pa.table(arrays)


def _looked_up(words: Any, word: str | None, held: int) -> int | None:
    return None if word is None else int(words.get(fold(word), held))


def derived(item: Format, **columns: list[Any]) -> dict[str, list[Any]]:
    """Run the format's derive over such a table: its columns as lists."""
    assert item.derive is not None
    table = flat(item, **columns)
    done = item.derive(table)
    assert done.num_rows == table.num_rows
    return {name: done[name].to_pylist() for name in done.column_names}
