"""The tasks of a sale for programs: list, set, change how one stands, comment."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import User
from campaigns.api.answers import actor_of
from campaigns.forms.task_filter import TaskFilter
from campaigns.models import Campaign, Task, TaskState
from campaigns.queries.tasks import rows_of, task_rows
from campaigns.rules.problems import PlanError
from campaigns.serializers.plan import WhyNotSerializer
from campaigns.serializers.tasks import (
    CommentSerializer,
    NewTaskSerializer,
    TaskPatchSerializer,
    TaskSerializer,
    task_of,
)
from campaigns.services import task_sets
from campaigns.services import tasks as task_services
from campaigns.services.tasks import TaskDraft
from campaigns.task_rights import may_work
from campaigns.words.tasks import event_words, task_sentence
from common.permissions import Permission, is_allowed, sees_costs

REFUSED = {401: WhyNotSerializer, 403: WhyNotSerializer, 404: WhyNotSerializer}


class TasksView(APIView):
    """The tasks of one sale."""

    permission_by_method = {"GET": Permission.VIEW_PLAN, "POST": Permission.EDIT_PLAN}

    @extend_schema(
        operation_id="tasks_list",
        parameters=[
            OpenApiParameter("department", OpenApiTypes.STR, description="Only tasks of this department."),
            OpenApiParameter("state", OpenApiTypes.STR, description='Only tasks in this state; "open" for all but the done.'),
            OpenApiParameter("owner", OpenApiTypes.STR, description='Number of the owner, or "none".'),
            OpenApiParameter("late", OpenApiTypes.STR, description='"1" for late tasks only.'),
        ],
        responses={200: TaskSerializer(many=True)} | REFUSED,
    )
    def get(self, request: Request, pk: int) -> Response:
        """List the tasks, the first due first."""
        campaign = get_object_or_404(Campaign, pk=pk)
        asked = TaskFilter.of(request.query_params.dict())
        rows = asked.rows(task_rows(campaign=campaign, at=timezone.now()))
        return Response([TaskSerializer(task_of(row)).data for row in rows])

    @extend_schema(
        operation_id="tasks_create",
        request=NewTaskSerializer,
        responses={201: TaskSerializer, 400: WhyNotSerializer} | REFUSED,
    )
    def post(self, request: Request, pk: int) -> Response:
        """Set a task of one's own."""
        campaign = get_object_or_404(Campaign, pk=pk)
        asked = NewTaskSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        said = asked.validated_data
        draft = TaskDraft(
            department=said["department"],
            title=said["title"],
            what=said["what"],
            owner=_person(said["owner"]),
            due_from=said["due_from"],
            due_day=said["due_day"],
            due_on=said["due_on"],
            due_minute=said["due_minute"],
            check_code=said["check"],
            waits_for=tuple(said["waits_for"]),
        )
        now = timezone.now()
        try:
            made = task_services.create_task(campaign=campaign, actor=actor_of(request), draft=draft, at=now)
        except PlanError as refused:
            raise _invalid(refused) from None
        return Response(_given(made), status=201)


class TaskView(APIView):
    """One task."""

    permission_by_method = {"GET": Permission.VIEW_PLAN, "PATCH": Permission.WORK_TASKS}

    @extend_schema(operation_id="tasks_retrieve", responses={200: TaskSerializer} | REFUSED)
    def get(self, request: Request, pk: int, task_id: int) -> Response:
        """Give one task."""
        return Response(_given(_task(pk, task_id)))

    @extend_schema(
        operation_id="tasks_change",
        request=TaskPatchSerializer,
        responses={200: TaskSerializer, 400: WhyNotSerializer} | REFUSED,
    )
    def patch(self, request: Request, pk: int, task_id: int) -> Response:
        """Change how a task stands (its owner and its department may), or whose and when it is (who changes plans may)."""
        task = _task(pk, task_id)
        asked = TaskPatchSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        said, now, actor = asked.validated_data, timezone.now(), actor_of(request)
        if not may_work(request.user, task):
            raise PermissionDenied
        if {"owner", "move_days"} & said.keys() and not is_allowed(request.user, Permission.EDIT_PLAN):
            raise PermissionDenied
        wants_check = task.check_code and said.get("state") == TaskState.DONE
        checks = task_sets.checks_by_code(task.campaign, now) if wants_check else {}
        try:
            with transaction.atomic():
                if "owner" in said:
                    task_services.assign_task(task=task, actor=actor, owner=_person(said["owner"]), at=now)
                if said.get("move_days"):
                    task_services.move_task(task=task, actor=actor, days=said["move_days"], at=now)
                if "state" in said:
                    task_services.set_state(
                        task=task, actor=actor, state=said["state"], reason=said["reason"], at=now, checks=checks
                    )
        except PlanError as refused:
            raise _invalid(refused, with_costs=sees_costs(request.user)) from None
        return Response(_given(_task(pk, task_id)))


class TaskCommentsView(APIView):
    """What happened to a task and what was said about it."""

    permission_by_method = {"GET": Permission.VIEW_PLAN, "POST": Permission.WORK_TASKS}

    @extend_schema(operation_id="task_comments_list", responses={200: CommentSerializer(many=True)} | REFUSED)
    def get(self, request: Request, pk: int, task_id: int) -> Response:
        """List everything that happened to a task, the first first."""
        events = _task(pk, task_id).events.select_related("actor").order_by("pk")
        return Response([_comment(event, request) for event in events])

    @extend_schema(
        operation_id="task_comments_create",
        request=CommentSerializer,
        responses={201: CommentSerializer, 400: WhyNotSerializer} | REFUSED,
    )
    def post(self, request: Request, pk: int, task_id: int) -> Response:
        """Say something about a task."""
        task = _task(pk, task_id)
        if not may_work(request.user, task):
            raise PermissionDenied
        asked = CommentSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        text = asked.validated_data["text"]
        made = task_services.comment_task(task=task, actor=actor_of(request), text=text, at=timezone.now())
        return Response(_comment(made, request), status=201)


def _task(pk: int, task_id: int) -> Task:
    return get_object_or_404(Task.objects.select_related("campaign", "owner"), campaign_id=pk, pk=task_id)


def _given(task: Task) -> Any:
    return TaskSerializer(task_of(rows_of([task], at=timezone.now())[0])).data


def _comment(event: Any, request: Request) -> Any:
    by = event.actor.username if event.actor else None
    text = event_words(event, with_costs=sees_costs(request.user))
    return CommentSerializer({"id": event.pk, "at": event.at, "by": by, "kind": event.kind, "text": text}).data


def _person(username: str | None) -> User | None:
    if username is None:
        return None
    found = User.objects.filter(username=username, is_active=True).first()
    if found is None:
        raise ValidationError({"owner": ["There is no such person who may sign in."]})
    return found


def _invalid(refused: PlanError, *, with_costs: bool = True) -> ValidationError:
    found: dict[str, list[str]] = {}
    for problem in refused.problems:
        found.setdefault(problem.field or "detail", []).append(task_sentence(problem, with_costs=with_costs))
    return ValidationError(found)
