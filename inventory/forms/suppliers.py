"""A supplier as it is typed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import InkForm
from inventory.models import Supplier
from inventory.services.suppliers import MOST_DAILY_UNITS, MOST_LEAD_DAYS


class SupplierForm(InkForm):
    """What is known of a supplier; an empty number is unknown."""

    name = forms.CharField(label=_("Name"), max_length=200)
    lead_days = forms.IntegerField(
        label=_("Days until delivery"), required=False, min_value=0, max_value=MOST_LEAD_DAYS, help_text=_("empty: nobody knows")
    )
    daily_units = forms.IntegerField(
        label=_("Pieces a day"), required=False, min_value=0, max_value=MOST_DAILY_UNITS,
        help_text=_("of all products together; empty: nobody knows"),
    )  # fmt: skip
    contact = forms.CharField(label=_("Contact"), max_length=200, required=False)
    note = forms.CharField(
        label=_("Note"), max_length=2000, required=False, widget=forms.Textarea(attrs={"class": "input", "rows": 2})
    )

    @classmethod
    def of(cls, supplier: Supplier, data: Any = None) -> "SupplierForm":
        """Return the form of a supplier that stands; its name is read only, product lists tell it."""
        names = ("name", "lead_days", "daily_units", "contact", "note")
        form = cls(data, initial={name: getattr(supplier, name) for name in names})
        form.fields["name"].disabled = True
        return form
