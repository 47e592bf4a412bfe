"""What is bought together, and bundles, for programs."""

from typing import Any

from django.core.paginator import Paginator
from django.http import QueryDict
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from common.permissions import Permission, is_allowed
from common.requests import whole_number
from common.windows import Window, slot_start
from inventory.api.common import REFUSED, SHOP, amount, shop_asked, who
from inventory.doorbell import ring_pairs
from inventory.forms.pairs import MOST_DAYS, PAIR_SORTS, PairFilter
from inventory.models import PairRun
from inventory.queries.pairs import PairRow, is_small, pair_rows, runs_of
from inventory.services.pairs import ask_pairs, run_pairs
from orders.models import Shop

PAGE_ROWS = 500
BY_METHOD = {"GET": Permission.VIEW_PLAN, "POST": Permission.EDIT_PLAN}


class PairSideSerializer(serializers.Serializer[dict[str, Any]]):
    """One product of a pair; `baskets` hold it, `confidence` is the share of them that hold the other too."""

    sku = serializers.CharField()
    title = serializers.CharField()
    category = serializers.CharField()
    tier = serializers.CharField()
    baskets = serializers.IntegerField()
    confidence = serializers.FloatField()


class PairSerializer(serializers.Serializer[dict[str, Any]]):
    """One pair. Amounts are decimal texts in the shop's currency, null when unknown; the margin only for who may see costs."""

    products = PairSideSerializer(many=True)
    baskets = serializers.IntegerField()
    support = serializers.FloatField()
    lift = serializers.FloatField(help_text="confidence over the share of all baskets that hold the other")
    times_chance = serializers.FloatField(help_text="times as often as chance, in baskets of their sizes")
    times_chance_at_least = serializers.FloatField(help_text="lower end of the 95% interval")
    beyond_chance = serializers.FloatField(help_text="baskets more than chance gives")
    complementary = serializers.BooleanField(allow_null=True, help_text="null where a category is not known")
    draws = serializers.CharField(allow_blank=True, help_text="the SKU that draws while the other earns, or empty")
    price = serializers.CharField(allow_null=True)
    margin = serializers.CharField(allow_null=True)


class PairRunSerializer(serializers.Serializer[dict[str, Any]]):
    """One count: of which time, how many baskets, how many pairs are more than chance."""

    run = serializers.IntegerField()
    run_state = serializers.CharField(help_text="queued, running, done or failed")
    start = serializers.DateTimeField()
    end = serializers.DateTimeField()
    min_count = serializers.IntegerField()
    made_at = serializers.DateTimeField(allow_null=True)
    baskets = serializers.IntegerField()
    left_out = serializers.IntegerField(help_text="baskets of too many different goods")
    found = serializers.IntegerField()


class PairPageSerializer(serializers.Serializer[dict[str, Any]]):
    """The newest count that is done (null when there is none), one that is waited for, and a page of the pairs found."""

    shop = serializers.IntegerField()
    currency = serializers.CharField()
    run = PairRunSerializer(allow_null=True)
    waiting = PairRunSerializer(allow_null=True)
    count = serializers.IntegerField()
    page = serializers.IntegerField()
    pages = serializers.IntegerField()
    pairs = PairSerializer(many=True)


class PairAskSerializer(serializers.Serializer[dict[str, Any]]):
    """Which paid orders are counted, [start, end), and how often a pair must be seen."""

    shop = serializers.IntegerField()
    start = serializers.DateTimeField()
    end = serializers.DateTimeField()
    min_count = serializers.IntegerField(min_value=2, max_value=100_000, default=5)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse an end that does not follow the start, and more than three years."""
        if attrs["end"] <= attrs["start"]:
            raise serializers.ValidationError({"detail": "end must follow start"})
        if (attrs["end"] - attrs["start"]).days > MOST_DAYS:
            raise serializers.ValidationError({"detail": "at most three years"})
        return attrs


class PairsView(APIView):
    """The pairs of a shop."""

    permission_by_method = BY_METHOD

    @extend_schema(
        operation_id="pairs_list",
        parameters=[
            SHOP,
            OpenApiParameter("run", OpenApiTypes.INT, description="an earlier count"),
            OpenApiParameter("page", OpenApiTypes.INT),
            OpenApiParameter("q", OpenApiTypes.STR, description="part of a SKU or a title"),
            OpenApiParameter("category", OpenApiTypes.STR),
            OpenApiParameter("use", OpenApiTypes.STR, enum=["complementary", "hot", "margin"]),
            OpenApiParameter("least", OpenApiTypes.INT, description="baskets at least"),
            OpenApiParameter("sort", OpenApiTypes.STR, enum=[sign + key for key in PAIR_SORTS for sign in ("", "-")]),
        ],
        responses={200: PairPageSerializer} | REFUSED,
    )
    def get(self, request: Request) -> Response:
        """List the pairs of the newest count, the furthest beyond chance first, 500 a page."""
        shop = shop_asked(request)
        asked = request.query_params
        query = asked if isinstance(asked, QueryDict) else QueryDict()
        runs = runs_of(shop, wanted=whole_number(query.get("run", "")))
        rows = PairFilter(query, shop=shop).kept(pair_rows(runs.shown), query.get("sort", "")) if runs.shown else []
        page = Paginator(rows, PAGE_ROWS).get_page(query.get("page"))
        with_costs = is_allowed(request.user, Permission.VIEW_COSTS)
        told = {
            "shop": shop.pk,
            "currency": shop.currency,
            "run": _run(runs.shown),
            "waiting": _run(runs.open),
            "count": page.paginator.count,
            "page": page.number,
            "pages": page.paginator.num_pages,
            "pairs": [_pair(row, shop, with_costs=with_costs) for row in page.object_list],
        }
        return Response(PairPageSerializer(told).data)

    @extend_schema(operation_id="pairs_count", request=PairAskSerializer, responses={202: PairRunSerializer} | REFUSED)
    def post(self, request: Request) -> Response:
        """Ask for a count; it is done at once or by a worker, `run_state` tells."""
        sent = PairAskSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        said = sent.validated_data
        shop = get_object_or_404(Shop, pk=said["shop"])
        now, window = timezone.now(), Window.between(said["start"], said["end"])
        run = ask_pairs(actor=who(request), shop=shop, window=window, min_count=said["min_count"], at=now)
        if is_small(shop, window):
            run_pairs(run_id=run.pk, at=now)
        else:
            ring_pairs(run_id=run.pk)
        run.refresh_from_db()
        return Response(PairRunSerializer(_run(run)).data, status=202)


def _run(run: PairRun | None) -> dict[str, Any] | None:
    if run is None:
        return None
    told = {name: getattr(run, name) for name in ("min_count", "made_at", "baskets", "left_out", "found")}
    start, end = slot_start(run.start_slot), slot_start(run.end_slot)
    return {"run": run.pk, "run_state": run.state, "start": start, "end": end, **told}


def _pair(row: PairRow, shop: Shop, *, with_costs: bool) -> dict[str, Any]:
    shares = (row.confidence, row.back)
    return {
        "products": [
            {
                "sku": side.sku, "title": title, "category": side.category, "tier": side.tier, "baskets": side.baskets,
                "confidence": share,
            }
            for (side, title), share in zip(row.sides, shares, strict=True)
        ],
        "baskets": row.count,
        "support": row.support,
        "lift": row.lift,
        "times_chance": row.times,
        "times_chance_at_least": row.times_low,
        "beyond_chance": row.extra,
        "complementary": row.complementary,
        "draws": row.hot,
        "price": amount(row.price_minor, shop),
        "margin": amount(row.margin_minor, shop) if with_costs else None,
    }  # fmt: skip
