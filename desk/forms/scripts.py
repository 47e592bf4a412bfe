"""The form of one script."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import InkForm
from desk.models import Script, ScriptLanguage, Situation
from desk.rules.scripts import LONGEST, script_problem
from desk.words.fields import problem_words

_LIST = re.compile(r"[,;，；、\n]+")
MOST_TIERS = 12


def read_tiers(text: str) -> list[str]:
    """Return the tiers of a typed list, each once.

    >>> read_tiers("gold, Silver；gold")
    ['gold', 'Silver']
    """
    return list(dict.fromkeys(part.strip()[:40] for part in _LIST.split(text) if part.strip()))[:MOST_TIERS]


class ScriptForm(InkForm):
    """One script: when it is said, to whom, in which language, and the text."""

    title = forms.CharField(label=_("Title"), max_length=80)
    situation = forms.ChoiceField(label=_("Situation"), choices=Situation.choices)
    language = forms.ChoiceField(label=_("Language"), choices=ScriptLanguage.choices)
    tiers = forms.CharField(
        label=_("Only for these buyer tiers"), required=False, max_length=300,
        help_text=_("Names of tiers with commas between; empty: for everybody."),
    )  # fmt: skip
    text = forms.CharField(
        label=_("Text"), max_length=LONGEST, strip=True,
        widget=forms.Textarea(attrs={"class": "input", "rows": 5}),
        help_text=_("A field is a name in braces, as {buyer}."),
    )  # fmt: skip
    place = forms.IntegerField(
        label=_("Place"), min_value=0, max_value=9999, initial=100, help_text=_("Smaller numbers come first.")
    )
    is_active = forms.BooleanField(label=_("in use"), required=False, initial=True)

    def clean_tiers(self) -> list[str]:
        """Read the list of tiers."""
        return read_tiers(self.cleaned_data["tiers"])

    def clean_text(self) -> str:
        """Refuse a text with a field nobody knows, and say which there are."""
        text: str = self.cleaned_data["text"].replace("\r\n", "\n")
        problem = script_problem(text)
        if problem is not None:
            raise forms.ValidationError(problem_words(problem))
        return text


def initial_of(script: Script) -> dict[str, Any]:
    """Return a script as the form shows it."""
    told = {name: getattr(script, name) for name in ("title", "situation", "language", "text", "place", "is_active")}
    return told | {"tiers": ", ".join(script.tiers)}
