"""What a page of the review reads: the prepared row, and the long lists beside it."""

from datetime import datetime

from django.db.models import QuerySet

from campaigns.models import Campaign
from review.models import Disagreement, Review, ReviewDay, SkuMoney


def latest_reviewed(*, at: datetime) -> Campaign | None:
    """Return the sale that began last; None before the first one."""
    return Campaign.objects.filter(starts_at__lte=at).order_by("-starts_at", "-pk").first()


def reviewed_sales(*, at: datetime, limit: int = 12) -> list[Campaign]:
    """Return the sales that have begun, the newest first."""
    return list(Campaign.objects.filter(starts_at__lte=at).order_by("-starts_at", "-pk")[:limit])


def review_of(campaign: Campaign) -> Review | None:
    """Return the review of a sale; None while nobody asked for it."""
    return Review.objects.filter(campaign=campaign).first()


def days_of(review: Review) -> QuerySet[ReviewDay]:
    """Return what it said each day, the newest first."""
    return review.days.order_by("-on")


def disagreements_of(review: Review) -> QuerySet[Disagreement]:
    """Return the orders of which two files say different things."""
    return review.disagreements.order_by("kind", "order_no", "pk")


def products_of(review: Review) -> QuerySet[SkuMoney]:
    """Return the products of the sale, what lost most first."""
    return review.products.order_by("profit_minor", "pk")
