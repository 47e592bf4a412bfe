"""The steps of the main road, each made so that it can be stopped at any instant and begun again."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from json import dumps
from pathlib import Path

from billiard.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from customers.queries.forgotten import renaming_of
from customers.services import mark_buyers
from desk.services import stop_chasing
from dispatch.services import guard_chunk, mark_orders, refresh_holds, take_parcels
from imports import dispatching, doorbell, goods, leases, privacy, queries, sheets, storage, undoing
from imports import prepare as preparing
from imports.errors import LostHold, RefusedJob
from imports.formats.base import Kind
from imports.leases import Hold
from imports.models import ImportJob, Phase, State
from imports.prepare import Prepared, prepared_from
from imports.remembering import taught_words
from inventory.queries import pack_sizes
from inventory.services import mark_levels, mark_paid
from live.services import draw_boards as draw_fresh
from live.services import recompute_touched
from metrics.services import record_changes, refill
from orders.claims import Source
from orders.models import Shop
from orders.services import Touched, load_chunk
from review.services import ask_touched

logger = logging.getLogger(__name__)

SLOTS_AN_HOUR = 6


@contextmanager
def ending(hold: Hold) -> Iterator[None]:
    """Turn whatever ends a step early into the state the import is left in; only what a programmer must see is logged.

    Refused: the sentence. Held by another now: nothing, it is not ours any more. Stopped from outside, or the database away:
    handed back, to be taken up where it stopped. Anything else: failed with a reason; what was committed stands.
    """
    job_id, token = hold.job.pk, hold.token
    try:
        yield
    except LostHold:
        logger.info("Import %s was taken over by another worker or a person.", job_id)
    except preparing.RefusedFile as refused:
        leases.refuse(hold, code=str(refused.refusal.code), sentence=refused.refusal.sentence, **privacy.what_stays(hold.job))
    except RefusedJob as refused:
        leases.refuse(hold, code=refused.code, sentence=refused.sentence, **privacy.what_stays(hold.job))
    except (OperationalError, InterfaceError, SoftTimeLimitExceeded) as stopped:
        logger.warning("Import %s was interrupted; it goes on where it stopped.", job_id, exc_info=True)
        leases.hand_back(hold, why=f"{type(stopped).__name__}: {stopped}")
    except Exception as error:
        logger.exception("Import %s failed.", job_id)
        sentence = _(
            "The import stopped at an unexpected error (%(kind)s). What was loaded so far stands; try again, or undo it."
        )
        leases.fail(job_id=job_id, token=token, code="error", sentence=sentence % {"kind": type(error).__name__})


def after(hold: Hold) -> ImportJob:
    """Ring for whoever is next, and give the import as it stands now."""
    job = ImportJob.objects.select_related("shop").get(pk=hold.job.pk)
    if job.state == State.QUEUED:
        doorbell.ring(job_id=job.pk, state=job.state)
    elif job.shop_id is not None:
        doorbell.ring_waiting(shop_id=job.shop_id)
        if job.state in {State.DONE, State.UNDONE}:
            doorbell.ring_to_count(shop_id=job.shop_id)
    return job


def prepare(hold: Hold) -> None:
    """Read, clean and check the file and keep its claims on disk; nothing when that was done before."""
    job = hold.job
    if job.prepared and job.claims_path is not None and job.claims_path.is_dir():
        return
    hold.write(phase=Phase.PREPARE, rows_done=0)
    place = storage.new_claims_folder(job_id=job.pk)
    # What stands in the facts already was read with the words of its day, and is named by them.
    taught = taught_words(job.format_key) if job.next_chunk == 0 else job.taught
    forgotten_upto, pseudonym = renaming_of(job.shop) if job.shop is not None else (0, None)
    result = preparing.prepare(
        path=job.upload_path,
        filename=sheets.sent_name(job.filename, job.sheet),
        format_key=job.format_key,
        mapping=job.mapping or None,
        taught=taught,
        packs=pack_sizes(shop=job.shop) if job.shop is not None and job.kind == Kind.STOCK else None,
        pseudonym=pseudonym,
        sheet=job.sheet,
        zone=job.zone,
        currency=job.currency,
        out=settings.DATA_DIR / place,
        hash_key=settings.BUYER_HASH_KEY,
        chunk_rows=settings.IMPORT_CHUNK_ROWS,
        now=int(timezone.now().timestamp()),
        on_progress=hold.tell,
    )
    job.taught = result.taught_words
    as_of, as_of_source = decide_as_of(job, result)
    plain = result.as_dict()
    problems = privacy.problems_to_keep(plain["problems"], job)
    hold.write(
        claims=str(place),
        forgotten_upto=forgotten_upto,
        taught=result.taught_words,
        prepared={**plain, "preview": [], "problems": problems},
        preview=plain["preview"],
        problems=problems,
        kind=str(result.kind),
        rows_total=result.rows_total,
        rows_done=0,
        rejected=result.rows_rejected,
        chunks=len(result.chunks),
        as_of=as_of,
        as_of_source=as_of_source,
        attempt=1,
    )
    storage.drop_claims(job_id=job.pk, but=str(place))


def decide_as_of(job: ImportJob, result: Prepared) -> tuple[datetime | None, str]:
    """Settle when the export was made and how we know: told; the same bytes came before; the file's name; its latest moment.

    The same bytes read another way (a mapping was corrected, a word was taught) count a second later than before, so that the
    correction stands.
    """
    earlier = queries.same_bytes(job)
    if job.as_of is not None and job.as_of_source == "given":
        other = [each.as_of for each in earlier if each.next_chunk and source_of(each).digest != source_of(job).digest]
        return job.as_of + timedelta(seconds=1) if job.as_of in other else job.as_of, "given"
    for each in earlier:
        if source_of(each).digest == source_of(job).digest:
            return each.as_of, "same"
    found = None if result.as_of is None else datetime.fromtimestamp(result.as_of, tz=UTC)
    found_in = result.as_of_source
    if (
        found is None and result.kind in goods.LISTS
    ):  # a list of products, prices or stock tells no moment: it is as old as its arrival
        found, found_in = job.created_at, "arrived"
    stand = [each.as_of for each in earlier if each.next_chunk and each.as_of is not None]
    if stand and (found is None or found <= max(stand)):
        return max(stand) + timedelta(seconds=1), "read_anew"
    return (found, found_in) if found else (None, "")


def source_of(job: ImportJob) -> Source:
    """Say which export the claims of an import come from: its moment, and the digest of the bytes and of how they were read."""
    read_as = [job.digest, job.sheet, job.format_key, job.mapping, job.zone, job.currency, job.taught]
    how = dumps(read_as, sort_keys=True)
    return Source(as_of=int(job.as_of.timestamp()) if job.as_of else 0, digest=sha256(how.encode()).hexdigest())


def _claims_of(job: ImportJob) -> Path:
    """Where the claims lie; prepare came first."""
    folder = job.claims_path
    if folder is None:
        raise RuntimeError("An import is loaded after it was prepared.")
    return folder


def _shop_of(job: ImportJob) -> Shop:
    """Whose import it is; nothing is loaded before that is known."""
    if job.shop is None:
        raise RuntimeError("An import is loaded after its shop is known.")
    return job.shop


def load(hold: Hold) -> None:
    """Load the chunks that are not in the facts yet. One transaction each: facts, sales, counts, `next_chunk`."""
    job = hold.job
    prepared = prepared_from(job.prepared)
    if job.next_chunk == 0:
        hold.write(
            inserted=0,
            changed=0,
            unchanged=prepared.duplicates_unchanged,
            older=prepared.duplicates_older,
            rejected=prepared.rows_rejected,
            rows_done=prepared.rows_total - prepared.rows_accepted,
            touched_first=None,
            touched_last=None,
        )
    hold.write(phase=Phase.LOAD)
    source = source_of(job)
    while job.next_chunk < len(prepared.chunks):
        info = prepared.chunks[job.next_chunk]
        claims = preparing.read_chunk(_claims_of(job), info.index)
        began = time.monotonic()
        with transaction.atomic():
            hold.write(next_chunk=job.next_chunk + 1, rows_done=job.rows_done + info.rows, attempt=1)
            if job.kind in goods.LISTS:
                touched = goods.load(shop=_shop_of(job), job=job, source=source, claims=claims)
            else:
                touched = load_chunk(shop=_shop_of(job), source=source, chunk=claims)
                take_parcels(shop=_shop_of(job), source=source, table=claims.parcels)
                record_changes(shop=_shop_of(job), touched=touched)
                mark_paid(shop=_shop_of(job), hours=touched.hours)
                mark_levels(shop=_shop_of(job), skus=touched.skus)
                mark_buyers(shop=_shop_of(job), touched=touched)
                guard_chunk(shop=_shop_of(job), touched=touched, claims=claims, at=timezone.now())
                dispatching.see_chunk(job=job, source=source, claims=claims, touched=touched, others_of=_beside)
                stop_chasing(shop=_shop_of(job), touched=touched, at=timezone.now())
            hold.write(**_counted(job, touched), **_reach(job, touched))
        breathe(time.monotonic() - began)


def _beside(job: ImportJob) -> list[undoing.Standing]:
    """Give the other imports of the shop that stand and speak of the same things."""
    return undoing.standing_beside(job=job, shop=_shop_of(job), source_of=source_of)


def unload(hold: Hold) -> None:
    """Take the chunks that stand in the facts out of them, the last one first; each is one transaction, as in `load`."""
    job = hold.job
    prepared = prepared_from(job.prepared)
    hold.write(phase=Phase.LOAD)
    others = [] if job.kind in goods.LISTS else _beside(job)
    while job.next_chunk > 0:
        info = prepared.chunks[job.next_chunk - 1]
        claims = preparing.read_chunk(_claims_of(job), info.index)
        began = time.monotonic()
        with transaction.atomic():
            hold.write(next_chunk=job.next_chunk - 1, rows_done=job.rows_done + info.rows, attempt=1)
            if job.kind in goods.LISTS:
                touched = goods.unload(shop=_shop_of(job), job=job, claims=claims)
            else:
                touched = undoing.fold_without(shop=_shop_of(job), claims=claims, others=others)
                record_changes(shop=_shop_of(job), touched=touched)
                mark_paid(shop=_shop_of(job), hours=touched.hours)
                mark_levels(shop=_shop_of(job), skus=touched.skus)
                mark_buyers(shop=_shop_of(job), touched=touched)
                mark_orders(shop=_shop_of(job), touched=touched, at=timezone.now())
                if claims.orders is not None:
                    numbers = claims.orders["order_no"].combine_chunks()
                    refresh_holds(shop=_shop_of(job), order_nos=numbers, at=timezone.now())
                stop_chasing(shop=_shop_of(job), touched=touched, at=timezone.now())
            hold.write(**_reach(job, touched))
        breathe(time.monotonic() - began)


def meet_products(hold: Hold) -> None:
    """Make products of the SKUs that an import of order lines named first; those of which a list was told keep what it says."""
    hold.write(phase=Phase.FILL)
    goods.meet(shop=_shop_of(hold.job), job=hold.job, source=source_of(hold.job))


def part_from_products(hold: Hold) -> None:
    """Take away the products that only this import named."""
    hold.write(phase=Phase.FILL)
    goods.part_from(shop=_shop_of(hold.job), job=hold.job)


def fill(hold: Hold) -> None:
    """Count the hours of the shop that somebody marked stale; loading and undoing keep the sales in step themselves."""
    hold.write(phase=Phase.FILL)
    refill(shop=_shop_of(hold.job), progress=lambda *_counted: hold.tell(hold.job.rows_done))


def refresh_boards(hold: Hold) -> None:
    """Build the boards of the campaigns that run in the hours between the first and the last this import touched.

    Also when it touched none: the shop's running boards know now that nothing happened since.
    """
    hold.write(phase=Phase.BOARD)
    job = hold.job
    hours: frozenset[int] = frozenset()
    if job.touched_first is not None and job.touched_last is not None:
        hours = frozenset(range(job.touched_first, job.touched_last + 1, SLOTS_AN_HOUR)) | {job.touched_last}
    recompute_touched(shop=_shop_of(job), hours=hours, at=timezone.now())
    ask_touched(shop=_shop_of(job), hours=hours, at=timezone.now(), every=job.kind in goods.LISTS)


def draw_boards() -> None:
    """Draw the fresh boards ahead of those who will ask for them. One that cannot be drawn is no fault of the import."""
    try:
        draw_fresh(at=timezone.now())
    except (OperationalError, InterfaceError, SoftTimeLimitExceeded):
        raise
    except Exception:
        logger.exception("A board could not be drawn ahead.")


def breathe(held: float) -> None:
    """Leave a gap in which others can write: the lock of SQLite is not fair, and a page would starve beside the importer.

    The gap is a tenth of the seconds the lock was held, so that others find it open as often after short chunks as after long.
    """
    if connection.vendor == "sqlite":
        time.sleep(min(settings.IMPORT_PAUSE_SECONDS, held / 10))


def _counted(job: ImportJob, touched: Touched) -> dict[str, int]:
    return {name: getattr(job, name) + getattr(touched, name) for name in ("inserted", "changed", "unchanged", "older")}


def _reach(job: ImportJob, touched: Touched) -> dict[str, int]:
    """Stretch the span of touched hours, so that a road begun again after a crash still knows which boards to refresh."""
    known = [hour for hour in (job.touched_first, job.touched_last) if hour is not None]
    hours = [*touched.hours, *known]
    return {"touched_first": min(hours), "touched_last": max(hours)} if hours else {}
