"""Bundles for programs: list, keep, drop."""

from decimal import Decimal
from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from common.money import exponent_of, to_minor
from common.permissions import Permission
from inventory.api.common import REFUSED, SHOP, amount, shop_asked, who
from inventory.models import Bundle
from inventory.queries.pairs import bundles_of
from inventory.services.bundles import drop_bundle, keep_bundle
from orders.models import Shop


class BundleSerializer(serializers.Serializer[dict[str, Any]]):
    """One proposed bundle: two products and the price asked for both, a decimal text in the shop's currency."""

    id = serializers.IntegerField()
    skus = serializers.ListField(child=serializers.CharField())
    price = serializers.CharField()
    note = serializers.CharField(allow_blank=True)
    made_at = serializers.DateTimeField()


class BundleKeepSerializer(serializers.Serializer[dict[str, Any]]):
    """Which two products are to be one bundle, at which price."""

    shop = serializers.IntegerField()
    skus = serializers.ListField(child=serializers.CharField(max_length=200), min_length=2, max_length=2)
    price = serializers.DecimalField(16, 4, min_value=Decimal(0), max_value=Decimal(10) ** 11)
    note = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")

    def validate_skus(self, skus: list[str]) -> list[str]:
        """Refuse a product with itself."""
        if len(set(skus)) < len(skus):
            raise serializers.ValidationError("A bundle has two products.")
        return skus


class BundlesView(APIView):
    """The proposed bundles of a shop."""

    permission_by_method = {"GET": Permission.VIEW_PLAN, "POST": Permission.EDIT_PLAN}

    @extend_schema(operation_id="bundles_list", parameters=[SHOP], responses={200: BundleSerializer(many=True)} | REFUSED)
    def get(self, request: Request) -> Response:
        """List the proposed bundles of a shop, the newest first."""
        told: Any = [_told(one) for one in bundles_of(shop_asked(request))]
        return Response(BundleSerializer(told, many=True).data)

    @extend_schema(operation_id="bundles_keep", request=BundleKeepSerializer, responses={200: BundleSerializer} | REFUSED)
    def post(self, request: Request) -> Response:
        """Keep two products as a bundle; one that is kept already gets the new price and note."""
        sent = BundleKeepSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        said = sent.validated_data
        shop = get_object_or_404(Shop, pk=said["shop"])
        price = to_minor(said["price"], exponent_of(shop.currency))
        first, second = said["skus"]
        kept = keep_bundle(actor=who(request), shop=shop, skus=(first, second), price_minor=price, note=said["note"])
        return Response(BundleSerializer(_told(kept)).data)


class BundleView(APIView):
    """One proposed bundle."""

    permission_by_method = {"DELETE": Permission.EDIT_PLAN}

    @extend_schema(operation_id="bundles_drop", responses={204: OpenApiResponse(description="Dropped.")} | REFUSED)
    def delete(self, request: Request, pk: int) -> Response:
        """Drop a bundle; one that is dropped already stays so."""
        drop_bundle(actor=who(request), bundle=get_object_or_404(Bundle.objects.select_related("shop"), pk=pk))
        return Response(status=204)


def _told(bundle: Bundle) -> dict[str, Any]:
    return {
        "id": bundle.pk,
        "skus": [bundle.first_sku, bundle.second_sku],
        "price": amount(bundle.price_minor, bundle.shop),
        "note": bundle.note,
        "made_at": bundle.made_at,
    }
