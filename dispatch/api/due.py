"""The 72-hour clock by REST: the outlook of each warehouse, the orders that are due, promised days."""

from datetime import datetime
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from common.permissions import Permission
from common.windows import slot_start
from dispatch.api.due_shared import (
    A_SHOP,
    ABSENT,
    DENIED,
    ONE_SHOP,
    PAGE,
    WRONG,
    actor_of,
    amount,
    page_asked,
    shop_asked,
    shops_asked,
)
from dispatch.pages.due_rows import ShownOrder, shown_orders
from dispatch.queries.due import WHEN, Store, due_orders, due_view
from dispatch.services.due import ClockError, set_promises
from orders.models import Shop

PAGE_ROWS = 200
A_WAREHOUSE = OpenApiParameter("warehouse", OpenApiTypes.STR, description="only of this one; empty: of orders that tell none")


class StoreSerializer(serializers.Serializer[dict[str, Any]]):
    """One warehouse of one shop. Speeds are orders an hour of work; null: not known. Moments UTC, amounts decimal texts."""

    shop = serializers.IntegerField()
    warehouse = serializers.CharField(help_text='"" where the files tell none')
    open = serializers.IntegerField()
    held = serializers.IntegerField()
    overdue = serializers.IntegerField()
    due_in_4_hours = serializers.IntegerField()
    due_in_12_hours = serializers.IntegerField()
    due_in_24_hours = serializers.IntegerField()
    needed_an_hour = serializers.FloatField(allow_null=True)
    speed_an_hour = serializers.FloatField(allow_null=True)
    speed_low = serializers.FloatField(allow_null=True)
    speed_high = serializers.FloatField(allow_null=True)
    will_miss = serializers.IntegerField(allow_null=True)
    breaks_at = serializers.DateTimeField(allow_null=True)
    clears_at = serializers.DateTimeField(allow_null=True)
    at_risk = serializers.CharField(allow_null=True)


class DueSerializer(serializers.Serializer[dict[str, Any]]):
    """What is due. `known_to`: the oldest of the newest files of these shops."""

    as_of = serializers.DateTimeField()
    known_to = serializers.DateTimeField(allow_null=True)
    counted_at = serializers.DateTimeField(allow_null=True)
    stores = StoreSerializer(many=True)


class DueOrderSerializer(serializers.Serializer[Any]):
    """One open order."""

    order_no = serializers.CharField()
    paid_at = serializers.DateTimeField(allow_null=True)
    due_at = serializers.DateTimeField()
    is_late = serializers.BooleanField()
    is_promised = serializers.BooleanField()
    warehouse = serializers.CharField()
    amount = serializers.CharField(allow_null=True)
    abnormal = serializers.ListField(child=serializers.CharField())


class PromiseSerializer(serializers.Serializer[dict[str, Any]]):
    """Until when an order was promised; null takes the promise back."""

    order_no = serializers.CharField(max_length=100)
    ship_by = serializers.DateTimeField(allow_null=True)


class PromisesSerializer(serializers.Serializer[dict[str, Any]]):
    """Promises of one shop."""

    shop = serializers.IntegerField(min_value=1)
    orders = PromiseSerializer(many=True)


class DueView(APIView):
    """The outlook."""

    permission = Permission.VIEW_DISPATCH

    @extend_schema(
        operation_id="dispatch_due", parameters=[A_SHOP, A_WAREHOUSE], responses={200: DueSerializer, **DENIED, **ABSENT}
    )
    def get(self, request: Request) -> Response:
        """Say of each warehouse what is due, what speed it takes, and whether the present one gets there."""
        view = due_view(shops=shops_asked(request), at=timezone.now(), warehouse=request.query_params.get("warehouse"))
        told = {
            "as_of": slot_start(view.now),
            "known_to": view.known_to,
            "counted_at": view.counted_at,
            "stores": [_store(store) for store in view.stores],
        }
        return Response(DueSerializer(told).data)


class DueOrdersView(APIView):
    """The orders that are due."""

    permission = Permission.VIEW_DISPATCH

    @extend_schema(
        operation_id="dispatch_due_orders",
        parameters=[
            ONE_SHOP,
            OpenApiParameter("when", OpenApiTypes.STR, enum=list(WHEN), description='"24" where nothing is asked for'),
            A_WAREHOUSE,
            PAGE,
        ],
        responses={200: DueOrderSerializer(many=True), **DENIED, **ABSENT},
    )
    def get(self, request: Request) -> Response:
        """List the open orders due in this time, paid first coming first, 200 a page."""
        shop, now = shop_asked(request), timezone.now()
        when = request.query_params.get("when", "24")
        start = (page_asked(request) - 1) * PAGE_ROWS
        orders = due_orders(
            shop=shop, at=now, when=when if when in WHEN else "24", warehouse=request.query_params.get("warehouse")
        )[start : start + PAGE_ROWS]
        rows = shown_orders(list(orders), shop=shop, now=now)
        return Response(DueOrderSerializer([_order(row, shop) for row in rows], many=True).data)


class PromisesView(APIView):
    """Promised days of pre-sale orders."""

    permission = Permission.MANAGE_SHOPS

    @extend_schema(
        operation_id="dispatch_promises",
        request=PromisesSerializer,
        responses={200: OpenApiResponse(description="How many orders."), **DENIED, **ABSENT, **WRONG},
    )
    def post(self, request: Request) -> Response:
        """Keep until when orders were promised."""
        sent = PromisesSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        shop = get_object_or_404(Shop, pk=sent.validated_data["shop"])
        told: dict[str, datetime | None] = {one["order_no"]: one["ship_by"] for one in sent.validated_data["orders"]}
        try:
            count = set_promises(actor=actor_of(request), shop=shop, told=told)
        except ClockError:
            raise ValidationError({"orders": ["Between 1 and 100,000 orders."]}) from None
        return Response({"orders": count})


def _store(store: Store) -> dict[str, Any]:
    seen, speed = store.outlook, store.speed
    clears = seen.clears_at[0] if seen.clears_at else None
    risk = None if seen.risk is None else seen.risk + (seen.overdue_risk or 0)
    return {
        "shop": store.shop.pk,
        "warehouse": store.name,
        "open": seen.open,
        "held": store.held,
        "overdue": seen.overdue,
        "due_in_4_hours": seen.within[0],
        "due_in_12_hours": seen.within[1],
        "due_in_24_hours": seen.within[2],
        "needed_an_hour": seen.needed,
        "speed_an_hour": speed.mean if speed else None,
        "speed_low": speed.low if speed else None,
        "speed_high": speed.high if speed else None,
        "will_miss": seen.misses[0] if seen.misses else None,
        "breaks_at": None if seen.breaks_at is None else slot_start(seen.breaks_at),
        "clears_at": None if clears is None else slot_start(int(clears)),
        "at_risk": amount(risk, store.shop.currency),
    }


def _order(row: ShownOrder, shop: Shop) -> dict[str, Any]:
    return {
        "order_no": row.order.order_no,
        "paid_at": row.order.paid_at,
        "due_at": row.due_at,
        "is_late": row.is_late,
        "is_promised": row.is_promised,
        "warehouse": row.warehouse,
        "amount": amount(row.order.total_minor, shop.currency),
        "abnormal": [str(mark.kind) for mark in row.marks],
    }
