"""Where alerts go, and each message on its way."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.departments import Department
from live.models.alerts import Incident, Severity


class ChannelKind(models.TextChoices):
    """The services messages go to."""

    DINGTALK = "dingtalk", _("DingTalk")
    FEISHU = "feishu", _("Feishu")
    WECOM = "wecom", _("WeCom")
    SLACK = "slack", _("Slack")
    MAIL = "mail", _("Mail")
    WEBHOOK = "webhook", _("Signed webhook")


CARRY_FILES = frozenset({ChannelKind.MAIL})
"""The services that take a file with a message; the others get a link."""


class AlertChannel(models.Model):
    """One bot, mailbox or address. `sealed` holds its secrets, readable with the keys of this installation alone.

    `hint` is what may be shown of them. It hears incidents of at least its severity, of its department or of all ("");
    `is_escalation`: only those nobody acknowledged in time. Quiet hours are minutes of the sale's clock. `address`: where this
    program is reached, for links. `tokens`, `filled_at`: the bucket of `rules.alerts.pacing`. `blocked_until`: nothing goes
    before. `fails`: attempts that failed in a row; `reason`, `detail`, `answered_at`: what it answered last.
    `wants_reports`: it hears of profit and costs, at the end of each stage of a sale.
    """

    mark = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=80, unique=True)
    kind = models.CharField(_("service"), max_length=10, choices=ChannelKind.choices)
    sealed = models.TextField()
    hint = models.CharField(max_length=120, blank=True, default="")
    language = models.CharField(_("language"), max_length=10, default="zh-hans")
    severity = models.CharField(_("from"), max_length=10, choices=Severity.choices, default=Severity.WARNING)
    department = models.CharField(_("department"), max_length=20, choices=Department.choices, blank=True, default="")
    is_escalation = models.BooleanField(_("only what nobody acknowledged in time"), default=False)
    wants_digest = models.BooleanField(_("a digest every hour"), default=False)
    wants_reports = models.BooleanField(_("the report of the review"), default=False)
    quiet_from = models.PositiveSmallIntegerField(_("quiet from"), null=True, blank=True)
    quiet_to = models.PositiveSmallIntegerField(_("quiet to"), null=True, blank=True)
    urgent_in_quiet = models.BooleanField(_("urgent incidents also in quiet hours"), default=True)
    address = models.CharField(max_length=200, blank=True, default="")
    is_active = models.BooleanField(_("is used"), default=True)
    tokens = models.FloatField(default=5)
    filled_at = models.DateTimeField(null=True)
    blocked_until = models.DateTimeField(null=True)
    fails = models.PositiveIntegerField(default=0)
    reason = models.CharField(max_length=20, blank=True, default="")
    detail = models.CharField(max_length=200, blank=True, default="")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("alert channel")
        verbose_name_plural = _("alert channels")

    def __str__(self) -> str:
        return self.name

    @property
    def about(self) -> str:
        """Whose the sealed text is: it can be read only as theirs."""
        return f"alert channel {self.mark}"


class DeliveryKind(models.TextChoices):
    """What a message tells."""

    INCIDENT = "incident", _("Incident")
    DIGEST = "digest", _("Digest")
    SUMMARY = "summary", _("After quiet hours")
    REPORT = "report", _("Report")
    TEST = "test", _("Test")


class DeliveryState(models.TextChoices):
    """Where a message is."""

    WAITING = "waiting", _("waiting")
    QUIET = "quiet", _("after the quiet hours")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    FOLDED = "folded", _("told in a digest")
    NEEDLESS = "needless", _("needless")
    DEAD = "dead", _("dead letter")


class AlertDelivery(models.Model):
    """What one channel is told of one thing: one row for an incident, armed again when there is more to tell.

    `key` names the thing, so that it can be told once only. `what` is the newest that happened to the incident, `wanted` its
    revision; `told` the revision the channel knows, `told_what` what it was told. `text` holds what was composed before (digest,
    summary, report); messages of incidents are written when they go. `due_at`: not before. `lease_until`: a worker has it.
    """

    channel = models.ForeignKey(AlertChannel, on_delete=models.CASCADE, related_name="deliveries")
    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, null=True, related_name="deliveries")
    kind = models.CharField(max_length=10, choices=DeliveryKind.choices)
    key = models.CharField(max_length=60)
    what = models.CharField(max_length=12, blank=True, default="")
    wanted = models.PositiveIntegerField(default=1)
    told = models.PositiveIntegerField(default=0)
    told_what = models.CharField(max_length=12, blank=True, default="")
    text = models.TextField(blank=True, default="")
    state = models.CharField(max_length=10, choices=DeliveryState.choices, default=DeliveryState.WAITING)
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    attempt = models.PositiveIntegerField(default=0)
    sent_count = models.PositiveIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=20, blank=True, default="")
    detail = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints = [models.UniqueConstraint(fields=["channel", "key"], name="delivery_once")]
        indexes = [
            models.Index(
                fields=["due_at", "id"], condition=Q(state__in=["waiting", "quiet", "sending"]), name="delivery_on_its_way"
            ),
            models.Index(fields=["state", "-due_at"], condition=Q(state="dead"), name="delivery_dead"),
        ]

    def __str__(self) -> str:
        return f"{self.key} to channel {self.channel_id}"


class DeliveryFile(models.Model):
    """A file that goes with a message, to a channel whose service can carry one (`CARRY_FILES`)."""

    delivery = models.OneToOneField(AlertDelivery, on_delete=models.CASCADE, related_name="file")
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=80)
    content = models.BinaryField()

    def __str__(self) -> str:
        return self.name
