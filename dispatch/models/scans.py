"""Every scan at the packing table: what was read, what was answered, by whom. Sent twice, it is one row."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from dispatch.rules.answers import Word
from orders.fields import KeyField
from orders.models import Shop


class ScanLog(models.Model):
    """One scan. `key` names the parcel however its number was written; `client_id` is the scanner's own number of the scan.

    `offline_word`: what the page answered by its own list while it had no network, "" with network. `value_minor`: what the
    orders in the parcel come to, in the shop's currency; NULL where it is not known.
    """

    client_id = models.CharField(max_length=64, unique=True)
    number = models.CharField(max_length=100)
    key = KeyField()
    word = models.CharField(max_length=4, choices=[(word.value, word.value) for word in Word])
    code = models.CharField(max_length=20)
    told = models.JSONField()
    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, null=True, db_index=False, related_name="+")
    value_minor = models.BigIntegerField(null=True)
    scanned_at = models.DateTimeField()
    received_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    station = models.CharField(max_length=40, blank=True, default="")
    offline_word = models.CharField(max_length=4, blank=True, default="")

    class Meta:
        verbose_name = _("scan")
        verbose_name_plural = _("scans")
        indexes = [
            models.Index(fields=["key", "scanned_at"], name="scan_key"),
            models.Index(fields=["scanned_at", "word"], name="scan_when"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.word}"

    @property
    def asked_at(self) -> datetime | None:
        """When the buyer had asked for the money back, where that was told."""
        told = self.told.get("asked_at")
        return datetime.fromisoformat(told) if told else None
