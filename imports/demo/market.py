"""What the demo shops know of the market of their products: rank, sales of thirty days, what people mark, search and take.

Not all is known, as in life: nobody noted the searches for hats, and of two dear pieces it is not sure that more can be had.
"""

from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa

from imports.demo import catalogue, goods
from imports.demo.texts import csv_bytes, money

WITHOUT_SEARCHES = "QH-PS02"
UNSTABLE = ("QH-PY01", "QH-QZ04")
BAND = (70, 130)  # the mainstream price of a category, in percent of its median
THIRTY_DAYS = 900.0  # pieces the market sells in thirty days for one unit of a product's weight


def market_list(today: date) -> bytes:
    """Write the market figures of a shop's products before the sale of this day, one row for each colour and size."""
    chance = np.random.default_rng(today.toordinal())
    rows: list[list[str]] = []
    for place, item in enumerate(sorted(catalogue.PRODUCTS, key=lambda item: -item.weight)):
        low, high = _band(item)
        rank, noise = 1 + 2 * place + int(chance.integers(0, 3)), chance.uniform(0.7, 1.4, 6)
        for code in goods.skus(item):
            of_variant = chance.uniform(0.6, 1.5) / goods.VARIANTS
            visitors = THIRTY_DAYS * item.weight * 9 * noise[0] * of_variant
            counts = (
                visitors * 0.09 * noise[1],
                visitors * 0.45 * noise[2],
                visitors * 0.02 * noise[3],
                visitors * 0.11 * noise[4],
            )
            favourites, searches, follows, carts = (str(round(one)) for one in counts)
            rows.append([
                code, str(rank), str(round(THIRTY_DAYS * item.weight)), low, high, favourites,
                "" if item.code == WITHOUT_SEARCHES else searches, follows, carts, str(round(visitors)),
                str(round(visitors * 0.035 * noise[5])), "否" if item.code in UNSTABLE else "是",
            ])  # fmt: skip
    header = (
        "商品编码", "类目排名", "市场30天销量", "主流价格下限", "主流价格上限", "商品收藏人数", "搜索人数", "关注人数",
        "商品加购人数", "商品访客数", "支付买家数", "供货稳定",
    )  # fmt: skip
    columns: dict[str, Any] = {name: pa.array([row[at] for row in rows]) for at, name in enumerate(header)}
    return b"\xef\xbb\xbf" + csv_bytes(columns, encoding="utf-8")


def _band(item: catalogue.DemoProduct) -> tuple[str, str]:
    """Give the mainstream price of a product's category: from and to."""
    like = [other.sale_minor for other in catalogue.PRODUCTS if other.code[3:5] == item.code[3:5]]
    middle = int(np.median(like))
    low, high = money(np.array([middle * share // 100 for share in BAND])).to_pylist()
    return low, high
