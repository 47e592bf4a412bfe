"""What the list of oversold products says."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.moments import format_day
from common.money import format_count
from inventory.queries.cockpit import Overview
from inventory.queries.oversold import Oversold


@dataclass(frozen=True)
class ShownOversold:
    """One product as its row says it."""

    row: Oversold
    address: str
    orders: str
    promise: str
    todo: str


def sentence(seen: Overview) -> str:
    """Say how much was sold that is not there."""
    if not seen.oversold:
        return _("Nothing is oversold: every sold piece is there.")
    pieces = ngettext("{count} piece is", "{count} pieces are", seen.short_pieces).format(count=format_count(seen.short_pieces))
    products = ngettext("{count} product", "{count} products", seen.oversold).format(count=format_count(seen.oversold))
    return _("{pieces} sold and not there, of {products}.").format(pieces=pieces, products=products)


def shown_oversold(row: Oversold) -> ShownOversold:
    """Make a row ready."""
    address = f"{reverse('live:stock-one')}?{urlencode({'shop': row.level.shop_id, 'sku': row.level.sku})}"
    orders = ""
    if row.orders is not None:
        orders = ngettext("{count} order, {paid} paid", "{count} orders, {paid} paid", row.orders).format(
            count=format_count(row.orders), paid=format_count(row.paid_orders or 0)
        )
    promise = ""
    if row.promise is not None:
        promise = _("{count} on {day}").format(count=format_count(row.promise.units), day=format_day(row.promise.on))
    return ShownOversold(row, address, orders, promise, todo(row))


def todo(row: Oversold) -> str:
    """Say the next step: the reserve first, then the promised delivery, then a substitute, else production and the buyers."""
    if row.reserve:
        return _("Release the reserve: {count} pieces are kept back.").format(
            count=format_count(min(row.reserve, row.level.short))
        )
    if row.covered and row.promise is not None:
        return _("Tell the buyers: it ships after {day}.").format(day=format_day(row.promise.on))
    if row.promise is not None:
        missing = row.level.short - row.promise.units
        return _("Order {count} more; the delivery of {day} is too small.").format(
            count=format_count(missing), day=format_day(row.promise.on)
        )
    if row.stand_in is not None and row.stand_in.pieces:
        return _("Offer the buyers {product} instead, or the money back.").format(product=row.stand_in.title)
    return _("Ask production for a day, then tell the buyers.")
