"""What a projection stands on: curves of sales that are over, what is known of a day in its morning, how good it was."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class SaleCurve(models.Model):
    """A sale that is over: revenue of each of its slots (minor units), and its target (0: none), for the next of its kind."""

    campaign = models.OneToOneField("campaigns.Campaign", on_delete=models.CASCADE, related_name="sale_curve")
    kept_at = models.DateTimeField()
    target_minor = models.BigIntegerField()
    revenue: "models.JSONField[list[int], list[int]]" = models.JSONField()

    class Meta:
        verbose_name = _("curve of a sale")
        verbose_name_plural = _("curves of sales")

    def __str__(self) -> str:
        """Name the campaign."""
        return f"curve of campaign {self.campaign_id}"


class KnownMorning(models.Model):
    """All that a shop's past says of one ordinary day before it begins (`rules.projection.ordinary.Morning`), for one metric.

    Made anew every night and after an import into past days; only the newest of a shop and metric is kept. `known` is empty where
    there is no clean day yet.
    """

    shop = models.ForeignKey("orders.Shop", on_delete=models.CASCADE, related_name="+")
    metric = models.CharField(max_length=30)
    day = models.DateField()
    made_at = models.DateTimeField()
    known: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField()

    class Meta:
        verbose_name = _("known morning")
        verbose_name_plural = _("known mornings")
        constraints = [models.UniqueConstraint(fields=["shop", "metric"], name="live_one_morning")]

    def __str__(self) -> str:
        """Name metric and day."""
        return f"{self.metric} of {self.day}"


class BacktestResult(models.Model):
    """How good the projection would have been on a shop's own days (`rules.projection.scores`), for one metric."""

    shop = models.ForeignKey("orders.Shop", on_delete=models.CASCADE, related_name="+")
    metric = models.CharField(max_length=30)
    made_at = models.DateTimeField()
    scores: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField()

    class Meta:
        verbose_name = _("back-test")
        verbose_name_plural = _("back-tests")
        constraints = [models.UniqueConstraint(fields=["shop", "metric"], name="live_one_backtest")]

    def __str__(self) -> str:
        """Name the metric."""
        return self.metric
