"""What the finder of abnormal orders remembers between two runs: what to look at, what is usual, which addresses it has seen."""

from django.db import models

from orders.fields import KeyField
from orders.models import Shop


class StaleSpan(models.Model):
    """Orders to look at: those of the shop from `first_no` to `last_no`, both included, in the order of their bytes."""

    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, db_constraint=False, related_name="+")
    first_no = KeyField()
    last_no = KeyField()

    def __str__(self) -> str:
        return f"{self.first_no} - {self.last_no}"


class UsualQuantity(models.Model):
    """How many pieces an order line of a SKU holds at most as a rule: from `lines` lines, `limit` by the shop's thresholds."""

    pk = models.CompositePrimaryKey("shop_id", "sku")
    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, db_constraint=False, db_index=False, related_name="+")
    sku = KeyField()
    lines = models.IntegerField()
    usual = models.IntegerField()
    limit = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.sku}: {self.limit}"


class FinderState(models.Model):
    """What the last run rested on: when the usual quantities were counted and from how many lines, and what was told from above.

    `told`: a digest of the floors; another one means that all open orders are looked at again.
    """

    shop = models.OneToOneField(Shop, on_delete=models.PROTECT, primary_key=True, related_name="+")
    usual_at = models.DateTimeField(null=True)
    usual_lines = models.IntegerField(default=0)
    told = models.CharField(max_length=64, default="")
    ran_at = models.DateTimeField(null=True)
    seconds = models.FloatField(default=0)
    looked_at = models.IntegerField(default=0)

    def __str__(self) -> str:
        return str(self.shop_id)


class AddressSeen(models.Model):
    """An order was to be sent to this address in exports from `first_at` to `last_at` (UTC epoch seconds), by a keyed digest.

    The address itself is never kept. An order with one row has had one address: its `last_at` is then not kept up.
    """

    pk = models.CompositePrimaryKey("shop_id", "order_no", "digest")
    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, db_constraint=False, db_index=False, related_name="+")
    order_no = KeyField()
    digest = KeyField()
    first_at = models.BigIntegerField()
    last_at = models.BigIntegerField()

    def __str__(self) -> str:
        return self.order_no
