"""The forms of the shifts: what they are worked out from, a person of customer service, a place."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.forms.fields import PercentField
from campaigns.models import ServicePerson, ServiceRole, ShiftSettings
from campaigns.parts.shifts import LABELS
from campaigns.rules.problems import Problem
from campaigns.services.shifts import PersonDraft
from campaigns.words.shifts import PROBLEMS, half_hour_words, problem_words
from common.forms import InkForm

SHARES = ("answered_share", "busiest_share", "away_share", "reserve_share")
GROUPS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (
        _("What comes"),
        (
            "presale_rate",
            "presale_seconds",
            "aftersale_rate",
            "aftersale_seconds",
            "aftersale_hours",
            "chase_rate",
            "chase_seconds",
        ),
    ),
    (
        _("What is promised"),
        ("answered_share", "answer_seconds", "busiest_share", "chats_at_once", "away_share", "reserve_share"),
    ),
    (
        _("Shifts and rest"),
        ("moments", "shortest_hours", "longest_hours", "rest_hours", "most_in_a_week", "most_nights_in_a_week"),
    ),
)
HELP = {
    "presale_rate": _("Empty: the planned inquiries count."),
    "busiest_share": _("Nobody works longer than this share of the time, also when it would be enough."),
    "reserve_share": _("At least one in ten stays ready to be called."),
    "moments": _("Empty: proposed in the troughs. Else three times on half hours, like 4:30, 13:00, 20:30."),
    "chats_at_once": _("Own reminders are written one by one."),
}


class MomentsField(forms.CharField):
    """Three times of the day on half hours, as half hours since midnight."""

    def to_python(self, value: Any) -> Any:
        """Return the half hours, ascending; an empty list for nothing."""
        found = []
        for text in re.split(r"[,，、;\s]+", str(value or "").strip()):
            if not text:
                continue
            time = re.fullmatch(r"(\d{1,2})[:：](00|30)", text)
            if time is None or int(time[1]) > 23:
                raise forms.ValidationError(PROBLEMS["moments_not_three"], code="invalid")
            found.append(int(time[1]) * 2 + (time[2] == "30"))
        return sorted(found)

    def prepare_value(self, value: Any) -> Any:
        """Write half hours as times."""
        return ", ".join(half_hour_words(place) for place in value) if isinstance(value, list) else value


class ShiftSettingsForm(InkForm):
    """Every figure the shifts are worked out from, in three groups."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in LABELS.items():
            self.fields[name] = _field(name, label)
            self.fields[name].widget.attrs.setdefault("class", "input")

    def groups(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """Return the fields in groups, each with its heading."""
        return [(title, [self[name] for name in names]) for title, names in GROUPS]

    def take(self, problems: Iterable[Problem]) -> None:
        """Show problems at the fields they belong to."""
        for problem in problems:
            self.add_error(problem.field if problem.field in self.fields else None, problem_words(problem))


def initial_of(settings: ShiftSettings) -> dict[str, Any]:
    """Return the settings as a person would write them: shares in per cent, no needless zeros."""
    found: dict[str, Any] = {}
    for name in LABELS:
        value = getattr(settings, name)
        if name in SHARES:
            found[name] = f"{(value * 100).normalize():f}"
        elif hasattr(value, "normalize"):
            found[name] = f"{value.normalize():f}"
        else:
            found[name] = value
    return found


class PersonForm(InkForm):
    """One person of customer service."""

    name = forms.CharField(label=_("Name"), max_length=80)
    roles = forms.MultipleChoiceField(label=_("Can do"), choices=ServiceRole.choices, widget=forms.CheckboxSelectMultiple)
    works_nights = forms.BooleanField(label=_("Works at night"), required=False, initial=True)
    away = forms.CharField(
        label=_("Away on"), max_length=400, required=False, help_text=_("Days like 2026-11-11, with commas between them.")
    )
    is_active = forms.BooleanField(label=_("Works here"), required=False, initial=True)

    def clean_away(self) -> list[date]:
        """Return the days."""
        found = []
        for text in re.split(r"[,，、;\s]+", self.cleaned_data["away"].strip()):
            if text:
                try:
                    found.append(date.fromisoformat(text))
                except ValueError:
                    raise forms.ValidationError(PROBLEMS["date_unreadable"], code="invalid") from None
        return found

    def draft(self) -> PersonDraft:
        """Return what was written."""
        return PersonDraft(**self.cleaned_data)

    def take(self, problems: Iterable[Problem]) -> None:
        """Show problems at the fields they belong to."""
        for problem in problems:
            self.add_error(problem.field if problem.field in self.fields else None, problem_words(problem))


def person_initial(person: ServicePerson) -> Mapping[str, Any]:
    """Return a person as the form shows them."""
    return {
        "name": person.name,
        "roles": person.roles,
        "works_nights": person.works_nights,
        "away": ", ".join(person.away),
        "is_active": person.is_active,
    }


class PlaceForm(forms.Form):
    """A person for an open place."""

    shift = forms.IntegerField(min_value=1)
    role = forms.ChoiceField(choices=ServiceRole.choices)
    person = forms.IntegerField(min_value=1)


def _field(name: str, label: Any) -> forms.Field:
    text = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    words = HELP.get(name, "")
    if name == "moments":
        return MomentsField(label=label, required=False, max_length=40, help_text=words)
    if name in SHARES:
        return PercentField(label=label, min_value=0, max_value=1, help_text=words)
    model = ShiftSettings._meta.get_field(name)
    if name.endswith("_rate"):
        return forms.DecimalField(
            label=label, min_value=0, max_value=100, decimal_places=5, required=not model.null, widget=text, help_text=words
        )
    if name in {"shortest_hours", "longest_hours"}:
        return forms.DecimalField(label=label, min_value=1, max_value=24, decimal_places=1, widget=text, help_text=words)
    return forms.IntegerField(label=label, min_value=0, max_value=86_400, widget=text, help_text=words)
