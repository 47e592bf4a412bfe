"""The 72-hour clock (playbook C1): how long a shop has to ship, when its warehouse works, and what was counted last."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from orders.fields import KeyField
from orders.models import Shop

EVERY_DAY = 0b1111111


class ClockRule(models.Model):
    """What a shop promises and how its warehouse works; NULL stands for the default of its platform (`rules.clock.limits`).

    `hours`: from the payment until the parcel must have left; `sale_hours` for what is paid while one of `sales` runs, half-open
    pairs of slot numbers that the plan tells. `work_from`, `work_until`: minutes of the shop's day; `work_days`: a bit a weekday,
    Monday the lowest. On `off_days` (ISO dates) nobody works, and the clock stands still too where `stands_still`.
    A late order costs `late_share` of its amount, at least `late_least_minor`, at most `late_most_minor`; all NULL: not told.
    Orders paid more than `forget_days` ago that no file calls shipped are counted apart: the files are old, not the parcels.
    """

    shop = models.OneToOneField(Shop, on_delete=models.PROTECT, primary_key=True, related_name="+")
    hours = models.PositiveSmallIntegerField(null=True)
    sale_hours = models.PositiveSmallIntegerField(null=True)
    sales: Any = models.JSONField(default=list)
    work_from = models.PositiveSmallIntegerField(default=8 * 60)
    work_until = models.PositiveSmallIntegerField(default=22 * 60)
    work_days = models.PositiveSmallIntegerField(default=EVERY_DAY)
    off_days: Any = models.JSONField(default=list)
    stands_still = models.BooleanField(default=False)
    late_share = models.FloatField(null=True)
    late_least_minor = models.BigIntegerField(null=True)
    late_most_minor = models.BigIntegerField(null=True)
    forget_days = models.PositiveSmallIntegerField(default=30)

    def __str__(self) -> str:
        return str(self.shop_id)


class DueBoard(models.Model):
    """What stands in a shop's warehouses, counted by a worker so that no page counts: see `dispatch.counting`.

    `cells`: [paid slot, promised slot or null, warehouse or "", held 0/1, orders, amount in minor units]. `shipped`: [slot,
    warehouse, orders] of the last four days. `forgotten`: open orders older than the rule looks back; `unreadable`: paid orders
    whose state nobody knows. `known_to`: the moment of the newest file or scan the counts rest on, where one is known.
    """

    shop = models.OneToOneField(Shop, on_delete=models.PROTECT, primary_key=True, related_name="+")
    cells: Any = models.JSONField(default=list)
    shipped: Any = models.JSONField(default=list)
    forgotten = models.IntegerField(default=0)
    unreadable = models.IntegerField(default=0)
    known_to = models.DateTimeField(null=True)
    counted_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.shop_id)


class Promise(models.Model):
    """A pre-sale order that was promised for a day: it is due before `ship_by_slot` ends, whatever the hours of the shop say."""

    pk = models.CompositePrimaryKey("shop_id", "order_no")
    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, db_constraint=False, db_index=False, related_name="+")
    order_no = KeyField()
    ship_by_slot = models.IntegerField()

    class Meta:
        verbose_name = _("promised day of an order")
        verbose_name_plural = _("promised days of orders")

    def __str__(self) -> str:
        return self.order_no
