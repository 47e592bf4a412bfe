"""One form for a lesson: what happened, what to do next time, whose it is, and what it changes in the next plan."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.departments import Department
from campaigns.forms.tasks import PersonField
from campaigns.lesson_rights import may_write
from campaigns.models import Campaign, LessonKind, PlanLesson
from campaigns.rules.problems import Problem
from campaigns.services.lessons import LessonDraft
from campaigns.words.problems import sentence
from common.forms import InkForm
from common.permissions import sees_costs
from review.words.changes import choices, kept_value, shown_value


class LessonForm(InkForm):
    """A lesson as a person writes it; only the departments they may write for are offered."""

    text = forms.CharField(
        label=_("What happened"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 2, "data-first": ""})
    )
    remedy = forms.CharField(
        label=_("What to do next time"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=LessonKind.choices)
    department = forms.ChoiceField(label=_("Department"))
    owner = PersonField(label=_("Who sees to it"), required=False, empty_label=_("nobody yet"))
    rule = forms.CharField(
        label=_("Rule of the playbook"), max_length=4, required=False, help_text=_("such as P8; empty for none")
    )
    change = forms.ChoiceField(label=_("Changes in the next plan"), required=False)
    value = forms.DecimalField(
        label=_("To"), required=False, help_text=_("per cent, days (before the start: −14), money or pieces, as the default is")
    )

    def __init__(self, *args: Any, campaign: Campaign, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._currency = campaign.currency
        mine = [(value, label) for value, label in Department.choices if may_write(user, value)]
        cast("forms.ChoiceField", self.fields["department"]).choices = mine
        cast("forms.ChoiceField", self.fields["change"]).choices = choices(campaign, with_costs=sees_costs(user))
        if user.works_in:
            self.initial.setdefault("department", user.works_in)

    @classmethod
    def of(cls, lesson: PlanLesson, *, campaign: Campaign, user: Any) -> "LessonForm":
        """Return the form as a lesson stands."""
        said: dict[str, Any] = {
            name: getattr(lesson, name) for name in ("text", "remedy", "kind", "department", "owner", "rule", "change")
        }
        if lesson.change and lesson.value is not None:
            said["value"] = shown_value(lesson.change, lesson.value, campaign.currency)
        return cls(campaign=campaign, user=user, initial=said)

    def draft(self) -> LessonDraft:
        """Return what the services take."""
        said = self.cleaned_data
        change, typed = said["change"], said["value"]
        value = kept_value(change, typed, self._currency) if change and typed is not None else None
        rest = {name: said[name] for name in ("text", "remedy", "kind", "department", "owner", "rule")}
        return LessonDraft(**rest, change=change, value=value)

    def take(self, problems: Iterable[Problem]) -> None:
        """Show problems at the fields they belong to."""
        for problem in problems:
            self.add_error(problem.field if problem.field in self.fields else None, sentence(problem))
