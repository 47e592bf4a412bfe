"""What a person says about an order by hand."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import InkForm
from orders.models import Shop


class ActForm(InkForm):
    """Hold an order, or let it go, with a reason."""

    shop = forms.ModelChoiceField(Shop.objects.all(), label=_("Shop"), empty_label=None)
    order_no = forms.CharField(label=_("Order number"), max_length=100)
    reason = forms.CharField(label=_("Reason"), max_length=200, help_text=_("stays on record with your name"))
