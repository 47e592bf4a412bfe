"""What every row of this app has."""

from django.db import models

from orders.fields import KeyField
from orders.models import Shop


class OfShop(models.Model):
    """The shop whose SKU a row speaks of. A fact may name a SKU that is unknown here."""

    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, related_name="+")
    sku = KeyField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.sku
