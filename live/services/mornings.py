"""Learn from a shop's past days, at night: what is known of today before it begins, and how good that would have been so far."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from live.models import BacktestResult, KnownMorning
from live.queries.days import past_days
from live.rules.projection.history import learned
from live.rules.projection.kept import morning_as_data, scores_as_data
from live.rules.projection.scores import backtest
from orders.models import Shop

FORESEEN = ("revenue", "paid_orders")


def learn_days(*, shop: Shop, at: datetime) -> None:
    """Make the morning of the day of `at` on the shop's clock, and the back-test of all days before it, for each metric foreseen.

    Seconds for a year of days: work for a worker. Idempotent; the rows of older days are replaced.
    """
    today = at.astimezone(ZoneInfo(shop.time_zone)).date()
    for metric in FORESEEN:
        days = past_days(shop=shop, metric=metric, until=today)
        morning = learned(days).morning(today) if days else None
        known = {} if morning is None else morning_as_data(morning)
        scores = scores_as_data(backtest(days)) if days else {}
        with transaction.atomic():
            KnownMorning.objects.update_or_create(
                shop=shop, metric=metric, defaults={"day": today, "made_at": at, "known": known}
            )
            BacktestResult.objects.update_or_create(shop=shop, metric=metric, defaults={"made_at": at, "scores": scores})


def learn_days_of_all(*, at: datetime) -> int:
    """Learn for every shop whose morning is not today's yet; return how many."""
    count = 0
    for shop in Shop.objects.order_by("pk"):
        today = at.astimezone(ZoneInfo(shop.time_zone)).date()
        if KnownMorning.objects.filter(shop=shop, day=today).count() < len(FORESEEN):
            learn_days(shop=shop, at=at)
            count += 1
    return count
