"""The form of a basket to try: products and pieces, who buys, when, with which coupons."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.forms.fields import ClockField, CountField, MoneyField, day_input, moment
from campaigns.models import Campaign
from campaigns.queries.baskets import Wanted
from campaigns.rules.pricing import OfferRule
from common.forms import InkForm
from common.money import exponent_of, to_minor

MOST_ROWS = 20
FREE_ROWS = 2


class BasketForm(InkForm):
    """A basket: rows `sku_1`, `units_1`, `price_1` and so on, and the circumstances."""

    buyer_tier = forms.CharField(label=_("Buyer tier"), max_length=60, required=False)
    on = forms.DateField(label=_("Ordered on"), widget=day_input(), required=False)
    time = ClockField(label=_("at"), required=False)
    freight = MoneyField(label=_("Freight"), required=False)
    deposit_paid = forms.BooleanField(label=_("The deposit was paid in advance"), required=False)
    coupons = forms.MultipleChoiceField(label=_("Claimed"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, campaign: Campaign, rules: Sequence[OfferRule], rows: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.campaign, self.count = campaign, min(rows, MOST_ROWS)
        for row in range(1, self.count + 1):
            self.fields[f"sku_{row}"] = forms.CharField(label=_("Product"), max_length=100, required=False)
            self.fields[f"units_{row}"] = CountField(label=_("Pieces"), min_value=1, max_value=100_000, required=False)
            self.fields[f"price_{row}"] = MoneyField(label=_("Other price"), required=False)
            for name in ("sku", "units", "price"):
                self.fields[f"{name}_{row}"].widget.attrs["class"] = "input"
            self.fields[f"sku_{row}"].widget.attrs |= {"list": "products", "autocomplete": "off"}
        held = [(rule.key, rule.name) for rule in rules if rule.needs_coupon]
        coupons = self.fields["coupons"]
        if not held:
            del self.fields["coupons"]
        elif isinstance(coupons, forms.MultipleChoiceField):
            coupons.choices = held

    @property
    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField, forms.BoundField]]:
        """The rows of products."""
        return [(self[f"sku_{row}"], self[f"units_{row}"], self[f"price_{row}"]) for row in range(1, self.count + 1)]

    def clean(self) -> dict[str, Any]:
        """Refuse a price below zero."""
        said = super().clean() or self.cleaned_data
        for row in range(1, self.count + 1):
            text = said.get(f"price_{row}")
            if text and to_minor(text) < 0:
                self.add_error(f"price_{row}", _("A price cannot be below zero."))
        if said.get("freight") and to_minor(said["freight"]) < 0:
            self.add_error("freight", _("This cannot be below zero."))
        return said

    def wanted(self) -> list[Wanted]:
        """Return the lines that were typed; one without a number of pieces is one piece."""
        exponent = exponent_of(self.campaign.currency)
        found = []
        for row in range(1, self.count + 1):
            sku = self.cleaned_data[f"sku_{row}"].strip()
            if sku:
                price = self.cleaned_data[f"price_{row}"]
                units = self.cleaned_data[f"units_{row}"] or 1
                found.append(Wanted(sku, units, to_minor(price, exponent) if price else None))
        return found

    def at(self) -> datetime:
        """Return the moment of the order: without a day the beginning of the sale."""
        day, minutes = self.cleaned_data["on"], self.cleaned_data["time"]
        if day is None:
            return self.campaign.starts_at
        return moment(day, minutes or 0, self.campaign.time_zone)

    def freight_minor(self) -> int:
        """Return the freight, 0 when none was written."""
        text = self.cleaned_data["freight"]
        return to_minor(text, exponent_of(self.campaign.currency)) if text else 0
