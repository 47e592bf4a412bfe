"""What can be done with an import, from the first byte to the last board.

Whatever a person does is one function here: `receive`, `answer`, `teach_word`, `read_again`, `confirm`, `discard`, `retry`,
`undo`. What a worker does is three: `look_at`, `run_road` (the main road, all its steps in order) and `run_undo`. Each may be
called any number of times, by any number of workers, and killed at any instant: the row tells where it stands.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services import record
from imports import doorbell, leases, privacy, queries, receivers, recognition, road, storage
from imports.errors import NotPossible
from imports.models import ImportJob, RememberedMapping, Source, State
from imports.remembering import forget_word, teach_word
from orders.models import Shop

__all__ = [
    "answer",
    "confirm",
    "discard",
    "finish_interrupted",
    "forget_word",
    "look_at",
    "read_again",
    "receive",
    "retry",
    "run_road",
    "run_undo",
    "teach_word",
    "undo",
]


# --- What a worker does ---


def run_road(*, job_id: int, worker: str) -> ImportJob | None:
    """Bring one import from its file to fresh boards: the main road, each step one call, in this order.

    Returns the import as it stands afterwards (done, or failed with a reason), or None when there was nothing to do: it is not
    queued, another worker holds it, or another import of its shop has its turn. Started again after a crash it goes on at the
    phase and the chunk where it stopped.
    """
    hold = leases.claim(job_id=job_id, worker=worker, states={State.QUEUED, State.RUNNING})
    if hold is None:
        return None
    with road.ending(hold):
        road.prepare(hold)  # imports.readers, formats, checks: bytes -> claims on disk, rejected rows beside them
        road.load(hold)  # orders: claims -> facts, chunk by chunk; the sales of their slots with them; desk: chases that end
        road.fill(hold)  # metrics: count again what somebody marked stale
        road.refresh_boards(hold)  # live: the boards of campaigns that run in the touched hours
        road.draw_boards()  # live: as pages, before anybody asks
        road.meet_products(hold)  # inventory: SKUs named first become products; no board waits for them
        people = {"receivers": receivers.state_when_done(hold.job), **privacy.what_stays(hold.job)}
        hold.let_go(State.DONE, finished_at=timezone.now(), **people)
    return road.after(hold)


def run_undo(*, job_id: int, worker: str) -> ImportJob | None:
    """Take back what one import claimed, chunk by chunk, and refresh what hung on it. Returns as `run_road` does."""
    hold = leases.claim(job_id=job_id, worker=worker, states={State.UNDOING})
    if hold is None:
        return None
    with road.ending(hold):
        road.unload(hold)  # orders: the touched facts folded again from the claims of the imports that still stand
        road.part_from_products(hold)  # inventory: SKUs that nobody names any more are no products
        receivers.drop_receivers(job=hold.job)  # customers: names, phones and streets that only this import told
        road.fill(hold)
        road.refresh_boards(hold)
        road.draw_boards()
        now = timezone.now()
        hold.let_go(State.UNDONE, undone_at=now, finished_at=now, **privacy.what_stays(hold.job))
    return road.after(hold)


def finish_interrupted(*, shop: Shop, worker: str) -> bool:
    """Bring an import of this shop, whose worker died, to its end here; False when there is none that may be taken up."""
    dead = ImportJob.objects.filter(shop=shop, state__in=[State.RUNNING, State.UNDOING], lease_until__lte=timezone.now()).first()
    if dead is None:
        return False
    walk = run_undo if dead.state == State.UNDOING else run_road
    return walk(job_id=dead.pk, worker=worker) is not None


def look_at(*, job_id: int, worker: str) -> ImportJob | None:
    """Recognise one file and, when nothing need be asked first, read and check it whole: a person sees what would be loaded.

    Ends ready, or refused with a sentence, or queued when it came with `load_when_ready` and nothing is left to ask.
    """
    hold = leases.claim(job_id=job_id, worker=worker, states={State.LOOKING})
    if hold is None:
        return None
    with road.ending(hold):
        recognition.recognise(hold)
        if not hold.job.needs:
            road.prepare(hold)
        goes_on = hold.job.load_when_ready and not hold.job.needs
        hold.let_go(State.QUEUED if goes_on else State.READY)
    return road.after(hold)


# --- What a person does ---


def receive(
    *,
    file: Iterable[bytes] | Path,
    filename: str,
    actor: User | None,
    source: str,
    shop: Shop | None = None,
    as_of: datetime | None = None,
    format_key: str = "",
    mapping: Mapping[str, Any] | None = None,
    load_when_ready: bool = False,
    ring: bool = True,
) -> ImportJob:
    """Keep a file and make its import, in state looking; a worker is rung for after commit.

    `file` is a path or yields bytes; it is streamed, never held whole. `as_of` (aware) is the moment the export was made, when
    the sender knows it. Raises errors.TooLarge and errors.NotPossible, and then leaves nothing behind.
    """
    kept = storage.keep(file)
    with transaction.atomic():
        job = ImportJob.objects.create(
            filename=storage.clean_name(filename),
            size=kept.size,
            digest=kept.digest,
            path=kept.path,
            source=Source(source),
            shop=shop,
            as_of=as_of,
            as_of_source="given" if as_of else "",
            format_key=format_key,
            mapping=dict(mapping or {}),
            load_when_ready=load_when_ready,
            created_by=actor,
        )
        _audit(
            job, actor, "import.receive", after={"file": job.filename, "size": job.size, "sha256": job.digest, "by": job.source}
        )
        if ring:
            doorbell.ring_after_commit(job)
    return job


def answer(
    *,
    job: ImportJob,
    actor: User | None,
    shop: Shop | None = None,
    format_key: str | None = None,
    mapping: Mapping[str, Any] | None = None,
    as_of: datetime | None = None,
    zone: str | None = None,
    load: bool = False,
    ring: bool = True,
) -> ImportJob:
    """Say what the program could not know; only what is given is changed. Unless that is only `as_of`, a worker looks again.

    `load`: whoever answers wants it imported, so it goes on by itself when it was looked at and nothing more is to be asked.

    A mapping is remembered for the next file with the same header. Raises NotPossible once the import has been confirmed.
    """
    told: dict[str, Any] = {}
    if shop is not None:
        told |= {"shop": shop, "zone": zone or shop.time_zone, "currency": shop.currency}
    if zone is not None:
        told["zone"] = zone
    if format_key is not None:
        told["format_key"] = format_key
    if mapping is not None:
        told["mapping"] = dict(mapping)
    look_again = bool(told)
    if as_of is not None:
        told |= {"as_of": as_of, "as_of_source": "given"}
    if look_again:
        told |= _looked_at_anew(job, keep_as_of=as_of is not None) | ({"load_when_ready": True} if load else {})
    with transaction.atomic():
        _change(job, {State.LOOKING, State.READY, State.REFUSED}, **told)
        if mapping is not None and job.fingerprint:
            _remember(job, actor)
        _audit(job, actor, "import.answer", after={name: str(value) for name, value in told.items() if name in _TELLING})
        if look_again and ring:
            doorbell.ring_after_commit(job)
    return job


_TELLING = frozenset({"shop", "zone", "format_key", "mapping", "as_of"})


def _looked_at_anew(job: ImportJob, *, keep_as_of: bool = False) -> dict[str, Any]:
    """Give the fields of an import that is to be looked at again from its first byte; what a person said of it stays."""
    anew = {"state": State.LOOKING, "prepared": {}, "preview": [], "problems": [], "attempt": 0, "error": "", "error_code": ""}
    forgotten = {} if keep_as_of or job.as_of_source == "given" else {"as_of": None, "as_of_source": ""}
    return {**anew, **forgotten}


def read_again(*, job: ImportJob, actor: User | None, ring: bool = True) -> ImportJob:
    """Have the same bytes read again, because more is known now than then (a word was taught); give the import to look at.

    One that waits is looked at anew. One that was loaded, or taken back, stays what it is: the bytes become an import of their
    own, which waits for its word, counts as a newer export than the first, and is undone by itself. Pressed twice that is one.
    Raises NotPossible for an import in another state.
    """
    if job.state == State.READY:
        with transaction.atomic():
            _change(job, {State.READY}, **_looked_at_anew(job))
            _audit(job, actor, "import.read_again")
            if ring:
                doorbell.ring_after_commit(job)
        return job
    if not job.may_read_again:
        raise NotPossible(_("This import cannot be read again now: it is %(state)s.") % {"state": job.get_state_display()})
    with transaction.atomic():
        ImportJob.objects.select_for_update().get(pk=job.pk)
        waiting = queries.read_anew(job)
        if waiting is not None:
            return read_again(job=waiting, actor=actor, ring=ring) if waiting.state == State.READY else waiting
        kept = ("shop", "filename", "size", "digest", "path", "source", "format_key", "mapping", "zone", "currency", "sheet")
        anew = ImportJob.objects.create(created_by=actor, **{name: getattr(job, name) for name in kept})
        _audit(anew, actor, "import.read_again", before={"import": job.pk}, after={"file": anew.filename, "sha256": anew.digest})
        if ring:
            doorbell.ring_after_commit(anew)
    return anew


def confirm(*, job: ImportJob, actor: User | None, ring: bool = True) -> ImportJob:
    """Have it loaded: ready, or undone and wanted again, becomes queued. Raises NotPossible otherwise."""
    if not job.may_confirm:
        raise NotPossible(_("This import cannot be started: it is %(state)s.") % {"state": job.get_state_display()})
    with transaction.atomic():
        _change(
            job,
            {State.READY, State.UNDONE},
            state=State.QUEUED,
            attempt=0,
            next_chunk=0,
            started_at=None,
            undo_asked_at=None,
            undone_at=None,
            undone_by=None,
            finished_at=None,
            error="",
            error_code="",
        )
        _audit(job, actor, "import.confirm", after={"rows": job.rows_total})
        if ring:
            doorbell.ring_after_commit(job)
    return job


def retry(*, job: ImportJob, actor: User | None, ring: bool = True) -> ImportJob:
    """Take up a failed import, or a failed undo, where it stopped. Raises NotPossible when it did not fail."""
    if not job.may_retry:
        raise NotPossible(
            _("Only an import that failed can be tried again; this one is %(state)s.") % {"state": job.get_state_display()}
        )
    onward = State.UNDOING if job.undo_asked_at else (State.QUEUED if job.prepared else State.LOOKING)
    with transaction.atomic():
        _change(job, {State.FAILED}, state=onward, attempt=0, error="", error_code="", finished_at=None)
        _audit(job, actor, "import.retry", after={"state": onward})
        if ring:
            doorbell.ring_after_commit(job)
    return job


def undo(*, job: ImportJob, actor: User | None, ring: bool = True) -> ImportJob:
    """Have what it loaded taken back, as if the file had never come. Raises NotPossible when nothing of it stands."""
    if not job.may_undo:
        raise NotPossible(_("This import cannot be undone: it is %(state)s.") % {"state": job.get_state_display()})
    before = {"state": job.state, **job.counts}
    with transaction.atomic():
        _change(
            job,
            {State.DONE, State.FAILED},
            state=State.UNDOING,
            attempt=0,
            rows_done=0,
            undo_asked_at=timezone.now(),
            undone_by=actor,
            error="",
            error_code="",
            finished_at=None,
        )
        _audit(job, actor, "import.undo", before=before)
        if ring:
            doorbell.ring_after_commit(job)
    return job


def discard(*, job: ImportJob, actor: User | None) -> ImportJob:
    """Throw the import and its file away, before anything of it was loaded. Raises NotPossible afterwards."""
    if not job.may_discard:
        raise NotPossible(_("This import cannot be thrown away: it is %(state)s.") % {"state": job.get_state_display()})
    with transaction.atomic():
        _change(
            job,
            {State.LOOKING, State.READY, State.QUEUED, State.FAILED, State.REFUSED},
            state=State.DISCARDED,
            finished_at=timezone.now(),
            claims="",
            prepared={},
            look=privacy.what_stays(job)["look"],
            preview=[],
        )
        _audit(job, actor, "import.discard", before={"file": job.filename, "sha256": job.digest})
        others = ImportJob.objects.filter(digest=job.digest).exclude(state=State.DISCARDED).exists()
        transaction.on_commit(lambda: storage.drop_claims(job_id=job.pk))
        if not others:
            transaction.on_commit(lambda: storage.drop_upload(job.path))
    return job


def _change(job: ImportJob, states: set[State], **values: Any) -> None:
    """Write these fields if the import still stands in one of these states with nothing of it moving under us; else NotPossible.

    Whoever held it holds it no longer: its next write finds that out.
    """
    rows = ImportJob.objects.filter(pk=job.pk, state__in=states, next_chunk=job.next_chunk)
    values |= {"worker": "", "lease_until": None, "touched_at": timezone.now(), "phase": ""}
    if not rows.update(revision=F("revision") + 1, **values):
        raise NotPossible(_("The import has moved on meanwhile; look at it again."), code="moved_on")
    job.refresh_from_db()


def _remember(job: ImportJob, actor: User | None) -> None:
    """Keep the mapping for the next file with this header."""
    RememberedMapping.objects.update_or_create(
        fingerprint=job.fingerprint,
        defaults={
            "kind": job.format_key.partition(":")[2] or job.mapping.get("kind", ""),
            "mapping": job.mapping,
            "zone": job.mapping.get("zone", ""),
            "money_is_net": bool(job.mapping.get("money_is_net")),
            "created_by": actor,
        },
    )


def _audit(
    job: ImportJob, actor: User | None, action: str, *, before: dict[str, Any] | None = None, after: dict[str, Any] | None = None
) -> None:
    """Leave the trail of what a person, or a door in nobody's name, did to this import."""
    record(actor=actor, action=action, target=f"import {job.pk}", before=before, after=after)
