"""The refund guard for warehouse systems and platforms' messages: may it leave, what must not, refunds told, holds by hand."""

from datetime import datetime
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import User
from common.money import exponent_of, from_minor, to_minor
from common.permissions import Permission
from dispatch import hold_words, words
from dispatch.api.guard_shapes import (
    STATES,
    HandSerializer,
    HoldListSerializer,
    HoldSerializer,
    NumbersSerializer,
    ParcelAnswerSerializer,
    ParcelsKeptSerializer,
    ParcelsSerializer,
    RefundSerializer,
    ScansSerializer,
)
from dispatch.models import Hold
from dispatch.queries.check import Told, check, check_all
from dispatch.queries.held import changed_since, held_now
from dispatch.services import HoldError, ToldParcel, hold_order, record_scan, release_order, tell_parcels, tell_refund
from orders.models import Shop

DENIED = {401: OpenApiResponse(description="You are not signed in."), 403: OpenApiResponse(description="You may not do this.")}
WRONG = {400: OpenApiResponse(description="What was sent cannot be read.")}
ABSENT = {404: OpenApiResponse(description="There is no such shop.")}
MOST_LISTED = 10_000


class CheckView(APIView):
    """Whether a parcel may leave."""

    permission = Permission.SCAN_PARCELS

    @extend_schema(
        operation_id="dispatch_check",
        parameters=[OpenApiParameter("number", OpenApiTypes.STR, required=True)],
        responses={200: ParcelAnswerSerializer, **DENIED},
    )
    def get(self, request: Request) -> Response:
        """Answer for one order number or waybill; nothing is kept. Anything unknown is "ask"."""
        return Response(_answer(check(request.query_params.get("number", ""))))

    @extend_schema(
        operation_id="dispatch_check_many",
        request=NumbersSerializer,
        responses={200: ParcelAnswerSerializer(many=True), **DENIED, **WRONG},
    )
    def post(self, request: Request) -> Response:
        """Answer for up to 500 numbers, in their order; nothing is kept."""
        sent = NumbersSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        return Response([_answer(told) for told in check_all(sent.validated_data["numbers"])])


class ScansView(APIView):
    """Scans of a warehouse system."""

    permission = Permission.SCAN_PARCELS

    @extend_schema(
        operation_id="dispatch_scans",
        request=ScansSerializer,
        responses={200: ParcelAnswerSerializer(many=True), **DENIED, **WRONG},
    )
    def post(self, request: Request) -> Response:
        """Answer scans and keep each once, so that stopped parcels are counted and proven."""
        sent = ScansSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        now = timezone.now()
        found = [
            record_scan(
                client_id=one["id"], number=one["number"], scanned_at=one.get("at", now), now=now, by=_who(request),
                station=one["station"],
            )
            for one in sent.validated_data["scans"]
        ]  # fmt: skip
        return Response([_answer(one.told) for one in found])


class RefundsView(APIView):
    """Messages of platforms about refunds."""

    permission = Permission.RELEASE_HOLDS

    @extend_schema(
        operation_id="dispatch_refunds",
        request=RefundSerializer,
        responses={
            200: HoldSerializer,
            204: OpenApiResponse(description="Kept; the order is not held."),
            **DENIED,
            **WRONG,
            **ABSENT,
        },
    )
    def post(self, request: Request) -> Response:
        """Keep what a message says; the newest state wins and an older one lifts nothing. Sent again it changes nothing."""
        sent = RefundSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        said = sent.validated_data
        shop = get_object_or_404(Shop, pk=said["shop"])
        amount = None if said["amount"] is None else to_minor(said["amount"], exponent_of(shop.currency))
        hold = tell_refund(
            actor=_who(request), shop=shop, order_no=said["order_no"], state=STATES[said["state"]], at=said["at"],
            line_no=said["line_no"], amount_minor=amount, now=timezone.now(),
        )  # fmt: skip
        return Response(status=204) if hold is None else Response(_hold(hold))


class HoldsView(APIView):
    """What must not ship."""

    permission_by_method = {"GET": Permission.VIEW_DISPATCH, "POST": Permission.RELEASE_HOLDS}

    @extend_schema(
        operation_id="dispatch_holds",
        parameters=[OpenApiParameter("since", OpenApiTypes.DATETIME), OpenApiParameter("shop", OpenApiTypes.INT)],
        responses={200: HoldListSerializer, **DENIED, **WRONG},
    )
    def get(self, request: Request) -> Response:
        """List what is held now; with `since` what came, changed or went since then (asked for twice, told twice)."""
        now = timezone.now()
        shops = list(Shop.objects.all())
        if chosen := request.query_params.get("shop", ""):
            shops = [shop for shop in shops if str(shop.pk) == chosen]
        text = request.query_params.get("since", "")
        if not text:
            holds = list(held_now(shops=shops, at=now)[:MOST_LISTED])
            return Response({"holds": [_hold(one) for one in holds], "next_since": now, "is_complete": len(holds) < MOST_LISTED})
        since: datetime = serializers.DateTimeField().run_validation(text)
        holds = changed_since(since, shops=shops, limit=MOST_LISTED)
        is_complete = len(holds) < MOST_LISTED
        following = now if is_complete else holds[-1].changed_at
        return Response({"holds": [_hold(one) for one in holds], "next_since": following, "is_complete": is_complete})

    @extend_schema(
        operation_id="dispatch_hold_by_hand",
        request=HandSerializer,
        responses={200: HoldSerializer, 409: OpenApiResponse(description="It stands so already."), **DENIED, **WRONG, **ABSENT},
    )
    def post(self, request: Request) -> Response:
        """Hold an order, or let it go."""
        sent = HandSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        said = sent.validated_data
        shop = get_object_or_404(Shop, pk=said["shop"])
        act = hold_order if said["act"] == "hold" else release_order
        try:
            act(actor=_who(request), shop=shop, order_no=said["order_no"], reason=said["reason"], at=timezone.now())
        except HoldError as error:
            return Response({"detail": error.code}, status=409)
        return Response(_hold(Hold.objects.select_related("shop").get(shop=shop, order_no=said["order_no"])))


class ParcelsView(APIView):
    """Parcels told by programs."""

    permission = Permission.SCAN_PARCELS

    @extend_schema(
        operation_id="dispatch_parcels",
        request=ParcelsSerializer,
        responses={200: ParcelsKeptSerializer, **DENIED, **WRONG, **ABSENT},
    )
    def post(self, request: Request) -> Response:
        """Keep which waybill carries which order; of each order the newest telling stands, whole."""
        sent = ParcelsSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        said = sent.validated_data
        shop = get_object_or_404(Shop, pk=said["shop"])
        now = timezone.now()
        as_of = int(min(said.get("as_of", now), now).timestamp())
        parcels = [ToldParcel(**one) for one in said["parcels"]]
        return Response({"written": tell_parcels(actor=_who(request), shop=shop, parcels=parcels, as_of=as_of)})


def _who(request: Request) -> User:
    user = request.user
    assert isinstance(user, User)  # noqa: S101 - the gate let nobody else in
    return user


def _answer(told: Told) -> dict[str, Any]:
    said = words.spoken(told)
    return {
        "number": told.number,
        "answer": said["word"],
        "code": said["code"],
        "why": said["why"],
        "order": said["order"],
        "orders": [one.order_no for one in told.orders],
        "waybill": told.waybill,
        "asked_at": told.hold.asked_at if told.hold and told.hold.is_held else None,
        "take_out": said["take_out"],
    }


def _hold(hold: Hold) -> dict[str, Any]:
    currency = hold.shop.currency
    return {
        "shop": hold.shop_id,
        "order_no": hold.order_no,
        "is_held": hold.is_held,
        "why": hold_words.why_held(hold) if hold.is_held else "",
        "lines": None if hold.lines is None else [hold_words.line_words(line) for line in hold.lines],
        "since": hold.since,
        "asked_at": hold.asked_at,
        "changed_at": hold.changed_at,
        "value": None if hold.value_minor is None else f"{from_minor(hold.value_minor, exponent_of(currency))}",
        "lost_at": hold.lost_at,
    }
