"""The newest orders of a buyer with their lines, read once: many parts of the card are about them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models import QuerySet

from common.bulk import one_of
from common.prepared import Prepared
from customers.models import Buyer
from customers.queries.buyers import BuyerSummary, Favourite, favourites_among
from orders.models import Order, OrderLine

LOOKED_AT = 60
Lines = dict[str, list[OrderLine]]


def _lines(shop: int, order_nos: list[str]) -> QuerySet[OrderLine]:
    return OrderLine.objects.filter(one_of(connection, "order_no", order_nos), shop=shop).order_by("order_no", "line_no")


_LINES = Prepared(_lines, int, list)


@dataclass(frozen=True)
class Recent:
    """The newest orders, paid or not, the newest first, and the lines of each by its number. `is_all`: there are no others."""

    orders: list[Order]
    lines: Lines
    is_all: bool

    def favourites(self, summary: BuyerSummary) -> list[Favourite]:
        """Return what the buyer buys most: read off these orders where they are all, else asked for."""
        if not self.is_all:
            return summary.favourites()
        paid = [order.order_no for order in self.orders if order.paid_slot is not None]
        lines = (line for number in paid for line in self.lines.get(number, ()))
        return favourites_among((line.sku, line.title, line.units or 0) for line in lines if not line.is_gift)


def recent_orders(summary: BuyerSummary) -> Recent:
    """Return the newest orders of a buyer, sixty at most, in two questions."""
    orders = summary.orders(LOOKED_AT)
    lines = lines_of(summary.buyer, [order.order_no for order in orders]) if orders else {}
    return Recent(orders, lines, is_all=len(orders) < LOOKED_AT)


def lines_of(buyer: Buyer, order_nos: Iterable[str]) -> Lines:
    """Return the lines of these orders of the shop of a buyer, by order, in their order."""
    found: Lines = {}
    for line in _LINES.ask(buyer.shop_id, list(order_nos)):
        found.setdefault(line.order_no, []).append(line)
    return found
