"""The findings of a file in words: what is wrong, where, what became of the rows, how to mend it."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from imports.checks.problems import Code, describe
from imports.models import ImportJob, State
from imports.remembering import held_words
from imports.views.words import count


@dataclass(frozen=True)
class Outcome:
    """What became of the rows: the modifier of the chip and its words."""

    kind: str
    words: str


@dataclass(frozen=True)
class Problem:
    """One line of the table of problems."""

    sentence: str
    column: str
    example: str
    rows: str
    chip: Outcome
    mend: str
    url: str = ""


def problems_of(job: ImportJob, *, may_write: bool = False) -> list[Problem]:
    """Put the findings of an import into words, those that cost the most rows first; who may write is led to the mending."""
    ranks = {"rejected": 0, "held": 1, "warned": 2}
    groups = sorted(job.problems or [], key=lambda group: (ranks.get(group.get("severity", ""), 3), -group.get("rows", 0)))
    teach_url = reverse("imports:teach", args=[job.pk]) if may_write and job.may_read_again and held_words(job) else ""
    return [_problem(job, group, teach_url) for group in groups]


def sentence_of(code: str) -> str:
    """Say what a finding means, as a row of a table: without its full stop."""
    return str(describe(code).sentence).rstrip(".。") if code in set(Code) else code


def mend_of(code: str) -> str:
    """Say how to mend a finding."""
    return str(describe(code).advice).rstrip(".。") if code in set(Code) else ""


def _problem(job: ImportJob, group: dict[str, Any], teach_url: str) -> Problem:
    code = str(group.get("code", ""))
    value, line = str(group.get("example_value") or ""), group.get("example_line") or 0
    told = {"line": count(line), "value": value}
    example = _("line %(line)s: %(value)s") % told if line and value else _("line %(line)s") % told if line else value
    return Problem(
        sentence=sentence_of(code),
        column=str(group.get("column") or "").strip(),
        example=example,
        rows=count(group.get("rows", 0)),
        chip=_outcome(str(group.get("severity", "")), loaded=job.state == State.DONE),
        mend=mend_of(code),
        url=teach_url if code == Code.UNKNOWN_STATE else "",
    )


def _outcome(severity: str, *, loaded: bool) -> Outcome:
    if severity == "rejected":
        return Outcome("failed", _("left out") if loaded else _("will be left out"))
    if severity == "held":
        return Outcome("hold", _("held, not guessed"))
    return Outcome("watch", _("kept"))
