"""The form of the page of words: one choice for each word of a file that nobody explained yet."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from imports.models import ImportJob
from imports.prepare import HeldWord
from imports.remembering import MEANINGS, held_words, taught_words


@dataclass(frozen=True)
class WordRow:
    """One line of the page: the word, the field that asks for its meaning, where it stands first and on how many rows."""

    word: str
    column: str
    rows: int
    line: int
    field: forms.BoundField


class TeachForm(forms.Form):
    """What the unknown words of one file mean. A word without a choice stays held; at least one must have one."""

    def __init__(self, *args: Any, job: ImportJob, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.words = held_words(job)
        known = taught_words(job.format_key)
        for number, held in enumerate(self.words):
            states = MEANINGS[held.about]
            choices = [("", _("I do not know: hold it")), *((str(int(one)), one.label) for one in states if one != states.HELD)]
            field = forms.ChoiceField(label=held.word, choices=choices, required=False)
            field.initial = str(known.get(held.about, {}).get(held.folded, ""))
            field.widget.attrs["class"] = "input"
            self.fields[f"meaning_{number}"] = field

    @property
    def rows(self) -> list[WordRow]:
        """Give the lines of the page."""
        return [
            WordRow(held.word, held.column, held.rows, held.example_line, self[f"meaning_{number}"])
            for number, held in enumerate(self.words)
        ]

    def clean(self) -> dict[str, Any]:
        """Want at least one word explained: else nothing would be read another way."""
        cleaned: dict[str, Any] = self.cleaned_data
        if not self.errors and not any(cleaned.values()):
            raise forms.ValidationError(_("Choose what at least one of the words means."))
        return cleaned

    def told(self) -> list[tuple[HeldWord, int]]:
        """Give each word that was explained with the number of its state."""
        chosen = [self.cleaned_data[f"meaning_{number}"] for number in range(len(self.words))]
        return [(held, int(meaning)) for held, meaning in zip(self.words, chosen, strict=True) if meaning]
