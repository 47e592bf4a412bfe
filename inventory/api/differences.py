"""Where stock and reality part, for programs: listed against real, goods never listed, what is missing after a sale."""

from typing import Any

from django.http import Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from common.permissions import Permission, is_allowed
from inventory.api.common import REFUSED, SHOP, amount, shop_asked
from inventory.models import StockLevel
from inventory.queries.differences import listed_otherwise, never_listed, sales_counted, shrinkage
from inventory.queries.levels import knows_listing
from orders.models import Shop

Row = serializers.Serializer[dict[str, Any]]


class ListedSerializer(Row):
    """A product whose listing is not what may be sold."""

    sku = serializers.CharField()
    title = serializers.CharField()
    listed = serializers.IntegerField()
    available = serializers.IntegerField()
    off = serializers.IntegerField(help_text="listed less available: above zero it oversells")


class HiddenSerializer(Row):
    """Goods on the shelf that the shop does not list."""

    sku = serializers.CharField()
    title = serializers.CharField()
    available = serializers.IntegerField()
    value = serializers.CharField(allow_null=True, help_text="at list price; null: not known")


class ShrinkageSerializer(Row):
    """One product between two stocktakes, in pieces: missing = before - shipped - after."""

    sku = serializers.CharField()
    title = serializers.CharField()
    before = serializers.IntegerField()
    sold = serializers.IntegerField()
    shipped = serializers.IntegerField()
    after = serializers.IntegerField()
    missing = serializers.IntegerField()
    missing_cost = serializers.CharField(allow_null=True, help_text="null: not known, or not for who asks")


class DifferencesSerializer(Row):
    """The three lists of one shop, the dearest first; amounts are decimal texts in its currency."""

    shop = serializers.IntegerField()
    currency = serializers.CharField()
    knows_listing = serializers.BooleanField(help_text="false: nobody told what the shop lists, so nothing is said of it")
    listed = ListedSerializer(many=True)
    hidden = HiddenSerializer(many=True)
    before = serializers.IntegerField(allow_null=True, help_text="the stocktake before the sale; null: no sale was counted twice")
    after = serializers.IntegerField(allow_null=True)
    counted = ShrinkageSerializer(many=True)


class DifferencesView(APIView):
    """The differences of one shop."""

    permission = Permission.VIEW_STOCK

    @extend_schema(
        operation_id="stock_differences",
        parameters=[SHOP, OpenApiParameter("after", OpenApiTypes.INT, description="a stocktake after a sale; the newest else")],
        responses={200: DifferencesSerializer} | REFUSED,
    )
    def get(self, request: Request) -> Response:
        """Give the listings that are not what may be sold, the goods never listed, and what a sale left missing."""
        shop = shop_asked(request)
        before, after, counted = _counted(shop, request.query_params.get("after", ""))
        with_costs = is_allowed(request.user, Permission.VIEW_COSTS)
        told = {
            "shop": shop.pk,
            "currency": shop.currency,
            "knows_listing": knows_listing(shop=shop),
            "listed": [
                _named(row.level) | {"listed": row.level.listed or 0, "available": row.level.available or 0, "off": row.off}
                for row in listed_otherwise(shop=shop)
            ],
            "hidden": [
                _named(row.level) | {"available": row.level.available or 0, "value": amount(row.lost_minor, shop)}
                for row in never_listed(shop=shop)
            ],
            "before": before,
            "after": after,
            "counted": [
                {name: getattr(row, name) for name in ("sku", "title", "before", "sold", "shipped", "after", "missing")}
                | {"missing_cost": amount(row.missing_cost_minor, shop) if with_costs else None}
                for row in counted
            ],
        }
        return Response(DifferencesSerializer(told).data)


def _named(level: StockLevel) -> dict[str, Any]:
    return {"sku": level.sku, "title": level.product.title if level.product else ""}


def _counted(shop: Shop, asked: str) -> tuple[int | None, int | None, list[Any]]:
    """Return the two stocktakes of a sale and what is missing between them; 404 where the one asked for is no such."""
    pairs = sales_counted(shop=shop)
    pair = next((one for one in pairs if not asked or f"{one[1].pk}" == asked), None)
    if pair is None:
        if asked:
            raise Http404
        return None, None, []
    return pair[0].pk, pair[1].pk, shrinkage(before=pair[0], after=pair[1])
