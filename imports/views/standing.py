"""Where an import stands and what its file is, in words: the chip, the line below the name, the progress."""

import datetime as dt
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from imports.formats.base import Format, Kind
from imports.formats.registry import by_key
from imports.models import ImportJob, Phase, State
from imports.views.words import count, duration, from_epoch, moment, rows, size

STEPS = {Phase.PREPARE: 2, Phase.LOAD: 3, Phase.FILL: 4, Phase.BOARD: 5}


@dataclass(frozen=True)
class Chip:
    """A state as shape, colour and word: `kind` is the modifier of the class `chip`."""

    kind: str
    words: str


@dataclass(frozen=True)
class Progress:
    """How far the work is, in rows."""

    done: int
    total: int
    counts: str
    label: str


def chip_of(job: ImportJob, *, now: dt.datetime) -> Chip:
    """Say where an import stands in a word."""
    zone = job.zone
    if job.state == State.READY:
        return Chip("watch", _("needs one answer")) if job.needs else Chip("next", _("waits for your word"))
    if job.state == State.RUNNING:
        left = _seconds_left(job, now=now)
        return Chip("running", _("loading, about %(time)s left") % {"time": duration(left)} if left else _("loading"))
    if job.state == State.DONE:
        at = moment(job.finished_at, zone=zone, now=now) if job.finished_at else ""
        return Chip("done", _("in at %(time)s") % {"time": at} if at else _("in"))
    if job.state == State.UNDONE and job.undone_at:
        return Chip("next", _("undone at %(time)s") % {"time": moment(job.undone_at, zone=zone, now=now)})
    return {
        State.LOOKING: Chip("running", _("being read")),
        State.QUEUED: Chip("running", _("waits its turn")),
        State.FAILED: Chip("failed", _("stopped on the way")),
        State.REFUSED: Chip("failed", _("refused")),
        State.UNDOING: Chip("running", _("being taken back")),
        State.UNDONE: Chip("next", _("undone")),
        State.DISCARDED: Chip("next", _("taken away")),
    }[State(job.state)]


def format_of(key: str) -> Format | None:
    """Give the declared format of this key; None for a mapped table, an unknown one, or one no longer declared."""
    try:
        return by_key(key)
    except KeyError:
        return None


def what_of(job: ImportJob) -> str:
    """Name what a file is: "Taobao/Tmall order list", or the kind of an unknown table."""
    known = format_of(job.format_key)
    if known is not None:
        return capfirst(str(known.label))
    kinds = {
        Kind.ORDERS: _("a table of orders"),
        Kind.LINES: _("a table of order lines"),
        Kind.TRAFFIC: _("a table of traffic by hour"),
        Kind.PRODUCTS: _("a list of products"),
        Kind.PRICES: _("a list of offered prices"),
        Kind.STOCK: _("a list of stock"),
        Kind.MARKET: _("a list of market figures"),
        Kind.INTEREST: _("visits to products"),
        Kind.REVIEWS: _("a list of reviews"),
        Kind.SETTLEMENT: _("a statement of settled money"),
    }
    return capfirst(kinds.get(Kind(job.kind), "")) if job.kind in set(Kind) else ""


def note_of(job: ImportJob, *, now: dt.datetime) -> str:
    """Describe the file in one line: format, shop, columns, encoding, age, time range, size, rows."""
    look, prepared = job.look or {}, job.prepared or {}
    headers = look.get("headers") or []
    about = [what_of(job)]
    if headers:
        about.append(ngettext("%(count)s column", "%(count)s columns", len(headers)) % {"count": count(len(headers))})
    if look.get("encoding"):
        about.append(str(look["encoding"]).upper())
    if look.get("duplicate_headers"):
        named = ", ".join(look["duplicate_headers"][:3])
        about.append(_("columns of the same name told apart: %(names)s") % {"names": named})
    if look.get("sheet"):
        about.append(_("sheet %(name)s") % {"name": look["sheet"]})
    if headers and look.get("header_row", 0) > 1:
        about.append(_("header in row %(number)s") % {"number": look["header_row"]})
    parts = [", ".join(part for part in about if part)]
    if job.shop is not None:
        parts.append(job.shop.name)
    if job.as_of is not None:
        parts.append(_as_of_words(job, moment(job.as_of, zone=job.zone, now=now)))
    first, last = from_epoch(prepared.get("first_at")), from_epoch(prepared.get("last_at"))
    if first and last:
        span = {"first": moment(first, zone=job.zone, now=now), "last": moment(last, zone=job.zone, now=now)}
        parts.append(_("from %(first)s to %(last)s") % span)
    parts.append(size(job.size))
    if job.rows_total:
        parts.append(_rows_words(job))
    return " · ".join(part for part in parts if part)


def _as_of_words(job: ImportJob, at: str) -> str:
    told = {
        "filename": _("exported %(time)s, as its name says"),
        "latest": _("exported after %(time)s, its latest time"),
        "same": _("exported %(time)s, as when it first came"),
        "arrived": _("as of its arrival, %(time)s"),
    }.get(job.as_of_source, _("exported %(time)s"))
    return told % {"time": at}


def _rows_words(job: ImportJob) -> str:
    if job.state == State.DONE and job.started_at and job.finished_at:
        seconds = (job.finished_at - job.started_at).total_seconds()
        return _("%(rows)s in %(time)s") % {"rows": rows(job.rows_total), "time": duration(seconds)}
    return rows(job.rows_total)


def progress_of(job: ImportJob, *, now: dt.datetime) -> Progress:
    """Say how far the work is. The first of the five steps is the reading of the first rows."""
    step = 1 if job.state == State.LOOKING and not job.phase else STEPS.get(Phase(job.phase), 2)
    words = {
        1: _("read the first rows"),
        2: _("read and check"),
        3: _("load"),
        4: _("count the hours again"),
        5: _("refresh the boards"),
    }
    if job.state == State.UNDOING:
        lead = _("taking it back: %(phase)s") % {"phase": words[step] if step > 3 else _("facts")}
    elif job.state == State.QUEUED:
        lead = _("waits for the import before it")
    else:
        lead = _("step %(step)s of 5: %(phase)s") % {"step": step, "phase": words[step]}
    parts = [lead]
    if job.rows_total and job.rows_done:
        done = {"done": count(min(job.rows_done, job.rows_total)), "total": count(job.rows_total)}
        # While the file is read its number of rows is an estimate from its bytes.
        parts.append(
            (_("%(done)s of about %(total)s rows") if step == STEPS[Phase.PREPARE] else _("%(done)s of %(total)s rows")) % done
        )
    speed = _rows_a_second(job, now=now)
    if speed:
        parts.append(_("%(count)s a second") % {"count": count(round(speed))})
    counts = " · ".join(parts)
    return Progress(
        done=min(job.rows_done, job.rows_total), total=job.rows_total if job.rows_done else 0, counts=counts, label=counts
    )


def _rows_a_second(job: ImportJob, *, now: dt.datetime) -> float:
    if job.state != State.RUNNING or job.phase != Phase.LOAD or not job.started_at or not job.rows_done:
        return 0.0
    seconds = (now - job.started_at).total_seconds()
    return job.rows_done / seconds if seconds > 0 else 0.0


def _seconds_left(job: ImportJob, *, now: dt.datetime) -> float:
    speed = _rows_a_second(job, now=now)
    return max(1.0, (job.rows_total - job.rows_done) / speed) if speed else 0.0
