"""A stocktake that is opened, and what is counted in it."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import InkForm
from inventory.forms.products import categories
from inventory.models import Occasion
from inventory.services import MOST_UNITS, Again
from orders.models import Shop

MOST_SKUS = 20_000


class StocktakeForm(InkForm):
    """What is counted, where and why. A list of SKUs has the word over the category."""

    name = forms.CharField(label=_("Name"), max_length=100)
    place = forms.CharField(label=_("Place"), max_length=100, required=False, help_text=_("as your stock lists name it"))
    occasion = forms.ChoiceField(label=_("Occasion"), choices=Occasion.choices)
    campaign_no = forms.IntegerField(
        label=_("Number of the sale"), min_value=0, required=False, help_text=_("so that before and after are compared")
    )
    category = forms.ChoiceField(label=_("Category"), required=False)
    skus = forms.CharField(
        label=_("Only these SKUs"),
        required=False,
        help_text=_("one a line, or with commas between; empty: the whole category, or everything on sale"),
        widget=forms.Textarea(attrs={"class": "input", "rows": 3}),
    )

    def __init__(self, *args: Any, shop: Shop, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["category"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [("", _("all categories")), *((name, name) for name in categories(shop))]

    def clean_campaign_no(self) -> int:
        """Take an empty field for no sale."""
        return self.cleaned_data["campaign_no"] or 0

    def clean_skus(self) -> list[str]:
        """Read the SKUs, each once, in the order they were written."""
        found = list(
            dict.fromkeys(part.strip() for part in re.split(r"[\n\r,;，；\t]+", self.cleaned_data["skus"]) if part.strip())
        )
        if len(found) > MOST_SKUS:
            raise forms.ValidationError(_("These are too many SKUs for one stocktake; count a category at a time."))
        return found


class CountingForm(InkForm):
    """One count of a phone or a scanner."""

    sku = forms.CharField(
        label=_("Scan or type the SKU"),
        max_length=100,
        widget=forms.TextInput(
            attrs={
                "class": "input counting__sku", "autocomplete": "off", "autocapitalize": "off", "spellcheck": "false",
                "enterkeyhint": "next",
            }
        ),
    )  # fmt: skip
    units = forms.IntegerField(
        label=_("Pieces"),
        min_value=0,
        max_value=MOST_UNITS,
        widget=forms.NumberInput(attrs={"class": "input counting__units", "inputmode": "numeric", "enterkeyhint": "done"}),
    )
    again = forms.ChoiceField(choices=[(one.value, "") for one in Again], required=False)
    seen = forms.IntegerField(required=False)
    is_new = forms.BooleanField(required=False)
