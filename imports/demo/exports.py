"""Which files the people of the demo shop exported: last year's sale with its statements, the quarter and today twice, reviews.

Before them come the lists of products, of the prices asked, of the stock and of the market.

The second export of the quarter overlaps the first and knows later refunds; the older of today's two comes in last and must not
take a newer state back.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from imports.demo import catalogue, days, goods, market, reviews, statements, writers
from imports.demo.known import known
from imports.demo.story import DAY, ShopStory, Story

GOODS, LAST_SALE, QUARTER, TODAY, LATE, SETTLED = "goods", "last_sale", "quarter", "today", "late", "settled"
SETTLED_AFTER = days.LAST_YEAR_AFTER + 3
"""Days after last year's sale when its orders were exported and its statements downloaded."""
TOLD_AROUND = 7
"""Of last year nobody kept the visitors of more days before and after the sale, of its 618 those of the day itself."""
_HOUR = 3600


@dataclass(frozen=True)
class Window:
    """One export: the orders placed in [start, end), as they stood at `as_of`. `part`: which part of the story it brings."""

    part: str
    start: int
    end: int
    as_of: int


@dataclass(frozen=True)
class DemoFile:
    """A written file: which shop it is of, which part of the story it brings, and where it is."""

    shop_key: str
    part: str
    path: Path


def windows(story: Story) -> list[Window]:
    """List the exports in the order in which they are imported."""
    now = int(story.now.timestamp()) // 60 * 60
    today, last = days.midnight(story.today), days.midnight(story.last)
    eve = today - _HOUR
    found = [
        Window(LAST_SALE, days.midnight(story.earlier), last + (days.LAST_YEAR_AFTER + 1) * DAY, last + SETTLED_AFTER * DAY),
        Window(QUARTER, today - days.QUARTER_DAYS * DAY, today - 44 * DAY, today - 44 * DAY + 9 * _HOUR),
        Window(QUARTER, today - 60 * DAY, eve, eve),
        Window(TODAY, today - 3 * DAY, now, now),
    ]
    if now - today > 2 * 60:
        found.append(Window(LATE, today, (today + now) // 120 * 60, (today + now) // 120 * 60))
    return found


def write_all(story: Story, folder: Path) -> Iterator[DemoFile]:
    """Write the files of the whole story, one after the other, in the order in which they are to be imported."""
    folder.mkdir(parents=True, exist_ok=True)
    yield from _write_goods(story, folder)
    for window in windows(story):
        for told in story.shops:
            yield from _write(told, window, folder)
    yield from _write_reviews(story, folder)
    yield from _write_statements(story, folder)


def _write_reviews(story: Story, folder: Path) -> Iterator[DemoFile]:
    """Write what was said of parcels of the last weeks, as it stands now."""
    as_of = int(story.now.timestamp()) // 60 * 60
    stamp = datetime.fromtimestamp(as_of, UTC).astimezone(days.ZONE)
    for told in story.shops:
        path = folder / f"{told.shop.key}_reviews_{stamp:%Y-%m-%d_%H-%M}.csv"
        path.write_bytes(reviews.review_list(told, as_of))
        yield DemoFile(told.shop.key, TODAY, path)


def _write_statements(story: Story, folder: Path) -> Iterator[DemoFile]:
    """Write what each platform paid out for the orders of last year's sale."""
    start = days.midnight(story.last)
    as_of = start + SETTLED_AFTER * DAY
    stamp = datetime.fromtimestamp(as_of, UTC).astimezone(days.ZONE)
    for told in story.shops:
        if data := statements.statement(told, known(told, start, start + DAY, as_of)):
            path = folder / f"{told.shop.key}_statement_{stamp:%Y-%m-%d_%H-%M}.csv"
            path.write_bytes(data)
            yield DemoFile(told.shop.key, SETTLED, path)


def _write_goods(story: Story, folder: Path) -> Iterator[DemoFile]:
    """Write what each shop says of its products, the prices it asked and its stock, noted the evening before the sale."""
    counted = days.midnight(story.today) - 6 * _HOUR
    stamp = f"{story.today - timedelta(days=1):%Y-%m-%d}_18-00"
    for told in story.shops:
        lists = {
            "products": goods.product_list(),
            "prices": goods.price_list(story.today, story.last),
            "stock": goods.stock_list(told, counted),
        }
        if told.shop.key == catalogue.SHOPS[0].key:  # of the others nobody has looked at the market
            lists["market"] = market.market_list(story.today)
        for name, data in lists.items():
            path = folder / f"{told.shop.key}_{name}_{stamp}.csv"
            path.write_bytes(data)
            yield DemoFile(told.shop.key, GOODS, path)


def _write(told: ShopStory, window: Window, folder: Path) -> Iterator[DemoFile]:
    at = known(told, window.start, window.end, window.as_of)
    stamp = datetime.fromtimestamp(window.as_of, UTC).astimezone(days.ZONE)
    files: dict[str, bytes] = {}
    if len(at.orders):
        if told.shop.platform == "tmall":
            files[f"ExportOrderList{stamp:%Y%m%d%H%M}.csv"] = writers.tmall_orders(told, at)
            files[f"ExportOrderDetailList{stamp:%Y%m%d%H%M}.csv"] = writers.tmall_lines(told, at)
        elif told.shop.platform == "jd":
            files[f"jd_orders_{stamp:%Y-%m-%d_%H-%M}.csv"] = writers.jd_orders(told, at)
        else:
            files[f"{window.as_of}_orders.csv"] = writers.douyin_orders(told, at)
    if window.part != LATE:
        files[f"{told.shop.key}_traffic_{stamp:%Y-%m-%d_%H-%M}.csv"] = writers.traffic_hours(told, _seen(window))
    for name, data in files.items():
        path = folder / name
        path.write_bytes(data)
        yield DemoFile(told.shop.key, window.part, path)


def _seen(window: Window) -> list[tuple[int, int]]:
    """Return the times whose visitors an export tells."""
    if window.part != LAST_SALE:
        return [(window.start, window.end)]
    sale = window.start + days.EARLIER_BEFORE * DAY
    return [(window.start, window.start + DAY), (sale - TOLD_AROUND * DAY, sale + (TOLD_AROUND + 1) * DAY)]
