"""What a sale taught, written down with its remedy and carried into the next plan (playbook C5)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.departments import Department
from campaigns.models.plan import Campaign
from campaigns.models.tasks import Task, TaskState


class LessonKind(models.TextChoices):
    """What kind of lesson it is."""

    SHORTCOMING = "shortcoming", _("Shortcoming")
    PAIN = "pain", _("Pain")
    MISTAKE = "mistake", _("Mistake")
    SUCCESS = "success", _("What worked")


IS_DONE = Q(task__state=TaskState.DONE) | Q(task__is_dropped=True) | Q(task=None, done_at__isnull=False)
"""Ticked off: by its task where it has one, else by hand; the same as `PlanLesson.is_done`."""


class LessonQuerySet(models.QuerySet["PlanLesson"]):
    """Filters that read after the dot."""

    def standing(self) -> "LessonQuerySet":
        """Keep lessons nobody has taken out."""
        return self.filter(dropped_at=None)

    def own(self) -> "LessonQuerySet":
        """Keep what the sale itself taught."""
        return self.filter(came_from=None)

    def carried(self) -> "LessonQuerySet":
        """Keep what came along from the sale before."""
        return self.filter(came_from__isnull=False)


class PlanLesson(models.Model):
    """A shortcoming or a success of a sale, with what to do about it, by whom, and which rule or default of the plan changes.

    In the sale it was learned in, `came_from` is empty; in a clone it is the lesson of the earlier sale, and an open point until
    it is done. `task` is the task it became there: done with it. `rule` names a rule of the playbook ("P8"). `change` names a
    default of the plan (`campaigns.rules.lesson_changes`), `value` what it becomes, in the default's unit; in a clone `was` is
    what stood there before, NULL where nothing did. One that is taken out stays as a row, so that it can be brought back.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="lessons")
    text = models.CharField(max_length=400)
    remedy = models.CharField(max_length=400, blank=True, default="")
    kind = models.CharField(max_length=12, choices=LessonKind.choices, default=LessonKind.SHORTCOMING)
    department = models.CharField(max_length=20, choices=Department.choices, default=Department.OPERATIONS)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    rule = models.CharField(max_length=4, blank=True, default="")
    change = models.CharField(max_length=60, blank=True, default="")
    value = models.FloatField(null=True, blank=True)
    was = models.FloatField(null=True, blank=True)
    came_from = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="carried")
    task = models.OneToOneField(Task, on_delete=models.SET_NULL, null=True, blank=True, related_name="lesson")
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    dropped_at = models.DateTimeField(null=True, blank=True)

    objects = LessonQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["department", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(change="") | Q(value__isnull=False), name="lesson_changes_to_a_value"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_done(self) -> bool:
        """Whether it is ticked off; where it became a task, the task has the word."""
        if self.task is not None:
            return self.task.state == TaskState.DONE or self.task.is_dropped
        return self.done_at is not None
