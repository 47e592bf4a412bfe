"""Incidents and watches over REST."""

from dataclasses import fields
from typing import Any

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import User
from campaigns.models import Campaign
from common.permissions import Permission
from common.requests import whole_number
from live.alert_serializers import (
    AcknowledgedSerializer,
    IncidentPageSerializer,
    IncidentSerializer,
    JudgedSerializer,
    WatchSerializer,
)
from live.models import Incident, Watch
from live.page.alerts.words import name_of
from live.queries.alerts.watches import built_in, watches_of
from live.rules.alerts.defaults import BY_CODE
from live.services.alerts import WatchDraft, acknowledge, drop_watch, judge, save_watch
from live.tasks import ring_waiting

PAGE_ROWS = 100
DENIED = {403: OpenApiResponse(description="You may not do this.")}
MISSING = {404: OpenApiResponse(description="There is no such thing.")}
WRONG = {400: OpenApiResponse(description="What cannot stand.")}


class IncidentsView(APIView):
    """The incidents of all sales."""

    permission = Permission.VIEW_BOARD

    @extend_schema(
        operation_id="incidents",
        parameters=[
            OpenApiParameter("campaign", int, description="only of this sale"),
            OpenApiParameter("open", bool, description="1: only those that are not over"),
            OpenApiParameter("page", int),
        ],
        responses={200: IncidentPageSerializer, **DENIED},
    )
    def get(self, request: Request) -> Response:
        """List incidents, the newest first, 100 a page."""
        query = request.query_params
        rows = Incident.objects.leading().select_related("campaign", "acknowledged_by").prefetch_related("signs")
        rows = rows.order_by("-opened_at", "-pk")
        if sale := whole_number(query.get("campaign", "")):
            rows = rows.filter(campaign=sale)
        if query.get("open") in {"1", "true"}:
            rows = rows.open()
        page = Paginator(rows, PAGE_ROWS).get_page(query.get("page"))
        told = {"count": page.paginator.count, "page": page.number, "pages": page.paginator.num_pages}
        return Response(IncidentPageSerializer({**told, "incidents": [named(one) for one in page.object_list]}).data)


class AcknowledgeView(APIView):
    """Seeing to an incident."""

    permission = Permission.VIEW_BOARD

    @extend_schema(
        operation_id="incident_acknowledge", request=None, responses={200: AcknowledgedSerializer, **DENIED, **MISSING}
    )
    def post(self, request: Request, pk: int) -> Response:
        """Say that the caller sees to it; it is escalated no more."""
        found = get_object_or_404(Incident, pk=pk)
        is_yours = acknowledge(actor=actor_of(request), incident=found, at=timezone.now())
        ring_waiting()
        fresh = Incident.objects.select_related("campaign", "acknowledged_by").get(pk=found.part_of_id or pk)
        return Response(AcknowledgedSerializer({"is_yours": is_yours, "incident": named(fresh)}).data)


class JudgeView(APIView):
    """Whether an incident was a false alarm."""

    permission = Permission.VIEW_BOARD

    @extend_schema(
        operation_id="incident_judge", request=JudgedSerializer, responses={200: IncidentSerializer, **DENIED, **MISSING}
    )
    def post(self, request: Request, pk: int) -> Response:
        """Say that there was no trouble, or take that back; who judges it sees to it."""
        found = get_object_or_404(Incident, pk=pk)
        asked = JudgedSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        judge(actor=actor_of(request), incident=found, at=timezone.now(), **asked.validated_data)
        ring_waiting()
        fresh = Incident.objects.select_related("campaign", "acknowledged_by").get(pk=found.part_of_id or pk)
        return Response(IncidentSerializer(named(fresh)).data)


class WatchesView(APIView):
    """What is watched in a sale."""

    permission_by_method = {"GET": Permission.VIEW_BOARD, "POST": Permission.MANAGE_ALERTS}

    @extend_schema(operation_id="watches", responses={200: WatchSerializer(many=True), **DENIED, **MISSING})
    def get(self, request: Request, campaign_id: int) -> Response:
        """List the watches of a sale; a built-in one that was never looked at has no number yet."""
        campaign = get_object_or_404(Campaign, pk=campaign_id)
        return Response(WatchSerializer(watches_of(campaign=campaign), many=True).data)

    @extend_schema(
        operation_id="watch_make", request=WatchSerializer, responses={201: WatchSerializer, **DENIED, **MISSING, **WRONG}
    )
    def post(self, request: Request, campaign_id: int) -> Response:
        """Watch one number more; with the `code` of a built-in watch, change that one, looked at before or not."""
        return _save(request, get_object_or_404(Campaign, pk=campaign_id), None)


class WatchView(APIView):
    """One watch."""

    permission = Permission.MANAGE_ALERTS

    @extend_schema(
        operation_id="watch_save", request=WatchSerializer, responses={200: WatchSerializer, **DENIED, **MISSING, **WRONG}
    )
    def put(self, request: Request, pk: int) -> Response:
        """Change a watch."""
        watch = get_object_or_404(Watch.objects.select_related("campaign"), pk=pk)
        return _save(request, watch.campaign, watch)

    @extend_schema(
        operation_id="watch_drop",
        responses={204: None, 409: OpenApiResponse(description="A built-in watch is switched off instead."), **DENIED, **MISSING},
    )
    def delete(self, request: Request, pk: int) -> Response:
        """Take a watch of one's own away."""
        watch = get_object_or_404(Watch.objects.select_related("campaign"), pk=pk)
        if watch.code:
            return Response({"detail": "A built-in watch is switched off instead."}, status=409)
        drop_watch(actor=actor_of(request), watch=watch, at=timezone.now())
        return Response(status=204)


def actor_of(request: Request) -> User:
    """Return who calls; the gate lets nobody else in."""
    if not isinstance(request.user, User):
        raise TypeError
    return request.user


def named(incident: Incident) -> Incident:
    """Return an incident that carries what it is called."""
    incident.shown_name = name_of(incident)  # type: ignore[attr-defined]
    return incident


def _save(request: Request, campaign: Campaign, watch: Watch | None) -> Response:
    sent = WatchSerializer(data=request.data)
    sent.is_valid(raise_exception=True)
    code = sent.validated_data["code"]
    if watch is None and code:
        watch = Watch.objects.filter(campaign=campaign, code=code).first() or built_in(campaign, BY_CODE[code])
    said: dict[str, Any] = {each.name: sent.validated_data[each.name] for each in fields(WatchDraft)}
    saved = save_watch(actor=actor_of(request), campaign=campaign, draft=WatchDraft(**said), at=timezone.now(), watch=watch)
    return Response(WatchSerializer(saved).data, status=200 if watch else 201)
