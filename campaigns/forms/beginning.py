"""The form of a clone: the new sale's name and day, and what its target begins from."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.forms.fields import PercentField, day_input
from common.forms import InkForm


class CloneForm(InkForm):
    """A clone of a past sale."""

    name = forms.CharField(label=_("Name of the sale"), max_length=120)
    starts_on = forms.DateField(label=_("Starts on"), widget=day_input())
    growth = PercentField(
        label=_("Growth of the target, %"), min_value=Decimal("-0.99"), max_value=Decimal(10), initial="0", required=False
    )
    begin_from = forms.ChoiceField(
        label=_("The target begins from"),
        choices=[("target", _("the target it had")), ("actual", _("what it really sold"))],
        widget=forms.RadioSelect,
    )
    follow_curve = forms.BooleanField(label=_("Let the hours follow those of the earlier sale"), required=False)
