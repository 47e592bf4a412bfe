"""The odds for programs: the plan's, and those of a what-if."""

from collections.abc import Mapping
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from campaigns.api.plans import REFUSED
from campaigns.costs import Cost, Costs
from campaigns.models import Campaign
from campaigns.queries.odds import costs_of, reckoned
from campaigns.queries.proposals import proposals
from campaigns.rules.odds import SEED, UNITS, problems_of
from campaigns.serializers.odds import OddsSerializer, WhatIfSerializer, figure_in, odds_of
from campaigns.serializers.plan import WhyNotSerializer
from campaigns.words.problems import sentence
from common.permissions import Permission


class OddsView(APIView):
    """The odds of one sale."""

    permission = Permission.VIEW_COSTS

    @extend_schema(operation_id="campaigns_odds", responses={200: OddsSerializer, 404: WhyNotSerializer} | REFUSED)
    def get(self, request: Request, pk: int) -> Response:
        """Give how likely a profit is, what the likely case is made of and what matters most."""
        campaign = get_object_or_404(Campaign, pk=pk)
        saved = costs_of(campaign)
        costs = saved or proposals(campaign=campaign, at=timezone.now())
        found = reckoned(costs, target_minor=campaign.revenue_target_minor)
        return Response(OddsSerializer(odds_of(found, campaign, is_saved=bool(saved), seed=SEED)).data)


class WhatIfView(APIView):
    """The odds of one sale with other inputs."""

    permission = Permission.VIEW_COSTS

    @extend_schema(
        operation_id="campaigns_odds_what_if",
        request=WhatIfSerializer,
        responses={200: OddsSerializer, 400: WhyNotSerializer, 404: WhyNotSerializer} | REFUSED,
    )
    def post(self, request: Request, pk: int) -> Response:
        """Answer for the plan's inputs with these in their place. Nothing is saved; the same seed gives the same answer."""
        campaign = get_object_or_404(Campaign, pk=pk)
        asked = WhatIfSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        saved = costs_of(campaign)
        costs = saved or proposals(campaign=campaign, at=timezone.now())
        seed = asked.validated_data.get("seed", SEED)
        changed = {**costs, **changed_inputs(asked.validated_data["inputs"], costs, campaign)}
        found = reckoned(changed, target_minor=campaign.revenue_target_minor, seed=seed)
        return Response(OddsSerializer(odds_of(found, campaign, is_saved=bool(saved), seed=seed)).data)


def changed_inputs(inputs: Mapping[str, Mapping[str, Any]], costs: Costs, campaign: Campaign) -> dict[str, Cost]:
    """Return the inputs that were sent; raises ValidationError by input for what cannot stand."""
    found, wrong = {}, {}
    for name, said in inputs.items():
        likely = figure_in(name, said["likely"], campaign.currency)
        low, high = (figure_in(name, said.get(side, said["likely"]), campaign.currency) for side in ("low", "high"))
        problems = problems_of(name, low, likely, high)
        if problems:
            wrong[name] = [sentence(problem, currency=campaign.currency) for problem in problems]
        elif "low" not in said and name in costs:
            moved = costs[name].estimate.with_likely(likely, UNITS[name])
            found[name] = Cost.of(name, moved.low, moved.likely, moved.high)
        else:
            found[name] = Cost.of(name, low, likely, high)
    if wrong:
        raise ValidationError({"inputs": wrong})
    return found
