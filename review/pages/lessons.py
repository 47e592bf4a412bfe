"""The lessons of a sale made ready for their page: what the data found and nobody decided, and each department's own."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.departments import Department
from campaigns.lesson_rights import may_write
from campaigns.models import Campaign, PlanLesson
from campaigns.rules.lesson_changes import is_costly
from common.permissions import sees_costs
from common.spreadsheets import Cell
from review.models import FindingDecision
from review.rules.lessons import Finding
from review.words.changes import label_of, value_of
from review.words.lessons import finding_words


@dataclass(frozen=True)
class Proposal:
    """A finding as a person reads it: what happened, what to do, what it would change."""

    finding: Finding
    text: str
    remedy: str
    change: str
    department: str


@dataclass(frozen=True)
class Written:
    """A lesson as a person reads it, and whether this one may change it."""

    lesson: PlanLesson
    change: str
    may_edit: bool


@dataclass(frozen=True)
class Shelf:
    """One department with its lessons."""

    department: str
    lessons: Sequence[Written]


def proposals(campaign: Campaign, findings: Iterable[Finding], user: Any) -> list[Proposal]:
    """Return what the data found that nobody has decided, of the departments this person may write for."""
    decided = set(FindingDecision.objects.filter(campaign=campaign).values_list("key", flat=True))
    return [
        proposal_of(campaign, one)
        for one in findings
        if one.key not in decided and may_write(user, one.department) and (sees_costs(user) or not is_costly(one.change))
    ]


def proposal_of(campaign: Campaign, finding: Finding) -> Proposal:
    """Return one finding in words."""
    text, remedy = finding_words(finding, campaign.currency)
    change = _change(finding.change, finding.value, campaign.currency)
    return Proposal(finding, text, remedy, change, str(Department(finding.department).label))


def shelves(campaign: Campaign, lessons: Iterable[PlanLesson], user: Any) -> list[Shelf]:
    """Return the lessons by department, in the order of the hand-over; a department without one is left out."""
    by_department: dict[str, list[Written]] = {}
    for one in lessons:
        is_hidden = is_costly(one.change) and not sees_costs(user)
        change = "" if is_hidden else _change(one.change, one.value, campaign.currency)
        by_department.setdefault(one.department, []).append(Written(one, change, may_write(user, one.department)))
    return [Shelf(str(one.label), by_department[one]) for one in Department if one in by_department]


def headline(*, written: int, open_findings: int, is_over: bool) -> tuple[str, str]:
    """Return the first line: how many lessons stand and what is still to decide, and what becomes of them."""
    if not is_over:
        return _("The sale is not over: its lessons are written as they come."), _("What the data finds is proposed afterwards.")
    told = ngettext("{count} lesson is written", "{count} lessons are written", written).format(count=written)
    if open_findings:
        found = ngettext("{count} finding of the data to decide", "{count} findings of the data to decide", open_findings)
        told = _("{written}, {found}").format(written=told, found=found.format(count=open_findings))
    if not written and not open_findings:
        told = _("Nothing is written down yet: what should be done otherwise next time?")
    return told, _("Each becomes a task of its department in the next plan, and changes the default it names.")


def lines(campaign: Campaign, lessons: Iterable[PlanLesson], user: Any) -> list[list[Cell]]:
    """Return the lessons as rows of a file."""
    head: list[Cell] = [
        _("Department"), _("Kind"), _("What happened"), _("What to do next time"), _("Who sees to it"), _("Rule of the playbook"),
        _("Changes in the next plan"), _("Written by"),
    ]  # fmt: skip
    rows: list[list[Cell]] = [
        [
            str(one.lesson.get_department_display()), str(one.lesson.get_kind_display()), one.lesson.text, one.lesson.remedy,
            one.lesson.owner.shown_name if one.lesson.owner else "", one.lesson.rule, one.change,
            one.lesson.written_by.shown_name if one.lesson.written_by else "",
        ]
        for shelf in shelves(campaign, lessons, user)
        for one in shelf.lessons
    ]  # fmt: skip
    return [head, *rows]


def _change(change: str, value: float | None, currency: str) -> str:
    if not change:
        return ""
    return _("{default}: {value}").format(default=label_of(change), value=value_of(change, value, currency))
