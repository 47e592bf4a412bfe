"""The shape of numbers in the interface."""

from typing import Any

from rest_framework import serializers

from metrics.definitions import METRICS


class AnswerSerializer(serializers.Serializer[dict[str, Any]]):
    """The numbers of one shop, one row per period."""

    shop = serializers.CharField()
    currency = serializers.CharField()
    time_zone = serializers.CharField()
    by = serializers.ChoiceField(choices=["total", "hour", "day"])
    orders_as_of = serializers.CharField(allow_null=True)
    traffic_as_of = serializers.CharField(allow_null=True)
    last_paid_at = serializers.CharField(allow_null=True)
    stale_hours = serializers.IntegerField()
    rows = serializers.ListField(child=serializers.DictField(), help_text=f"from, to, and of: {', '.join(METRICS)}")


class QuestionErrorSerializer(serializers.Serializer[dict[str, Any]]):
    """Why a question cannot be answered: sentences by the part of the question."""

    shop = serializers.ListField(child=serializers.CharField(), required=False)
    start = serializers.ListField(child=serializers.CharField(), required=False)
    end = serializers.ListField(child=serializers.CharField(), required=False)
    by = serializers.ListField(child=serializers.CharField(), required=False)
    metrics = serializers.ListField(child=serializers.CharField(), required=False)
