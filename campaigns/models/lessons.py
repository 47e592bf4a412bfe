"""What a sale taught, written down with its remedy and carried into the next plan (playbook C5)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.models.plan import Campaign


class LessonDepartment(models.TextChoices):
    """Whose lesson it is."""

    OPERATIONS = "operations", _("Operations")
    DESIGN = "design", _("Design")
    SERVICE = "service", _("Customer service")
    WAREHOUSE = "warehouse", _("Warehouse")
    PRODUCTION = "production", _("Production")


class PlanLesson(models.Model):
    """A shortcoming or a success of a sale, with what to do about it.

    In the sale it was learned in, `came_from` is empty; in a clone it is the lesson of the earlier sale, and an open point
    until it is done.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="lessons")
    text = models.CharField(max_length=400)
    remedy = models.CharField(max_length=400, blank=True, default="")
    department = models.CharField(max_length=20, choices=LessonDepartment.choices, default=LessonDepartment.OPERATIONS)
    came_from = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="carried")
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["department", "pk"]

    def __str__(self) -> str:
        return self.text
