"""The review of a sale as the worker prepared it, and what it said each day. Money in minor units of the sale's currency."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign
from orders.fields import KeyField
from orders.models import Shop
from review.models.prepared import Prepared


class Review(Prepared):
    """One sale looked back on. `is_final`: 30 days have passed since the sale; later files still revise it."""

    campaign = models.OneToOneField(Campaign, on_delete=models.CASCADE, related_name="review")
    is_final = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["-campaign__starts_at"]

    def __str__(self) -> str:
        return f"review of {self.campaign_id}"


class ReviewDay(models.Model):
    """What the review said on one day of the sale's clock: the last state of that day, so that every revision can be seen."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="days")
    on = models.DateField()
    at = models.DateTimeField()
    body = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["on"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["review", "on"], name="review_once_a_day")]

    def __str__(self) -> str:
        return f"{self.on}"


class SkuMoney(models.Model):
    """The money of one product in one sale: pieces, revenue and profit to sort by, every part in `parts`, what is known of it.

    `parts`: {part: minor units, costs above zero}; a part that is absent is not known.
    """

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="products")
    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, related_name="+", db_index=False)
    sku = KeyField(blank=True, default="")
    units = models.BigIntegerField(default=0)
    revenue_minor = models.BigIntegerField(default=0)
    profit_minor = models.BigIntegerField(default=0)
    is_known = models.BooleanField(default=False)
    parts = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["profit_minor", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["review", "shop", "sku"], name="sku_money_once_a_review")]

    def __str__(self) -> str:
        return self.sku


class Disagreement(models.Model):
    """An order of the sale of which two files say different things; `orders_minor` and `settled_minor` are what each says."""

    class Kind(models.TextChoices):
        """What they disagree about."""

        RECEIVED = "received", _("received is not what the order came to")
        REFUNDED = "refunded", _("refunded is not what the order says")
        STATEMENT = "statement", _("the statement does not add up")
        REFUND_OVER = "refund_over", _("more refunded than the order came to")
        LINES = "lines", _("the lines do not add up to the order")

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="disagreements")
    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, related_name="+", db_index=False)
    order_no = KeyField()
    kind = models.CharField(max_length=12, choices=Kind.choices)
    orders_minor = models.BigIntegerField()
    settled_minor = models.BigIntegerField()

    class Meta:
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [models.Index(fields=["review", "kind"], name="disagreement_by_kind")]

    def __str__(self) -> str:
        return self.order_no


class ToldCost(models.Model):
    """What a person told of a cost that no file tells: people, leftover stock, other. One amount for the whole sale."""

    class Name(models.TextChoices):
        """Which costs may be told."""

        PEOPLE = "people", _("People")
        LEFTOVER = "leftover", _("Leftover stock")
        OTHER = "other", _("Other costs")

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="told_costs")
    name = models.CharField(max_length=12, choices=Name.choices)
    amount_minor = models.BigIntegerField()
    note = models.CharField(max_length=200, blank=True, default="")
    told_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    told_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "name"], name="told_cost_once_a_campaign"),
            models.CheckConstraint(condition=models.Q(amount_minor__gte=0), name="told_cost_not_negative"),
        ]

    def __str__(self) -> str:
        return self.name
