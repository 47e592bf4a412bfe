"""What the demo shops say of their products: a product list with costs, and the prices they asked of everybody.

Not every cost is known, as in life: nobody noted what the hats cost. One skirt was dearer for three weeks before the sale.
"""

from datetime import date, timedelta
from typing import Any

import numpy as np
import pyarrow as pa

from imports.demo import catalogue
from imports.demo.texts import csv_bytes, joined, money, pick

CATEGORIES = {
    "TX": "上衣", "KZ": "裤装", "PS": "配饰", "ZZ": "针织", "QZ": "裙装", "WT": "外套", "DY": "大衣", "YR": "羽绒服", "PY": "皮衣"
}  # fmt: skip
SUPPLIERS = {"A": "南浔针织厂", "B": "柯桥服饰", "C": "海宁华毛"}
COST_SHARE = {"A": 62, "B": 52, "C": 44}  # of the sale price, in percent
FLOOR_OVER_COST = 112
WITHOUT_COST = "QH-PS02"
RAISED = "QH-QZ02"
RAISED_DAYS = 21
TOLD_DAYS = 100  # the lists reach back so many days


def usual_minor(item: catalogue.DemoProduct) -> int:
    """Return what a product costs on an ordinary day, in fen."""
    return item.list_minor * 85 // 1000 * 10


def cost_minor(item: catalogue.DemoProduct) -> int:
    """Return what one piece costs the shop, in fen."""
    return item.sale_minor * COST_SHARE[item.tier] // 1000 * 10


def skus(item: catalogue.DemoProduct) -> list[str]:
    """Return the codes of all colours and sizes of a product."""
    return [f"{item.code}-{colour}-{size}" for colour in catalogue.COLOUR_CODES for size in catalogue.SIZES]


def product_list() -> bytes:
    """Write the product list: UTF-8 with its mark, one row for each colour and size."""
    items, variant = _each()
    cost = np.array([cost_minor(item) for item in catalogue.PRODUCTS])[items]
    known = np.array([item.code != WITHOUT_COST for item in catalogue.PRODUCTS])[items]
    colour, size = np.divmod(variant, len(catalogue.SIZES))
    columns: dict[str, Any] = {
        "商品编码": _codes(items, variant),
        "商品名称": joined(_of("title", items), " ", pick(catalogue.COLOURS, colour), " ", pick(catalogue.SIZES, size)),
        "类目": pick([CATEGORIES[item.code[3:5]] for item in catalogue.PRODUCTS], items),
        "成本价": _where(known, money(cost)),
        "吊牌价": money(np.array([item.list_minor for item in catalogue.PRODUCTS])[items]),
        "最低售价": _where(known, money(cost * FLOOR_OVER_COST // 1000 * 10)),
        "商品分层": _of("tier", items),
        "供应商": pick([SUPPLIERS[item.tier] for item in catalogue.PRODUCTS], items),
    }
    return b"\xef\xbb\xbf" + csv_bytes(columns, encoding="utf-8")


def price_list(today: date) -> bytes:
    """Write the prices that were asked of everybody before the sale of this day."""
    items, variant = _each()
    usual = np.array([usual_minor(item) for item in catalogue.PRODUCTS])[items]
    raised = np.flatnonzero(np.array([item.code == RAISED for item in catalogue.PRODUCTS])[items])
    order = np.concatenate([np.arange(len(items)), raised])
    prices = np.concatenate([usual, usual[raised] * 13 // 100 * 10])
    days = [f"{today - timedelta(days=TOLD_DAYS)}"] * len(items) + [f"{today - timedelta(days=RAISED_DAYS)}"] * len(raised)
    columns: dict[str, Any] = {
        "商品编码": _codes(items[order], variant[order]),
        "展示售价": money(prices),
        "开始日期": pa.array(days),
        "结束日期": pa.array([""] * len(days)),
    }
    return b"\xef\xbb\xbf" + csv_bytes(columns, encoding="utf-8")


def _each() -> tuple[Any, Any]:
    """Give the product and the variant of each SKU."""
    variants = len(catalogue.COLOUR_CODES) * len(catalogue.SIZES)
    return np.repeat(np.arange(len(catalogue.PRODUCTS)), variants), np.tile(np.arange(variants), len(catalogue.PRODUCTS))


def _of(name: str, items: Any) -> Any:
    return pick([getattr(item, name) for item in catalogue.PRODUCTS], items)


def _codes(items: Any, variant: Any) -> Any:
    colour, size = np.divmod(variant, len(catalogue.SIZES))
    return joined(_of("code", items), pick(catalogue.COLOUR_CODES, colour), pick(catalogue.SIZES, size), by="-")


def _where(known: Any, texts: Any) -> Any:
    return pa.array([text if is_known else "" for text, is_known in zip(texts.to_pylist(), known.tolist(), strict=True)])
