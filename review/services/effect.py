"""Measure what a sale really brought, as a row a worker takes: after its review was prepared, and on demand."""

from datetime import datetime
from time import monotonic

from campaigns.models import Campaign
from review.models import Review, SaleEffect
from review.queries.effect import measured
from review.services.taking import ask, taken, waiting


def ask_effect(*, campaign: Campaign, at: datetime) -> SaleEffect:
    """Write down that the effect of a sale is to be measured anew; asked twice before a worker takes it that is once."""
    return ask(SaleEffect, campaign=campaign, at=at)


def waiting_effects(*, at: datetime) -> list[int]:
    """Return the effects a worker should be rung for; those that were tried too often stay as they are, with their error."""
    return waiting(SaleEffect, at=at)


def prepare_effect(*, effect_id: int, at: datetime) -> bool:
    """Measure an effect that was asked for; False when there was nothing to do (done, taken, tried too often)."""
    return taken(SaleEffect, effect_id, _measure, at=at)


def _measure(row: SaleEffect, at: datetime) -> None:
    began = monotonic()
    review = Review.objects.filter(campaign=row.campaign).first()
    body = measured(row.campaign, review.body if review else {}, at=at)
    seconds = round(monotonic() - began, 2)
    SaleEffect.objects.filter(pk=row.pk).update(body=body, prepared_at=at, seconds=seconds)
