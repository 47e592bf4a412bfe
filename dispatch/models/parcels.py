"""Parcels: which waybills carry which orders, and from which warehouse an order leaves.

Two channels tell: files of orders, and programs of the warehouse by the interface. Within a channel the newest telling about an
order stands, whole; between the two the newer one has the word (`dispatch.queries.parcels`). What files say is folded again
when an import is undone; what programs say stays. Order numbers are natural keys: a parcel may be told before its order.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from orders.fields import KeyField
from orders.models import Shop


class ToldBy(models.IntegerChoices):
    """Who told of a parcel."""

    FILE = 1, _("a file")
    PROGRAM = 2, _("a program")


class Telling(models.Model):
    """What one channel says of one order. `as_of`: UTC epoch seconds; `digest` settles what two tellings of one second say."""

    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, db_constraint=False, db_index=False, related_name="+")
    told_by = models.SmallIntegerField(choices=ToldBy.choices)
    order_no = KeyField()
    as_of = models.BigIntegerField()
    digest = KeyField()

    class Meta:
        abstract = True


class Parcel(Telling):
    """An order lies in the parcel of this waybill. A waybill with several orders is a merged parcel."""

    pk = models.CompositePrimaryKey("shop_id", "order_no", "told_by", "waybill")
    waybill = KeyField()
    carrier = models.TextField(null=True)  # noqa: DJ001 - unknown is NULL

    class Meta:
        verbose_name = _("parcel")
        verbose_name_plural = _("parcels")
        indexes = [models.Index(fields=["waybill"], name="parcel_waybill")]

    def __str__(self) -> str:
        return f"{self.waybill} {self.order_no}"


class OrderWarehouse(Telling):
    """An order leaves from this warehouse. Kept apart from the waybill: files that tell one are mostly silent on the other."""

    pk = models.CompositePrimaryKey("shop_id", "order_no", "told_by")
    warehouse = models.TextField()

    class Meta:
        verbose_name = _("warehouse of an order")
        verbose_name_plural = _("warehouses of orders")

    def __str__(self) -> str:
        return f"{self.order_no} {self.warehouse}"
