"""All formats we know, and how a table is told from its headers.

A format fits when its whole signature and all its required columns are there and nothing of its `unless`; of several that
fit, the one that understands most of the headers wins, and of those the first in the list.
"""

import re
from collections.abc import Sequence

from imports.formats.amazon import AMAZON
from imports.formats.base import Column, Format, Kind, Unusable
from imports.formats.douyin import DOUYIN
from imports.formats.headers import COMMON_WORDS, fold, kind_of
from imports.formats.interest import PRODUCT_INTEREST
from imports.formats.jd import JD
from imports.formats.jushuitan import JUSHUITAN
from imports.formats.magento import MAGENTO
from imports.formats.mapped import FIELDS, fields_for, mapped_format, missing_fields
from imports.formats.market import MARKET_LIST, SYCM_PRODUCTS
from imports.formats.names import as_of_from_name
from imports.formats.pinduoduo import PINDUODUO
from imports.formats.products import COST_LIST, PRICE_LIST, PRODUCT_LIST
from imports.formats.reviews import REVIEW_LIST
from imports.formats.settlement import ALIPAY, DOUYIN_BILL, JD_BILL, SETTLEMENT_LIST, SHOPIFY_PAYOUTS
from imports.formats.shopify import SHOPIFY
from imports.formats.stock import AMAZON_STOCK, LISTED_LIST, SHOPIFY_STOCK, STOCK_LIST
from imports.formats.taobao import TAOBAO_ITEMS, TAOBAO_ORDERS, TAOBAO_SUBORDERS, TMALL_REPORT
from imports.formats.template import TEMPLATE
from imports.formats.traffic import TRAFFIC_HOURS, TRAFFIC_MOMENTS
from imports.formats.unusable import UNUSABLE
from imports.formats.woocommerce import WOOCOMMERCE
from imports.formats.youzan import YOUZAN

__all__ = [
    "FIELDS",
    "FORMATS",
    "as_of_from_name",
    "by_key",
    "fields_for",
    "fold",
    "guess_kind",
    "guess_mapping",
    "mapped_format",
    "matched_columns",
    "missing_fields",
    "recognise",
    "refusal_for",
]

FORMATS: tuple[Format, ...] = (
    TEMPLATE,
    TAOBAO_ORDERS,
    TMALL_REPORT,
    TAOBAO_SUBORDERS,
    TAOBAO_ITEMS,
    JD,
    PINDUODUO,
    DOUYIN,
    JUSHUITAN,
    YOUZAN,
    SHOPIFY,
    WOOCOMMERCE,
    AMAZON,
    MAGENTO,
    TRAFFIC_HOURS,
    TRAFFIC_MOMENTS,
    PRODUCT_LIST,
    COST_LIST,
    PRICE_LIST,
    STOCK_LIST,
    LISTED_LIST,
    SHOPIFY_STOCK,
    AMAZON_STOCK,
    SYCM_PRODUCTS,
    MARKET_LIST,
    PRODUCT_INTEREST,
    REVIEW_LIST,
    ALIPAY,
    JD_BILL,
    DOUYIN_BILL,
    SHOPIFY_PAYOUTS,
    SETTLEMENT_LIST,
)
_BY_KEY = {item.key: item for item in FORMATS}


def by_key(key: str) -> Format:
    """Give the format of this key; KeyError for one that is not there ("mapped" is built by `mapped_format`)."""
    return _BY_KEY[key]


def matched_columns(item: Format, headers: Sequence[str]) -> dict[str, str]:
    """Give flat name -> header as written, for every column of the format that this table has.

    The first header of a column's tuple that the table has is taken; of two equal headers the first.
    """
    written: dict[str, str] = {}
    for header in headers:
        written.setdefault(fold(header), header)
    found: dict[str, str] = {}
    for column in item.columns:
        for name in column.headers:
            if fold(name) in written:
                found.setdefault(column.name, written[fold(name)])
                break
    return found


def recognise(headers: Sequence[str]) -> Format | None:
    """Tell which platform's export has these headers; none when no format fits."""
    have = frozenset(fold(header) for header in headers)
    best: tuple[int, Format] | None = None
    for item in FORMATS:
        if not item.signature <= have or item.unless & have:
            continue
        found = matched_columns(item, headers)
        if any(column.required and column.name not in found for column in item.columns):
            continue
        if best is None or len(found) > best[0]:
            best = (len(found), item)
    return best[1] if best else None


def refusal_for(headers: Sequence[str]) -> Unusable | None:
    """Tell whether this is a table that we know and cannot use; ask `recognise` first."""
    have = frozenset(fold(header) for header in headers)
    for item in UNUSABLE:
        if item.signature <= have and not item.unless & have:
            return item
    return None


def _words() -> dict[str, tuple[str, ...]]:
    words: dict[str, list[str]] = {}
    lists = {Kind.PRODUCTS, Kind.PRICES, Kind.STOCK, Kind.MARKET, Kind.REVIEWS, Kind.INTEREST, Kind.SETTLEMENT}
    guessed = [item for item in FORMATS if item is not SHOPIFY and item.kind not in lists]
    columns: list[Column] = [column for item in guessed for column in item.columns]
    for name, common in COMMON_WORDS.items():
        own = [header for column in columns if column.name == name for header in column.headers]
        words[name] = [fold(header) for header in (*common, *own)]
    return {name: tuple(dict.fromkeys(items)) for name, items in words.items()}


_WORDS = _words()


def _candidates(headers: Sequence[str], names: Sequence[str]) -> dict[str, str]:
    """Give each header to at most one name: exact words first, in the order of the names, then headers that contain a word."""
    free = {fold(header): header for header in reversed(headers) if fold(header)}
    plain = {key: re.sub(r"[_\-./]+", " ", key) for key in free}
    found: dict[str, str] = {}
    for name in names:
        for word in _WORDS[name]:
            match = next((key for key in free if key == word or plain[key] == word), None)
            if match is not None:
                found[name] = free.pop(match)
                break
    for name in names:
        if name in found:
            continue
        long_words = [word for word in _WORDS[name] if len(word) >= (3 if word.isascii() else 2)]
        match = next((key for word in long_words for key in free if _contains(plain[key], word)), None)
        if match is not None:
            found[name] = free.pop(match)
    return found


def _contains(header: str, word: str) -> bool:
    if word.isascii():
        return re.search(rf"\b{re.escape(word)}\b", header) is not None
    return word in header


_ORDER_OF_GUESS = (
    "order_no", "line_no", "sku", "title", "variant", "line_units", "line_paid_minor", "price_minor", "line_refund_minor",
    "paid_at", "placed_at", "shipped_at", "completed_at", "refund_requested_at", "state_words", "refund_words", "net_minor",
    "total_minor", "goods_minor", "freight_minor", "refund_minor", "units", "buyer", "province", "city", "address", "is_gift",
    "waybill", "carrier", "warehouse",
    "product_sku", "product_title", "category", "cost_minor", "list_price_minor", "floor_minor", "tier_words", "supplier",
    "picture", "pack_units", "alert_units", "offered_minor", "price_from", "price_to", "stock_units", "listed_units", "place",
    "unit_words", "counted_at", "category_rank", "market_units", "band_low_minor", "band_high_minor", "searches", "follows",
    "paid_buyers", "supply_stable",
    "review_id", "star_words", "review_text", "review_order", "review_product", "written_at", "answer_words",
    "bill_order", "bill_entry", "settled_at", "received_minor", "refunded_minor", "commission_minor", "payment_fee_minor",
    "influencer_minor", "carriage_minor", "packing_minor", "subsidy_minor", "price_protection_minor", "other_minor",
    "paid_out_minor",
    "moment", "date", "hour", "channel", "visitors", "page_views", "favourites", "carts", "inquiries", "spend_minor",
)  # fmt: skip


def guess_kind(headers: Sequence[str]) -> Kind:
    """Guess what a row of an unknown table is.

    >>> guess_kind(["Invoice", "StockCode", "Quantity", "InvoiceDate", "Price"]), guess_kind(["day", "hour", "uv"])
    (<Kind.LINES: 'lines'>, <Kind.TRAFFIC: 'traffic'>)
    """
    traffic = _candidates(headers, [name for name in _ORDER_OF_GUESS if name in _names(Kind.TRAFFIC)])
    sales = _candidates(headers, [name for name in _ORDER_OF_GUESS if name in _names(Kind.LINES)])
    if "order_no" not in sales:
        return kind_of(frozenset(traffic))
    return kind_of(frozenset(sales))


def _names(kind: Kind) -> frozenset[str]:
    return frozenset(field.name for field in fields_for(kind))


def guess_mapping(headers: Sequence[str], kind: Kind | str | None = None) -> dict[str, str]:
    """Guess flat name -> header for a table nobody declared; the kind is guessed too unless given.

    >>> guess_mapping(["Invoice", "StockCode", "Description", "Quantity", "InvoiceDate", "Price", "Customer ID"])["placed_at"]
    'InvoiceDate'
    """
    wanted = _names(Kind(kind) if kind else guess_kind(headers))
    found = _candidates(headers, [name for name in _ORDER_OF_GUESS if name in wanted])
    if "date" in found and "hour" in found:
        found.pop("moment", None)
    elif "moment" not in found and "date" in found:
        found["moment"] = found.pop("date")
    return found
