"""What a shop keeps of its buyers and for how long, and who was forgotten."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from orders.models import Shop

USUAL_REVEALS = 20
FORGOTTEN_DAYS = 30  # a file that names somebody who was forgotten lies at most so long afterwards


class PrivacySetting(models.Model):
    """What a shop keeps of its buyers and for how many days; NULL: without an end. A nightly task obeys.

    `keep_days`: a buyer without an order for so long is forgotten. `keep_contacts`: names, phones and streets of receivers are
    kept, sealed, from files that come after `contacts_since`; off is the rule. `contact_days`: no file told a contact for so
    long. `upload_days`: the bytes of files that were imported. `log_days`: who looked up what. `reveals_an_hour`: more contacts
    shown in clear to one person in an hour are marked as unusual.
    """

    shop = models.OneToOneField(Shop, on_delete=models.PROTECT, related_name="+")
    keep_days = models.PositiveIntegerField(_("forget buyers after so many days without an order"), null=True, blank=True)
    keep_contacts = models.BooleanField(_("keep names, phones and streets"), default=False)
    contacts_since = models.DateTimeField(null=True)
    contact_days = models.PositiveIntegerField(null=True, blank=True)
    upload_days = models.PositiveIntegerField(null=True, blank=True)
    log_days = models.PositiveIntegerField(null=True, blank=True)
    reveals_an_hour = models.PositiveIntegerField(default=USUAL_REVEALS)

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
