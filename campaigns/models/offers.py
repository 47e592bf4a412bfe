"""The offers of a sale (playbook P6): what a buyer gets, on what, when, how often, beside what, and who pays for it.

Money is in minor units of the campaign's currency, shares in basis points (10,000 = 100%), slots UTC epoch seconds // 600.
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from campaigns.models.plan import Campaign


class OfferKind(models.TextChoices):
    """What an offer gives. Each kind reads only its own figures of the row."""

    PERCENT_OFF = "percent_off", _("Percent off")
    AMOUNT_OFF = "amount_off", _("Amount off each piece")
    FIXED_PRICE = "fixed_price", _("Fixed price")
    SPEND_STEPS = "spend_steps", _("Spend and save")
    BUY_GET = "buy_get", _("Buy some, get some free")
    GIFT = "gift", _("Gift")
    COUPON = "coupon", _("Coupon")
    FREE_SHIPPING = "free_shipping", _("Free shipping")
    DEPOSIT = "deposit", _("Deposit that counts for more")
    PLATFORM_STEPS = "platform_steps", _("Spend and save across shops")
    LOYAL = "loyal", _("For loyal buyers only")


class Offer(models.Model):
    """One offer.

    `skus`, `tiers`, `categories`, `shops` narrow what it is for, each list alone and all together; an empty list narrows
    nothing. `excluded_skus` are left out whatever else stands. No slots mean the sale's own window. `steps` is
    [[from, off], ...] in minor units. Limits that are None limit nothing. The lowest `priority` comes first; of one `group`
    only the best for the buyer is used; what does not stack is used alone. The four shares make 10,000.
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

    off_bp = models.PositiveIntegerField(null=True)
    amount_minor = models.BigIntegerField(null=True)
    threshold_minor = models.BigIntegerField(null=True)
    steps = models.JSONField(default=list)
    repeats = models.BooleanField(default=False)
    buy_units = models.PositiveIntegerField(null=True)
    get_units = models.PositiveIntegerField(null=True)
    gift_sku = models.CharField(max_length=100, blank=True, default="")
    deposit_minor = models.BigIntegerField(null=True)
    code = models.CharField(max_length=40, blank=True, default="")

    limit_per_order = models.PositiveIntegerField(null=True)
    limit_per_buyer = models.PositiveIntegerField(null=True)
    limit_total = models.PositiveIntegerField(null=True)
    budget_minor = models.BigIntegerField(null=True)

    priority = models.PositiveIntegerField(default=100)
    group = models.CharField(max_length=40, blank=True, default="")
    stacks = models.BooleanField(default=True)
    shop_bp = models.PositiveIntegerField(default=10_000)
    platform_bp = models.PositiveIntegerField(default=0)
    brand_bp = models.PositiveIntegerField(default=0)
    influencer_bp = models.PositiveIntegerField(default=0)
    note = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        ordering: ClassVar = ["priority", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(shop_bp=10_000 - F("platform_bp") - F("brand_bp") - F("influencer_bp")), name="offer_payers_make_all"
            ),
            models.CheckConstraint(
                condition=Q(start_slot__isnull=True, end_slot__isnull=True) | Q(end_slot__gt=F("start_slot")),
                name="offer_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=(Q(amount_minor__isnull=True) | Q(amount_minor__gte=0))
                & (Q(threshold_minor__isnull=True) | Q(threshold_minor__gte=0))
                & (Q(deposit_minor__isnull=True) | Q(deposit_minor__gte=0))
                & (Q(budget_minor__isnull=True) | Q(budget_minor__gte=0)),
                name="offer_amounts_not_negative",
            ),
            models.CheckConstraint(condition=Q(off_bp__isnull=True) | Q(off_bp__lte=10_000), name="offer_gives_at_most_all"),
        ]

    def __str__(self) -> str:
        return self.name
