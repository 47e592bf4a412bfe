"""The portrait (playbook B1, B2): labels by rule or by hand, and notes."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from customers.models.buyer import Buyer

KNOWN_LABELS: dict[str, Any] = {
    "reseller": _("Reseller"),
    "one_phone": _("One phone, many orders"),
    "sleeping": _("Sleeping"),
    "sends_back": _("Sends much back"),
    "picky": _("Picky"),
    "core": _("Core buyer"),
}


class LabelNature(models.TextChoices):
    """Whether it says who somebody is, or what they do."""

    STATIC = "static", _("who they are")
    DYNAMIC = "dynamic", _("what they do")


class Label(models.Model):
    """A word put on buyers by staff, or by a rule (`rule`, kept as `customers.rules.tiers.Way`; empty: by hand alone)."""

    code = models.CharField(max_length=20, blank=True, default="")
    name = models.CharField(_("name"), max_length=40, blank=True, default="")
    nature = models.CharField(_("nature"), max_length=10, choices=LabelNature.choices, default=LabelNature.DYNAMIC)
    rule = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["code", "name"], name="label_once")]

    def __str__(self) -> str:
        return self.name or str(KNOWN_LABELS.get(self.code, self.code))


class BuyerLabel(models.Model):
    """A label on a buyer; one put on by hand stays when the rule no longer says so."""

    buyer = models.ForeignKey(Buyer, on_delete=models.CASCADE, related_name="labels", db_constraint=False, db_index=False)
    label = models.ForeignKey(Label, on_delete=models.CASCADE, related_name="on")
    by_rule = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["buyer", "label"], name="buyer_label_once")]

    def __str__(self) -> str:
        return f"{self.buyer_id}: {self.label_id}"


class Note(models.Model):
    """What a person of the staff wrote about a buyer."""

    buyer = models.ForeignKey(Buyer, on_delete=models.CASCADE, related_name="notes")
    text = models.CharField(_("note"), max_length=1000)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["-written_at", "-pk"]

    def __str__(self) -> str:
        return self.text[:60]
