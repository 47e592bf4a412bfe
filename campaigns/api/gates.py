"""The gates of a sale for programs: how they stand, a tick, leaving a stage."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from campaigns.api.answers import ChangedMeanwhileSerializer, RefusedSerializer, actor_of, answered
from campaigns.checks import all_checks
from campaigns.models import Campaign
from campaigns.queries.gates import Gate, gates
from campaigns.rules.gates import CHECK, HAND
from campaigns.serializers.plan import WhyNotSerializer
from campaigns.services.gates import PointDraft, leave_stage, reopen_stage, set_gate, tick_point
from common.permissions import Permission, sees_costs

REFUSED = {401: WhyNotSerializer, 403: WhyNotSerializer, 404: WhyNotSerializer}
WRITE = REFUSED | {400: RefusedSerializer, 409: ChangedMeanwhileSerializer}


class PointSerializer(serializers.Serializer[dict[str, Any]]):
    """One point of a gate."""

    id = serializers.IntegerField()
    kind = serializers.CharField(help_text="check: the data answers; hand: a person ticks it")
    key = serializers.CharField(allow_blank=True)
    name = serializers.CharField()
    state = serializers.CharField(help_text="done, watch, failed, or missing: never checked")
    found = serializers.CharField(allow_blank=True)


class GateSerializer(serializers.Serializer[dict[str, Any]]):
    """One stage's gate."""

    stage = serializers.CharField(help_text="preparation, warm_up, live, closing")
    is_open = serializers.BooleanField()
    left_at = serializers.DateTimeField(allow_null=True)
    left_by = serializers.CharField(allow_blank=True)
    reason = serializers.CharField(allow_blank=True, help_text="why it was left over a shut gate")
    points = PointSerializer(many=True)


class LeaveSerializer(serializers.Serializer[dict[str, Any]]):
    """Leaving a stage; a shut gate needs a reason."""

    reason = serializers.CharField(allow_blank=True, default="", max_length=2000)


class TickSerializer(serializers.Serializer[dict[str, Any]]):
    """A tick. `version` is the plan version that was read."""

    version = serializers.IntegerField()
    is_done = serializers.BooleanField()


class PointInSerializer(serializers.Serializer[dict[str, Any]]):
    """One point a gate should ask: a check by its code, a ready-made point by its key, or words of one's own."""

    kind = serializers.ChoiceField(choices=[CHECK, HAND])
    key = serializers.CharField(allow_blank=True, default="", max_length=40)
    text = serializers.CharField(allow_blank=True, default="", max_length=200)


class GateChangeSerializer(serializers.Serializer[dict[str, Any]]):
    """What a gate should ask, in this order. `version` is the plan version that was read."""

    version = serializers.IntegerField()
    points = PointInSerializer(many=True)


class GatesView(APIView):
    """The four gates."""

    permission = Permission.VIEW_PLAN

    @extend_schema(operation_id="campaigns_gates", responses={200: GateSerializer(many=True)} | REFUSED)
    def get(self, request: Request, pk: int) -> Response:
        """Give the gate of each stage, in their order."""
        return _answer(get_object_or_404(Campaign, pk=pk), request)


class GateView(APIView):
    """One stage's gate."""

    permission = Permission.EDIT_PLAN

    @extend_schema(
        operation_id="campaigns_gate_change", request=GateChangeSerializer, responses={200: GateSerializer(many=True)} | WRITE
    )
    def put(self, request: Request, pk: int, stage: str) -> Response:
        """Choose what a stage's gate asks; a point that stays keeps its tick."""
        campaign = get_object_or_404(Campaign, pk=pk)
        said = GateChangeSerializer(data=request.data)
        said.is_valid(raise_exception=True)
        version = said.validated_data["version"]
        points = [PointDraft(**point) for point in said.validated_data["points"]]

        def work() -> Response:
            set_gate(campaign=campaign, actor=actor_of(request), version=version, stage=stage, points=points)
            return _answer(campaign, request)

        return answered(work, campaign=campaign)


class GateLeaveView(APIView):
    """Leaving a stage."""

    permission = Permission.EDIT_PLAN

    @extend_schema(
        operation_id="campaigns_gate_leave", request=LeaveSerializer, responses={200: GateSerializer(many=True)} | WRITE
    )
    def post(self, request: Request, pk: int, stage: str) -> Response:
        """Leave a stage; what kept its gate shut is kept with the reason."""
        campaign = get_object_or_404(Campaign, pk=pk)
        said = LeaveSerializer(data=request.data)
        said.is_valid(raise_exception=True)

        def work() -> Response:
            reason = said.validated_data["reason"]
            leave_stage(campaign=campaign, actor=actor_of(request), stage=stage, reason=reason, at=timezone.now())
            return _answer(campaign, request)

        return answered(work, campaign=campaign)

    @extend_schema(operation_id="campaigns_gate_reopen", responses={200: GateSerializer(many=True)} | WRITE)
    def delete(self, request: Request, pk: int, stage: str) -> Response:
        """Go back into the stage that was left last."""
        campaign = get_object_or_404(Campaign, pk=pk)

        def work() -> Response:
            reopen_stage(campaign=campaign, actor=actor_of(request), stage=stage, at=timezone.now())
            return _answer(campaign, request)

        return answered(work, campaign=campaign)


class GateTickView(APIView):
    """A tick at a point."""

    permission = Permission.EDIT_PLAN

    @extend_schema(operation_id="campaigns_gate_tick", request=TickSerializer, responses={200: GateSerializer(many=True)} | WRITE)
    def post(self, request: Request, pk: int, point: int) -> Response:
        """Tick a point a person answers for, or take the tick back."""
        campaign = get_object_or_404(Campaign, pk=pk)
        said = TickSerializer(data=request.data)
        said.is_valid(raise_exception=True)

        def work() -> Response:
            actor = actor_of(request)
            tick_point(campaign=campaign, actor=actor, point=point, at=timezone.now(), **said.validated_data)
            return _answer(campaign, request)

        return answered(work, campaign=campaign)


def _answer(campaign: Campaign, request: Request) -> Response:
    found = gates(campaign, all_checks(campaign, timezone.now())).values()
    with_costs = sees_costs(request.user)
    return Response([_plain(gate if with_costs else gate.without_costs()) for gate in found])


def _plain(gate: Gate) -> dict[str, Any]:
    passage = gate.passage
    return {
        "stage": gate.stage,
        "is_open": gate.is_open,
        "left_at": passage.at if passage else None,
        "left_by": passage.by.shown_name if passage and passage.by else "",
        "reason": passage.reason if passage else "",
        "points": [
            {
                "id": point.point.pk,
                "kind": point.point.kind,
                "key": point.point.key,
                "name": point.name,
                "state": point.state,
                "found": point.found,
            }
            for point in gate.points
        ],
    }
