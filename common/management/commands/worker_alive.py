"""`manage.py worker_alive`: does a ring of beat reach a worker? The health check of the containers of both."""

from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from common.models import Canary


class Command(BaseCommand):
    """Fail when no canary came through broker and worker for some time."""

    help = "Fails when the canary, rung by beat and written by a worker, is older than the limit."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the limit."""
        parser.add_argument("--within", type=int, default=150, help="seconds; the schedule rings every 30")

    def handle(self, *args: Any, **options: Any) -> None:
        """Look at the youngest canary."""
        youngest = Canary.objects.order_by("-beat_at").first()
        if youngest is None:
            raise CommandError("No canary has come yet.")
        age = (timezone.now() - youngest.beat_at).total_seconds()
        if age > options["within"]:
            raise CommandError(f"The last canary came {age:.0f} s ago.")
        self.stdout.write(f"alive: the last canary came {age:.0f} s ago")
