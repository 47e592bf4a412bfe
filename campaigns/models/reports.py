"""Long computations over a plan, kept as rows: audit of its offers, replay on past baskets, check of many prices, their evidence.

The row is the truth: it says what was asked, of which plan version, how far it came and what it found. A message of the broker
carries its number and nothing else.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.models.plan import Campaign


class ReportState(models.TextChoices):
    """Where a computation stands."""

    QUEUED = "queued", _("waiting its turn")
    RUNNING = "running", _("being worked out")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")


class PlanReport(models.Model):
    """What every computation has.

    `version` is the plan version it was made from; `asked` what was chosen, `found` what came out, both plain JSON. Somebody
    works on it until `lease_until`; `attempt` counts the starts.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    version = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=ReportState.choices, default=ReportState.QUEUED)
    asked = models.JSONField(default=dict)
    found = models.JSONField(default=dict)
    error = models.CharField(max_length=300, blank=True, default="")
    attempt = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return f"{self.campaign_id} version {self.version} {self.state}"


class AuditReport(PlanReport):
    """What the audit of the offers found: the traps and floors, worst first."""

    class Meta(PlanReport.Meta):
        indexes: ClassVar = [models.Index(fields=["campaign", "state"], name="audit_of_campaign")]


class ReplayReport(PlanReport):
    """What the offers would have cost and earned on past baskets."""

    class Meta(PlanReport.Meta):
        indexes: ClassVar = [models.Index(fields=["campaign", "state"], name="replay_of_campaign")]


class PriceReport(PlanReport):
    """A check of many prices on its way: `judged` of `total` so far. The result itself is the plan's `PriceCheck`."""

    judged = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)

    class Meta(PlanReport.Meta):
        indexes: ClassVar = [models.Index(fields=["campaign", "state"], name="price_report_of_campaign")]


class EvidenceReport(PlanReport):
    """The evidence behind many prices, written as files by a worker: `judged` of `total` prices so far.

    `asked` names the language; the files, CSV and XLSX, lie below DATA_DIR/evidence. `found` says how many prices they hold.
    """

    judged = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)

    class Meta(PlanReport.Meta):
        indexes: ClassVar = [models.Index(fields=["campaign", "state"], name="evidence_of_campaign")]
