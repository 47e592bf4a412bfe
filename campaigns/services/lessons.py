"""Lessons of a sale: written after it, changed, taken out and brought back, ticked off in its clone (playbook C5)."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.departments import Department
from accounts.models import User
from accounts.services import record
from campaigns.models import Campaign, LessonKind, PlanLesson, TaskState
from campaigns.rules.lesson_changes import problem_of
from campaigns.rules.problems import PlanError, Problem
from campaigns.services.tasks import Checks, set_state

_RULE = re.compile(r"[BCLPW]\d{1,2}")
_FIELDS = ("text", "remedy", "department", "rule", "change", "value")


@dataclass(frozen=True)
class LessonDraft:
    """A lesson as somebody wrote it; the meaning and unit of each field are those of `PlanLesson`."""

    text: str
    remedy: str = ""
    kind: str = LessonKind.SHORTCOMING
    department: str = Department.OPERATIONS
    owner: User | None = None
    rule: str = ""
    change: str = ""
    value: float | None = None


@transaction.atomic
def write_lesson(*, campaign: Campaign, actor: User | None, draft: LessonDraft, at: datetime) -> PlanLesson:
    """Write a lesson down and return it. Raises PlanError with every problem and its field."""
    lesson = PlanLesson(campaign=campaign, written_at=at, written_by=actor)
    _fill(lesson, draft)
    lesson.save()
    record(actor=actor, action="campaign.write_lesson", target=_target(campaign), after=_said(lesson))
    return lesson


@transaction.atomic
def change_lesson(*, campaign: Campaign, actor: User | None, lesson: int, draft: LessonDraft) -> PlanLesson:
    """Change what a lesson says and return it. Raises PlanError with every problem and its field, `lesson_unknown`."""
    row = _lesson(campaign, lesson)
    before = _said(row)
    _fill(row, draft)
    after = _said(row)
    if after != before:
        row.save()
        record(actor=actor, action="campaign.change_lesson", target=_target(campaign), before=before, after=after)
    return row


@transaction.atomic
def finish_lesson(
    *, campaign: Campaign, actor: User | None, lesson: int, is_done: bool, at: datetime, checks: Checks | None = None
) -> PlanLesson:
    """Tick a lesson off, or open it again, with the task it became, and return it. Raises PlanError `lesson_unknown`."""
    row = _lesson(campaign, lesson)
    if row.is_done != is_done:
        row.done_at, row.done_by = (at, actor) if is_done else (None, None)
        row.save(update_fields=["done_at", "done_by"])
        if row.task is not None:
            state = TaskState.DONE if is_done else TaskState.REOPENED
            set_state(task=row.task, actor=actor, state=state, at=at, checks=checks)
            row.task.refresh_from_db()
        said = {"text": row.text, "is_done": is_done}
        record(actor=actor, action="campaign.finish_lesson", target=_target(campaign), after=said)
    return row


@transaction.atomic
def drop_lesson(*, campaign: Campaign, actor: User | None, lesson: int, at: datetime, is_dropped: bool = True) -> PlanLesson:
    """Take a lesson out, or bring one back, and return it. Raises PlanError `lesson_unknown`."""
    row = _lesson(campaign, lesson, is_dropped=not is_dropped)
    row.dropped_at = at if is_dropped else None
    row.save(update_fields=["dropped_at"])
    if is_dropped:
        record(actor=actor, action="campaign.drop_lesson", target=_target(campaign), before=_said(row))
    else:
        record(actor=actor, action="campaign.restore_lesson", target=_target(campaign), after=_said(row))
    return row


def _fill(lesson: PlanLesson, draft: LessonDraft) -> None:
    text, rule = draft.text.strip(), draft.rule.strip().upper()
    wrong = problem_of(draft.change, draft.value) if draft.change else ""
    problems = [
        problem
        for is_wrong, problem in (
            (not text, Problem("lesson_empty", "text")),
            (draft.kind not in LessonKind.values, Problem("lesson_kind_unknown", "kind")),
            (draft.department not in Department.values, Problem("department_unknown", "department")),
            (bool(rule) and not _RULE.fullmatch(rule), Problem("lesson_rule_unknown", "rule")),
            (draft.owner is not None and not draft.owner.is_active, Problem("lesson_owner_unknown", "owner")),
            (bool(wrong), Problem(wrong, "change" if wrong == "change_unknown" else "value")),
        )
        if is_wrong
    ]
    if problems:
        raise PlanError(*problems)
    lesson.text, lesson.remedy, lesson.rule = text[:400], draft.remedy.strip()[:400], rule
    lesson.kind, lesson.department, lesson.owner = draft.kind, draft.department, draft.owner
    lesson.change, lesson.value = draft.change, draft.value if draft.change else None


def _lesson(campaign: Campaign, lesson: int, *, is_dropped: bool = False) -> PlanLesson:
    rows = campaign.lessons.select_related("task", "owner").filter(pk=lesson, dropped_at__isnull=not is_dropped)
    row = rows.first()
    if row is None:
        raise PlanError(Problem("lesson_unknown"))
    return row


def _said(lesson: PlanLesson) -> dict[str, Any]:
    """Return what a lesson says, for the trail; empty fields left out."""
    said = {name: getattr(lesson, name) for name in _FIELDS}
    said |= {"lesson_kind": lesson.kind, "owner": lesson.owner.username if lesson.owner else ""}
    return {name: value for name, value in said.items() if value not in (None, "")}


def _target(campaign: Campaign) -> str:
    return f"campaign {campaign.pk} {campaign.name}"
