"""What statements said of the money of orders, entry by entry, and the sum per order. Money in minor units; NULL: not told."""

from typing import ClassVar

from django.db import models

from orders.fields import KeyField
from orders.models import Shop


class Told(models.Model):
    """The amounts of an entry or of an order, as in `review.claims`: what came in, what went out, what was left."""

    received_minor = models.BigIntegerField(null=True)
    subsidy_minor = models.BigIntegerField(null=True)
    refunded_minor = models.BigIntegerField(null=True)
    commission_minor = models.BigIntegerField(null=True)
    payment_fee_minor = models.BigIntegerField(null=True)
    influencer_minor = models.BigIntegerField(null=True)
    carriage_minor = models.BigIntegerField(null=True)
    packing_minor = models.BigIntegerField(null=True)
    price_protection_minor = models.BigIntegerField(null=True)
    other_minor = models.BigIntegerField(null=True)
    paid_out_minor = models.BigIntegerField(null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class SettlementEntry(Told):
    """What one import said in one entry of a statement; kept so that any order of files ends the same and each can be undone."""

    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, related_name="+", db_index=False)
    order_no = KeyField()
    entry_no = KeyField()
    import_no = models.BigIntegerField()
    as_of = models.DateTimeField()
    digest = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["shop", "order_no", "entry_no", "import_no"], name="settlement_entry_once_an_import")
        ]

    def __str__(self) -> str:
        return f"{self.order_no} {self.entry_no}"


class Settlement(Told):
    """What all standing entries say of one order together. `as_of`: of the newest of them."""

    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, related_name="+", db_index=False)
    order_no = KeyField()
    as_of = models.DateTimeField()
    entries = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["shop", "order_no"], name="settlement_once_an_order")]

    def __str__(self) -> str:
        return self.order_no
