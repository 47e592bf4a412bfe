"""The way into the side panel for a chat program that can open it by itself: an address that lets one browser in, once."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from common.permissions import Permission
from desk.api.shared import ABSENT, DENIED, actor_of
from desk.queries.panel import passes_of
from desk.services import end_panel, give_code


class PanelPassSerializer(serializers.Serializer[Any]):
    """One browser that shows the panel as you."""

    id = serializers.IntegerField(source="pk")
    entered_at = serializers.DateTimeField()
    used_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()


class PanelAskedSerializer(serializers.Serializer[dict[str, Any]]):
    """What the panel is to look up first."""

    q = serializers.CharField(required=False, allow_blank=True, default="", max_length=100)


class PanelAddressSerializer(serializers.Serializer[dict[str, Any]]):
    """The address to put into the frame, good for one opening."""

    address = serializers.CharField()
    code = serializers.CharField(help_text="the same to type by hand")
    ends_at = serializers.DateTimeField()


class PanelsView(APIView):
    """The browsers that show the panel as you."""

    permission = Permission.VIEW_BUYERS

    @extend_schema(operation_id="desk_panels", responses={200: PanelPassSerializer(many=True), **DENIED})
    def get(self, request: Request) -> Response:
        """List them, the newest first."""
        return Response(PanelPassSerializer(passes_of(actor_of(request), at=timezone.now()), many=True).data)

    @extend_schema(
        operation_id="desk_panel_code", request=PanelAskedSerializer, responses={201: PanelAddressSerializer, **DENIED}
    )
    def post(self, request: Request) -> Response:
        """Make an address that lets one browser in as you, once and within five minutes."""
        sent = PanelAskedSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        fresh = give_code(who=actor_of(request), at=timezone.now())
        query = f"?{urlencode({'q': sent.validated_data['q']})}" if sent.validated_data["q"] else ""
        address = request.build_absolute_uri(reverse("desk:panel-enter-by", args=[fresh.code]) + query)
        told = {"address": address, "code": fresh.code, "ends_at": fresh.row.ends_at}
        return Response(PanelAddressSerializer(told).data, status=201, headers={"Cache-Control": "no-store"})


class PanelView(APIView):
    """One of them."""

    permission = Permission.VIEW_BUYERS

    @extend_schema(
        operation_id="desk_panel_end",
        request=None,
        responses={204: OpenApiResponse(description="It is asked for a code again."), **DENIED, **ABSENT},
    )
    def delete(self, request: Request, pk: int) -> Response:
        """Take its pass away."""
        return Response(status=204 if end_panel(who=actor_of(request), pk=pk) else 404)
