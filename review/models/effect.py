"""What a sale really brought, as a worker measured it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign
from review.models.prepared import Prepared


class SaleEffect(Prepared):
    """The effect of one sale: what came beside what would have come without it (`review.queries.effect`)."""

    campaign = models.OneToOneField(Campaign, on_delete=models.CASCADE, related_name="effect")

    class Meta:
        verbose_name = _("effect of a sale")
        verbose_name_plural = _("effects of sales")

    def __str__(self) -> str:
        return f"effect of {self.campaign_id}"
