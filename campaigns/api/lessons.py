"""The lessons of a sale for programs: written after it, ticked off in its clone."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.departments import Department
from accounts.models import User
from campaigns.api.answers import RefusedSerializer, actor_of, answered
from campaigns.lesson_rights import may_write
from campaigns.models import Campaign, LessonKind, PlanLesson
from campaigns.queries.lessons import lessons_of
from campaigns.rules.lesson_changes import is_costly
from campaigns.serializers.plan import WhyNotSerializer
from campaigns.services.lessons import LessonDraft, change_lesson, drop_lesson, finish_lesson, write_lesson
from campaigns.services.task_sets import checks_by_code
from common.permissions import Permission, sees_costs

REFUSED = {401: WhyNotSerializer, 403: WhyNotSerializer, 404: WhyNotSerializer}
WRITE = REFUSED | {400: RefusedSerializer}


class LessonSerializer(serializers.Serializer[Any]):
    """A lesson; one that came from an earlier sale is an open point until it is done."""

    id = serializers.IntegerField(source="pk")
    text = serializers.CharField()
    remedy = serializers.CharField()
    lesson_kind = serializers.CharField(source="kind")
    department = serializers.CharField()
    owner = serializers.IntegerField(source="owner_id", allow_null=True, help_text="the person who sees to it")
    rule = serializers.CharField(help_text="a rule of the playbook, as P8")
    change = serializers.CharField(help_text="the default of the next plan that it changes, as shift_reserve")
    value = serializers.FloatField(allow_null=True, help_text="what the default becomes; shares from 0 to 1")
    was = serializers.FloatField(allow_null=True, help_text="in a clone: what it was there before")
    came_from = serializers.IntegerField(source="came_from_id", allow_null=True, help_text="the lesson of the earlier sale")
    task = serializers.IntegerField(source="task_id", allow_null=True, help_text="in a clone: the task it became")
    written_at = serializers.DateTimeField()
    is_done = serializers.BooleanField()
    done_at = serializers.DateTimeField(allow_null=True)
    dropped_at = serializers.DateTimeField(allow_null=True)


class LessonInSerializer(serializers.Serializer[dict[str, Any]]):
    """A lesson as somebody writes it."""

    text = serializers.CharField(max_length=400)
    remedy = serializers.CharField(max_length=400, allow_blank=True, default="")
    lesson_kind = serializers.CharField(
        max_length=12, default=LessonKind.SHORTCOMING.value, help_text=", ".join(LessonKind.values)
    )
    department = serializers.CharField(max_length=20, default=Department.OPERATIONS.value, help_text=", ".join(Department.values))
    owner = serializers.PrimaryKeyRelatedField(queryset=User.objects.filter(is_active=True), allow_null=True, default=None)
    rule = serializers.CharField(max_length=4, allow_blank=True, default="")
    change = serializers.CharField(max_length=60, allow_blank=True, default="")
    value = serializers.FloatField(allow_null=True, default=None)

    def draft(self) -> LessonDraft:
        """Return what was said as the services take it."""
        said = dict(self.validated_data)
        return LessonDraft(kind=said.pop("lesson_kind"), **said)


class LessonDoneSerializer(serializers.Serializer[dict[str, Any]]):
    """A tick."""

    is_done = serializers.BooleanField()


class LessonsView(APIView):
    """The lessons of one sale."""

    permission_by_method = {"GET": Permission.VIEW_PLAN, "POST": Permission.WORK_TASKS}

    @extend_schema(operation_id="campaigns_lessons", responses={200: LessonSerializer(many=True)} | REFUSED)
    def get(self, request: Request, pk: int) -> Response:
        """List what the sale taught, and what is still open from the one before."""
        rows = lessons_of(get_object_or_404(Campaign, pk=pk))
        return Response([_told(request, row) for row in rows])

    @extend_schema(operation_id="campaigns_lessons_write", request=LessonInSerializer, responses={201: LessonSerializer} | WRITE)
    def post(self, request: Request, pk: int) -> Response:
        """Write a lesson down; every department its own."""
        campaign = get_object_or_404(Campaign, pk=pk)
        told = LessonInSerializer(data=request.data)
        told.is_valid(raise_exception=True)
        draft = told.draft()
        _check(request, draft.department)

        def work() -> Response:
            made = write_lesson(campaign=campaign, actor=actor_of(request), draft=draft, at=timezone.now())
            return Response(_told(request, made), status=201)

        return answered(work)


class LessonView(APIView):
    """One lesson."""

    permission = Permission.WORK_TASKS

    @extend_schema(operation_id="campaigns_lesson_change", request=LessonInSerializer, responses={200: LessonSerializer} | WRITE)
    def put(self, request: Request, pk: int, lesson: int) -> Response:
        """Change what a lesson says."""
        campaign = _mine(request, pk, lesson)
        told = LessonInSerializer(data=request.data)
        told.is_valid(raise_exception=True)
        draft = told.draft()
        _check(request, draft.department)

        def work() -> Response:
            row = change_lesson(campaign=campaign, actor=actor_of(request), lesson=lesson, draft=draft)
            return Response(_told(request, row))

        return answered(work)

    @extend_schema(
        operation_id="campaigns_lesson_finish", request=LessonDoneSerializer, responses={200: LessonSerializer} | WRITE
    )
    def patch(self, request: Request, pk: int, lesson: int) -> Response:
        """Tick a lesson off, or open it again, with the task it became."""
        campaign, at = _mine(request, pk, lesson), timezone.now()
        told = LessonDoneSerializer(data=request.data)
        told.is_valid(raise_exception=True)
        done, actor = told.validated_data["is_done"], actor_of(request)

        def work() -> Response:
            checks = checks_by_code(campaign, at) if done else None
            row = finish_lesson(campaign=campaign, actor=actor, lesson=lesson, is_done=done, at=at, checks=checks)
            return Response(_told(request, row))

        return answered(work)

    @extend_schema(operation_id="campaigns_lesson_drop", responses={204: None} | WRITE)
    def delete(self, request: Request, pk: int, lesson: int) -> Response:
        """Take a lesson out; it can be brought back on its page."""
        campaign = _mine(request, pk, lesson)

        def work() -> Response:
            drop_lesson(campaign=campaign, actor=actor_of(request), lesson=lesson, at=timezone.now())
            return Response(status=204)

        return answered(work)


def _told(request: Request, lesson: PlanLesson) -> dict[str, Any]:
    """Return a lesson for this reader: a change that tells a cost is for those who may see costs."""
    told = dict(LessonSerializer(lesson).data)
    if is_costly(lesson.change) and not sees_costs(request.user):
        told |= {"change": "", "value": None, "was": None}
    return told


def _mine(request: Request, pk: int, lesson: int) -> Campaign:
    """Return the sale of a lesson that this person may change; refuse otherwise."""
    campaign = get_object_or_404(Campaign, pk=pk)
    _check(request, get_object_or_404(campaign.lessons, pk=lesson).department)
    return campaign


def _check(request: Request, department: str) -> None:
    if department in Department.values and not may_write(request.user, department):
        raise PermissionDenied
