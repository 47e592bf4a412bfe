"""What was asked and what was really paid, day by day: the proof behind an announced reduction (playbook P5)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from inventory.models.base import OfShop


class PriceKind(models.TextChoices):
    """Whether a price was asked of everybody, or is what buyers really paid."""

    OFFERED = "offered", _("offered")
    PAID = "paid", _("paid")


class PriceSource(models.TextChoices):
    """Where we know it from."""

    ORDERS = "orders", _("order lines")
    FILE = "file", _("price list")
    TYPED = "typed", _("typed")


class PricePoint(OfShop):
    """One price of one SKU in [since, until), in minor units of the shop's currency. `until` NULL: until another one begins.

    Offered: one row for each price that was told, by file (`import_no` names the import) or typed (0). Where two speak of the
    same beginning, the later `as_of` has the word, then the larger digest.

    Paid: one row for each day of the shop's clock on which the SKU was paid for, made anew from the order lines of that day and
    never told. `price_minor` is the lowest paid price of one unit, `lowest_at` its first moment, `highest_minor` the highest,
    `last_minor` that of the last payment at `last_at`, `units` how many were paid for. A refund takes no payment back: the price
    was asked and paid. Gifts and lines nothing was paid for are no transactions.
    """

    kind = models.CharField(_("kind"), max_length=10, choices=PriceKind.choices, default=PriceKind.OFFERED)
    since = models.DateTimeField(_("since"))
    until = models.DateTimeField(_("until"), null=True, blank=True)
    price_minor = models.BigIntegerField(_("price"))
    source = models.CharField(_("source"), max_length=10, choices=PriceSource.choices, default=PriceSource.TYPED)
    import_no = models.BigIntegerField(default=0)
    as_of = models.DateTimeField(null=True)
    digest = models.CharField(max_length=64, blank=True, default="")
    highest_minor = models.BigIntegerField(null=True)
    last_minor = models.BigIntegerField(null=True)
    lowest_at = models.DateTimeField(null=True)
    last_at = models.DateTimeField(null=True)
    units = models.BigIntegerField(null=True)

    class Meta:
        ordering = ["since"]
        constraints = [
            models.UniqueConstraint(fields=["shop", "sku", "kind", "since", "import_no"], name="price_point_once"),
            models.CheckConstraint(condition=Q(price_minor__gte=0), name="price_not_negative"),
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="price_ends_after_it_begins"),
        ]
        indexes = [
            models.Index(fields=["shop", "since"], name="price_paid_days", condition=Q(kind="paid")),
            models.Index(fields=["import_no"], name="price_of_import", condition=Q(import_no__gt=0)),
        ]


class StaleDay(models.Model):
    """A day of the shop's clock whose paid prices must be made anew; `marks` rises with every change of its facts."""

    shop = models.ForeignKey("orders.Shop", on_delete=models.PROTECT, related_name="+")
    slot = models.BigIntegerField(help_text="number of the day's first slot")
    marks = models.IntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["shop", "slot"], name="stale_day_once")]

    def __str__(self) -> str:
        return f"{self.slot}"
