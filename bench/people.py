"""The rows of the buyers, measured by `bench.buyers`: no ratios."""

from bench.table import Row

ALL_SECONDS, ONE_SECONDS, FIND_MS = 60.0, 1.0, 50.0
MOST = {"PostgreSQL": 1_000_000, "SQLite": 100_000}  # how many buyers there are, unless somebody asks for another number


def rows(name: str, found: dict[str, float]) -> list[Row]:
    """Return the rows of one database."""
    many = f"{found['buyers']:,.0f} buyers with {found['orders']:,.0f} orders"
    return [
        Row(f"{name}: {many}, marked, to summaries with tiers and labels", found["refill"], None, 600, 300, plain=True),
        Row(f"{name}: everybody judged by new rules, {many}", found["judge_plain"], None, ALL_SECONDS, 30, plain=True),
        Row(f"{name}: the same, rules that count over 365 days", found["judge_windowed"], None, ALL_SECONDS, 30, plain=True),
        Row(f"{name}: one order to its buyer's summary and tier", found["one"], None, ONE_SECONDS, 0.1, plain=True),
        Row(f"{name}: who would move under other rules", found["simulate_plain"], None, 10, 3, plain=True),
        Row(f"{name}: the same, rules that count over 365 days", found["simulate_windowed"], None, 20, 10, plain=True),
        Row(f"{name}: a buyer found by account", 1000 * found["find"], None, FIND_MS, 10, "ms", plain=True),
        Row(f"{name}: tier, what is missing, last orders of a buyer", 1000 * found["card"], None, FIND_MS, 10, "ms", plain=True),
        Row(f"{name}: card of a buyer, search and page, median", 1000 * found["desk_whole"], None, FIND_MS, 30, "ms", plain=True),
        Row(f"{name}: the same, 95 of a hundred within", 1000 * found["desk_whole_p95"], None, FIND_MS, 40, "ms", plain=True),
        Row(
            f"{name}: the page alone, 95 of a hundred within", 1000 * found["desk_card_p95"], None, FIND_MS, 30, "ms", plain=True
        ),
        Row(
            f"{name}: results while typing, 95 of a hundred within",
            1000 * found["desk_typed_p95"],
            None,
            FIND_MS,
            15,
            "ms",
            plain=True,
        ),
    ]
