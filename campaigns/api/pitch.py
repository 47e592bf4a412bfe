"""The papers of a sale for programs, as PDF."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from campaigns.models import Campaign
from campaigns.papers import PAPERS
from campaigns.serializers.plan import WhyNotSerializer
from campaigns.views.pitch import pdf_response
from common.permissions import Permission

KIND = OpenApiParameter("kind", OpenApiTypes.STR, OpenApiParameter.PATH, enum=list(PAPERS), description="Which paper.")
LANGUAGE = OpenApiParameter("Accept-Language", OpenApiTypes.STR, OpenApiParameter.HEADER, description="en or zh-hans")
REFUSED = {401: WhyNotSerializer, 403: WhyNotSerializer, 404: WhyNotSerializer}


class PaperView(APIView):
    """One paper of a sale."""

    permission = Permission.VIEW_PLAN

    @extend_schema(
        operation_id="campaigns_paper",
        parameters=[KIND, LANGUAGE],
        responses={(200, "application/pdf"): OpenApiTypes.BINARY} | REFUSED,
    )
    def get(self, request: Request, pk: int, kind: str) -> HttpResponse:
        """Give the pitch sheet or the plan on one page as a PDF, with the numbers of its page."""
        return pdf_response(kind, get_object_or_404(Campaign, pk=pk), request.user)
