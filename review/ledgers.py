"""The ledger of a sale line by line, as a Parquet file beside the database: too long for a page, made to be taken home.

Costs that are not known are empty. `running_` and `settled_` say in which state.
"""

from pathlib import Path
from types import TracebackType

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from django.conf import settings

from review.rules.money.ledger import COSTS, STATES, Ledger
from review.rules.money.totals import AMOUNTS

SCHEMA = pa.schema(
    [("shop_id", pa.int64()), ("order_no", pa.string()), ("line_no", pa.string()), ("sku", pa.string()), ("units", pa.int64())]
    + [(name, pa.int64()) for name in AMOUNTS]
    + [(f"{state}_{name}", pa.int64()) for state in STATES for name in (*COSTS, "profit")]
)


def path_of(campaign_id: int) -> Path:
    """Name the file of a sale; it is there once the review was prepared."""
    return Path(settings.DATA_DIR) / "reviews" / f"{campaign_id}.parquet"


class LedgerFile:
    """Writes a ledger piece by piece under another name, then puts it in the old one's place: readers see a whole one."""

    def __init__(self, campaign_id: int) -> None:
        self._path = path_of(campaign_id)
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._new = self._path.with_suffix(".new")

    def __enter__(self) -> "LedgerFile":
        self._writer = pq.ParquetWriter(self._new, SCHEMA, compression="zstd", compression_level=1)
        return self

    def add(self, shop_id: int, order_nos: pa.Array, line_nos: pa.Array, skus: pa.Array, ledger: Ledger) -> None:
        """Write the lines of a piece; `order_nos` are of its orders, the others of its lines."""
        columns = [
            pa.array(np.full(len(ledger.order), shop_id, dtype=np.int64)),
            order_nos.take(pa.array(ledger.order)),
            line_nos,
            skus,
            pa.array(ledger.units),
            *(pa.array(ledger.amounts[name]) for name in AMOUNTS),
        ]
        for state in STATES:
            for name in COSTS:
                known = ledger.known[state].get(name, np.zeros(len(ledger.order), dtype=bool))
                columns.append(pa.array(ledger.values[state].get(name, np.zeros_like(ledger.order)), mask=~known))
            columns.append(pa.array(ledger.profit(state)))
        self._writer.write_table(pa.Table.from_arrays(columns, schema=SCHEMA))

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._writer.close()
        if kind is None:
            self._new.replace(self._path)
        else:
            self._new.unlink(missing_ok=True)


def lines_of_order(campaign_id: int, order_no: str) -> list[dict[str, int | str | None]]:
    """Return the ledger of one order, line by line; empty when the sale does not know it or was not prepared."""
    path = path_of(campaign_id)
    if not path.exists():
        return []
    table = pq.read_table(path, filters=pc.field("order_no") == order_no)
    return list(table.to_pylist())
