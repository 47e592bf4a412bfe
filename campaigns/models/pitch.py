"""What a person writes on the pitch sheet for the platform; its numbers come from the plan."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.models.plan import Campaign


class Pitch(models.Model):
    """The words of one sale's pitch sheet. `version` rises with each save, so that nobody overwrites what they have not seen."""

    campaign = models.OneToOneField(Campaign, on_delete=models.CASCADE, related_name="pitch")
    asked = models.TextField(_("asked of the platform"), max_length=600, blank=True, default="")
    outside = models.TextField(_("brought from outside"), max_length=600, blank=True, default="")
    strength = models.TextField(_("why this shop"), max_length=600, blank=True, default="")
    contact = models.CharField(_("contact"), max_length=120, blank=True, default="")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(version__gte=1), name="pitch_version_from_one")]

    def __str__(self) -> str:
        return f"{self.campaign_id}"
