"""Products for programs: list, find and change them."""

from decimal import Decimal
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

from common.money import exponent_of, from_minor, to_minor
from common.permissions import Permission, sees_costs
from inventory import words
from inventory.api.common import who
from inventory.forms import ProductFilter
from inventory.models import Product, ProductKind, ProductStatus, ProductTier
from inventory.rules.products import COSTS
from inventory.services import ProductError, edit_products
from orders.models import Shop

DENIED = {401: OpenApiResponse(description="You are not signed in."), 403: OpenApiResponse(description="You may not do this.")}
PAGE_ROWS = 500
MOST = 2_000
MONEY = {"cost": "cost_minor", "list_price": "list_price_minor", "floor": "floor_minor"}
_HIGHEST = Decimal(10) ** 11


class ProductSerializer(serializers.Serializer[dict[str, Any]]):
    """One product. Amounts are decimal texts in the shop's currency, null when unknown.

    Cost and floor are null too for who may not see costs.
    """

    sku = serializers.CharField()
    title = serializers.CharField()
    category = serializers.CharField()
    cost = serializers.CharField(allow_null=True)
    list_price = serializers.CharField(allow_null=True)
    floor = serializers.CharField(allow_null=True)
    tier = serializers.CharField(help_text="A, B, C or empty")
    tier_locked = serializers.BooleanField()
    product_status = serializers.ChoiceField(choices=ProductStatus.values)
    product_kind = serializers.ChoiceField(choices=ProductKind.values)
    supplier = serializers.CharField()
    picture = serializers.CharField()
    pack_units = serializers.IntegerField(allow_null=True, help_text="pieces in a carton")
    alert_units = serializers.IntegerField(allow_null=True, help_text="pieces at which a substitute goes up")


class ProductPageSerializer(serializers.Serializer[dict[str, Any]]):
    """One page of the products of a shop."""

    shop = serializers.IntegerField()
    currency = serializers.CharField()
    count = serializers.IntegerField()
    page = serializers.IntegerField()
    pages = serializers.IntegerField()
    products = ProductSerializer(many=True)


class ProductChangeSerializer(serializers.Serializer[dict[str, Any]]):
    """What changes of one product; what is not named stays, null clears an amount."""

    sku = serializers.CharField(max_length=200)
    title = serializers.CharField(max_length=300, required=False, allow_blank=True)
    category = serializers.CharField(max_length=100, required=False, allow_blank=True)
    cost = serializers.DecimalField(16, 4, required=False, allow_null=True, min_value=Decimal(0), max_value=_HIGHEST)
    list_price = serializers.DecimalField(16, 4, required=False, allow_null=True, min_value=Decimal(0), max_value=_HIGHEST)
    floor = serializers.DecimalField(16, 4, required=False, allow_null=True, min_value=Decimal(0), max_value=_HIGHEST)
    tier = serializers.ChoiceField(choices=["", *ProductTier.values], required=False)
    tier_locked = serializers.BooleanField(required=False)
    product_status = serializers.ChoiceField(choices=ProductStatus.values, required=False)
    product_kind = serializers.ChoiceField(choices=ProductKind.values, required=False)
    supplier = serializers.CharField(max_length=200, required=False, allow_blank=True)
    picture = serializers.CharField(max_length=500, required=False, allow_blank=True)
    pack_units = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=10_000_000)
    alert_units = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=10_000_000)


class ProductChangesSerializer(serializers.Serializer[dict[str, Any]]):
    """Changes of products of one shop: all of them, or with one that cannot stand none."""

    shop = serializers.IntegerField()
    changes = ProductChangeSerializer(many=True, help_text=f"at most {MOST} at a time")

    def validate_changes(self, changes: list[Any]) -> list[Any]:
        """Take at most MOST changes."""
        if len(changes) > MOST:
            raise serializers.ValidationError(f"At most {MOST} changes at a time.")
        return changes


class ProductsChangedSerializer(serializers.Serializer[dict[str, Any]]):
    """How many products changed."""

    changed = serializers.IntegerField()


class ProductsView(APIView):
    """The products of a shop."""

    permission_by_method = {"GET": Permission.VIEW_PLAN, "PATCH": Permission.EDIT_PLAN}

    @extend_schema(
        operation_id="products_list",
        parameters=[
            OpenApiParameter("shop", OpenApiTypes.INT, required=True),
            OpenApiParameter("page", OpenApiTypes.INT),
            OpenApiParameter("q", OpenApiTypes.STR, description="part of the SKU or the title"),
            OpenApiParameter("kind", OpenApiTypes.STR, enum=["all", *ProductKind.values], description="goods when not told"),
            OpenApiParameter("tier", OpenApiTypes.STR, enum=ProductTier.values),
            OpenApiParameter("category", OpenApiTypes.STR),
            OpenApiParameter("missing", OpenApiTypes.STR, enum=["cost", "list_price", "floor", "tier", "category", "above"]),
        ],
        responses={200: ProductPageSerializer, **DENIED},
    )
    def get(self, request: Request) -> Response:
        """List the products of a shop by SKU, 500 a page."""
        shop = get_object_or_404(Shop, pk=_number(request.query_params.get("shop", "")))
        query, with_costs = request.query_params, sees_costs(request.user)
        asked = query if isinstance(query, QueryDict) else QueryDict()
        found = ProductFilter(asked, shop=shop, with_costs=with_costs).found("sku")
        page = Paginator(found, PAGE_ROWS).get_page(query.get("page"))
        told = {
            "shop": shop.pk,
            "currency": shop.currency,
            "count": page.paginator.count,
            "page": page.number,
            "pages": page.paginator.num_pages,
            "products": [_told(product, shop, with_costs=with_costs) for product in page.object_list],
        }
        return Response(ProductPageSerializer(told).data)

    @extend_schema(
        operation_id="products_change",
        request=ProductChangesSerializer,
        responses={200: ProductsChangedSerializer, 400: OpenApiResponse(description="What cannot stand."), **DENIED},
    )
    def patch(self, request: Request) -> Response:
        """Change products, with an audit row; a SKU that is none yet becomes one."""
        sent = ProductChangesSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        shop = get_object_or_404(Shop, pk=sent.validated_data["shop"])
        changes = {row.pop("sku"): _values(row, shop) for row in sent.validated_data["changes"]}
        actor = who(request)
        try:
            changed = edit_products(actor=actor, shop=shop, changes=changes)
        except ProductError as wrong:
            return Response({"detail": f"{wrong.field}: {words.why(wrong)}"}, status=400)
        return Response(ProductsChangedSerializer({"changed": changed}).data)


def _told(product: Product, shop: Shop, *, with_costs: bool) -> dict[str, Any]:
    exponent = exponent_of(shop.currency)
    amounts = {name: getattr(product, field) if with_costs or field not in COSTS else None for name, field in MONEY.items()}
    return {
        **{
            name: getattr(product, name)
            for name in ("sku", "title", "category", "tier", "tier_locked", "picture", "pack_units", "alert_units")
        },
        **{name: None if minor is None else f"{from_minor(minor, exponent)}" for name, minor in amounts.items()},
        "product_status": product.status,
        "product_kind": product.kind,
        "supplier": product.supplier.name if product.supplier else "",
    }


def _values(row: dict[str, Any], shop: Shop) -> dict[str, Any]:
    exponent = exponent_of(shop.currency)
    renamed = {"product_status": "status", "product_kind": "kind"}
    values: dict[str, Any] = {}
    for name, value in row.items():
        if name in MONEY:
            values[MONEY[name]] = None if value is None else to_minor(value, exponent)
        else:
            values[renamed.get(name, name)] = value
    return values


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0
