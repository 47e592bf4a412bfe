"""The review of a sale for programs: what its page shows, and the ledger of one order."""

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from campaigns.models import Campaign
from common.permissions import Permission
from review.ledgers import lines_of_order
from review.queries.shown import review_of
from review.words.verdict import verdict, why


class ReviewSerializer(serializers.Serializer[dict[str, object]]):
    """A review: its verdict in words, and the prepared state behind it. Money in minor units."""

    campaign = serializers.IntegerField()
    verdict = serializers.CharField()
    why = serializers.CharField()
    prepared_at = serializers.DateTimeField()
    is_final = serializers.BooleanField()
    body = serializers.DictField()


class ReviewLineSerializer(serializers.Serializer[dict[str, object]]):
    """One line of an order in the ledger of the sale; `parts`: {part: minor units}, null where a cost is not known."""

    order_no = serializers.CharField()
    line_no = serializers.CharField(allow_null=True)
    sku = serializers.CharField(allow_null=True)
    units = serializers.IntegerField()
    parts = serializers.DictField(child=serializers.IntegerField(allow_null=True))


class ReviewNotFoundSerializer(serializers.Serializer[dict[str, object]]):
    """Why there is nothing."""

    detail = serializers.CharField()


class ReviewView(APIView):
    """The review of one sale."""

    permission = Permission.VIEW_COSTS

    @extend_schema(operation_id="review", responses={200: ReviewSerializer, 404: ReviewNotFoundSerializer})
    def get(self, request: Request, pk: int) -> Response:
        """Give the review as it was prepared last."""
        review = review_of(get_object_or_404(Campaign, pk=pk))
        if review is None or not review.body:
            raise NotFound
        told = {
            "campaign": pk,
            "verdict": verdict(review.body),
            "why": why(review.body),
            "prepared_at": review.prepared_at,
            "is_final": review.is_final,
            "body": review.body,
        }
        return Response(ReviewSerializer(told).data)


class ReviewOrderView(APIView):
    """The ledger of one order of a sale."""

    permission = Permission.VIEW_COSTS

    @extend_schema(
        operation_id="review_order",
        parameters=[OpenApiParameter("no", str, required=True)],
        responses={200: ReviewLineSerializer(many=True), 404: ReviewNotFoundSerializer},
    )
    def get(self, request: Request, pk: int) -> Response:
        """Give what each line of the order brought and cost."""
        campaign = get_object_or_404(Campaign, pk=pk)
        lines = lines_of_order(campaign.pk, request.query_params.get("no", ""))
        if not lines:
            raise NotFound
        own = ("order_no", "line_no", "sku", "units")
        told = [
            {**{name: line[name] for name in own}, "parts": {name: line[name] for name in line if name not in {*own, "shop_id"}}}
            for line in lines
        ]
        return Response(ReviewLineSerializer(told, many=True).data)  # type: ignore[arg-type]  # many rows
