"""The words in which a platform's export is declared.

The way of a cell: `Column` names the header and how to read it -> a typed, flat table with the names below ->
`Format.derive` settles what the platform means (is "paid" net of refunds? what does a closed order say?) -> claims.

Flat names a column may fill: order_no, line_no, buyer, placed_at, paid_at, shipped_at, completed_at, refund_requested_at,
state_words, refund_words, close_reason, presale, payment_method, total_minor, goods_minor, net_minor, freight_minor,
refund_minor, shop_discount_minor, platform_discount_minor, influencer_discount_minor, units, province, city, address,
shop_name, currency, sku, outer_sku, product_id, title, variant, line_units, price_minor, line_amount_minor,
line_discount_minor, line_paid_minor, line_net_minor, line_refund_minor, is_gift, cancelled_at, waybill, carrier,
warehouse; for traffic: date, hour,
moment, channel, visitors, page_views, favourites, carts, inquiries, spend_minor; for products: product_sku,
product_title, category, cost_minor, list_price_minor, floor_minor, tier_words, supplier, picture, status_words, kind_words; for
offered prices: product_sku, offered_minor, price_from, price_to (whole days of the shop's clock, both included); for stock:
product_sku, product_title, place, stock_units, listed_units, unit_words, pack_units, counted_at; for the
market: product_sku, category_rank, market_units, band_low_minor, band_high_minor, searches, follows, paid_buyers, supply_stable
(favourites, carts, visitors as for traffic); for the interest in a product: product_sku, date, day_hour (none: the whole day),
visitors, favourites, carts, inquiries; for reviews: review_id, star_words, review_text, review_order, review_product,
buyer, written_at, answer_words; for statements of settled money:
bill_order, bill_base, bill_entry, bill_words, bill_note, bill_way, bill_minor, bill_in_minor, bill_out_minor, settled_at and the
amounts of `review.claims`. A format may use
further names of its own for its `derive`. `state_words` and `refund_words` are looked up in the format's tables before
`derive` and stand beside them as `state` and `refund_state` (int16).

Names after `derive`, which is what goes into the claims (others are dropped; an absent column is not spoken of):

* of the order: order_no, buyer, placed_at, paid_at, shipped_at, completed_at, refund_requested_at, total_minor (gross of
  refunds, goods after discounts + freight), freight_minor, refund_minor, *_discount_minor, units, province, city;
  of its parcels: waybill, carrier, warehouse;
* kind ORDERS: state, refund_state are the order's;
* kind LINES: state, refund_state are the LINE's, as are sku, title, variant, line_units, price_minor, line_paid_minor (gross of
  refunds, without freight), line_refund_minor, is_gift. `order_state` and `order_refund_state` are the order's own, present
  only when the platform says them on each row (JD, WooCommerce, Shopify). Where total_minor, refund_minor, units or
  order_state are absent they are added up from the lines. Where line_paid_minor is absent, total_minor less freight_minor is
  split over the lines by line_amount_minor (else price_minor x line_units, else evenly); an absent line_refund_minor beside a
  present refund_minor is split by what the lines paid.

Checks of signs run after `derive`: a format may have a meaning for a negative number (a cancellation).
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
    PRODUCTS = "products"
    PRICES = "prices"
    STOCK = "stock"
    MARKET = "market"
    INTEREST = "interest"
    REVIEWS = "reviews"
    SETTLEMENT = "settlement"


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
    `states`, `refund_states`, `null_words`: keyed by folded words (`fold`, the same as for headers).
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
    explanation_mark: str = ""  # a row whose first cell starts with it explains and is no data (our own template: "#")
    notes: Any = ""


@dataclass(frozen=True)
class Unusable:
    """A table we know and cannot use: `sentence` says why, and what to send instead."""

    code: str
    label: Any
    signature: frozenset[str]
    sentence: Any
    unless: frozenset[str] = frozenset()


@dataclass(frozen=True)
class MappableField:
    """One line of the mapping screen: a flat name, what it is called there, what it means, for which kinds of table."""

    name: str
    label: Any
    help: Any
    kinds: frozenset[Kind]
    parse: Parse
    required: bool = False
