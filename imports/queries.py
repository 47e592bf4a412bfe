"""What pages and the interface ask about imports."""

from datetime import datetime

from django.db.models import Q, QuerySet

from accounts.models import User
from common.permissions import Permission
from imports.models import ImportJob, State


def history(*, user: User, shop_id: int | None = None, state: str = "") -> QuerySet[ImportJob]:
    """Give the imports this person may see, newest first, with shop and sender; lazy, so that the caller may page it.

    Nothing without the right to see imports. `shop_id` and `state` narrow it.
    """
    if not user.may(Permission.VIEW_IMPORTS):
        return ImportJob.objects.none()
    jobs = ImportJob.objects.select_related("shop", "created_by").defer("look", "prepared", "preview", "problems")
    if shop_id is not None:
        jobs = jobs.filter(shop_id=shop_id)
    if state:
        jobs = jobs.filter(state=state)
    return jobs.order_by("-pk")


def job_card(job_id: int) -> ImportJob | None:
    """Give one import with its shop and people, or None."""
    return ImportJob.objects.select_related("shop", "created_by", "undone_by").filter(pk=job_id).first()


def same_bytes(job: ImportJob) -> list[ImportJob]:
    """Give the earlier imports of the same table of the same bytes into the same shop whose moment is known, oldest first."""
    if job.shop_id is None:
        return []
    same = ImportJob.objects.filter(shop_id=job.shop_id, digest=job.digest, sheet=job.sheet)
    earlier = same.filter(pk__lt=job.pk, as_of__isnull=False)
    return list(earlier.defer("look", "preview", "problems").order_by("pk"))


def read_anew(job: ImportJob) -> ImportJob | None:
    """Give the import by which the bytes of this one are being read again, while nothing of it was loaded; else None."""
    later = ImportJob.objects.filter(shop=job.shop, digest=job.digest, sheet=job.sheet, pk__gt=job.pk, next_chunk=0)
    return later.filter(state__in=[State.LOOKING, State.READY, State.QUEUED, State.RUNNING]).order_by("pk").last()


def open_jobs(*, since: datetime, limit: int = 20) -> list[ImportJob]:
    """Give the imports of the hour, those that want a person first: all unfinished ones and those that ended after `since`.

    Order: needs an answer, waits for a word, stopped or refused, moving, done and undone; newest first within each.
    """
    unfinished = [State.LOOKING, State.READY, State.QUEUED, State.RUNNING, State.UNDOING]
    ended = [State.DONE, State.UNDONE, State.FAILED, State.REFUSED]
    jobs = ImportJob.objects.select_related("shop", "created_by").filter(
        Q(state__in=unfinished) | Q(state__in=ended, touched_at__gte=since)
    )
    ranks = {State.READY: 1, State.FAILED: 2, State.REFUSED: 2, State.DONE: 4, State.UNDONE: 4}
    newest = list(jobs.order_by("-pk")[:limit])

    def rank(job: ImportJob) -> tuple[int, int]:
        asks = job.state == State.READY and bool(job.needs)
        return (0 if asks else ranks.get(State(job.state), 3), -job.pk)

    return sorted(newest, key=rank)


def oldest_waiting() -> ImportJob | None:
    """Give the import that waits longest for a worker while none holds it, or None."""
    return ImportJob.objects.moving().filter(worker="").order_by("touched_at").first()


def is_busy(*, at: datetime) -> bool:
    """Tell whether a worker holds an import just now: then nothing else can be expected of it."""
    return ImportJob.objects.moving().exclude(worker="").filter(lease_until__gt=at).exists()
