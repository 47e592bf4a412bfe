"""The occasions a sale is planned for: when the next one is, when its stages begin, what its gates ask (playbook P1, C7).

Dates are those of the shop's clock. What is usual is a proposal: each date can be changed in the form.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

THURSDAY = 3

# Chinese New Year, the second new moon after the winter solstice: published dates (Hong Kong Observatory, 1901 to 2100).
CHINESE_NEW_YEARS = (
    date(2024, 2, 10), date(2025, 1, 29), date(2026, 2, 17), date(2027, 2, 6), date(2028, 1, 26), date(2029, 2, 13),
    date(2030, 2, 3), date(2031, 1, 23), date(2032, 2, 11), date(2033, 1, 31), date(2034, 2, 19), date(2035, 2, 8),
    date(2036, 1, 28), date(2037, 2, 15), date(2038, 2, 4), date(2039, 1, 24), date(2040, 2, 12),
)  # fmt: skip
BEFORE_NEW_YEAR = timedelta(days=7)  # couriers stop about a week before the holiday; nothing sold later arrives in time


@dataclass(frozen=True)
class Proposed:
    """The proposed dates of a sale, days of the shop's clock, all inclusive: it begins at 0:00 and ends at 24:00."""

    preparation_on: date
    warm_up_on: date
    starts_on: date
    ends_on: date
    closing_on: date


@dataclass(frozen=True)
class Occasion:
    """What is usual for an occasion.

    `day` gives the first day in a year, None where that year's is not known; `days` how long it lasts; `phases` the template
    of its phases; the others how many days before its first or after its last day a stage begins or ends.
    """

    key: str
    day: Callable[[int], date | None]
    days: int
    phases: str
    preparation_days: int = 55
    warm_up_days: int = 21
    closing_days: int = 3

    def next_from(self, today: date) -> Proposed | None:
        """Return the dates of the next one that begins after today; None beyond what is known."""
        found = (self.day(year) for year in range(today.year, today.year + 3))
        first = next((day for day in found if day is not None and day > today), None)
        return None if first is None else self.around(first)

    def around(self, first: date) -> Proposed:
        """Return the dates of one whose first day is given."""
        last = first + timedelta(days=self.days - 1)
        return Proposed(
            preparation_on=first - timedelta(days=self.preparation_days),
            warm_up_on=first - timedelta(days=self.warm_up_days),
            starts_on=first,
            ends_on=last,
            closing_on=last + timedelta(days=self.closing_days),
        )


def black_friday(year: int) -> date:
    """Return the day after the fourth Thursday of November.

    >>> black_friday(2026), black_friday(2029)
    (datetime.date(2026, 11, 27), datetime.date(2029, 11, 23))
    """
    first = date(year, 11, 1)
    return first + timedelta(days=(THURSDAY - first.weekday()) % 7 + 3 * 7 + 1)


def new_year_goods(year: int) -> date | None:
    """Return the first of five days that end a week before the Chinese New Year of that year; None outside 2024 to 2040.

    >>> new_year_goods(2027)
    datetime.date(2027, 1, 26)
    """
    new_year = next((day for day in CHINESE_NEW_YEARS if day.year == year), None)
    return None if new_year is None else new_year - BEFORE_NEW_YEAR - timedelta(days=4)


OCCASIONS: tuple[Occasion, ...] = (
    Occasion("double_11", lambda year: date(year, 11, 11), 1, "double_11"),
    Occasion("double_12", lambda year: date(year, 12, 12), 1, "double_11", preparation_days=40, warm_up_days=11),
    Occasion("june_18", lambda year: date(year, 6, 18), 1, "double_11", warm_up_days=17),
    Occasion("black_friday", black_friday, 4, "flat", preparation_days=45, warm_up_days=14),
    Occasion("new_year_goods", new_year_goods, 5, "double_11", preparation_days=45, warm_up_days=14),
    Occasion("fair_spring", lambda year: date(year, 4, 15), 5, "flat", preparation_days=90, warm_up_days=30, closing_days=14),
    Occasion("fair_autumn", lambda year: date(year, 10, 15), 5, "flat", preparation_days=90, warm_up_days=30, closing_days=14),
)
BY_KEY = {occasion.key: occasion for occasion in OCCASIONS}


def next_dates(key: str, today: date) -> Proposed | None:
    """Return the proposed dates of the next occasion from today; None for one that has no dates of its own.

    >>> next_dates("june_18", date(2026, 6, 18)).starts_on
    datetime.date(2027, 6, 18)
    >>> next_dates("double_11", date(2026, 7, 1)).preparation_on
    datetime.date(2026, 9, 17)
    """
    return BY_KEY[key].next_from(today) if key in BY_KEY else None
