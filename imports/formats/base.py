"""The words in which a platform's export is declared.

The way of a cell: `Column` names the header and how to read it -> a typed, flat table with the names below ->
`Format.derive` settles what the platform means (is "paid" net of refunds? what does a closed order say?) -> claims.

Flat names a column may fill: order_no, line_no, buyer, placed_at, paid_at, shipped_at, completed_at, refund_requested_at,
state_words, refund_words, close_reason, total_minor, goods_minor, net_minor, freight_minor, refund_minor, shop_discount_minor,
platform_discount_minor, influencer_discount_minor, units, province, city, address, currency, sku, title, variant, line_units,
price_minor, line_amount_minor, line_paid_minor, line_refund_minor, is_gift, cancelled_at; for traffic: date, hour, moment,
channel, visitors, page_views, favourites, carts, inquiries, spend_minor.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import pyarrow as pa

from orders.states import OrderState, RefundState


class Kind(StrEnum):
    """What one row of the file is."""

    ORDERS = "orders"
    LINES = "lines"
    TRAFFIC = "traffic"


class Parse(StrEnum):
    """How the text of a cell becomes a value."""

    TEXT = "text"
    ID = "id"  # text that must keep every digit; scientific notation refuses the file
    MONEY = "money"  # whole minor units
    COUNT = "count"  # whole number; a fraction is a problem
    TIME = "time"  # UTC moment
    DATE = "date"
    HOUR = "hour"  # 0 to 23, or "09:00", "9点"
    FLAG = "flag"  # 是/否, yes/no, 1/0


class Zone(StrEnum):
    """Whose clock the file's times are on."""

    SHOP = "shop"
    UTC = "utc"
    WRITTEN = "written"  # each cell carries its own offset


@dataclass(frozen=True)
class Column:
    """One column we understand: our name, the headers it goes by, how to read it.

    Headers are compared after folding (trim, full width to half width, NBSP, case). The first header of the tuple that
    the file has is taken. `required`: without it the file is not this format.
    """

    name: str
    headers: tuple[str, ...]
    parse: Parse = Parse.TEXT
    required: bool = False


@dataclass(frozen=True)
class Format:
    """One platform's export, declared.

    `signature`: folded headers of which ALL must be there; `unless`: headers of which NONE may be there.
    `derive`: typed flat table in, the same table with the canonical columns of `orders.claims` settled out; vectorised
    (pyarrow.compute), pure, same number of rows in the same order.
    `order_money_repeated`: the order's own money stands on each of its lines (JD, WooCommerce): never sum it.
    `order_on_first_line`: order columns stand only on the first line of an order (Shopify): filled down by order_no.
    `line_by_ordinal`: the file has no line number: the n-th row of an order is line n.
    `freight_on_each_line`: freight is repeated: the largest counts once.
    """

    key: str
    label: Any
    platform: str
    kind: Kind
    columns: tuple[Column, ...]
    signature: frozenset[str]
    unless: frozenset[str] = frozenset()
    zone: Zone = Zone.SHOP
    currency: str | None = None
    states: Mapping[str, OrderState] = field(default_factory=dict)
    refund_states: Mapping[str, RefundState] = field(default_factory=dict)
    null_words: frozenset[str] = frozenset()
    derive: Callable[[pa.Table], pa.Table] | None = None
    order_money_repeated: bool = False
    order_on_first_line: bool = False
    line_by_ordinal: bool = False
    freight_on_each_line: bool = False
    buyer_is_contact: bool = False  # an e-mail or a phone: only its keyed hash is kept
    no_quoting: bool = False
    notes: Any = ""
