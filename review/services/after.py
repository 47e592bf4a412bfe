"""Count the days after a sale as a row a worker fills: with each new state of the review, and every night for three months."""

from datetime import datetime, timedelta

from django.db.models import F, Q

from campaigns.models import Campaign
from review.models import AfterSale
from review.queries.after import cohorts_of
from review.queries.price_return import price_return
from review.rules.cohorts import LONGEST

LEASE = timedelta(minutes=10)
COUNTED_AFTER = timedelta(hours=20)
FOLLOWED_FOR = timedelta(days=LONGEST + 2)


def ask_after(*, campaign: Campaign) -> AfterSale:
    """Write down that the days after a sale are to be counted anew; a worker takes it within minutes."""
    row, _made = AfterSale.objects.get_or_create(campaign=campaign)
    AfterSale.objects.filter(pk=row.pk).update(prepared_at=None)
    row.refresh_from_db()
    return row


def after_due(*, at: datetime) -> list[Campaign]:
    """Return the sales whose days after should be counted now.

    Over for at most three months and not counted since last night; or asked for; or the review has become newer since.
    """
    over = Campaign.objects.filter(ends_at__lte=at)
    never = Q(after_sale=None) | Q(after_sale__prepared_at=None)
    nightly = Q(ends_at__gt=at - FOLLOWED_FOR, after_sale__prepared_at__lt=at - COUNTED_AFTER)
    newer = Q(review__prepared_at__isnull=False) & (
        Q(after_sale__review_at=None) | Q(review__prepared_at__gt=F("after_sale__review_at"))
    )
    free = Q(after_sale=None) | Q(after_sale__lease_until=None) | Q(after_sale__lease_until__lte=at)
    return list(over.filter(free, never | nightly | newer).select_related("review").order_by("-ends_at"))


def count_after(*, campaign: Campaign, at: datetime) -> bool:
    """Count the days after one sale; False when another worker is at it."""
    row, _made = AfterSale.objects.get_or_create(campaign=campaign)
    free = AfterSale.objects.filter(Q(lease_until=None) | Q(lease_until__lte=at), pk=row.pk)
    if not free.update(lease_until=at + LEASE):
        return False
    review = getattr(campaign, "review", None)
    try:
        prices, cohorts = price_return(campaign, at=at), cohorts_of(campaign, at=at)
    except Exception as error:
        AfterSale.objects.filter(pk=row.pk).update(error=f"{type(error).__name__}: {error}"[:300])
        raise
    AfterSale.objects.filter(pk=row.pk).update(
        prices=prices,
        cohorts=cohorts,
        prepared_at=at,
        review_at=review.prepared_at if review else None,
        lease_until=None,
        error="",
    )
    return True
