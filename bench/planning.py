"""The rows of the plan and of the day: an edit of a long target, audit, replay, odds, the stock cockpit. No ratios."""

from typing import Any

from bench import buffering, leveling, pairing, tiering
from bench.table import Row

COCKPIT_MS, REFRESH_SECONDS = 100.0, 5.0
EDIT_MS, PAGE_MS, REPORT_SECONDS, ODDS_SECONDS = 200.0, 200.0, 5.0, 2.0


def steps(rounds: int, baskets: int, lines: int, products: int) -> list[tuple[str, dict[str, Any]]]:
    """Name the steps that a fresh database takes: `migrate`, then the measurements that `rows` is made of."""
    return [
        ("migrate", {}),
        ("edits", {"rounds": 2 * rounds}),
        ("reports", {"orders": baskets}),
        ("odds", {}),
        tiering.step(lines),
        pairing.step(10 * baskets),
        buffering.step(products),
        leveling.step(lines, products),
    ]


def rows(
    name: str,
    edits: dict[str, float],
    reports: dict[str, float],
    odds: dict[str, float],
    tiered: dict[str, float],
    pairs: dict[str, Any],
    buffers: dict[str, float],
    levels: dict[str, Any],
) -> list[Row]:
    """Return the rows of one database: the slowest median edit, reports, odds, tiers, pairs, buffers, stock."""
    nodes = {level: seconds for level, seconds in edits.items() if level not in {"worst", "cold"}}
    slowest = max(nodes, key=nodes.__getitem__)
    return [
        Row(
            f"{name}: edit of a node of a target of 52,704 slots, POST to rendered answer, the slowest level ({slowest})",
            1000 * nodes[slowest],
            None,
            EDIT_MS,
            EDIT_MS / 2,
            "ms",
            plain=True,
        ),
        Row(f"{name}: the same, the worst of all edits", 1000 * edits["worst"], None, EDIT_MS, EDIT_MS / 2, "ms", plain=True),
        Row(
            f"{name}: audit of 500 products with 12 offers, {reports['audit_baskets']:,.0f} baskets, database to kept row",
            reports["audit"],
            None,
            REPORT_SECONDS,
            REPORT_SECONDS / 2,
            plain=True,
        ),
        Row(
            f"{name}: replay of {reports['replay_baskets']:,.0f} past baskets, database to kept row",
            reports["replay"],
            None,
            REPORT_SECONDS,
            REPORT_SECONDS / 2,
            plain=True,
        ),
        Row(
            f"{name}: page of a sale with 500 products, 12 offers and every topic planned, steady state",
            1000 * reports["page"],
            None,
            PAGE_MS,
            PAGE_MS / 2,
            "ms",
            plain=True,
        ),
        Row(f"{name}: 10,000 draws of the profit model, first time", odds["first"], None, ODDS_SECONDS, 0.2, plain=True),
        Row(f"{name}: 10,000 draws of the profit model, afterwards", odds["later"], None, ODDS_SECONDS, 0.2, plain=True),
        *tiering.rows(name, tiered),
        *pairing.rows(name, pairs),
        *buffering.rows(name, buffers),
        *leveling.rows(name, levels),
    ]


def note(name: str, edits: dict[str, float]) -> str:
    """Say what an edit of each level takes, and the first of a process."""
    told = ", ".join(f"{level} {1000 * seconds:.0f}" for level, seconds in edits.items())
    return f"{name}, milliseconds of an edit of the long target by level (medians), worst of all, first of a process: {told}"


def cockpit_rows(name: str, found: dict[str, float]) -> list[Row]:
    """Return the rows of the stock cockpit of one database."""
    what = f"{name}: stock cockpit of {found['skus']:,.0f} SKUs"
    pages = (("page", "whole page"), ("part", "refresh of the page"), ("unchanged", "refresh where nothing changed"))
    rows = [
        Row(f"{what}, {words}", 1000 * found[key], None, COCKPIT_MS, COCKPIT_MS / 2, "ms", plain=True) for key, words in pages
    ]
    return [*rows, Row(f"{what}, all run-outs worked out anew", found["later"], None, REFRESH_SECONDS, 2.0, plain=True)]
