"""What a person sets by hand: a buyer's tier, what a tier gets, who is one person."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from common.money import exponent_of, to_minor
from common.permissions import Permission
from customers import words
from customers.api.shared import ABSENT, DENIED, WRONG, actor_of, amount
from customers.models import Benefit, BenefitKind, BenefitTime, Buyer, Tier
from customers.services import drop_benefit, merge_persons, save_benefit, set_by_hand, split_person
from customers.services.benefits import BenefitError
from customers.services.persons import PersonError

_MONEY: dict[str, Any] = {"required": False, "allow_null": True, "max_length": 20}
_MOST_MINOR = 10**13


class HandTierSerializer(serializers.Serializer[dict[str, Any]]):
    """A tier until a moment (null: until it is taken away), and why."""

    tier = serializers.IntegerField()
    until = serializers.DateTimeField(required=False, allow_null=True)
    reason = serializers.CharField(max_length=200)


class StandingSerializer(serializers.Serializer[Any]):
    """Where a buyer stands now."""

    tier = serializers.CharField(allow_null=True)
    by_hand = serializers.BooleanField()


class BenefitPutSerializer(serializers.Serializer[dict[str, Any]]):
    """What a tier gets; one of the same kind and time is replaced. Amounts in the currency of the shop."""

    id = serializers.IntegerField(read_only=True)
    tier = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=BenefitKind.values)
    holds = serializers.ChoiceField(choices=BenefitTime.values)
    amount = serializers.CharField(**_MONEY)
    from_amount = serializers.CharField(**_MONEY)
    number = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=3_650)
    text_en = serializers.CharField(required=False, allow_blank=True, max_length=300)
    text_zh = serializers.CharField(required=False, allow_blank=True, max_length=300)


class PersonSerializer(serializers.Serializer[dict[str, Any]]):
    """Another account that is the same human."""

    buyer = serializers.IntegerField()


class AccountsSerializer(serializers.Serializer[dict[str, Any]]):
    """The person and the accounts they have."""

    person = serializers.IntegerField(allow_null=True)
    accounts = serializers.ListField(child=serializers.IntegerField())


class HandTierView(APIView):
    """A tier by hand."""

    permission = Permission.MANAGE_TIERS

    @extend_schema(
        operation_id="buyer_tier_set",
        request=HandTierSerializer,
        responses={200: StandingSerializer, **DENIED, **ABSENT, **WRONG},
    )
    def put(self, request: Request, pk: int) -> Response:
        """Set the tier of a buyer by hand."""
        buyer = get_object_or_404(Buyer, pk=pk)
        sent = HandTierSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        said = sent.validated_data
        tier = get_object_or_404(Tier, pk=said["tier"], shop=buyer.shop_id, ended_at=None)
        try:
            set_by_hand(
                actor=actor_of(request),
                buyer=buyer,
                tier=tier,
                until=said.get("until"),
                reason=said["reason"],
                at=timezone.now(),
            )
        except ValueError:
            return Response({"detail": "The end lies in the past."}, status=400)
        return _standing(pk)

    @extend_schema(operation_id="buyer_tier_free", responses={200: StandingSerializer, **DENIED, **ABSENT})
    def delete(self, request: Request, pk: int) -> Response:
        """Let the rules decide again."""
        buyer = get_object_or_404(Buyer, pk=pk)
        set_by_hand(actor=actor_of(request), buyer=buyer, tier=None, until=None, reason="", at=timezone.now())
        return _standing(pk)


class BenefitView(APIView):
    """One benefit."""

    permission = Permission.MANAGE_TIERS

    @extend_schema(operation_id="benefit_drop", responses={204: None, **DENIED, **ABSENT})
    def delete(self, request: Request, pk: int) -> Response:
        """Take a benefit away."""
        drop_benefit(actor=actor_of(request), benefit=get_object_or_404(Benefit.objects.select_related("tier"), pk=pk))
        return Response(status=204)


class PersonView(APIView):
    """Who is one person."""

    permission = Permission.EDIT_BUYERS

    @extend_schema(
        operation_id="buyer_merge", request=PersonSerializer, responses={200: AccountsSerializer, **DENIED, **ABSENT, **WRONG}
    )
    def post(self, request: Request, pk: int) -> Response:
        """Merge a buyer with another account; taken back on the page of persons."""
        buyer = get_object_or_404(Buyer, pk=pk)
        sent = PersonSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        other = get_object_or_404(Buyer, pk=sent.validated_data["buyer"])
        try:
            merge_persons(actor=actor_of(request), buyers=[buyer, other], at=timezone.now())
        except PersonError as wrong:
            said = words.merged_already(wrong.person, other) if wrong.person else "Name another account than this one."
            return Response({"detail": said}, status=400)
        return _accounts(pk)

    @extend_schema(operation_id="buyer_split", responses={200: AccountsSerializer, **DENIED, **ABSENT})
    def delete(self, request: Request, pk: int) -> Response:
        """Let this account stand alone."""
        split_person(actor=actor_of(request), buyers=[get_object_or_404(Buyer, pk=pk)], at=timezone.now())
        return _accounts(pk)


def put_benefit(request: Request) -> Response:
    """Keep a benefit that was sent, or answer why it cannot stand."""
    sent = BenefitPutSerializer(data=request.data)
    sent.is_valid(raise_exception=True)
    said = sent.validated_data
    tier = get_object_or_404(Tier.objects.select_related("shop"), pk=said["tier"], ended_at=None)
    exponent = exponent_of(tier.shop.currency)
    try:
        money = {
            field: to_minor(said[name], exponent)
            for field, name in (("amount_minor", "amount"), ("from_minor", "from_amount"))
            if said.get(name)
        }
        if any(not 0 < minor < _MOST_MINOR for minor in money.values()):
            return Response({"detail": _no_amount(tier)}, status=400)
        row = save_benefit(
            actor=actor_of(request),
            tier=tier,
            kind=BenefitKind(said["kind"]),
            holds=BenefitTime(said["holds"]),
            **money,
            **{name: said.get(name) for name in ("number", "text_en", "text_zh")},
        )
    except BenefitError as wrong:
        return Response({"detail": f"This benefit means nothing without {wrong}."}, status=400)
    except (ValueError, ArithmeticError):
        return Response({"detail": _no_amount(tier)}, status=400)
    told = {"id": row.pk, "tier": tier.pk, "kind": row.kind, "holds": row.holds, "number": row.number}
    told |= {"text_en": row.text_en, "text_zh": row.text_zh}
    told |= {"amount": amount(row.amount_minor, tier.shop.currency), "from_amount": amount(row.from_minor, tier.shop.currency)}
    return Response(BenefitPutSerializer(told).data)


def _no_amount(tier: Tier) -> str:
    return f"An amount is none in {tier.shop.currency}."


def _standing(pk: int) -> Response:
    buyer = Buyer.objects.select_related("tier").get(pk=pk)
    told = {"tier": str(buyer.tier) if buyer.tier else None, "by_hand": buyer.hand_tier_id is not None}
    return Response(StandingSerializer(told).data)


def _accounts(pk: int) -> Response:
    person = Buyer.objects.get(pk=pk).person_id
    accounts = [pk] if person is None else list(Buyer.objects.filter(person=person).order_by("pk").values_list("pk", flat=True))
    return Response(AccountsSerializer({"person": person, "accounts": accounts}).data)
