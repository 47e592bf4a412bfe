"""The gates between the stages: what must be good before a stage may be left, and how each stage was left."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.models.plan import Campaign, StageKind


class GatePointKind(models.TextChoices):
    """Who answers for a point of a gate: the data, or a person."""

    CHECK = "check", _("A check of the plan")
    HAND = "hand", _("Ticked by a person")


class GatePoint(models.Model):
    """One point of a stage's gate.

    `key` is the code of a check, or the key of a template's words, or "" where `text` holds a person's own words. A point of
    a person is good once it is ticked.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="gate_points")
    stage = models.CharField(max_length=20, choices=StageKind.choices)
    kind = models.CharField(max_length=10, choices=GatePointKind.choices)
    key = models.CharField(max_length=40, blank=True, default="")
    text = models.CharField(max_length=200, blank=True, default="")
    ticked_at = models.DateTimeField(null=True, blank=True)
    ticked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(key="", text=""), name="gate_point_says_something"),
            models.CheckConstraint(condition=Q(kind="hand") | ~Q(key=""), name="gate_point_of_a_check_names_it"),
        ]

    def __str__(self) -> str:
        return self.text or self.key


class GatePassage(models.Model):
    """A stage was left: when, by whom, and where the gate was shut, over what and why. Withdrawn, it counts no more."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="passages")
    stage = models.CharField(max_length=20, choices=StageKind.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    reason = models.TextField(blank=True, default="")
    shut_by = models.JSONField(default=list)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "stage"], condition=Q(withdrawn_at__isnull=True), name="stage_left_once"),
            models.CheckConstraint(condition=Q(shut_by=[]) | ~Q(reason=""), name="gate_overridden_with_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.stage} {self.at:%Y-%m-%d %H:%M}"
