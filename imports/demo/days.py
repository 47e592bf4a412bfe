"""The days and hours of the demo: how many orders and visitors each can expect, up to the moment it is told.

Times are UTC epoch seconds; the shops' clock is China's, eight hours ahead all year.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from imports.demo import catalogue, shape

ZONE = ZoneInfo("Asia/Shanghai")
OFFSET = 8 * 3600
QUARTER_DAYS = 90
LAST_YEAR_BEFORE, LAST_YEAR_AFTER = 91, 42  # so many ordinary days that what the sale brought can be told
LAST_YEAR_LEVEL = 0.78
EARLIER_BEFORE = 146  # a 618 lies so many days before a Double 11; of the time between the two no file is kept
EARLIER_LEVEL = 0.55
HERO_IN_SALE = 5.0  # the sale is built around one product
BROKEN_SHARE = 0.85  # of that product's sales are lost while its page is broken
BREAKS_AT = 9

Numbers = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Hours:
    """One row per hour: its start, its length so far in seconds, what day it is of, and what to expect of it.

    `to_sale`: days until the sale of its own year. `purchases`, `visits`, `carts`: parts of the median day's total, so that an
    ordinary day adds up to about 1; `whole` is `purchases` of the full hour, also of those still to come, `sound` what it were
    with no page broken.
    """

    start: Whole
    seconds: Whole
    hour: Whole
    to_sale: Whole
    this_year: npt.NDArray[np.bool_]
    broken: npt.NDArray[np.bool_]
    purchases: Numbers
    visits: Numbers
    carts: Numbers
    whole: Numbers
    whole_visits: Numbers
    sound: Numbers


def sale_day(now: datetime) -> date:
    """Give the day of the sale that runs now, on the shops' clock."""
    return now.astimezone(ZONE).date()


def last_sale_day(day: date) -> date:
    """Give the same day a year before (28 February for 29 February)."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def earlier_sale_day(last: date) -> date:
    """Give the day of the sale before last year's: its 618.

    >>> earlier_sale_day(date(2025, 11, 11))
    datetime.date(2025, 6, 18)
    """
    return last - timedelta(days=EARLIER_BEFORE)


def midnight(day: date) -> int:
    """Give the moment a day of the shops' clock begins, in epoch seconds."""
    return (day - date(1970, 1, 1)).days * 86_400 - OFFSET


def breaks_at(now: datetime) -> int:
    """Give the hour in which the leading product's page breaks: 9, or an hour before when the day is younger than that."""
    return min(BREAKS_AT, max(1, now.astimezone(ZONE).hour - 1))


def hero_share() -> float:
    """Give the leading product's part of the sale's lines while its page works."""
    weights = [item.weight for item in catalogue.PRODUCTS]
    hero = weights[catalogue.HERO] * HERO_IN_SALE
    return hero / (sum(weights) - weights[catalogue.HERO] + hero)


def hours(now: datetime) -> Hours:
    """Lay out the 618 before last year's sale, that sale, the last quarter and today by hours; that of `now` is cut there."""
    today = sale_day(now)
    last = last_sale_day(today)
    around = range(-LAST_YEAR_BEFORE, LAST_YEAR_AFTER + 1)
    days = [(earlier_sale_day(last), 0, EARLIER_LEVEL, False)]
    days += [(last + timedelta(days=number), -number, LAST_YEAR_LEVEL, False) for number in around]
    days += [(today - timedelta(days=number), number, 1.0, True) for number in range(QUARTER_DAYS, -1, -1)]
    at = int(now.timestamp())
    rows = [row for day, to_sale, level, this_year in days for row in _day(day, to_sale, level, this_year, at, breaks_at(now))]
    columns = list(zip(*rows, strict=True))
    whole = np.array(columns[6], np.float64)
    visits = np.array(columns[7], np.float64)
    carts = np.array(columns[8], np.float64)
    seconds = np.array(columns[1], np.int64)
    part = seconds / 3600
    return Hours(
        start=np.array(columns[0], np.int64),
        seconds=seconds,
        hour=np.array(columns[2], np.int64),
        to_sale=np.array(columns[3], np.int64),
        this_year=np.array(columns[4], np.bool_),
        broken=np.array(columns[5], np.bool_),
        purchases=whole * part,
        visits=visits * part,
        carts=carts * part,
        whole=whole,
        whole_visits=visits,
        sound=np.array(columns[9], np.float64),
    )


_Row = tuple[int, int, int, int, bool, bool, float, float, float, float]


def _day(day: date, to_sale: int, level: float, this_year: bool, at: int, breaking: int) -> list[_Row]:
    factors = shape.day_factors(to_sale, day.weekday())
    in_sale = to_sale == 0
    purchases = shape.sale_purchases() if in_sale else shape.day_purchases()
    visits = shape.sale_visits() if in_sale else shape.day_visits()
    rows: list[_Row] = []
    for hour in range(24):
        start = midnight(day) + hour * 3600
        broken = in_sale and this_year and hour >= breaking
        lost = 1 - hero_share() * BROKEN_SHARE if broken else 1.0
        sound = level * factors.purchases * purchases[hour]
        seen = level * factors.views * visits[hour]
        carted = level * factors.carts * visits[hour] * lost
        rows.append((start, min(3600, max(0, at - start)), hour, to_sale, this_year, broken, sound * lost, seen, carted, sound))
    return rows
