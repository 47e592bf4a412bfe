"""`manage.py backtest_buffers FILE`: hold the advised amounts against their rivals on a year of real sales."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from inventory.history_files import read_history
from inventory.rules.buffers.backtest import RATIOS, Back, Outcome, Plan, backtest
from inventory.rules.buffers.choosing import trials

PLANS: tuple[Plan, ...] = ("met", "renewed", "frozen")
WINDOWS = (7, 28)
YEAR_DAYS, LEARN_DAYS, CHOOSE_DAYS = 365, 274, 182


class Command(BaseCommand):
    """Print what each rule cost, as a multiple of the flat 20%, for every plan, window and critical ratio."""

    help = "Back-test buffers: learn on the first nine months of a Parquet file of order lines, cost on the next three."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file; --json prints all figures."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--json", action="store_true")
        parser.add_argument("--choose", action="store_true", help="cost other ways of learning on June to August, and later")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, test, print."""
        history = read_history(options["file"], days=YEAR_DAYS)
        if options["choose"]:
            for one in trials(history.units, history.prices, choose_from=CHOOSE_DAYS, judge_from=LEARN_DAYS):
                self.stdout.write(f"{one.method}: chosen on {one.chosen_on:.3f}, judged on {one.judged_on:.3f}")
            return
        found = {
            (window, plan): backtest(Back(history.units, history.prices, LEARN_DAYS, window), plan=plan, ratios=RATIOS)
            for window in WINDOWS
            for plan in PLANS
        }
        if options["json"]:
            rows = [{"days": window, "plan": plan} | asdict(one) for (window, plan), some in found.items() for one in some]
            self.stdout.write(json.dumps({"skus": len(history.skus), "lines": history.lines, "outcomes": rows}))
            return
        self.stdout.write(f"{len(history.skus)} products, {history.lines} lines kept, {history.dropped} left out.\n\n")
        for (window, plan), some in found.items():
            self.stdout.write(f"Windows of {window} days, plan {plan}\n\n{table(some)}\n")


def table(outcomes: list[Outcome]) -> str:
    """Return the outcomes as a Markdown table of multiples of the flat 20%."""
    lines = [
        "| critical ratio | advised | flat 20% | 1.5 times | safety 95% | safety at the ratio | best flat (hindsight) |",
        "|---|---|---|---|---|---|---|",
    ]
    for one in outcomes:
        costs = (one.advised, one.flat, one.platform, one.safety, one.safety_ratio)
        parts = " | ".join(f"{cost / one.flat:.3f}" for cost in costs)
        lines.append(f"| {one.ratio:.2f} | {parts} | {one.best_flat / one.flat:.3f} at {one.best_share:+.0%} |")
    return "\n".join(lines) + "\n"
