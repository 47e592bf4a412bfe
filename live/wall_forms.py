"""What is typed to make a screen for a wall, and to pin a note."""

import datetime as dt
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign
from common.forms import InkForm
from live.models import GREY_AFTER_MINUTES, LONGEST_NOTE


def _minute(value: dt.time | None) -> int | None:
    return None if value is None else value.hour * 60 + value.minute


class WallForm(InkForm):
    """A new screen: where it hangs, what it shows, when it turns grey, when it sleeps."""

    name = forms.CharField(
        label=_("Where it hangs"), max_length=60, widget=forms.TextInput(attrs={"class": "input"}), help_text=_("War room, left")
    )
    campaign = forms.ModelChoiceField(
        label=_("Sale"),
        queryset=Campaign.objects.none(),
        required=False,
        empty_label=_("the sale at hand"),
        widget=forms.Select(attrs={"class": "input"}),
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, widget=forms.Select(attrs={"class": "input"}))
    hides_amounts = forms.BooleanField(
        label=_("Hide amounts"), required=False, help_text=_("shares of the target only; no amount leaves the server")
    )
    grey_after = forms.IntegerField(
        label=_("Turns grey when data are older than, minutes"),
        min_value=5,
        max_value=1440,
        initial=GREY_AFTER_MINUTES,
        widget=forms.NumberInput(attrs={"class": "input", "inputmode": "numeric"}),
    )
    night_from = forms.TimeField(
        label=_("Dark from"), required=False, widget=forms.TimeInput(attrs={"class": "input", "type": "time"})
    )
    night_to = forms.TimeField(
        label=_("Dark until"),
        required=False,
        widget=forms.TimeInput(attrs={"class": "input", "type": "time"}),
        help_text=_("by the clock of the sale; both empty: never"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sales = Campaign.objects.order_by("-starts_at")
        self.fields["campaign"].queryset = sales  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse a night with one end."""
        said = super().clean() or self.cleaned_data
        if (said.get("night_from") is None) != (said.get("night_to") is None):
            self.add_error("night_to", _("A night needs both ends, or none."))
        return said

    def values(self) -> dict[str, Any]:
        """Return what `make_wall` takes."""
        said = dict(self.cleaned_data)
        return {**said, "night_from": _minute(said["night_from"]), "night_to": _minute(said["night_to"])}


class NoteForm(InkForm):
    """A note and its minute, by the clock of the sale; an empty minute is now."""

    text = forms.CharField(label=_("Note"), max_length=LONGEST_NOTE, widget=forms.TextInput(attrs={"class": "input"}))
    minute = forms.DateTimeField(
        label=_("Minute"),
        required=False,
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
        widget=forms.DateTimeInput(attrs={"class": "input", "type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
