"""How long a shop keeps its buyers, and who was forgotten."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from orders.models import Shop


class PrivacySetting(models.Model):
    """After how many days without an order a buyer of the shop is forgotten; NULL: never."""

    shop = models.OneToOneField(Shop, on_delete=models.PROTECT, related_name="+")
    keep_days = models.PositiveIntegerField(_("forget buyers after so many days without an order"), null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.shop_id}: {self.keep_days}"


class Erasure(models.Model):
    """An account that was forgotten: its orders stand under `pseudonym`, also when a file names it again.

    `digest` is a keyed hash of the account, so that it can be known again and not be read.
    """

    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    pseudonym = models.CharField(max_length=40)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(_("reason"), max_length=200, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["shop", "digest"], name="erasure_once")]

    def __str__(self) -> str:
        return self.pseudonym
