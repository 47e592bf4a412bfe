"""The files of one tick: what each platform would export at this moment, on the shop's own clock."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa

from imports.demo import writers
from imports.demo.days import OFFSET, Whole
from imports.demo.goods import STOCK_PLACE
from imports.demo.known import moved
from imports.demo.story import NEVER, ShopStory
from imports.demo.texts import csv_bytes, pick
from imports.demo.visits import Visits

HOUR = 3600
NEWEST = 5
_MOMENTS = ("placed", "paid", "shipped", "completed", "refund_asked", "refund_done")


@dataclass(frozen=True)
class Export:
    """One file as a platform names it, and what it holds."""

    name: str
    data: bytes


def on_its_clock(story: ShopStory, zone: str) -> ShopStory:
    """Return the story with its times moved so that the writers, who write China's clock, write this one.

    The offset is taken at each moment, so that a clock change in the middle of a sale is written as the platform writes it.
    """
    shown: dict[str, Any] = {name: on_its_clock_at(getattr(story, name), zone) for name in _MOMENTS}
    return replace(story, visits=replace(story.visits, hour=on_its_clock_at(story.visits.hour, zone)), **shown)


def order_files(story: ShopStory, *, zone: str, since: int, at: int) -> Iterator[Export]:
    """Give the order exports of what moved in (since, at]: placed, paid, sent or asked back; none before the first order.

    The newest orders are in every export, as in an export of today: where nothing moved the program learns just that.
    """
    newest = story.placed[story.placed <= at][-NEWEST:]
    told = moved(story, min(since, int(newest[0]) - 1) if len(newest) else since, at)
    if not len(told.orders):
        return
    stamp = datetime.fromtimestamp(at, ZoneInfo(zone))
    shown = on_its_clock(story, zone)
    reached: dict[str, Any] = {name: on_its_clock_at(getattr(told, name), zone) for name in ("paid", "shipped", "completed")}
    known = replace(told, **reached)
    if story.shop.platform == "tmall":
        yield Export(f"ExportOrderList{stamp:%Y%m%d%H%M}.csv", writers.tmall_orders(shown, known))
        yield Export(f"ExportOrderDetailList{stamp:%Y%m%d%H%M}.csv", writers.tmall_lines(shown, known))
    elif story.shop.platform == "jd":
        yield Export(f"jd_orders_{stamp:%Y-%m-%d_%H-%M}.csv", writers.jd_orders(shown, known))
    else:
        yield Export(f"{at}_orders.csv", writers.douyin_orders(shown, known))


def on_its_clock_at(moments: Whole, zone: str) -> Whole:
    """Return moments moved as `on_its_clock` moves those of a story; never stays never."""
    there, found = ZoneInfo(zone), np.full(len(moments), NEVER)
    for hour in np.unique(moments[moments >= 0] // HOUR):
        ahead = datetime.fromtimestamp(int(hour) * HOUR, UTC).astimezone(there).utcoffset()
        inside = moments // HOUR == hour
        found[inside] = moments[inside] + (int(ahead.total_seconds()) if ahead else 0) - OFFSET
    return found


def traffic_file(story: ShopStory, *, zone: str, since: int, at: int) -> Export:
    """Give the hours of traffic from the one of `since` to the running one, which holds what came by `at`."""
    visits = story.visits
    passed = np.clip((at - visits.hour) / HOUR, 0, 1)
    counted = ("visitors", "page_views", "favourites", "carts", "inquiries", "spend")
    rows = (visits.hour > since - HOUR) & (visits.hour < at)
    so_far = Visits(
        hour=visits.hour[rows],
        channel=visits.channel[rows],
        **{name: np.floor(getattr(visits, name)[rows] * passed[rows]).astype(np.int64) for name in counted},
    )
    shown = on_its_clock(replace(story, visits=so_far), zone)
    stamp = datetime.fromtimestamp(at, ZoneInfo(zone))
    everything = (0, int(np.iinfo(np.int64).max))
    return Export(f"traffic_{stamp:%Y-%m-%d_%H-%M}.csv", writers.traffic_hours(shown, [everything]))


def stock_file(story: ShopStory, *, zone: str, at: int, units: Whole) -> Export:
    """Give the stock list: so many pieces of each of the wares, on the shelf and on the page, as counted at `at`."""
    codes, everyone = story.wares.codes, np.arange(len(story.wares.codes))
    told = pa.array(units).cast(pa.string())
    columns = {
        "商品编码": pick(codes, everyone),
        "仓库": pa.array([STOCK_PLACE] * len(codes)),
        "实际库存": told,
        "前台库存": told,
    }
    stamp = datetime.fromtimestamp(at, ZoneInfo(zone))
    return Export(f"stock_{stamp:%Y-%m-%d_%H-%M}.csv", b"\xef\xbb\xbf" + csv_bytes(columns, encoding="utf-8"))
