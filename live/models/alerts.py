"""What is watched in a sale, and the incidents that came of it."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.departments import Department


class Severity(models.TextChoices):
    """How much an incident matters."""

    INFO = "info", _("Good to know")
    WARNING = "warning", _("Warning")
    URGENT = "urgent", _("Urgent")


SEVERITIES: dict[str, int] = {Severity.INFO: 0, Severity.WARNING: 1, Severity.URGENT: 2}


class Watch(models.Model):
    """One number of a sale that is looked at every minute. Its rule is `live.rules.alerts.machine.Rule`; times in minutes.

    `code` names the built-in watch it came from ("" for one's own); an empty name is that of the built-in. `measure` is a key of
    `live.measures`; `subject` narrows it to a SKU or a channel of visitors; `within` is the stretch of time it looks at.
    `threshold` and `clear` are in the measure's unit: shares 0 to 1, money in minor units. `state` is where the rule stands.
    """

    campaign = models.ForeignKey("campaigns.Campaign", on_delete=models.CASCADE, related_name="watches")
    code = models.CharField(max_length=20, blank=True, default="")
    name = models.CharField(_("name"), max_length=80, blank=True, default="")
    measure = models.CharField(_("what is watched"), max_length=40)
    subject = models.CharField(_("only of"), max_length=200, blank=True, default="")
    within = models.PositiveIntegerField(_("minutes looked at"), default=60)
    above = models.BooleanField(_("bad when above"), default=True)
    threshold = models.FloatField(_("threshold"))
    clear = models.FloatField(_("good again at"))
    hold = models.PositiveIntegerField(_("for so many minutes"), default=10)
    settle = models.PositiveIntegerField(_("good for so many minutes before it is over"), default=10)
    cool_down = models.PositiveIntegerField(_("the same incident if it returns within minutes"), default=30)
    escalate = models.PositiveIntegerField(_("tell others after so many minutes"), null=True, blank=True)
    severity = models.CharField(_("severity"), max_length=10, choices=Severity.choices, default=Severity.WARNING)
    department = models.CharField(_("department"), max_length=20, choices=Department.choices, blank=True, default="")
    is_active = models.BooleanField(_("is watched"), default=True)
    state: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "code"], condition=~Q(code=""), name="watch_built_in_once"),
            models.CheckConstraint(
                condition=Q(above=True, clear__lte=models.F("threshold")) | Q(above=False, clear__gte=models.F("threshold")),
                name="watch_clears_on_the_good_side",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.code or self.measure


class IncidentQuerySet(models.QuerySet["Incident"]):
    """Filters that read after the dot."""

    def open(self) -> "IncidentQuerySet":
        """Keep incidents that are not over."""
        return self.filter(ended_at=None)

    def leading(self) -> "IncidentQuerySet":
        """Keep the incidents people hear of; signs of one are part of it."""
        return self.filter(part_of=None)


class Incident(models.Model):
    """One trouble from its beginning to its end; what returns within the cool-down is the same one.

    What the watch asked is copied, so that an incident says the same when the watch has changed since. `value` is the newest
    number, `worst` the furthest; `names`: which products, tasks or parcels. `revision` rises with all that a message tells.

    Several watches may see one trouble (`rules.alerts.grouping`): the first leads, the later ones are its signs, `part_of` it,
    and have no message of their own. `cause`: what they have in common, "" for what stands alone. `settled_at`: the number of a
    leading one is good again while a sign still stands; it is over, `ended_at`, with the last of them. Its severity is theirs.
    `is_false`: a person judged that there was no trouble.
    """

    campaign = models.ForeignKey("campaigns.Campaign", on_delete=models.CASCADE, related_name="incidents")
    watch = models.ForeignKey(Watch, on_delete=models.SET_NULL, null=True, related_name="incidents")
    name = models.CharField(max_length=80, blank=True, default="")
    code = models.CharField(max_length=20, blank=True, default="")
    measure = models.CharField(max_length=40)
    subject = models.CharField(max_length=200, blank=True, default="")
    within = models.PositiveIntegerField(default=60)
    above = models.BooleanField()
    threshold = models.FloatField()
    severity = models.CharField(max_length=10, choices=Severity.choices)
    department = models.CharField(max_length=20, choices=Department.choices, blank=True, default="")
    opened_at = models.DateTimeField()
    part_of = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="signs")
    cause = models.CharField(max_length=12, blank=True, default="")
    clear_since = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    value = models.FloatField(null=True)
    worst = models.FloatField(null=True)
    names: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list)
    is_provisional = models.BooleanField(default=False)
    acknowledged_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    acknowledged_at = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)
    is_false = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=1)

    objects = IncidentQuerySet.as_manager()

    class Meta:
        verbose_name = _("incident")
        verbose_name_plural = _("incidents")
        constraints = [models.UniqueConstraint(fields=["watch"], condition=Q(ended_at=None), name="incident_open_once_a_watch")]
        indexes = [
            models.Index(fields=["-opened_at", "-id"], name="incident_newest"),
            models.Index(fields=["campaign"], condition=Q(ended_at=None), name="incident_open"),
        ]

    def __str__(self) -> str:
        return f"incident {self.pk} of campaign {self.campaign_id}"


class IncidentEvent(models.Model):
    """One thing that happened to an incident. `kind`: of `machine.Kind` or `Beside`. `is_told`: messages went out."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField()
    kind = models.CharField(max_length=12)
    value = models.FloatField(null=True)
    is_told = models.BooleanField(default=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.kind} of incident {self.incident_id}"
