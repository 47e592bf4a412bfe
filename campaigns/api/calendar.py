"""The calendar of a year for programs."""

from decimal import Decimal
from typing import Any

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from campaigns.api.answers import actor_of
from campaigns.queries.year import YearOfSales, currencies, year_of_sales
from campaigns.rules.problems import PlanError
from campaigns.serializers.plan import WhyNotSerializer
from campaigns.services.years import set_year_target
from campaigns.words.problems import sentence
from common.money import exponent_of, from_minor, to_minor
from common.permissions import Permission

REFUSED = {400: WhyNotSerializer, 401: WhyNotSerializer, 403: WhyNotSerializer}
CURRENCY = OpenApiParameter("currency", OpenApiTypes.STR, description="The first shop's without.")


class YearSaleSerializer(serializers.Serializer[dict[str, Any]]):
    """One sale of the year; amounts are decimal texts, None where not known."""

    campaign = serializers.IntegerField()
    name = serializers.CharField()
    first = serializers.DateField()
    last = serializers.DateField()
    days = serializers.IntegerField()
    target = serializers.CharField()
    share = serializers.CharField(allow_null=True, help_text="of the year's target, 0 to 1")
    sold = serializers.CharField(allow_null=True)


class YearSerializer(serializers.Serializer[dict[str, Any]]):
    """A year: its target, its sales, what they leave to the days without one."""

    year = serializers.IntegerField()
    currency = serializers.CharField()
    target = serializers.CharField(allow_null=True)
    planned = serializers.CharField()
    left = serializers.CharField(allow_null=True)
    ordinary_days = serializers.IntegerField()
    per_ordinary_day = serializers.CharField(allow_null=True)
    year_before = serializers.CharField(allow_null=True)
    sales = YearSaleSerializer(many=True)


class YearChangeSerializer(serializers.Serializer[dict[str, Any]]):
    """Another target for the year."""

    target = serializers.CharField(allow_null=True, help_text="decimal text; null takes the target away")
    seen = serializers.CharField(allow_null=True, help_text="the target the program saw; another one that stands is a conflict")


class CalendarView(APIView):
    """The calendar of one year."""

    permission_by_method = {"GET": Permission.VIEW_PLAN, "PUT": Permission.EDIT_PLAN}

    @extend_schema(operation_id="calendar_year", parameters=[CURRENCY], responses={200: YearSerializer} | REFUSED)
    def get(self, request: Request, year: int) -> Response:
        """Give the sales of a year with their share of its target, and what is left for ordinary days."""
        return _answer(year, _currency(request, year))

    @extend_schema(
        operation_id="calendar_year_target",
        parameters=[CURRENCY],
        request=YearChangeSerializer,
        responses={200: YearSerializer, 409: WhyNotSerializer} | REFUSED,
    )
    def put(self, request: Request, year: int) -> Response:
        """Set what the year should bring."""
        currency = _currency(request, year)
        said = YearChangeSerializer(data=request.data)
        said.is_valid(raise_exception=True)
        exponent = exponent_of(currency)
        try:
            target, seen = (
                None if said.validated_data[name] is None else to_minor(said.validated_data[name], exponent)
                for name in ("target", "seen")
            )
        except (ValueError, ArithmeticError):
            raise ValidationError({"detail": "target and seen are amounts like 1250000.50, or null"}) from None
        actor = actor_of(request)
        try:
            set_year_target(actor=actor, year=year, currency=currency, revenue_minor=target, seen_minor=seen)
        except PlanError as refused:
            problem = refused.problems[0]
            status = 409 if problem.code == "year_stale" else 400
            return Response({"detail": sentence(problem, currency=currency)}, status=status)
        return _answer(year, currency)


def _currency(request: Request, year: int) -> str:
    known = currencies()
    asked = request.query_params.get("currency") or next(iter(known), "CNY")
    if not 2000 <= year <= 2100 or (known and asked not in known):
        raise ValidationError({"detail": f"year is 2000 to 2100, currency one of {', '.join(known)}"})
    return asked


def _answer(year: int, currency: str) -> Response:
    return Response(YearSerializer(_plain(year_of_sales(year=year, currency=currency, at=timezone.now()))).data)


def _plain(found: YearOfSales) -> dict[str, Any]:
    exponent = exponent_of(found.currency)

    def money(minor: int | None) -> str | None:
        return None if minor is None else str(from_minor(minor, exponent))

    return {
        "year": found.year,
        "currency": found.currency,
        "target": money(found.target_minor),
        "planned": money(found.planned_minor),
        "left": money(found.left_minor),
        "ordinary_days": found.days_left,
        "per_ordinary_day": money(found.per_day_minor),
        "year_before": money(found.last_year_minor),
        "sales": [
            {
                "campaign": sale.campaign.pk,
                "name": sale.campaign.name,
                "first": sale.first,
                "last": sale.last,
                "days": sale.days,
                "target": money(sale.target_minor),
                "share": None if sale.share is None else str(round(Decimal(sale.share.numerator) / sale.share.denominator, 6)),
                "sold": money(sale.actual_minor),
            }
            for sale in found.sales
        ],
    }
