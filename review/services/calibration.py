"""Score the foresight of a sale that is over, as a row a worker takes: after its review was prepared."""

from datetime import datetime
from time import monotonic

from campaigns.models import Campaign
from review.models import SaleScore
from review.queries.scoring import scored
from review.services.taking import ask, taken, waiting


def ask_score(*, campaign: Campaign, at: datetime) -> SaleScore:
    """Write down that a sale is to be scored anew; asked twice before a worker takes it that is once."""
    return ask(SaleScore, campaign=campaign, at=at)


def waiting_scores(*, at: datetime) -> list[int]:
    """Return the scores a worker should be rung for; those that were tried too often stay as they are, with their error."""
    return waiting(SaleScore, at=at)


def prepare_score(*, score_id: int, at: datetime) -> bool:
    """Score a sale that was asked for; False when there was nothing to do (done, taken, tried too often)."""
    return taken(SaleScore, score_id, _score, at=at)


def _score(row: SaleScore, at: datetime) -> None:
    began = monotonic()
    body = scored(row.campaign)
    SaleScore.objects.filter(pk=row.pk).update(body=body, prepared_at=at, seconds=round(monotonic() - began, 2))
