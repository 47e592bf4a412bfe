"""Rollups of the facts, kept by `metrics.services`, read by `metrics.queries` only. They can be made anew at any time.

Money is whole minor units of the shop's currency. Slots and hours are slot numbers (UTC epoch // 600); an hour is named by its
first slot and belongs to the shop's clock.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from orders.fields import KeyField
from orders.models import Shop


class SalesSlot(models.Model):
    """The sales of ten minutes: each number at its own clock (see `metrics.definitions`).

    `units_orders`: the paid orders whose pieces are known. `units` is NULL where there are none.
    A slot without orders has no row.
    """

    pk = models.CompositePrimaryKey("shop_id", "slot")
    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="+")
    slot = models.IntegerField()
    placed_orders = models.BigIntegerField(default=0)
    placed_minor = models.BigIntegerField(default=0)
    unpaid_orders = models.BigIntegerField(default=0)
    unpaid_minor = models.BigIntegerField(default=0)
    paid_orders = models.BigIntegerField(default=0)
    revenue_minor = models.BigIntegerField(default=0)
    units = models.BigIntegerField(null=True)
    units_orders = models.BigIntegerField(default=0)
    refund_orders = models.BigIntegerField(default=0)
    refund_minor = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("sales of a slot")
        verbose_name_plural = _("sales by slot")

    def __str__(self) -> str:
        return str(self.slot)


class SkuHour(models.Model):
    """The sales of one SKU in one hour, from the lines of paid orders. `lines`: how many (an order may hold a SKU twice)."""

    pk = models.CompositePrimaryKey("shop_id", "hour", "sku")
    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="+")
    hour = models.IntegerField()
    sku = KeyField()
    lines = models.BigIntegerField(default=0)
    units = models.BigIntegerField(default=0)
    revenue_minor = models.BigIntegerField(default=0)
    refund_minor = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("sales of a SKU in an hour")
        verbose_name_plural = _("sales of SKUs by hour")

    def __str__(self) -> str:
        return f"{self.hour} {self.sku}"


class Rollup(models.TextChoices):
    """Which rollup a mark speaks of. They are filled apart, because a board waits for the sales and not for the SKUs."""

    SALES = "sales", _("sales by slot")
    SKUS = "skus", _("sales of SKUs by hour")


class FillState(models.Model):
    """A mark: the facts of this hour have changed since this rollup of it was filled. No mark: they agree."""

    pk = models.CompositePrimaryKey("shop_id", "rollup", "hour")
    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="+")
    rollup = KeyField(choices=Rollup.choices)
    hour = models.IntegerField()
    marks = models.IntegerField(default=1)

    class Meta:
        verbose_name = _("stale hour")
        verbose_name_plural = _("stale hours")

    def __str__(self) -> str:
        return str(self.hour)
