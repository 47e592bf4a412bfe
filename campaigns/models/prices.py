"""Planned prices: what a product costs in each stage, how prices go back afterwards, the last check of their history."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.models.plan import Campaign, StageKind
from orders.fields import KeyField


class PlannedPrice(models.Model):
    """The price of one SKU in one stage of the sale, in minor units of the campaign's currency."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="prices")
    shop = models.ForeignKey("orders.Shop", on_delete=models.PROTECT, related_name="+")
    sku = KeyField()
    stage = models.CharField(_("stage"), max_length=20, choices=StageKind.choices)
    price_minor = models.BigIntegerField(_("price"))

    class Meta:
        ordering: ClassVar = ["shop", "sku", "stage"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "shop", "sku", "stage"], name="planned_price_once"),
            models.CheckConstraint(condition=Q(price_minor__gte=0), name="planned_price_not_negative"),
        ]

    def __str__(self) -> str:
        return self.sku


class PriceTerms(models.Model):
    """How the prices of one plan are judged and brought back: the rules with their figures, the days and the ending.

    `rules`: [{"key": rule, ...figures that differ from its own}]; `ending`: on what a proposed price ends, one of
    `campaigns.rules.prices.ENDINGS`.
    """

    campaign = models.OneToOneField(Campaign, on_delete=models.CASCADE, related_name="price_terms")
    rules = models.JSONField(default=list)
    back_days = models.PositiveSmallIntegerField(_("days back to the ordinary price"), default=3)
    ending = models.CharField(_("prices end on"), max_length=10, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(back_days__gte=1, back_days__lte=30), name="price_back_days_in_bounds"),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id}"


class PriceCheck(models.Model):
    """The last check of a plan's prices against their history: of which version, when, with which result.

    `verdicts`: one plain row for each planned price, as `campaigns.queries.verdicts` writes and reads them.
    """

    campaign = models.OneToOneField(Campaign, on_delete=models.CASCADE, related_name="price_check")
    version = models.PositiveIntegerField()
    at = models.DateTimeField()
    fingerprint = models.CharField(max_length=64)
    counts = models.JSONField(default=dict)
    verdicts = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.version}"
