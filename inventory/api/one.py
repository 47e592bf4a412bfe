"""One product for programs: its facts, sales, stock, partners and substitutes."""

from typing import Any

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from common.permissions import Permission, is_allowed
from common.windows import slot_start
from inventory.api.common import REFUSED, SHOP, SKU, amount, product_asked
from inventory.api.substitutes import SubstituteSerializer, told_substitute
from inventory.models import Product, StockLevel
from inventory.queries.pairs import PairRow, pair_rows, runs_of
from inventory.queries.product import Sales, last_day_slot, sales_of
from inventory.queries.substitutes import substitutes_of


class SoldSerializer(serializers.Serializer[dict[str, Any]]):
    """What was sold in one period of the shop's clock."""

    start = serializers.DateTimeField()
    units = serializers.IntegerField()
    revenue = serializers.CharField()
    refunds = serializers.CharField()


class StockSerializer(serializers.Serializer[dict[str, Any]]):
    """How the product stands, in pieces; null where nobody counted."""

    on_hand = serializers.IntegerField(allow_null=True)
    available = serializers.IntegerField(allow_null=True)
    unpaid = serializers.IntegerField()
    unshipped = serializers.IntegerField()
    reserve = serializers.IntegerField()
    short = serializers.IntegerField()
    listed = serializers.IntegerField(allow_null=True)
    counted_at = serializers.DateTimeField(allow_null=True)


class PartnerSerializer(serializers.Serializer[dict[str, Any]]):
    """A product that is bought with it more often than by chance."""

    sku = serializers.CharField()
    title = serializers.CharField()
    baskets = serializers.IntegerField()
    confidence = serializers.FloatField(help_text="share of the baskets of this product that hold the other")
    times_chance = serializers.FloatField()


class OneProductSerializer(serializers.Serializer[dict[str, Any]]):
    """One product. Amounts are decimal texts in the shop's currency, null when unknown; cost and floor only with the right."""

    shop = serializers.IntegerField()
    currency = serializers.CharField()
    sku = serializers.CharField()
    title = serializers.CharField(allow_blank=True)
    category = serializers.CharField(allow_blank=True)
    tier = serializers.CharField(allow_blank=True)
    cost = serializers.CharField(allow_null=True)
    list_price = serializers.CharField(allow_null=True)
    floor = serializers.CharField(allow_null=True)
    pack_units = serializers.IntegerField(allow_null=True)
    alert_units = serializers.IntegerField(allow_null=True)
    by = serializers.ChoiceField(choices=["day", "hour"])
    sales = SoldSerializer(many=True)
    stock = StockSerializer(allow_null=True, help_text="null without a level, and for who may not see stock")
    partners = PartnerSerializer(many=True)
    substitutes = SubstituteSerializer(many=True)


class OneProductView(APIView):
    """One product."""

    permission = Permission.VIEW_PLAN

    @extend_schema(
        operation_id="products_one",
        parameters=[SHOP, SKU, OpenApiParameter("by", OpenApiTypes.STR, enum=["day", "hour"], description="day when not told")],
        responses={200: OneProductSerializer} | REFUSED,
    )
    def get(self, request: Request) -> Response:
        """Give one product with its sales by day over 60 days, or by hour over 7 days, until the shop's last payment."""
        product = product_asked(request)
        shop = product.shop
        by = "hour" if request.query_params.get("by") == "hour" else "day"
        sales = sales_of(shop, product.sku, end=last_day_slot(shop, at=timezone.now()), by=by)
        sees_stock = is_allowed(request.user, Permission.VIEW_STOCK)
        sees_costs = is_allowed(request.user, Permission.VIEW_COSTS)
        run = runs_of(shop).shown
        told = {
            **{name: getattr(product, name) for name in ("sku", "title", "category", "tier", "pack_units", "alert_units")},
            "shop": shop.pk,
            "currency": shop.currency,
            "cost": amount(product.cost_minor, shop) if sees_costs else None,
            "list_price": amount(product.list_price_minor, shop),
            "floor": amount(product.floor_minor, shop) if sees_costs else None,
            "by": by,
            "sales": _sales(sales, product),
            "stock": _stock(StockLevel.objects.filter(shop=shop, sku=product.sku).first()) if sees_stock else None,
            "partners": [_partner(row, product.sku) for row in pair_rows(run, sku=product.sku)] if run else [],
            "substitutes": [told_substitute(one) for one in substitutes_of(shop, product.sku)] if sees_stock else [],
        }
        return Response(OneProductSerializer(told).data)


def _sales(sales: Sales, product: Product) -> list[dict[str, Any]]:
    rows = zip(sales.starts, sales.units, sales.revenue_minor, sales.refund_minor, strict=True)
    return [
        {
            "start": slot_start(slot), "units": units, "revenue": amount(revenue, product.shop),
            "refunds": amount(refund, product.shop),
        }
        for slot, units, revenue, refund in rows
    ]  # fmt: skip


def _stock(level: StockLevel | None) -> dict[str, Any] | None:
    if level is None:
        return None
    names = ("on_hand", "available", "unpaid", "unshipped", "reserve", "short", "listed", "counted_at")
    return {name: getattr(level, name) for name in names}


def _partner(row: PairRow, sku: str) -> dict[str, Any]:
    side, title, confidence = row.partner_of(sku)
    return {"sku": side.sku, "title": title, "baskets": row.count, "confidence": confidence, "times_chance": row.times}
