"""The planned prices for programs: read, set, and what the rules say of them."""

from decimal import Decimal
from typing import Any

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from campaigns.api.answers import actor_of
from campaigns.models import Campaign, PriceReport
from campaigns.queries.price_terms import PRICED
from campaigns.queries.prices import ProductPrices, planned_prices
from campaigns.queries.reports import open_report
from campaigns.queries.verdicts import AT_ONCE, Judged, check_state, judged_prices
from campaigns.serializers.plan import WhyNotSerializer
from campaigns.services import StalePlanError
from campaigns.services.prices import PricesRefusedError, set_prices
from campaigns.views import prices as page_of_prices
from campaigns.views.prices import check_soon
from campaigns.words import price_headlines
from campaigns.words.prices import OUTCOMES, earliest_words, why_words
from common.money import exponent_of, from_minor, to_minor
from common.permissions import Permission, sees_costs

REFUSED = {401: WhyNotSerializer, 403: WhyNotSerializer, 404: WhyNotSerializer}
STAGES = [stage.value for stage in PRICED]
MOST = 5_000
_HIGHEST = Decimal(10) ** 11


class PriceInSerializer(serializers.Serializer[dict[str, Any]]):
    """One price as it is set; null takes it away."""

    shop = serializers.IntegerField()
    sku = serializers.CharField(max_length=200)
    stage = serializers.ChoiceField(choices=STAGES)
    price = serializers.DecimalField(16, 4, allow_null=True, max_value=_HIGHEST, help_text="decimal in the campaign's currency")


class PricesInSerializer(serializers.Serializer[dict[str, Any]]):
    """Prices to set; all others stay."""

    version = serializers.IntegerField(help_text="the plan version that was read")
    prices = PriceInSerializer(many=True, help_text=f"at most {MOST} at a time")

    def validate_prices(self, prices: list[Any]) -> list[Any]:
        """Take at most MOST prices."""
        if len(prices) > MOST:
            raise serializers.ValidationError(f"At most {MOST} prices at a time.")
        return prices


class ProductPricesSerializer(serializers.Serializer[dict[str, Any]]):
    """One product with its price per stage. Amounts are decimal texts, null when unknown or not planned."""

    shop = serializers.IntegerField()
    sku = serializers.CharField()
    title = serializers.CharField()
    tier = serializers.CharField()
    category = serializers.CharField()
    cost = serializers.CharField(allow_null=True, help_text="null too for who may not see costs, like the floor")
    floor = serializers.CharField(allow_null=True)
    list_price = serializers.CharField(allow_null=True)
    warm_up = serializers.CharField(allow_null=True)
    live = serializers.CharField(allow_null=True)


class PricesOutSerializer(serializers.Serializer[dict[str, Any]]):
    """The price list of a sale."""

    campaign = serializers.IntegerField()
    version = serializers.IntegerField()
    currency = serializers.CharField()
    products = ProductPricesSerializer(many=True)


class VerdictSerializer(serializers.Serializer[dict[str, Any]]):
    """What one rule says of one price."""

    rule = serializers.CharField()
    law = serializers.CharField()
    outcome = serializers.ChoiceField(choices=[*OUTCOMES])
    prior_price = serializers.CharField(allow_null=True)
    percent = serializers.IntegerField(help_text="the reduction that may be announced, in whole per cent rounded down")
    highest_legal = serializers.CharField(allow_null=True)
    earliest_start = serializers.DateField(allow_null=True, help_text="first legal day when it is refused")
    why = serializers.CharField()


class JudgedSerializer(serializers.Serializer[dict[str, Any]]):
    """One planned price with the verdict of each chosen rule."""

    shop = serializers.IntegerField()
    sku = serializers.CharField()
    stage = serializers.CharField()
    price = serializers.CharField()
    outcome = serializers.ChoiceField(choices=[*OUTCOMES])
    verdicts = VerdictSerializer(many=True)


class VerdictsOutSerializer(serializers.Serializer[dict[str, Any]]):
    """The verdicts of a sale, with how many there are of each."""

    campaign = serializers.IntegerField()
    version = serializers.IntegerField()
    counts = serializers.DictField(child=serializers.IntegerField(), help_text="of all planned prices")
    page = serializers.IntegerField()
    pages = serializers.IntegerField(help_text=f"products come {AT_ONCE} a page, by shop and SKU: `?page=2` brings the next")
    prices = JudgedSerializer(many=True)


class CheckingSerializer(serializers.Serializer[dict[str, Any]]):
    """A check that a worker makes: how many prices are judged, and of how many (0 until it has begun)."""

    version = serializers.IntegerField()
    state = serializers.CharField(help_text="queued, running or failed; asked for by nobody yet: none")
    judged = serializers.IntegerField()
    total = serializers.IntegerField()


class PricesView(APIView):
    """The planned prices of one sale."""

    permission_by_method = {"GET": Permission.VIEW_PLAN, "PATCH": Permission.EDIT_PLAN}

    @extend_schema(
        operation_id="campaigns_prices",
        parameters=[OpenApiParameter("planned", bool, description="Only products with a planned price.")],
        responses={200: PricesOutSerializer} | REFUSED,
    )
    def get(self, request: Request, pk: int) -> Response:
        """Give every product of the plan's shops with its price per stage."""
        campaign = get_object_or_404(Campaign, pk=pk)
        planned = request.query_params.get("planned", "") in {"1", "true"}
        told = _prices(campaign, planned_only=planned, with_costs=sees_costs(request.user))
        return Response(PricesOutSerializer(told).data)

    @extend_schema(
        operation_id="campaigns_prices_set",
        request=PricesInSerializer,
        responses={200: PricesOutSerializer, 400: WhyNotSerializer, 409: WhyNotSerializer} | REFUSED,
    )
    def patch(self, request: Request, pk: int) -> Response:
        """Set some prices; all of them, or with one that cannot stand none."""
        campaign = get_object_or_404(Campaign, pk=pk)
        told = PricesInSerializer(data=request.data)
        told.is_valid(raise_exception=True)
        exponent = exponent_of(campaign.currency)
        wanted = {
            (row["shop"], row["sku"], row["stage"]): None if row["price"] is None else to_minor(row["price"], exponent)
            for row in told.validated_data["prices"]
        }
        actor = actor_of(request)
        try:
            set_prices(campaign=campaign, actor=actor, version=told.validated_data["version"], prices=wanted)
        except PricesRefusedError as refused:
            first = refused.problems[0]
            why, _repair = price_headlines.refusal(first, campaign.currency)
            return Response({"detail": f"{first.sku}: {why}"}, status=400)
        except StalePlanError as stale:
            return Response({"detail": str(stale)}, status=409)
        campaign.refresh_from_db()
        set_now = _prices(campaign, planned_only=True, with_costs=sees_costs(request.user))
        return Response(PricesOutSerializer(set_now).data)


class VerdictsView(APIView):
    """What the rules say of the planned prices."""

    permission_by_method = {"GET": Permission.VIEW_PLAN, "POST": Permission.EDIT_PLAN}

    @extend_schema(
        operation_id="campaigns_price_verdicts",
        parameters=[OpenApiParameter("page", int, description=f"{AT_ONCE} products a page.")],
        responses={200: VerdictsOutSerializer, 202: CheckingSerializer} | REFUSED,
    )
    def get(self, request: Request, pk: int) -> Response:
        """Give a page of verdicts with the counts of the last check, as the page does; nothing is kept.

        Prices that are too many to be judged at once and were not checked as they stand answer 202: POST has them checked.
        """
        campaign = get_object_or_404(Campaign, pk=pk)
        if campaign.prices.count() > page_of_prices.CHECKED_AT_ONCE and not check_state(campaign).is_current:
            return _checking(campaign)
        return Response(VerdictsOutSerializer(_verdicts(campaign, request.query_params.get("page"))).data)

    @extend_schema(
        operation_id="campaigns_price_check",
        request=None,
        responses={200: VerdictsOutSerializer, 202: CheckingSerializer} | REFUSED,
    )
    def post(self, request: Request, pk: int) -> Response:
        """Judge every planned price and keep the result with the plan's version, as the page's “Check now” does.

        Many prices are judged by a worker: 202 tells how far it is, and asking again tells it anew.
        """
        campaign = get_object_or_404(Campaign, pk=pk)
        actor = actor_of(request)
        if check_soon(campaign, actor) is None and open_report(PriceReport, campaign) is not None:
            return _checking(campaign)
        return Response(VerdictsOutSerializer(_verdicts(campaign)).data)


def _prices(campaign: Campaign, *, planned_only: bool, with_costs: bool) -> dict[str, Any]:
    products = [_product(one, campaign, with_costs=with_costs) for one in planned_prices(campaign, planned_only=planned_only)]
    return {"campaign": campaign.pk, "version": campaign.version, "currency": campaign.currency, "products": products}


def _product(one: ProductPrices, campaign: Campaign, *, with_costs: bool) -> dict[str, Any]:
    amounts = {"list_price": one.list_price_minor, "warm_up": one.warm_up_minor, "live": one.live_minor}
    amounts |= {"cost": one.cost_minor, "floor": one.floor_minor} if with_costs else dict.fromkeys(("cost", "floor"))
    told = {"shop": one.shop_id, "sku": one.sku, "title": one.title, "tier": one.tier, "category": one.category}
    return told | {name: _money(minor, campaign) for name, minor in amounts.items()}


def _checking(campaign: Campaign) -> Response:
    """Tell how far the check of a worker is."""
    report = open_report(PriceReport, campaign)
    told = {"version": campaign.version, "state": "none", "judged": 0, "total": 0}
    if report is not None:
        told = {name: getattr(report, name) for name in told}
    return Response(CheckingSerializer(told).data, status=202)


def _verdicts(campaign: Campaign, page: str | None = None) -> dict[str, Any]:
    """Judge the products of one page; of several pages the counts are those of the last check."""
    keys = sorted(set(campaign.prices.values_list("shop_id", "sku")))
    found = Paginator(keys, AT_ONCE).get_page(page)
    judged = judged_prices(campaign, keys=set(found.object_list))
    if found.paginator.num_pages > 1:
        counts = check_state(campaign).counts
    else:
        counts = {str(outcome): sum(one.outcome == outcome for one in judged) for outcome in OUTCOMES}
    told = {"campaign": campaign.pk, "version": campaign.version, "page": found.number, "pages": found.paginator.num_pages}
    return told | {"counts": counts, "prices": [_judged(one, campaign) for one in judged]}


def _judged(one: Judged, campaign: Campaign) -> dict[str, Any]:
    zone = campaign.time_zone
    verdicts = [
        {
            "rule": verdict.rule.key,
            "law": verdict.rule.law,
            "outcome": str(verdict.outcome),
            "prior_price": _money(verdict.prior_minor, campaign),
            "percent": verdict.percent,
            "highest_legal": _money(verdict.highest_minor, campaign),
            "earliest_start": verdict.earliest,
            "why": f"{why_words(verdict, campaign.currency, zone)} {earliest_words(verdict)}".strip(),
        }
        for verdict in one.verdicts
    ]
    price = _money(one.price_minor, campaign)
    told = {"shop": one.shop_id, "sku": one.sku, "stage": one.stage, "price": price, "outcome": str(one.outcome)}
    return told | {"verdicts": verdicts}


def _money(minor: int | None, campaign: Campaign) -> str | None:
    return None if minor is None else f"{from_minor(minor, exponent_of(campaign.currency))}"
