"""The versions of a plan for programs: listed, compared, frozen, restored; and clones."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from campaigns import services
from campaigns.api.answers import ChangedMeanwhileSerializer, RefusedSerializer, actor_of, answered
from campaigns.models import Campaign, PlanVersion
from campaigns.queries.compared import compared
from campaigns.serializers.plan import CampaignSerializer, WhyNotSerializer, whole_of
from campaigns.services.cloning import clone_campaign
from campaigns.services.freezing import freeze_plan
from campaigns.words.trail import action_words, lines_by_part
from common.permissions import Permission, sees_costs

REFUSED = {401: WhyNotSerializer, 403: WhyNotSerializer, 404: WhyNotSerializer}
WRITE = REFUSED | {400: RefusedSerializer, 409: ChangedMeanwhileSerializer}


class VersionSerializer(serializers.Serializer[dict[str, Any]]):
    """One version: who made it, when, by what; frozen ones with their name."""

    number = serializers.IntegerField()
    at = serializers.DateTimeField()
    by = serializers.CharField(allow_blank=True, help_text='"" for the program')
    action = serializers.CharField()
    frozen_at = serializers.DateTimeField(allow_null=True)
    frozen_as = serializers.CharField(allow_blank=True)
    frozen_note = serializers.CharField(allow_blank=True)


class DifferenceSerializer(serializers.Serializer[dict[str, Any]]):
    """One thing that differs, in words."""

    part = serializers.CharField()
    was = serializers.CharField(allow_blank=True)
    now = serializers.CharField(allow_blank=True)
    by = serializers.CharField(allow_blank=True, help_text="who changed it in between")


class ComparedSerializer(serializers.Serializer[dict[str, Any]]):
    """Two versions side by side."""

    older = VersionSerializer()
    newer = VersionSerializer()
    differences = DifferenceSerializer(many=True)


class FreezeSerializer(serializers.Serializer[dict[str, Any]]):
    """The name of a frozen version. `version` is the one that was read."""

    version = serializers.IntegerField()
    name = serializers.CharField(max_length=80)
    note = serializers.CharField(allow_blank=True, default="", max_length=2000)


class SeenSerializer(serializers.Serializer[dict[str, Any]]):
    """The version that was read."""

    version = serializers.IntegerField()


class CloneSerializer(serializers.Serializer[dict[str, Any]]):
    """A new sale after this one."""

    name = serializers.CharField(max_length=120)
    starts_on = serializers.DateField(help_text="day of the shop's clock")
    growth = serializers.DecimalField(
        max_digits=8, decimal_places=4, default=Decimal(0), min_value=Decimal("-0.99"), max_value=Decimal(10)
    )
    from_actual = serializers.BooleanField(default=False, help_text="the target begins from what was really sold")
    follow_curve = serializers.BooleanField(default=True)


class VersionsView(APIView):
    """The versions of one plan."""

    permission = Permission.VIEW_PLAN

    @extend_schema(operation_id="campaigns_versions", responses={200: VersionSerializer(many=True)} | REFUSED)
    def get(self, request: Request, pk: int) -> Response:
        """List the versions, newest first."""
        campaign = get_object_or_404(Campaign, pk=pk)
        return Response([_plain(version) for version in campaign.versions.select_related("actor")])


class CompareView(APIView):
    """Two versions side by side."""

    permission = Permission.VIEW_PLAN

    @extend_schema(
        operation_id="campaigns_compare",
        parameters=[
            OpenApiParameter("from", OpenApiTypes.INT, required=True),
            OpenApiParameter("to", OpenApiTypes.INT, required=True),
        ],
        responses={200: ComparedSerializer, 400: WhyNotSerializer} | REFUSED,
    )
    def get(self, request: Request, pk: int) -> Response:
        """Say what differs between two versions, in words, and who changed it."""
        campaign = get_object_or_404(Campaign, pk=pk)
        asked = [request.query_params.get(name, "") for name in ("from", "to")]
        if not all(one.isascii() and one.isdigit() and len(one) < 10 for one in asked):
            raise ValidationError({"detail": "from and to are numbers of versions"})
        found = compared(campaign=campaign, older=int(asked[0]), newer=int(asked[1]))
        if found is None:
            raise Http404
        lines = lines_by_part(found.changes, found.by, campaign, with_costs=sees_costs(request.user))
        differences = [dict(zip(("part", "was", "now", "by"), line, strict=True)) for line in lines]
        return Response({"older": _plain(found.older), "newer": _plain(found.newer), "differences": differences})


class FreezeView(APIView):
    """Freeze a plan."""

    permission = Permission.EDIT_PLAN

    @extend_schema(operation_id="campaigns_freeze", request=FreezeSerializer, responses={200: VersionSerializer} | WRITE)
    def post(self, request: Request, pk: int) -> Response:
        """Freeze the plan as it stands."""
        campaign = get_object_or_404(Campaign, pk=pk)
        said = FreezeSerializer(data=request.data)
        said.is_valid(raise_exception=True)

        def work() -> Response:
            kept = freeze_plan(campaign=campaign, actor=actor_of(request), at=timezone.now(), **said.validated_data)
            return Response(_plain(kept))

        return answered(work, campaign=campaign)


class RestoreView(APIView):
    """Let an older version stand again."""

    permission = Permission.EDIT_PLAN

    @extend_schema(operation_id="campaigns_restore", request=SeenSerializer, responses={200: CampaignSerializer} | WRITE)
    def post(self, request: Request, pk: int, number: int) -> Response:
        """Let an older version stand again, as a new one."""
        campaign = get_object_or_404(Campaign, pk=pk)
        said = SeenSerializer(data=request.data)
        said.is_valid(raise_exception=True)

        def work() -> Response:
            after = services.restore_version(
                campaign=campaign, actor=actor_of(request), version=said.validated_data["version"], number=number
            )
            return Response(CampaignSerializer(whole_of(after, at=timezone.now())).data)

        return answered(work, campaign=campaign)


class CloneView(APIView):
    """Clone a sale."""

    permission = Permission.EDIT_PLAN

    @extend_schema(operation_id="campaigns_clone", request=CloneSerializer, responses={201: CampaignSerializer} | WRITE)
    def post(self, request: Request, pk: int) -> Response:
        """Plan a new sale after this one; its lessons come along as open points."""
        source = get_object_or_404(Campaign, pk=pk)
        said = CloneSerializer(data=request.data)
        said.is_valid(raise_exception=True)
        wanted = said.validated_data | {"growth": Fraction(said.validated_data["growth"])}

        def work() -> Response:
            clone = clone_campaign(source=source, actor=actor_of(request), **wanted)
            return Response(CampaignSerializer(whole_of(clone, at=timezone.now())).data, status=201)

        return answered(work, currency=source.currency, zone=source.time_zone, campaign=source)


def _plain(version: PlanVersion) -> dict[str, Any]:
    return {
        "number": version.number,
        "at": version.at,
        "by": version.actor.shown_name if version.actor else "",
        "action": action_words(version.action),
        "frozen_at": version.frozen_at,
        "frozen_as": version.frozen_as,
        "frozen_note": version.frozen_note,
    }
