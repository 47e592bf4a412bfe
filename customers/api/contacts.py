"""Contacts in clear for who may see them and says why, and the log of it."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from common.permissions import Permission
from customers import words
from customers.api.shared import ABSENT, DENIED, SHOP, WRONG, actor_of, shop_asked
from customers.models import Buyer
from customers.queries.reveals import reveals_of, usual_of
from customers.services import RevealError, reveal_contact

MOST_TOLD = 500


class ReasonSerializer(serializers.Serializer[dict[str, Any]]):
    """Why a contact must be seen; it is written down."""

    reason = serializers.CharField(max_length=200)
    order_no = serializers.CharField(
        required=False, allow_blank=True, default="", max_length=100, help_text="who receives this order; else the newest"
    )


class ClearContactSerializer(serializers.Serializer[Any]):
    """A contact in clear; empty what no file told, with stars what the platform masked."""

    name = serializers.CharField(allow_blank=True)
    phone = serializers.CharField(allow_blank=True)
    address = serializers.CharField(allow_blank=True)


class RevealSerializer(serializers.Serializer[Any]):
    """One row of the log."""

    at = serializers.DateTimeField()
    by = serializers.CharField()
    buyer = serializers.IntegerField()
    reason = serializers.CharField()
    in_hour = serializers.IntegerField(help_text="how many this person was shown in the hour up to then")
    unusual = serializers.BooleanField()


class RevealView(APIView):
    """One contact in clear."""

    permission = Permission.REVEAL_CONTACTS

    @extend_schema(
        operation_id="buyer_reveal",
        request=ReasonSerializer,
        responses={200: ClearContactSerializer, **DENIED, **ABSENT, **WRONG},
    )
    def post(self, request: Request, pk: int) -> Response:
        """Show who receives a buyer's parcels; who asked, when and why is written down."""
        sent = ReasonSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        buyer = get_object_or_404(Buyer.objects.select_related("shop"), pk=pk)
        try:
            found = reveal_contact(buyer=buyer, user=actor_of(request), at=timezone.now(), **sent.validated_data)
        except RevealError as wrong:
            return Response({"detail": words.reveal_error(str(wrong))}, status=404 if str(wrong) == "nothing" else 400)
        return Response(ClearContactSerializer(found).data, headers={"Cache-Control": "no-store"})


class RevealsView(APIView):
    """The log of contacts shown in clear."""

    permission = Permission.VIEW_AUDIT

    @extend_schema(
        operation_id="buyers_reveals",
        parameters=[
            SHOP,
            OpenApiParameter("unusual", OpenApiTypes.BOOL, description="only those beyond what is usual in an hour"),
        ],
        responses={200: RevealSerializer(many=True), **DENIED, **ABSENT},
    )
    def get(self, request: Request) -> Response:
        """List the newest five hundred look-ups of a shop's buyers."""
        shop = shop_asked(request)
        usual, only = usual_of(shop), request.query_params.get("unusual", "").casefold() in {"1", "true", "yes"}
        rows = [
            {
                "at": row.at,
                "by": row.by.username,
                "buyer": row.buyer_id,
                "reason": row.reason,
                "in_hour": row.in_hour,
                "unusual": row.in_hour > usual,
            }
            for row in reveals_of(shop=shop, unusual=only)[:MOST_TOLD]
        ]
        return Response(RevealSerializer(rows, many=True).data)
