"""The plan for programs: which sales there are, one sale, its target curve."""

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from campaigns import services
from campaigns.api.answers import ChangedMeanwhileSerializer, RefusedSerializer, actor_of, answered
from campaigns.api.drafts import PlanChangeSerializer, PlanInSerializer, draft_of
from campaigns.models import Campaign
from campaigns.queries.pages import sales
from campaigns.queries.target_periods import target_periods
from campaigns.serializers.plan import (
    CampaignBriefSerializer,
    CampaignSerializer,
    TargetSerializer,
    WhyNotSerializer,
    brief_of,
    target_of,
    whole_of,
)
from common.permissions import Permission

STATES = ["running", "planned", "over"]
PERIODS = ["slot", "hour", "phase", "total"]
REFUSED = {401: WhyNotSerializer, 403: WhyNotSerializer}


class CampaignsView(APIView):
    """All sales."""

    permission_by_method = {"GET": Permission.VIEW_PLAN, "POST": Permission.EDIT_PLAN}

    @extend_schema(
        operation_id="campaigns_list",
        parameters=[OpenApiParameter("state", OpenApiTypes.STR, enum=STATES, description="Only sales in this state.")],
        responses={200: CampaignBriefSerializer(many=True), 400: WhyNotSerializer} | REFUSED,
    )
    def get(self, request: Request) -> Response:
        """List the sales: running ones first, then those to come, then the past."""
        wanted = request.query_params.get("state", "")
        if wanted and wanted not in STATES:
            raise ValidationError({"detail": f"state is one of {', '.join(STATES)}"})
        now = timezone.now()
        found = [brief_of(sale.campaign, at=now) for sale in sales(at=now) if wanted in {"", sale.state}]
        return Response([CampaignBriefSerializer(one).data for one in found])

    @extend_schema(
        operation_id="campaigns_create",
        request=PlanInSerializer,
        responses={201: CampaignSerializer, 400: RefusedSerializer} | REFUSED,
    )
    def post(self, request: Request) -> Response:
        """Plan a new sale."""
        said = PlanInSerializer(data=request.data)
        said.is_valid(raise_exception=True)

        def work() -> Response:
            made = services.create_campaign(actor=actor_of(request), **draft_of(said.validated_data).__dict__)
            return Response(CampaignSerializer(whole_of(made, at=timezone.now())).data, status=201)

        shop = said.validated_data["shops"][0] if said.validated_data["shops"] else None
        return answered(work, currency=shop.currency if shop else "CNY", zone=shop.time_zone if shop else "UTC")


class CampaignView(APIView):
    """One sale."""

    permission_by_method = {"GET": Permission.VIEW_PLAN, "PUT": Permission.EDIT_PLAN}

    @extend_schema(operation_id="campaigns_retrieve", responses={200: CampaignSerializer, 404: WhyNotSerializer} | REFUSED)
    def get(self, request: Request, pk: int) -> Response:
        """Give one sale with its figures, stages and phases."""
        campaign = get_object_or_404(Campaign, pk=pk)
        return Response(CampaignSerializer(whole_of(campaign, at=timezone.now())).data)

    @extend_schema(
        operation_id="campaigns_change",
        request=PlanChangeSerializer,
        responses={200: CampaignSerializer, 400: RefusedSerializer, 404: WhyNotSerializer, 409: ChangedMeanwhileSerializer}
        | REFUSED,
    )
    def put(self, request: Request, pk: int) -> Response:
        """Change the plan as a whole; 409 with what somebody else changed since the version that was read."""
        campaign = get_object_or_404(Campaign, pk=pk)
        said = PlanChangeSerializer(data=request.data)
        said.is_valid(raise_exception=True)

        def work() -> Response:
            after = services.change_campaign(
                campaign=campaign,
                actor=actor_of(request),
                version=said.validated_data["version"],
                draft=draft_of(said.validated_data),
            )
            return Response(CampaignSerializer(whole_of(after, at=timezone.now())).data)

        return answered(work, currency=campaign.currency, zone=campaign.time_zone, campaign=campaign)


class TargetView(APIView):
    """The target curve of one sale."""

    permission = Permission.VIEW_PLAN

    @extend_schema(
        operation_id="campaigns_target",
        parameters=[OpenApiParameter("by", OpenApiTypes.STR, enum=PERIODS, default="hour", description="How long a period is.")],
        responses={200: TargetSerializer, 400: WhyNotSerializer, 404: WhyNotSerializer} | REFUSED,
    )
    def get(self, request: Request, pk: int) -> Response:
        """Give what each period should bring; an hour in which a phase ends is two periods."""
        campaign = get_object_or_404(Campaign, pk=pk)
        by = request.query_params.get("by", "hour")
        if by not in PERIODS:
            raise ValidationError({"detail": f"by is one of {', '.join(PERIODS)}"})
        found = target_periods(campaign=campaign, by=by)
        return Response(TargetSerializer(target_of(campaign, found, by=by)).data)
