"""A rehearsal as a row: what was asked for, who plays it, how far it came, how it was judged."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class RehearsalState(models.TextChoices):
    """Where a rehearsal stands."""

    QUEUED = "queued", _("waiting its turn")
    RUNNING = "running", _("being played")
    DONE = "done", _("played to the end")
    STOPPED = "stopped", _("stopped")
    FAILED = "failed", _("broke off")


class DaySource(models.TextChoices):
    """Which day is played."""

    PLAN = "plan", _("a day as the plan wants it")
    LAST = "last", _("the day of the earlier sale, grown to this plan")


class RehearsalRun(models.Model):
    """One rehearsal of one sale. Minutes count from the start of the sale; `speed` is minutes of the sale in a real minute.

    `faults` are `rules.faults.Fault` as dicts. `minute` is how far the day came, `seen` the newest things noticed, `score` the
    judgement (`rules.score`), empty until the end. Whoever plays it holds it until `lease_until` and renews that every second.
    """

    campaign = models.ForeignKey("campaigns.Campaign", on_delete=models.CASCADE, related_name="rehearsals")
    source = models.CharField(_("the day"), max_length=10, choices=DaySource.choices, default=DaySource.PLAN)
    speed = models.PositiveIntegerField(_("speed"), default=60)
    tick_minutes = models.PositiveIntegerField(_("minutes between exports"), default=10)
    from_minute = models.PositiveIntegerField(default=0)
    until_minute = models.PositiveIntegerField(default=1440)
    seed = models.PositiveIntegerField(default=1)
    faults = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=RehearsalState.choices, default=RehearsalState.QUEUED)
    minute = models.PositiveIntegerField(default=0)
    seen = models.JSONField(default=dict)
    score = models.JSONField(default=dict)
    error = models.CharField(max_length=500, blank=True, default="")
    attempt = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    stop_asked_at = models.DateTimeField(null=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(speed__gte=1, speed__lte=600), name="rehearsal_speed_1_to_600"),
            models.CheckConstraint(condition=Q(until_minute__gt=F("from_minute")), name="rehearsal_ends_after_it_starts"),
            models.UniqueConstraint(
                fields=["campaign"], condition=Q(state__in=["queued", "running"]), name="one_rehearsal_of_a_sale_at_once"
            ),
        ]
        indexes = [models.Index(fields=["state"], name="rehearsal_by_state")]

    def __str__(self) -> str:
        return f"rehearsal {self.pk} of campaign {self.campaign_id}"

    @property
    def is_moving(self) -> bool:
        """Whether somebody plays it or will."""
        return self.state in {RehearsalState.QUEUED, RehearsalState.RUNNING}
