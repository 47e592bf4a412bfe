"""Rehearsals over REST: the newest of a sale with their scores, asking for one, stopping one."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.asking import person
from campaigns.models import Campaign
from common.permissions import Permission
from rehearsal.doorbell import ring_rehearsal
from rehearsal.models import DaySource, RehearsalRun
from rehearsal.queries.runs import runs_of
from rehearsal.rules.faults import BadFault, read_fault
from rehearsal.services import ask_rehearsal, give_up_lost, stop_rehearsal
from rehearsal.services.runs import CannotRehearse


class RehearsalSerializer(serializers.Serializer[Any]):
    """One rehearsal; minutes count from the start of the sale, `score` is empty until it is judged."""

    id = serializers.IntegerField()
    state = serializers.CharField()
    day = serializers.CharField(source="source", help_text="plan or last")
    speed = serializers.IntegerField()
    from_minute = serializers.IntegerField()
    until_minute = serializers.IntegerField()
    minute = serializers.IntegerField(help_text="how far it came")
    faults = serializers.JSONField()
    seen = serializers.JSONField(help_text="what stands now: signs, files, rows, messages")
    score = serializers.JSONField()
    error = serializers.CharField()
    asked_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)


class RehearsalAskSerializer(serializers.Serializer[dict[str, Any]]):
    """What is to be played. `faults`: KIND[=SUBJECT]@H:MM[+MINUTES][xSHARE]."""

    day = serializers.ChoiceField(choices=DaySource.values, default=DaySource.PLAN)
    speed = serializers.IntegerField(min_value=1, max_value=600, default=60)
    tick_minutes = serializers.IntegerField(min_value=1, max_value=60, default=10)
    from_minute = serializers.IntegerField(min_value=0, max_value=10**6, default=0)
    until_minute = serializers.IntegerField(min_value=1, max_value=10**6, required=False, allow_null=True, default=None)
    seed = serializers.IntegerField(min_value=1, max_value=10**6, default=1)
    faults = serializers.ListField(child=serializers.CharField(max_length=200), default=list, max_length=20)

    def validate_faults(self, value: list[str]) -> list[Any]:
        """Read each fault."""
        try:
            return [read_fault(text) for text in value]
        except BadFault as bad:
            raise serializers.ValidationError(str(bad)) from bad


class NotRehearsedSerializer(serializers.Serializer[dict[str, Any]]):
    """Why not."""

    detail = serializers.CharField()


REFUSED = {403: NotRehearsedSerializer, 404: NotRehearsedSerializer}


class RehearsalsView(APIView):
    """The rehearsals of a sale."""

    permission_by_method = {"GET": Permission.VIEW_BOARD, "POST": Permission.EDIT_PLAN}

    @extend_schema(operation_id="rehearsals_list", responses={200: RehearsalSerializer(many=True), **REFUSED})
    def get(self, request: Request, campaign_id: int) -> Response:
        """Give the newest rehearsals of a sale."""
        campaign = get_object_or_404(Campaign, pk=campaign_id)
        return Response(RehearsalSerializer(runs_of(campaign), many=True).data)

    @extend_schema(
        operation_id="rehearsals_ask",
        request=RehearsalAskSerializer,
        responses={202: RehearsalSerializer, 400: NotRehearsedSerializer, 409: NotRehearsedSerializer, **REFUSED},
    )
    def post(self, request: Request, campaign_id: int) -> Response:
        """Ask for a rehearsal; a process of its own plays it."""
        campaign = get_object_or_404(Campaign, pk=campaign_id)
        sent = RehearsalAskSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        give_up_lost(at=timezone.now())
        try:
            said = dict(sent.validated_data)
            run = ask_rehearsal(campaign=campaign, actor=person(request), at=timezone.now(), source=said.pop("day"), **said)
        except CannotRehearse as refused:
            return Response({"detail": str(refused)}, status=409)
        ring_rehearsal(run_id=run.pk)
        return Response(RehearsalSerializer(run).data, status=202)


class RehearsalStopView(APIView):
    """Stop a rehearsal."""

    permission = Permission.EDIT_PLAN

    @extend_schema(operation_id="rehearsal_stop", request=None, responses={202: RehearsalSerializer, **REFUSED})
    def post(self, request: Request, run_id: int) -> Response:
        """Stop it; what it has found so far is kept."""
        run = get_object_or_404(RehearsalRun, pk=run_id)
        stop_rehearsal(run=run, actor=person(request), at=timezone.now())
        run.refresh_from_db()
        return Response(RehearsalSerializer(run).data, status=202)
