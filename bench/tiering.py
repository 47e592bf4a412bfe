"""The rows of the tiers: products judged anew, and after one more day. No ratios."""

from bench.table import Row

RETIER_SECONDS = 5.0
STEP = ("tiers", {"lines": 1_000_000, "products": 10_000})


def rows(name: str, told: dict[str, float]) -> list[Row]:
    """Return the rows of one database."""
    return [
        Row(
            f"{name}: re-tiering 10,000 products over 1,000,000 lines of 90 days ({told['proposed']:,.0f} proposals)",
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
