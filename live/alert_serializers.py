"""Alerts as the REST interface tells and takes them: shares 0 to 1, money in minor units, times in minutes, moments UTC."""

from typing import Any

from rest_framework import serializers

from accounts.departments import Department
from live.measures import MEASURES
from live.models import ChannelKind, DeliveryState, Severity
from live.rules.alerts.defaults import BY_CODE

_WEEK = 10_080


class SignSerializer(serializers.Serializer[Any]):
    """One number more that shows the trouble of an incident."""

    id = serializers.IntegerField()
    watch = serializers.IntegerField(source="watch_id", allow_null=True)
    measure = serializers.CharField()
    subject = serializers.CharField(allow_blank=True)
    opened_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)
    value = serializers.FloatField(allow_null=True)
    worst = serializers.FloatField(allow_null=True)


class IncidentSerializer(serializers.Serializer[Any]):
    """One incident. `value` is the newest number, `worst` the furthest; `revision` rises with all that is told.

    `signs`: other numbers that show the same `cause` (traffic, conversion, order_value, sales, data; "" where it stands alone).
    """

    id = serializers.IntegerField()
    campaign = serializers.IntegerField(source="campaign_id")
    watch = serializers.IntegerField(source="watch_id", allow_null=True)
    name = serializers.CharField(source="shown_name")
    measure = serializers.CharField()
    subject = serializers.CharField(allow_blank=True)
    above = serializers.BooleanField()
    threshold = serializers.FloatField()
    severity = serializers.ChoiceField(choices=Severity.choices)
    department = serializers.CharField(allow_blank=True)
    opened_at = serializers.DateTimeField()
    clear_since = serializers.DateTimeField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)
    value = serializers.FloatField(allow_null=True)
    worst = serializers.FloatField(allow_null=True)
    names = serializers.ListField(child=serializers.CharField())
    is_provisional = serializers.BooleanField()
    acknowledged_by = serializers.CharField(source="acknowledged_by.username", allow_null=True, default=None)
    acknowledged_at = serializers.DateTimeField(allow_null=True)
    escalated_at = serializers.DateTimeField(allow_null=True)
    is_false = serializers.BooleanField(help_text="a person judged that there was no trouble")
    revision = serializers.IntegerField()
    cause = serializers.CharField(allow_blank=True)
    signs = SignSerializer(many=True)


class IncidentPageSerializer(serializers.Serializer[dict[str, Any]]):
    """A page of incidents, the newest first."""

    count = serializers.IntegerField()
    page = serializers.IntegerField()
    pages = serializers.IntegerField()
    incidents = IncidentSerializer(many=True)


class JudgedSerializer(serializers.Serializer[dict[str, Any]]):
    """Whether it was a false alarm."""

    is_false = serializers.BooleanField()


class AcknowledgedSerializer(serializers.Serializer[dict[str, Any]]):
    """Whether the caller is who sees to it; false where somebody did before, or it is over."""

    is_yours = serializers.BooleanField()
    incident = IncidentSerializer()


class WatchSerializer(serializers.Serializer[Any]):
    """One watch: beyond `threshold` for `hold` minutes it rings, back beyond `clear` for `settle` minutes it is over."""

    id = serializers.IntegerField(read_only=True, allow_null=True)
    code = serializers.CharField(max_length=20, allow_blank=True, default="", help_text="of a built-in watch")
    name = serializers.CharField(max_length=80, allow_blank=True, default="")
    measure = serializers.ChoiceField(choices=sorted(MEASURES))
    subject = serializers.CharField(max_length=200, allow_blank=True, default="")
    within = serializers.IntegerField(min_value=1, max_value=_WEEK, default=60)
    above = serializers.BooleanField()
    threshold = serializers.FloatField()
    clear = serializers.FloatField()
    hold = serializers.IntegerField(min_value=0, max_value=_WEEK, default=10)
    settle = serializers.IntegerField(min_value=0, max_value=_WEEK, default=10)
    cool_down = serializers.IntegerField(min_value=0, max_value=_WEEK, default=30)
    escalate = serializers.IntegerField(min_value=0, max_value=_WEEK, allow_null=True, default=None)
    severity = serializers.ChoiceField(choices=Severity.choices, default=Severity.WARNING)
    department = serializers.ChoiceField(choices=Department.choices, allow_blank=True, default="")
    is_active = serializers.BooleanField(default=True)

    def validate_code(self, code: str) -> str:
        """Refuse the code of a built-in watch that does not exist."""
        if code and code not in BY_CODE:
            raise serializers.ValidationError("There is no such built-in watch.")
        return code

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse a second bound on the bad side, and a measure of one thing that names none."""
        is_wrong = attrs["clear"] > attrs["threshold"] if attrs["above"] else attrs["clear"] < attrs["threshold"]
        if is_wrong:
            raise serializers.ValidationError({"clear": "It must lie on the good side of the threshold, or be the same."})
        if MEASURES[attrs["measure"]].subject in {"sku", "channel"} and not attrs["subject"]:
            raise serializers.ValidationError({"subject": "This number is of one thing: say which."})
        return attrs


class AlertChannelSerializer(serializers.Serializer[Any]):
    """One channel. `place` (address or token) and `secret` are written, never read; `hint` is what may be shown of them."""

    id = serializers.IntegerField(read_only=True)
    name = serializers.CharField(max_length=80)
    kind = serializers.ChoiceField(choices=ChannelKind.choices)
    place = serializers.CharField(max_length=500, write_only=True, required=False, allow_blank=True, default="")
    secret = serializers.CharField(max_length=200, write_only=True, required=False, allow_blank=True, default="")
    hint = serializers.CharField(read_only=True)
    language = serializers.ChoiceField(choices=["en", "zh-hans"], default="zh-hans")
    severity = serializers.ChoiceField(choices=Severity.choices, default=Severity.WARNING)
    department = serializers.ChoiceField(choices=Department.choices, allow_blank=True, default="")
    is_escalation = serializers.BooleanField(default=False)
    wants_digest = serializers.BooleanField(default=False)
    wants_reports = serializers.BooleanField(default=False, help_text="hears of profit and costs at the end of each stage")
    quiet_from = serializers.IntegerField(
        min_value=0, max_value=1_439, allow_null=True, default=None, help_text="minute of the day"
    )
    quiet_to = serializers.IntegerField(
        min_value=0, max_value=1_439, allow_null=True, default=None, help_text="minute of the day"
    )
    urgent_in_quiet = serializers.BooleanField(default=True)
    is_active = serializers.BooleanField(default=True)
    reason = serializers.CharField(read_only=True, help_text="what it answered last; ok: it took the message")
    detail = serializers.CharField(read_only=True)
    answered_at = serializers.DateTimeField(read_only=True, allow_null=True)
    blocked_until = serializers.DateTimeField(read_only=True, allow_null=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse half of the quiet hours."""
        if (attrs["quiet_from"] is None) != (attrs["quiet_to"] is None):
            raise serializers.ValidationError({"quiet_to": "Quiet hours have a beginning and an end."})
        return attrs


class LetterSerializer(serializers.Serializer[Any]):
    """One message to one channel."""

    id = serializers.IntegerField()
    channel = serializers.IntegerField(source="channel_id")
    incident = serializers.IntegerField(source="incident_id", allow_null=True)
    message_kind = serializers.CharField(source="kind")
    message_state = serializers.ChoiceField(choices=DeliveryState.choices, source="state")
    attempt = serializers.IntegerField()
    reason = serializers.CharField(allow_blank=True)
    detail = serializers.CharField(allow_blank=True)
    due_at = serializers.DateTimeField()
    sent_at = serializers.DateTimeField(allow_null=True)
