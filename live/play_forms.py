"""What is typed to take a card and to write one."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.departments import Department
from accounts.models import User
from common.forms import InkForm
from live.models import PlayBasis, PlayCause, PlaySide
from live.page.play_words import written_threshold
from live.plays import Card
from live.queries.plays import people_of, steps_of
from live.rules.plays.trigger import PLANNED
from metrics.definitions import METRICS


class TakeForm(InkForm):
    """Who does each step of a card; nobody is allowed, and is shown as nobody."""

    def __init__(self, *args: Any, card: Card, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = people_of(sorted({step.department for step in card.steps}))
        for place, step in enumerate(card.steps):
            chosen = people[step.department]
            self.fields[f"owner_{place}"] = forms.ModelChoiceField(
                queryset=User.objects.filter(pk__in=[person.pk for person in chosen]),
                required=False,
                label=step.text,
                help_text=Department(step.department).label,
                empty_label=_("nobody yet"),
                initial=chosen[0].pk if chosen else None,
                widget=forms.Select(attrs={"class": "input"}),
            )

    def owners(self) -> dict[int, User]:
        """Return the owner of each step by its place."""
        chosen = {int(name.removeprefix("owner_")): person for name, person in self.cleaned_data.items()}
        return {place: person for place, person in chosen.items() if person is not None}


class CardForm(InkForm):
    """A card of the house."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=160)
    cause = forms.ChoiceField(label=gettext_lazy("The diagnosis says"), choices=PlayCause.choices)
    metric = forms.ChoiceField(label=gettext_lazy("Metric"), choices=[(name, each.label) for name, each in METRICS.items()])
    side = forms.ChoiceField(label=gettext_lazy("Lies"), choices=PlaySide.choices)
    threshold = forms.DecimalField(
        label=gettext_lazy("Threshold"),
        max_digits=14,
        decimal_places=4,
        min_value=0,
        help_text=gettext_lazy("per cent of the plan; else the value: money in whole units, shares in per cent"),
        widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"}),
    )
    basis = forms.ChoiceField(label=gettext_lazy("Held against"), choices=PlayBasis.choices)
    hours = forms.IntegerField(label=gettext_lazy("For so many hours"), min_value=1, max_value=24)
    department = forms.ChoiceField(label=gettext_lazy("Department"), choices=Department.choices)
    steps = forms.CharField(
        label=gettext_lazy("Steps"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=4000,
        help_text=gettext_lazy('One a line. "service: what to do" gives it to another department.'),
    )
    script = forms.CharField(
        label=gettext_lazy("What to say"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    cost = forms.CharField(label=gettext_lazy("What it costs"), required=False, max_length=300)
    undo = forms.CharField(label=gettext_lazy("How it is taken back"), required=False, max_length=300)
    is_active = forms.BooleanField(label=gettext_lazy("In use"), required=False)

    @classmethod
    def of(cls, card: Card, currency: str) -> "CardForm":
        """Return the form as a card stands."""
        when = card.when
        return cls(
            initial={
                "title": card.title,
                "cause": when.cause,
                "metric": when.metric,
                "side": when.side,
                "threshold": f"{written_threshold(when, currency):g}",
                "basis": PlayBasis.PLAN if when.percent is not None else PlayBasis.VALUE,
                "hours": when.hours,
                "department": card.department,
                "steps": "\n".join(
                    str(step.text) if step.department == card.department else f"{step.department}: {step.text}"
                    for step in card.steps
                ),
                "script": card.script,
                "cost": card.cost,
                "undo": card.undo,
                "is_active": card.is_active,
            }
        )

    def clean(self) -> dict[str, Any]:
        """Refuse a plan for a metric that has none, and a card without a step."""
        said = super().clean() or {}
        if said.get("basis") == PlayBasis.PLAN and said.get("metric") and said["metric"] not in PLANNED:
            self.add_error("basis", _("This metric has no plan; hold it against its own value."))
        steps = steps_of(said.get("steps", ""), said.get("department", ""))
        if said.get("steps") and (not steps or len(steps) > 10):
            self.add_error("steps", _("A card has one to ten steps."))
        return said
