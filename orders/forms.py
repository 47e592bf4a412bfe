"""Making a shop."""

from typing import Any

from babel.numbers import is_currency
from django import forms
from django.utils.translation import gettext_lazy as _

from common.windows import validate_zone
from orders.models import Shop


class ShopForm(forms.Form):
    """A shop's name, platform, currency and clock. None of them can be changed once files were read with it."""

    name = forms.CharField(max_length=100, label=_("Name"))
    platform = forms.CharField(max_length=30, required=False, label=_("Platform"))
    currency = forms.CharField(
        max_length=3, min_length=3, initial="CNY", label=_("Currency"), help_text=_("Three letters, like CNY.")
    )
    time_zone = forms.CharField(
        max_length=50,
        initial="Asia/Shanghai",
        label=_("Time zone"),
        help_text=_("The clock its files are on, like Asia/Shanghai."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["class"] = "input"

    def clean_name(self) -> str:
        """Refuse a name that is taken."""
        name = str(self.cleaned_data["name"]).strip()
        if Shop.objects.filter(name=name).exists():
            raise forms.ValidationError(_("There is a shop of this name already."))
        return name

    def clean_currency(self) -> str:
        """Refuse what is no currency."""
        currency = str(self.cleaned_data["currency"]).upper()
        if not is_currency(currency):
            raise forms.ValidationError(_("%(code)s is not the code of a currency."), params={"code": currency})
        return currency

    def clean_time_zone(self) -> str:
        """Refuse a clock whose hours cannot be kept."""
        try:
            return validate_zone(str(self.cleaned_data["time_zone"]).strip())
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error
