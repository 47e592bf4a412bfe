"""What the REST classes of the clock and of abnormal orders share."""

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
ONE_SHOP = OpenApiParameter("shop", OpenApiTypes.INT, required=True, description="of this shop")
A_SHOP = OpenApiParameter("shop", OpenApiTypes.INT, description="only of this shop")
PAGE = OpenApiParameter("page", OpenApiTypes.INT, description="from 1 on")


def shops_asked(request: Request) -> list[Shop]:
    """Return the shops the query asks for: the one it names, else all; Http404 for one that is not there."""
    if request.query_params.get("shop"):
        return [shop_asked(request)]
    return list(Shop.objects.all())


def shop_asked(request: Request) -> Shop:
    """Return the shop the query names; Http404 for another."""
    return get_object_or_404(Shop, pk=whole_number(request.query_params.get("shop", "")))


def page_asked(request: Request) -> int:
    """Return the number of the page, 1 where none is asked for."""
    return max(1, whole_number(request.query_params.get("page", ""), 1))


def actor_of(request: Request) -> User:
    """Return who asks; only behind the gate."""
    user = request.user
    assert isinstance(user, User)  # noqa: S101 - the gate let nobody else in
    return user


def amount(minor: int | None, currency: str) -> str | None:
    """Return minor units as a decimal text, None where they are not known."""
    return None if minor is None else f"{from_minor(minor, exponent_of(currency))}"
