"""Which stock is shown, a count that is typed, and a reserve that is kept or released."""

from typing import Any

from django import forms
from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from common.forms import InkForm
from inventory.forms.products import TIERS
from inventory.models import CountKind, StockLevel
from inventory.queries import levels
from inventory.services import MOST_UNITS
from orders.models import Shop

STATES: dict[str, Any] = {
    "short": _("short: more promised than there is"),
    "low": _("at the alert line, or gone"),
    "never_listed": _("on the shelf, not listed"),
    "differs": _("listed is not what may be sold"),
    "negative": _("counted below zero"),
    "uncounted": _("never counted"),
    "new": _("known from a count alone"),
}
_CONDITIONS = {
    "short": levels.SHORT,
    "low": levels.LOW,
    "never_listed": levels.NEVER_LISTED,
    "differs": levels.DIFFERS,
    "uncounted": levels.UNCOUNTED,
}
SORTS: dict[str, Any] = {
    "sku": F("sku"),
    "title": F("product__title"),
    "on_hand": F("on_hand"),
    "held": F("unpaid") + F("unshipped"),
    "reserve": F("reserve"),
    "available": F("available"),
    "listed": F("listed"),
    "age": F("counted_at"),
}
NO_PLACE = "-"


class StockFilter(InkForm):
    """The filters of the stock list; a value that is no choice filters nothing."""

    q = forms.CharField(
        label=_("SKU or title"), max_length=100, required=False,
        widget=forms.TextInput(attrs={"class": "input", "type": "search", "placeholder": _("SKU or title")}),
    )  # fmt: skip
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("every state")), *STATES.items()])
    place = forms.ChoiceField(label=_("Place"), required=False)
    tier = forms.ChoiceField(label=_("Tier"), required=False, choices=[("", _("all tiers")), *TIERS])

    def __init__(self, *args: Any, shop: Shop, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shop = shop
        field = self.fields["place"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        named = [(place or NO_PLACE, place or _("no place told")) for place in levels.places(shop=shop)]
        field.choices = [("", _("all places")), *named]

    def asked(self) -> dict[str, str]:
        """Return the filters that hold."""
        self.is_valid()
        return {name: str(value) for name, value in self.cleaned_data.items() if value}

    def found(self, sort: str) -> QuerySet[StockLevel]:
        """Return the levels the filters keep, sorted by a key of SORTS (a minus: from the largest), unknown last.

        Without a sort those that need a person come first: the shortest, then what is least available.
        """
        asked = self.asked()
        rows = levels.stock_levels(shop=self.shop)
        if "q" in asked:
            rows = rows.filter(levels.matching(asked["q"]))
        if "tier" in asked:
            rows = rows.filter(product__tier=asked["tier"])
        if "place" in asked:
            place = "" if asked["place"] == NO_PLACE else asked["place"]
            rows = rows.filter(levels.counted_at_place(shop=self.shop, place=place))
        state = asked.get("state")
        if state == "negative":
            rows = rows.filter(levels.is_negative(shop=self.shop))
        elif state == "new":
            rows = rows.filter(levels.is_new())
        elif state:
            rows = rows.filter(_CONDITIONS[state])
        column = SORTS.get(sort.removeprefix("-"))
        if column is None:
            return rows.order_by("-short", F("available").asc(nulls_last=True), "sku")
        return rows.order_by(column.desc(nulls_last=True) if sort.startswith("-") else column.asc(nulls_last=True), "sku")


class CountForm(InkForm):
    """Pieces as somebody counted them now, or as the shop's page shows them."""

    units = forms.IntegerField(label=_("Pieces"), min_value=0, max_value=MOST_UNITS)
    kind = forms.ChoiceField(label=_("What was counted"), choices=CountKind.choices, initial=CountKind.COUNTED)
    place = forms.CharField(label=_("Place"), max_length=100, required=False, help_text=_("as other counts name it"))


class ReserveForm(InkForm):
    """Pieces to keep back for a sale."""

    units = forms.IntegerField(label=_("Pieces to keep back"), min_value=1, max_value=MOST_UNITS)
    reason = forms.CharField(label=_("What for"), max_length=200, required=False)


class ReleaseForm(InkForm):
    """A reserve to release, whole or in part, with the reason that stays in the trail."""

    units = forms.IntegerField(label=_("Pieces to release"), min_value=1, required=False, help_text=_("empty: all of it"))
    reason = forms.CharField(label=_("Reason"), max_length=200)
