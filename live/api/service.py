"""Customer service and warehouse of a sale over REST."""

import datetime as dt
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from campaigns.models import Campaign
from common.permissions import Permission
from live.queries import service as read
from live.queries import shown


class ServiceChangeSerializer(serializers.Serializer[Any]):
    """A proposed change of the shifts: people above 0 are missing, below 0 can be spared."""

    role = serializers.CharField()
    start = serializers.DateTimeField(default_timezone=dt.UTC)
    end = serializers.DateTimeField(default_timezone=dt.UTC)
    people = serializers.IntegerField()
    needed = serializers.IntegerField()


class ServiceTodaySerializer(serializers.Serializer[Any]):
    """Customer service and warehouse as they stand; null is not known. A `growth` without a wait: the queue only grows."""

    asked = serializers.IntegerField(allow_null=True, help_text="inquiries of the last whole hour")
    people = serializers.IntegerField(help_text="on shift for pre-sale now")
    wait_seconds = serializers.FloatField(allow_null=True)
    growth = serializers.FloatField(allow_null=True, help_text="inquiries an hour that nobody can answer")
    level = serializers.FloatField(help_text="inquiries of the last hours against their plan")
    changes = ServiceChangeSerializer(many=True)
    unpaid_orders = serializers.IntegerField()
    unpaid_amount_minor = serializers.IntegerField()
    placed_orders = serializers.IntegerField()
    parcels_open = serializers.IntegerField()
    parcels_overdue = serializers.IntegerField()
    parcels_due_in_24_hours = serializers.IntegerField()
    held_orders = serializers.IntegerField()
    held_value_minor = serializers.IntegerField(allow_null=True)


class ServiceTodayView(APIView):
    """The day of customer service and warehouse."""

    permission = Permission.VIEW_BOARD

    @extend_schema(
        operation_id="campaign_service_today",
        responses={
            200: ServiceTodaySerializer,
            401: OpenApiResponse(description="You are not signed in."),
            403: OpenApiResponse(description="You may not see boards."),
            404: OpenApiResponse(description="There is no such sale, or its board is being counted for the first time."),
        },
    )
    def get(self, request: Request, campaign_id: int) -> Response:
        """Return inquiries and people, unpaid orders, parcels and held refunds."""
        campaign, now = get_object_or_404(Campaign, pk=campaign_id), timezone.now()
        state = shown.board_state(campaign_id=campaign.pk)
        board = None if state is None else shown.stored_board(state=state)
        if board is None:
            raise Http404
        found, unpaid = read.service_now(campaign=campaign, board=board, at=now), read.unpaid(campaign=campaign)
        stores = [store.outlook for store in read.parcels(campaign=campaign, at=now).stores]
        held = read.held(campaign=campaign, at=now)
        told = {
            "asked": found.asked,
            "people": found.people,
            "wait_seconds": found.wait.seconds if found.wait else None,
            "growth": found.wait.growth if found.wait else None,
            "level": round(found.level, 4),
            "changes": found.changes,
            "unpaid_orders": unpaid.orders,
            "unpaid_amount_minor": unpaid.amount_minor,
            "placed_orders": unpaid.placed,
            "parcels_open": sum(each.open for each in stores),
            "parcels_overdue": sum(each.overdue for each in stores),
            "parcels_due_in_24_hours": sum(each.within[2] for each in stores),
            "held_orders": held.orders,
            "held_value_minor": held.value_minor,
        }
        return Response(ServiceTodaySerializer(told).data)
