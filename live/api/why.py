"""Why a sale is off its plan, over REST. Money is whole minor units, moments UTC, unknown null."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from common.permissions import Permission
from live.page.cause_words import blind_words, cause_sentence
from live.queries.shown import board_state
from live.queries.why import Why, why_of_board
from live.rules.why import Diagnosis
from live.serializers import SplitSerializer
from live.tasks import ask_for_board


class ChannelPartSerializer(serializers.Serializer[dict[str, object]]):
    """One channel of a window: its part of the traffic part, its visitors. `key` "" is what is not told by channel."""

    key = serializers.CharField(allow_blank=True)
    name = serializers.CharField(allow_blank=True)
    minor = serializers.IntegerField()
    visitors_due = serializers.IntegerField(allow_null=True)
    visitors = serializers.IntegerField(allow_null=True)


class CauseRowSerializer(serializers.Serializer[dict[str, object]]):
    """One window: the parts add up to the gap, the channels to the traffic part, mix and within to the order value's part."""

    kind = serializers.CharField(help_text="hour, phase or sale")
    number = serializers.IntegerField()
    start = serializers.DateTimeField()
    end = serializers.DateTimeField()
    gap_minor = serializers.IntegerField(allow_null=True)
    split = SplitSerializer()
    channels = ChannelPartSerializer(many=True)
    mix_minor = serializers.IntegerField(allow_null=True)
    within_minor = serializers.IntegerField(allow_null=True)
    refunds_minor = serializers.IntegerField(allow_null=True)
    net_gap_minor = serializers.IntegerField(allow_null=True, help_text="the gap less refunds")


class DiagnosisSerializer(serializers.Serializer[dict[str, object]]):
    """The largest cause: its part, its numbers, and the sentence in the language that was asked for."""

    cause = serializers.CharField()
    gap_minor = serializers.IntegerField()
    part_minor = serializers.IntegerField()
    due = serializers.FloatField(allow_null=True)
    actual = serializers.FloatField(allow_null=True)
    channel = serializers.CharField(allow_null=True)
    channel_minor = serializers.IntegerField(allow_null=True)
    lever = serializers.CharField(allow_blank=True)
    is_clear = serializers.BooleanField(help_text="it stands out of the usual swing of an hour")
    blind = serializers.CharField(allow_blank=True)
    sentence = serializers.CharField(allow_blank=True)
    lacking = serializers.CharField(allow_blank=True)


class WhySerializer(serializers.Serializer[dict[str, object]]):
    """The causes of a sale."""

    counted_to = serializers.DateTimeField(allow_null=True)
    currency = serializers.CharField()
    so_far = DiagnosisSerializer()
    now = DiagnosisSerializer(help_text="the last two known hours")
    rows = CauseRowSerializer(many=True)


class WhyView(APIView):
    """Why one campaign is off its plan."""

    permission = Permission.VIEW_BOARD

    @extend_schema(
        operation_id="campaign_why",
        summary="Why a sale is off its plan",
        responses={
            200: WhySerializer,
            404: OpenApiResponse(description="There is no such campaign, or its board is being counted for the first time."),
        },
    )
    def get(self, request: Request, campaign_id: int) -> Response:
        """Return the causes of every hour, every phase and the sale so far."""
        state = board_state(campaign_id=campaign_id)
        if state is None:
            raise Http404
        found = why_of_board(state=state)
        if found is None:
            ask_for_board(campaign_id)
            raise Http404
        return Response(WhySerializer(_told(found)).data)


def diagnosis_told(told: Diagnosis, why: Why) -> dict[str, Any]:
    """Return a diagnosis as the REST interface gives it."""
    currency = why.board["campaign"]["currency"]
    names = ("gap_minor", "part_minor", "due", "actual", "channel", "channel_minor", "lever", "is_clear", "blind")
    return {
        "cause": told.part,
        **{name: getattr(told, name) for name in names},
        "sentence": cause_sentence(told, names=why.names, currency=currency),
        "lacking": blind_words(told),
    }


def _told(why: Why) -> dict[str, Any]:
    return {
        "counted_to": why.board["data"]["counted_to"],
        "currency": why.board["campaign"]["currency"],
        "so_far": diagnosis_told(why.so_far, why),
        "now": diagnosis_told(why.now, why),
        "rows": [
            {
                **{name: row[name] for name in ("kind", "number", "start", "end", "split")},
                "gap_minor": row["revenue"]["gap"],
                "mix_minor": row["mix"],
                "within_minor": row["within"],
                "refunds_minor": row["refunds"],
                "net_gap_minor": row["net_gap"],
                "channels": [
                    {
                        "key": key,
                        "name": why.names.get(key, ""),
                        "minor": row["channels"][place],
                        "visitors_due": row["due"][place] if row["due"] else None,
                        "visitors": row["seen"][place] if row["seen"] else None,
                    }
                    for place, key in enumerate(why.channels)
                    if row["channels"]
                ],
            }
            for row in why.rows
        ],
    }
