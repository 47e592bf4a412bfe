"""A report of a sale: its review as it stood at one moment, out of which every file and message of it is drawn."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from campaigns.models import Campaign, StageKind


class Report(models.Model):
    """The review of a sale as it was at `prepared_at`, kept because a stage ended or somebody asked (`stage` is "").

    Its files (PDF, XLSX, PNG) and its message are drawn from `body` whenever they are wanted, so that none of them can differ
    from another, and a later revision of the review changes none of them.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="reports")
    stage = models.CharField(max_length=20, choices=StageKind.choices, blank=True, default="")
    body = models.JSONField(default=dict)
    prepared_at = models.DateTimeField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["-made_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "stage"], condition=~Q(stage=""), name="report_once_a_stage")
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def key(self) -> str:
        """What its messages are known by."""
        return f"review:{self.pk}"
