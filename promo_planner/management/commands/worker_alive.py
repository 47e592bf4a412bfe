"""`manage.py worker_alive`: does a worker work? The health check of the containers of worker and beat.

A ring of beat that came through lately is life, and so is an import that somebody holds: the one worker answers no ring
while it loads a large file, but it renews its lease.
"""

from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from common.models import Canary
from imports import queries


class Command(BaseCommand):
    """Fail when no canary came through broker and worker for some time, and nobody holds an import either."""

    help = "Fails when the canary, rung by beat and written by a worker, is older than the limit and no import is held."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the limit."""
        parser.add_argument("--within", type=int, default=150, help="seconds; the schedule rings every 30")

    def handle(self, *args: Any, **options: Any) -> None:
        """Look at the leases, then at the youngest canary."""
        now = timezone.now()
        if queries.is_busy(at=now):
            self.stdout.write("alive: a worker holds an import")
            return
        youngest = Canary.objects.order_by("-beat_at").first()
        if youngest is None:
            raise CommandError("No canary has come yet.")
        age = (now - youngest.beat_at).total_seconds()
        if age > options["within"]:
            raise CommandError(f"The last canary came {age:.0f} s ago.")
        self.stdout.write(f"alive: the last canary came {age:.0f} s ago")
