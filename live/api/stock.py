"""The stock cockpit and what is oversold, over REST; and the acts of the cockpit."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import User
from campaigns.models import Campaign
from common.permissions import Permission
from common.requests import whole_number
from inventory.models import RunOut, RunOutState
from inventory.queries import cockpit as read
from inventory.queries.cockpit import CockpitRow, cockpit_rows
from inventory.queries.oversold import Oversold, oversold, oversold_levels
from live.queries.stock import moment_of, reason_to_stop, sales_of, stopped
from live.services import stop_ads
from live.stock_serializers import (
    AdsSerializer,
    OversoldPageSerializer,
    ProductKeySerializer,
    StockPageSerializer,
)
from orders.models import Shop

PAGE_ROWS = 200
DENIED = {401: OpenApiResponse(description="You are not signed in."), 403: OpenApiResponse(description="You may not do this.")}
MISSING = {404: OpenApiResponse(description="There is no such shop or product.")}
SHOP = OpenApiParameter("shop", OpenApiTypes.INT, description="all shops when not told")
PAGE = OpenApiParameter("page", OpenApiTypes.INT)


class StockTodayView(APIView):
    """The stock cockpit."""

    permission = Permission.VIEW_STOCK

    @extend_schema(
        operation_id="stock_today",
        parameters=[
            SHOP,
            PAGE,
            OpenApiParameter("show", OpenApiTypes.STR, enum=list(read.SHOWN), description="next when not told"),
            OpenApiParameter("q", OpenApiTypes.STR, description="part of the SKU or the title"),
        ],
        responses={200: StockPageSerializer, **DENIED, **MISSING},
    )
    def get(self, request: Request) -> Response:
        """List products by the minute in which they are likely gone, 200 a page."""
        query = request.query_params
        shops = _shops(query.get("shop", ""))
        show = query.get("show", "next")
        rows = read.run_outs(shops=shops, show=show if show in read.SHOWN else "next", asked=query.get("q", "")[:100])
        page = Paginator(rows, PAGE_ROWS).get_page(query.get("page"))
        found = cockpit_rows(list(page.object_list))
        sales = sales_of(shops)
        tasks = stopped(found, sales=sales)
        told = [_row(row, sales, tasks.get((row.run_out.shop_id, row.run_out.sku))) for row in found]
        counts = read.overview(shops=shops)
        body = {"known_to": read.known_to(shops=shops), "states": counts.states, **_of(page), "products": told}
        return Response(StockPageSerializer(body).data)


class OversoldView(APIView):
    """Products of which more was sold than there is."""

    permission = Permission.VIEW_STOCK

    @extend_schema(
        operation_id="stock_oversold", parameters=[SHOP, PAGE], responses={200: OversoldPageSerializer, **DENIED, **MISSING}
    )
    def get(self, request: Request) -> Response:
        """List what is oversold, the largest shortage first, 200 a page."""
        shops = _shops(request.query_params.get("shop", ""))
        page = Paginator(oversold_levels(shops=shops), PAGE_ROWS).get_page(request.query_params.get("page"))
        seen = read.overview(shops=shops)
        body = {
            "short_pieces": seen.short_pieces,
            **_of(page),
            "products": [_short(row) for row in oversold(list(page.object_list))],
        }
        return Response(OversoldPageSerializer(body).data)


class StopAdsView(APIView):
    """The task to stop the ads of a product."""

    permission = Permission.MANAGE_STOCK

    @extend_schema(
        operation_id="stock_stop_ads",
        request=ProductKeySerializer,
        responses={
            200: AdsSerializer,
            201: AdsSerializer,
            400: OpenApiResponse(description="What cannot stand."),
            409: OpenApiResponse(description="No sale runs in this shop."),
            **DENIED,
            **MISSING,
        },
    )
    def post(self, request: Request) -> Response:
        """Set the task once a product and sale: 201 when it is new, 200 when it was set before."""
        sent = ProductKeySerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        run_out = get_object_or_404(RunOut.objects.select_related("shop"), **sent.validated_data)
        actor = request.user if isinstance(request.user, User) else None
        title = cockpit_rows([run_out])[0].title
        try:
            made, is_new = stop_ads(run_out=run_out, actor=actor, at=timezone.now(), title=title)
        except Campaign.DoesNotExist:
            return Response({"detail": "No sale runs in this shop."}, status=409)
        told = AdsSerializer({"campaign": made.campaign_id, "task": made.task_id})
        return Response(told.data, status=201 if is_new else 200)


def _shops(asked: str) -> list[Shop]:
    if not asked:
        return list(Shop.objects.all())
    found = Shop.objects.filter(pk=whole_number(asked)).first()
    if found is None:
        raise Http404
    return [found]


def _of(page: Any) -> dict[str, int]:
    return {"count": page.paginator.count, "page": page.number, "pages": page.paginator.num_pages}


def _row(row: CockpitRow, sales: dict[int, int], task: int | None) -> dict[str, Any]:
    one, level = row.run_out, row.level
    reason = reason_to_stop(row) if one.shop_id in sales else None
    return {
        **{name: getattr(one, name) for name in ("sku", "pieces", "hourly", "line", "oversell", "hold_back", "listing", "lost")},
        "lost_minor": row.lost_minor if one.hold_back else None,
        "shop": one.shop_id,
        "title": row.title,
        "run_out_state": RunOutState(one.state).value,
        "gone_at": moment_of(one.goes_minute),
        "earliest_at": moment_of(one.low_minute),
        "latest_at": moment_of(one.high_minute),
        "alert_since": one.alert_since,
        "available": level.available if level else None,
        "held": row.held,
        "reserve": level.reserve if level else 0,
        "listed": level.listed if level else None,
        "pool_shops": one.pool_shops,
        "substitute": row.stand_in,
        "promise": row.promise,
        "stop_ads": reason.value if reason else "",
        "task": task,
    }


def _short(row: Oversold) -> dict[str, Any]:
    return {
        "shop": row.level.shop_id,
        "sku": row.level.sku,
        "title": row.title,
        "short": row.level.short,
        "on_hand": row.level.on_hand,
        "reserve": row.reserve,
        "orders": row.orders,
        "paid_orders": row.paid_orders,
        "substitute": row.stand_in,
        "promise": row.promise,
    }
