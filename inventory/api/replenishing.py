"""The replenishment list for programs: read, and a step taken with some of its lines."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from common.permissions import Permission
from common.requests import whole_number
from inventory.api.common import who
from inventory.api.products import DENIED
from inventory.models import DeliveryState
from inventory.queries.deliveries import DeliveryLine, delivery_lines, delivery_rows, local_day
from inventory.services.replenishing import (
    DeliveryRefusedError,
    cancel_deliveries,
    order_deliveries,
    promise_deliveries,
    receive_deliveries,
    reopen_deliveries,
)
from inventory.words.replenishing import why_delivery
from orders.models import Shop

MOST = 2_000
STEPS = ("order", "promise", "receive", "cancel", "reopen")


class DeliverySerializer(serializers.Serializer[dict[str, Any]]):
    """One line. Days are the shop's; null is unknown."""

    id = serializers.IntegerField()
    sku = serializers.CharField()
    title = serializers.CharField()
    supplier = serializers.CharField()
    campaign = serializers.IntegerField(help_text="0: no sale")
    units = serializers.IntegerField()
    delivery_state = serializers.ChoiceField(choices=DeliveryState.values)
    ordered_on = serializers.DateField(allow_null=True)
    promised_on = serializers.DateField(allow_null=True)
    needed_on = serializers.DateField(allow_null=True)
    received_at = serializers.DateTimeField(allow_null=True)
    is_late = serializers.BooleanField(help_text="promised for a day that is over")
    is_too_late = serializers.BooleanField(help_text="promised for after the sale has begun")


class DeliveryListSerializer(serializers.Serializer[dict[str, Any]]):
    """The lines of one shop, at most MOST."""

    shop = serializers.IntegerField()
    deliveries = DeliverySerializer(many=True)


class DeliveryStepSerializer(serializers.Serializer[dict[str, Any]]):
    """A step with some lines of one shop: all of them, or with one that cannot take it none."""

    shop = serializers.IntegerField()
    step = serializers.ChoiceField(choices=STEPS)
    ids = serializers.ListField(child=serializers.IntegerField(), min_length=1, max_length=MOST)
    ordered_on = serializers.DateField(required=False, allow_null=True, help_text="today when not told")
    promised_on = serializers.DateField(required=False, allow_null=True)


class DeliverySteppedSerializer(serializers.Serializer[dict[str, Any]]):
    """How many lines took the step."""

    changed = serializers.IntegerField()


class ReplenishmentView(APIView):
    """The replenishment list of a shop."""

    permission_by_method = {"GET": Permission.VIEW_STOCK, "POST": Permission.MANAGE_STOCK}

    @extend_schema(
        operation_id="replenishment_list",
        parameters=[
            OpenApiParameter("shop", OpenApiTypes.INT, required=True),
            OpenApiParameter("state", OpenApiTypes.STR, enum=DeliveryState.values, description="every state when not told"),
        ],
        responses={200: DeliveryListSerializer, **DENIED},
    )
    def get(self, request: Request) -> Response:
        """List the lines of a shop by supplier and SKU."""
        shop = get_object_or_404(Shop, pk=whole_number(request.query_params.get("shop", "")))
        state = request.query_params.get("state", "")
        rows = delivery_rows(shops=[shop], states=[state] if state in DeliveryState.values else [])[:MOST]
        lines = delivery_lines(rows, on=local_day(shop, timezone.now()))
        return Response(DeliveryListSerializer({"shop": shop.pk, "deliveries": [_told(line) for line in lines]}).data)

    @extend_schema(
        operation_id="replenishment_step",
        request=DeliveryStepSerializer,
        responses={200: DeliverySteppedSerializer, 400: OpenApiResponse(description="Why it cannot be taken."), **DENIED},
    )
    def post(self, request: Request) -> Response:
        """Take a step: ordered, another promise, received, cancelled, or the last step back; with an audit row."""
        sent = DeliveryStepSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        said = sent.validated_data
        shop = get_object_or_404(Shop, pk=said["shop"])
        mine = set(delivery_rows(shops=[shop]).values_list("pk", flat=True))
        pks = [pk for pk in said["ids"] if pk in mine]
        actor = who(request)
        today = local_day(shop, timezone.now())
        promised = said.get("promised_on")
        steps = {
            "order": lambda: order_deliveries(
                actor=actor, pks=pks, ordered_on=said.get("ordered_on") or today, promised_on=promised
            ),
            "promise": lambda: promise_deliveries(actor=actor, pks=pks, promised_on=promised),
            "receive": lambda: receive_deliveries(actor=actor, pks=pks, at=timezone.now()),
            "cancel": lambda: cancel_deliveries(actor=actor, pks=pks),
            "reopen": lambda: reopen_deliveries(actor=actor, pks=pks),
        }
        try:
            changed = steps[said["step"]]() if len(pks) == len(said["ids"]) else _unknown()
        except DeliveryRefusedError as refused:
            return Response({"detail": why_delivery(refused)}, status=400)
        return Response(DeliverySteppedSerializer({"changed": changed}).data)


def _unknown() -> int:
    raise DeliveryRefusedError("unknown")


def _told(line: DeliveryLine) -> dict[str, Any]:
    row = line.row
    return {
        "id": row.pk,
        "sku": row.sku,
        "title": line.title,
        "supplier": line.supplier,
        "campaign": row.campaign_no,
        "units": row.units,
        "delivery_state": row.state,
        "ordered_on": row.ordered_on,
        "promised_on": row.promised_on,
        "needed_on": line.needed_on,
        "received_at": row.received_at,
        "is_late": line.is_late,
        "is_too_late": line.is_too_late,
    }
