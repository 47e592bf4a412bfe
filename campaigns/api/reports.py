"""Audit and replay for programs: what the newest one found, and asking for another."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from campaigns.api.answers import actor_of
from campaigns.api.plans import REFUSED
from campaigns.doorbell import ring_report
from campaigns.models import AuditReport, Campaign, ReplayReport
from campaigns.pages.audit import finding_lines
from campaigns.queries.past_baskets import default_window
from campaigns.queries.reports import reports_of
from campaigns.serializers.plan import WhyNotSerializer
from campaigns.services.reports import ask_report
from common.permissions import Permission

BY_METHOD = {"GET": Permission.VIEW_COSTS, "POST": Permission.EDIT_PLAN}


class ReportSerializer(serializers.Serializer[dict[str, Any]]):
    """The newest finished result (`found`, null when there is none), and the state of one that was asked for since."""

    campaign = serializers.IntegerField()
    currency = serializers.CharField()
    version = serializers.IntegerField(allow_null=True, help_text="the plan version it was made from")
    finished_at = serializers.DateTimeField(allow_null=True)
    is_old = serializers.BooleanField(help_text="offers or prices have changed since")
    waiting = serializers.CharField(allow_null=True, help_text="queued or running, null when none is waited for")
    found = serializers.JSONField(allow_null=True, help_text="amounts (..._minor) in minor units of the currency")


class FindingSerializer(serializers.Serializer[dict[str, Any]]):
    """One finding in words."""

    code = serializers.CharField()
    severity = serializers.ChoiceField(choices=["failed", "watch", "next"])
    words = serializers.CharField()
    basket = serializers.CharField(allow_blank=True)
    repairs = serializers.ListField(child=serializers.CharField())


class AuditSerializer(ReportSerializer):
    """The newest audit, its findings in words, worst first."""

    findings = FindingSerializer(many=True)


class ReplayAskSerializer(serializers.Serializer[dict[str, Any]]):
    """Which past baskets, under which assumptions; everything may be left out."""

    start = serializers.DateTimeField(required=False)
    end = serializers.DateTimeField(required=False)
    claimed = serializers.BooleanField(required=False, default=True)
    buyer_tier = serializers.CharField(required=False, allow_blank=True, default="", max_length=60)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse an end that does not follow the start."""
        if attrs.get("start") and attrs.get("end") and attrs["end"] <= attrs["start"]:
            raise serializers.ValidationError({"detail": "end must follow start"})
        return attrs


class AuditView(APIView):
    """The audit of a sale's offers."""

    permission_by_method = BY_METHOD

    @extend_schema(operation_id="audit_retrieve", responses={200: AuditSerializer, 404: WhyNotSerializer} | REFUSED)
    def get(self, request: Request, pk: int) -> Response:
        """Give the newest audit."""
        campaign = get_object_or_404(Campaign, pk=pk)
        shown = _shown(AuditReport, campaign)
        lines = finding_lines(shown["found"], campaign) if shown["found"] else []
        shown["findings"] = [
            {
                "code": line.finding["code"],
                "severity": line.severity,
                "words": line.words,
                "basket": line.basket,
                "repairs": [words for _place, words in line.repairs],
            }
            for line in lines
        ]
        return Response(AuditSerializer(shown).data)

    @extend_schema(operation_id="audit_ask", request=None, responses={202: ReportSerializer, 404: WhyNotSerializer} | REFUSED)
    def post(self, request: Request, pk: int) -> Response:
        """Ask for an audit; it is worked out by a worker."""
        campaign = get_object_or_404(Campaign, pk=pk)
        report = ask_report(kind="audit", campaign=campaign, actor=actor_of(request), at=timezone.now())
        ring_report(kind="audit", report_id=report.pk)
        return Response(ReportSerializer(_shown(AuditReport, campaign)).data, status=202)


class ReplayView(APIView):
    """The replay of a sale's offers on past baskets."""

    permission_by_method = BY_METHOD

    @extend_schema(operation_id="replay_retrieve", responses={200: ReportSerializer, 404: WhyNotSerializer} | REFUSED)
    def get(self, request: Request, pk: int) -> Response:
        """Give the newest replay."""
        return Response(ReportSerializer(_shown(ReplayReport, get_object_or_404(Campaign, pk=pk))).data)

    @extend_schema(
        operation_id="replay_ask",
        request=ReplayAskSerializer,
        responses={202: ReportSerializer, 400: WhyNotSerializer, 404: WhyNotSerializer} | REFUSED,
    )
    def post(self, request: Request, pk: int) -> Response:
        """Ask for a replay; it is worked out by a worker."""
        campaign = get_object_or_404(Campaign, pk=pk)
        sent = ReplayAskSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        now = timezone.now()
        start, end = default_window(campaign, at=now)
        said = sent.validated_data
        asked = {
            "start": said.get("start", start).isoformat(),
            "end": said.get("end", end).isoformat(),
            "claimed": said["claimed"],
            "buyer_tier": said["buyer_tier"],
        }
        report = ask_report(kind="replay", campaign=campaign, actor=actor_of(request), at=now, asked=asked)
        ring_report(kind="replay", report_id=report.pk)
        return Response(ReportSerializer(_shown(ReplayReport, campaign)).data, status=202)


def _shown(model: type[AuditReport | ReplayReport], campaign: Campaign) -> dict[str, Any]:
    reports = reports_of(model, campaign)
    done = reports.done
    return {
        "campaign": campaign.pk,
        "currency": campaign.currency,
        "version": done.version if done else None,
        "finished_at": done.finished_at if done else None,
        "is_old": reports.is_old,
        "waiting": reports.open.state if reports.open else None,
        "found": done.found if done else None,
    }
