"""The board over REST."""

from django.http import Http404, HttpResponseBase, HttpResponseNotModified
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from common.permissions import Permission
from live.queries import shown
from live.serializers import BoardSerializer
from live.tasks import ask_for_board


class BoardView(APIView):
    """The live board of one campaign."""

    permission = Permission.VIEW_BOARD

    @extend_schema(
        operation_id="campaign_board",
        summary="The live board of a campaign",
        description=(
            "Target against actual so far, by hour and by phase, as counted last. Send the ETag back as If-None-Match: an "
            "unchanged board answers 304. Ages are rounded to minutes and are part of the ETag."
        ),
        parameters=[
            OpenApiParameter("If-None-Match", str, OpenApiParameter.HEADER, description="the ETag of the board you have")
        ],
        responses={
            200: BoardSerializer,
            304: OpenApiResponse(description="The board is the one you have."),
            403: OpenApiResponse(description="You may not see boards."),
            404: OpenApiResponse(description="There is no such campaign, or its board is being counted for the first time."),
        },
    )
    def get(self, request: Request, campaign_id: int) -> HttpResponseBase:
        """Answer with the newest board, or 304."""
        now = timezone.now()
        state = shown.board_state(campaign_id=campaign_id)
        if state is None:
            raise Http404
        if state.is_outdated:
            ask_for_board(campaign_id)
        etag = state.etag(at=now, variant="api")
        if request.headers.get("If-None-Match") == etag:
            return HttpResponseNotModified(headers={"ETag": etag})
        stored = shown.stored_board(state=state)
        if stored is None:
            ask_for_board(campaign_id)
            raise Http404
        said = shown.said_board(board=stored, state=state, at=now)
        return Response(BoardSerializer(said).data, headers={"ETag": etag, "Cache-Control": "private, no-cache"})
