"""The rows of the stock levels, measured by `bench.levels`, for the process that holds no database."""

from typing import Any

from bench.table import Row

PAGE_MS, ONE_SECONDS = 100.0, 1.0


def step(lines: int, products: int) -> tuple[str, dict[str, int]]:
    """Name the step that works them out over so many lines."""
    return "levels", {"lines": lines, "products": products}


def rows(name: str, told: dict[str, Any]) -> list[Row]:
    """Return the rows of one database; the floor adds the pieces of the same lines up, each joined to its order."""
    lines = f"out of {told['lines']:,} lines of 60 days"
    floor = "against their plain sum by SKU"
    page = f"{name}: page of the stock of {told['products']:,} SKUs"
    return [
        Row(f"{name}: levels of all {told['products']:,} SKUs {lines}, {floor}", told["all"], told["floor"], 6.0, 3.0),
        Row(f"{name}: of {told['touched']:,} that an import touched, {floor}", told["some"], told["floor"], 3.0, 1.0),
        Row(f"{name}: of one that was typed, {lines}", told["one"], None, ONE_SECONDS, ONE_SECONDS / 2, plain=True),
        Row(page, 1000 * told["page"], None, PAGE_MS, PAGE_MS / 2, "ms", plain=True),
    ]
