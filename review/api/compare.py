"""Sale against sale, for programs: each sale along the axis with its plan. Amounts are decimal strings."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from common.permissions import Permission
from metrics.definitions import METRICS
from metrics.shape import plain
from review.compare_forms import CompareForm
from review.queries.compare import AXES, Compared, Comparison
from review.rules.compare import Value
from review.words.compare import verdict


class ComparedPointSerializer(serializers.Serializer[dict[str, object]]):
    """One place of the axis: hours since the start (or New Year), or the number of a phase; null where not known."""

    place = serializers.IntegerField()
    value = serializers.CharField(allow_null=True)
    planned = serializers.CharField(allow_null=True)


class ComparedSaleSerializer(serializers.Serializer[dict[str, object]]):
    """One sale along the axis."""

    campaign = serializers.IntegerField()
    name = serializers.CharField()
    currency = serializers.CharField()
    total = serializers.CharField(allow_null=True)
    planned_total = serializers.CharField(allow_null=True)
    points = ComparedPointSerializer(many=True)


class ComparisonSerializer(serializers.Serializer[dict[str, object]]):
    """The answer in words, and the sales. `is_share`: amounts are shares of each sale's own target, for currencies differ."""

    verdict = serializers.CharField()
    metric = serializers.CharField()
    axis = serializers.CharField()
    is_running = serializers.BooleanField()
    is_share = serializers.BooleanField()
    sales = ComparedSaleSerializer(many=True)


class CompareRefusalSerializer(serializers.Serializer[dict[str, object]]):
    """What is wrong with the question, by parameter."""

    sale = serializers.ListField(child=serializers.CharField(), required=False)
    metric = serializers.ListField(child=serializers.CharField(), required=False)
    axis = serializers.ListField(child=serializers.CharField(), required=False)
    way = serializers.ListField(child=serializers.CharField(), required=False)


class CompareView(APIView):
    """Two to five sales on one axis."""

    permission = Permission.VIEW_COSTS

    @extend_schema(
        operation_id="review_compare",
        parameters=[
            OpenApiParameter("sale", int, many=True, description="keys of sales; the two that began last when left out"),
            OpenApiParameter("metric", str, enum=list(METRICS), default="revenue"),
            OpenApiParameter("axis", str, enum=list(AXES), default="hours"),
            OpenApiParameter("way", str, enum=["running", "each"], default="running"),
        ],
        responses={200: ComparisonSerializer, 400: CompareRefusalSerializer},
    )
    def get(self, request: Request) -> Response:
        """Give the sales along the axis."""
        form = CompareForm.asked(request.query_params, at=timezone.now())
        comparison = form.comparison()
        if comparison is None:
            raise ValidationError({name: [str(one) for one in errors] for name, errors in form.errors.items()})
        told = {
            "verdict": verdict(comparison),
            "metric": comparison.metric.name,
            "axis": comparison.axis,
            "is_running": comparison.is_running,
            "is_share": comparison.is_share,
            "sales": [_sale(comparison, sale) for sale in comparison.sales],
        }
        return Response(ComparisonSerializer(told).data)


def _sale(comparison: Comparison, sale: Compared) -> dict[str, Any]:
    def told(value: Value) -> Any:
        metric = METRICS["conversion"] if comparison.is_share else comparison.metric
        return plain(metric, value, sale.campaign.currency)

    points = zip(sale.places, sale.values, sale.planned, strict=True)
    return {
        "campaign": sale.campaign.pk,
        "name": sale.campaign.name,
        "currency": sale.campaign.currency,
        "total": told(sale.total),
        "planned_total": told(sale.planned_total),
        "points": [{"place": place, "value": told(value), "planned": told(plan)} for place, value, plan in points],
    }
