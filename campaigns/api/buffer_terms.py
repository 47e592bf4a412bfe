"""What the buffers of a sale stand on, and what holding a hot product back costs, for programs (playbook P7, P8)."""

import math
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from campaigns.api.answers import actor_of
from campaigns.api.buffers import REFUSED, shop_of_sale
from campaigns.models import Campaign
from campaigns.serializers.plan import WhyNotSerializer
from common.money import exponent_of, from_minor
from common.permissions import Permission
from inventory.models import Product
from inventory.queries.buffers import buffer_plan
from inventory.queries.hold_back import held_back
from inventory.rules.buffers import Terms
from inventory.services.buffers import BuffersRefusedError, set_terms, terms_of

Row = serializers.Serializer[dict[str, Any]]
SHOP = OpenApiParameter("shop", OpenApiTypes.INT, description="the first shop of the sale when not told")
NAMES = ("clearance", "holding", "substitution", "flat", "platform")


class ShareField(serializers.FloatField):
    """A share that is a number: "nan", which lies beyond no bound, is refused."""

    def to_internal_value(self, data: Any) -> float:
        """Read the number."""
        value: float = super().to_internal_value(data)
        if not math.isfinite(value):
            self.fail("invalid")
        return value


class BufferTermsSerializer(Row):
    """Shares, 0 to 1; `flat` and `platform` may be above 1: what those rules ask for beyond the plan."""

    clearance = ShareField(min_value=0, max_value=1, help_text="what a leftover brings, of its cost")
    holding = ShareField(min_value=0, max_value=1, help_text="what keeping it costs, of its cost")
    substitution = ShareField(min_value=0, max_value=1, help_text="buyers who take another product instead")
    flat = ShareField(min_value=0, max_value=10)
    platform = ShareField(min_value=0, max_value=10)


class HoldBackAskedSerializer(Row):
    """What is asked: a product, for how many days, and the share of its buyers who wait for the sale."""

    sku = serializers.CharField(max_length=100)
    days = serializers.IntegerField(min_value=1, max_value=60, default=7)
    waiting = ShareField(min_value=0, max_value=1, default=0.3)


class HoldBackSerializer(Row):
    """What is not sold in those days, and what the sale must sell beyond its plan to win it back; null: not known."""

    sku = serializers.CharField()
    days = serializers.IntegerField()
    units = serializers.FloatField()
    revenue = serializers.CharField()
    margin = serializers.CharField(allow_null=True)
    waiting_margin = serializers.CharField(allow_null=True)
    extra_units = serializers.IntegerField(allow_null=True)
    extra_share = serializers.FloatField(allow_null=True)
    is_hopeless = serializers.BooleanField(help_text="no number of pieces wins it back: the sale's price is not above the cost")


class BufferTermsView(APIView):
    """The terms of the buffers of one shop in a sale."""

    permission_by_method = {"GET": Permission.VIEW_STOCK, "PUT": Permission.MANAGE_STOCK}

    @extend_schema(operation_id="campaigns_buffer_terms", parameters=[SHOP], responses={200: BufferTermsSerializer} | REFUSED)
    def get(self, request: Request, pk: int) -> Response:
        """Give the terms; those of the house before the buffers were worked out."""
        plan = buffer_plan(shop=shop_of_sale(request, get_object_or_404(Campaign, pk=pk)), campaign_no=pk)
        return _terms(terms_of(plan) if plan else Terms())

    @extend_schema(
        operation_id="campaigns_buffer_terms_set",
        parameters=[SHOP],
        request=BufferTermsSerializer,
        responses={200: BufferTermsSerializer, 400: WhyNotSerializer} | REFUSED,
    )
    def put(self, request: Request, pk: int) -> Response:
        """Change the terms and work the amounts out by them; 400 before the buffers were worked out at all."""
        shop = shop_of_sale(request, get_object_or_404(Campaign, pk=pk))
        said = BufferTermsSerializer(data=request.data)
        said.is_valid(raise_exception=True)
        try:
            plan = set_terms(shop=shop, actor=actor_of(request), campaign_no=pk, terms=Terms(**said.validated_data))
        except BuffersRefusedError as refused:
            raise ValidationError({"detail": refused.code}) from refused
        return _terms(terms_of(plan))


class HoldBackView(APIView):
    """The price of holding a product back before a sale."""

    permission = Permission.VIEW_COSTS

    @extend_schema(
        operation_id="campaigns_hold_back",
        parameters=[SHOP, HoldBackAskedSerializer],
        responses={200: HoldBackSerializer, 400: WhyNotSerializer} | REFUSED,
    )
    def get(self, request: Request, pk: int) -> Response:
        """Give what the days without the product lose, and what the sale must sell extra to be worth it."""
        campaign = get_object_or_404(Campaign, pk=pk)
        shop = shop_of_sale(request, campaign)
        asked = HoldBackAskedSerializer(data=request.query_params.dict())
        asked.is_valid(raise_exception=True)
        said = asked.validated_data
        get_object_or_404(Product, shop=shop, sku=said["sku"])
        one = held_back(
            shop=shop, campaign_no=pk, sku=said["sku"], days=said["days"], waiting=said["waiting"],
            at=min(timezone.now(), campaign.starts_at),
        )  # fmt: skip
        found, exponent = one.found, exponent_of(campaign.currency)

        def money(minor: int | None) -> str | None:
            return None if minor is None else f"{from_minor(minor, exponent)}"

        told = {
            "sku": one.sku,
            "days": one.days,
            "units": found.units,
            "revenue": money(found.revenue_minor),
            "margin": money(found.margin_minor),
            "waiting_margin": money(found.waiting_minor),
            "extra_units": found.extra_units,
            "extra_share": found.extra_share,
            "is_hopeless": found.is_hopeless,
        }
        return Response(HoldBackSerializer(told).data)


def _terms(terms: Terms) -> Response:
    return Response(BufferTermsSerializer({name: getattr(terms, name) for name in NAMES}).data)
