"""The weights of the selection score."""

from django import forms
from django.utils.translation import gettext as _

from common.forms import InkForm
from inventory.rules.market import GROUPS, WEIGHTS
from inventory.words.selection import COMPONENTS


class WeightsForm(InkForm):
    """One whole number a component; their proportion counts, so they need not add up to 100."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for names in GROUPS.values():
            for name in names:
                field = forms.IntegerField(label=COMPONENTS[name], min_value=0, max_value=100)
                field.widget.attrs["class"] = "input"
                self.fields[name] = field

    @classmethod
    def of(cls, weights: dict[str, int]) -> "WeightsForm":
        """Return the form as the weights stand."""
        return cls(initial=weights)

    def clean(self) -> dict[str, int]:
        """Refuse weights that are all nothing."""
        cleaned: dict[str, int] = super().clean() or {}
        if not self.errors and not any(cleaned.get(name) for name in WEIGHTS):
            self.add_error("rank", _("One weight at least is above 0."))
        return cleaned
