"""Every number of the program, defined once: its name, unit, formula, population and clock.

Sums come from a column of a rollup. Differences and ratios come from sums, never from other ratios, so that
visitors x conversion x order value = revenue exactly.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext_lazy as _


class Unit(StrEnum):
    """What a number counts: whole minor units of a currency, things, or a part of one."""

    MONEY = "money"
    COUNT = "count"
    SHARE = "share"


@dataclass(frozen=True)
class Metric:
    """One number. It is a sum (`column` of `metrics.models.SalesSlot` or `orders.models.TrafficHour`), or made of two others.

    `minus`: the first less the second. `over`: the first divided by the second, unknown when the second is unknown or 0.
    `among`: a sum that not every export tells is unknown, unless that metric counts nothing: no paid orders, no pieces.
    `label`, `formula`, `population`, `clock` are shown to people. Money is whole minor units; a share is 0 to 1.
    """

    name: str
    label: Any
    unit: Unit
    formula: Any
    population: Any
    clock: Any
    sales: str = ""
    traffic: str = ""
    among: str = ""
    minus: tuple[str, str] | None = None
    over: tuple[str, str] | None = None

    @property
    def needs(self) -> tuple[str, ...]:
        """The metrics this one is made of; none for a sum."""
        return self.minus or self.over or ()

    @property
    def definition(self) -> str:
        """The whole definition as a person reads it on hover."""
        return " · ".join(str(part) for part in (self.formula, self.population, self.clock) if part)


_PAID = _("orders with a payment time, whatever became of them later")
_PLACED = _("all orders with an order time")
_AT_PAYMENT = _("counted when it was paid")
_AT_ORDER = _("counted when it was placed")
_AT_REFUND = _("counted when the refund was asked for; where the platform does not tell, when the order was paid")
_AT_VISIT = _("counted in the hour of the visit")
_SHOP = _("visits to the shop over all channels; unknown where no traffic file was imported")


def _traffic(name: str, label: Any, formula: Any, unit: Unit = Unit.COUNT, column: str = "") -> Metric:
    return Metric(name, label, unit, formula, _SHOP, _AT_VISIT, traffic=column or name)


_LIST = (
    Metric(
        "revenue",
        _("Revenue"),
        Unit.MONEY,
        _("what buyers paid: goods after discounts and freight, before refunds"),
        _PAID,
        _AT_PAYMENT,
        sales="revenue_minor",
    ),
    Metric(
        "refunds",
        _("Refunds"),
        Unit.MONEY,
        _("what went back, or is asked back, to buyers"),
        _("orders with a refund amount above 0"),
        _AT_REFUND,
        sales="refund_minor",
    ),
    Metric(
        "net_revenue",
        _("Net revenue"),
        Unit.MONEY,
        _("revenue less refunds"),
        _PAID,
        _("each part at its own time"),
        minus=("revenue", "refunds"),
    ),
    Metric("paid_orders", _("Paid orders"), Unit.COUNT, _("number of orders paid"), _PAID, _AT_PAYMENT, sales="paid_orders"),
    Metric(
        "placed_orders", _("Placed orders"), Unit.COUNT, _("number of orders placed"), _PLACED, _AT_ORDER, sales="placed_orders"
    ),
    Metric(
        "placed_amount",
        _("Placed amount"),
        Unit.MONEY,
        _("what the placed orders come to, paid or not"),
        _PLACED,
        _AT_ORDER,
        sales="placed_minor",
    ),
    Metric(
        "unpaid_orders",
        _("Unpaid orders"),
        Unit.COUNT,
        _("number of orders placed and not paid, open or closed"),
        _("orders without a payment time"),
        _AT_ORDER,
        sales="unpaid_orders",
    ),
    Metric(
        "unpaid_amount",
        _("Unpaid amount"),
        Unit.MONEY,
        _("what the orders placed and not paid come to"),
        _("orders without a payment time"),
        _AT_ORDER,
        sales="unpaid_minor",
    ),
    Metric("units", _("Units"), Unit.COUNT, _("pieces in paid orders"), _PAID, _AT_PAYMENT, sales="units", among="paid_orders"),
    Metric(
        "refund_orders",
        _("Refund orders"),
        Unit.COUNT,
        _("number of orders with a refund"),
        _("orders with a refund amount above 0"),
        _AT_REFUND,
        sales="refund_orders",
    ),
    _traffic("visitors", _("Visitors"), _("visitors as the platform counts them, hours and channels added up")),
    _traffic("page_views", _("Page views"), _("pages seen")),
    _traffic("favourites", _("Favourites"), _("times something was put among the favourites")),
    _traffic("carts", _("Carts"), _("times something was put into a cart")),
    _traffic("inquiries", _("Inquiries"), _("buyers who asked customer service")),
    _traffic("spend", _("Spend"), _("what was paid for advertising"), Unit.MONEY, "spend_minor"),
    Metric(
        "conversion",
        _("Conversion"),
        Unit.SHARE,
        _("paid orders divided by visitors"),
        _PAID,
        _("orders when paid, visitors when they came"),
        over=("paid_orders", "visitors"),
    ),
    Metric(
        "order_value",
        _("Order value"),
        Unit.MONEY,
        _("revenue divided by paid orders"),
        _PAID,
        _AT_PAYMENT,
        over=("revenue", "paid_orders"),
    ),
    Metric(
        "refund_share",
        _("Refund share"),
        Unit.SHARE,
        _("refunds divided by revenue"),
        _PAID,
        _("each part at its own time"),
        over=("refunds", "revenue"),
    ),
)

METRICS: Mapping[str, Metric] = MappingProxyType({metric.name: metric for metric in _LIST})
