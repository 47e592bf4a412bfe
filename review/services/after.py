"""Count the days after a sale as a row a worker fills: with each new state of the review, and every night for three months."""

from datetime import datetime, timedelta

from django.db.models import F, Q

from campaigns.models import Campaign
from review.models import AfterSale
from review.queries.after import cohorts_of
from review.queries.price_return import price_return
from review.rules.cohorts import LONGEST
from review.services.taking import MOST_ATTEMPTS, ask, taken

COUNTED_AFTER = timedelta(hours=20)
FOLLOWED_FOR = timedelta(days=LONGEST + 2)


def ask_after(*, campaign: Campaign, at: datetime) -> AfterSale:
    """Write down that the days after a sale are to be counted anew; a worker takes it within minutes."""
    return ask(AfterSale, campaign=campaign, at=at)


def after_due(*, at: datetime) -> list[Campaign]:
    """Return the sales whose days after should be counted now.

    Over for at most three months and not counted since last night; or asked for; or the review has become newer since. What was
    tried too often waits until somebody asks.
    """
    over = Campaign.objects.filter(ends_at__lte=at)
    asked = Q(after_sale=None) | Q(after_sale__asked_at__isnull=False)
    nightly = Q(ends_at__gt=at - FOLLOWED_FOR, after_sale__prepared_at__lt=at - COUNTED_AFTER)
    newer = Q(review__prepared_at__isnull=False) & (
        Q(after_sale__review_at=None) | Q(review__prepared_at__gt=F("after_sale__review_at"))
    )
    unleased = Q(after_sale__lease_until=None) | Q(after_sale__lease_until__lte=at)
    free = Q(after_sale=None) | (unleased & Q(after_sale__attempts__lt=MOST_ATTEMPTS))
    return list(over.filter(free, asked | nightly | newer).order_by("-ends_at"))


def count_after(*, campaign: Campaign, at: datetime) -> bool:
    """Count the days after one sale; False when another worker is at it."""
    row = AfterSale.objects.filter(campaign=campaign).first()
    if row is None or row.asked_at is None:
        row = ask_after(campaign=campaign, at=at)
    return taken(AfterSale, row.pk, _count, at=at)


def _count(row: AfterSale, at: datetime) -> None:
    review = getattr(row.campaign, "review", None)
    body = {"prices": price_return(row.campaign, at=at), "cohorts": cohorts_of(row.campaign, at=at)}
    AfterSale.objects.filter(pk=row.pk).update(body=body, prepared_at=at, review_at=review.prepared_at if review else None)
