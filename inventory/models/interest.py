"""Visits to products: who looked, marked, put into the cart, asked, in an hour or a day (playbook W2)."""

from django.db import models

from inventory.models.base import OfShop


class InterestClaim(OfShop):
    """What one import said of one product in a stretch of time, from the slot `slot` on: 6 slots are an hour, a day has its own.

    Of several imports the newest `as_of` has the word. NULL: not told.
    """

    slot = models.BigIntegerField()
    slots = models.SmallIntegerField()
    import_no = models.BigIntegerField()
    as_of = models.DateTimeField()
    digest = models.CharField(max_length=64, blank=True, default="")
    visitors = models.BigIntegerField(null=True)
    favourites = models.BigIntegerField(null=True)
    carts = models.BigIntegerField(null=True)
    inquiries = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["import_no", "shop", "sku", "slot", "slots"], name="interest_once_an_import")
        ]
        indexes = [models.Index(fields=["shop", "slot"], name="interest_by_slot")]
