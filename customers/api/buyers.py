"""Find buyers, everything about one for a card, labels and notes."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from common.permissions import Permission, is_allowed
from common.requests import whole_number
from customers import words
from customers.api.shared import ABSENT, DENIED, WRONG, actor_of, amount
from customers.models import Buyer, Label
from customers.queries import buyer_summary, find_buyers, masked_contact
from customers.queries.buyers import BuyerSummary
from customers.rules.contacts import TAIL
from customers.rules.phones import phone_of
from customers.services import note_phone_search, put_label, take_label, write_note
from orders.models import Shop


class BuyerSerializer(serializers.Serializer[Any]):
    """One account. Amounts are decimal texts in the currency of its shop, null when unknown; moments UTC."""

    id = serializers.IntegerField()
    shop = serializers.IntegerField()
    name = serializers.CharField(help_text="the account; what is known by a hash alone, by its last letters")
    currency = serializers.CharField()
    tier = serializers.CharField(allow_null=True)
    tier_by_hand = serializers.BooleanField()
    paid_orders = serializers.IntegerField()
    refunded_orders = serializers.IntegerField()
    net = serializers.CharField()
    paid = serializers.CharField()
    refunded = serializers.CharField()
    first_paid_at = serializers.DateTimeField(allow_null=True)
    last_paid_at = serializers.DateTimeField(allow_null=True)
    usual_gap_seconds = serializers.IntegerField(allow_null=True)
    province = serializers.CharField(allow_null=True)
    person = serializers.IntegerField(allow_null=True)


class MissingSerializer(serializers.Serializer[dict[str, Any]]):
    """What would do for the next tier, by one way."""

    orders = serializers.IntegerField()
    spent = serializers.CharField()
    words = serializers.CharField()


class NextSerializer(serializers.Serializer[dict[str, Any]]):
    """The tier above, and what is missing: any one of these is enough."""

    tier = serializers.CharField()
    missing = MissingSerializer(many=True)


class OrderLineSerializer(serializers.Serializer[dict[str, Any]]):
    """One of the last orders."""

    order_no = serializers.CharField()
    placed_at = serializers.DateTimeField(allow_null=True)
    paid_at = serializers.DateTimeField(allow_null=True)
    total = serializers.CharField(allow_null=True)
    refunded = serializers.CharField(allow_null=True)
    order_state = serializers.IntegerField(allow_null=True)
    refund = serializers.IntegerField(allow_null=True)


class MaskedContactSerializer(serializers.Serializer[dict[str, Any]]):
    """Who receives the parcels, masked; empty what no file told."""

    name = serializers.CharField(allow_blank=True)
    phone = serializers.CharField(allow_blank=True)
    address = serializers.CharField(allow_blank=True)
    as_of = serializers.DateTimeField()


class BuyerCardSerializer(BuyerSerializer):
    """Everything about one account."""

    contact = MaskedContactSerializer(allow_null=True)

    why = serializers.CharField(help_text="the rule that holds, or the reason of a hand")
    next = NextSerializer(allow_null=True)
    benefits = serializers.ListField(child=serializers.CharField())
    labels = serializers.ListField(child=serializers.CharField())
    notes = serializers.ListField(child=serializers.CharField())
    won_by = serializers.CharField(allow_null=True)
    rfm = serializers.ListField(child=serializers.IntegerField(allow_null=True))
    accounts = serializers.ListField(child=serializers.IntegerField(), help_text="other accounts of the same person")
    orders = OrderLineSerializer(many=True)


class NoteSerializer(serializers.Serializer[dict[str, Any]]):
    """A note."""

    text = serializers.CharField(max_length=1000)


class LabelPutSerializer(serializers.Serializer[dict[str, Any]]):
    """A label to put on, or to take off."""

    label_id = serializers.IntegerField()
    on = serializers.BooleanField(default=True)


class BuyersView(APIView):
    """Buyers by a pasted text."""

    permission = Permission.VIEW_BUYERS

    @extend_schema(
        operation_id="buyers_find",
        parameters=[
            OpenApiParameter(
                "q",
                OpenApiTypes.STR,
                required=True,
                description="account, order number, e-mail, phone or person; receivers too for who may reveal contacts",
            ),
            OpenApiParameter("shop", OpenApiTypes.INT, description="only this shop"),
        ],
        responses={200: BuyerSerializer(many=True), **DENIED},
    )
    def get(self, request: Request) -> Response:
        """Find at most twenty buyers: exact first, else those that begin so."""
        shops = Shop.objects.filter(pk=whole_number(request.query_params["shop"])) if request.query_params.get("shop") else None
        may = is_allowed(request.user, Permission.REVEAL_CONTACTS)
        text = request.query_params.get("q", "").strip()[:200]
        if phone_of(text) and not may:
            note_phone_search(actor=actor_of(request), where="", found=None)
            raise PermissionDenied(_("This is a phone: searching by phone needs a right you do not have."))
        found = find_buyers(text, shops=shops, contacts=may)
        if phone_of(text) or (may and len(text) == TAIL and text.isascii() and text.isdigit()):
            note_phone_search(actor=actor_of(request), where="", found=len(found))
        return Response(BuyerSerializer([told(buyer) for buyer in found], many=True).data)


class BuyerView(APIView):
    """One buyer."""

    permission = Permission.VIEW_BUYERS

    @extend_schema(operation_id="buyer_card", responses={200: BuyerCardSerializer, **DENIED, **ABSENT})
    def get(self, request: Request, pk: int) -> Response:
        """Say everything about one account."""
        return Response(BuyerCardSerializer(_card(buyer_summary(_found(pk), timezone.now()))).data)


class NotesView(APIView):
    """Notes on a buyer."""

    permission = Permission.EDIT_BUYERS

    @extend_schema(
        operation_id="buyer_note", request=NoteSerializer, responses={201: NoteSerializer, **DENIED, **ABSENT, **WRONG}
    )
    def post(self, request: Request, pk: int) -> Response:
        """Keep a note."""
        sent = NoteSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        note = write_note(actor=actor_of(request), buyer=_found(pk), text=sent.validated_data["text"], at=timezone.now())
        return Response(NoteSerializer({"text": note.text}).data, status=201)


class LabelsView(APIView):
    """Labels of a buyer."""

    permission = Permission.EDIT_BUYERS

    @extend_schema(
        operation_id="buyer_label", request=LabelPutSerializer, responses={200: LabelPutSerializer, **DENIED, **ABSENT, **WRONG}
    )
    def post(self, request: Request, pk: int) -> Response:
        """Put a label on a buyer, or take it off."""
        sent = LabelPutSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        buyer, label = _found(pk), get_object_or_404(Label, pk=sent.validated_data["label_id"])
        if sent.validated_data["on"]:
            put_label(actor=actor_of(request), buyer=buyer, label=label, at=timezone.now())
        else:
            take_label(actor=actor_of(request), buyer=buyer, label=label)
        return Response(LabelPutSerializer(sent.validated_data).data)


def told(buyer: Buyer) -> dict[str, Any]:
    """Return one account as it is told."""
    currency = buyer.shop.currency
    return {
        "id": buyer.pk,
        "shop": buyer.shop_id,
        "name": words.name_of(buyer),
        "currency": currency,
        "tier": str(buyer.tier) if buyer.tier else None,
        "tier_by_hand": buyer.hand_tier_id is not None,
        "paid_orders": buyer.orders_count,
        "refunded_orders": buyer.refunded_count,
        "net": amount(buyer.net_minor, currency),
        "paid": amount(buyer.paid_minor, currency),
        "refunded": amount(buyer.refund_minor, currency),
        "first_paid_at": buyer.first_paid_at,
        "last_paid_at": buyer.last_paid_at,
        "usual_gap_seconds": buyer.gap_seconds,
        "province": buyer.province,
        "person": buyer.person_id,
    }


def _card(summary: BuyerSummary) -> dict[str, Any]:
    buyer, standing, currency = summary.buyer, summary.standing, summary.buyer.shop.currency
    following, scores = summary.next_tier, summary.scores
    missing = following.missing if following else []
    return told(buyer) | {
        "tier": str(standing.tier) if standing.tier else None,
        "tier_by_hand": standing.by_hand,
        "why": standing.reason if standing.by_hand else words.way_words(standing.way, currency) if standing.way else "",
        "next": following
        and {
            "tier": str(following.tier),
            "missing": [
                {
                    "orders": one.orders,
                    "spent": amount(one.spent_minor, currency),
                    "words": words.missing_words(one, currency),
                }
                for one in missing
            ],
        },
        "contact": masked_contact(buyer),
        "benefits": [words.benefit_words(one, currency) for one in summary.benefits],
        "labels": [str(one.label) for one in summary.labels],
        "notes": [note.text for note in summary.notes],
        "won_by": summary.acquisition.tag if summary.acquisition else None,
        "rfm": [scores.recency, scores.frequency, scores.money],
        "accounts": [other.pk for other in summary.accounts],
        "orders": [
            {
                "order_no": order.order_no,
                "placed_at": order.placed_at,
                "paid_at": order.paid_at,
                "total": amount(order.total_minor, currency),
                "refunded": amount(order.refund_minor, currency),
                "order_state": order.state,
                "refund": order.refund_state,
            }
            for order in summary.orders()
        ],
    }


def _found(pk: int) -> Buyer:
    return get_object_or_404(Buyer.objects.select_related("shop", "tier", "hand_tier", "person"), pk=pk)
