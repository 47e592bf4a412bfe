"""What a sale is believed to bring and cost, the scenarios kept beside the plan, the odds that follow, and how right they were.

A figure of an input is a decimal in the input's unit (`campaigns.rules.odds.UNITS`): people, a share from 0 to 1, whole minor
units of the campaign's currency, over the whole sale or for each paid order.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from campaigns.models.plan import Campaign


class CostSource(models.TextChoices):
    """Where the three figures of an input come from."""

    TYPED = "typed", _("typed")
    PLAN = "plan", _("the plan's figures")
    TRAFFIC = "traffic", _("the traffic plan")
    OFFERS = "offers", _("the offers on past baskets")
    SALE = "sale", _("an earlier sale")
    SCALED = "scaled", _("an earlier sale, in proportion")
    PRODUCTS = "products", _("the products' cost")
    PLAYBOOK = "playbook", _("the playbook")
    DERIVED = "derived", _("worked out from the other lines")
    ROUGH = "rough", _("a rough figure of the trade")


class CostLine(models.Model):
    """One input of the profit of a sale: low (P10), likely (P50), high (P90). An input without a row is not known."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="costs")
    name = models.CharField(max_length=20)
    low = models.DecimalField(max_digits=27, decimal_places=10)
    likely = models.DecimalField(max_digits=27, decimal_places=10)
    high = models.DecimalField(max_digits=27, decimal_places=10)
    source = models.CharField(max_length=20, choices=CostSource.choices, default=CostSource.TYPED)
    detail = models.CharField(max_length=120, blank=True, default="")

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "name"], name="cost_once_a_campaign"),
            models.CheckConstraint(
                condition=Q(low__gte=0, low__lte=F("likely"), likely__lte=F("high")), name="cost_figures_in_order"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CostScenario(models.Model):
    """Inputs kept under a name, to compare or adopt. `lines`: {input: [low, likely, high, source, detail]}."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="scenarios")
    name = models.CharField(max_length=80)
    lines = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["campaign", "name"], name="scenario_name_once_a_campaign")]

    def __str__(self) -> str:
        return self.name


class OddsResult(models.Model):
    """The answer for one set of inputs, found again by their digest: an undo finds the answer it had.

    `version` is the plan's version at which these inputs first stood. `profit`, `revenue`: 1st to 99th percentile, minor units.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="odds")
    digest = models.CharField(max_length=64)
    version = models.PositiveIntegerField()
    at = models.DateTimeField(auto_now_add=True)
    p_profit = models.FloatField()
    profit = models.JSONField()
    revenue = models.JSONField()
    likely_minor = models.BigIntegerField()
    likely_revenue_minor = models.BigIntegerField()
    bars = models.JSONField()
    swings = models.JSONField()

    class Meta:
        ordering: ClassVar = ["-version", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "digest"], name="odds_once_for_the_same_inputs"),
            models.CheckConstraint(condition=Q(p_profit__gte=0, p_profit__lte=1), name="odds_are_a_share"),
        ]

    def __str__(self) -> str:
        return f"{self.version}"


class OddsScore(models.Model):
    """What came of a sale, beside the odds it had. `is_foresight`: the odds were made before the sale began, so they count."""

    campaign = models.OneToOneField(Campaign, on_delete=models.CASCADE, related_name="odds_score")
    version = models.PositiveIntegerField()
    is_foresight = models.BooleanField()
    p_profit = models.FloatField()
    p_target = models.FloatField()
    profit = models.JSONField()
    target_minor = models.BigIntegerField()
    actual_profit_minor = models.BigIntegerField()
    actual_revenue_minor = models.BigIntegerField()
    recorded_at = models.DateTimeField(auto_now=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["campaign"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(p_profit__gte=0, p_profit__lte=1, p_target__gte=0, p_target__lte=1), name="odds_score_of_shares"
            ),
            models.CheckConstraint(condition=Q(actual_revenue_minor__gte=0), name="odds_score_revenue_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id}"
