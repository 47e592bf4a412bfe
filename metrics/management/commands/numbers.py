"""`manage.py numbers`: any defined metric through the one path."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from metrics.definitions import METRICS
from metrics.forms import NumbersForm
from metrics.queries import freshness, numbers
from metrics.shape import as_json


class Command(BaseCommand):
    """Print numbers of one shop; amounts are decimals in its currency, times are on its clock."""

    help = "Print the numbers of a shop: in total, by day or by hour."

    def add_arguments(self, parser: CommandParser) -> None:
        """Name the question's parts."""
        parser.add_argument("--shop", required=True, help="name of the shop")
        parser.add_argument("--from", dest="start", default="", help="2025-11-11 or 2025-11-11T20:00, on the shop's clock")
        parser.add_argument("--to", dest="end", default="", help="the end, not included; a date is its midnight")
        parser.add_argument("--by", choices=["total", "hour", "day"], default="total")
        parser.add_argument("--metrics", default="", help=f"names with commas: {', '.join(METRICS)}")
        parser.add_argument("--json", action="store_true", dest="as_json", help="print JSON")

    def handle(self, **options: Any) -> None:
        """Ask, and print the answer; a question that cannot be answered is an error with its reason."""
        form = NumbersForm({name: options[name] for name in ("shop", "start", "end", "by", "metrics")})
        if not form.is_valid():
            reasons = [f"{name}: {' '.join(map(str, errors))}" for name, errors in form.errors.items()]
            raise CommandError("; ".join(reasons))
        asked = form.cleaned_data
        shop = asked["shop"]
        rows = numbers(shops=[shop], window=form.window, by=asked["by"], names=asked["metrics"] or None)
        answer = as_json(shop, asked["by"], rows, freshness(shops=[shop])[0])
        if options["as_json"]:
            self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2))
            return
        for row in answer["rows"]:
            self.stdout.write(f"{row.pop('from')} .. {row.pop('to')}")
            for name, value in row.items():
                self.stdout.write(f"  {METRICS[name].label!s:<16} {'unknown' if value is None else value}")
