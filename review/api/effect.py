"""What a sale really brought, for programs. Money in minor units."""

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from campaigns.models import Campaign
from common.permissions import Permission
from review.api.reviews import ReviewNotFoundSerializer
from review.queries.effect import effect_row
from review.words.effect import verdict, why


class SaleEffectSerializer(serializers.Serializer[dict[str, object]]):
    """The answer in words, and what was measured: `parts` (before, during, after, net), `days`, `profit`, `neighbours`."""

    campaign = serializers.IntegerField()
    verdict = serializers.CharField()
    why = serializers.CharField()
    measured_at = serializers.DateTimeField()
    body = serializers.DictField()


class SaleEffectView(APIView):
    """What one sale really brought."""

    permission = Permission.VIEW_COSTS

    @extend_schema(operation_id="review_effect", responses={200: SaleEffectSerializer, 404: ReviewNotFoundSerializer})
    def get(self, request: Request, pk: int) -> Response:
        """Give the effect as it was measured last."""
        row = effect_row(get_object_or_404(Campaign, pk=pk))
        if row is None or not row.body:
            raise NotFound
        told = {
            "campaign": pk,
            "verdict": verdict(row.body),
            "why": why(row.body),
            "measured_at": row.prepared_at,
            "body": row.body,
        }
        return Response(SaleEffectSerializer(told).data)
