"""The facts of one product as they are typed into its page."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import InkForm
from common.money import exponent_of, from_minor
from inventory.forms.amounts import read_price
from inventory.models import Product, ProductKind, ProductStatus, ProductTier
from inventory.rules.products import COSTS, MONEY
from orders.models import Shop

UNITS = ("pack_units", "alert_units")
_AMOUNT = {"class": "input", "inputmode": "decimal", "autocomplete": "off"}
_WHOLE = {"class": "input", "inputmode": "numeric", "autocomplete": "off"}


class FactsForm(InkForm):
    """Every field a person may set. What is empty is unknown; `with_costs` False leaves the costs out."""

    title = forms.CharField(label=_("Title"), max_length=300, required=False)
    category = forms.CharField(label=_("Category"), max_length=100, required=False)
    tier = forms.ChoiceField(label=_("Tier"), required=False, choices=[("", _("no tier")), *ProductTier.choices])
    cost_minor = forms.CharField(label=_("Cost"), max_length=30, required=False, widget=forms.TextInput(attrs=_AMOUNT))
    list_price_minor = forms.CharField(
        label=_("List price"), max_length=30, required=False, widget=forms.TextInput(attrs=_AMOUNT)
    )
    floor_minor = forms.CharField(label=_("Floor price"), max_length=30, required=False, widget=forms.TextInput(attrs=_AMOUNT))
    supplier = forms.CharField(label=_("Supplier"), max_length=200, required=False)
    pack_units = forms.IntegerField(
        label=_("Pieces in a carton"), required=False, min_value=1, max_value=1_000_000, widget=forms.TextInput(attrs=_WHOLE)
    )
    alert_units = forms.IntegerField(
        label=_("Alert line in pieces"), required=False, min_value=0, max_value=1_000_000_000,
        widget=forms.TextInput(attrs=_WHOLE), help_text=_("empty: worked out from the sales"),
    )  # fmt: skip
    kind = forms.ChoiceField(label=_("Kind"), choices=ProductKind.choices)
    status = forms.ChoiceField(label=_("Status"), choices=ProductStatus.choices)

    def __init__(self, *args: Any, shop: Shop, with_costs: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shop = shop
        if not with_costs:
            for name in COSTS:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Read the amounts in minor units; an empty one is unknown."""
        cleaned: dict[str, Any] = super().clean() or {}
        for name in MONEY:
            text = cleaned.get(name)
            if text is None:
                continue
            try:
                cleaned[name] = read_price(text, self.shop.currency) if text.strip() else None
            except forms.ValidationError as wrong:
                self.add_error(name, wrong)
        return cleaned


def facts_of(product: Product) -> dict[str, str]:
    """Return the fields of a product as they are typed; unknown is empty."""
    exponent = exponent_of(product.shop.currency)
    texts = {name: getattr(product, name) for name in ("title", "category", "tier", "kind", "status")}
    texts["supplier"] = product.supplier.name if product.supplier else ""
    for name in MONEY:
        minor = getattr(product, name)
        texts[name] = "" if minor is None else f"{from_minor(minor, exponent)}"
    for name in UNITS:
        units = getattr(product, name)
        texts[name] = "" if units is None else f"{units}"
    return texts


def typed_changes(typed: Mapping[str, str], was: Mapping[str, str], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values whose text is not what the page showed: only they are written."""
    return {name: value for name, value in values.items() if typed.get(name, "").strip() != was.get(name, "").strip()}


def met_fields(changes: Mapping[str, Any], typed: Mapping[str, str], was: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """Return the fields typed here that somebody else wrote meanwhile as something else."""
    return [name for name in changes if now.get(name, "") not in {was.get(name, ""), typed.get(name, "").strip()}]
