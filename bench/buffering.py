"""The rows of the buffers: amounts for 10,000 products, and the table read back."""

from bench.table import Row

SECONDS, READ_SECONDS = 15.0, 2.0


def step(products: int) -> tuple[str, dict[str, int]]:
    """Name the step that measures them for so many products."""
    return "buffers", {"products": products}


def rows(name: str, buffers: dict[str, float]) -> list[Row]:
    """Return the rows of one database. The bounds are ours: the issue asks for none."""
    history = f"{buffers['history']:,.0f} rows of history"
    what = f"{name}: buffers of {buffers['products']:,.0f} products out of {history}, database to kept rows"
    return [
        Row(what, buffers["reckon"], None, SECONDS, SECONDS / 2, plain=True),
        Row(
            f"{name}: the same buffers read with stock and suppliers",
            buffers["read"],
            None,
            READ_SECONDS,
            READ_SECONDS / 2,
            plain=True,
        ),
    ]
