"""Products, what they cost and sold for, what is in stock. Keyed by the platform's SKU; a fact may name a SKU unknown here."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from orders.fields import KeyField
from orders.models import Shop


class ProductTier(models.TextChoices):
    """What a product is for: A draws traffic, B is mid-priced, C carries the profit."""

    DRAWS = "A", _("A: draws traffic")
    MIDDLE = "B", _("B: mid-priced")
    PROFITS = "C", _("C: carries the profit")


class OfShop(models.Model):
    """What every row here has: the shop whose SKU it speaks of."""

    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, related_name="+")
    sku = KeyField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.sku


class Supplier(models.Model):
    """Who delivers, and in how many days."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    lead_days = models.PositiveSmallIntegerField(_("days until delivery"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True, default="")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Product(OfShop):
    """One SKU of one shop. `tier_locked`: a person set the tier and no rule changes it."""

    title = models.CharField(_("title"), max_length=300, blank=True, default="")
    cost_minor = models.BigIntegerField(_("cost"), null=True, blank=True)
    list_price_minor = models.BigIntegerField(_("list price"), null=True, blank=True)
    tier = models.CharField(_("tier"), max_length=1, choices=ProductTier.choices, blank=True, default="")
    tier_locked = models.BooleanField(_("tier set by hand"), default=False)
    scores = models.JSONField(_("scores"), default=dict, blank=True)
    supplier = models.ForeignKey(Supplier, on_delete=models.SET_NULL, null=True, blank=True, related_name="products")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["shop", "sku"], name="product_once")]


class PricePoint(OfShop):
    """From when on a SKU sold at which price (the proof behind a lowest-price promise)."""

    since = models.DateTimeField(_("since"))
    price_minor = models.BigIntegerField(_("price"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["shop", "sku", "since"], name="price_point_once")]


class StockCount(OfShop):
    """What was on the shelf at a moment."""

    counted_at = models.DateTimeField(_("counted at"))
    units = models.IntegerField(_("units"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["shop", "sku", "counted_at"], name="stock_count_once")]


class Buffer(OfShop):
    """How many units to keep back."""

    units = models.PositiveIntegerField(_("units"))
    reason = models.CharField(_("reason"), max_length=200, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["shop", "sku"], name="buffer_once")]


class Substitute(OfShop):
    """Which SKU to offer when this one is gone, best first."""

    other_sku = KeyField()
    rank = models.PositiveSmallIntegerField(_("rank"), default=1)

    class Meta:
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(fields=["shop", "sku", "other_sku"], name="substitute_once"),
            models.CheckConstraint(condition=~Q(sku=F("other_sku")), name="substitute_is_another"),
        ]
