"""Forms in the look of the house: every widget carries the classes of `components.css`."""

from typing import Any

from django import forms


class InkForm(forms.Form):
    """A form whose fields are drawn by `components/field.html`: label, widget, help and error bound together."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if not isinstance(field.widget, (forms.CheckboxInput, forms.CheckboxSelectMultiple, forms.RadioSelect)):
                field.widget.attrs.setdefault("class", "input")
