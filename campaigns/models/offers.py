"""The offers of a sale (playbook P6): what a buyer gets, on what, when, how often, beside what, and who pays for it.

Money is in minor units of the campaign's currency, shares in basis points (10,000 = 100%), slots UTC epoch seconds // 600.
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from campaigns.models.plan import Campaign


class OfferKind(models.TextChoices):
    """What an offer gives, as the pricing rules know it. Each kind reads only its own figures of the row."""

    PERCENT_OFF = "percent_off", _("Percent off")
    AMOUNT_OFF = "amount_off", _("Amount off each piece")
    FIXED_PRICE = "fixed_price", _("Fixed price")
    SPEND_AND_SAVE = "spend_and_save", _("Spend and save")
    BUY_GET = "buy_get", _("Buy some, get some")
    GIFT = "gift", _("Gift")
    COUPON = "coupon", _("Coupon")
    FREE_SHIPPING = "free_shipping", _("Free shipping")
    DEPOSIT = "deposit", _("Deposit that counts for more")
    PLATFORM = "platform", _("Spend and save across shops")


class MeasuredOn(models.TextChoices):
    """What a minimum or a step is held against."""

    REMAINING = "remaining", _("what is still to be paid")
    PIECE_PRICES = "piece_prices", _("the prices of the pieces, before coupons and steps")


class GroupChoice(models.TextChoices):
    """Which offer of a group an order gets."""

    BEST = "best", _("the best for the buyer")
    PRIORITY = "priority", _("the one with the highest priority")


class Offer(models.Model):
    """One offer.

    `skus`, `tiers`, `categories`, `shops` narrow what it is for, each list alone and all together; an empty list narrows
    nothing. `excluded_skus` are left out whatever else stands. No slots mean the sale's own window. `steps` is
    [[from, off], ...] in minor units. Limits that are None limit nothing. The highest `priority` comes first; of one `group`
    an order gets one; what does not stack shares no line but with the offers whose keys are in `stacks_with`. The four shares
    make 10,000.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="offers")
    kind = models.CharField(max_length=20, choices=OfferKind.choices)
    name = models.CharField(max_length=120)
    start_slot = models.BigIntegerField(null=True)
    end_slot = models.BigIntegerField(null=True)

    skus = models.JSONField(default=list)
    tiers = models.JSONField(default=list)
    categories = models.JSONField(default=list)
    shops = models.JSONField(default=list)
    excluded_skus = models.JSONField(default=list)
    buyer_tiers = models.JSONField(default=list)

    minimum_minor = models.BigIntegerField(default=0)
    minimum_units = models.PositiveIntegerField(default=0)
    measured_on = models.CharField(max_length=20, choices=MeasuredOn.choices, default=MeasuredOn.REMAINING)

    percent_bp = models.PositiveIntegerField(null=True)
    value_minor = models.BigIntegerField(null=True)
    most_minor = models.BigIntegerField(null=True)
    steps = models.JSONField(default=list)
    repeats = models.BooleanField(default=False)
    buy_units = models.PositiveIntegerField(null=True)
    get_units = models.PositiveIntegerField(null=True)
    same_product = models.BooleanField(default=False)
    gift_sku = models.CharField(max_length=100, blank=True, default="")
    gift_units = models.PositiveIntegerField(default=1)
    gift_worth_minor = models.BigIntegerField(default=0)
    deposit_minor = models.BigIntegerField(null=True)
    counts_minor = models.BigIntegerField(null=True)
    code = models.CharField(max_length=40, blank=True, default="")
    must_be_held = models.BooleanField(default=False)

    limit_per_order = models.PositiveIntegerField(null=True)
    limit_per_buyer = models.PositiveIntegerField(null=True)
    limit_total = models.PositiveIntegerField(null=True)
    budget_minor = models.BigIntegerField(null=True)

    priority = models.PositiveIntegerField(default=0)
    group = models.CharField(max_length=40, blank=True, default="")
    group_choice = models.CharField(max_length=20, choices=GroupChoice.choices, default=GroupChoice.BEST)
    stacks = models.BooleanField(default=True)
    stacks_with = models.JSONField(default=list)
    shop_bp = models.PositiveIntegerField(default=10_000)
    platform_bp = models.PositiveIntegerField(default=0)
    brand_bp = models.PositiveIntegerField(default=0)
    influencer_bp = models.PositiveIntegerField(default=0)
    note = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        ordering: ClassVar = ["-priority", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(shop_bp=10_000 - F("platform_bp") - F("brand_bp") - F("influencer_bp")), name="offer_payers_make_all"
            ),
            models.CheckConstraint(
                condition=Q(start_slot__isnull=True, end_slot__isnull=True) | Q(end_slot__gt=F("start_slot")),
                name="offer_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(minimum_minor__gte=0, gift_worth_minor__gte=0)
                & (Q(value_minor__isnull=True) | Q(value_minor__gte=0))
                & (Q(most_minor__isnull=True) | Q(most_minor__gte=0))
                & (Q(deposit_minor__isnull=True) | Q(deposit_minor__gte=0))
                & (Q(counts_minor__isnull=True) | Q(counts_minor__gte=0))
                & (Q(budget_minor__isnull=True) | Q(budget_minor__gte=0)),
                name="offer_amounts_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(percent_bp__isnull=True) | Q(percent_bp__lte=10_000), name="offer_gives_at_most_all"
            ),
        ]

    def __str__(self) -> str:
        return self.name
