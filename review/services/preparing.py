"""Prepare the review of a sale as a row a worker takes: after files that touch it, after a told cost, nightly for 30 days."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from time import monotonic
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.db.models import Q

from campaigns.models import Campaign
from common import bulk
from orders.models import Order, OrderLine, Shop
from review.models import Disagreement, Review, ReviewDay, Settlement, SkuMoney
from review.queries.plan import planned
from review.queries.prepared import REVISED_FOR, prepared
from review.queries.reckoning import Reckoned, reckoned
from review.rules.money.ledger import COSTS
from review.services.calibration import ask_score
from review.services.effect import ask_effect
from review.services.taking import ask, taken, waiting

REVISED_AFTER = timedelta(hours=20)
_ROWS = 1_000


def ask_review(*, campaign: Campaign, at: datetime) -> Review:
    """Write down that the review of a sale is to be prepared anew; asked twice before a worker takes it that is once."""
    return ask(Review, campaign=campaign, at=at)


def ask_touched(*, shop: Shop, hours: Iterable[int], at: datetime, every: bool = False) -> int:
    """Ask for the reviews of the shop's sales that are over and hold one of these slots; return how many.

    `every`: of a list without hours (costs of products) all those that are still revised. While a sale runs every file would
    count it anew: its review comes nightly and when a person asks.
    """
    slots = list(hours)
    over = Campaign.objects.filter(shops=shop, ends_at__lte=at)
    if slots:
        first, last = (datetime.fromtimestamp(slot * 600, tz=at.tzinfo) for slot in (min(slots), max(slots) + 6))
        over = over.overlapping(first, last)
    elif every:
        over = over.filter(ends_at__gt=at - REVISED_FOR)
    else:
        return 0
    return len([ask_review(campaign=campaign, at=at) for campaign in over])


def ask_reviews_due(*, at: datetime) -> int:
    """Ask for every review that ended within 30 days, or became final, and was not prepared since last night; return how many."""
    begun = Campaign.objects.filter(starts_at__lte=at, ends_at__gt=at - REVISED_FOR - timedelta(days=2))
    due = begun.filter(Q(review=None) | Q(review__prepared_at=None) | Q(review__prepared_at__lt=at - REVISED_AFTER))
    return len([ask_review(campaign=campaign, at=at) for campaign in due])


def waiting_reviews(*, at: datetime) -> list[int]:
    """Return the reviews a worker should be rung for; those that were tried too often stay as they are, with their error."""
    return waiting(Review, at=at)


def prepare_review(*, review_id: int, at: datetime) -> bool:
    """Prepare a review that was asked for; False when there was nothing to do (done, taken, tried too often).

    With that of a sale that is over what it really brought, whose profit is the review's, and its score are asked for.
    """
    if not taken(Review, review_id, _prepare, at=at):
        return False
    campaign = Campaign.objects.get(review=review_id)
    if campaign.ends_at <= at:
        ask_effect(campaign=campaign, at=at)
        ask_score(campaign=campaign, at=at)
    return True


def _prepare(review: Review, at: datetime) -> None:
    began = monotonic()
    campaign = review.campaign
    plan = planned(campaign)
    with transaction.atomic():
        bulk.make_room(connection)
        bulk.know_sizes(connection, *(model._meta.db_table for model in (Order, OrderLine, Settlement)))
        found = reckoned(campaign, plan)
    body = prepared(campaign, plan, found, at=at)
    seconds = monotonic() - began
    with transaction.atomic():
        Review.objects.filter(pk=review.pk).update(
            body=body, prepared_at=at, seconds=round(seconds, 2), is_final=body["is_final"]
        )
        on = at.astimezone(ZoneInfo(campaign.time_zone)).date()
        ReviewDay.objects.update_or_create(review=review, on=on, defaults={"at": at, "body": day_of(body)})
        _keep_products(review, found)
        Disagreement.objects.filter(review=review).delete()
        rows = (
            Disagreement(review=review, shop_id=shop, order_no=number, kind=kind, orders_minor=mine, settled_minor=other)
            for shop, number, kind, mine, other in found.disagreeing
        )
        Disagreement.objects.bulk_create(rows, batch_size=_ROWS)


def day_of(body: dict[str, Any]) -> dict[str, Any]:
    """Return what is kept of one day: the money and what was still open."""
    return {
        name: body[name] for name in ("currency", "money", "orders", "settled_orders", "open_refund_minor", "open_cost_share")
    }


def _keep_products(review: Review, found: Reckoned) -> None:
    SkuMoney.objects.filter(review=review).delete()
    rows = (
        SkuMoney(
            review=review,
            shop_id=shop,
            sku=sku,
            units=sums["units"],
            revenue_minor=sums["revenue"],
            profit_minor=sums["profit"],
            is_known=not sums["unknown"],
            parts={"refund": sums["refund"]} | {name: sums[f"cost_{name}"] for name in COSTS if f"cost_{name}" in sums},
        )
        for (shop, sku), sums in found.skus.items()
    )
    SkuMoney.objects.bulk_create(rows, batch_size=_ROWS)
