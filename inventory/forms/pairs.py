"""Which pairs are shown, in which order, and over which days they are counted."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import InkForm
from common.windows import Window, day_window
from inventory.forms.amounts import read_price
from inventory.forms.products import categories
from inventory.queries.pairs import PairRow
from orders.models import Shop

MIN_COUNT = 5
MOST_DAYS = 3 * 366
DAYS = 90
PAIR_SORTS: Mapping[str, Callable[[PairRow], Any]] = {
    "extra": lambda row: row.extra,
    "count": lambda row: row.count,
    "confidence": lambda row: max(row.confidence, row.back),
    "times": lambda row: row.times,
    "least": lambda row: row.times_low,
    "price": lambda row: row.price_minor,
    "margin": lambda row: row.margin_minor,
}


class PairFilter(InkForm):
    """The filters; a value that is no choice filters nothing."""

    q = forms.CharField(
        label=_("SKU or title"), max_length=100, required=False,
        widget=forms.TextInput(attrs={"class": "input", "type": "search", "placeholder": _("SKU or title")}),
    )  # fmt: skip
    category = forms.ChoiceField(label=_("Category"), required=False)
    use = forms.ChoiceField(
        label=_("Good for"),
        required=False,
        choices=[
            ("", _("all pairs")),
            ("complementary", _("complementary: different categories")),
            ("hot", _("a hot item beside one that earns")),
            ("margin", _("margin known")),
        ],
    )
    least = forms.IntegerField(label=_("Baskets at least"), required=False, min_value=1, max_value=10**9)

    def __init__(self, *args: Any, shop: Shop, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["category"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [("", _("all categories")), *((name, name) for name in categories(shop))]

    def asked(self) -> dict[str, str]:
        """Return the filters that hold."""
        self.is_valid()
        return {name: str(value) for name, value in self.cleaned_data.items() if value}

    def kept(self, rows: Iterable[PairRow], sort: str) -> list[PairRow]:
        """Return the pairs the filters keep; `sort`: a key of PAIR_SORTS, with a minus from the largest, unknown ones last."""
        asked = self.asked()
        sought = asked.get("q", "").casefold()
        kept = [
            row
            for row in rows
            if (not sought or any(sought in text.casefold() for side, title in row.sides for text in (side.sku, title)))
            and ("category" not in asked or asked["category"] in {row.first.category, row.second.category})
            and row.count >= int(asked.get("least", 0))
            and _is_for(row, asked.get("use", ""))
        ]
        value = PAIR_SORTS.get(sort.removeprefix("-"))
        if value is not None:
            known = [row for row in kept if value(row) is not None]
            unknown = [row for row in kept if value(row) is None]
            kept = [*sorted(known, key=value, reverse=sort.startswith("-")), *unknown]
        return kept


class CountForm(InkForm):
    """The days whose paid orders are counted, on the shop's clock, and how often a pair must be seen."""

    first = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs={"class": "input", "type": "date"}))
    last = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs={"class": "input", "type": "date"}))
    min_count = forms.IntegerField(
        label=_("Seen at least"), min_value=2, max_value=100_000, initial=MIN_COUNT, help_text=_("baskets")
    )

    def __init__(self, *args: Any, shop: Shop, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shop = shop

    def clean(self) -> dict[str, Any]:
        """Refuse days in the wrong order, and more than three years."""
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and last < first:
            self.add_error("last", _("The last day lies before the first; perhaps the two are swapped."))
        elif first and last and (last - first).days >= MOST_DAYS:
            self.add_error("last", _("These are more than three years: choose fewer."))
        return cleaned

    def window(self) -> Window:
        """Return the slots of the days chosen."""
        first, last = (day_window(self.cleaned_data[name], self.shop.time_zone) for name in ("first", "last"))
        return Window(first.start, last.end)


class BundleForm(InkForm):
    """A pair kept as a bundle, with the price asked for both."""

    pair = forms.IntegerField(min_value=1, widget=forms.HiddenInput())
    price = forms.CharField(
        label=_("Price of both"), max_length=30, widget=forms.TextInput(attrs={"class": "input", "inputmode": "decimal"})
    )
    note = forms.CharField(label=_("Note"), max_length=200, required=False)

    def __init__(self, *args: Any, shop: Shop, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shop = shop

    def clean_price(self) -> int:
        """Read the amount in minor units; not below zero."""
        return read_price(self.cleaned_data["price"], self.shop.currency)


def _is_for(row: PairRow, use: str) -> bool:
    if use == "complementary":
        return row.complementary is True
    if use == "hot":
        return bool(row.hot) and row.complementary is not False
    return use != "margin" or row.margin_minor is not None
