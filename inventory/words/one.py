"""The first line of a product's page, and its trail in words."""

from collections.abc import Sequence
from datetime import UTC, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.trail_words import action_label
from common.moments import format_duration, format_moment
from common.money import exponent_of, format_count, format_money, from_minor
from common.sentences import stopped
from inventory.models import NEVER_MINUTE, Product, ProductKind, ProductStatus, RunOut, StockLevel
from inventory.queries.product import Change, Sales
from inventory.queries.substitutes import LinedUp
from inventory.rules.products import COSTS, FIELDS
from inventory.words.headline import Headline

_SOON_MINUTES = 36 * 60


def one_headline(
    product: Product, *, level: StockLevel | None, run_out: RunOut | None, lined: Sequence[LinedUp], sales: Sales, at: datetime
) -> Headline:
    """Say what a product is and what is to do: who leads it, when it is gone, what is left."""
    title = product.title or product.sku
    state = _state(product, level, run_out, lined, at)
    units, revenue = sum(sales.units), sum(sales.revenue_minor)
    sold = ngettext(
        "Sold in the time shown: {count} piece for {amount}.", "Sold in the time shown: {count} pieces for {amount}.", units
    )
    parts = [stopped(product.get_tier_display()) if product.tier else _("No tier yet.")]
    parts.append(sold.format(count=format_count(units), amount=format_money(revenue, product.shop.currency)))
    parts.append(_next(product, level, lined))
    return Headline(f"{title}: {state}", " ".join(part for part in parts if part))


def _state(product: Product, level: StockLevel | None, run_out: RunOut | None, lined: Sequence[LinedUp], at: datetime) -> str:
    """Say how it stands, the most urgent first."""
    leader = next((one for one in lined if one.is_in), None)
    if product.kind != ProductKind.GOODS:
        return _("no goods, it stays out of tiers and plans.")
    if leader is not None:
        return _("led by {other}, its listing stays up.").format(other=leader.title)
    if level is not None and level.short:
        return ngettext(
            "{count} piece sold more than there are.", "{count} pieces sold more than there are.", level.short
        ).format(count=format_count(level.short))
    if run_out is not None and run_out.pieces == 0:
        return _("gone.")
    minutes = None if run_out is None else run_out.goes_minute - int(at.timestamp()) // 60
    if run_out is not None and minutes is not None and 0 <= minutes < _SOON_MINUTES and run_out.goes_minute != NEVER_MINUTE:
        pieces = format_count(run_out.pieces)
        return _("{pieces} left, gone in {time}.").format(pieces=pieces, time=format_duration(60 * max(1, minutes)))
    if level is not None and level.available is not None:
        if not level.available:
            return _("nothing left to sell.")
        words = ngettext("{count} piece can be sold.", "{count} pieces can be sold.", level.available)
        return words.format(count=format_count(level.available))
    if product.status == ProductStatus.WITHDRAWN:
        return _("withdrawn.")
    return _("its stock is not counted.")


def _next(product: Product, level: StockLevel | None, lined: Sequence[LinedUp]) -> str:
    """Say what is to do next, or nothing."""
    left = None if level is None else level.available
    if any(one.is_in for one in lined):
        return _("Swap out when the stock is back.")
    is_low = left is not None and (left == 0 or (product.alert_units is not None and left <= product.alert_units))
    if is_low and lined:
        return _("Next: swap {other} in.").format(other=lined[0].title)
    if is_low or (product.tier == "A" and not lined):
        return _("Next: line a substitute up.")
    if product.cost_minor is None:
        return _("Its cost is not known.")
    return ""


def change_words(change: Change, product: Product, *, with_costs: bool) -> tuple[str, str]:
    """Return what was done and the values in words; costs only `with_costs`."""
    did = action_label(change.action)
    if change.import_no:
        did = _("Said by import {number}").format(number=change.import_no)
    elif change.action == "product.edit" and not change.actor:
        did = _("Set for many products at once")
    return did, "; ".join(_values(change, product, with_costs=with_costs))


def _values(change: Change, product: Product, *, with_costs: bool) -> list[str]:
    said = []
    told = change.after or change.before
    # PostgreSQL gives the names of a JSON value back in an order of its own.
    for name in sorted(told, key=lambda one: (_ORDER.index(one) if one in _ORDER else len(_ORDER), one)):
        if name in COSTS and not with_costs:
            continue
        text = _value(name, told[name], product)
        if name in change.before and change.after:
            was = _value(name, change.before[name], product) or _("unknown")
            said.append(_("{field}: {was}, now {now}").format(field=field_label(name), was=was, now=text or _("unknown")))
        elif text:
            said.append(_("{field}: {value}").format(field=field_label(name), value=text))
    return said


_ORDER = (*FIELDS, "substitute", "substitutes", "reason")


def field_label(name: str) -> str:
    """Call a field of a product, or of a swap, as people do."""
    labels = {
        "title": _("title"), "category": _("category"), "cost_minor": _("cost"), "list_price_minor": _("list price"),
        "floor_minor": _("floor price"), "tier": _("tier"), "tier_locked": _("tier set by hand"), "status": _("status"),
        "kind": _("kind"), "picture": _("picture"), "supplier": _("supplier"), "pack_units": _("pieces in a carton"),
        "alert_units": _("alert line"), "substitute": _("substitute"), "substitutes": _("substitutes"), "reason": _("reason"),
    }  # fmt: skip
    return labels.get(name, name)


def _value(name: str, value: object, product: Product) -> str:
    if value is None or value == "":
        return ""
    if name.endswith("_minor") and isinstance(value, int):
        return f"{from_minor(value, exponent_of(product.shop.currency)):,}"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    if name == "kind":
        return str(dict(ProductKind.choices).get(str(value), value))
    if name == "status":
        return str(dict(ProductStatus.choices).get(str(value), value))
    return str(value)


def goes_between(run_out: RunOut | None, zone: str) -> str:
    """Write the moments between which the last piece goes, eight times in ten; empty where that is not in sight."""
    if run_out is None or run_out.goes_minute == NEVER_MINUTE:
        return ""
    low = format_moment(datetime.fromtimestamp(60 * run_out.low_minute, UTC), zone)
    if run_out.high_minute == NEVER_MINUTE:
        return _("from {low} on, perhaps never").format(low=low)
    return _("{low} to {high}").format(low=low, high=format_moment(datetime.fromtimestamp(60 * run_out.high_minute, UTC), zone))
