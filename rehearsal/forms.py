"""What is asked for on the page: which day, how fast, what goes wrong and when."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import InkForm
from rehearsal.models import DaySource
from rehearsal.rules.faults import KINDS, LASTS, USUAL_SHARE, WITH_SHARE, WITH_SUBJECT, BadFault, Fault
from rehearsal.words import KIND_WORDS

SPEEDS = ((60, _("an hour a minute")), (10, _("ten minutes a minute")), (1, _("as it goes")), (600, _("ten hours a minute")))
_TIME = {"class": "input", "inputmode": "numeric", "placeholder": "10:30", "size": "6"}


class RehearsalForm(InkForm):
    """A rehearsal of one sale. Times count from the start of the sale; a fault is planted where its time is filled in."""

    day = forms.ChoiceField(label=_("The day"), choices=DaySource.choices)
    speed = forms.TypedChoiceField(label=_("Speed"), choices=SPEEDS, coerce=int)
    tick = forms.IntegerField(label=_("Exports every"), min_value=1, max_value=60, initial=10, help_text=_("minutes"))
    first = forms.CharField(label=_("From"), initial="8:00", widget=forms.TextInput(attrs=_TIME), help_text=_("after the start"))
    until = forms.CharField(
        label=_("Until"), initial="14:00", widget=forms.TextInput(attrs=_TIME), help_text=_("after the start")
    )
    seed = forms.IntegerField(label=_("Number of the dice"), min_value=1, max_value=10**6, initial=1)

    def __init__(self, *args: Any, has_earlier: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_earlier:
            day = self.fields["day"]
            assert isinstance(day, forms.ChoiceField)  # noqa: S101 - declared above
            day.choices = [choice for choice in DaySource.choices if choice[0] != DaySource.LAST]
        for kind in KINDS:
            self.fields[f"{kind}_at"] = forms.CharField(
                label=_("begins"), max_length=6, required=False, widget=forms.TextInput(attrs=_TIME)
            )
            if kind in WITH_SHARE:
                self.fields[f"{kind}_share"] = forms.IntegerField(
                    label=_("percent lost"), min_value=5, max_value=100, required=False, initial=round(USUAL_SHARE * 100)
                )
            if kind in WITH_SUBJECT:
                self.fields[f"{kind}_of"] = forms.CharField(label=SUBJECT_WORDS[kind], max_length=100, required=False)
        for field in self.fields.values():
            field.widget.attrs.setdefault("class", "input")

    def clean(self) -> dict[str, Any]:
        """Read the times; gather the faults."""
        said: dict[str, Any] = super().clean() or {}
        for name in ("first", "until", *(f"{kind}_at" for kind in KINDS)):
            if said.get(name):
                try:
                    said[name] = minutes_of(said[name])
                except BadFault as bad:
                    self.add_error(name, str(bad))
        if not self.errors:
            said["faults"] = [self._fault(kind, said) for kind in KINDS if said.get(f"{kind}_at") not in {None, ""}]
        return said

    def _fault(self, kind: str, said: dict[str, Any]) -> Fault:
        share = (said.get(f"{kind}_share") or round(USUAL_SHARE * 100)) / 100
        return Fault(kind, said[f"{kind}_at"], LASTS[kind], share, (said.get(f"{kind}_of") or "").strip())

    def faults(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Return each kind of fault in words with its fields, for the page."""
        parts = ("at", "share", "of")
        return [
            (KIND_WORDS[kind], [self[f"{kind}_{part}"] for part in parts if f"{kind}_{part}" in self.fields]) for kind in KINDS
        ]


SUBJECT_WORDS = {"traffic": _("channel (empty: the largest)"), "stock_out": _("SKU (empty: the one most bought)")}


def minutes_of(text: str) -> int:
    """Read H:MM as minutes; raises BadFault with a sentence.

    >>> minutes_of("10:30"), minutes_of("9"), minutes_of("26:05")
    (630, 540, 1565)
    """
    hours, _colon, minutes = text.strip().replace("：", ":").partition(":")
    if not (hours.isdecimal() and len(hours) <= 3 and (minutes == "" or (minutes.isdecimal() and len(minutes) <= 2))):
        raise BadFault(_("Write a time like 9:30, counted from the start of the sale."))
    if int(minutes or 0) > 59:
        raise BadFault(_("An hour has 60 minutes."))
    return int(hours) * 60 + int(minutes or 0)
