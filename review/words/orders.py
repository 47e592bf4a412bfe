"""What one order of a sale left, in words; and what an order leaves on average while nobody asked for one."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.money import format_count, format_money
from review.words.parts import part_label
from review.words.verdict import unknown_costs, verdict


def order_title(number: str, profit: int, currency: str, *, is_whole: bool) -> str:
    """Return what an order earned or lost, to the cent; `is_whole`: every cost of it is known."""
    words = {"number": number, "amount": format_money(abs(profit), currency, "exact")}
    if is_whole:
        if profit < 0:
            return _("Order %(number)s lost %(amount)s after all costs") % words
        return _("Order %(number)s earned %(amount)s after all costs") % words
    if profit < 0:
        return _("Order %(number)s lost %(amount)s after the costs that are known") % words
    return _("Order %(number)s earned %(amount)s after the costs that are known") % words


def several_title(number: str, shops: int) -> str:
    """Return that several shops have an order of this number."""
    return _("%(shops)s shops have an order %(number)s in this sale") % {"number": number, "shops": format_count(shops)}


def order_why(unknown: Sequence[str]) -> str:
    """Return which costs are missing from the order; empty when none is."""
    return _("Not known: %(parts)s.") % {"parts": _(", ").join(part_label(name) for name in unknown)} if unknown else ""


def orders_title(body: dict[str, Any]) -> str:
    """Return what an order of the sale left on average; without any the verdict."""
    if not body["orders"]:
        return verdict(body)
    each = body["money"]["states"]["running"]["profit"] / body["orders"]
    words = {"orders": format_count(body["orders"]), "amount": format_money(abs(each), body["currency"])}
    if each < 0:
        said = ngettext("%(orders)s order lost %(amount)s", "%(orders)s orders lost %(amount)s each on average", body["orders"])
    else:
        said = ngettext("%(orders)s order left %(amount)s", "%(orders)s orders left %(amount)s each on average", body["orders"])
    return said % words + (_(" after the costs that are known") if unknown_costs(body) else "")


def missing_title(number: str, body: dict[str, Any]) -> str:
    """Return that no order of this number is among those paid in the sale."""
    words = {"number": number, "orders": format_count(body["orders"])}
    return _("No order of the number %(number)s is among the %(orders)s paid in the sale") % words
