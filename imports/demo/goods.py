"""What the demo shops say of their products: a product list with costs, and the prices they asked of everybody.

Not every cost is known, as in life: nobody noted what the hats cost. One skirt was dearer for three weeks before the sale.
"""

from datetime import date, timedelta
from typing import Any

import numpy as np
import pyarrow as pa

from campaigns.rules.prices import way_back
from imports.demo import catalogue
from imports.demo.story import DAY, ShopStory
from imports.demo.texts import csv_bytes, joined, money, pick

CATEGORIES = {
    "TX": "上衣", "KZ": "裤装", "PS": "配饰", "ZZ": "针织", "QZ": "裙装", "WT": "外套", "DY": "大衣", "YR": "羽绒服", "PY": "皮衣"
}  # fmt: skip
SUPPLIERS = {"A": "南浔针织厂", "B": "柯桥服饰", "C": "海宁华毛"}
COST_SHARE = {"A": 62, "B": 52, "C": 44}  # of the sale price, in percent
FLOOR_OVER_COST = 112
WITHOUT_COST = "QH-PS02"
STOCK_PLACE = "杭州主仓"
STOCK_DAYS = 2  # orders of so many days before the count still lie there
VARIANTS = len(catalogue.COLOUR_CODES) * len(catalogue.SIZES)
NOT_LISTED, LISTED_TOO_MANY = "QH-PY01", "QH-TX01"
SCARCE = ("QH-ZZ02", "QH-TX02", "QH-KZ01")
SCARCE_SHARE = (0.85, 1.6)
"""Bought in short, of what is asked for until now: some colours and sizes are gone, a few sold and not there, others nearly."""
RAISED = "QH-QZ02"
RAISED_DAYS = 21
STAYED, BACK_AT_ONCE, BACK_DAYS = "QH-WT02", "QH-KZ03", 3
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


def price_list(today: date, last: date) -> bytes:
    """Write the prices that were asked of everybody before the sale of `today`, and around last year's."""
    told: list[tuple[int, int, date, date | None]] = []
    for place, item in enumerate(catalogue.PRODUCTS):
        usual = usual_minor(item)
        told.append((place, usual, today - timedelta(days=TOLD_DAYS), None))
        if item.code == RAISED:
            told.append((place, usual * 13 // 100 * 10, today - timedelta(days=RAISED_DAYS), None))
        told += [(place, *one) for one in _around(item, last)]
    items = np.repeat([place for place, *_rest in told], VARIANTS)
    columns: dict[str, Any] = {
        "商品编码": _codes(items, np.tile(np.arange(VARIANTS), len(told))),
        "展示售价": money(np.repeat([price for _place, price, *_days in told], VARIANTS)),
        "开始日期": pa.array([f"{first}" for _place, _price, first, _until in told for _variant in range(VARIANTS)]),
        "结束日期": pa.array([f"{until or ''}" for *_rest, until in told for _variant in range(VARIANTS)]),
    }
    return b"\xef\xbb\xbf" + csv_bytes(columns, encoding="utf-8")


def _around(item: catalogue.DemoProduct, last: date) -> list[tuple[int, date, date]]:
    """Return price, first and last day around last year's sale: back in steps over three days.

    As in life one stayed at its sale price and one went back at once.
    """
    usual = usual_minor(item)
    steps = way_back(item.sale_minor, usual, BACK_DAYS, "", 2)[:BACK_DAYS]
    steps = {STAYED: [item.sale_minor] * BACK_DAYS, BACK_AT_ONCE: [usual] * BACK_DAYS}.get(item.code, steps)

    def on(number: int) -> date:
        return last + timedelta(days=number)

    found = [(usual, on(-TOLD_DAYS), on(-1)), *((step, on(day), on(day)) for day, step in enumerate(steps, start=1))]
    return [*found, (item.sale_minor if item.code == STAYED else usual, on(BACK_DAYS + 1), on(TOLD_DAYS))]


def stock_list(told: ShopStory, counted: int) -> bytes:
    """Write what the warehouse counted at a moment (epoch seconds), and what the shop's page showed of it.

    Most was bought in for what will be sold. As in life page and racks are not the same: one product lies there and was never
    listed, one is listed with more than there is, and of some that sell best too little was bought in.
    """
    items, variant = _each()
    coming = told.placed[told.line_order] >= counted - STOCK_DAYS * DAY
    place = told.product[coming] * VARIANTS + told.variant[coming]
    needed = np.bincount(place, weights=told.units[coming], minlength=len(items))
    chance = np.random.default_rng(counted)
    units = np.rint(needed * chance.uniform(0.8, 2.2, len(items))).astype(np.int64) + chance.integers(3, 12, len(items))
    codes = np.array([item.code for item in catalogue.PRODUCTS])[items]
    scarce = np.isin(codes, SCARCE) & (needed > 1)
    units = np.where(scarce, np.floor(needed * chance.uniform(*SCARCE_SHARE, len(items))).astype(np.int64), units)
    listed = np.where(codes == NOT_LISTED, 0, np.where(codes == LISTED_TOO_MANY, units + 12, units))
    columns: dict[str, Any] = {
        "商品编码": _codes(items, variant),
        "仓库": pa.array([STOCK_PLACE] * len(items)),
        "实际库存": pa.array(units).cast(pa.string()),
        "前台库存": pa.array(listed).cast(pa.string()),
    }
    return b"\xef\xbb\xbf" + csv_bytes(columns, encoding="utf-8")


def _each() -> tuple[Any, Any]:
    """Give the product and the variant of each SKU."""
    return np.repeat(np.arange(len(catalogue.PRODUCTS)), VARIANTS), np.tile(np.arange(VARIANTS), len(catalogue.PRODUCTS))


def _of(name: str, items: Any) -> Any:
    return pick([getattr(item, name) for item in catalogue.PRODUCTS], items)


def _codes(items: Any, variant: Any) -> Any:
    colour, size = np.divmod(variant, len(catalogue.SIZES))
    return joined(_of("code", items), pick(catalogue.COLOUR_CODES, colour), pick(catalogue.SIZES, size), by="-")


def _where(known: Any, texts: Any) -> Any:
    return pa.array([text if is_known else "" for text, is_known in zip(texts.to_pylist(), known.tolist(), strict=True)])
