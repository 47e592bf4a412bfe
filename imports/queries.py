"""What pages and the interface ask about imports."""

from django.db.models import QuerySet

from accounts.models import User
from common.permissions import Permission
from imports.models import ImportJob


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


def same_bytes(job: ImportJob) -> ImportJob | None:
    """Give the first import of the same bytes into the same shop, or None when this is the first."""
    if job.shop_id is None:
        return None
    earlier = ImportJob.objects.filter(shop_id=job.shop_id, digest=job.digest, pk__lt=job.pk, as_of__isnull=False)
    return earlier.order_by("pk").first()
