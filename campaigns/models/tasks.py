"""What the departments have to do for a sale: tasks, who waits for whom, links, and everything that happened to each.

A due day is a whole day of the campaign's clock, counted from the day the sale starts or ends, or a date of its own; the
minute is one of that day (1440 is its end).
"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.departments import Department
from campaigns.models.plan import Campaign

END_OF_DAY = 24 * 60


class TaskState(models.TextChoices):
    """Where a task stands."""

    TO_DO = "to_do", _("To do")
    WORKING = "working", _("Working")
    BLOCKED = "blocked", _("Blocked")
    REOPENED = "reopened", _("Opened again")
    DONE = "done", _("Done")


class DueFrom(models.TextChoices):
    """What a due day is counted from."""

    START = "start", _("days from the start of the sale")
    END = "end", _("days from the end of the sale")
    DATE = "date", _("a date of its own")


class EventKind(models.TextChoices):
    """What happened to a task."""

    CREATED = "created", _("Set")
    CHANGED = "changed", _("Changed")
    COMMENT = "comment", _("Said")
    REOPENED = "reopened", _("Opened again by the data")
    UNDONE = "undone", _("Took the last change back")


class TaskQuerySet(models.QuerySet["Task"]):
    """Filters that read after the dot."""

    def wanted(self) -> "TaskQuerySet":
        """Keep tasks nobody has called needless."""
        return self.filter(is_dropped=False)

    def open(self) -> "TaskQuerySet":
        """Keep wanted tasks that are not done."""
        return self.wanted().exclude(state=TaskState.DONE)


class Task(models.Model):
    """One task of one department. `code` names the template it came from ("" for one's own); an empty title is the template's.

    `check_code` binds it to a check of the plan (`campaigns.checks`); `check_state` is what that check said when it was last
    looked at, `despite` why the task was called done although it was red.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="tasks")
    code = models.CharField(max_length=40, blank=True, default="")
    department = models.CharField(_("department"), max_length=20, choices=Department.choices)
    title = models.CharField(_("title"), max_length=200, blank=True, default="")
    what = models.TextField(_("what to do"), blank=True, default="")
    rule = models.CharField(max_length=4, blank=True, default="")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="sale_tasks",
        verbose_name=_("owner"),
    )
    due_from = models.CharField(max_length=5, choices=DueFrom.choices, default=DueFrom.START)
    due_day = models.SmallIntegerField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    due_minute = models.PositiveSmallIntegerField(default=END_OF_DAY)
    state = models.CharField(_("state"), max_length=10, choices=TaskState.choices, default=TaskState.TO_DO)
    blocked_by = models.CharField(max_length=300, blank=True, default="")
    despite = models.CharField(max_length=300, blank=True, default="")
    check_code = models.CharField(max_length=40, blank=True, default="")
    check_state = models.CharField(max_length=10, blank=True, default="")
    waits_for = models.ManyToManyField("self", symmetrical=False, related_name="holds_up", blank=True)
    is_dropped = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    objects = TaskQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "code"], condition=~Q(code=""), name="task_template_once_a_campaign"),
            models.CheckConstraint(condition=~Q(code="") | ~Q(title=""), name="task_has_a_title"),
            models.CheckConstraint(condition=Q(due_minute__lte=END_OF_DAY), name="task_due_inside_its_day"),
            models.CheckConstraint(
                condition=Q(due_from=DueFrom.DATE, due_on__isnull=False, due_day__isnull=True)
                | (~Q(due_from=DueFrom.DATE) & Q(due_on__isnull=True, due_day__isnull=False)),
                name="task_due_one_way",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["owner", "state"], name="task_of_owner")]

    def __str__(self) -> str:
        return self.title or self.code


class TaskEvent(models.Model):
    """One thing that happened to a task: a comment, or a change with what it was before and after.

    `text` is what a person wrote; `said` what the program says, as values of a sentence in `campaigns.words.tasks`.
    `actor` is None for the program itself. `is_undone` marks a change that was taken back.
    """

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=10, choices=EventKind.choices)
    text = models.TextField(blank=True, default="")
    said = models.JSONField(default=dict, blank=True)
    before = models.JSONField(default=dict, blank=True)
    after = models.JSONField(default=dict, blank=True)
    is_undone = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.task_id}"


class TaskLink(models.Model):
    """A file somewhere else that belongs to a task: an http or https address with a name."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="links")
    url = models.URLField(max_length=1000)
    name = models.CharField(max_length=120, blank=True, default="")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["task", "url"], name="task_link_once")]

    def __str__(self) -> str:
        return self.name or self.url
