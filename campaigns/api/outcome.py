"""What came of a sale for programs: recorded beside the odds it had, read back with how they stood."""

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from campaigns.api.answers import RefusedSerializer, actor_of, answered
from campaigns.models import Campaign, OddsScore
from campaigns.serializers.offers import AmountField
from campaigns.serializers.plan import WhyNotSerializer
from campaigns.services.odds import StaleOutcomeError, record_outcome
from common.money import exponent_of, from_minor, to_minor
from common.permissions import Permission

REFUSED = {401: WhyNotSerializer, 403: WhyNotSerializer, 404: WhyNotSerializer}


class OutcomeInSerializer(serializers.Serializer[dict[str, Any]]):
    """What a sale really earned and sold, decimal texts in its currency; `seen` is the `recorded_at` that was read."""

    profit = AmountField(help_text="below zero for a loss")
    revenue = AmountField()
    seen = serializers.DateTimeField(allow_null=True, help_text="null where no outcome was known")


class RecordedOutcomeSerializer(serializers.Serializer[dict[str, Any]]):
    """What came of a sale beside the odds it had. Every value is null while nobody has recorded it."""

    recorded_at = serializers.CharField(allow_null=True)
    profit = serializers.CharField(allow_null=True)
    revenue = serializers.CharField(allow_null=True)
    version = serializers.IntegerField(allow_null=True, help_text="the plan version whose odds count")
    is_foresight = serializers.BooleanField(allow_null=True, help_text="those odds were made before the sale began")
    p_profit = serializers.FloatField(allow_null=True)
    p_target = serializers.FloatField(allow_null=True)


class OutcomeView(APIView):
    """What came of one sale."""

    permission_by_method = {"GET": Permission.VIEW_COSTS, "PUT": Permission.EDIT_PLAN}

    @extend_schema(operation_id="campaigns_outcome", responses={200: RecordedOutcomeSerializer} | REFUSED)
    def get(self, request: Request, pk: int) -> Response:
        """Give what was recorded, and the odds it is held against."""
        campaign = get_object_or_404(Campaign, pk=pk)
        return Response(_told(OddsScore.objects.filter(campaign=campaign).first(), campaign))

    @extend_schema(
        operation_id="campaigns_outcome_record",
        request=OutcomeInSerializer,
        responses={200: RecordedOutcomeSerializer, 400: RefusedSerializer, 409: RecordedOutcomeSerializer} | REFUSED,
    )
    def put(self, request: Request, pk: int) -> Response:
        """Record what came of it, in place of an earlier word; 409 with what stands when somebody recorded it meanwhile."""
        campaign = get_object_or_404(Campaign, pk=pk)
        asked = OutcomeInSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        said, exponent = asked.validated_data, exponent_of(campaign.currency)

        def work() -> Response:
            score = record_outcome(
                campaign=campaign,
                actor=actor_of(request),
                seen=said["seen"],
                **{f"{name}_minor": to_minor(said[name], exponent) for name in ("profit", "revenue")},
            )
            return Response(_told(score, campaign))

        try:
            return answered(work, currency=campaign.currency)
        except StaleOutcomeError as stale:
            return Response(_told(stale.score, campaign), status=409)


def _told(score: OddsScore | None, campaign: Campaign) -> Any:
    if score is None:
        return RecordedOutcomeSerializer(dict.fromkeys(RecordedOutcomeSerializer().fields)).data
    exponent = exponent_of(campaign.currency)
    told = {name: getattr(score, name) for name in ("version", "is_foresight", "p_profit", "p_target")}
    told["recorded_at"] = score.recorded_at.isoformat()
    told["profit"] = str(from_minor(score.actual_profit_minor, exponent))
    told["revenue"] = str(from_minor(score.actual_revenue_minor, exponent))
    return RecordedOutcomeSerializer(told).data
