"""Tiers and selection for programs: proposals with their reasons, accept, take back, scores, weights."""

from typing import Any

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from common.money import exponent_of, from_minor
from common.permissions import Permission
from inventory.api.common import who
from inventory.models import ProductTier
from inventory.queries.market import chosen_skus, selection, weights_of
from inventory.queries.tiers import SORTS, TierRow, terms_of, tier_rows, with_products
from inventory.rules.market import WEIGHTS
from inventory.services import accept_proposals, choose, retier, score_products, set_terms, take_back
from inventory.words import tiers as words
from orders.models import Shop

DENIED = {401: OpenApiResponse(description="You are not signed in."), 403: OpenApiResponse(description="You may not do this.")}
PAGE_ROWS = 500
MOST = 10_000
_SHOP = OpenApiParameter("shop", OpenApiTypes.INT, required=True)
_PAGE = OpenApiParameter("page", OpenApiTypes.INT)


class TierRowSerializer(serializers.Serializer[dict[str, Any]]):
    """What one product did in the window, and what is proposed. Amounts are decimal texts, shares 0 to 1, null is unknown."""

    sku = serializers.CharField()
    title = serializers.CharField()
    tier = serializers.CharField(help_text="A, B, C or empty")
    tier_locked = serializers.BooleanField()
    proposal = serializers.CharField(help_text="A, B, C or empty: too few sales")
    proposal_score = serializers.IntegerField(allow_null=True)
    reason = serializers.CharField()
    missing_orders = serializers.IntegerField()
    volume_class = serializers.CharField()
    orders = serializers.IntegerField()
    units = serializers.IntegerField()
    revenue = serializers.CharField()
    first_orders = serializers.IntegerField()
    single_orders = serializers.IntegerField()
    orders_with_a = serializers.IntegerField()
    price = serializers.CharField(allow_null=True)
    margin = serializers.FloatField(allow_null=True)
    conversion = serializers.FloatField(allow_null=True)


class TierWarningSerializer(serializers.Serializer[dict[str, Any]]):
    """One thing to look at."""

    code = serializers.CharField()
    text = serializers.CharField()
    skus = serializers.ListField(child=serializers.CharField())


class TierPageSerializer(serializers.Serializer[dict[str, Any]]):
    """One page of the proposals of a shop, with what is wrong with the mix."""

    shop = serializers.IntegerField()
    currency = serializers.CharField()
    judged_at = serializers.DateTimeField(allow_null=True)
    count = serializers.IntegerField()
    page = serializers.IntegerField()
    pages = serializers.IntegerField()
    warnings = TierWarningSerializer(many=True)
    proposals = TierRowSerializer(many=True)


class TierActSerializer(serializers.Serializer[dict[str, Any]]):
    """What is to be done: judge anew, accept (these SKUs, or all when none are named), or take the last acceptance back."""

    shop = serializers.IntegerField(min_value=1, max_value=2**31)
    act = serializers.ChoiceField(choices=["judge", "accept", "take_back"])
    skus = serializers.ListField(child=serializers.CharField(max_length=200), required=False, max_length=MOST)
    lock = serializers.BooleanField(default=False)


class ChangedSerializer(serializers.Serializer[dict[str, Any]]):
    """How many products it was."""

    products = serializers.IntegerField()


class TiersView(APIView):
    """The tiers of a shop."""

    permission_by_method = {"GET": Permission.VIEW_COSTS, "POST": Permission.EDIT_PLAN}

    @extend_schema(
        operation_id="tiers_list",
        parameters=[
            _SHOP,
            _PAGE,
            OpenApiParameter("tier", OpenApiTypes.STR, enum=[*ProductTier.values, "none"], description="of the proposal"),
            OpenApiParameter("state", OpenApiTypes.STR, enum=["open", "agreed", "locked", "few"]),
            OpenApiParameter("q", OpenApiTypes.STR, description="part of the SKU or the title"),
            OpenApiParameter("chosen", OpenApiTypes.STR, enum=["yes"], description="only what is chosen for the next sale"),
            OpenApiParameter("sort", OpenApiTypes.STR, enum=[*SORTS]),
        ],
        responses={200: TierPageSerializer, **DENIED},
    )
    def get(self, request: Request) -> Response:
        """List what each product does and which tier is proposed, 500 a page."""
        query = request.query_params
        shop = get_object_or_404(Shop, pk=_number(query.get("shop", "")))
        asked = {name: query.get(name, "")[:100] for name in ("tier", "state", "q", "chosen")}
        page = Paginator(tier_rows(shop, sort=query.get("sort", "revenue"), **asked), PAGE_ROWS).get_page(query.get("page"))
        terms = terms_of(shop)
        told = {
            "shop": shop.pk,
            "currency": shop.currency,
            "judged_at": terms.counted_at,
            "count": page.paginator.count,
            "page": page.number,
            "pages": page.paginator.num_pages,
            "warnings": [
                {"code": each["code"], "text": words.notice(each, shop.currency).text, "skus": each["skus"]}
                for each in terms.findings.get("warnings", [])
            ],
            "proposals": [_told(row, shop) for row in with_products(shop, page.object_list)],
        }
        return Response(TierPageSerializer(told).data)

    @extend_schema(
        operation_id="tiers_act",
        request=TierActSerializer,
        responses={200: ChangedSerializer, 400: OpenApiResponse(description="What cannot stand."), **DENIED},
    )
    def post(self, request: Request) -> Response:
        """Judge all products anew, accept proposals, or take the last acceptance back."""
        sent = TierActSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        said = sent.validated_data
        shop = get_object_or_404(Shop, pk=said["shop"])
        actor = who(request)
        at = timezone.now()
        if said["act"] == "judge":
            count = retier(shop=shop, at=at, actor=actor)
        elif said["act"] == "accept":
            count = accept_proposals(actor=actor, shop=shop, at=at, skus=said.get("skus"), lock=said["lock"])
        else:
            count = take_back(actor=actor, shop=shop, at=at)
        return Response(ChangedSerializer({"products": count}).data)


class ScoreSerializer(serializers.Serializer[dict[str, Any]]):
    """The selection score of one product; `parts` tell component, value, place, weight and points."""

    sku = serializers.CharField()
    score = serializers.FloatField(allow_null=True)
    coverage = serializers.FloatField()
    chosen = serializers.BooleanField()
    parts = serializers.ListField(child=serializers.DictField())


class SelectionPageSerializer(serializers.Serializer[dict[str, Any]]):
    """One page of the selection, with its weights."""

    shop = serializers.IntegerField()
    count = serializers.IntegerField()
    page = serializers.IntegerField()
    pages = serializers.IntegerField()
    weights = serializers.DictField(child=serializers.IntegerField())
    scores = ScoreSerializer(many=True)


class SelectionActSerializer(serializers.Serializer[dict[str, Any]]):
    """New weights, products to choose, products to let go; what is not named stays."""

    shop = serializers.IntegerField(min_value=1, max_value=2**31)
    weights = serializers.DictField(child=serializers.IntegerField(min_value=0, max_value=100), required=False)
    choose = serializers.ListField(child=serializers.CharField(max_length=200), required=False, max_length=MOST)
    let_go = serializers.ListField(child=serializers.CharField(max_length=200), required=False, max_length=MOST)

    def validate_weights(self, weights: dict[str, int]) -> dict[str, int]:
        """Take known components, one of them above 0."""
        if set(weights) - set(WEIGHTS):
            raise serializers.ValidationError(f"The components are {', '.join(WEIGHTS)}.")
        if not any({**WEIGHTS, **weights}.values()):
            raise serializers.ValidationError("One weight at least is above 0.")
        return weights


class SelectionView(APIView):
    """The selection of a shop."""

    permission_by_method = {"GET": Permission.VIEW_COSTS, "PATCH": Permission.EDIT_PLAN}

    @extend_schema(
        operation_id="selection_list",
        parameters=[_SHOP, _PAGE, OpenApiParameter("q", OpenApiTypes.STR)],
        responses={200: SelectionPageSerializer, **DENIED},
    )
    def get(self, request: Request) -> Response:
        """List the products by selection score, 500 a page."""
        query = request.query_params
        shop = get_object_or_404(Shop, pk=_number(query.get("shop", "")))
        page = Paginator(selection(shop, q=query.get("q", "")[:100]), PAGE_ROWS).get_page(query.get("page"))
        chosen = chosen_skus(shop)
        told = {
            "shop": shop.pk,
            "count": page.paginator.count,
            "page": page.number,
            "pages": page.paginator.num_pages,
            "weights": weights_of(shop),
            "scores": [
                {
                    "sku": row.sku, "score": row.score, "coverage": row.coverage_bp / 10_000, "chosen": row.sku in chosen,
                    "parts": row.parts,
                }
                for row in page.object_list
            ],
        }  # fmt: skip
        return Response(SelectionPageSerializer(told).data)

    @extend_schema(
        operation_id="selection_change",
        request=SelectionActSerializer,
        responses={200: ChangedSerializer, 400: OpenApiResponse(description="What cannot stand."), **DENIED},
    )
    def patch(self, request: Request) -> Response:
        """Set weights (all products are scored anew), choose products for the sale, let others go."""
        sent = SelectionActSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        said = sent.validated_data
        shop = get_object_or_404(Shop, pk=said["shop"])
        actor = who(request)
        count = 0
        if "weights" in said:
            set_terms(actor=actor, shop=shop, weights={**weights_of(shop), **said["weights"]})
            count = score_products(shop=shop)
        for name, chosen in (("choose", True), ("let_go", False)):
            if name in said:
                count = choose(actor=actor, shop=shop, skus=said[name], at=timezone.now(), chosen=chosen)
        return Response(ChangedSerializer({"products": count}).data)


def _told(row: TierRow, shop: Shop) -> dict[str, Any]:
    exponent = exponent_of(shop.currency)
    told, product = row.figures, row.product
    return {
        **{name: getattr(product, name) for name in ("sku", "title", "tier", "tier_locked")},
        **{name: getattr(told, name) for name in ("proposal", "missing_orders", "volume_class", "orders", "units")},
        **{name: getattr(told, name) for name in ("first_orders", "single_orders")},
        "proposal_score": told.score,
        "reason": words.reason(told.reason) if told.proposal else words.missing(told.missing_orders),
        "revenue": f"{from_minor(told.revenue_minor, exponent)}",
        "orders_with_a": told.with_a,
        "price": None if told.price_minor is None else f"{from_minor(told.price_minor, exponent)}",
        "margin": None if told.margin_bp is None else told.margin_bp / 10_000,
        "conversion": None if told.conversion_bp is None else told.conversion_bp / 10_000,
    }


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0
