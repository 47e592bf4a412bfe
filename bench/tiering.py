"""The rows of the tiers: products judged anew, and after one more day. No ratios."""

from bench.table import Row

RETIER_SECONDS = 5.0
PRODUCTS = 10_000


def step(lines: int) -> tuple[str, dict[str, int]]:
    """Name the step that measures them over so many lines."""
    return "tiers", {"lines": lines, "products": min(PRODUCTS, max(10, lines // 20))}


def rows(name: str, told: dict[str, float]) -> list[Row]:
    """Return the rows of one database."""
    return [
        Row(
            f"{name}: re-tiering {told['products']:,.0f} products over {told['lines']:,.0f} lines of 90 days",
            told["again"],
            None,
            RETIER_SECONDS,
            RETIER_SECONDS / 2,
            plain=True,
        ),
        Row(
            f"{name}: after one more day, its baskets packed and the {told['touched']:,.0f} products in them judged",
            told["day"] + told["refreshed"],
            None,
            RETIER_SECONDS,
            RETIER_SECONDS / 2,
            plain=True,
        ),
    ]


def note(name: str, told: dict[str, float]) -> str:
    """Say what packing all days took, and the first judgement, whose rows are new."""
    return f"{name}: paid prices and packed baskets of all 90 days {told['packed']:.1f} s; first judgement {told['first']:.1f} s"
