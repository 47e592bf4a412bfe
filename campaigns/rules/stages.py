"""The four stages around a sale: when they begin and end unless somebody says otherwise.

Preparation from 55 days before (playbook P1), warm-up from 21 days before, live is the sale itself, closing until three days
after, when prices are back to normal (C3) and everything has shipped within 72 hours (C1).
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from campaigns.rules.problems import PlanError, Problem

PREPARATION_DAYS = 55
WARM_UP_DAYS = 21
CLOSING_DAYS = 3
ORDER = ("preparation", "warm_up", "live", "closing")

Dates = Mapping[str, tuple[datetime, datetime]]


def proposed(starts_at: datetime, ends_at: datetime, zone: str) -> dict[str, tuple[datetime, datetime]]:
    """Give each stage its [start, end): preparation and warm-up begin at 0:00 of the shop's clock, closing ends at 24:00.

    >>> sale = datetime(2026, 11, 11, tzinfo=ZoneInfo("Asia/Shanghai"))
    >>> found = proposed(sale, sale + timedelta(days=1), "Asia/Shanghai")
    >>> [f"{found[kind][0]:%d %b}" for kind in ORDER]
    ['17 Sep', '21 Oct', '11 Nov', '12 Nov']
    """
    place = ZoneInfo(zone)
    day = starts_at.astimezone(place).replace(hour=0, minute=0, second=0, microsecond=0)
    preparation, warm_up = day - timedelta(days=PREPARATION_DAYS), day - timedelta(days=WARM_UP_DAYS)
    last = ends_at.astimezone(place)
    midnight = last.replace(hour=0, minute=0, second=0, microsecond=0)
    over = midnight + timedelta(days=CLOSING_DAYS if midnight == last else CLOSING_DAYS + 1)
    return {
        "preparation": (preparation, warm_up),
        "warm_up": (warm_up, starts_at),
        "live": (starts_at, ends_at),
        "closing": (ends_at, over),
    }


def check(stages: Dates) -> None:
    """Raise PlanError naming each stage that is missing, ends before it starts, or begins before the one before it ended."""
    problems = []
    for kind in ORDER:
        if kind not in stages:
            problems.append(Problem("stage_missing", kind, {"stage": kind}))
        elif stages[kind][1] <= stages[kind][0]:
            problems.append(Problem("stage_ends_before_it_starts", kind, {"stage": kind}))
    known = [kind for kind in ORDER if kind in stages]
    for first, second in pairwise(known):
        if stages[second][0] < stages[first][1]:
            problems.append(Problem("stages_overlap", second, {"first": first, "stage": second}))
    if problems:
        raise PlanError(*problems)
