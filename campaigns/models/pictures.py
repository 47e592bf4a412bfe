"""What the designers are asked for, and the pictures they made with what each brought (playbook P11)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from campaigns.models.plan import Campaign


class Brief(models.Model):
    """The brief for the designers: one page a sale. `version` is raised by every change; 0 stands for a page nobody wrote."""

    campaign = models.OneToOneField(Campaign, on_delete=models.CASCADE, related_name="brief")
    idea = models.TextField(_("central idea"), blank=True, default="")
    theme = models.TextField(_("theme"), blank=True, default="")
    selling_point = models.TextField(_("selling point"), blank=True, default="")
    purpose = models.TextField(_("what the sale is for"), blank=True, default="")
    places = models.TextField(_("places and sizes"), blank=True, default="")
    must_have = models.TextField(_("must be on it"), blank=True, default="")
    must_not = models.TextField(_("must not be on it"), blank=True, default="")
    tone = models.TextField(_("tone"), blank=True, default="")
    examples = models.TextField(_("examples"), blank=True, default="")
    deadline = models.DateField(_("deadline"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"brief {self.campaign_id}"


class Picture(models.Model):
    """One picture and what it brought so far. Pictures of the same place and product are tested against each other.

    `file` is a name below DATA_DIR/pictures, made by the program; "" for a picture kept elsewhere.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="pictures")
    name = models.CharField(_("name"), max_length=120)
    place = models.CharField(_("place"), max_length=80)
    product = models.CharField(_("product"), max_length=120, blank=True, default="")
    file = models.CharField(max_length=60, blank=True, default="")
    content_type = models.CharField(max_length=20, blank=True, default="")
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    impressions = models.PositiveBigIntegerField(_("impressions"), default=0)
    clicks = models.PositiveBigIntegerField(_("clicks"), default=0)
    orders = models.PositiveBigIntegerField(_("orders"), default=0)
    counted_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["place", "product", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "name"], name="picture_name_once_a_campaign"),
            models.CheckConstraint(
                condition=Q(clicks__lte=F("impressions"), orders__lte=F("clicks")), name="picture_counts_fall"
            ),
        ]

    def __str__(self) -> str:
        return self.name
