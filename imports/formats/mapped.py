"""A table nobody declared, mapped by a person: the fields of the mapping screen, and the format made from their answers."""

from collections.abc import Callable, Mapping
from functools import partial

import pyarrow as pa
import pyarrow.compute as pc
from django.utils.translation import gettext_lazy as _

from imports.formats.base import Column, Format, Kind, MappableField, Parse, Zone
from imports.formats.headers import fold
from imports.formats.interest import derive as derive_interest
from imports.formats.market import derive as derive_market
from imports.formats.products import derive as derive_goods
from imports.formats.reviews import derive as derive_reviews
from imports.formats.settle import (
    MOMENT,
    STATE,
    amount,
    column,
    has,
    keep,
    put,
    settle_closed,
    settle_paid_at,
    settle_place,
    settle_refund,
    settle_sku,
    settle_state,
)
from imports.formats.settlement import derive_columns as derive_settlement
from imports.formats.stock import derive as derive_stock
from imports.formats.taobao import order_total
from imports.formats.template import every_refund_state, every_state
from inventory.claims import MARKET_FIELDS
from orders.states import OrderState, RefundState
from review.claims import AMOUNTS

_ORDER = frozenset({Kind.ORDERS, Kind.LINES})
_LINES = frozenset({Kind.LINES})
_LISTS = frozenset({Kind.ORDERS})
_TRAFFIC = frozenset({Kind.TRAFFIC})
_GOODS = frozenset({Kind.PRODUCTS, Kind.PRICES, Kind.STOCK, Kind.MARKET, Kind.INTEREST})
_INTEREST = frozenset({Kind.INTEREST})
_MARKET = frozenset({Kind.MARKET})
_REVIEWS = frozenset({Kind.REVIEWS})
_BILLS = frozenset({Kind.SETTLEMENT})
_PRODUCTS = frozenset({Kind.PRODUCTS})
_PRICES = frozenset({Kind.PRICES})
_STOCK = frozenset({Kind.STOCK})

FIELDS: tuple[MappableField, ...] = (
    MappableField("order_no", _("Order number"), _("tells which rows are one order"), _ORDER, Parse.ID, required=True),
    MappableField(
        "line_no", _("Line number"), _("tells the lines of an order apart; else their sequence does"), _LINES, Parse.ID
    ),
    MappableField(
        "buyer", _("Buyer"), _("the account; e-mail and telephone are kept as a keyed hash only"), _ORDER | _REVIEWS, Parse.TEXT
    ),
    MappableField("placed_at", _("Placed at"), _("date and time of the order"), _ORDER, Parse.TIME),
    MappableField(
        "paid_at", _("Paid at"), _("revenue counts in this hour; without it, when the order was placed"), _ORDER, Parse.TIME
    ),
    MappableField("shipped_at", _("Shipped at"), _("date and time"), _ORDER, Parse.TIME),
    MappableField("completed_at", _("Completed at"), _("date and time"), _ORDER, Parse.TIME),
    MappableField("refund_requested_at", _("Refund requested at"), _("a refund counts in this hour"), _ORDER, Parse.TIME),
    MappableField(
        "state_words", _("State"), _("unpaid, paid, shipped, closed; unknown words are held and listed"), _ORDER, Parse.TEXT
    ),
    MappableField("refund_words", _("State of the refund"), _("none, requested, refunded"), _ORDER, Parse.TEXT),
    MappableField(
        "total_minor", _("Order amount"), _("what the buyer pays for the whole order, before refunds"), _ORDER, Parse.MONEY
    ),
    MappableField("goods_minor", _("Goods amount"), _("the order's goods after discounts, without freight"), _LISTS, Parse.MONEY),
    MappableField("net_minor", _("Amount paid"), _("may be what is left after refunds: say so below"), _LISTS, Parse.MONEY),
    MappableField("freight_minor", _("Freight"), _("of the whole order"), _ORDER, Parse.MONEY),
    MappableField("refund_minor", _("Refund"), _("given back for the whole order"), _ORDER, Parse.MONEY),
    MappableField("units", _("Pieces"), _("of the whole order"), _LISTS, Parse.COUNT),
    MappableField("sku", _("Product code"), _("your own code, else the platform's"), _LINES, Parse.TEXT),
    MappableField("title", _("Product"), _("name of the product; the code where there is none"), _LINES, Parse.TEXT),
    MappableField("variant", _("Variant"), _("colour, size"), _LINES, Parse.TEXT),
    MappableField("line_units", _("Quantity"), _("pieces of this line"), _LINES, Parse.COUNT, required=True),
    MappableField("price_minor", _("Unit price"), _("of one piece"), _LINES, Parse.MONEY),
    MappableField("line_paid_minor", _("Line amount"), _("of the whole line; else price times quantity"), _LINES, Parse.MONEY),
    MappableField("line_refund_minor", _("Line refund"), _("given back for this line"), _LINES, Parse.MONEY),
    MappableField("is_gift", _("Gift"), _("yes or no"), _LINES, Parse.FLAG),
    MappableField("province", _("Province"), _("or state, region"), _ORDER, Parse.TEXT),
    MappableField("city", _("City"), _("or town"), _ORDER, Parse.TEXT),
    MappableField("address", _("Address"), _("only province and city are kept of it"), _ORDER, Parse.TEXT),
    MappableField("waybill", _("Waybill"), _("number of the parcel; several may stand in one cell"), _ORDER, Parse.TEXT),
    MappableField("carrier", _("Carrier"), _("who carries the parcel"), _ORDER, Parse.TEXT),
    MappableField("warehouse", _("Warehouse"), _("from which it leaves"), _ORDER, Parse.TEXT),
    MappableField("date", _("Date"), _("the day; with the hour beside it"), _TRAFFIC | _INTEREST, Parse.DATE),
    MappableField("hour", _("Hour"), _("0 to 23"), _TRAFFIC, Parse.HOUR),
    MappableField("day_hour", _("Hour of the visits"), _("0 to 23; empty: the whole day"), _INTEREST, Parse.HOUR),
    MappableField("moment", _("Date and hour"), _("when both stand in one column"), _TRAFFIC, Parse.TIME),
    MappableField("channel", _("Channel"), _("where the visitors came from; without it all together"), _TRAFFIC, Parse.TEXT),
    MappableField("visitors", _("Visitors"), _("people in this hour"), _TRAFFIC | _MARKET | _INTEREST, Parse.COUNT),
    MappableField("page_views", _("Page views"), _("in this hour"), _TRAFFIC, Parse.COUNT),
    MappableField("favourites", _("Favourites"), _("people who marked a product"), _TRAFFIC | _MARKET | _INTEREST, Parse.COUNT),
    MappableField("carts", _("Carts"), _("people who put something into the cart"), _TRAFFIC | _MARKET | _INTEREST, Parse.COUNT),
    MappableField("inquiries", _("Inquiries"), _("people who asked"), _TRAFFIC | _INTEREST, Parse.COUNT),
    MappableField("spend_minor", _("Spend"), _("paid for this traffic"), _TRAFFIC, Parse.MONEY),
    MappableField("product_sku", _("SKU"), _("the product's code, as in the orders"), _GOODS, Parse.TEXT, required=True),
    MappableField("product_title", _("Title of the product"), _("its name"), _PRODUCTS | _STOCK, Parse.TEXT),
    MappableField("category", _("Category"), _("such as coats"), _PRODUCTS, Parse.TEXT),
    MappableField("cost_minor", _("Cost"), _("of one piece"), _PRODUCTS, Parse.MONEY),
    MappableField(
        "list_price_minor", _("List price of the product"), _("the ordinary price of one piece"), _PRODUCTS, Parse.MONEY
    ),
    MappableField("floor_minor", _("Floor price"), _("the lowest price we may ask"), _PRODUCTS, Parse.MONEY),
    MappableField("tier_words", _("Tier"), _("A, B or C"), _PRODUCTS, Parse.TEXT),
    MappableField("supplier", _("Supplier"), _("who delivers"), _PRODUCTS, Parse.TEXT),
    MappableField("picture", _("Picture"), _("address of the picture"), _PRODUCTS, Parse.TEXT),
    MappableField("status_words", _("Status of the product"), _("on sale, or withdrawn"), _PRODUCTS, Parse.TEXT),
    MappableField("kind_words", _("Kind of the product"), _("goods, gift or service"), _PRODUCTS, Parse.TEXT),
    MappableField("pack_units", _("Pieces in a carton"), _("to turn cartons into pieces"), _PRODUCTS | _STOCK, Parse.COUNT),
    MappableField("alert_units", _("Alert line"), _("pieces at which a substitute goes up"), _PRODUCTS, Parse.COUNT),
    MappableField("stock_units", _("On hand"), _("how many lie there"), _STOCK, Parse.COUNT),
    MappableField("listed_units", _("Listed"), _("how many the shop's page shows"), _STOCK, Parse.COUNT),
    MappableField("place", _("Place"), _("where they lie"), _STOCK, Parse.TEXT),
    MappableField("unit_words", _("Unit"), _("piece or carton"), _STOCK, Parse.TEXT),
    MappableField("counted_at", _("Counted at"), _("empty: when the file was made"), _STOCK, Parse.TIME),
    MappableField("category_rank", _("Category rank"), _("in the market, 1 is the best"), _MARKET, Parse.COUNT),
    MappableField("market_units", _("Market sales of 30 days"), _("of such products"), _MARKET, Parse.COUNT),
    MappableField("band_low_minor", _("Mainstream price from"), _("of its category"), _MARKET, Parse.MONEY),
    MappableField("band_high_minor", _("Mainstream price to"), _("of its category"), _MARKET, Parse.MONEY),
    MappableField("searches", _("Searches"), _("people who came by search"), _MARKET, Parse.COUNT),
    MappableField("follows", _("Follows"), _("people who follow the product"), _MARKET, Parse.COUNT),
    MappableField("paid_buyers", _("Paid buyers"), _("of the same days as the visitors"), _MARKET, Parse.COUNT),
    MappableField("supply_stable", _("Stable supply"), _("yes or no"), _MARKET, Parse.FLAG),
    MappableField("review_id", _("Review number"), _("of the platform; else order, product and time"), _REVIEWS, Parse.TEXT),
    MappableField("star_words", _("Stars"), _("1 to 5, or good, neutral, bad"), _REVIEWS, Parse.TEXT, required=True),
    MappableField("review_text", _("Review text"), _("as the buyer wrote it"), _REVIEWS, Parse.TEXT),
    MappableField("review_order", _("Order of the review"), _("its number"), _REVIEWS, Parse.ID),
    MappableField("review_product", _("Product of the review"), _("name or code"), _REVIEWS, Parse.TEXT),
    MappableField("written_at", _("Written at"), _("date and time of the review"), _REVIEWS, Parse.TIME),
    MappableField("answer_words", _("Answered"), _("yes or no, or the answer"), _REVIEWS, Parse.TEXT),
    MappableField("bill_order", _("Order of the entry"), _("its number, as in the orders"), _BILLS, Parse.ID, required=True),
    MappableField("bill_entry", _("Entry number"), _("of the statement; else its words, time and amount"), _BILLS, Parse.TEXT),
    MappableField("settled_at", _("Settled at"), _("date and time of the entry"), _BILLS, Parse.TIME),
    MappableField("received_minor", _("Amount received"), _("what the buyer paid"), _BILLS, Parse.MONEY),
    MappableField("subsidy_minor", _("Platform subsidy"), _("what the platform added"), _BILLS, Parse.MONEY),
    MappableField("refunded_minor", _("Amount refunded"), _("given back to the buyer"), _BILLS, Parse.MONEY),
    MappableField("commission_minor", _("Commission"), _("of the platform"), _BILLS, Parse.MONEY),
    MappableField("payment_fee_minor", _("Payment fee"), _("of the payment service"), _BILLS, Parse.MONEY),
    MappableField("influencer_minor", _("Influencer commission"), _("for those who brought the buyer"), _BILLS, Parse.MONEY),
    MappableField("carriage_minor", _("Carriage paid"), _("what the parcel cost"), _BILLS, Parse.MONEY),
    MappableField("packing_minor", _("Packing"), _("box and filling"), _BILLS, Parse.MONEY),
    MappableField("price_protection_minor", _("Price protection"), _("differences given back"), _BILLS, Parse.MONEY),
    MappableField("other_minor", _("Other costs"), _("whatever else was kept back"), _BILLS, Parse.MONEY),
    MappableField("paid_out_minor", _("Paid out"), _("what was left"), _BILLS, Parse.MONEY),
    MappableField("offered_minor", _("Offered price"), _("asked of everybody"), _PRICES, Parse.MONEY),
    MappableField("price_from", _("First day"), _("on which it was asked"), _PRICES, Parse.DATE),
    MappableField("price_to", _("Last day"), _("on which it was asked; empty: until the next price"), _PRICES, Parse.DATE),
)
_PARSES = {field.name: field.parse for field in FIELDS}

_NULLS = frozenset({"null", "none", "nan", "n/a", "na", "-", "--", "无", "暂无数据"})


def fields_for(kind: Kind) -> tuple[MappableField, ...]:
    """Give the fields that a table of this kind can fill, in the order of the screen."""
    return tuple(field for field in FIELDS if kind in field.kinds)


def missing_fields(kind: Kind, mapping: Mapping[str, str]) -> list[str]:
    """Name what the mapping still lacks: the required fields, a clock, an amount. Alternatives are joined by "|"."""
    needed = {
        Kind.ORDERS: ("order_no", "placed_at|paid_at", "total_minor|goods_minor|net_minor"),
        Kind.LINES: ("order_no", "line_units", "sku|title", "price_minor|line_paid_minor|total_minor"),
        Kind.TRAFFIC: ("moment|hour", "moment|date", "visitors|page_views|carts|favourites|inquiries"),
        Kind.PRODUCTS: ("product_sku", "product_title|cost_minor|list_price_minor|floor_minor|category|tier_words"),
        Kind.PRICES: ("product_sku", "offered_minor", "price_from"),
        Kind.STOCK: ("product_sku", "stock_units|listed_units"),
        Kind.INTEREST: ("product_sku", "date", "visitors|favourites|carts|inquiries"),
        Kind.MARKET: ("product_sku", "|".join(name for name in MARKET_FIELDS)),
        Kind.REVIEWS: ("star_words", "review_id|review_order|written_at"),
        Kind.SETTLEMENT: ("bill_order", "|".join(AMOUNTS)),
    }[kind]
    return [need for need in needed if not any(mapping.get(name) for name in need.split("|"))]


def mapped_format(
    kind: Kind | str,
    mapping: Mapping[str, str],
    *,
    zone: Zone = Zone.SHOP,
    net_of_refund: bool = False,
    line_by_ordinal: bool | None = None,
    order_money_repeated: bool | None = None,
    buyer_is_contact: bool = False,
) -> Format:
    """Build a format from a person's mapping of flat names to headers.

    `net_of_refund`: the amounts are what is left after refunds, so the refund is added to get the gross. `line_by_ordinal`: by
    default when no line number is mapped. `order_money_repeated`: by default when lines carry an order amount. Unknown names and
    empty headers are left out.

    Rules of a mapped table. Without a payment time: an order with a paid state counts when it was placed, and without states too
    the table is a list of sales, each paid when placed. A negative quantity under an order number of the letter C and digits is a
    cancellation (see `settle_cancellations`); any other negative quantity stays negative for the checks to reject by reason.
    """
    kind = Kind(kind)
    chosen = {name: header for name, header in mapping.items() if header and name in _PARSES}
    required = {"order_no", "line_units", "date", "hour", "moment", "product_sku", "offered_minor", "price_from", "star_words"}
    required |= {"bill_order"}
    columns = tuple(
        Column(name, (header,), _PARSES[name], name in required)
        for name, header in chosen.items()
        if any(field.name == name and kind in field.kinds for field in FIELDS)
    )
    derive: Callable[[pa.Table], pa.Table] | None = None
    if kind is Kind.ORDERS:
        derive = partial(derive_orders, net_of_refund=net_of_refund)
    elif kind is Kind.LINES:
        derive = partial(derive_lines, net_of_refund=net_of_refund)
    elif kind is Kind.STOCK:
        derive = derive_stock
    elif kind is Kind.INTEREST:
        derive = derive_interest
    elif kind is Kind.MARKET:
        derive = derive_market
    elif kind is Kind.REVIEWS:
        derive = derive_reviews
    elif kind is Kind.SETTLEMENT:
        derive = derive_settlement
    elif kind in _GOODS:
        derive = derive_goods
    repeated = "total_minor" in chosen if order_money_repeated is None else order_money_repeated
    return Format(
        key="mapped",
        label=_("mapped table"),
        platform="any",
        kind=kind,
        columns=columns,
        signature=frozenset(fold(header) for header in chosen.values()),
        zone=zone,
        states=every_state(),
        refund_states=every_refund_state(),
        null_words=_NULLS,
        derive=derive,
        order_money_repeated=kind is Kind.LINES and repeated,
        line_by_ordinal=kind is Kind.LINES and ("line_no" not in chosen if line_by_ordinal is None else line_by_ordinal),
        freight_on_each_line=kind is Kind.LINES,
        buyer_is_contact=buyer_is_contact,
    )


def derive_orders(table: pa.Table, *, net_of_refund: bool = False) -> pa.Table:
    """Settle a row of a mapped order list.

    Net 80.00 with a refund of 20.00 was sold for 100.00:

    >>> flat = pa.table({"total_minor": [8000], "refund_minor": [2000]})
    >>> derive_orders(flat, net_of_refund=True)["total_minor"].to_pylist()
    [10000]
    """
    if net_of_refund and has(table, "total_minor", "refund_minor"):
        table = put(table, total_minor=pc.add(table["total_minor"], amount(table, "refund_minor")))
    elif not net_of_refund and not has(table, "total_minor") and not has(table, "goods_minor") and has(table, "net_minor"):
        table = put(table, total_minor=table["net_minor"])
    says_refunds = has(table, "refund_minor") or has(table, "refund_state") or has(table, "state")
    table = _placed(order_total(table))
    table = settle_state(settle_paid_at(settle_closed(table)))
    if says_refunds and has(table, "total_minor"):
        table = settle_refund(table)
    return settle_place(table)


def derive_lines(table: pa.Table, *, net_of_refund: bool = False) -> pa.Table:
    """Settle a row of a mapped list of lines; a line without an amount paid price times pieces."""
    own_total = has(table, "total_minor")
    if not has(table, "line_paid_minor") and has(table, "price_minor", "line_units"):
        goods = pc.multiply(table["price_minor"], pc.cast(table["line_units"], pa.int64()))
        table = put(table, **{"line_amount_minor" if own_total else "line_paid_minor": goods})
    elif net_of_refund and has(table, "line_paid_minor", "line_refund_minor"):
        table = put(table, line_paid_minor=pc.add(table["line_paid_minor"], amount(table, "line_refund_minor")))
    if net_of_refund and own_total and has(table, "refund_minor"):
        table = put(table, total_minor=pc.add(table["total_minor"], amount(table, "refund_minor")))
    total, refund = ("total_minor", "refund_minor") if own_total else ("line_paid_minor", "line_refund_minor")
    table = settle_state(settle_paid_at(settle_closed(_placed(table), refund)), total, refund)
    if has(table, total):
        table = settle_refund(table, total, refund)
    if own_total:
        table = put(table, order_refund_state=table["refund_state"])
        table = put(table, order_state=table["state"]) if has(table, "state") else table
    table = settle_cancellations(table)
    return settle_place(settle_sku(table))


def settle_cancellations(table: pa.Table) -> pa.Table:
    """Turn cancellation rows into refunds: a negative quantity under an order number of the letter C and digits.

    Such an invoice is an order number of its own and no sale. It was never placed and never paid: amount 0, pieces 0. It gives
    back quantity x price, in full, at its own moment. Two pieces at 4.65 taken back:

    >>> flat = pa.table({"order_no": ["C536379", "536365", "536589"], "line_units": [-2, 6, -10],
    ...     "price_minor": [465, 255, 0], "line_paid_minor": [-930, 1530, 0]})
    >>> done = settle_cancellations(flat)
    >>> done["line_refund_minor"].to_pylist(), done["line_units"].to_pylist(), done["line_paid_minor"].to_pylist()
    ([930, None, None], [0, 6, -10], [0, 1530, 0])
    """
    if not has(table, "order_no", "line_units"):
        return table
    gone = pc.and_(pc.match_substring_regex(table["order_no"], r"^[Cc]\d+$"), pc.less(table["line_units"], 0))
    gone = pc.fill_null(gone, False)
    if not pc.any(gone).as_py():
        return table
    value = column(table, "line_paid_minor" if has(table, "line_paid_minor") else "line_amount_minor")
    moment = pc.coalesce(column(table, "refund_requested_at"), column(table, "placed_at"))
    never = pa.scalar(None, MOMENT)
    table = keep(
        table,
        gone,
        refund_requested_at=moment,
        line_refund_minor=pc.abs(value),
        refund_state=pa.scalar(int(RefundState.FULL), STATE),
        state=pa.scalar(int(OrderState.CLOSED_REFUNDED), STATE),
        line_units=pa.scalar(0, table.schema.field("line_units").type),
        line_paid_minor=pa.scalar(0, pa.int64()),
    )
    for name in ("placed_at", "paid_at"):
        if has(table, name):
            table = keep(table, gone, **{name: never})
    return table


def _placed(table: pa.Table) -> pa.Table:
    """Take the payment for the placing of an order that tells no other time."""
    if has(table, "paid_at") and not has(table, "placed_at"):
        return put(table, placed_at=table["paid_at"])
    return table
