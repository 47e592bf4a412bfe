"""What the buffers of a sale were worked out from, and what was chosen before, so that a choice can be taken back."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class BufferPlan(models.Model):
    """The terms of the buffers of one sale (`campaign_no`, 0: no sale) in one shop; shares in basis points (10,000 = 100%).

    `[starts_at, ends_at)`: the sale. `level`: by how much its total may be off (standard deviation of its logarithm).
    `day_shares`: the part of the sale each of its days brings. `errors`: `inventory.rules.demand.Errors`, packed, from which
    the demand of every row can be made again. `made_at`: when the rows were last worked out.
    """

    shop = models.ForeignKey("orders.Shop", on_delete=models.CASCADE, related_name="+")
    campaign_no = models.BigIntegerField(default=0)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    clearance_bp = models.PositiveIntegerField(_("clearance value"), default=5_000)
    holding_bp = models.PositiveIntegerField(_("cost of keeping"), default=300)
    substitution_bp = models.PositiveIntegerField(_("buyers who take another"), default=2_000)
    flat_bp = models.PositiveIntegerField(_("flat share"), default=2_000)
    platform_bp = models.PositiveIntegerField(_("the platform's demand"), default=5_000)
    level = models.FloatField(default=0)
    day_shares = models.JSONField(default=list)
    errors = models.JSONField(default=dict)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["shop", "campaign_no"], name="buffer_plan_once_a_sale"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="buffer_sale_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(clearance_bp__lte=10_000, holding_bp__lte=10_000, substitution_bp__lte=10_000),
                name="buffer_shares_are_shares",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_no}"


class BufferChange(models.Model):
    """One choice of buffers: what the rows it changed were before, newest taken back first.

    `before`: [[sku, method, units, reason], ...].
    """

    shop = models.ForeignKey("orders.Shop", on_delete=models.CASCADE, related_name="+")
    campaign_no = models.BigIntegerField(default=0)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    before = models.JSONField(default=list)

    class Meta:
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(fields=["shop", "campaign_no"], name="buffer_change_of_sale")]

    def __str__(self) -> str:
        return f"{self.campaign_no}"
