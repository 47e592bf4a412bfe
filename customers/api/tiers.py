"""The ladder of a shop, who would move under another, and what the tiers get."""

from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from common.money import exponent_of, to_minor
from common.permissions import Permission
from customers import words
from customers.api.hand import BenefitPutSerializer, put_benefit
from customers.api.shared import ABSENT, DENIED, SHOP, WRONG, actor_of, amount, shop_asked
from customers.models import TierCause
from customers.queries.benefits import benefits_of
from customers.queries.tiers import distribution, simulate, tiers_of
from customers.rules.tiers import Step, Way
from customers.services import ask_run, save_tiers
from customers.services.tiers import TierError, ToldTier, check_ladder
from customers.tasks import ring_run
from orders.models import Shop


class WaySerializer(serializers.Serializer[dict[str, Any]]):
    """One way to a tier: everything that is given must hold."""

    window_days = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=3660)
    orders_from = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=1_000_000)
    spent_from = serializers.DecimalField(15, 4, required=False, allow_null=True, min_value=Decimal(0))
    recent_days = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=3660)
    refund_most = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=100)


class TierSerializer(serializers.Serializer[dict[str, Any]]):
    """One tier; the order of the list is that of the ladder, from the lowest. Without an id it is a new one."""

    id = serializers.IntegerField(required=False, allow_null=True)
    name = serializers.CharField(max_length=40)
    ways = WaySerializer(many=True, required=False)


class FilledTierSerializer(TierSerializer):
    """One tier with its buyers."""

    buyers = serializers.IntegerField()
    net = serializers.CharField()


class LadderSerializer(serializers.Serializer[dict[str, Any]]):
    """A whole ladder."""

    tiers = TierSerializer(many=True)


class FilledLadderSerializer(serializers.Serializer[dict[str, Any]]):
    """A ladder as it stands, with who stands on it."""

    tiers = FilledTierSerializer(many=True)


class MoveSerializer(serializers.Serializer[dict[str, Any]]):
    """How many would move from one tier to another; null: none."""

    before = serializers.CharField(allow_null=True)
    after = serializers.CharField(allow_null=True)
    buyers = serializers.IntegerField()


class MovesSerializer(serializers.Serializer[dict[str, Any]]):
    """Who would stand where; those who stay are among the moves."""

    moved = serializers.IntegerField()
    total = serializers.IntegerField()
    moves = MoveSerializer(many=True)


class BenefitSerializer(serializers.Serializer[Any]):
    """What a tier is entitled to."""

    id = serializers.IntegerField()
    tier = serializers.CharField()
    kind = serializers.CharField()
    holds = serializers.CharField(help_text="always or sale")
    words = serializers.CharField()
    amount = serializers.CharField(allow_null=True)
    from_amount = serializers.CharField(allow_null=True)
    number = serializers.IntegerField(allow_null=True)
    text_en = serializers.CharField()
    text_zh = serializers.CharField()


class TiersView(APIView):
    """The tiers of a shop."""

    permission_by_method = {"GET": Permission.VIEW_BUYERS, "PUT": Permission.MANAGE_TIERS}

    @extend_schema(operation_id="tiers", parameters=[SHOP], responses={200: FilledLadderSerializer, **DENIED, **ABSENT})
    def get(self, request: Request) -> Response:
        """List the tiers from the lowest, with their rules and how many buyers stand on them."""
        return Response(FilledLadderSerializer(_ladder(shop_asked(request))).data)

    @extend_schema(
        operation_id="tiers_save",
        parameters=[SHOP],
        request=LadderSerializer,
        responses={200: FilledLadderSerializer, **DENIED, **ABSENT, **WRONG},
    )
    def put(self, request: Request) -> Response:
        """Set the whole ladder; everybody is judged by it afterwards, by a worker."""
        shop = shop_asked(request)
        told, refused = _told(request, shop)
        if refused is not None:
            return refused
        with transaction.atomic():
            save_tiers(actor=actor_of(request), shop=shop, told=told, at=timezone.now())
            ring_run(ask_run(shop=shop, cause=TierCause.RULES, at=timezone.now(), actor=actor_of(request)))
        return Response(FilledLadderSerializer(_ladder(shop)).data)


class SimulationView(APIView):
    """Who would move."""

    permission = Permission.MANAGE_TIERS

    @extend_schema(
        operation_id="tiers_simulate",
        parameters=[SHOP],
        request=LadderSerializer,
        responses={200: MovesSerializer, **DENIED, **ABSENT, **WRONG},
    )
    def post(self, request: Request) -> Response:
        """Say who would stand where under a ladder; nothing is saved."""
        shop = shop_asked(request)
        told, refused = _told(request, shop)
        if refused is not None:
            return refused
        found = simulate(shop, [Step(one.name, one.ways) for one in told], [one.tier_id for one in told], timezone.now())
        names = {tier.pk: str(tier) for tier in tiers_of(shop)}
        moves = [
            {"before": names.get(before or 0), "after": None if after is None else told[after].name, "buyers": count}
            for (before, after), count in found.moves.items()
        ]
        return Response(MovesSerializer({"moved": found.moved, "total": found.total, "moves": moves}).data)


class BenefitsView(APIView):
    """Benefits by tier."""

    permission_by_method = {"GET": Permission.VIEW_BUYERS, "PUT": Permission.MANAGE_TIERS}

    @extend_schema(operation_id="benefits", parameters=[SHOP], responses={200: BenefitSerializer(many=True), **DENIED, **ABSENT})
    def get(self, request: Request) -> Response:
        """List what each tier of a shop is entitled to, what the tiers below give among it."""
        shop = shop_asked(request)
        found = [
            {
                "id": one.pk,
                "tier": str(tier),
                "kind": one.kind,
                "holds": one.holds,
                "words": words.benefit_words(one, shop.currency),
                "amount": amount(one.amount_minor, shop.currency),
                "from_amount": amount(one.from_minor, shop.currency),
                **{name: getattr(one, name) for name in ("number", "text_en", "text_zh")},
            }
            for tier in tiers_of(shop)
            for one in benefits_of(tier)
        ]
        return Response(BenefitSerializer(found, many=True).data)

    @extend_schema(
        operation_id="benefit_save",
        request=BenefitPutSerializer,
        responses={200: BenefitPutSerializer, **DENIED, **ABSENT, **WRONG},
    )
    def put(self, request: Request) -> Response:
        """Keep what a tier gets; one of the same kind and time is replaced."""
        return put_benefit(request)


def _told(request: Request, shop: Shop) -> tuple[list[ToldTier], Response | None]:
    """Return the ladder that was sent, or the answer that refuses it."""
    sent = LadderSerializer(data=request.data)
    sent.is_valid(raise_exception=True)
    exponent = exponent_of(shop.currency)
    told = []
    for one in sent.validated_data["tiers"]:
        ways = []
        for way in one.get("ways", []):
            values = {name: value for name, value in way.items() if value is not None and name != "spent_from"}
            if way.get("spent_from") is not None:
                values["spent_from_minor"] = to_minor(way["spent_from"], exponent)
            ways.append(Way.read(values))
        told.append(ToldTier(one["name"].strip(), tuple(ways), one.get("id")))
    try:
        check_ladder(told)
    except TierError as wrong:
        return [], Response({"detail": words.tier_error(wrong.code, wrong.field), "tier": wrong.tier}, status=400)
    return told, None


def _ladder(shop: Shop) -> dict[str, Any]:
    filled = distribution(shop)
    return {
        "tiers": [
            {
                "id": tier.pk,
                "name": str(tier),
                "ways": [
                    {name: value for name, value in way.items() if name != "spent_from_minor"}
                    | ({"spent_from": amount(way["spent_from_minor"], shop.currency)} if "spent_from_minor" in way else {})
                    for way in tier.ways
                ],
                "buyers": filled.get(tier.pk, (0, 0))[0],
                "net": amount(filled.get(tier.pk, (0, 0))[1], shop.currency),
            }
            for tier in tiers_of(shop)
        ]
    }
