"""Who is asked, by whom, with what result; who must not be; and the lease by which two never call the same buyer."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from orders.fields import KeyField
from orders.models import Shop


class AskedBuyer(models.Model):
    """A row about an account of a shop. By its key, not by `customers.Buyer`: a chase may come before the summary."""

    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, related_name="+")
    buyer_key = KeyField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.buyer_key


class Purpose(models.TextChoices):
    """What a buyer was reached for."""

    CHASE = "chase", _("unpaid order")
    CALL = "call", _("loyal buyer")
    REVIEW = "review", _("bad review")
    SECOND = "second", _("second purchase")
    CORE = "core", _("core buyer")
    AUDIENCE = "audience", _("audience")


class Contact(AskedBuyer):
    """One time somebody was asked, with the result. `before`: what stood until then, so that it can be taken back."""

    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    chase = models.ForeignKey("desk.Chase", on_delete=models.CASCADE, null=True, related_name="contacts")
    review = models.ForeignKey("desk.BuyerReview", on_delete=models.SET_NULL, null=True, related_name="contacts")
    result = models.CharField(max_length=20)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    before = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["shop", "buyer_key", "at"], name="contact_of_buyer"),
            models.Index(fields=["shop", "at"], name="contact_by_time"),
        ]


class DoNotContact(AskedBuyer):
    """An account nobody may reach out to, with the reason; `until` NULL: for good. It holds for every account of the person."""

    reason = models.CharField(_("reason"), max_length=200)
    until = models.DateTimeField(null=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["shop", "buyer_key"], condition=Q(ended_at=None), name="do_not_contact_once")
        ]


class Consent(AskedBuyer):
    """Whether an account agreed to messages over a channel; without a row nobody has said."""

    channel = models.CharField(max_length=10)
    is_given = models.BooleanField()
    at = models.DateTimeField()
    source = models.CharField(max_length=100, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["shop", "buyer_key", "channel"], name="consent_once")]


class BuyerLease(AskedBuyer):
    """Who has a buyer in hand until when. One row an account, over the chase and the work list."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    until = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["shop", "buyer_key"], name="buyer_lease_once")]
        indexes = [models.Index(fields=["by", "until"], name="buyer_lease_of_person")]


class DeskPerson(models.Model):
    """Who was at the desk last when: unpaid buyers are shared out among those who are there."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user_id}"
