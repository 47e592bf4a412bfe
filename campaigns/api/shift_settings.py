"""What the shifts of a sale are worked out from, for programs: read, and changed."""

from decimal import Decimal
from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from campaigns.api.answers import ChangedMeanwhileSerializer, RefusedSerializer, actor_of, answered
from campaigns.models import Campaign, ShiftSettings
from campaigns.parts.shifts import LABELS
from campaigns.queries.shifts import settings_of
from campaigns.serializers.plan import WhyNotSerializer
from campaigns.services.shifts import set_shift_settings
from campaigns.words.shifts import half_hour_words, problem_words
from common.permissions import Permission

REFUSED = {401: WhyNotSerializer, 403: WhyNotSerializer, 404: WhyNotSerializer}
TIME = r"^([01]?\d|2[0-3]):(00|30)$"
_ONE, _RATE, _HOUR, _DAY = Decimal(1), Decimal(100), Decimal(24), 86_400


def _rate(**more: Any) -> serializers.DecimalField:
    return serializers.DecimalField(8, 5, min_value=Decimal(0), max_value=_RATE, required=False, **more)


def _share() -> serializers.DecimalField:
    return serializers.DecimalField(6, 4, min_value=Decimal(0), max_value=_ONE, required=False)


def _hours() -> serializers.DecimalField:
    return serializers.DecimalField(4, 1, min_value=_ONE, max_value=_HOUR, required=False)


def _whole(most: int) -> serializers.IntegerField:
    return serializers.IntegerField(min_value=0, max_value=most, required=False)


class ShiftFiguresSerializer(serializers.Serializer[dict[str, Any]]):
    """Every figure the shifts are worked out from. Shares from 0 to 1, rates a visitor or an order."""

    presale_rate = _rate(allow_null=True, help_text="contacts a visitor; null: the planned inquiries count")
    aftersale_rate = _rate(help_text="contacts a paid order")
    aftersale_hours = _whole(32_767)
    chase_rate = _rate(help_text="reminders a paid order")
    presale_seconds = _whole(_DAY)
    aftersale_seconds = _whole(_DAY)
    chase_seconds = _whole(_DAY)
    chats_at_once = _whole(32_767)
    answered_share = _share()
    answer_seconds = _whole(_DAY)
    busiest_share = _share()
    away_share = _share()
    reserve_share = _share()
    shortest_hours = _hours()
    longest_hours = _hours()
    rest_hours = _whole(32_767)
    most_in_a_week = _whole(32_767)
    most_nights_in_a_week = _whole(32_767)
    moments = serializers.ListField(
        child=serializers.RegexField(TIME),
        required=False,
        help_text="three changes of shift on half hours of the shop's clock, like 4:30; empty: proposed in the troughs",
    )


class ShiftSettingsSerializer(ShiftFiguresSerializer):
    """The figures as they stand, with the version of the plan they belong to."""

    version = serializers.IntegerField()


class ShiftSettingsChangeSerializer(ShiftFiguresSerializer):
    """Figures to change, what is not named stays. `version` is the plan version that was read."""

    version = serializers.IntegerField()


class ShiftSettingsView(APIView):
    """What the shifts of one sale are worked out from."""

    permission_by_method = {"GET": Permission.VIEW_PLAN, "PATCH": Permission.EDIT_PLAN}

    @extend_schema(operation_id="campaigns_shift_settings", responses={200: ShiftSettingsSerializer} | REFUSED)
    def get(self, request: Request, pk: int) -> Response:
        """Give every figure."""
        return _told(get_object_or_404(Campaign, pk=pk))

    @extend_schema(
        operation_id="campaigns_shift_settings_change",
        request=ShiftSettingsChangeSerializer,
        responses={200: ShiftSettingsSerializer, 400: RefusedSerializer, 409: ChangedMeanwhileSerializer} | REFUSED,
    )
    def patch(self, request: Request, pk: int) -> Response:
        """Change some figures; the shifts stay as they are until they are laid anew."""
        campaign = get_object_or_404(Campaign, pk=pk)
        sent = ShiftSettingsChangeSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        values = dict(sent.validated_data)
        version = values.pop("version")
        if "moments" in values:
            values["moments"] = sorted(_half_hour(text) for text in values["moments"])

        def work() -> Response:
            return _told(set_shift_settings(campaign=campaign, actor=actor_of(request), version=version, values=values))

        return answered(work, campaign=campaign, words=problem_words)


def _half_hour(text: str) -> int:
    hour, _colon, minute = text.partition(":")
    return int(hour) * 2 + (minute == "30")


def _told(campaign: Campaign) -> Response:
    settings: ShiftSettings = settings_of(campaign)
    figures = {name: getattr(settings, name) for name in LABELS} | {"version": campaign.version}
    figures["moments"] = [half_hour_words(place) for place in settings.moments]
    return Response(ShiftSettingsSerializer(figures).data)
