"""What a person said of a thing the data found: a lesson, or none."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from campaigns.models import Campaign, PlanLesson


class FindingDecision(models.Model):
    """A finding (`review.rules.lessons.Finding.key`) that was accepted, with the lesson it became, or dismissed (no lesson)."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="finding_decisions")
    key = models.CharField(max_length=160)
    lesson = models.ForeignKey(PlanLesson, on_delete=models.SET_NULL, null=True, related_name="+")
    is_accepted = models.BooleanField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["campaign", "key"], name="finding_decided_once")]

    def __str__(self) -> str:
        return self.key
