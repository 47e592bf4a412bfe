"""The reports of a sale for programs: listed, made, sent, and each of their files."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from campaigns.models import Campaign
from common.permissions import Permission
from live.api.alerts import DENIED, MISSING, actor_of
from live.queries.alerts.incidents import report_channels
from live.tasks import ring_waiting
from review import services
from review.models import Report
from review.pages.beyond import PARTS
from review.pictures import PICTURES
from review.queries.reports import reports_of
from review.views.reports import FILES, file_of
from review.words.digest import digest_text
from review.words.verdict import verdict

UNPREPARED = {409: OpenApiResponse(description="The review was not prepared yet.")}


class ReviewReportSerializer(serializers.Serializer[Any]):
    """One report: `stage` that ended ("": somebody asked), the verdict and the message for a chat in words."""

    id = serializers.IntegerField()
    stage = serializers.CharField(allow_blank=True)
    prepared_at = serializers.DateTimeField()
    made_at = serializers.DateTimeField()
    verdict = serializers.SerializerMethodField()
    digest = serializers.SerializerMethodField()

    def get_verdict(self, report: Report) -> str:
        """Return the first line."""
        return verdict(report.body)

    def get_digest(self, report: Report) -> str:
        """Return the message."""
        return digest_text(report)


class ReviewSentSerializer(serializers.Serializer[dict[str, Any]]):
    """To which channels a report goes (all that hear reports where none is named), and to how many it is new."""

    channels = serializers.ListField(child=serializers.IntegerField(), required=False, write_only=True)
    count = serializers.IntegerField(read_only=True)


class ReportsView(APIView):
    """The reports of one sale."""

    permission = Permission.VIEW_COSTS

    @extend_schema(operation_id="review_reports", responses={200: ReviewReportSerializer(many=True), **DENIED, **MISSING})
    def get(self, request: Request, pk: int) -> Response:
        """List them, the newest first."""
        return Response(ReviewReportSerializer(reports_of(get_object_or_404(Campaign, pk=pk)), many=True).data)

    @extend_schema(
        operation_id="review_report_make",
        request=None,
        responses={201: ReviewReportSerializer, **UNPREPARED, **DENIED, **MISSING},
    )
    def post(self, request: Request, pk: int) -> Response:
        """Make one of the review as it stands."""
        campaign = get_object_or_404(Campaign, pk=pk)
        try:
            made = services.make_report(actor=actor_of(request), campaign=campaign, at=timezone.now())
        except services.NothingPreparedError:
            return Response({"detail": "The review was not prepared yet."}, status=409)
        return Response(ReviewReportSerializer(made).data, status=201)


class ReportSendView(APIView):
    """A report on its way to channels."""

    permission = Permission.VIEW_COSTS

    @extend_schema(
        operation_id="review_report_send",
        request=ReviewSentSerializer,
        responses={200: ReviewSentSerializer, **DENIED, **MISSING},
    )
    def post(self, request: Request, pk: int, number: int) -> Response:
        """Send it to these channels, of those that hear reports."""
        report = _report(pk, number)
        asked = ReviewSentSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        wanted = asked.validated_data.get("channels")
        channels = [one for one in report_channels() if wanted is None or one.pk in wanted]
        count = services.send_report(actor=actor_of(request), report=report, channels=channels, at=timezone.now())
        ring_waiting()
        return Response(ReviewSentSerializer({"count": count}).data)


class ReportFileView(APIView):
    """One file of a report."""

    permission = Permission.VIEW_COSTS

    @extend_schema(
        operation_id="review_report_file",
        description=f"{', '.join(FILES)}, or a picture: {', '.join(f'{name}.png' for name in (*PICTURES, *PARTS))}.",
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY} | DENIED | MISSING,
    )
    def get(self, request: Request, pk: int, number: int, name: str) -> HttpResponse:
        """Give it in the reader's language."""
        return file_of(_report(pk, number), name)


def _report(pk: int, number: int) -> Report:
    report = Report.objects.select_related("campaign").filter(pk=number, campaign=pk).first()
    if report is None:
        raise NotFound
    return report
