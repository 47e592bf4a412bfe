"""The first line of the pages of tasks: how far everybody is and what hurts most."""

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.models import Campaign, TaskState
from campaigns.queries.tasks import TaskRow, today_of
from campaigns.rules.task_due import first_day
from campaigns.words.headlines import Headline
from campaigns.words.tasks import day_words


def of_sale(rows: Sequence[TaskRow], campaign: Campaign, *, at: dt.datetime) -> Headline:
    """Say how many tasks are done and how many are late; below it, the one that hurts most."""
    if not rows:
        return Headline(
            _("No department has a task yet."),
            _("One press gives all five departments theirs, from 55 days before the sale to a week after it."),
        )
    done, late = sum(not row.is_open for row in rows), [row for row in rows if row.days_late]
    left = (first_day(campaign.starts_at, campaign.time_zone) - today_of(campaign, at)).days
    start = _("{done} of {total} tasks done").format(done=done, total=len(rows))
    if left > 0:
        words = ngettext("{start}, {days} day to go", "{start}, {days} days to go", left)
        start = words.format(start=start, days=left)
    if late:
        bad = ngettext("{count} is late", "{count} are late", len(late)).format(count=len(late))
        return Headline(_("{start}: {late}.").format(start=start, late=bad), _worst(rows, late), bad)
    return Headline(_("{start}, none is late.").format(start=start), _worst(rows, []))


def of_mine(rows: Sequence[TaskRow]) -> Headline:
    """Say how many tasks one has, how many are late, and which is next."""
    if not rows:
        return Headline(_("Nothing is waiting for you."), _("What you take or are given shows here, over all sales."))
    late = [row for row in rows if row.days_late]
    start = ngettext("{count} open task is yours", "{count} open tasks are yours", len(rows)).format(count=len(rows))
    following = _("Next: {title}, due {day}, {sale}.").format(
        title=rows[0].title, day=day_words(rows[0].due_on, weekday=True), sale=rows[0].task.campaign.name
    )
    if late:
        bad = ngettext("{count} is late", "{count} are late", len(late)).format(count=len(late))
        return Headline(_("{start}: {late}.").format(start=start, late=bad), following, bad)
    return Headline(_("{start}, none is late.").format(start=start), following)


def _worst(rows: Sequence[TaskRow], late: Sequence[TaskRow]) -> str:
    """Name what was opened again, else what is late for longest, else what is blocked, else what is due next."""
    again = [row for row in rows if row.task.state == TaskState.REOPENED]
    blocked = [row for row in rows if row.task.state == TaskState.BLOCKED]
    if again:
        return _("“{title}” was opened again. {owner}, due {day}.").format(**_told(again[0]))
    if late:
        holds = len(late[0].holds_up)
        words = _("Longest “{title}”: {owner}, due {day}.").format(**_told(late[0]))
        more = ngettext("{count} other task waits for it.", "{count} other tasks wait for it.", holds).format(count=holds)
        return f"{words} {more}" if holds else words
    if blocked:
        return _("“{title}” is blocked: {why}").format(title=blocked[0].title, why=blocked[0].task.blocked_by)
    left = [row for row in rows if row.is_open]
    return _("Next: “{title}”, {owner}, due {day}.").format(**_told(left[0])) if left else _("Everything is done.")


def _told(row: TaskRow) -> dict[str, str]:
    return {"title": row.title, "owner": row.owner or _("nobody's"), "day": day_words(row.due_on)}
