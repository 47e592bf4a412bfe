"""What buyers of the demo shops wrote about parcels that came in the last weeks, as the platform's list of reviews.

Most are content; one in five is not, and most of those wait for an answer.
"""

from typing import Any

import numpy as np
import pyarrow as pa

from imports.demo import catalogue
from imports.demo.days import Whole
from imports.demo.story import DAY, ShopStory
from imports.demo.texts import csv_bytes, joined, numbers, pick, times
from imports.demo.writers import order_numbers

MOST, SINCE = 60, 30 * DAY
GOOD = ("版型很好，面料舒服", "发货快，包装仔细", "颜色和图片一样，很喜欢", "第二次买了，质量稳定")
BAD = ("尺码偏小，和客服说的不一样", "线头很多，袖口开线了", "等了五天才发货", "颜色和图片差太多")
THANKS = "谢谢您的支持，期待您再来"


def review_list(story: ShopStory, as_of: int) -> bytes:
    """Write the reviews of a shop up to a moment (epoch seconds), sixty at most, the oldest first; one of an order each."""
    came = np.flatnonzero((story.completed >= as_of - SINCE) & (story.completed <= as_of - 3600))
    orders = came[:: max(1, len(came) // MOST)][:MOST]
    bad = orders % 5 == 2
    written = np.minimum(story.completed[orders] + (orders % 40) * 1800, as_of - 600)
    first = story.product[np.searchsorted(story.line_order, orders)]
    words = np.where(bad, len(GOOD) + orders % len(BAD), orders % len(GOOD))
    columns: dict[str, Any] = {
        "订单编号": numbers(order_numbers(story, orders)),
        "评价类型": pick(("好评", "中评", "差评"), _stars(bad, orders)),
        "评价内容": pick((*GOOD, *BAD), words),
        "宝贝标题": pick([item.title for item in catalogue.PRODUCTS], first),
        "买家昵称": joined(f"qh_{story.shop.platform}_", numbers(100_000 + story.buyer[orders])),
        "评价时间": times(written),
        "解释内容": pick(("", THANKS), (~bad | (orders % 3 == 0)).astype(np.int64)),
    }
    return b"\xef\xbb\xbf" + csv_bytes({name: pa.array(column) for name, column in columns.items()}, encoding="utf-8")


def _stars(bad: Any, orders: Whole) -> Whole:
    found: Whole = np.where(bad, 1 + (orders % 2), 0)
    return found
