"""The selection score in words."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.money import format_count, format_money
from inventory.rules.market import GROUPS

GROUP_NAMES: Mapping[str, Any] = {
    "positioning": gettext_lazy("positioning"),
    "product": gettext_lazy("product"),
    "operation": gettext_lazy("operation and supply"),
}
COMPONENTS: Mapping[str, Any] = {
    "rank": gettext_lazy("category rank"),
    "band": gettext_lazy("price in the mainstream band"),
    "market_units": gettext_lazy("market sales of 30 days"),
    "carts": gettext_lazy("carts"),
    "favourites": gettext_lazy("favourites"),
    "searches": gettext_lazy("searches"),
    "follows": gettext_lazy("follows"),
    "supply": gettext_lazy("stable supply"),
    "price_fits": gettext_lazy("mainstream price above the cost"),
}
GROUP_OF = {name: group for group, names in GROUPS.items() for name in names}
_MONEY = {"band", "price_fits"}


def value(name: str, told: float | None, currency: str) -> str:
    """Write what was told of a component; "not known" where nothing was."""
    if told is None:
        return str(_("not known"))
    if name == "supply":
        return _("yes") if told else _("no")
    if name in _MONEY:
        return format_money(int(told), currency, "exact")
    return format_count(int(told))


def strongest(parts: Iterable[Mapping[str, Any]], currency: str) -> str:
    """Say which three components bring the most points: "category rank 3, carts 400, stable supply yes"."""
    known = sorted((part for part in parts if part["place"] is not None), key=lambda part: -part["points"])[:3]
    return _(", ").join(f"{COMPONENTS[part['name']]} {value(part['name'], part['value'], currency)}" for part in known)
