"""Audience lists for programs: chosen, frozen, counted. The accounts themselves are taken as a file from the page."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from common.permissions import Permission
from desk.api.chase import EffectSerializer, effect_data
from desk.api.shared import ABSENT, DENIED, SHOP, WRONG, actor_of, shop_asked
from desk.models import Audience, Channel
from desk.queries.audiences import audiences_of, outcome_of
from desk.rules.audiences import ConsentMode, Criteria, Returning
from desk.services import ask_audience, set_consents
from desk.tasks import ring_audience

MOST = 2_000


class AudienceSerializer(serializers.Serializer[Any]):
    """A list and what became of it."""

    id = serializers.IntegerField(read_only=True)
    name = serializers.CharField(max_length=80)
    channel = serializers.ChoiceField(choices=Channel.values)
    state = serializers.CharField(read_only=True)
    members = serializers.IntegerField(read_only=True)
    held = serializers.IntegerField(read_only=True)
    excluded = serializers.DictField(child=serializers.IntegerField(), read_only=True)
    frozen_at = serializers.DateTimeField(read_only=True, allow_null=True)
    effect = EffectSerializer(read_only=True, allow_null=True)


class AudienceAskSerializer(serializers.Serializer[Any]):
    """Whom a list is to hold."""

    name = serializers.CharField(max_length=80)
    channel = serializers.ChoiceField(choices=Channel.values)
    consent = serializers.ChoiceField(choices=[one.value for one in ConsentMode], default=ConsentMode.AGREED.value)
    tiers = serializers.ListField(child=serializers.IntegerField(), required=False, max_length=50)
    labels = serializers.ListField(child=serializers.IntegerField(), required=False, max_length=50)
    campaign = serializers.IntegerField(required=False, allow_null=True)
    silent_from = serializers.IntegerField(min_value=0, max_value=3_650, default=0)
    silent_to = serializers.IntegerField(min_value=0, max_value=3_650, default=0)
    orders_from = serializers.IntegerField(min_value=1, max_value=1_000, default=1)
    returning = serializers.ChoiceField(choices=[one.value for one in Returning if one], required=False)
    held_bp = serializers.IntegerField(min_value=0, max_value=5_000, default=1_000)
    days = serializers.IntegerField(min_value=1, max_value=90, default=7)


class SaidSerializer(serializers.Serializer[Any]):
    """What one account said."""

    account = serializers.CharField(max_length=200)
    agrees = serializers.BooleanField()


class ConsentsSerializer(serializers.Serializer[Any]):
    """What many said."""

    channel = serializers.ChoiceField(choices=Channel.values)
    buyers = SaidSerializer(many=True, help_text=f"at most {MOST} at a time")

    def validate_buyers(self, buyers: list[Any]) -> list[Any]:
        """Take at most MOST."""
        if len(buyers) > MOST:
            raise serializers.ValidationError(f"At most {MOST} at a time.")
        return buyers


class AudiencesView(APIView):
    """The lists."""

    permission = Permission.MANAGE_DESK

    @extend_schema(
        operation_id="audiences", parameters=[SHOP], responses={200: AudienceSerializer(many=True), **DENIED, **ABSENT}
    )
    def get(self, request: Request) -> Response:
        """List the audience lists of a shop, the newest first."""
        return Response(AudienceSerializer([_told(one) for one in audiences_of(shop_asked(request))], many=True).data)

    @extend_schema(
        operation_id="audience_make", parameters=[SHOP], request=AudienceAskSerializer,
        responses={202: AudienceSerializer, **DENIED, **ABSENT, **WRONG},
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        """Have a list frozen by a worker."""
        shop, sent = shop_asked(request), AudienceAskSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        data = sent.validated_data
        criteria = Criteria(
            tiers=tuple(data.get("tiers", ())), labels=tuple(data.get("labels", ())), campaign=data.get("campaign"),
            silent_from=data["silent_from"], silent_to=data["silent_to"], orders_from=data["orders_from"],
            returning=Returning(data.get("returning", "")), consent=ConsentMode(data["consent"]),
        )  # fmt: skip
        row = ask_audience(
            actor=actor_of(request), shop=shop, name=data["name"], channel=Channel(data["channel"]), criteria=criteria,
            at=timezone.now(), held_bp=data["held_bp"], days=data["days"],
        )  # fmt: skip
        ring_audience(row.pk)
        return Response(AudienceSerializer(_told(row)).data, status=202)


class AudienceView(APIView):
    """One list."""

    permission = Permission.MANAGE_DESK

    @extend_schema(operation_id="audience", responses={200: AudienceSerializer, **DENIED, **ABSENT})
    def get(self, request: Request, pk: int) -> Response:
        """Give a list, who was left out and why, and what its orders came to."""
        return Response(AudienceSerializer(_told(get_object_or_404(Audience.objects.select_related("shop"), pk=pk))).data)


class ConsentsView(APIView):
    """Who agreed."""

    permission = Permission.MANAGE_DESK

    @extend_schema(
        operation_id="consents_set",
        parameters=[SHOP],
        request=ConsentsSerializer,
        responses={204: None, **DENIED, **ABSENT, **WRONG},
    )
    def post(self, request: Request) -> Response:
        """Keep yes or no for these accounts; the last word stands."""
        shop, sent = shop_asked(request), ConsentsSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        told = {one["account"]: one["agrees"] for one in sent.validated_data["buyers"]}
        channel = Channel(sent.validated_data["channel"])
        set_consents(actor=actor_of(request), shop=shop, channel=channel, told=told, at=timezone.now(), source="API")
        return Response(status=204)


def _told(row: Audience) -> dict[str, Any]:
    effect = outcome_of(row)
    return {
        "id": row.pk,
        "name": row.name,
        "channel": row.channel,
        "state": row.state,
        "members": row.members_count,
        "held": row.held_count,
        "excluded": row.excluded,
        "frozen_at": row.frozen_at,
        "effect": effect_data(effect, row.shop.currency) if effect else None,
    }
