"""`manage.py backtest [--shop NAME] [--metric NAME]`, or of a file: how good the projection is on days it never saw."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import pandas as pd
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from live.queries.days import past_days
from live.rules.projection.days import Day
from live.rules.projection.kept import scores_as_data
from live.rules.projection.scores import METHODS, backtest
from metrics.definitions import METRICS
from orders.models import Shop

SUMS = tuple(name for name, metric in METRICS.items() if metric.sales or metric.traffic)


class Command(BaseCommand):
    """Print the back-test of the projection."""

    help = "Back-test where a day ends, on the days of a shop or of a CSV or Parquet file, each from the days before it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take a shop and a metric, or a file with its columns."""
        parser.add_argument("--shop", help="name of the shop; all shops by default")
        parser.add_argument("--metric", default="revenue", choices=SUMS, help="what is projected")
        parser.add_argument("--file", type=Path, help="a CSV or Parquet file with a row per order or per hour, instead of a shop")
        parser.add_argument("--time", help="its column of moments, or of dates where --hour is given")
        parser.add_argument("--hour", help="its column of hours, 0 to 23: then a row is an hour")
        parser.add_argument("--value", help="its column of amounts; orders are counted without it")

    def handle(self, *args: Any, **options: Any) -> None:
        """Score and print, a table for each shop."""
        if options["file"]:
            self._print(options["file"].name, days_of_file(options["file"], options["time"], options["hour"], options["value"]))
            return
        shops = Shop.objects.filter(name=options["shop"]) if options["shop"] else Shop.objects.all()
        if not shops:
            raise CommandError(f"There is no shop {options['shop']}." if options["shop"] else "There is no shop yet.")
        for shop in shops:
            until = timezone.now().date()
            self._print(f"{shop.name}, {options['metric']}", past_days(shop=shop, metric=options["metric"], until=until))

    def _print(self, name: str, days: list[Day]) -> None:
        found = scores_as_data(backtest(days))
        if not found["days"]:
            self.stdout.write(f"{name}: {len(days)} days known, none to score; ten days of history are needed before the first.")
            return
        left_out = ", ".join(f"{day} {why}" for day, why in found["skipped"][:8])
        more = f" and {len(found['skipped']) - 8} more" if len(found["skipped"]) > 8 else ""
        self.stdout.write(f"{name}: {found['days']} days scored; left out: {left_out or 'none'}{more}")
        plain, level = found["ratios"]["plain"], found["ratios"]["level"]
        self.stdout.write(f"pinball loss against the best of run rate, curve and mean {plain}, against level {level}")
        self.stdout.write(f"{'sold':>10} {'moments':>8} {'80% band':>9} {'error':>7}   pinball loss: " + ", ".join(METHODS))
        rows = [(f"{row['from']}-{row['to']}%", row) for row in found["by_share"]] + [("all", found["pooled"])]
        for words, row in rows:
            blend = row["blend"]
            losses = "  ".join(f"{row[method]['pinball']:.4f}" for method in METHODS)
            self.stdout.write(f"{words:>10} {blend['count']:>8} {blend['coverage']:>9.0%} {blend['error']:>7.1%}   {losses}")
        self.stdout.write("odds said and how often it came true:")
        for row in found["odds"]:
            self.stdout.write(f"{row['from']:>8}-{row['to']}% {row['count']:>8} {row['said']:>9.0%} {row['came']:>7.0%}")


def days_of_file(path: Path, time: str | None, hour: str | None, value: str | None) -> list[Day]:
    """Return the days of a file, without any flagged as a sale: ten-minute slots of its rows, or the hours it tells."""
    if not time:
        raise CommandError("Say with --time which column holds the moment of an order.")
    rows = pd.read_parquet(path) if path.suffix == ".parquet" else pd.read_csv(path)
    rows = rows.rename(columns=str.strip)
    missing = [name for name in (time, hour, value) if name and name not in rows]
    if missing:
        raise CommandError(f"{path.name} has no column {missing[0]}; it has {', '.join(rows.columns)}.")
    rows = rows[rows[time].notna()]
    moments = pd.to_datetime(rows[time])
    slots = rows[hour].astype(int) if hour else moments.dt.hour * 6 + moments.dt.minute // 10
    amounts = rows[value].astype(float) if value else pd.Series(1.0, index=rows.index)
    frame = pd.DataFrame({"day": moments.dt.date, "slot": slots, "amount": amounts})
    length = 24 if hour else 144
    sums, counts = (frame.pivot_table(index="day", columns="slot", values="amount", aggfunc=how) for how in ("sum", "count"))
    days = pd.date_range(frame["day"].min(), frame["day"].max()).date
    told = sums.reindex(index=days, columns=range(length)).fillna(0.0).to_numpy()
    orders = counts.reindex(index=days, columns=range(length)).fillna(0.0).to_numpy()
    with_orders = value is not None and not hour
    return [Day(day, told[place], orders[place] if with_orders else None) for place, day in enumerate(days)]
