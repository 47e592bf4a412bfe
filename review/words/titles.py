"""What the way of the profit, its days and the offers say, as one sentence with a number each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.moments import format_day
from common.money import format_count, format_money
from review.words.parts import part_label
from review.words.verdict import unknown_costs, verdict

Body = dict[str, Any]


def way_title(body: Body) -> str:
    """Return how far the profit lies from the plan, and the step that took or gave most; without either the verdict."""
    plan, profit = body["plan"]["profit"], body["money"]["states"]["running"]["profit"]
    if not body["is_begun"] or not body["orders"] or plan is None:
        return verdict(body)
    said = _way(body, profit - plan)
    waiting = sum(step["is_open"] for step in body["steps"])
    if waiting:
        words = {"open": format_count(waiting), "all": format_count(len(body["steps"]))}
        said += _("; still open: %(open)s of %(all)s steps") % words
    return said if body["is_over"] else _("So far: %(sentence)s") % {"sentence": said}


def _way(body: Body, gap: int) -> str:
    currency = body["currency"]
    if not gap or not body["steps"]:
        return _("The profit is what was planned: %(amount)s") % {"amount": format_money(body["plan"]["profit"], currency)}
    most = (min if gap < 0 else max)(body["steps"], key=lambda step: step["by"])
    words = {
        "gap": format_money(abs(gap), currency), "amount": format_money(abs(most["by"]), currency),
        "part": part_label(most["name"]),
    }  # fmt: skip
    if gap > 0:
        return _("%(gap)s more profit than planned; most was gained by %(part)s: %(amount)s") % words
    return _("%(gap)s less profit than planned; most was lost to %(part)s: %(amount)s") % words


@dataclass(frozen=True)
class Told:
    """What the review said at the end of one day: the profit known then, of how many orders, and whether the sale was over."""

    on: date
    profit: int
    orders: int
    is_over: bool


def days_title(days: Sequence[Told], currency: str) -> str:
    """Return how the profit moved since the sale was over; `days`: the newest first."""
    if not days or not days[0].orders:
        return _("No order was paid in this sale.")
    over = [day for day in days if day.is_over]
    last = (over or days)[0]
    words = {"profit": format_money(last.profit, currency), "on": format_day(last.on)}
    if not over:
        return _("The sale runs: %(profit)s of profit so far, on %(on)s") % words
    first = over[-1]
    if first is last:
        return _("%(profit)s of profit on %(on)s, the only day told since the sale") % words
    moved = last.profit - first.profit
    words |= {
        "days": format_count(len(over)),
        "by": format_money(abs(moved), currency),
        "was": format_money(first.profit, currency),
    }
    if not moved:
        return _("The profit has not moved since the sale: %(profit)s, %(days)s days told") % words
    if moved < 0:
        return _("Since the sale the profit fell by %(by)s: %(was)s became %(profit)s, %(days)s days told") % words
    return _("Since the sale the profit rose by %(by)s: %(was)s became %(profit)s, %(days)s days told") % words


def tiers_title(body: Body) -> str:
    """Return which tier left most, and how much."""
    best = max(body["tiers"], key=lambda one: one["profit"], default=None)
    if best is None:
        return _("Tiers: nothing was sold")
    words = {"tier": best["tier"], "amount": format_money(best["profit"], body["currency"])}
    if not best["tier"]:
        return _("Tiers: products without one left most, %(amount)s") % words
    return _("Tiers: %(tier)s left most, %(amount)s") % words


def products_title(body: Body) -> str:
    """Return how many pieces are left over and what they cost, and of how many products nobody told it."""
    about = body["products"]
    left, unknown = about["left_units"], about.get("stock_unknown", 0)
    words = {
        "pieces": format_count(left), "cost": format_money(about["left_minor"], body["currency"]),
        "unknown": format_count(unknown), "all": format_count(about["count"]),
    }  # fmt: skip
    if not about["count"]:
        return _("Products: nothing was sold")
    if unknown == about["count"]:
        return _("Products: of %(all)s sold nobody told how many pieces are left over") % words
    if about["left_unknown"]:
        said = _("Products: %(pieces)s pieces left over, at least %(cost)s at cost") % words
    else:
        said = _("Products: %(pieces)s pieces left over, %(cost)s at cost") % words
    return said + (_("; of %(unknown)s of %(all)s the stock is not known") % words if unknown else "")


def offers_title(body: Body) -> str:
    """Return how many offers have products that left a profit; which gave it is not told apart where they share products."""
    rows = [one for one in body["offers"] if one["units"]]
    if not body["offers"]:
        return _("No offer was planned for this sale")
    if not rows:
        return _("Nothing was sold of what the offers are for")
    if len(rows) > 1 and all(len(one.get("same", ())) == len(rows) - 1 for one in rows):
        return _together(rows, body)
    left = sum(one["profit"] > 0 for one in rows)
    words = {"left": format_count(left), "all": format_count(len(body["offers"]))}
    said = ngettext(
        "%(left)s of %(all)s offer left a profit on its products",
        "%(left)s of %(all)s offers left a profit on their products",
        len(body["offers"]),
    )
    shared = sum(bool(one.get("same") or one.get("some")) for one in rows)
    along = _("; %(shared)s share products and count the same orders") % {"shared": format_count(shared)} if shared else ""
    return said % words + along + _unknown(rows, body)


def _together(rows: Sequence[Body], body: Body) -> str:
    words = {"count": format_count(len(rows)), "amount": format_money(abs(rows[0]["profit"]), body["currency"])}
    if rows[0]["profit"] < 0:
        said = _("%(count)s offers are for the same products, which lost %(amount)s: what each gave is not told apart") % words
    else:
        said = _("%(count)s offers are for the same products, which left %(amount)s: what each gave is not told apart") % words
    return said + _unknown(rows, body)


def _unknown(rows: Sequence[Body], body: Body) -> str:
    """Say that costs are missing from the profit: those of goods of some products, or whole kinds of costs."""
    if unknown_costs(body) or any((one.get("known") or 0) < 1 for one in rows):
        return _("; costs that are not known are not in it")
    return ""


def shared_words(offer: Body) -> str:
    """Return with how many other offers this one shares its products: all of them, some of them; empty for none."""
    same, some = len(offer.get("same", ())), len(offer.get("some", ()))
    told = [
        ngettext("all of it for %(count)s other offer", "all of it for %(count)s other offers", same) % {"count": same},
        ngettext("part of it for %(count)s other offer", "part of it for %(count)s other offers", some) % {"count": some},
    ]
    return _("; ").join(words for words, number in zip(told, (same, some), strict=True) if number)
