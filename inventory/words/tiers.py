"""Tiers in words: why one is proposed, what is wrong with the mix, what each figure is called."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from common.money import format_count, format_money, format_share
from inventory.models import BufferMethod

TIERS: Mapping[str, Any] = {
    "A": gettext_lazy("draws traffic"),
    "B": gettext_lazy("mid-priced middle"),
    "C": gettext_lazy("carries the profit"),
    "": gettext_lazy("no tier"),
}
COMPONENTS: Mapping[str, Any] = {
    "first": gettext_lazy("first-time buyers"),
    "cheap": gettext_lazy("low price"),
    "reach": gettext_lazy("orders"),
    "single": gettext_lazy("bought alone"),
    "conversion": gettext_lazy("conversion"),
    "middle": gettext_lazy("middle price"),
    "typical": gettext_lazy("ordinary margin"),
    "profit": gettext_lazy("share of the profit"),
    "margin": gettext_lazy("margin"),
    "beside_a": gettext_lazy("bought beside an A product"),
    "dear": gettext_lazy("high price"),
}
OFFERS: Mapping[str, Any] = {
    "": gettext_lazy("none"),
    "percent_off": gettext_lazy("percent off"),
    "amount_off": gettext_lazy("amount off each piece"),
    "fixed_price": gettext_lazy("fixed price"),
    "spend_and_save": gettext_lazy("spend and save"),
    "buy_get": gettext_lazy("buy some, get some"),
    "gift": gettext_lazy("gift"),
    "coupon": gettext_lazy("coupon"),
}
TRAFFIC_PLACES: Mapping[str, Any] = {
    "A": gettext_lazy("first places of ads, live streaming and the home page"),
    "B": gettext_lazy("home page below the first row, search"),
    "C": gettext_lazy("beside the A products, in bundles and recommendations"),
}
BUFFERS: Mapping[str, Any] = {"": gettext_lazy("none"), **dict(BufferMethod.choices)}
_FIFTHS = {
    1: gettext_lazy("price in the lowest fifth"),
    2: gettext_lazy("price in the second lowest fifth"),
    3: gettext_lazy("price in the middle fifth"),
    4: gettext_lazy("price in the second highest fifth"),
    5: gettext_lazy("price in the highest fifth"),
}


@dataclass(frozen=True)
class Notice:
    """A warning in words: what is wrong, what mends it, where (an address name and a query), which products it speaks of."""

    code: str
    text: str
    mend: str
    url_name: str
    query: Mapping[str, str]
    count: int


def reason(facts: Iterable[tuple[str, float]]) -> str:
    """Say why a tier is proposed: "brings 34% of first-time buyers, price in the lowest fifth, margin 8%"."""
    said = [_fact(code, value) for code, value in facts]
    return _(", ").join(each for each in said if each)


def missing(orders: int) -> str:
    """Say how many orders more it takes before anything is said."""
    said = ngettext("too few sales to say: {count} order more", "too few sales to say: {count} orders more", orders)
    return said.format(count=format_count(orders))


def role_place(tier: str, typed: str) -> str:
    """Return the place of a tier in the traffic: as typed, else the ordinary one."""
    return typed or str(TRAFFIC_PLACES[tier])


def notice(told: Mapping[str, Any], currency: str) -> Notice:
    """Put one warning of `inventory.rules.tiers.warnings` into words."""
    code, values, count = told["code"], told["values"], told["count"]
    text, mend, url_name, query = _notice(code, values, count, currency)
    return Notice(code, text, mend, url_name, query, count)


def _fact(code: str, value: float) -> str:
    share = format_share(value) if abs(value) >= 0.01 or not value else format_share(value, 1)
    if code == "price_fifth":
        return str(_FIFTHS[int(value)])
    if code == "orders":
        return ngettext("{count} order", "{count} orders", int(value)).format(count=format_count(int(value)))
    words = {
        "first": _("brings {share} of first-time buyers"),
        "single": _("{share} of its orders hold nothing else"),
        "margin": _("margin {share}"),
        "profit": _("{share} of the profit"),
        "beside_a": _("{share} of its orders beside an A product"),
        "no_cost": _("cost not known"),
    }
    return words[code].format(share=share) if code in words else ""


def _notice(code: str, values: Mapping[str, float], count: int, currency: str) -> tuple[str, str, str, Mapping[str, str]]:
    here = "inventory:tiers"
    if code == "not_connected":
        text = _("A price {price}, order value {value}: the tiers are not connected.").format(
            price=_money(values["price"], currency), value=_money(values["order_value"], currency)
        )
        return text, _("Set a step of spend and save above the A price"), "campaigns:list", {}
    if code == "deepest_cut":
        text = ngettext(
            "{count} A product has the deepest cut, {cut}, and no C partner that earns it back.",
            "{count} A products have the deepest cut, {cut}, and no C partner that earns it back.",
            count,
        )
        return (
            text.format(count=format_count(count), cut=format_share(values["cut"])),
            _("Look at the offers"),
            "campaigns:list",
            {},
        )
    if code == "alone":
        text = ngettext(
            "{count} of {all} A products is not bought with any C product of another category.",
            "{count} of {all} A products are not bought with any C product of another category.",
            count,
        )
        text = text.format(count=format_count(count), all=format_count(int(values["of"])))
        return text, _("Choose a C partner"), here, {"tier": "C", "sort": "-margin"}
    if code == "thin_b":
        text = _("Only {share} of the revenue comes from B; {wanted} make the step from A to C.").format(
            share=format_share(values["share"]), wanted=format_share(values["wanted"])
        )
        return text, _("Look at the proposals for B"), here, {"tier": "B", "state": "open"}
    if code == "no_a":
        return _("No product is there to draw traffic (A)."), _("Look at the proposals for A"), here, {"tier": "A"}
    return _("No product is there to carry the profit (C)."), _("Look at the proposals for C"), here, {"tier": "C"}


def _money(minor: float, currency: str) -> str:
    return format_money(int(minor), currency, "exact")
