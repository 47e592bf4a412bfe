"""`manage.py demo`: the demo shop, written as export files and sent down the same road as everybody's files."""

import json
import time
from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from imports.demo import days
from imports.demo.opening import DemoFailed, is_open, open_demo

ORDERS = 36_000
SEED = 11


class Command(BaseCommand):
    """Open the demo shop: a family of three shops whose Double 11 is today.

    Exit code 0: it stands. 1: a file did not go in. 2: wrong usage.
    """

    help = "Opens the demo shop: last quarter, last year's 618 and Double 11, and today's, as files down the road of an import."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what the story depends on: the same seed, number and moment give the same files to the last byte."""
        parser.add_argument("--seed", type=int, default=SEED)
        parser.add_argument("--orders", type=int, default=ORDERS, help=f"orders in all, at least 200 (default {ORDERS})")
        parser.add_argument("--now", default="", help="the moment the story is told at (ISO 8601; default the present)")
        parser.add_argument(
            "--once", action="store_true", help="do nothing when the demo shop stands; finish it when it was left"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Open the shop, then print the logins; with --once and a standing shop stay silent, for `up` prints them."""
        started = time.monotonic()
        folder = Path(settings.DATA_DIR) / "demo"
        marker = folder / "story.json"
        told = {"seed": options["seed"], "orders": max(200, options["orders"]), "now": self._now(options["now"]).isoformat()}
        if options["once"] and marker.is_file() and is_open():
            kept = json.loads(marker.read_text(encoding="utf-8"))
            if kept.pop("done", False):
                return
            told = kept
        folder.mkdir(parents=True, exist_ok=True)
        marker.write_text(json.dumps(told), encoding="utf-8")
        try:
            opened = open_demo(
                seed=told["seed"],
                orders=told["orders"],
                now=datetime.fromisoformat(told["now"]),
                folder=folder,
                say=self.stdout.write if options["verbosity"] > 1 else _silent,
            )
        except DemoFailed as failed:
            raise CommandError(str(failed), returncode=1) from failed
        marker.write_text(json.dumps({**told, "done": True}), encoding="utf-8")
        counts = ", ".join(f"{number:,} {name}" for name, number in opened.counts.items())
        self.stdout.write(f"The demo shop is open: {opened.campaign.name}. Rows: {counts}; {time.monotonic() - started:.1f} s.")
        self._print_logins(opened.logins)

    def _now(self, text: str) -> datetime:
        """Read the moment; without an offset it is on the shops' clock."""
        if not text:
            return timezone.now().replace(second=0, microsecond=0)
        moment = parse_datetime(text)
        if moment is None:
            raise CommandError(f"--now {text}: write a moment like 2026-11-11T10:35", returncode=2)
        return moment if moment.tzinfo else moment.replace(tzinfo=days.ZONE)

    def _print_logins(self, logins: list[tuple[str, str, str]]) -> None:
        """Print one login for each role."""
        for username, password, role in logins:
            self.stdout.write(f"  {username:<8} {password:<14} {role}")


def _silent(_line: str) -> None:
    """Keep quiet."""
