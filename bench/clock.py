"""The rows of what is due and what is abnormal, measured by `bench.due`."""

from bench.table import Row

CHANGED = 5_000


def rows(name: str, found: dict[str, float]) -> list[Row]:
    """Return the rows of one database."""
    many = f"{found['orders']:,.0f} orders, every second of which waits"
    changed = f"{min(CHANGED, int(found['orders'])):,} changed orders"
    return [
        Row(f"{name}: what is due counted anew, {many}", found["recount"], None, 30, 10, plain=True),
        Row(f"{name}: the figures of the page of what is due", 1000 * found["view"], None, 200, 50, "ms", plain=True),
        Row(f"{name}: the first orders that are due in 24 hours", 1000 * found["list"], None, 200, 50, "ms", plain=True),
        Row(f"{name}: abnormal orders found among all of them", found["find"], None, 600, 120, plain=True),
        Row(f"{name}: the same among {changed}", found["find_5000"], None, 30, 10, plain=True),
    ]
