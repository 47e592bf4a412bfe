"""What the REST classes of buyers share: who was refused, the shop that is asked for, amounts as texts."""

from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework.request import Request

from accounts.models import User
from common.money import exponent_of, from_minor
from common.requests import whole_number
from orders.models import Shop

DENIED = {401: OpenApiResponse(description="You are not signed in."), 403: OpenApiResponse(description="You may not do this.")}
ABSENT = {404: OpenApiResponse(description="There is no such thing.")}
WRONG = {400: OpenApiResponse(description="What cannot stand.")}
SHOP = OpenApiParameter("shop", OpenApiTypes.INT, required=True)


def shop_asked(request: Request) -> Shop:
    """Return the shop the query names; Http404 for another."""
    return get_object_or_404(Shop, pk=whole_number(request.query_params.get("shop", "")))


def actor_of(request: Request) -> User:
    """Return who asks; only behind the gate."""
    user = request.user
    assert isinstance(user, User)  # noqa: S101 - the gate let nobody else in
    return user


def amount(minor: int | None, currency: str) -> str | None:
    """Return minor units as a decimal text, None where they are not known."""
    return None if minor is None else f"{from_minor(minor, exponent_of(currency))}"
