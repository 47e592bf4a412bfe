"""Lessons of a sale: written after it, carried into its clones, ticked off there (playbook C5)."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.services import record
from campaigns.models import Campaign, LessonDepartment, PlanLesson
from campaigns.rules.problems import PlanError, Problem


@transaction.atomic
def write_lesson(
    *, campaign: Campaign, actor: User | None, text: str, remedy: str = "", department: str = "operations", at: datetime
) -> PlanLesson:
    """Write a lesson down and return it. Raises PlanError `lesson_empty`, `department_unknown`."""
    problems = []
    if not text.strip():
        problems.append(Problem("lesson_empty", "text"))
    if department not in LessonDepartment.values:
        problems.append(Problem("department_unknown", "department"))
    if problems:
        raise PlanError(*problems)
    lesson = PlanLesson.objects.create(
        campaign=campaign,
        text=text.strip()[:400],
        remedy=remedy.strip()[:400],
        department=department,
        written_at=at,
        written_by=actor,
    )
    record(
        actor=actor,
        action="campaign.write_lesson",
        target=_target(campaign),
        after={"text": lesson.text, "remedy": lesson.remedy},
    )
    return lesson


@transaction.atomic
def finish_lesson(*, campaign: Campaign, actor: User | None, lesson: int, is_done: bool, at: datetime) -> PlanLesson:
    """Tick a lesson off, or open it again, and return it. Raises PlanError `lesson_unknown`."""
    row = _lesson(campaign, lesson)
    if (row.done_at is not None) != is_done:
        row.done_at, row.done_by = (at, actor) if is_done else (None, None)
        row.save(update_fields=["done_at", "done_by"])
        record(
            actor=actor, action="campaign.finish_lesson", target=_target(campaign), after={"text": row.text, "is_done": is_done}
        )
    return row


@transaction.atomic
def drop_lesson(*, campaign: Campaign, actor: User | None, lesson: int) -> None:
    """Take a lesson out again; its words stay in the audit trail. Raises PlanError `lesson_unknown`."""
    row = _lesson(campaign, lesson)
    record(actor=actor, action="campaign.drop_lesson", target=_target(campaign), before={"text": row.text, "remedy": row.remedy})
    row.delete()


def clone_lessons(source: Campaign, target: Campaign, shift_seconds: int) -> None:
    """Carry what a sale taught, and what is still open in it, into its clone as open points; inside the caller's transaction."""
    del shift_seconds
    PlanLesson.objects.bulk_create(
        PlanLesson(
            campaign=target,
            text=row.text,
            remedy=row.remedy,
            department=row.department,
            came_from=row,
            written_at=row.written_at,
            written_by=row.written_by,
        )
        for row in source.lessons.all()
        if row.came_from_id is None or row.done_at is None
    )


def _lesson(campaign: Campaign, lesson: int) -> PlanLesson:
    row = campaign.lessons.filter(pk=lesson).first()
    if row is None:
        raise PlanError(Problem("lesson_unknown"))
    return row


def _target(campaign: Campaign) -> str:
    return f"campaign {campaign.pk} {campaign.name}"
