"""The designers' brief for programs."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from campaigns.api.answers import actor_of
from campaigns.models import Campaign
from campaigns.queries.pictures import brief_of
from campaigns.serializers.plan import WhyNotSerializer
from campaigns.services import pictures as services
from campaigns.services.pictures import BRIEF_FIELDS, StaleBriefError
from common.permissions import Permission

REFUSED = {401: WhyNotSerializer, 403: WhyNotSerializer, 404: WhyNotSerializer}


class BriefSerializer(serializers.Serializer[dict[str, Any]]):
    """The brief for the designers. `version` is what the writer saw, 0 for a brief nobody wrote."""

    idea = serializers.CharField(max_length=2000, allow_blank=True, required=False, default="")
    theme = serializers.CharField(max_length=2000, allow_blank=True, required=False, default="")
    selling_point = serializers.CharField(max_length=2000, allow_blank=True, required=False, default="")
    purpose = serializers.CharField(max_length=2000, allow_blank=True, required=False, default="")
    places = serializers.CharField(max_length=2000, allow_blank=True, required=False, default="")
    must_have = serializers.CharField(max_length=2000, allow_blank=True, required=False, default="")
    must_not = serializers.CharField(max_length=2000, allow_blank=True, required=False, default="")
    tone = serializers.CharField(max_length=2000, allow_blank=True, required=False, default="")
    examples = serializers.CharField(max_length=2000, allow_blank=True, required=False, default="")
    deadline = serializers.DateField(allow_null=True, required=False, default=None)
    version = serializers.IntegerField(min_value=0)


class BriefView(APIView):
    """The brief of one sale."""

    permission_by_method = {"GET": Permission.VIEW_PLAN, "PUT": Permission.EDIT_PLAN}

    @extend_schema(operation_id="brief_retrieve", responses={200: BriefSerializer} | REFUSED)
    def get(self, request: Request, pk: int) -> Response:
        """Give the brief; an empty one with version 0 when nobody wrote it."""
        return Response(_brief(get_object_or_404(Campaign, pk=pk)))

    @extend_schema(
        operation_id="brief_update",
        request=BriefSerializer,
        responses={200: BriefSerializer, 400: WhyNotSerializer, 409: BriefSerializer} | REFUSED,
    )
    def put(self, request: Request, pk: int) -> Response:
        """Write the whole brief; 409 with what stands when it changed since the version that was seen."""
        campaign = get_object_or_404(Campaign, pk=pk)
        asked = BriefSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        said = dict(asked.validated_data)
        version = said.pop("version")
        try:
            services.save_brief(campaign=campaign, actor=actor_of(request), version=version, said=said, at=timezone.now())
        except StaleBriefError:
            return Response(_brief(campaign), status=409)
        return Response(_brief(campaign))


def _brief(campaign: Campaign) -> Any:
    brief = brief_of(campaign)
    if brief is None:
        empty: dict[str, Any] = dict.fromkeys(BRIEF_FIELDS, "")
        return BriefSerializer(empty | {"deadline": None, "version": 0}).data
    return BriefSerializer({name: getattr(brief, name) for name in BRIEF_FIELDS} | {"version": brief.version}).data
