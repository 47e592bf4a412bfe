"""The form of a year's target."""

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.forms.fields import MoneyField
from common.forms import InkForm


class YearTargetForm(InkForm):
    """What a year should bring; empty takes the target away. `seen` is the target the page showed, minor units or empty."""

    year = forms.IntegerField(min_value=2000, max_value=2100, widget=forms.HiddenInput)
    currency = forms.RegexField(r"^[A-Z]{3}$", widget=forms.HiddenInput)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    revenue = MoneyField(label=_("Revenue target of the year"), required=False)
