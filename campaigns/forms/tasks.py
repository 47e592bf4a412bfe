"""The forms of tasks: one task as a whole, how it stands, a comment, a link, and what is done to many at once."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.departments import Department
from accounts.models import User
from campaigns.forms.fields import ClockField, day_input
from campaigns.models import DueFrom, Task, TaskState
from campaigns.queries.tasks import TaskRow, title_of, what_of
from campaigns.rules.problems import Problem
from campaigns.services.tasks import TaskDraft
from campaigns.words.tasks import task_sentence
from common.forms import InkForm

COUNTED_FROM = [
    (DueFrom.START.value, _("days from its start")),
    (DueFrom.END.value, _("days from its end")),
    (DueFrom.DATE.value, _("on a date")),
]
OFFERED_STATES = [TaskState.TO_DO, TaskState.WORKING, TaskState.BLOCKED, TaskState.DONE]


class PersonField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Somebody who may sign in, by the name others read."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=User.objects.filter(is_active=True).order_by("first_name", "username"), **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        """Write the name with the department."""
        department = Department(obj.works_in).label if obj.works_in else ""
        return f"{obj.shown_name} ({department})" if department else str(obj.shown_name)


class TaskForm(InkForm):
    """One task. The days count from the sale, or a date of its own is given; what is not asked for is ignored."""

    title = forms.CharField(label=_("What is it called?"), max_length=200, required=False)
    department = forms.ChoiceField(label=_("Department"), choices=Department.choices)
    owner = PersonField(label=_("Owner"), required=False, empty_label=_("nobody yet"))
    what = forms.CharField(label=_("What to do"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))
    due_from = forms.ChoiceField(label=_("Due"), choices=COUNTED_FROM, initial=DueFrom.START)
    due_day = forms.IntegerField(
        label=_("Days"),
        required=False,
        help_text=_("Below zero before, above zero after: −14 is two weeks before. It moves with the sale."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    due_on = forms.DateField(label=_("Date"), required=False, widget=day_input())
    due_time = ClockField(label=_("At"), initial=24 * 60, required=False)
    check_code = forms.ChoiceField(
        label=_("Bound to the check"),
        required=False,
        help_text=_("When this check turns red, the task is opened again by itself."),
    )
    waits_for = forms.MultipleChoiceField(label=_("Waits for"), required=False, widget=forms.SelectMultiple(attrs={"size": 8}))

    def __init__(
        self, *args: Any, rows: Sequence[TaskRow], checks: Sequence[tuple[str, str]], task: Task | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["check_code"].choices = [("", _("none")), *checks]  # type: ignore[attr-defined]
        self.fields["waits_for"].choices = [  # type: ignore[attr-defined]
            (label, [(str(row.task.pk), row.title) for row in rows if row.task.department == value and row.task != task])
            for value, label in Department.choices
        ]
        if task is not None and task.code:
            self.fields["title"].help_text = _("Empty: the title of the template, in the reader's language.")
            self.fields["title"].widget.attrs["placeholder"] = title_of(Task(code=task.code))
            self.fields["what"].help_text = _("Empty: the words of the template.")
            self.fields["what"].widget.attrs["placeholder"] = what_of(Task(code=task.code))

    def draft(self) -> TaskDraft:
        """Return what was written."""
        said = self.cleaned_data
        return TaskDraft(
            department=said["department"],
            title=said["title"],
            what=said["what"],
            owner=said["owner"],
            due_from=said["due_from"],
            due_day=said["due_day"],
            due_on=said["due_on"],
            due_minute=24 * 60 if said["due_time"] is None else said["due_time"],
            check_code=said["check_code"],
            waits_for=tuple(int(pk) for pk in said["waits_for"]),
        )

    def take(self, problems: Iterable[Problem]) -> None:
        """Show problems at the fields they belong to."""
        for problem in problems:
            self.add_error(problem.field if problem.field in self.fields else None, task_sentence(problem))


class StateForm(InkForm):
    """How a task stands, and why where that is asked for."""

    state = forms.ChoiceField(choices=[(state.value, state.label) for state in OFFERED_STATES])
    reason = forms.CharField(max_length=300, required=False)


class CommentForm(InkForm):
    """Something to say about a task."""

    text = forms.CharField(label=_("Comment"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3}))


class LinkForm(InkForm):
    """The address of a file."""

    url = forms.CharField(label=_("Address"), max_length=1000, widget=forms.TextInput(attrs={"inputmode": "url"}))
    name = forms.CharField(label=_("Name"), max_length=120, required=False)


class BulkForm(InkForm):
    """What is done to the ticked tasks."""

    do = forms.ChoiceField(
        label=_("With the ticked tasks"),
        choices=[("assign", _("give to")), ("move", _("move by days")), ("done", _("call done"))],
    )
    owner = PersonField(label=_("Person"), required=False, empty_label=_("nobody"))
    days = forms.IntegerField(
        label=_("Days"),
        required=False,
        min_value=-400,
        max_value=400,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "placeholder": "±7"}),
    )


def initial_of(task: Task) -> dict[str, Any]:
    """Return what the form of a standing task shows first."""
    return {
        "title": task.title,
        "department": task.department,
        "owner": task.owner_id,
        "what": task.what,
        "due_from": task.due_from,
        "due_day": task.due_day,
        "due_on": task.due_on,
        "due_time": task.due_minute,
        "check_code": task.check_code,
        "waits_for": [str(pk) for pk in task.waits_for.values_list("pk", flat=True)],
    }
