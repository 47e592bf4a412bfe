"""The unpaid chase for programs: who waits, take the next, report, take back, what asking brought, the rule."""

from typing import Any

from django.http import QueryDict
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from common.permissions import Permission
from common.windows import day_window
from desk.api.shared import ABSENT, CONFLICT, DENIED, SHOP, WRONG, actor_of, amount, shop_asked
from desk.models import Chase
from desk.queries.chase import chase_card, chase_effect, last_contact, rule_of, shown
from desk.rules.chase.results import Result
from desk.rules.effect import Arm, Effect
from desk.services import ChaseError, report_result, set_chase_rule, take_next, undo_result
from desk.views.effect import days_asked

MOST = 200


class ChaseSerializer(serializers.Serializer[Any]):
    """One buyer who waits to be asked."""

    id = serializers.IntegerField()
    account = serializers.CharField()
    amount = serializers.CharField(help_text="what waits, in the shop's currency")
    orders = serializers.ListField(child=serializers.CharField(), required=False)
    chance = serializers.FloatField(help_text="of payment before the platform closes the orders, 0 to 1")
    scarcity = serializers.FloatField(help_text="1: goods are there, 2: gone any moment")
    asked = serializers.IntegerField()
    until = serializers.DateTimeField()


class ChaseReportSerializer(serializers.Serializer[dict[str, Any]]):
    """What came of asking."""

    result = serializers.ChoiceField(choices=[one.value for one in Result])


class ArmSerializer(serializers.Serializer[Any]):
    """One side of the draw."""

    buyers = serializers.IntegerField()
    paid = serializers.IntegerField()
    share = serializers.FloatField(allow_null=True)
    revenue = serializers.CharField()


class EffectSerializer(serializers.Serializer[Any]):
    """Those reached against those left out at random; the interval holds 95%. Null: nothing can be said."""

    verdict = serializers.ChoiceField(choices=["few", "unclear", "more", "less"])
    reached = ArmSerializer()
    held = ArmSerializer()
    difference = serializers.FloatField(allow_null=True)
    low = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)
    money = serializers.CharField(allow_null=True)
    money_low = serializers.CharField(allow_null=True)
    money_high = serializers.CharField(allow_null=True)


class ChaseRuleSerializer(serializers.Serializer[Any]):
    """When and for how much a shop asks. Amounts in minor units."""

    is_on = serializers.BooleanField(required=False)
    from_minutes = serializers.IntegerField(min_value=0, max_value=10_080, required=False)
    close_minutes = serializers.IntegerField(min_value=10, max_value=10_080, required=False)
    stop_minutes = serializers.IntegerField(min_value=0, max_value=10_080, required=False)
    least_minor = serializers.IntegerField(min_value=0, required=False)
    most_minor = serializers.IntegerField(min_value=0, required=False, allow_null=True)
    held_bp = serializers.IntegerField(min_value=0, max_value=5_000, required=False, help_text="left out, basis points")
    lease_minutes = serializers.IntegerField(min_value=1, max_value=240, required=False)
    again_minutes = serializers.IntegerField(min_value=1, max_value=10_080, required=False)
    most_asks = serializers.IntegerField(min_value=1, max_value=9, required=False)


class ChasesView(APIView):
    """Who waits."""

    permission = Permission.ASK_BUYERS

    @extend_schema(operation_id="chase_list", parameters=[SHOP], responses={200: ChaseSerializer(many=True), **DENIED, **ABSENT})
    def get(self, request: Request) -> Response:
        """List at most 200 buyers who wait, the best first; those left out at random are never in it."""
        rows = shown(timezone.now()).filter(shop=shop_asked(request)).select_related("shop")[:MOST]
        return Response(ChaseSerializer([told(one) for one in rows], many=True).data)


class ChaseNextView(APIView):
    """Take the next."""

    permission = Permission.ASK_BUYERS

    @extend_schema(
        operation_id="chase_next", parameters=[SHOP], request=None,
        responses={200: ChaseSerializer, 204: None, **DENIED, **ABSENT},
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        """Take the best buyer in hand and give them with their orders; nothing (204) when nobody waits."""
        chase = take_next(actor=actor_of(request), shop=shop_asked(request), at=timezone.now())
        if chase is None:
            return Response(status=204)
        chase.refresh_from_db()
        orders = [one.order_no for one in chase_card(chase).orders]
        return Response(ChaseSerializer(told(chase) | {"orders": orders}).data)


class ChaseReportView(APIView):
    """Report."""

    permission = Permission.ASK_BUYERS

    @extend_schema(
        operation_id="chase_report", request=ChaseReportSerializer,
        responses={200: ChaseSerializer, **DENIED, **ABSENT, **WRONG, **CONFLICT},
    )  # fmt: skip
    def post(self, request: Request, pk: int) -> Response:
        """Keep what came of asking a buyer."""
        sent = ChaseReportSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        chase = get_object_or_404(Chase.objects.select_related("shop"), pk=pk, is_held=False)
        try:
            report_result(actor=actor_of(request), chase=chase, result=Result(sent.validated_data["result"]), at=timezone.now())
        except ChaseError as error:
            return Response({"code": error.code}, status=409)
        chase.refresh_from_db()
        return Response(ChaseSerializer(told(chase)).data)


class ChaseUndoView(APIView):
    """Take back."""

    permission = Permission.ASK_BUYERS

    @extend_schema(operation_id="chase_undo", request=None, responses={200: ChaseSerializer, **DENIED, **CONFLICT})
    def post(self, request: Request) -> Response:
        """Take back what one reported last, within the hour."""
        now = timezone.now()
        contact = last_contact(actor_of(request), now)
        try:
            if contact is None:
                return Response({"code": "late"}, status=409)
            chase = undo_result(actor=actor_of(request), contact=contact, at=now)
        except ChaseError as error:
            return Response({"code": error.code}, status=409)
        return Response(ChaseSerializer(told(chase)).data)


class ChaseEffectView(APIView):
    """What asking brought."""

    permission = Permission.ASK_BUYERS

    @extend_schema(
        operation_id="chase_effect",
        parameters=[SHOP, OpenApiParameter("from", OpenApiTypes.DATE), OpenApiParameter("to", OpenApiTypes.DATE)],
        responses={200: EffectSerializer, **DENIED, **ABSENT, **WRONG},
    )
    def get(self, request: Request) -> Response:
        """Compare those asked with those left out at random, whose order closed on these days; without days the last thirty."""
        shop, query = shop_asked(request), request.query_params
        first, last, error = days_asked(shop, query if isinstance(query, QueryDict) else QueryDict())
        if error:
            return Response({"detail": error}, status=400)
        since, until = day_window(first, shop.time_zone).start_at, day_window(last, shop.time_zone).end_at
        return Response(effect_data(chase_effect(shop, since=since, until=until, at=timezone.now()), shop.currency))


class ChaseRuleView(APIView):
    """The rule."""

    permission_by_method = {"GET": Permission.ASK_BUYERS, "PUT": Permission.MANAGE_DESK}

    @extend_schema(operation_id="chase_rule", parameters=[SHOP], responses={200: ChaseRuleSerializer, **DENIED, **ABSENT})
    def get(self, request: Request) -> Response:
        """Give the rule of a shop."""
        return Response(ChaseRuleSerializer(rule_of(shop_asked(request))).data)

    @extend_schema(
        operation_id="chase_rule_set", parameters=[SHOP], request=ChaseRuleSerializer,
        responses={200: ChaseRuleSerializer, **DENIED, **ABSENT, **WRONG},
    )  # fmt: skip
    def put(self, request: Request) -> Response:
        """Set what is told of the rule; the rest stays."""
        shop, sent = shop_asked(request), ChaseRuleSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        try:
            rule = set_chase_rule(actor=actor_of(request), shop=shop, told=sent.validated_data)
        except ValueError as error:
            return Response({"detail": str(error)}, status=400)
        return Response(ChaseRuleSerializer(rule).data)


def told(chase: Chase) -> dict[str, Any]:
    """Return a chase as programs read it."""
    return {
        "id": chase.pk,
        "account": chase.buyer_key,
        "amount": amount(chase.amount_minor, chase.shop.currency),
        "chance": round(chase.chance, 4),
        "scarcity": round(chase.scarcity, 2),
        "asked": chase.asked_count,
        "until": chase.ends_at,
    }


def effect_data(effect: Effect, currency: str) -> Any:
    """Return an effect as programs read it."""

    def money(minor: float | None) -> str | None:
        return None if minor is None else amount(round(minor), currency)

    def arm(one: Arm) -> dict[str, Any]:
        return {"buyers": one.count, "paid": one.paid, "share": one.share, "revenue": amount(one.money_minor, currency)}

    plain = {name: getattr(effect, name) for name in ("verdict", "difference", "low", "high")}
    sums = {"money": money(effect.money_minor), "money_low": money(effect.money_low), "money_high": money(effect.money_high)}
    return EffectSerializer(plain | sums | {"reached": arm(effect.reached), "held": arm(effect.held)}).data
