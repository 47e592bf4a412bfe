"""The inputs of the odds and the scenarios beside them for programs: saved, kept, adopted, taken away."""

from collections.abc import Callable
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from campaigns.api.answers import ChangedMeanwhileSerializer, RefusedSerializer, actor_of, answered
from campaigns.api.odds import changed_inputs
from campaigns.costs import Costs
from campaigns.models import Campaign
from campaigns.queries.odds import costs_of, reckoned, scenarios_of
from campaigns.queries.proposals import proposals
from campaigns.rules.odds import SEED
from campaigns.serializers.odds import OddsSerializer, WhatIfSerializer, odds_of
from campaigns.serializers.plan import WhyNotSerializer
from campaigns.services import odds as services
from common.permissions import Permission

REFUSED = {401: WhyNotSerializer, 403: WhyNotSerializer, 404: WhyNotSerializer}
WRITE = REFUSED | {400: RefusedSerializer, 409: ChangedMeanwhileSerializer}


class VersionSerializer(serializers.Serializer[dict[str, Any]]):
    """The plan version that was read."""

    version = serializers.IntegerField()


class OddsInSerializer(WhatIfSerializer):
    """Inputs to save: those that are sent, over what stands (before the first save, over what is proposed)."""

    version = serializers.IntegerField(help_text="the plan version that was read")


class ScenarioInSerializer(OddsInSerializer):
    """Inputs to keep under a name."""

    name = serializers.CharField(max_length=80)


class ScenarioSerializer(serializers.Serializer[Any]):
    """A scenario with its odds."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    odds = OddsSerializer()


class OddsInputsView(APIView):
    """The inputs of the odds of one sale."""

    permission = Permission.EDIT_PLAN

    @extend_schema(operation_id="campaigns_odds_save", request=OddsInSerializer, responses={200: OddsSerializer} | WRITE)
    def patch(self, request: Request, pk: int) -> Response:
        """Save some inputs and give the plan's odds with them."""
        campaign = get_object_or_404(Campaign, pk=pk)
        told = OddsInSerializer(data=request.data)
        told.is_valid(raise_exception=True)
        costs = _over(campaign, told.validated_data)

        def work() -> Response:
            saved = services.save_costs(
                campaign=campaign, actor=actor_of(request), version=told.validated_data["version"], costs=costs
            )
            return Response(OddsSerializer(_odds(saved, costs_of(saved))).data)

        return answered(work, currency=campaign.currency)


class ScenariosView(APIView):
    """The scenarios of one sale."""

    permission_by_method = {"GET": Permission.VIEW_COSTS, "POST": Permission.EDIT_PLAN}

    @extend_schema(operation_id="campaigns_scenarios", responses={200: ScenarioSerializer(many=True)} | REFUSED)
    def get(self, request: Request, pk: int) -> Response:
        """List the scenarios, oldest first, each with its odds beside which the plan's may be laid."""
        return Response(_listed(get_object_or_404(Campaign, pk=pk)))

    @extend_schema(
        operation_id="campaigns_scenario_keep",
        request=ScenarioInSerializer,
        responses={200: ScenarioSerializer(many=True)} | WRITE,
    )
    def post(self, request: Request, pk: int) -> Response:
        """Keep inputs under a name, in place of a scenario of that name, and list all."""
        campaign = get_object_or_404(Campaign, pk=pk)
        told = ScenarioInSerializer(data=request.data)
        told.is_valid(raise_exception=True)
        said = told.validated_data
        costs = _over(campaign, said)

        def work() -> Response:
            kept = services.keep_scenario(
                campaign=campaign, actor=actor_of(request), version=said["version"], name=said["name"], costs=costs
            )
            return Response(_listed(kept))

        return answered(work, currency=campaign.currency)


class ScenarioView(APIView):
    """One scenario."""

    permission = Permission.EDIT_PLAN

    @extend_schema(
        operation_id="campaigns_scenario_adopt", request=VersionSerializer, responses={200: ScenarioSerializer(many=True)} | WRITE
    )
    def post(self, request: Request, pk: int, scenario: int) -> Response:
        """Make its inputs the plan's."""
        return _changed(request, pk, scenario, services.adopt_scenario)

    @extend_schema(
        operation_id="campaigns_scenario_drop", request=VersionSerializer, responses={200: ScenarioSerializer(many=True)} | WRITE
    )
    def delete(self, request: Request, pk: int, scenario: int) -> Response:
        """Take it away."""
        return _changed(request, pk, scenario, services.drop_scenario)


def _changed(request: Request, pk: int, scenario: int, service: Callable[..., Campaign]) -> Response:
    campaign = get_object_or_404(Campaign, pk=pk)
    told = VersionSerializer(data=request.data)
    told.is_valid(raise_exception=True)
    version, actor = told.validated_data["version"], actor_of(request)

    def work() -> Response:
        return Response(_listed(service(campaign=campaign, actor=actor, version=version, scenario=scenario)))

    return answered(work, currency=campaign.currency)


def _over(campaign: Campaign, said: dict[str, Any]) -> Costs:
    """Return what stands, or before the first save what is proposed, with the inputs that were sent in their place."""
    base = costs_of(campaign) or proposals(campaign=campaign, at=timezone.now())
    return {**base, **changed_inputs(said["inputs"], base, campaign)}


def _odds(campaign: Campaign, costs: Costs) -> dict[str, Any]:
    found = reckoned(costs, target_minor=campaign.revenue_target_minor)
    return odds_of(found, campaign, is_saved=True, seed=SEED)


def _listed(campaign: Campaign) -> Any:
    rows = [{"id": row.pk, "name": row.name, "odds": _odds(campaign, costs)} for row, costs in scenarios_of(campaign)]
    return ScenarioSerializer(rows, many=True).data
