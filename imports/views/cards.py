"""What the card of one import says, worked out from its row: the same for the first paint and for every refresh."""

import datetime as dt
from dataclasses import dataclass, field

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.money import format_money
from imports.formats.base import Kind
from imports.models import ImportJob, State
from imports.views.previews import Preview, preview_of
from imports.views.problems import Problem, problems_of
from imports.views.sheets import OtherSheet, other_sheets
from imports.views.standing import Chip, Progress, chip_of, note_of, progress_of
from imports.views.words import count, moment


@dataclass(frozen=True)
class Figure:
    """One of the five counts."""

    label: str
    value: str
    note: str
    tone: str = ""
    definition: str = ""


@dataclass(frozen=True)
class JobCard:
    """Everything the template of one import shows; every text is ready to be read."""

    pk: int
    state: str
    filename: str
    chip: Chip
    note: str
    etag: str
    url: str
    poll_seconds: int
    act: bool = False
    single: bool = False
    banner: dict[str, str] | None = None
    progress: Progress | None = None
    figures: list[Figure] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    sheets: list[OtherSheet] = field(default_factory=list)
    preview: Preview | None = None
    form: forms.Form | None = None
    asks_mapping: bool = False
    import_words: str = ""
    hint: str = ""
    rejected_url: str = ""
    rejected_words: str = ""
    may_again: bool = False
    again_words: str = ""
    may_discard: bool = False
    may_undo: bool = False
    undo_words: str = ""
    foot: str = ""

    @property
    def dom_id(self) -> str:
        """The id of the card in the page."""
        return f"job-{self.pk}"

    @property
    def is_ready(self) -> bool:
        """Tell whether it waits for a person: then its rows are open to be looked at."""
        return self.state == State.READY

    @property
    def has_tools(self) -> bool:
        """Tell whether a row of buttons stands below."""
        return bool(self.rejected_url or self.may_again or self.may_undo or (self.may_discard and not self.form))


def job_card(
    job: ImportJob,
    *,
    may_write: bool,
    now: dt.datetime,
    form: forms.Form | None = None,
    act: bool = False,
    single: bool = False,
) -> JobCard:
    """Work out the card of one import.

    `act`: it holds the page's next action. `single`: it stands on a page of its own. `form` is the answer form with what the
    person typed, when it was not accepted; else it is made here for a file that waits. Moments are on the shop's clock.
    Nothing is read from the facts: the row alone says it all.
    """
    is_ready = job.state == State.READY
    may_answer = may_write and is_ready
    if may_answer and form is None:
        from imports.forms import AnswerForm  # noqa: PLC0415 - the form words its errors with this module's moments

        form = AnswerForm(job=job, now=now)
    return JobCard(
        pk=job.pk,
        state=job.state,
        filename=job.filename,
        chip=chip_of(job, now=now),
        note=note_of(job, now=now),
        etag=etag_of(job.pk, job.revision, job.state),
        url=reverse("imports:card", args=[job.pk]) + ("?act=1" if act else "?single=1" if single else ""),
        poll_seconds=1 if job.is_moving else 15 if is_ready else 0,
        act=is_ready and (act or single),
        single=single,
        banner=_banner(job, now=now),
        progress=progress_of(job, now=now) if job.is_moving else None,
        figures=_figures(job) if job.state == State.DONE else [],
        problems=problems_of(job, may_write=may_write) if job.state in {State.READY, State.DONE, State.FAILED} else [],
        sheets=other_sheets(job),
        preview=preview_of(job) if job.state in {State.READY, State.DONE} else None,
        form=form if may_answer else None,
        asks_mapping=job.needs == "mapping",
        import_words=_import_words(job),
        hint=_hint(job),
        rejected_url=reverse("imports:rejected", args=[job.pk])
        if may_write and job.rejected and job.claims and not job.is_moving
        else "",
        rejected_words=ngettext("Download the %(count)s row", "Download the %(count)s rows", job.rejected)
        % {"count": count(job.rejected)},
        may_again=may_write and (job.may_retry or job.state == State.UNDONE),
        again_words=_("Do it again") if job.state == State.UNDONE else _("Try again"),
        may_discard=may_write and job.may_discard and not job.is_moving,
        may_undo=may_write and job.may_undo,
        undo_words=_undo_words(job),
        foot=_foot(job),
    )


def etag_of(pk: int, revision: int, state: str) -> str:
    """Name what a card shows: another revision is another card. Ends with the state, so that a reader's old one can be told."""
    return f"{pk}-{revision}-{state}"


def _figures(job: ImportJob) -> list[Figure]:
    amount = sum(group.get("amount_minor") or 0 for group in job.problems or [] if group.get("severity") == "rejected")
    currency = job.currency or (job.shop.currency if job.shop else "CNY")
    not_counted = (
        _("%(amount)s not counted") % {"amount": format_money(amount, currency)} if amount else _("to mend and send again")
    )
    is_orders = job.kind == Kind.ORDERS
    return [
        Figure(_("Inserted"), count(job.inserted), _("new orders") if is_orders else _("new here")),
        Figure(_("Changed"), count(job.changed), _("brought up to date")),
        Figure(_("Unchanged"), count(job.unchanged), _("already as here")),
        Figure(
            _("Older"),
            count(job.older),
            _("newer state kept"),
            definition=_("We hold a newer state from a later export; it stays."),
        ),
        Figure(
            _("Rejected"),
            count(job.rejected),
            not_counted if job.rejected else _("every row was good"),
            tone="behind" if job.rejected else "",
        ),
    ]


def _import_words(job: ImportJob) -> str:
    good = max(job.rows_total - job.rejected, 0)
    if not job.prepared:
        return _("Read its rows")
    return ngettext("Import %(count)s row", "Import %(count)s rows", good) % {"count": count(good)}


def _hint(job: ImportJob) -> str:
    if job.needs == "mapping":
        return _("No platform writes this header. Said once, it is remembered for every later file with the same header.")
    if job.needs == "shop":
        return _("Say whose orders they are; then all its rows are read and shown.")
    if job.as_of_source == "same":
        return _("The same bytes came before: importing them again changes nothing.")
    if job.rejected:
        words = ngettext(
            "%(count)s row will be left out; it is kept, to be mended and sent again.",
            "%(count)s rows will be left out; they are kept, to be mended and sent again.",
            job.rejected,
        )
        return words % {"count": count(job.rejected)}
    return _("Nothing counts before you say so, and it can be undone.")


def _undo_words(job: ImportJob) -> str:
    taken = job.inserted + job.changed
    words = ngettext(
        "%(count)s row goes back to what other files say, and the boards with it.",
        "%(count)s rows go back to what other files say, and the boards with them.",
        taken,
    )
    return words % {"count": count(taken)}


def _foot(job: ImportJob) -> str:
    if job.state != State.DONE:
        return ""
    return _("Inserted + changed + unchanged + older + rejected = %(total)s, every row of the file.") % {
        "total": count(job.rows_total)
    }


def _banner(job: ImportJob, *, now: dt.datetime) -> dict[str, str] | None:
    if job.state in {State.REFUSED, State.FAILED}:
        return {"kind": "behind", "text": job.error or _("It stopped without saying why; try again.")}
    if job.state == State.UNDONE:
        taken = job.inserted + job.changed
        words = ngettext(
            "Import of %(time)s undone: %(count)s row taken back.", "Import of %(time)s undone: %(count)s rows taken back.", taken
        )
        at = moment(job.started_at or job.created_at, zone=job.zone, now=now)
        return {"kind": "ahead", "text": words % {"time": at, "count": count(taken)}}
    if job.state == State.DISCARDED:
        return {"kind": "plan", "text": _("Taken away. Nothing of this file was counted.")}
    return None
