"""Offers for programs: list, write, change, delete; and what a basket costs under them."""

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from campaigns.api.answers import actor_of
from campaigns.api.plans import REFUSED
from campaigns.models import Campaign, Offer
from campaigns.queries.baskets import basket_of
from campaigns.queries.offers import offer_rules, offers
from campaigns.rules.pricing import price_basket
from campaigns.rules.problems import PlanError
from campaigns.serializers.offers import (
    BasketSerializer,
    OfferSerializer,
    OffersSerializer,
    OfferWriteSerializer,
    OfferWrittenSerializer,
    PricedBasketSerializer,
    shown_basket,
    shown_offer,
    wanted_lines,
    written_draft,
)
from campaigns.serializers.plan import WhyNotSerializer
from campaigns.services import StalePlanError
from campaigns.services.offers import delete_offer, save_offer
from campaigns.words.offers import problem_words
from common.money import exponent_of, to_minor
from common.permissions import Permission, sees_costs

READ_WRITE = {
    "GET": Permission.VIEW_PLAN,
    "POST": Permission.EDIT_PLAN,
    "PUT": Permission.EDIT_PLAN,
    "DELETE": Permission.EDIT_PLAN,
}
WRONG = {400: WhyNotSerializer, 404: WhyNotSerializer, 409: WhyNotSerializer} | REFUSED
VERSION = OpenApiParameter("version", OpenApiTypes.INT, required=True, description="The plan version that was seen.")


class OffersView(APIView):
    """The offers of a sale."""

    permission_by_method = {name: READ_WRITE[name] for name in ("GET", "POST")}

    @extend_schema(operation_id="offers_list", responses={200: OffersSerializer, 404: WhyNotSerializer} | REFUSED)
    def get(self, request: Request, pk: int) -> Response:
        """List the offers, the highest priority first."""
        campaign = get_object_or_404(Campaign, pk=pk)
        with_costs = sees_costs(request.user)
        shown = {
            "campaign": campaign.pk,
            "version": campaign.version,
            "currency": campaign.currency,
            "offers": [shown_offer(offer, campaign, with_costs=with_costs) for offer in offers(campaign)],
        }
        return Response(OffersSerializer(shown).data)

    @extend_schema(operation_id="offers_create", request=OfferWriteSerializer, responses={201: OfferWrittenSerializer} | WRONG)
    def post(self, request: Request, pk: int) -> Response:
        """Write a new offer."""
        return _save(request, get_object_or_404(Campaign, pk=pk), None)


class OfferView(APIView):
    """One offer."""

    permission_by_method = {name: READ_WRITE[name] for name in ("GET", "PUT", "DELETE")}

    @extend_schema(operation_id="offers_retrieve", responses={200: OfferSerializer, 404: WhyNotSerializer} | REFUSED)
    def get(self, request: Request, pk: int, offer_id: int) -> Response:
        """Give one offer."""
        campaign = get_object_or_404(Campaign, pk=pk)
        offer = get_object_or_404(campaign.offers, pk=offer_id)
        return Response(OfferSerializer(shown_offer(offer, campaign, with_costs=sees_costs(request.user))).data)

    @extend_schema(operation_id="offers_update", request=OfferWriteSerializer, responses={200: OfferWrittenSerializer} | WRONG)
    def put(self, request: Request, pk: int, offer_id: int) -> Response:
        """Write an offer anew; what is left out is as for a new one."""
        campaign = get_object_or_404(Campaign, pk=pk)
        return _save(request, campaign, get_object_or_404(campaign.offers, pk=offer_id))

    @extend_schema(operation_id="offers_delete", parameters=[VERSION], responses={204: None} | WRONG)
    def delete(self, request: Request, pk: int, offer_id: int) -> Response:
        """Take an offer away; the plan's versions keep it."""
        campaign = get_object_or_404(Campaign, pk=pk)
        get_object_or_404(campaign.offers, pk=offer_id)
        version = request.query_params.get("version", "")
        if not (version.isascii() and version.isdecimal() and len(version) < 10):
            raise ValidationError({"detail": "version is the number of the plan version that was seen"})
        try:
            delete_offer(campaign=campaign, actor=actor_of(request), version=int(version), offer_id=offer_id)
        except StalePlanError as stale:
            return _stale(stale)
        except PlanError as refused:
            raise _why_not(refused, campaign) from refused
        return Response(status=204)


class PriceView(APIView):
    """What a basket costs."""

    permission = Permission.VIEW_PLAN

    @extend_schema(
        operation_id="basket_price",
        request=BasketSerializer,
        responses={200: PricedBasketSerializer, 400: WhyNotSerializer, 404: WhyNotSerializer} | REFUSED,
    )
    def post(self, request: Request, pk: int) -> Response:
        """Price a basket under the offers of the sale: its lines, each offer with its reason, who pays."""
        campaign = get_object_or_404(Campaign, pk=pk)
        sent = BasketSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        said: dict[str, Any] = dict(sent.validated_data)
        rules = offer_rules(campaign)
        filled = basket_of(
            campaign,
            wanted_lines(said, campaign),
            rules,
            at=said.get("at") or campaign.starts_at,
            buyer_tier=said["buyer_tier"],
            coupons=said["coupons"],
            freight_minor=to_minor(said["freight"], exponent_of(campaign.currency)),
            deposit_paid=said["deposit_paid"],
        )
        try:
            priced = price_basket(filled.basket, rules)
        except PlanError as refused:
            raise _why_not(refused, campaign) from refused
        names = {rule.key: rule.name for rule in rules}
        shown = shown_basket(priced, campaign, names, filled.unpriced, with_costs=sees_costs(request.user))
        return Response(PricedBasketSerializer(shown).data)


def _save(request: Request, campaign: Campaign, offer: Offer | None) -> Response:
    sent = OfferWriteSerializer(data=request.data)
    sent.is_valid(raise_exception=True)
    said: dict[str, Any] = dict(sent.validated_data)
    draft = written_draft(said, campaign)
    try:
        saved = save_offer(
            campaign=campaign,
            actor=actor_of(request),
            version=said["version"],
            draft=draft,
            offer_id=offer.pk if offer else None,
        )
    except StalePlanError as stale:
        return _stale(stale)
    except PlanError as refused:
        raise _why_not(refused, campaign) from refused
    campaign.refresh_from_db()
    shown = shown_offer(saved, campaign, with_costs=sees_costs(request.user)) | {"version": campaign.version}
    return Response(OfferWrittenSerializer(shown).data, status=200 if offer else 201)


def _stale(stale: StalePlanError) -> Response:
    detail = f"the offers were changed meanwhile: version {stale.campaign.version} stands, {stale.seen} was seen"
    return Response({"detail": detail}, status=409)


def _why_not(refused: PlanError, campaign: Campaign) -> ValidationError:
    return ValidationError({"detail": " ".join(problem_words(problem, campaign) for problem in refused.problems)})
