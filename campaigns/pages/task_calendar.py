"""The tasks of a sale week by week, from the first one due to the last, with the days to the sale."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from campaigns.models import Campaign
from campaigns.queries.tasks import TaskRow, today_of
from campaigns.rules.task_due import first_day, last_day
from campaigns.words.tasks import chip, day_words


@dataclass(frozen=True)
class CalendarDay:
    """One date of the sale's clock: its words, its distance to the sale (0 on its days), the tasks due on it."""

    on: dt.date
    words: str
    distance: int
    is_today: bool
    is_sale: bool
    entries: tuple[tuple[TaskRow, str, str], ...]


@dataclass(frozen=True)
class CalendarWeek:
    """Seven days from a Monday on."""

    days: tuple[CalendarDay, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is due in it."""
        return not any(day.entries for day in self.days)


def calendar(campaign: Campaign, rows: Sequence[TaskRow], *, at: dt.datetime) -> list[CalendarWeek]:
    """Return the weeks from the first due day to the last, the sale's own included; weeks without a task are left out."""
    if not rows:
        return []
    first, last = first_day(campaign.starts_at, campaign.time_zone), last_day(campaign.ends_at, campaign.time_zone)
    today = today_of(campaign, at)
    due = defaultdict(list)
    for row in rows:
        due[row.due_on].append((row, *chip(row)))
    begin = min(*due, first)
    begin -= dt.timedelta(days=begin.weekday())
    weeks = []
    while begin <= max(*due, last):
        days = [begin + dt.timedelta(days=n) for n in range(7)]
        week = CalendarWeek(
            tuple(
                CalendarDay(
                    on=day,
                    words=day_words(day),
                    distance=(day - first).days if day < first else max(0, (day - last).days),
                    is_today=day == today,
                    is_sale=first <= day <= last,
                    entries=tuple(due.get(day, ())),
                )
                for day in days
            )
        )
        if not week.is_empty or any(day.is_sale or day.is_today for day in week.days):
            weeks.append(week)
        begin += dt.timedelta(days=7)
    return weeks
