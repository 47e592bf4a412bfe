"""The memory of a sale over REST: the board of a past minute, and the notes pinned to minutes."""

import datetime as dt
from typing import Any, cast

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import User
from campaigns.models import Campaign
from common.permissions import Permission, is_allowed
from live.models import LONGEST_NOTE, BoardNote
from live.queries import memory, shown
from live.serializers import BoardSerializer
from live.services import pin_note, unpin_note

DENIED = {401: OpenApiResponse(description="You are not signed in."), 403: OpenApiResponse(description="You may not do this.")}
MISSING = {404: OpenApiResponse(description="There is no such sale, board or note.")}


class HappeningSerializer(serializers.Serializer[Any]):
    """Something that happened in the hour before."""

    at = serializers.DateTimeField(default_timezone=dt.UTC)
    kind = serializers.ChoiceField(choices=["note", "action", "message", "incident"])
    text = serializers.CharField()
    who = serializers.CharField()


class PastBoardSerializer(serializers.Serializer[Any]):
    """The board as it stood at a moment, and what happened in the hour before it, the latest first."""

    board = BoardSerializer()
    happenings = HappeningSerializer(many=True)


class BoardNoteSerializer(serializers.Serializer[Any]):
    """A note pinned to a minute."""

    id = serializers.IntegerField(read_only=True)
    minute = serializers.DateTimeField(default_timezone=dt.UTC, help_text="a minute of the sale")
    text = serializers.CharField(max_length=LONGEST_NOTE)
    author = serializers.CharField(read_only=True, source="author.shown_name", default="")
    made_at = serializers.DateTimeField(read_only=True, default_timezone=dt.UTC)


class PastBoardView(APIView):
    """The board of a past moment."""

    permission = Permission.VIEW_BOARD

    @extend_schema(
        operation_id="campaign_board_at",
        parameters=[OpenApiParameter("at", OpenApiTypes.DATETIME, required=True)],
        responses={200: PastBoardSerializer, 400: OpenApiResponse(description="`at` is no moment."), **DENIED, **MISSING},
    )
    def get(self, request: Request, campaign_id: int) -> Response:
        """Return the board that stood at a moment."""
        at = serializers.DateTimeField(default_timezone=dt.UTC).run_validation(request.query_params.get("at", ""))
        campaign = get_object_or_404(Campaign, pk=campaign_id)
        found = memory.board_at(campaign, at=at)
        if found is None:
            raise Http404
        state, stored = found
        said = shown.said_board(board=stored, state=state, at=at)
        told = {"board": said, "happenings": memory.happenings(campaign, at=at)}
        return Response(PastBoardSerializer(told).data)


class BoardNotesView(APIView):
    """The notes of a sale."""

    permission = Permission.VIEW_BOARD

    @extend_schema(operation_id="board_notes", responses={200: BoardNoteSerializer(many=True), **DENIED, **MISSING})
    def get(self, request: Request, campaign_id: int) -> Response:
        """List the notes, the earliest minute first."""
        campaign = get_object_or_404(Campaign, pk=campaign_id)
        rows = BoardNote.objects.standing().filter(campaign=campaign).select_related("author")
        return Response(BoardNoteSerializer(rows, many=True).data)

    @extend_schema(
        operation_id="board_note_pin",
        request=BoardNoteSerializer,
        responses={
            201: BoardNoteSerializer,
            400: OpenApiResponse(description="No text, or no minute of the sale."),
            **DENIED,
            **MISSING,
        },
    )
    def post(self, request: Request, campaign_id: int) -> Response:
        """Pin a note to a minute of the sale."""
        campaign = get_object_or_404(Campaign, pk=campaign_id)
        asked = BoardNoteSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        minute, text = asked.validated_data["minute"], asked.validated_data["text"]
        if not campaign.starts_at <= minute <= campaign.ends_at:
            raise serializers.ValidationError({"minute": "Choose a minute of the sale."})
        note = pin_note(campaign=campaign, actor=cast("User", request.user), minute=minute, text=text, at=timezone.now())
        return Response(BoardNoteSerializer(note).data, status=201)


class BoardNoteView(APIView):
    """One note."""

    permission = Permission.VIEW_BOARD

    @extend_schema(
        operation_id="board_note_remove",
        responses={204: OpenApiResponse(description="The note is off the board."), **DENIED, **MISSING},
    )
    def delete(self, request: Request, campaign_id: int, note_id: int) -> Response:
        """Take a note off the board: one's own, or any for who may change the plan."""
        note = get_object_or_404(BoardNote.objects.standing().select_related("campaign"), pk=note_id, campaign=campaign_id)
        if note.author_id != request.user.pk and not is_allowed(request.user, Permission.EDIT_PLAN):
            self.permission_denied(request)
        unpin_note(campaign=note.campaign, note_id=note.pk, actor=cast("User", request.user), at=timezone.now())
        return Response(status=204)
