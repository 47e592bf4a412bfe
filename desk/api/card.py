"""One call for everything of the card, for a chat program or a side panel of somebody else's. Costs are in none of it."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from common.money import exponent_of, from_minor
from common.once import asked_once
from common.permissions import Permission, is_allowed
from customers import words
from customers.api.buyers import BuyerSerializer, NextSerializer, OrderLineSerializer, told
from customers.api.shared import DENIED, actor_of
from desk.api.words import card_words
from desk.models import LookUpDoor
from desk.pages.values import said_now
from desk.queries.card import Card, buyer_card
from desk.queries.found import find
from desk.services import note_card, note_search
from desk.views.asked import card_asked, language_of
from desk.words.found import line_of


class DeskHitSerializer(BuyerSerializer):
    """One buyer that was found."""

    how = serializers.CharField(help_text="account, order, contact, person, begins or masked")
    labels = serializers.ListField(child=serializers.CharField())


class OpenProblemSerializer(serializers.Serializer[dict[str, Any]]):
    """What is open about an order."""

    kind = serializers.CharField(help_text="held, refund, late or unpaid")
    order_no = serializers.CharField()
    amount = serializers.CharField(allow_null=True)
    words = serializers.CharField()


class DeskOfferSerializer(serializers.Serializer[dict[str, Any]]):
    """One offer for this buyer."""

    name = serializers.CharField()
    counts = serializers.BooleanField()
    gives = serializers.CharField()
    reason = serializers.CharField(help_text="what became of it; why it does not count")
    saves = serializers.CharField(allow_null=True, help_text="off the basket; null without a basket")
    next_step = serializers.CharField(help_text="what to add and what it saves; empty where there is no more")
    used = serializers.CharField(
        help_text="how often this buyer used it, where it is limited a buyer and as far as orders tell it"
    )


class FilledScriptSerializer(serializers.Serializer[dict[str, Any]]):
    """A script with its values in."""

    situation = serializers.CharField()
    title = serializers.CharField()
    text = serializers.CharField()


class DeskCardSerializer(BuyerSerializer):
    """Everything of one buyer."""

    headline = serializers.CharField()
    why = serializers.CharField(help_text="the rule that holds, or the reason of a hand")
    refund_share = serializers.FloatField(allow_null=True)
    next = NextSerializer(allow_null=True)
    benefits = serializers.ListField(child=serializers.CharField())
    labels = serializers.ListField(child=serializers.CharField())
    notes = serializers.ListField(child=serializers.CharField())
    won_by = serializers.CharField()
    favourites = serializers.ListField(child=serializers.CharField())
    contact = serializers.DictField(child=serializers.CharField(), allow_null=True, help_text="masked: name, phone, address")
    orders = OrderLineSerializer(many=True)
    problems = OpenProblemSerializer(many=True)
    sale = serializers.CharField(allow_null=True)
    basket_total = serializers.CharField(allow_null=True)
    offers = DeskOfferSerializer(many=True)
    scripts = FilledScriptSerializer(many=True)


class CardAnswerSerializer(serializers.Serializer[dict[str, Any]]):
    """Whom the text means, and the card where exactly one buyer is meant."""

    words = serializers.CharField()
    found = DeskHitSerializer(many=True)
    card = DeskCardSerializer(allow_null=True)


class CardView(APIView):
    """The card by a pasted text."""

    permission = Permission.VIEW_BUYERS

    @extend_schema(
        operation_id="desk_card",
        parameters=[
            OpenApiParameter("q", OpenApiTypes.STR, required=True, description="nickname, order number, phone or its end, name"),
            OpenApiParameter(
                "basket", OpenApiTypes.STR, description='SKUs or titles: "coat x2, SKU-7"; else the last unpaid order'
            ),
            OpenApiParameter("say", OpenApiTypes.STR, description="language of the scripts: en or zh-hans"),
        ],
        responses={200: CardAnswerSerializer, **DENIED},
    )
    def get(self, request: Request) -> Response:
        """Find the buyer, log the look-up, and tell everything of the card in one answer.

        A phone without the right to search by phone is refused with 403. Several matches, or a masked nickname, give `found`
        and no card.
        """
        who, now = actor_of(request), timezone.now()
        found = find(request.query_params.get("q", ""), may_phone=is_allowed(who, Permission.REVEAL_CONTACTS))
        if found.text:
            note_search(who=who, found=found, door=LookUpDoor.API, at=now)
        if found.refused:
            raise PermissionDenied(line_of(found))
        card = None
        if found.only is not None:
            note_card(who=who, buyer=found.only, door=LookUpDoor.API, at=now)
            asked = card_asked(request.query_params)
            with asked_once():
                made = buyer_card(found.only, at=now, basket=asked.get("basket", ""), order_no=found.order_no)
                said = said_now(made, agent=who.shown_name, language=language_of(request.query_params))
                card = card_told(made) | {"scripts": [_said(one) for one in said]}
        hits = [told(hit.buyer) | {"how": hit.how, "labels": list(hit.labels)} for hit in found.hits]
        answer = {"words": line_of(found) if found.text else _("Say whom: ?q=..."), "found": hits, "card": card}
        return Response(CardAnswerSerializer(answer).data)


def card_told(card: Card) -> dict[str, Any]:
    """Return a card as plain values: amounts decimal texts, moments UTC, words in the language of the request."""
    currency, exponent = card.buyer.shop.currency, exponent_of(card.buyer.shop.currency)

    def amount(minor: int | None) -> str | None:
        return None if minor is None else f"{from_minor(minor, exponent)}"

    following = card.following
    return (
        told(card.buyer)
        | card_words(card)
        | {
            "refund_share": card.summary.refund_share,
            "next": None
            if following is None
            else {
                "tier": str(following.tier),
                "missing": [
                    {
                        "orders": one.orders,
                        "spent": amount(one.spent_minor),
                        "words": words.missing_words(one, currency),
                    }
                    for one in following.missing
                ],
            },
            "labels": [str(one.label) for one in card.labels],
            "notes": [note.text for note in card.notes],
            "won_by": card.won_by,
            "favourites": [one.name for one in card.favourites],
            "contact": None
            if card.contact is None
            else {name: str(getattr(card.contact, name)) for name in ("name", "phone", "address")},
            "orders": [
                {
                    "order_no": order.order_no,
                    "placed_at": order.placed_at,
                    "paid_at": order.paid_at,
                    "total": amount(order.total_minor),
                    "refunded": amount(order.refund_minor),
                    "order_state": order.state,
                    "refund": order.refund_state,
                }
                for order in card.orders
            ],
            "sale": card.offers.campaign.name if card.offers.campaign else None,
            "basket_total": amount(card.offers.priced.total_minor) if card.offers.priced else None,
        }
    )


def _said(one: Any) -> dict[str, str]:
    return {"situation": one.situation, "title": one.title, "text": one.text}
