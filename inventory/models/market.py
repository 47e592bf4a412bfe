"""What the market and the platform say of a product, and what was chosen for a sale (playbook P3)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from inventory.models.base import OfShop


class MarketClaim(OfShop):
    """What one import said of one product's market. `says`: {field: value}; a field that is absent was not spoken of."""

    import_no = models.BigIntegerField()
    as_of = models.DateTimeField()
    digest = models.CharField(max_length=64, blank=True, default="")
    says = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["import_no", "shop", "sku"], name="market_claim_once_an_import")]
        indexes = [models.Index(fields=["shop", "sku"], name="market_claim_of_sku")]


class MarketFigures(OfShop):
    """The fold of what was said of a product's market, newest first, and the selection score that follows from it.

    `says`: {field of `inventory.rules.market.FIELDS`: value}; what nobody said is absent and never counts as 0. `score` 0 to 100
    NULL where nothing is known; `coverage_bp`: the share of the weights that something is known of. `parts`: how it came about.
    """

    says = models.JSONField(default=dict)
    as_of = models.DateTimeField(null=True)
    score = models.FloatField(null=True)
    coverage_bp = models.IntegerField(default=0)
    parts = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["shop", "sku"], name="market_figures_once")]
        indexes = [models.Index(fields=["shop", "-score"], name="market_by_score")]


class Choice(OfShop):
    """A product that was chosen for a sale (`campaign_no`, 0: for the next one)."""

    campaign_no = models.BigIntegerField(default=0)
    chosen_at = models.DateTimeField()
    chosen_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["shop", "sku", "campaign_no"], name="choice_once"),
            models.CheckConstraint(condition=Q(campaign_no__gte=0), name="choice_of_a_sale"),
        ]
