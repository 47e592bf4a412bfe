"""What came after a sale and month by month, as the worker counted it: pages read these rows and add nothing up."""

from typing import Any, ClassVar

from django.db import models

from campaigns.models import Campaign
from orders.models import Shop
from review.models.prepared import Prepared


class AfterSale(Prepared):
    """The days after a sale: prices on their way back, buyers won and their second purchases (`review.queries.after`).

    `review_at`: the state of the review it was counted with, so that new files count it anew.
    """

    campaign = models.OneToOneField(Campaign, on_delete=models.CASCADE, related_name="after_sale")
    review_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"after {self.campaign_id}"

    @property
    def prices(self) -> dict[str, Any]:
        """What `price_return` told; empty until a worker has counted."""
        told: dict[str, Any] = self.body.get("prices", {})
        return told

    @property
    def cohorts(self) -> dict[str, Any]:
        """What `cohorts_of` told; empty until a worker has counted."""
        told: dict[str, Any] = self.body.get("cohorts", {})
        return told


class FunnelMonth(models.Model):
    """One month of one shop's clock: `review.rules.funnel.MonthCounts`, and who of the buyers won in it bought again.

    `again`: {days: buyers} within 30, 60 and 90 days, or so far; `days_seen`: how many days have passed for all of them.
    """

    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, related_name="+", db_index=False)
    month = models.DateField(help_text="its first day")
    visitors = models.BigIntegerField(null=True)
    placed = models.BigIntegerField(default=0)
    paid = models.BigIntegerField(default=0)
    new_buyers = models.BigIntegerField(default=0)
    new_orders = models.BigIntegerField(default=0)
    old_buyers = models.BigIntegerField(default=0)
    old_orders = models.BigIntegerField(default=0)
    asked = models.BigIntegerField(default=0)
    asked_paid = models.BigIntegerField(default=0)
    again = models.JSONField(default=dict)
    days_seen = models.PositiveSmallIntegerField(default=0)
    counted_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["month", "shop"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["shop", "month"], name="funnel_month_once")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"
