"""Which products are shown, what is set for many at once, and a price that was asked."""

from typing import Any

from django import forms
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.forms import InkForm
from inventory.forms.amounts import read_price
from inventory.models import Product, ProductKind, ProductQuerySet, ProductStatus, ProductTier
from orders.models import Shop

TIERS = [(tier.value, tier.value) for tier in ProductTier]
MISSING = {
    "cost": (_("without cost"), Q(cost_minor__isnull=True)),
    "list_price": (_("without list price"), Q(list_price_minor__isnull=True)),
    "floor": (_("without floor price"), Q(floor_minor__isnull=True)),
    "tier": (_("without tier"), Q(tier="")),
    "category": (_("without category"), Q(category="")),
    "above": (_("cost above list price"), Q(cost_minor__gt=F("list_price_minor"))),
}
COSTLY = frozenset({"cost", "floor"})
"""What may be asked and sorted by those who may see costs only."""
SORTS = {
    "sku": "sku",
    "title": "title",
    "category": "category",
    "tier": "tier",
    "cost": "cost_minor",
    "list": "list_price_minor",
    "floor": "floor_minor",
}


class ProductFilter(InkForm):
    """The filters; a value that is no choice filters nothing."""

    q = forms.CharField(
        label=_("SKU or title"), max_length=100, required=False,
        widget=forms.TextInput(attrs={"class": "input", "type": "search", "placeholder": _("SKU or title")}),
    )  # fmt: skip
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[*ProductKind.choices, ("all", _("every kind"))])
    status = forms.ChoiceField(label=_("Status"), required=False, choices=[("", _("every status")), *ProductStatus.choices])
    tier = forms.ChoiceField(label=_("Tier"), required=False, choices=[("", _("all tiers")), *TIERS])
    category = forms.ChoiceField(label=_("Category"), required=False)
    missing = forms.ChoiceField(
        label=_("Missing"),
        required=False,
        choices=[("", _("complete or not")), *((key, words) for key, (words, _q) in MISSING.items())],
    )

    def __init__(self, *args: Any, shop: Shop, with_costs: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shop, self.with_costs = shop, with_costs
        field, missing = self.fields["category"], self.fields["missing"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        assert isinstance(missing, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [("", _("all categories")), *((name, name) for name in categories(shop))]
        if not with_costs:
            told = ((key, words) for key, (words, _q) in MISSING.items() if key not in COSTLY)
            missing.choices = [("", _("complete or not")), *told]

    def asked(self) -> dict[str, str]:
        """Return the filters that hold."""
        self.is_valid()
        return {name: str(value) for name, value in self.cleaned_data.items() if value}

    def found(self, sort: str) -> ProductQuerySet:
        """Return the products the filters keep; `sort`: a key of SORTS, with a minus from the largest, unknown amounts last."""
        asked = self.asked()
        rows = Product.objects.filter(shop=self.shop).select_related("supplier")
        kind = asked.get("kind", ProductKind.GOODS)
        if kind != "all":
            rows = rows.filter(kind=kind)
        rows = rows.filter(**{name: asked[name] for name in ("status", "tier", "category") if name in asked})
        if "missing" in asked:
            rows = rows.filter(MISSING[asked["missing"]][1])
        if "q" in asked:
            rows = rows.filter(Q(sku__icontains=asked["q"]) | Q(title__icontains=asked["q"]))
        key = sort.removeprefix("-")
        column = SORTS.get(key, "sku") if self.with_costs or key not in COSTLY else "sku"
        return _sorted(rows, column, descending=sort.startswith("-"))


class BulkForm(InkForm):
    """What is set for all products found, or for those ticked."""

    tier = forms.ChoiceField(label=_("Tier"), required=False, choices=[("", _("as it is")), *TIERS, ("none", _("no tier"))])
    category = forms.CharField(label=_("Category"), required=False, max_length=100)
    status = forms.ChoiceField(label=_("Status"), required=False, choices=[("", _("as it is")), *ProductStatus.choices])
    set_kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("as it is")), *ProductKind.choices])
    scope = forms.ChoiceField(choices=[("ticked", ""), ("found", "")])

    def values(self) -> dict[str, Any]:
        """Return the fields that are set; empty when nothing was chosen."""
        said = self.cleaned_data
        values: dict[str, Any] = {}
        if said["tier"]:
            values["tier"] = "" if said["tier"] == "none" else said["tier"]
        if said["category"].strip():
            values["category"] = said["category"].strip()
        if said["status"]:
            values["status"] = said["status"]
        if said["set_kind"]:
            values["kind"] = said["set_kind"]
        return values


class AskedPriceForm(InkForm):
    """A price that was asked of everybody, from its first to its last day."""

    price = forms.CharField(
        label=_("Price asked"), max_length=30, widget=forms.TextInput(attrs={"class": "input", "inputmode": "decimal"})
    )
    first = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs={"class": "input", "type": "date"}))
    last = forms.DateField(
        label=_("Last day"), required=False, widget=forms.DateInput(attrs={"class": "input", "type": "date"}),
        help_text=_("empty: until another price begins"),
    )  # fmt: skip

    def __init__(self, *args: Any, shop: Shop, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shop = shop

    def clean_price(self) -> int:
        """Read the amount in minor units; not below zero."""
        return read_price(self.cleaned_data["price"], self.shop.currency)

    def clean(self) -> dict[str, Any]:
        """Refuse days in the wrong order."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("first") and cleaned.get("last") and cleaned["last"] < cleaned["first"]:
            self.add_error("last", _("The last day lies before the first; perhaps the two are swapped."))
        return cleaned


def categories(shop: Shop) -> list[str]:
    """Return the categories of a shop's products."""
    rows = Product.objects.filter(shop=shop).exclude(category="").order_by("category")
    return list(rows.values_list("category", flat=True).distinct())


def _sorted(rows: ProductQuerySet, column: str, *, descending: bool) -> ProductQuerySet:
    order = F(column).desc(nulls_last=True) if descending else F(column).asc(nulls_last=True)
    return rows.order_by(order, "sku")
