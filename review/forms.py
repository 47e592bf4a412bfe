"""The form in which a person tells the costs of a sale that no file tells."""

from typing import Any

from django import forms

from common.money import exponent_of, from_minor, to_minor
from review.models import ToldCost


class CostForm(forms.Form):
    """An amount for each cost that may be told, in the currency of the sale; empty: not known."""

    def __init__(self, *args: Any, currency: str, told: dict[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._exponent = exponent_of(currency)
        for name, label in ToldCost.Name.choices:
            self.fields[name] = forms.DecimalField(
                label=f"{label}, {currency}", required=False, min_value=0, max_digits=14, decimal_places=self._exponent
            )
            self.fields[name].widget.attrs["class"] = "input"
            self.initial[name] = from_minor(told[name], self._exponent) if name in told else None

    def amounts(self) -> dict[str, int | None]:
        """Return what was told, in minor units; None: not known."""
        values = self.cleaned_data
        return {
            name: None if values[name] is None else to_minor(values[name], self._exponent)
            for name, _label in ToldCost.Name.choices
        }
