"""What a product does in the shop's baskets, the tier proposed for it, and what a tier means (playbook P4)."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from inventory.models.base import OfShop
from inventory.models.product import ProductTier


class BasketDay(models.Model):
    """The paid baskets of one day of the shop's clock, packed: made anew from the order lines of that day, never told.

    `slot`: number of the day's first slot. `lines`: an Arrow stream, a row a line (basket, SKU, units, paid), baskets by moment
    of payment. `buyers`: eight bytes a basket, a number made from the buyer's key, 0 where the buyer is not known. Gifts and
    lines nothing was paid for are left out. See decision 19.
    """

    shop = models.ForeignKey("orders.Shop", on_delete=models.PROTECT, related_name="+")
    slot = models.BigIntegerField(help_text="number of the day's first slot")
    lines = models.BinaryField()
    buyers = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["shop", "slot"], name="basket_day_once")]

    def __str__(self) -> str:
        return f"{self.slot}"


class ProductFigures(OfShop):
    """What one product did in the window the shop's tiers are judged by, and what follows from it.

    Baskets and their first-time buyers are counted, not estimated. `attached_minor`: what lay beside it in the same baskets.
    `with_a`: baskets in which a product that draws traffic lay beside it. `margin_bp`: price less cost, of the price, in basis
    points, NULL without a cost. `proposal` is empty while too little was sold; `missing_orders` says how many orders more.
    `scores`: {tier: {component: [value 0 to 100 or null, weight]}}; `reason`: [[code, value], ...], put into words where it is
    shown. `stale`: an import touched it since.
    """

    orders = models.IntegerField(default=0)
    units = models.BigIntegerField(default=0)
    revenue_minor = models.BigIntegerField(default=0)
    first_orders = models.IntegerField(default=0)
    single_orders = models.IntegerField(default=0)
    attached_minor = models.BigIntegerField(default=0)
    with_a = models.IntegerField(default=0)
    price_minor = models.BigIntegerField(null=True)
    margin_bp = models.IntegerField(null=True)
    profit_minor = models.BigIntegerField(null=True)
    price_place = models.SmallIntegerField(null=True)
    conversion_bp = models.IntegerField(null=True)
    volume_class = models.CharField(max_length=1, blank=True, default="")
    proposal = models.CharField(max_length=1, choices=ProductTier.choices, blank=True, default="")
    score = models.SmallIntegerField(null=True)
    missing_orders = models.IntegerField(default=0)
    scores = models.JSONField(default=dict)
    reason = models.JSONField(default=list)
    counted_at = models.DateTimeField(null=True)
    stale = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["shop", "sku"], name="product_figures_once")]
        indexes = [
            models.Index(fields=["shop", "proposal"], name="figures_by_proposal"),
            models.Index(fields=["shop"], name="figures_stale", condition=models.Q(stale=True)),
        ]


class TierTerms(models.Model):
    """By what a shop's tiers and selection are judged: editable, one row a shop.

    The window is `window_days` long and ends with `last_on`, or with the last day anything was paid. `weights`: of the
    selection score, {component: percent}; empty means the ordinary ones (playbook P3). `planned_cuts`: the share below the list
    price that the sale in hand plans for a SKU, brought down by whoever knows the plan.
    """

    shop = models.OneToOneField("orders.Shop", on_delete=models.PROTECT, related_name="+")
    window_days = models.PositiveSmallIntegerField(
        _("days looked back"), default=90, validators=[MinValueValidator(1), MaxValueValidator(1_100)]
    )
    last_on = models.DateField(_("last day"), null=True, blank=True)
    minimum_orders = models.PositiveSmallIntegerField(
        _("orders below which nothing is proposed"), default=10, validators=[MinValueValidator(1), MaxValueValidator(1_000)]
    )
    weights = models.JSONField(default=dict, blank=True)
    since = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)
    counted_at = models.DateTimeField(null=True)
    findings = models.JSONField(default=dict)
    planned_cuts = models.JSONField(default=dict, blank=True)

    def __str__(self) -> str:
        return f"{self.shop_id}"


class TierRole(models.Model):
    """What a tier means in one shop: its ordinary offer, its place in the traffic, its rule for stock. Editable."""

    shop = models.ForeignKey("orders.Shop", on_delete=models.PROTECT, related_name="+")
    tier = models.CharField(max_length=1, choices=ProductTier.choices)
    offer_kind = models.CharField(_("ordinary offer"), max_length=30, blank=True, default="")
    offer_bp = models.PositiveSmallIntegerField(_("depth of the offer"), default=0, validators=[MaxValueValidator(10_000)])
    traffic_place = models.CharField(_("place in the traffic"), max_length=300, blank=True, default="")
    buffer_method = models.CharField(_("rule for stock"), max_length=20, blank=True, default="")
    buffer_bp = models.PositiveIntegerField(
        _("pieces above the plan"), null=True, blank=True, validators=[MaxValueValidator(100_000)]
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["shop", "tier"], name="tier_role_once")]

    def __str__(self) -> str:
        return self.tier


class TierAcceptance(models.Model):
    """Proposals that were accepted at once, with what stood before: {sku: [tier, locked, new tier]}. One press takes it back."""

    shop = models.ForeignKey("orders.Shop", on_delete=models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField()
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    changes = models.JSONField(default=dict)
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-accepted_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.accepted_at}"
