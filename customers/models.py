"""Who buys: buyers of a shop, the persons behind them, their tier, what they are entitled to and what staff noted."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from orders.fields import KeyField
from orders.models import Shop


class Tier(models.Model):
    """A level of buyers; a higher rank is a better one."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    rank = models.PositiveSmallIntegerField(_("rank"), unique=True)
    spent_from_minor = models.BigIntegerField(_("from how much spent"), default=0)

    class Meta:
        ordering = ["-rank"]

    def __str__(self) -> str:
        return self.name


class Benefit(models.Model):
    """What buyers of a tier, and of the tiers above it, are entitled to."""

    tier = models.ForeignKey(Tier, on_delete=models.CASCADE, related_name="benefits", verbose_name=_("tier"))
    name = models.CharField(_("name"), max_length=100)
    text = models.TextField(_("what to tell the buyer"), blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tier", "name"], name="benefit_once")]

    def __str__(self) -> str:
        return self.name


class Person(models.Model):
    """One human, who may be a buyer in several shops."""

    name = models.CharField(_("name"), max_length=100, blank=True, default="")
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name or f"{self.pk}"


class Label(models.Model):
    """A word that staff put on buyers."""

    name = models.CharField(_("name"), max_length=60, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Buyer(models.Model):
    """One account of one shop. Sums are whole minor units of the shop's currency, revenue gross of refunds."""

    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, related_name="+")
    buyer_key = KeyField()
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="buyers")
    tier = models.ForeignKey(Tier, on_delete=models.SET_NULL, null=True, blank=True, related_name="buyers")
    labels = models.ManyToManyField(Label, blank=True, related_name="buyers")
    orders_count = models.PositiveIntegerField(default=0)
    revenue_minor = models.BigIntegerField(default=0)
    refund_minor = models.BigIntegerField(default=0)
    first_paid_at = models.DateTimeField(null=True, blank=True)
    last_paid_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["shop", "buyer_key"], name="buyer_once")]

    def __str__(self) -> str:
        return self.buyer_key


class Note(models.Model):
    """What a person of the staff wrote about a buyer."""

    buyer = models.ForeignKey(Buyer, on_delete=models.CASCADE, related_name="notes")
    text = models.TextField(_("note"))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-written_at", "-pk"]

    def __str__(self) -> str:
        return self.text[:60]
