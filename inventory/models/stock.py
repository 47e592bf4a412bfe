"""What is on the shelf and on the platform's page, what is kept back, what stands in for it, what is on its way.

Units are single pieces. A sale is named by its number (`campaign_no`, 0: no sale), because this app lies below `campaigns`.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from inventory.models.base import OfShop
from inventory.models.product import Product, Supplier
from orders.fields import KeyField


class CountKind(models.TextChoices):
    """Whether pieces were counted where they lie, or are what the platform's page says can be bought."""

    COUNTED = "counted", _("counted")
    LISTED = "listed", _("listed")


class CountSource(models.TextChoices):
    """Where we know it from."""

    FILE = "file", _("stock list")
    STOCKTAKE = "stocktake", _("stocktake")
    TYPED = "typed", _("typed")


class Occasion(models.TextChoices):
    """Why a stocktake is made: the counts before and after a sale are compared (playbook P9)."""

    ORDINARY = "ordinary", _("ordinary")
    BEFORE = "before", _("before a sale")
    AFTER = "after", _("after a sale")


class Stocktake(models.Model):
    """One round through the shelves of a place: opened, counted by people with a phone or a printed sheet, closed.

    What is to be counted: the SKUs of `asked`, else those of `category`, else all. Its counts make levels once it is closed.
    """

    shop = models.ForeignKey("orders.Shop", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=100)
    place = models.CharField(_("place"), max_length=100, blank=True, default="")
    occasion = models.CharField(_("occasion"), max_length=10, choices=Occasion.choices, default=Occasion.ORDINARY)
    campaign_no = models.BigIntegerField(default=0)
    category = models.CharField(_("category"), max_length=100, blank=True, default="")
    asked = models.JSONField(default=list, blank=True)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-opened_at"]

    def __str__(self) -> str:
        return self.name


class StockCount(OfShop):
    """How many pieces were at a place at a moment, as one file, stocktake or person told it.

    Every telling is kept, as with prices: of several that speak of the same place and moment the later `as_of` has the word,
    then the larger digest. `import_no` names the import (0: none). `units` below zero is kept as it was told and counts as none.
    A listed count has no place: it is what the platform's page of the shop shows. Old lists are thinned to one a day
    (`services.thinning`): what is left of a day stands for so many moments of counting.
    """

    kind = models.CharField(_("kind"), max_length=10, choices=CountKind.choices, default=CountKind.COUNTED)
    place = KeyField(blank=True, default="")
    counted_at = models.DateTimeField(_("counted at"))
    units = models.IntegerField(_("units"))
    source = models.CharField(_("source"), max_length=10, choices=CountSource.choices, default=CountSource.TYPED)
    import_no = models.BigIntegerField(default=0)
    stocktake = models.ForeignKey(Stocktake, on_delete=models.CASCADE, null=True, related_name="counts")
    counted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    as_of = models.DateTimeField()
    digest = models.CharField(max_length=64, blank=True, default="")
    stands_for = models.PositiveIntegerField(default=1, db_default=1)

    class Meta:
        ordering = ["counted_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["shop", "sku", "kind", "place", "counted_at", "import_no"], name="stock_count_once_an_import"
            ),
        ]
        indexes = [models.Index(fields=["import_no"], name="count_of_import", condition=Q(import_no__gt=0))]


class StockLevel(OfShop):
    """What may be sold of a SKU now: made anew from counts, orders and reserves whenever one of them changes, never told.

    `on_hand`: pieces on the shelves, the last counts of all places less what was shipped since; NULL until one was counted.
    `unpaid`, `unshipped`: held by orders placed and not paid, paid and not shipped. `reserve`: kept back for the sale.
    `available` = on_hand - unpaid - unshipped - reserve, never below zero; `short`: by how much it would be (oversold).
    `listed`: what the platform's page shows, as told at `listed_at` less what was ordered since; NULL where nobody told.
    """

    product = models.ForeignObject(
        Product, on_delete=models.DO_NOTHING, from_fields=("shop", "sku"), to_fields=("shop", "sku"), related_name="+", null=True
    )  # joined by the natural key, without a column: every counted SKU is a product
    on_hand = models.BigIntegerField(null=True)
    counted_at = models.DateTimeField(null=True)
    unpaid = models.BigIntegerField(default=0)
    unshipped = models.BigIntegerField(default=0)
    reserve = models.BigIntegerField(default=0)
    available = models.BigIntegerField(null=True)
    short = models.BigIntegerField(default=0)
    listed = models.BigIntegerField(null=True)
    listed_at = models.DateTimeField(null=True)
    refreshed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["shop", "sku"], name="stock_level_once"),
            models.CheckConstraint(
                condition=Q(available__isnull=True) | (Q(available__gte=0) & Q(available__lte=F("on_hand"))),
                name="available_within_on_hand",
            ),
        ]
        indexes = [models.Index(fields=["shop", "available"], name="level_by_available")]


class StaleLevel(OfShop):
    """A SKU whose level must be made anew because its orders changed; `marks` rises with every change."""

    marks = models.IntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["shop", "sku"], name="stale_level_once")]


class Reserve(OfShop):
    """Pieces kept back for when the sale runs ahead (playbook P8, L4). Released once, by a person with a reason, or never."""

    campaign_no = models.BigIntegerField(default=0)
    units = models.PositiveIntegerField(_("units"))
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    released_at = models.DateTimeField(null=True)
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    released_units = models.PositiveIntegerField(default=0)
    reason = models.CharField(_("reason"), max_length=200, blank=True, default="")

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(fields=["shop", "sku"], name="one_open_reserve", condition=Q(released_at__isnull=True)),
            models.CheckConstraint(condition=Q(released_units__lte=F("units")), name="no_more_released_than_kept"),
        ]


class BufferMethod(models.TextChoices):
    """By which rule the pieces beyond the expected sales were chosen."""

    ADVISED = "advised", _("least expected cost")
    FLAT = "flat", _("flat share")
    PLATFORM = "platform", _("the platform's demand")
    HAND = "hand", _("by hand")


class Buffer(OfShop):
    """How many pieces of a SKU to hold for a sale, and why (playbook P8).

    `expected` is the demand planned, `units` how many to hold in all; `method` tells whose number that is. `figures` keeps what
    it was worked out from (quantiles of demand, margin, loss of a leftover, costs of too much and too little) as plain values.
    """

    campaign_no = models.BigIntegerField(default=0)
    expected = models.FloatField(default=0)
    units = models.PositiveIntegerField(_("units"))
    method = models.CharField(_("method"), max_length=10, choices=BufferMethod.choices, default=BufferMethod.HAND)
    reason = models.CharField(_("reason"), max_length=200, blank=True, default="")
    figures = models.JSONField(default=dict, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["shop", "sku", "campaign_no"], name="buffer_once_a_sale")]


class Substitute(OfShop):
    """Which SKU to offer when this one is gone, best first; swapped in while the other's listing stays up (playbook L4).

    In from `swapped_in_at` until `swapped_out_at` (NULL: still); one at a time leads a product.
    """

    other_sku = KeyField()
    rank = models.PositiveSmallIntegerField(_("rank"), default=1)
    reason = models.CharField(_("reason"), max_length=200, blank=True, default="")
    swapped_in_at = models.DateTimeField(null=True)
    swapped_out_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(fields=["shop", "sku", "other_sku"], name="substitute_once"),
            models.CheckConstraint(condition=~Q(sku=F("other_sku")), name="substitute_is_another"),
            models.UniqueConstraint(
                fields=["shop", "sku"],
                name="one_substitute_in",
                condition=Q(swapped_in_at__isnull=False, swapped_out_at__isnull=True),
            ),
        ]


class DeliveryState(models.TextChoices):
    """How far pieces are that a supplier brings."""

    ADVISED = "advised", _("advised")
    ORDERED = "ordered", _("ordered")
    RECEIVED = "received", _("received")
    CANCELLED = "cancelled", _("cancelled")


class Delivery(OfShop):
    """Pieces of a SKU asked of a supplier: a line of the replenishment list, with the day the supplier promised."""

    supplier = models.ForeignKey(Supplier, on_delete=models.SET_NULL, null=True, related_name="deliveries")
    campaign_no = models.BigIntegerField(default=0)
    units = models.PositiveIntegerField(_("units"))
    state = models.CharField(_("state"), max_length=10, choices=DeliveryState.choices, default=DeliveryState.ADVISED)
    made_at = models.DateTimeField()
    ordered_on = models.DateField(_("ordered on"), null=True, blank=True)
    promised_on = models.DateField(_("promised for"), null=True, blank=True)
    received_at = models.DateTimeField(null=True)
    note = models.CharField(_("note"), max_length=200, blank=True, default="")

    class Meta:
        ordering = ["promised_on", "sku"]
        indexes = [models.Index(fields=["shop", "state"], name="delivery_by_state")]
