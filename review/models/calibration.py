"""How right a sale's foresight was, as a worker scored it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign
from review.models.prepared import Prepared


class SaleScore(Prepared):
    """Projections, buffers and alerts of one sale beside what came (`review.queries.scoring`); odds have a score of their own."""

    campaign = models.OneToOneField(Campaign, on_delete=models.CASCADE, related_name="score")

    class Meta:
        verbose_name = _("score of a sale")
        verbose_name_plural = _("scores of sales")

    def __str__(self) -> str:
        return f"score of {self.campaign_id}"
