"""The traffic plan for programs: its lines, to read and to set; its cost by the hour."""

from decimal import Decimal
from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from campaigns import services
from campaigns.api.answers import actor_of
from campaigns.forms.traffic import price_minor
from campaigns.models import Campaign
from campaigns.queries.traffic import PlannedChannel, TrafficPlan, traffic_plan
from campaigns.queries.traffic_budget import traffic_budget
from campaigns.rules.problems import PlanError
from campaigns.serializers.plan import WhyNotSerializer
from campaigns.services import LineDraft, StalePlanError
from campaigns.words.traffic import problem_words
from common.money import exponent_of, from_minor, to_minor
from common.permissions import Permission, sees_costs
from common.windows import slot_start

REFUSED = {401: WhyNotSerializer, 403: WhyNotSerializer, 404: WhyNotSerializer}
_MOST = Decimal(10) ** 12


class LineInSerializer(serializers.Serializer[dict[str, Any]]):
    """One channel as it is set. Amounts are decimals in the campaign's currency, shares from 0 to 1."""

    channel = serializers.CharField(max_length=40)
    visitors = serializers.IntegerField(min_value=0, max_value=10**12)
    conversion = serializers.DecimalField(max_digits=12, decimal_places=10, min_value=Decimal(0), max_value=Decimal(1))
    order_value = serializers.DecimalField(max_digits=16, decimal_places=4, min_value=Decimal(0), max_value=_MOST)
    fixed_cost = serializers.DecimalField(16, 4, min_value=Decimal(0), max_value=_MOST, default=Decimal(0))
    cost_per_visitor = serializers.DecimalField(14, 6, min_value=Decimal(0), default=Decimal(0))
    commission = serializers.DecimalField(7, 6, min_value=Decimal(0), max_value=Decimal(1), default=Decimal(0))
    note = serializers.CharField(max_length=200, allow_blank=True, default="")


class LineOutSerializer(LineInSerializer):
    """One channel with what follows from its figures. What it costs is null for who may not see costs."""

    fixed_cost = serializers.DecimalField(16, 4, allow_null=True)
    cost_per_visitor = serializers.DecimalField(14, 6, allow_null=True)
    commission = serializers.DecimalField(7, 6, allow_null=True)
    name = serializers.CharField()
    is_paid = serializers.BooleanField()
    revenue = serializers.CharField()
    cost = serializers.CharField(allow_null=True, help_text="fixed cost, price of the visitors and commission together")


class TrafficInSerializer(serializers.Serializer[dict[str, Any]]):
    """The whole traffic plan as it is set; a channel without a line is not planned."""

    version = serializers.IntegerField(help_text="the plan version that was read")
    lines = LineInSerializer(many=True)


class TrafficOutSerializer(serializers.Serializer[dict[str, Any]]):
    """The traffic plan beside the target."""

    campaign = serializers.IntegerField()
    version = serializers.IntegerField()
    currency = serializers.CharField()
    visitors = serializers.IntegerField()
    revenue = serializers.CharField()
    cost = serializers.CharField(allow_null=True, help_text="null for who may not see costs")
    target = serializers.CharField()
    difference = serializers.CharField(help_text="revenue less target")
    closes = serializers.BooleanField(help_text="within half a per cent of the target")
    lines = LineOutSerializer(many=True)


class TrafficHourSerializer(serializers.Serializer[dict[str, Any]]):
    """The cost of one hour."""

    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    cost = serializers.CharField()
    channels = serializers.DictField(child=serializers.CharField(), help_text="cost by channel key")


class TrafficView(APIView):
    """The traffic plan of one sale."""

    permission_by_method = {"GET": Permission.VIEW_PLAN, "PUT": Permission.EDIT_PLAN}

    @extend_schema(operation_id="campaigns_traffic", responses={200: TrafficOutSerializer} | REFUSED)
    def get(self, request: Request, pk: int) -> Response:
        """Give the traffic plan with its sums."""
        campaign = get_object_or_404(Campaign, pk=pk)
        return Response(_plan_out(traffic_plan(campaign), campaign, with_costs=sees_costs(request.user)))

    @extend_schema(
        operation_id="campaigns_traffic_set",
        request=TrafficInSerializer,
        responses={200: TrafficOutSerializer, 400: WhyNotSerializer, 409: WhyNotSerializer} | REFUSED,
    )
    def put(self, request: Request, pk: int) -> Response:
        """Set the traffic plan; 409 when somebody changed it since the version that was read."""
        campaign = get_object_or_404(Campaign, pk=pk)
        said = TrafficInSerializer(data=request.data)
        said.is_valid(raise_exception=True)
        actor = actor_of(request)
        lines = [_draft(line, campaign) for line in said.validated_data["lines"]]
        try:
            saved = services.save_traffic(campaign=campaign, actor=actor, version=said.validated_data["version"], lines=lines)
        except PlanError as refused:
            return Response({"detail": " ".join(problem_words(problem) for problem in refused.problems)}, status=400)
        except StalePlanError as stale:
            return Response({"detail": f"version {stale.seen} was seen, {stale.campaign.version} stands"}, status=409)
        return Response(_plan_out(traffic_plan(saved), saved, with_costs=sees_costs(request.user)))


class TrafficBudgetView(APIView):
    """The cost of traffic by the hour."""

    permission = Permission.VIEW_COSTS

    @extend_schema(operation_id="campaigns_traffic_hours", responses={200: TrafficHourSerializer(many=True)} | REFUSED)
    def get(self, request: Request, pk: int) -> Response:
        """Give the cost of each hour of the sale; the hours add up to the cost of each channel exactly."""
        campaign = get_object_or_404(Campaign, pk=pk)
        budget = traffic_budget(campaign, traffic_plan(campaign))
        keys = [kind.key for kind in budget.kinds]
        return Response(
            [
                {
                    "starts_at": slot_start(hour.window.start),
                    "ends_at": slot_start(hour.window.end),
                    "cost": _money(hour.total_minor, campaign),
                    "channels": {key: _money(cost, campaign) for key, cost in zip(keys, hour.costs_minor, strict=True)},
                }
                for hour in budget.hours
            ]
        )


def _draft(said: dict[str, Any], campaign: Campaign) -> LineDraft:
    exponent = exponent_of(campaign.currency)
    return LineDraft(
        channel=said["channel"],
        visitors=said["visitors"],
        conversion=said["conversion"],
        order_value_minor=to_minor(said["order_value"], exponent),
        fixed_minor=to_minor(said["fixed_cost"], exponent),
        per_visitor_minor=price_minor(str(said["cost_per_visitor"]), exponent),
        commission=said["commission"],
        note=said["note"],
    )


def _plan_out(plan: TrafficPlan, campaign: Campaign, *, with_costs: bool) -> dict[str, Any]:
    return {
        "campaign": campaign.pk,
        "version": campaign.version,
        "currency": campaign.currency,
        "visitors": plan.sums.visitors,
        "revenue": _money(plan.sums.revenue_minor, campaign),
        "cost": _money(plan.sums.cost_minor, campaign) if with_costs else None,
        "target": _money(plan.target_minor, campaign),
        "difference": _money(plan.difference_minor, campaign),
        "closes": plan.closes,
        "lines": [_line_out(line, campaign, with_costs=with_costs) for line in plan.lines],
    }


def _line_out(line: PlannedChannel, campaign: Campaign, *, with_costs: bool) -> dict[str, Any]:
    plan = line.plan
    costs = {
        "fixed_cost": _money(plan.fixed_minor, campaign),
        "cost_per_visitor": f"{plan.per_visitor_minor.scaleb(-exponent_of(campaign.currency)).normalize():f}",
        "commission": f"{plan.commission.normalize():f}",
        "cost": _money(plan.cost_minor, campaign),
    }
    return {
        "channel": plan.key,
        "name": str(line.kind.name),
        "is_paid": line.kind.is_paid,
        "visitors": plan.visitors,
        "conversion": f"{plan.conversion.normalize():f}",
        "order_value": _money(plan.order_value_minor, campaign),
        "note": line.note,
        "revenue": _money(plan.revenue_minor, campaign),
    } | (costs if with_costs else dict.fromkeys(costs))


def _money(minor: int, campaign: Campaign) -> str:
    return str(from_minor(minor, exponent_of(campaign.currency)))
