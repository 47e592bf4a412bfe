"""What the data of a sale found, for programs: proposed as lessons, accepted or dismissed."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from campaigns.api.answers import actor_of
from campaigns.models import Campaign
from common.permissions import Permission
from review.api.reviews import ReviewNotFoundSerializer
from review.pages.lessons import Proposal, proposals
from review.queries.findings import findings_of
from review.services.lessons import accept_finding, dismiss_finding


class ProposedLessonSerializer(serializers.Serializer[dict[str, object]]):
    """One thing the data found: its key, whose it is, in words, and the default it would change."""

    key = serializers.CharField()
    department = serializers.CharField()
    lesson_kind = serializers.CharField()
    rule = serializers.CharField(help_text="a rule of the playbook")
    text = serializers.CharField()
    remedy = serializers.CharField()
    change = serializers.CharField(help_text='the default of the next plan, "" for none')
    value = serializers.FloatField(allow_null=True)
    figures = serializers.DictField()


class FindingDecisionSerializer(serializers.Serializer[dict[str, Any]]):
    """What is said of a finding."""

    key = serializers.CharField(max_length=160)
    is_accepted = serializers.BooleanField()


class FindingDecidedSerializer(serializers.Serializer[dict[str, Any]]):
    """The decision, and the lesson it became."""

    key = serializers.CharField()
    is_accepted = serializers.BooleanField()
    lesson = serializers.IntegerField(allow_null=True)


class FindingsView(APIView):
    """What the data of a sale found and nobody has decided."""

    permission = Permission.WORK_TASKS

    @extend_schema(
        operation_id="review_findings", responses={200: ProposedLessonSerializer(many=True), 404: ReviewNotFoundSerializer}
    )
    def get(self, request: Request, pk: int) -> Response:
        """List what is proposed to the department of whoever asks; empty until the sale is over."""
        return Response([_told(one) for one in _open(request, get_object_or_404(Campaign, pk=pk))])

    @extend_schema(
        operation_id="review_finding_decide",
        request=FindingDecisionSerializer,
        responses={200: FindingDecidedSerializer, 404: ReviewNotFoundSerializer},
    )
    def post(self, request: Request, pk: int) -> Response:
        """Make a finding a lesson, or say that it is none; 404 for one that is decided or unknown."""
        campaign, at = get_object_or_404(Campaign, pk=pk), timezone.now()
        told = FindingDecisionSerializer(data=request.data)
        told.is_valid(raise_exception=True)
        one = next((one for one in _open(request, campaign) if one.finding.key == told.validated_data["key"]), None)
        if one is None:
            raise NotFound
        said: dict[str, Any] = {
            "campaign": campaign,
            "actor": actor_of(request),
            "finding": one.finding,
            "text": one.text,
            "at": at,
        }
        is_accepted = told.validated_data["is_accepted"]
        decision = accept_finding(**said, remedy=one.remedy) if is_accepted else dismiss_finding(**said)
        told_back = {"key": decision.key, "is_accepted": decision.is_accepted, "lesson": decision.lesson_id}
        return Response(FindingDecidedSerializer(told_back).data)


def _open(request: Request, campaign: Campaign) -> list[Proposal]:
    return proposals(campaign, findings_of(campaign, at=timezone.now()), request.user)


def _told(one: Proposal) -> dict[str, Any]:
    finding = one.finding
    return {
        "key": finding.key,
        "department": finding.department,
        "lesson_kind": finding.kind,
        "rule": finding.rule,
        "text": one.text,
        "remedy": one.remedy,
        "change": finding.change,
        "value": finding.value,
        "figures": dict(finding.figures),
    }
