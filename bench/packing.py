"""The rows of the packing table, measured by `bench.scanning`."""

from bench.table import Row

SCANNERS = 50
HELD_EVERY = 20


def rows(name: str, found: dict[str, float]) -> list[Row]:
    """Return the rows of one database."""
    many = f"{SCANNERS} scanners beside {found['orders']:,.0f} orders in parcels"
    return [
        Row(f"{name}: a scan answered and kept, p95, {many}", found["scan_p95"], None, 30, 20, "ms", plain=True),
        Row(f"{name}: the same for a warehouse system's check, p95", found["check_p95"], None, 30, 20, "ms", plain=True),
        Row(
            f"{name}: holds of new orders, every {HELD_EVERY}th held, per 100,000",
            found["guard"] * 100_000 / found["orders"],
            None,
            3,
            1.5,
            plain=True,
        ),
    ]
