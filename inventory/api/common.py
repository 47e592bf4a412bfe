"""What the REST interface of this app shares: refusals, amounts, a product named in the address."""

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework import serializers
from rest_framework.request import Request

from accounts.models import User
from common.money import exponent_of, from_minor
from common.requests import whole_number
from inventory.models import Product
from orders.models import Shop


class CannotSerializer(serializers.Serializer[dict[str, Any]]):
    """Why something cannot be done."""

    detail = serializers.CharField()


REFUSED = {
    400: OpenApiResponse(description="What was sent cannot be read."),
    401: OpenApiResponse(description="You are not signed in."),
    403: OpenApiResponse(description="You may not do this."),
    404: OpenApiResponse(description="There is no such shop or product."),
}
SHOP = OpenApiParameter("shop", OpenApiTypes.INT, required=True)
SKU = OpenApiParameter("sku", OpenApiTypes.STR, required=True)


def amount(minor: int | None, shop: Shop) -> str | None:
    """Write minor units as a decimal text in the shop's currency; unknown stays unknown."""
    return None if minor is None else f"{from_minor(minor, exponent_of(shop.currency))}"


def shop_asked(request: Request) -> Shop:
    """Return the shop the address names; 404 for none."""
    return get_object_or_404(Shop, pk=whole_number(request.query_params.get("shop", "")))


def product_asked(request: Request) -> Product:
    """Return the product the address names; 404 for none."""
    shop, sku = whole_number(request.query_params.get("shop", "")), request.query_params.get("sku", "")
    return get_object_or_404(Product.objects.select_related("shop", "supplier"), shop=shop, sku=sku)


def who(request: Request) -> User | None:
    """Return the person who asks."""
    return request.user if isinstance(request.user, User) else None
