"""The sentence at the top of the import page, made from the files of the hour."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from common.sentences import halves, stopped
from imports.models import ImportJob, State
from imports.views.words import count, spelled


@dataclass(frozen=True)
class Headline:
    """The answer sentence, why it is so, and the one thing to do about it."""

    title: SafeString | str
    why: str
    link_words: str = ""
    link_url: str = ""
    all_words: str = ""

    @property
    def etag(self) -> str:
        """Change when a word of it changes."""
        text = f"{get_language()}|{self.title}|{self.why}|{self.link_words}|{self.link_url}|{self.all_words}"
        return hashlib.sha256(text.encode()).hexdigest()[:16]


ORDER = ("in", "loading", "reading", "ready", "asks", "refused", "failed", "undone")


def group_of(job: ImportJob) -> str:
    """Say in which clause of the sentence a file is counted."""
    if job.state == State.READY:
        return "asks" if job.needs else "ready"
    return {
        State.DONE: "in",
        State.QUEUED: "loading",
        State.RUNNING: "loading",
        State.LOOKING: "reading",
        State.REFUSED: "refused",
        State.FAILED: "failed",
        State.UNDOING: "undone",
        State.UNDONE: "undone",
    }.get(State(job.state), "")


def headline(*, jobs: Sequence[ImportJob], has_shop: bool, ever: int, may_write: bool = False) -> Headline:
    """Make the sentence for these files (the unfinished and the newest); `ever` counts all files of the history.

    `all_words` names the button that imports all files that wait for a word, where there are several and the person may.

    "One of three files is in; one is loading; one needs one answer."
    """
    if not has_shop:
        return Headline(
            title=_("First a shop, then its files."),
            why=_("Name the shop the orders belong to; then drop the files the platforms gave you."),
        )
    groups = Counter(group for job in jobs if (group := group_of(job)))
    if not groups:
        return _quiet(ever)
    total = sum(groups.values())
    clauses = [
        _clause(name, groups[name], total, is_first=place == 0) for place, name in enumerate(n for n in ORDER if groups[n])
    ]
    joined = format_html_join(_("; "), "{}", ((clause,) for clause in clauses))
    title = format_html(_("{clauses}."), clauses=mark_safe(capfirst(str(joined))))  # noqa: S308 - clauses are escaped above
    ready = groups["ready"]
    words = _("Import the %(count)s files that are understood") % {"count": spelled(ready)} if ready > 1 and may_write else ""
    return replace(_with_reason(title, jobs), all_words=words)


def headline_of(job: ImportJob) -> Headline:
    """Make the sentence of one import's own page: "84,212 rows are in; 36 wait to be mended."."""
    if job.state != State.DONE:
        return replace(headline(jobs=[job], has_shop=True, ever=1), link_words="", link_url="")
    good = job.rows_total - job.rejected
    words = ngettext("%(count)s row is in", "%(count)s rows are in", good) % {"count": count(good)}
    if not job.rejected:
        return Headline(title=stopped(words), why=_("The boards already count them."))
    left = ngettext("%(count)s waits to be mended", "%(count)s wait to be mended", job.rejected) % {"count": count(job.rejected)}
    return Headline(
        title=stopped(halves(words, left)), why=_("The boards count what is in. Download the others, mend them, send them again.")
    )


def _quiet(ever: int) -> Headline:
    if not ever:
        return Headline(
            title=_("No file is in yet."),
            why=_("Export the order list from your platform and drop it here; you see what we understood before it counts."),
        )
    words = ngettext(
        "The one file sent so far has been dealt with.", "All %(count)s files sent so far have been dealt with.", ever
    )
    return Headline(
        title=words % {"count": count(ever)}, why=_("The next export can come at any time: the same file twice changes nothing.")
    )


def _with_reason(title: SafeString, jobs: Sequence[ImportJob]) -> Headline:
    """Add the most urgent file's reason and the link to it."""
    for wanted in ("asks", "ready", "failed", "refused"):
        for job in jobs:
            if group_of(job) == wanted:
                sentence, link = _request(job, wanted)
                return Headline(
                    title=title,
                    why=sentence % {"name": job.filename},
                    link_words=link,
                    link_url=f"{reverse('imports:list')}#job-{job.pk}",
                )
    if any(job.is_moving for job in jobs):
        return Headline(title=title, why=_("You can leave this page; the work goes on, also after a restart."))
    newest = max(jobs, key=lambda job: job.pk)
    if newest.state == State.UNDONE:
        return Headline(title=title, why=_("What it had brought is taken back; the file is still here."))
    return Headline(title=title, why=_("The boards already count them."))


def _request(job: ImportJob, wanted: str) -> tuple[str, str]:
    if wanted == "asks":
        asked = {
            "shop": _("whose orders are they?"),
            "mapping": _("what do its columns mean?"),
            "as_of": _("when was it exported?"),
        }
        return _("%(name)s waits for you:"), asked.get(job.needs, "")
    if wanted == "ready":
        return _("%(name)s is understood and waits for your word:"), _("look at its first rows")
    if wanted == "failed":
        return _("%(name)s stopped on the way:"), _("see why and try again")
    return _("%(name)s cannot be used as it is:"), _("see why and how to mend it")


def _clause(name: str, number: int, total: int, *, is_first: bool) -> SafeString:
    """One clause, with the part that wants a person marked in its colour."""
    values: dict[str, Any] = {
        "count": spelled(number),
        "total": spelled(total),
        "watch": mark_safe('<span class="is-watch">'),
        "behind": mark_safe('<span class="is-behind">'),
        "end": mark_safe("</span>"),
    }
    if total == 1:
        return format_html(_alone()[name], **values)
    if number == total:
        return format_html(_all()[name], **values)
    return format_html(_first(number)[name] if is_first else _later(number)[name], **values)


def _alone() -> dict[str, str]:
    return {
        "in": _("the file is in"),
        "loading": _("the file is loading"),
        "reading": _("the file is being read"),
        "ready": _("the file {watch}waits for your word{end}"),
        "asks": _("the file needs {watch}one answer{end}"),
        "refused": _("the file {behind}was refused{end}"),
        "failed": _("the file {behind}stopped on the way{end}"),
        "undone": _("the file is taken back"),
    }


def _all() -> dict[str, str]:
    return {
        "in": _("all {count} files are in"),
        "loading": _("all {count} files are loading"),
        "reading": _("all {count} files are being read"),
        "ready": _("all {count} files {watch}wait for your word{end}"),
        "asks": _("all {count} files need {watch}one answer each{end}"),
        "refused": _("all {count} files {behind}were refused{end}"),
        "failed": _("all {count} files {behind}stopped on the way{end}"),
        "undone": _("all {count} files are taken back"),
    }


def _first(number: int) -> dict[str, str]:
    return {
        "in": ngettext("{count} of {total} files is in", "{count} of {total} files are in", number),
        "loading": ngettext("{count} of {total} files is loading", "{count} of {total} files are loading", number),
        "reading": ngettext("{count} of {total} files is being read", "{count} of {total} files are being read", number),
        "ready": ngettext(
            "{count} of {total} files {watch}waits for your word{end}",
            "{count} of {total} files {watch}wait for your word{end}",
            number,
        ),
        "asks": ngettext(
            "{count} of {total} files needs {watch}one answer{end}",
            "{count} of {total} files need {watch}one answer each{end}",
            number,
        ),
        "refused": ngettext(
            "{count} of {total} files {behind}was refused{end}", "{count} of {total} files {behind}were refused{end}", number
        ),
        "failed": ngettext(
            "{count} of {total} files {behind}stopped on the way{end}",
            "{count} of {total} files {behind}stopped on the way{end}",
            number,
        ),
        "undone": ngettext("{count} of {total} files is taken back", "{count} of {total} files are taken back", number),
    }


def _later(number: int) -> dict[str, str]:
    return {
        "in": ngettext("{count} is in", "{count} are in", number),
        "loading": ngettext("{count} is loading", "{count} are loading", number),
        "reading": ngettext("{count} is being read", "{count} are being read", number),
        "ready": ngettext("{count} {watch}waits for your word{end}", "{count} {watch}wait for your word{end}", number),
        "asks": ngettext("{count} needs {watch}one answer{end}", "{count} need {watch}one answer each{end}", number),
        "refused": ngettext("{count} {behind}was refused{end}", "{count} {behind}were refused{end}", number),
        "failed": ngettext("{count} {behind}stopped on the way{end}", "{count} {behind}stopped on the way{end}", number),
        "undone": ngettext("{count} is taken back", "{count} are taken back", number),
    }
