"""The shape of tasks over REST. Moments are UTC, dates those of the sale's clock."""

from typing import Any

from rest_framework import serializers

from accounts.departments import Department
from accounts.models import User
from campaigns.models import DueFrom, TaskState
from campaigns.queries.tasks import TaskRow


class TaskSerializer(serializers.Serializer[dict[str, Any]]):
    """One task."""

    id = serializers.IntegerField()
    code = serializers.CharField(help_text="the template it came from; empty for one's own", allow_blank=True)
    department = serializers.ChoiceField(choices=Department.choices)
    title = serializers.CharField()
    what = serializers.CharField(allow_blank=True)
    rule = serializers.CharField(allow_blank=True)
    owner = serializers.CharField(allow_null=True, help_text="sign-in name")
    state = serializers.ChoiceField(choices=TaskState.choices)
    blocked_by = serializers.CharField(allow_blank=True)
    due_from = serializers.ChoiceField(choices=DueFrom.choices)
    due_day = serializers.IntegerField(allow_null=True)
    due_on = serializers.DateField()
    due_at = serializers.DateTimeField()
    days_late = serializers.IntegerField()
    check = serializers.CharField(allow_blank=True, help_text="code of the check it is bound to")
    waits_for = serializers.ListField(child=serializers.IntegerField(), help_text="open tasks that come first")
    version = serializers.IntegerField()


class NewTaskSerializer(serializers.Serializer[dict[str, Any]]):
    """A task to set. Either `due_day` (with `due_from` start or end) or `due_on` (with date)."""

    department = serializers.ChoiceField(choices=Department.choices)
    title = serializers.CharField(max_length=200)
    what = serializers.CharField(max_length=4000, allow_blank=True, required=False, default="")
    owner = serializers.CharField(allow_null=True, required=False, default=None)
    due_from = serializers.ChoiceField(choices=DueFrom.choices, required=False, default=DueFrom.START)
    due_day = serializers.IntegerField(allow_null=True, required=False, default=None)
    due_on = serializers.DateField(allow_null=True, required=False, default=None)
    due_minute = serializers.IntegerField(min_value=0, max_value=1440, required=False, default=1440)
    check = serializers.CharField(max_length=40, allow_blank=True, required=False, default="")
    waits_for = serializers.ListField(child=serializers.IntegerField(), required=False, default=list)


class TaskPatchSerializer(serializers.Serializer[dict[str, Any]]):
    """What is to change: how it stands (with a reason where one is asked for), whose it is, by how many days it moves."""

    state = serializers.ChoiceField(choices=TaskState.choices, required=False)
    reason = serializers.CharField(max_length=300, allow_blank=True, required=False, default="")
    owner = serializers.CharField(allow_null=True, required=False)
    move_days = serializers.IntegerField(min_value=-400, max_value=400, required=False)


class CommentSerializer(serializers.Serializer[dict[str, Any]]):
    """One thing that happened to a task, or was said about it."""

    id = serializers.IntegerField(read_only=True)
    at = serializers.DateTimeField(read_only=True)
    by = serializers.CharField(read_only=True, allow_null=True)
    kind = serializers.CharField(read_only=True)
    text = serializers.CharField(max_length=4000)


def task_of(row: TaskRow) -> dict[str, Any]:
    """Return a task as REST gives it."""
    task = row.task
    return {
        "id": task.pk,
        "code": task.code,
        "department": task.department,
        "title": row.title,
        "what": row.what,
        "rule": task.rule,
        "owner": task.owner.username if isinstance(task.owner, User) else None,
        "state": task.state,
        "blocked_by": task.blocked_by,
        "due_from": task.due_from,
        "due_day": task.due_day,
        "due_on": row.due_on,
        "due_at": row.due_at,
        "days_late": row.days_late,
        "check": task.check_code,
        "waits_for": [other.pk for other in row.waits],
        "version": task.version,
    }
