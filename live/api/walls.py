"""Screens on walls over REST: list, make, take away."""

import datetime as dt
from typing import Any, cast

from django.conf import settings
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import User
from campaigns.models import Campaign
from common.permissions import Permission
from live.models import GREY_AFTER_MINUTES, WallScreen
from live.services import make_wall, revoke_wall

DENIED = {401: OpenApiResponse(description="You are not signed in."), 403: OpenApiResponse(description="You may not do this.")}
DAY = 1440


class WallScreenSerializer(serializers.Serializer[Any]):
    """One screen. Its address is told once, by the answer that made it."""

    id = serializers.IntegerField(read_only=True)
    name = serializers.CharField(max_length=60)
    campaign = serializers.PrimaryKeyRelatedField(
        queryset=Campaign.objects.all(), allow_null=True, default=None, help_text="null: the sale at hand"
    )
    language = serializers.ChoiceField(choices=[code for code, _name in settings.LANGUAGES], default="en")
    hides_amounts = serializers.BooleanField(default=False, help_text="shares of the target in place of money")
    grey_after = serializers.IntegerField(min_value=5, max_value=DAY, default=GREY_AFTER_MINUTES, help_text="minutes")
    night_from = serializers.IntegerField(
        min_value=0, max_value=DAY - 1, allow_null=True, default=None, help_text="minute of the sale's day; null: never dark"
    )
    night_to = serializers.IntegerField(min_value=0, max_value=DAY - 1, allow_null=True, default=None)
    made_at = serializers.DateTimeField(read_only=True, default_timezone=dt.UTC)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse a night with one end."""
        if (attrs["night_from"] is None) != (attrs["night_to"] is None):
            raise serializers.ValidationError({"night_to": "A night needs both ends, or none."})
        return attrs


class FreshWallSerializer(WallScreenSerializer):
    """A new screen with its address."""

    address = serializers.URLField(read_only=True, help_text="shown once; only its digest is kept")


class WallScreensView(APIView):
    """The screens that stand."""

    permission = Permission.MANAGE_ALERTS

    @extend_schema(operation_id="wall_screens", responses={200: WallScreenSerializer(many=True), **DENIED})
    def get(self, request: Request) -> Response:
        """List the screens, the newest first."""
        return Response(WallScreenSerializer(WallScreen.objects.standing(), many=True).data)

    @extend_schema(
        operation_id="wall_screen_make",
        request=WallScreenSerializer,
        responses={201: FreshWallSerializer, 400: OpenApiResponse(description="A field cannot be."), **DENIED},
    )
    def post(self, request: Request) -> Response:
        """Make a screen; its address is in the answer and nowhere else."""
        asked = WallScreenSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        fresh = make_wall(actor=cast("User", request.user), values=asked.validated_data, at=timezone.now())
        fresh.screen.address = request.build_absolute_uri(reverse("live:wall", args=[fresh.token]))  # type: ignore[attr-defined]
        return Response(FreshWallSerializer(fresh.screen).data, status=201)


class WallScreenView(APIView):
    """One screen."""

    permission = Permission.MANAGE_ALERTS

    @extend_schema(
        operation_id="wall_screen_revoke",
        responses={
            204: OpenApiResponse(description="The screen is taken away."),
            404: OpenApiResponse(description="There is no such screen."),
            **DENIED,
        },
    )
    def delete(self, request: Request, screen_id: int) -> Response:
        """Take a screen away."""
        if not revoke_wall(actor=cast("User", request.user), screen_id=screen_id, at=timezone.now()):
            raise Http404
        return Response(status=204)
