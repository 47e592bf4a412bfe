"""What a sale taught becomes work in its clone: each lesson once, as a point, as a task, as a changed default (playbook C5).

Defaults that the clone has already (shifts, estimates, prices back, days of tasks) are changed at once. Those that are made later
are asked for when they are made: the terms of the buffers here (`buffer_flat`), the thresholds of watches by `live`.
"""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

from campaigns.costs import Cost
from campaigns.models import Campaign, DueFrom, PlanLesson, PriceTerms, ShiftSettings, Task
from campaigns.queries.odds import costs_of
from campaigns.rules.lesson_changes import thing_of, topic_of
from campaigns.rules.odds import UNITS
from campaigns.services.odds import keep_odds, write_costs

DUE_DAY = -30
"""When what a lesson asks is due in the next plan, in days from its start: early enough for whatever follows from it."""


def clone_lessons(source: Campaign, target: Campaign, shift_seconds: int) -> None:
    """Carry what a sale taught, and what is still open in it, into its clone; inside the caller's transaction.

    Each lesson comes once, as an open point with a task of its department. A default it changes is changed in the clone, and
    what stood there before is kept beside it. What was taken out or ticked off stays behind.
    """
    del shift_seconds
    standing = source.lessons.standing().select_related("owner", "written_by", "task")
    for row in standing:
        if row.came_from_id is None or not row.is_done:
            task = Task.objects.create(
                campaign=target,
                department=row.department,
                title=(row.remedy or row.text)[:200],
                what=row.text,
                rule=row.rule,
                owner=row.owner,
                due_from=DueFrom.START,
                due_day=DUE_DAY,
            )
            PlanLesson.objects.create(
                campaign=target,
                text=row.text,
                remedy=row.remedy,
                kind=row.kind,
                department=row.department,
                owner=row.owner,
                rule=row.rule,
                change=row.change,
                value=row.value,
                was=_changed(target, row.change, row.value),
                came_from=row,
                task=task,
                written_at=row.written_at,
                written_by=row.written_by,
            )


def _changed(campaign: Campaign, change: str, value: float | None) -> float | None:
    """Change a default that the plan has and return what it was; None where there is none (yet)."""
    make = _MAKERS.get(topic_of(change))
    return None if make is None or value is None else make(campaign, thing_of(change), value)


def _shift_reserve(campaign: Campaign, _thing: str, value: float) -> float | None:
    settings, _made = ShiftSettings.objects.get_or_create(campaign=campaign)
    was, settings.reserve_share = settings.reserve_share, Decimal(str(value))
    settings.save(update_fields=["reserve_share"])
    return float(was)


def _back_days(campaign: Campaign, _thing: str, value: float) -> float | None:
    terms, _made = PriceTerms.objects.get_or_create(campaign=campaign)
    was, terms.back_days = terms.back_days, int(value)
    terms.save(update_fields=["back_days"])
    return float(was)


def _task(campaign: Campaign, code: str, value: float) -> float | None:
    task = campaign.tasks.filter(code=code, due_day__isnull=False).first()
    if task is None or task.due_day is None:
        return None
    was, task.due_day = task.due_day, int(value)
    task.save(update_fields=["due_day"])
    return float(was)


def _estimate(campaign: Campaign, name: str, value: float) -> float | None:
    costs = costs_of(campaign)
    if name not in costs:
        return None
    was = costs[name].estimate
    moved = was.with_likely(Fraction(str(value)), UNITS[name])
    write_costs(campaign, {**costs, name: Cost.of(name, moved.low, moved.likely, moved.high)})
    keep_odds(campaign)
    return float(was.likely)


_MAKERS: dict[str, Callable[[Campaign, str, float], float | None]] = {
    "shift_reserve": _shift_reserve,
    "back_days": _back_days,
    "task": _task,
    "estimate": _estimate,
}
