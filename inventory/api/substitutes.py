"""Substitutes for programs: what stands in for what, line up, order, swap in and out."""

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
from inventory.api.common import REFUSED, SHOP, SKU, CannotSerializer, product_asked, shop_asked, who
from inventory.models import Substitute
from inventory.queries.substitutes import LinedUp, covered, proposals_for, substitutes_of
from inventory.services.substitutes import SubstituteError, line_up, remove, reorder, swap_in, swap_out
from inventory.words.substitutes import reason_of, why_not
from orders.models import Shop

CANNOT = {409: CannotSerializer}


class SubstituteSerializer(serializers.Serializer[dict[str, Any]]):
    """One substitute, best first. `available`: pieces that may be sold, null when nobody counted."""

    id = serializers.IntegerField()
    sku = serializers.CharField()
    other = serializers.CharField()
    title = serializers.CharField()
    rank = serializers.IntegerField()
    reason = serializers.CharField(allow_blank=True)
    available = serializers.IntegerField(allow_null=True)
    is_in = serializers.BooleanField(help_text="leads the product now; the product's listing stays up")
    swapped_in_at = serializers.DateTimeField(allow_null=True)
    swapped_out_at = serializers.DateTimeField(allow_null=True)


class CoveredSerializer(serializers.Serializer[dict[str, Any]]):
    """An important product and what stands in for it."""

    sku = serializers.CharField()
    title = serializers.CharField()
    tier = serializers.CharField(allow_blank=True)
    units = serializers.IntegerField(help_text="pieces sold in the last 28 days")
    available = serializers.IntegerField(allow_null=True)
    substitutes = SubstituteSerializer(many=True)


class SubstituteProposalSerializer(serializers.Serializer[dict[str, Any]]):
    """A product that could stand in, with what speaks for it."""

    sku = serializers.CharField()
    title = serializers.CharField()
    score = serializers.FloatField(help_text="from 0 to 1")
    reason = serializers.CharField()


class LineUpSerializer(serializers.Serializer[dict[str, Any]]):
    """Which product another may stand in for."""

    shop = serializers.IntegerField()
    sku = serializers.CharField(max_length=200)
    other = serializers.CharField(max_length=200)
    reason = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")


class OrderSerializer(serializers.Serializer[dict[str, Any]]):
    """The substitutes of a product, best first."""

    shop = serializers.IntegerField()
    sku = serializers.CharField(max_length=200)
    others = serializers.ListField(child=serializers.CharField(max_length=200), max_length=100)


class SwapSerializer(serializers.Serializer[dict[str, Any]]):
    """Whether the substitute is to lead, and why."""

    lead = serializers.BooleanField()
    reason = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")


class SubstitutesView(APIView):
    """The substitutes of a shop."""

    permission_by_method = {"GET": Permission.VIEW_STOCK, "POST": Permission.MANAGE_STOCK, "PUT": Permission.MANAGE_STOCK}

    @extend_schema(
        operation_id="substitutes_list",
        parameters=[SHOP, OpenApiParameter("bare", OpenApiTypes.BOOL, description="only products without any")],
        responses={200: CoveredSerializer(many=True)} | REFUSED,
    )
    def get(self, request: Request) -> Response:
        """List the important products and all with substitutes, those without any first."""
        shop = shop_asked(request)
        bare = request.query_params.get("bare", "").lower() in {"1", "true"}
        rows = [one for one in covered(shop, at=timezone.now()) if not (bare and one.substitutes)]
        told: Any = [
            {
                "sku": one.product.sku, "title": one.product.title, "tier": one.product.tier, "units": one.units,
                "available": one.available, "substitutes": [told_substitute(each) for each in one.substitutes],
            }
            for one in rows
        ]  # fmt: skip
        return Response(CoveredSerializer(told, many=True).data)

    @extend_schema(
        operation_id="substitutes_line_up",
        request=LineUpSerializer,
        responses={201: SubstituteSerializer(many=True)} | REFUSED | CANNOT,
    )
    def post(self, request: Request) -> Response:
        """Add a substitute behind those that are lined up; answer all of the product."""
        sent = LineUpSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        said = sent.validated_data
        shop = get_object_or_404(Shop, pk=said["shop"])
        try:
            line_up(actor=who(request), shop=shop, sku=said["sku"], other_sku=said["other"], reason=said["reason"])
        except SubstituteError as error:
            return Response({"detail": why_not(error)}, status=409)
        return Response(_all_of(shop, said["sku"]), status=201)

    @extend_schema(
        operation_id="substitutes_reorder", request=OrderSerializer, responses={200: SubstituteSerializer(many=True)} | REFUSED
    )
    def put(self, request: Request) -> Response:
        """Put the substitutes of a product in an order; answer all of them."""
        sent = OrderSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        said = sent.validated_data
        shop = get_object_or_404(Shop, pk=said["shop"])
        reorder(actor=who(request), shop=shop, sku=said["sku"], other_skus=said["others"])
        return Response(_all_of(shop, said["sku"]))


class ProposalsView(APIView):
    """What could stand in for a product."""

    permission = Permission.VIEW_STOCK

    @extend_schema(
        operation_id="substitutes_proposals",
        parameters=[SHOP, SKU],
        responses={200: SubstituteProposalSerializer(many=True)} | REFUSED,
    )
    def get(self, request: Request) -> Response:
        """List the products that could stand in, the best first."""
        found = proposals_for(product_asked(request), at=timezone.now())
        told: Any = [
            {"sku": one.sku, "title": product.title, "score": one.score, "reason": reason_of(one.evidence)}
            for one, product in found
        ]
        return Response(SubstituteProposalSerializer(told, many=True).data)


class SubstituteView(APIView):
    """One substitute."""

    permission_by_method = {"POST": Permission.MANAGE_STOCK, "DELETE": Permission.MANAGE_STOCK}

    @extend_schema(
        operation_id="substitutes_swap",
        request=SwapSerializer,
        responses={200: SubstituteSerializer(many=True)} | REFUSED | CANNOT,
    )
    def post(self, request: Request, pk: int) -> Response:
        """Let the substitute lead, or the product again; doing it twice changes nothing. Answer all of the product."""
        row = _row(pk)
        sent = SwapSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        said = sent.validated_data
        act = swap_in if said["lead"] else swap_out
        try:
            act(actor=who(request), substitute=row, reason=said["reason"], at=timezone.now())
        except SubstituteError as error:
            return Response({"detail": why_not(error)}, status=409)
        return Response(_all_of(row.shop, row.sku))

    @extend_schema(
        operation_id="substitutes_remove", responses={204: OpenApiResponse(description="Taken away.")} | REFUSED | CANNOT
    )
    def delete(self, request: Request, pk: int) -> Response:
        """Take a substitute away; one that leads must be swapped out first."""
        try:
            remove(actor=who(request), substitute=_row(pk))
        except SubstituteError as error:
            return Response({"detail": why_not(error)}, status=409)
        return Response(status=204)


def _row(pk: int) -> Substitute:
    return get_object_or_404(Substitute.objects.select_related("shop"), pk=pk)


def _all_of(shop: Shop, sku: str) -> Any:
    told: Any = [told_substitute(one) for one in substitutes_of(shop, sku)]
    return SubstituteSerializer(told, many=True).data


def told_substitute(one: LinedUp) -> dict[str, Any]:
    """Return one substitute as `SubstituteSerializer` takes it."""
    told = {name: getattr(one.row, name) for name in ("sku", "rank", "reason", "swapped_in_at", "swapped_out_at")}
    return {
        "id": one.row.pk, "other": one.row.other_sku, "title": one.title, "available": one.available, "is_in": one.is_in, **told
    }  # fmt: skip
