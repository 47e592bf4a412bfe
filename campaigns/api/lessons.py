"""The lessons of a sale for programs: written after it, ticked off in its clone."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from campaigns.api.answers import RefusedSerializer, actor_of, answered
from campaigns.models import Campaign, LessonDepartment
from campaigns.serializers.plan import WhyNotSerializer
from campaigns.services.lessons import drop_lesson, finish_lesson, write_lesson
from common.permissions import Permission

REFUSED = {401: WhyNotSerializer, 403: WhyNotSerializer, 404: WhyNotSerializer}
WRITE = REFUSED | {400: RefusedSerializer}


class LessonSerializer(serializers.Serializer[Any]):
    """A lesson; one that came from an earlier sale is an open point until it is done."""

    id = serializers.IntegerField(source="pk")
    text = serializers.CharField()
    remedy = serializers.CharField()
    department = serializers.CharField()
    came_from = serializers.IntegerField(source="came_from_id", allow_null=True, help_text="the lesson of the earlier sale")
    written_at = serializers.DateTimeField()
    done_at = serializers.DateTimeField(allow_null=True)


class LessonInSerializer(serializers.Serializer[dict[str, Any]]):
    """A lesson as somebody writes it."""

    text = serializers.CharField(max_length=400)
    remedy = serializers.CharField(max_length=400, allow_blank=True, default="")
    department = serializers.CharField(
        max_length=20, default=LessonDepartment.OPERATIONS.value, help_text=", ".join(LessonDepartment.values)
    )


class LessonDoneSerializer(serializers.Serializer[dict[str, Any]]):
    """A tick."""

    is_done = serializers.BooleanField()


class LessonsView(APIView):
    """The lessons of one sale."""

    permission_by_method = {"GET": Permission.VIEW_PLAN, "POST": Permission.EDIT_PLAN}

    @extend_schema(operation_id="campaigns_lessons", responses={200: LessonSerializer(many=True)} | REFUSED)
    def get(self, request: Request, pk: int) -> Response:
        """List what the sale taught, and what is still open from the one before."""
        lessons = get_object_or_404(Campaign, pk=pk).lessons.all()
        return Response(LessonSerializer(lessons, many=True).data)

    @extend_schema(operation_id="campaigns_lessons_write", request=LessonInSerializer, responses={201: LessonSerializer} | WRITE)
    def post(self, request: Request, pk: int) -> Response:
        """Write a lesson down."""
        campaign = get_object_or_404(Campaign, pk=pk)
        told = LessonInSerializer(data=request.data)
        told.is_valid(raise_exception=True)

        def work() -> Response:
            made = write_lesson(campaign=campaign, actor=actor_of(request), at=timezone.now(), **told.validated_data)
            return Response(LessonSerializer(made).data, status=201)

        return answered(work)


class LessonView(APIView):
    """One lesson."""

    permission = Permission.EDIT_PLAN

    @extend_schema(
        operation_id="campaigns_lesson_finish", request=LessonDoneSerializer, responses={200: LessonSerializer} | WRITE
    )
    def patch(self, request: Request, pk: int, lesson: int) -> Response:
        """Tick a lesson off, or open it again."""
        campaign = get_object_or_404(Campaign, pk=pk)
        told = LessonDoneSerializer(data=request.data)
        told.is_valid(raise_exception=True)
        done, actor = told.validated_data["is_done"], actor_of(request)

        def work() -> Response:
            row = finish_lesson(campaign=campaign, actor=actor, lesson=lesson, is_done=done, at=timezone.now())
            return Response(LessonSerializer(row).data)

        return answered(work)

    @extend_schema(operation_id="campaigns_lesson_drop", responses={204: None} | WRITE)
    def delete(self, request: Request, pk: int, lesson: int) -> Response:
        """Take a lesson out; its words stay in the audit trail."""
        campaign = get_object_or_404(Campaign, pk=pk)

        def work() -> Response:
            drop_lesson(campaign=campaign, actor=actor_of(request), lesson=lesson)
            return Response(status=204)

        return answered(work)
