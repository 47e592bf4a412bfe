"""One account of one shop and what its orders come to."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from orders.fields import KeyField
from orders.models import Shop


class Buyer(models.Model):
    """One account of one shop. Everything down to `city` is made anew from its orders, never told.

    `placed_count`: orders known, paid or not. `orders_count`: paid ones; `paid_minor` what they came to, `refund_minor` what was
    given back of them, `net_minor` the difference; `refunded_count`: paid orders of which anything was given back. Whole minor
    units of the shop's currency; an order whose amount nobody told adds nothing. `gap_seconds`: the usual time from one paid
    order to the next, the median, in steps of five minutes. `band_low_minor`, `band_high_minor`: what a piece costs in the
    middle half of their orders. Region of the newest order that tells one. NULL: not known.

    `tier` is what counts now. A tier set by hand stands above the rules until `hand_until` (NULL: until it is taken away).
    """

    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, related_name="+")
    buyer_key = KeyField()
    placed_count = models.IntegerField(default=0)
    orders_count = models.IntegerField(default=0)
    refunded_count = models.IntegerField(default=0)
    paid_minor = models.BigIntegerField(default=0)
    refund_minor = models.BigIntegerField(default=0)
    net_minor = models.BigIntegerField(default=0)
    first_paid_at = models.DateTimeField(null=True)
    last_paid_at = models.DateTimeField(null=True)
    gap_seconds = models.BigIntegerField(null=True)
    band_low_minor = models.BigIntegerField(null=True)
    band_high_minor = models.BigIntegerField(null=True)
    province = models.TextField(null=True)  # noqa: DJ001 - unknown is NULL
    city = models.TextField(null=True)  # noqa: DJ001 - unknown is NULL
    tier = models.ForeignKey("customers.Tier", on_delete=models.SET_NULL, null=True, related_name="buyers", db_constraint=False)
    tier_since = models.DateTimeField(null=True)
    hand_tier = models.ForeignKey("customers.Tier", on_delete=models.SET_NULL, null=True, db_index=False, related_name="+")
    hand_until = models.DateTimeField(null=True)
    hand_reason = models.CharField(_("reason"), max_length=200, blank=True, default="")
    hand_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, db_index=False, related_name="+")
    person = models.ForeignKey("customers.Person", on_delete=models.SET_NULL, null=True, db_index=False, related_name="buyers")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["shop", "buyer_key"], name="buyer_once")]
        indexes = [
            models.Index(fields=["shop", "net_minor"], name="buyer_by_net"),
            models.Index(fields=["shop", "last_paid_at"], name="buyer_by_last"),
            # Few have one; whoever has none is in no index, so that a move of a million is not written there in vain.
            models.Index(fields=["hand_tier"], name="buyer_by_hand", condition=Q(hand_tier__isnull=False)),
            models.Index(fields=["hand_by"], name="buyer_by_hand_of", condition=Q(hand_by__isnull=False)),
            models.Index(fields=["person"], name="buyer_by_person", condition=Q(person__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.buyer_key


class StaleBuyer(models.Model):
    """An account whose orders changed and whose summary must be made anew; `marks` rises with every change."""

    pk = models.CompositePrimaryKey("shop_id", "buyer_key")
    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, db_constraint=False, db_index=False, related_name="+")
    buyer_key = KeyField()
    marks = models.IntegerField(default=1)

    def __str__(self) -> str:
        return self.buyer_key


class Acquisition(models.Model):
    """Who won a buyer: the tag of the link or the person that brought them (playbook B4). May be known before any order."""

    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, related_name="+")
    buyer_key = KeyField()
    tag = models.CharField(_("won by"), max_length=60)
    told_at = models.DateTimeField()
    told_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["shop", "buyer_key"], name="acquisition_once")]

    def __str__(self) -> str:
        return f"{self.buyer_key}: {self.tag}"
