"""The days after a sale and the funnel of a year for programs. Money in minor units, shares from 0 to 1."""

from dataclasses import asdict
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from campaigns.models import Campaign
from common.permissions import Permission
from orders.models import Shop
from review.api.reviews import ReviewNotFoundSerializer
from review.models import AfterSale
from review.pages.after import cohorts_kept
from review.queries.funnel import Month, year_of
from review.rules.cohorts import HORIZONS, Cohort


class SecondPurchaseSerializer(serializers.Serializer[dict[str, object]]):
    """Who bought again within so many days; before `is_over` the count is one so far, of day `day`."""

    days = serializers.IntegerField()
    buyers = serializers.IntegerField()
    share = serializers.FloatField(allow_null=True)
    day = serializers.IntegerField()
    is_over = serializers.BooleanField()


class BuyerCohortSerializer(serializers.Serializer[dict[str, object]]):
    """Buyers won together; `curve`: the share who bought again by day 0, 1, 2 and so on, as far as it is known."""

    name = serializers.CharField(help_text="sale, before")
    buyers = serializers.IntegerField()
    within = SecondPurchaseSerializer(many=True)
    curve = serializers.ListField(child=serializers.FloatField())


class WatchedPriceSerializer(serializers.Serializer[dict[str, object]]):
    """A product's price after the sale: planned for each day, last the ordinary one, and seen on each day that has ended."""

    shop = serializers.IntegerField()
    sku = serializers.CharField()
    title = serializers.CharField()
    sale = serializers.IntegerField()
    ordinary = serializers.IntegerField()
    path = serializers.ListField(child=serializers.IntegerField())
    seen = serializers.ListField(child=serializers.IntegerField(allow_null=True))
    way = serializers.CharField(source="state", help_text="fast, late, behind, on_way, back, unknown")


class AfterSaleSerializer(serializers.Serializer[dict[str, object]]):
    """The days after a sale as they were counted last."""

    prepared_at = serializers.DateTimeField()
    cohorts = BuyerCohortSerializer(many=True)
    days = serializers.IntegerField(help_text="days the prices have to be back")
    prices = WatchedPriceSerializer(many=True)


class FunnelMonthSerializer(serializers.Serializer[dict[str, object]]):
    """One month: orders placed and paid, buyers won, asked to pay, orders of buyers won before, who came again."""

    month = serializers.CharField(help_text="2026-11")
    visitors = serializers.IntegerField(allow_null=True)
    placed = serializers.IntegerField()
    paid = serializers.IntegerField()
    new_buyers = serializers.IntegerField()
    new_orders = serializers.IntegerField()
    old_buyers = serializers.IntegerField()
    old_orders = serializers.IntegerField()
    nameless_orders = serializers.IntegerField()
    asked = serializers.IntegerField()
    asked_paid = serializers.IntegerField()
    again = serializers.DictField(child=serializers.IntegerField(), help_text="buyers again within 30, 60, 90 days, or so far")
    days_seen = serializers.IntegerField()


class AfterSaleView(APIView):
    """The days after one sale."""

    permission = Permission.VIEW_NUMBERS

    @extend_schema(operation_id="review_after", responses={200: AfterSaleSerializer, 404: ReviewNotFoundSerializer})
    def get(self, request: Request, pk: int) -> Response:
        """Give prices and second purchases; 404 until they were counted."""
        row = AfterSale.objects.filter(campaign=get_object_or_404(Campaign, pk=pk)).first()
        if row is None or not row.cohorts:
            raise NotFound
        told = {
            "prepared_at": row.prepared_at,
            "cohorts": [_cohort(name, one) for name, one in cohorts_kept(row.cohorts).items()],
            "days": row.prices["days"],
            "prices": row.prices["rows"],
        }
        return Response(AfterSaleSerializer(told).data)


class FunnelView(APIView):
    """The funnel of one year."""

    permission = Permission.VIEW_NUMBERS

    @extend_schema(
        operation_id="review_funnel",
        parameters=[OpenApiParameter("shop", int, description="One shop alone.")],
        responses={200: FunnelMonthSerializer(many=True), 404: ReviewNotFoundSerializer},
    )
    def get(self, request: Request, year: int) -> Response:
        """Give the months that were counted, in order."""
        number = request.query_params.get("shop", "")
        if number and not (number.isdecimal() and len(number) < 10):
            raise Http404
        shops = Shop.objects.filter(pk=int(number)) if number else Shop.objects.all()
        rows = [_month(one) for one in year_of(year, list(shops))]
        return Response(FunnelMonthSerializer(rows, many=True).data)  # type: ignore[arg-type]  # many rows


def _cohort(name: str, cohort: Cohort) -> dict[str, Any]:
    return {
        "name": name,
        "buyers": cohort.buyers,
        "within": [cohort.within(days) for days in HORIZONS],
        "curve": cohort.curve(),
    }


def _month(one: Month) -> dict[str, Any]:
    again = {str(days): buyers for days, buyers in one.again.items()}
    told = {**asdict(one.counts), "nameless_orders": one.counts.nameless_orders}
    return {**told, "month": f"{one.first:%Y-%m}", "again": again, "days_seen": one.days_seen}
