"""What is on the shelf, what is kept back, what stands in for it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from inventory.models.base import OfShop
from orders.fields import KeyField


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
