"""The floors: the least a database can do to keep those lines, one table with its key and two indexes."""

import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
from django.db import connection

from bench.files import HEADERS

_NAMES = (
    "line_no",
    "order_no",
    "title",
    "price",
    "units",
    "sku",
    "variant",
    "state",
    "due",
    "paid",
    "refund_state",
    "refund",
    "placed_at",
    "paid_at",
)
_TYPES = (
    "text",
    "text",
    "text",
    "numeric",
    "integer",
    "text",
    "text",
    "text",
    "numeric",
    "numeric",
    "text",
    "text",
    "timestamp",
    "timestamp",
)


def postgresql(path: Path) -> float:
    """Return the seconds `COPY` needs for the file, straight into the table."""
    columns = ", ".join(f"{name} {kind}" for name, kind in zip(_NAMES, _TYPES, strict=True))
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_floor")
        cursor.execute(f"CREATE TABLE bench_floor ({columns}, PRIMARY KEY (order_no, line_no))")
        cursor.execute("CREATE INDEX ON bench_floor (placed_at)")
        cursor.execute("CREATE INDEX ON bench_floor (paid_at)")
        started = time.perf_counter()
        statement = "COPY bench_floor FROM STDIN (FORMAT csv, HEADER true, FORCE_NULL (paid_at))"
        with path.open("rb") as file, cursor.copy(statement) as copy:
            while piece := file.read(1 << 20):
                copy.write(piece)
        seconds = time.perf_counter() - started
        cursor.execute("DROP TABLE bench_floor")
    return seconds


def sqlite(path: Path, database: Path) -> float:
    """Return the seconds one `executemany` upsert of the parsed rows needs (parsing not counted)."""
    rows = [tuple(row) for row in _parsed(path)]
    database.unlink(missing_ok=True)
    store = sqlite3.connect(database)
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "cache_size=-64000", "temp_store=MEMORY"):
        store.execute(f"PRAGMA {pragma}")
    columns = ", ".join(f"{name} {kind}" for name, kind in zip(_NAMES, _TYPES, strict=True))
    store.execute(f"CREATE TABLE floor ({columns}, PRIMARY KEY (order_no, line_no))")
    store.execute("CREATE INDEX floor_placed ON floor (placed_at)")
    store.execute("CREATE INDEX floor_paid ON floor (paid_at)")
    sets = ", ".join(f"{name} = excluded.{name}" for name in _NAMES[2:])
    started = time.perf_counter()
    store.executemany(
        f"INSERT INTO floor VALUES ({', '.join('?' * len(_NAMES))}) ON CONFLICT (order_no, line_no) DO UPDATE SET {sets}", rows
    )
    store.commit()
    seconds = time.perf_counter() - started
    store.close()
    return seconds


def _parsed(path: Path) -> Iterator[tuple[object, ...]]:
    kinds = {name: pa.string() for name in HEADERS} | {
        "商品价格": pa.float64(),
        "购买数量": pa.int64(),
        "买家应付货款": pa.float64(),
        "买家实付金额": pa.float64(),
    }
    table = pyarrow.csv.read_csv(path, convert_options=pyarrow.csv.ConvertOptions(column_types=kinds))
    return zip(*(column.to_pylist() for column in table.columns), strict=True)
