"""The buffers of a sale for programs: read, worked out anew, chosen; what is held of each tier against the plan."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from campaigns.api.answers import actor_of
from campaigns.models import Campaign
from campaigns.rules.problems import PlanError
from campaigns.serializers.buffers import (
    BufferChoicesSerializer,
    BuffersSerializer,
    ChosenSerializer,
    HeldSaleSerializer,
    ReckonedSerializer,
)
from campaigns.serializers.plan import WhyNotSerializer
from campaigns.services.buffers import reckon_buffers
from common.money import exponent_of, from_minor
from common.permissions import Permission, is_allowed
from common.requests import whole_number
from inventory.queries.buffers import BufferLine, buffer_lines
from inventory.queries.deliveries import local_day
from inventory.queries.held_against_plan import held_against_plan
from inventory.queries.market import chosen_skus
from inventory.services.buffers import BuffersRefusedError, Choice, choose_buffers
from orders.models import Shop

REFUSED = {401: WhyNotSerializer, 403: WhyNotSerializer, 404: WhyNotSerializer}


class BuffersView(APIView):
    """The buffers of one sale."""

    permission_by_method = {
        "GET": Permission.VIEW_STOCK,
        "POST": Permission.MANAGE_STOCK,
        "PATCH": Permission.MANAGE_STOCK,
    }

    @extend_schema(
        operation_id="campaigns_buffers",
        parameters=[
            OpenApiParameter("shop", OpenApiTypes.INT, description="the first shop of the sale when not told"),
            OpenApiParameter("chosen", OpenApiTypes.STR, enum=["yes"], description="only what is chosen for the next sale"),
        ],
        responses={200: BuffersSerializer} | REFUSED,
    )
    def get(self, request: Request, pk: int) -> Response:
        """Give the buffers of a shop in the sale by SKU; amounts of money are null to who may not see costs."""
        campaign = get_object_or_404(Campaign, pk=pk)
        shop = shop_of_sale(request, campaign)
        with_costs = is_allowed(request.user, Permission.VIEW_COSTS)
        lines = buffer_lines(shop=shop, campaign_no=pk, on=local_day(shop, timezone.now()))
        if request.query_params.get("chosen") == "yes":
            chosen = chosen_skus(shop)
            lines = [line for line in lines if line.sku in chosen]
        rows = [_told(line, campaign, with_costs=with_costs) for line in lines]
        told = {"campaign": pk, "shop": shop.pk, "currency": campaign.currency, "buffers": rows}
        return Response(BuffersSerializer(told).data)

    @extend_schema(
        operation_id="campaigns_buffers_reckon",
        request=None,
        responses={200: ReckonedSerializer, 400: WhyNotSerializer} | REFUSED,
    )
    def post(self, request: Request, pk: int) -> Response:
        """Work the buffers of all shops of the sale out anew from its plan."""
        campaign = get_object_or_404(Campaign, pk=pk)
        try:
            found = reckon_buffers(campaign=campaign, actor=actor_of(request), at=timezone.now())
        except PlanError as refused:
            return Response({"detail": str(refused)}, status=400)
        told = {"products": found.demand.count, "shops": found.shops, "level": found.demand.level}
        return Response(ReckonedSerializer(told).data)

    @extend_schema(
        operation_id="campaigns_buffers_choose",
        request=BufferChoicesSerializer,
        responses={200: ChosenSerializer, 400: WhyNotSerializer, 409: WhyNotSerializer} | REFUSED,
    )
    def patch(self, request: Request, pk: int) -> Response:
        """Choose by whose rule products are held, or by hand with a reason: all, or with one that cannot stand none."""
        campaign = get_object_or_404(Campaign, pk=pk)
        sent = BufferChoicesSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        said = sent.validated_data
        shop = get_object_or_404(campaign.shops.all(), pk=said["shop"])
        choices = {row["sku"]: Choice(row["method"], row.get("units"), row.get("seen")) for row in said["choices"]}
        try:
            chosen = choose_buffers(
                shop=shop, actor=actor_of(request), campaign_no=pk, choices=choices, reason=said.get("reason", "")
            )
        except BuffersRefusedError as refused:
            return Response({"detail": str(refused)}, status=409 if refused.standing else 400)
        return Response(ChosenSerializer({"changed": chosen.changed, "without_advice": chosen.without_advice}).data)


class HeldView(APIView):
    """What is held of each tier against the plan."""

    permission = Permission.VIEW_STOCK

    @extend_schema(operation_id="campaigns_buffers_held", responses={200: HeldSaleSerializer} | REFUSED)
    def get(self, request: Request, pk: int) -> Response:
        """Give for each tier the planned pieces, those on hand, and those that come before the sale begins."""
        del request
        campaign = get_object_or_404(Campaign, pk=pk)
        shops = list(campaign.shops.all())
        found = held_against_plan(shops=shops, campaign_no=pk, on=local_day(shops[0], timezone.now()))
        rows: list[dict[str, Any]] = [
            {
                "tier": tier,
                "planned": one.planned,
                "on_hand": one.on_hand,
                "in_time": one.in_time,
                "held": one.held,
                "uncounted": one.uncounted,
            }
            for tier, one in sorted(found.items())
        ]
        return Response(HeldSaleSerializer({"campaign": pk, "tiers": rows}).data)


def _told(line: BufferLine, campaign: Campaign, *, with_costs: bool) -> dict[str, Any]:
    exponent = exponent_of(campaign.currency)

    def money(minor: float | None) -> str | None:
        return None if minor is None or not with_costs else f"{from_minor(round(minor), exponent)}"

    few, many = line.costs.get(line.method, (None, None))
    return {
        **{name: getattr(line, name) for name in ("sku", "title", "tier", "supplier", "units", "method", "reason", "on_hand")},
        "expected": line.expected,
        "p10": line.low,
        "p90": line.high,
        "ordered": line.coming.ordered,
        "received": line.coming.received,
        "to_order": line.to_order,
        **line.options,
        "in_time": str(line.supplied.state) if line.supplied else None,
        "missing": line.supplied.missing if line.supplied else None,
        "order_by": line.supplied.last_order_on if line.supplied else None,
        "capital": money(line.capital_minor),
        "cost_too_few": money(few),
        "cost_too_many": money(many),
        "why_no_advice": line.why,
        "first_sold": line.none.sold_share if line.none else None,
        "first_pays_from": line.none.paying_share if line.none and with_costs else None,
    }


def shop_of_sale(request: Request, campaign: Campaign) -> Shop:
    """Return the shop the address names, else the first of the sale; 404 for one that is not in it."""
    shops, asked = campaign.shops.all(), request.query_params.get("shop", "")
    if not asked:
        return shops[0]
    return get_object_or_404(shops, pk=whole_number(asked))
