"""How a worker takes a row that was asked for: once at a time, by a conditional update, three tries, then its error stands."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.db.models import F, Q, QuerySet

from campaigns.models import Campaign
from review.models.prepared import Prepared

Row = TypeVar("Row", bound=Prepared)

LEASE = timedelta(minutes=10)
MOST_ATTEMPTS = 3


def ask(model: type[Row], *, campaign: Campaign, at: datetime) -> Row:
    """Write down that a row of a sale is to be prepared anew; asked twice before a worker takes it that is once."""
    row: Row
    row, _made = model._default_manager.get_or_create(campaign=campaign)
    model._default_manager.filter(pk=row.pk).update(asked_at=at, attempts=0, error="")
    row.refresh_from_db()
    return row


def waiting(model: type[Row], *, at: datetime) -> list[int]:
    """Return the rows a worker should be rung for; those that were tried too often stay as they are, with their error."""
    return list(_wanted(model, at).values_list("pk", flat=True))


def taken(model: type[Row], pk: int, work: Callable[[Row, datetime], None], *, at: datetime) -> bool:
    """Do the work of a row that was asked for; False when there was nothing to do (done, taken, tried too often).

    It counts as asked for until it is done, so that a worker that dies leaves it to the next; what is asked meanwhile has another
    `asked_at` and is prepared again.
    """
    wanted = _wanted(model, at).filter(pk=pk)
    row: Row | None = wanted.select_related("campaign").first()
    if row is None:
        return False
    if not wanted.filter(attempts=row.attempts).update(lease_until=at + LEASE, attempts=F("attempts") + 1):
        return False
    rows = model._default_manager.filter(pk=pk)
    try:
        work(row, at)
    except Exception as error:
        rows.update(lease_until=None, error=f"{type(error).__name__}: {error}"[:300])
        raise
    rows.update(lease_until=None, attempts=0, error="")
    rows.filter(asked_at=row.asked_at).update(asked_at=None)
    return True


def _wanted(model: type[Row], at: datetime) -> "QuerySet[Any]":
    free = Q(lease_until=None) | Q(lease_until__lte=at)
    return model._default_manager.filter(free, asked_at__isnull=False, attempts__lt=MOST_ATTEMPTS)
