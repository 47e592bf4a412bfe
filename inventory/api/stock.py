"""Stock for programs: the levels of a shop, counts told by a warehouse system, reserves kept and released."""

from typing import Any

from django.core.paginator import Paginator
from django.http import QueryDict
from django.shortcuts import get_object_or_404
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
from inventory.forms.stock import STATES, StockFilter
from inventory.models import CountKind, ProductTier, Reserve, StockLevel
from inventory.services import (
    MOST_UNITS,
    Counted,
    CountError,
    ReserveError,
    keep_reserve,
    release_reserve,
    tell_counts,
)
from inventory.words.stock import why_count, why_reserve
from orders.models import Shop

PAGE_ROWS = 500
MOST_COUNTS = 5_000
_FIELDS = ("sku", "on_hand", "unpaid", "unshipped", "reserve", "available", "short", "listed", "counted_at", "listed_at")


class StockLevelSerializer(serializers.Serializer[dict[str, Any]]):
    """One level, in pieces; null where nobody counted or told."""

    sku = serializers.CharField()
    on_hand = serializers.IntegerField(allow_null=True, help_text="the last counts of all places less what was shipped since")
    unpaid = serializers.IntegerField(help_text="held by orders placed and not paid")
    unshipped = serializers.IntegerField(help_text="held by orders paid and not shipped")
    reserve = serializers.IntegerField(help_text="kept back until it is released")
    available = serializers.IntegerField(allow_null=True, help_text="on hand less all that is held and kept back, never below 0")
    short = serializers.IntegerField(help_text="how many more are promised than there are")
    listed = serializers.IntegerField(allow_null=True, help_text="what the page of the shop shows")
    counted_at = serializers.DateTimeField(allow_null=True)
    listed_at = serializers.DateTimeField(allow_null=True)


class StockLevelPageSerializer(serializers.Serializer[dict[str, Any]]):
    """One page of the levels of a shop."""

    shop = serializers.IntegerField()
    count = serializers.IntegerField()
    page = serializers.IntegerField()
    pages = serializers.IntegerField()
    levels = StockLevelSerializer(many=True)


class StockCountSerializer(serializers.Serializer[dict[str, Any]]):
    """Pieces of a SKU at a place, or as the page of the shop shows them (then without a place)."""

    sku = serializers.CharField(max_length=100)
    units = serializers.IntegerField(min_value=0, max_value=MOST_UNITS)
    count_kind = serializers.ChoiceField(choices=CountKind.values, default=CountKind.COUNTED.value)
    place = serializers.CharField(max_length=100, required=False, allow_blank=True, default="")
    counted_at = serializers.DateTimeField(required=False, allow_null=True, default=None, help_text="now when not told")


class StockCountsSerializer(serializers.Serializer[dict[str, Any]]):
    """Counts of one shop: all of them, or with one that cannot stand none."""

    shop = serializers.IntegerField()
    counts = StockCountSerializer(many=True, allow_empty=False, help_text=f"at most {MOST_COUNTS} at a time")

    def validate_counts(self, counts: list[Any]) -> list[Any]:
        """Take at most MOST_COUNTS counts."""
        if len(counts) > MOST_COUNTS:
            raise serializers.ValidationError(f"At most {MOST_COUNTS} counts at a time.")
        return counts


class StockCountsKeptSerializer(serializers.Serializer[dict[str, Any]]):
    """How many counts were kept."""

    kept = serializers.IntegerField()


class ReserveSerializer(serializers.Serializer[dict[str, Any]]):
    """A reserve; `released_at` is null while it is open."""

    id = serializers.IntegerField()
    sku = serializers.CharField()
    units = serializers.IntegerField()
    campaign = serializers.IntegerField(help_text="number of the sale, 0 for none")
    released_units = serializers.IntegerField()
    released_at = serializers.DateTimeField(allow_null=True)
    reason = serializers.CharField()


class ReserveKeepSerializer(serializers.Serializer[dict[str, Any]]):
    """Pieces to keep back."""

    shop = serializers.IntegerField()
    sku = serializers.CharField(max_length=100)
    units = serializers.IntegerField(min_value=1, max_value=MOST_UNITS)
    campaign = serializers.IntegerField(min_value=0, required=False, default=0)
    reason = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")


class ReserveReleaseSerializer(serializers.Serializer[dict[str, Any]]):
    """What to release of a reserve, and why."""

    units = serializers.IntegerField(min_value=1, required=False, allow_null=True, default=None, help_text="null: all of it")
    reason = serializers.CharField(max_length=200)


CONFLICT = OpenApiResponse(description="Somebody was first, or it is not as the sender thinks.")
WRONG = OpenApiResponse(description="What cannot stand.")


class LevelsView(APIView):
    """The levels of a shop."""

    permission = Permission.VIEW_STOCK

    @extend_schema(
        operation_id="stock_levels_list",
        parameters=[
            OpenApiParameter("shop", OpenApiTypes.INT, required=True),
            OpenApiParameter("page", OpenApiTypes.INT),
            OpenApiParameter("q", OpenApiTypes.STR, description="part of the SKU or the title"),
            OpenApiParameter("state", OpenApiTypes.STR, enum=list(STATES)),
            OpenApiParameter("place", OpenApiTypes.STR, description="ever counted there; - for counts without a place"),
            OpenApiParameter("tier", OpenApiTypes.STR, enum=ProductTier.values),
        ],
        responses={200: StockLevelPageSerializer, **DENIED},
    )
    def get(self, request: Request) -> Response:
        """List the levels of a shop by SKU, 500 a page."""
        shop = get_object_or_404(Shop, pk=whole_number(request.query_params.get("shop", "")))
        query = request.query_params
        found = StockFilter(query if isinstance(query, QueryDict) else QueryDict(), shop=shop).found("sku")
        page = Paginator(found, PAGE_ROWS).get_page(query.get("page"))
        told = {
            "shop": shop.pk,
            "count": page.paginator.count,
            "page": page.number,
            "pages": page.paginator.num_pages,
            "levels": [_level(level) for level in page.object_list],
        }
        return Response(StockLevelPageSerializer(told).data)


class CountsView(APIView):
    """Counts that a warehouse system or a program tells."""

    permission = Permission.COUNT_STOCK

    @extend_schema(
        operation_id="stock_counts_tell",
        request=StockCountsSerializer,
        responses={200: StockCountsKeptSerializer, 400: WRONG, **DENIED},
    )
    def post(self, request: Request) -> Response:
        """Keep counts, with an audit row; the same SKU, place and moment again mends what was told."""
        sent = StockCountsSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        shop = get_object_or_404(Shop, pk=sent.validated_data["shop"])
        counts = [
            Counted(one["sku"].strip(), one["units"], CountKind(one["count_kind"]), one["place"].strip(), one["counted_at"])
            for one in sent.validated_data["counts"]
        ]
        try:
            kept = tell_counts(actor=who(request), shop=shop, counts=counts)
        except CountError as wrong:
            return Response({"detail": why_count(wrong)}, status=400)
        return Response(StockCountsKeptSerializer({"kept": kept}).data)


class ReservesView(APIView):
    """Pieces kept back for a sale."""

    permission = Permission.MANAGE_STOCK

    @extend_schema(
        operation_id="stock_reserve_keep",
        request=ReserveKeepSerializer,
        responses={201: ReserveSerializer, 400: WRONG, 409: CONFLICT, **DENIED},
    )
    def post(self, request: Request) -> Response:
        """Keep pieces of a SKU back."""
        sent = ReserveKeepSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        said = sent.validated_data
        shop = get_object_or_404(Shop, pk=said["shop"])
        try:
            made = keep_reserve(
                actor=who(request), shop=shop, sku=said["sku"].strip(), units=said["units"], campaign_no=said["campaign"],
                reason=said["reason"],
            )  # fmt: skip
        except ReserveError as wrong:
            return Response({"detail": why_reserve(wrong)}, status=409 if wrong.code == "kept" else 400)
        return Response(_reserve(made), status=201)


class ReserveReleaseView(APIView):
    """The release of a reserve, once only."""

    permission = Permission.MANAGE_STOCK

    @extend_schema(
        operation_id="stock_reserve_release",
        request=ReserveReleaseSerializer,
        responses={200: ReserveSerializer, 400: WRONG, 409: CONFLICT, **DENIED},
    )
    def post(self, request: Request, pk: int) -> Response:
        """Release a reserve, whole or in part; of a part the rest becomes a new open reserve."""
        reserve = get_object_or_404(Reserve, pk=pk)
        sent = ReserveReleaseSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        said = sent.validated_data
        try:
            release_reserve(reserve=reserve, actor=who(request), units=said["units"], reason=said["reason"])
        except ReserveError as wrong:
            return Response({"detail": why_reserve(wrong)}, status=409 if wrong.code == "released" else 400)
        return Response(_reserve(reserve))


def _level(level: StockLevel) -> dict[str, Any]:
    return {name: getattr(level, name) for name in _FIELDS}


def _reserve(reserve: Reserve) -> dict[str, Any]:
    told = {name: getattr(reserve, name) for name in ("sku", "units", "released_units", "released_at", "reason")}
    return dict(ReserveSerializer({**told, "id": reserve.pk, "campaign": reserve.campaign_no}).data)
