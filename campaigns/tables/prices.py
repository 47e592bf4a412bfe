"""Prices as files: the price list of a plan out and in again, the way back, and the evidence of the verdicts."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from python_calamine import CalamineError, CalamineWorkbook

from campaigns.models import Campaign, StageKind
from campaigns.queries.price_terms import PRICED
from campaigns.queries.prices import planned_prices
from campaigns.queries.verdicts import Judged, judged_prices
from campaigns.queries.way_back import back_days, ways_back
from campaigns.words.prices import OUTCOMES, RULES, SOURCES, earliest_words, kind_words, why_words
from common.money import exponent_of, from_minor, to_minor
from common.spreadsheets import Cell
from orders.models import Shop

MOST_ROWS = 50_000
_SKU = frozenset({"sku", "商品编码", "商家编码"})
_SHOP = frozenset({"shop", "店铺", "shop name", "店铺名称"})
_PRICES: dict[str, frozenset[str]] = {
    StageKind.LIVE.value: frozenset({"live price", "sale price", "活动价", "大促价", "price", "价格"}),
    StageKind.WARM_UP.value: frozenset({"warm-up price", "pre-sale price", "预热价", "预售价"}),
}
_NOTHING = frozenset({"", "-", "--"})


@dataclass(frozen=True)
class FileProblem:
    """What is wrong in a row of a file: the line as a spreadsheet counts, the header, what stood there, why."""

    line: int
    column: str
    value: str
    why: str


@dataclass(frozen=True)
class ReadPrices:
    """The prices of a file by (shop, SKU, stage); an empty cell takes none away. And the rows that could not be read."""

    prices: dict[tuple[int, str, str], int | None]
    lines: dict[tuple[int, str, str], int]
    problems: list[FileProblem]


class UnreadableFileError(ValueError):
    """A file that is no price list; the message says why and what to send."""


def price_list_lines(campaign: Campaign, *, with_costs: bool) -> Iterator[list[Cell]]:
    """Yield the header, then each product with what is known of it and its price per stage. Money as decimal amounts.

    Without costs the columns of the cost and the floor price are left out.
    """
    exponent = exponent_of(campaign.currency)
    names = dict(campaign.shops.values_list("pk", "name"))
    costly = [pgettext("of a product", "Cost"), _("Floor price")] if with_costs else []
    yield [_("Shop"), _("SKU"), _("Title"), _("Category"), _("Tier"), *costly, _("List price"), _("Warm-up price"),
           _("Live price")]  # fmt: skip
    for one in planned_prices(campaign):
        known = [one.cost_minor, one.floor_minor] if with_costs else []
        money = [*known, one.list_price_minor, *(one.stages.get(stage) for stage in PRICED)]
        amounts: list[Cell] = ["" if minor is None else from_minor(minor, exponent) for minor in money]
        yield [names.get(one.shop_id, ""), one.sku, one.title, one.category, one.tier, *amounts]


def way_back_lines(campaign: Campaign) -> Iterator[list[Cell]]:
    """Yield the header, then the price of each product on each day after the sale."""
    exponent = exponent_of(campaign.currency)
    names = dict(campaign.shops.values_list("pk", "name"))
    yield [_("Shop"), _("SKU"), _("Title"), _("Sale price"), *(f"{day}" for day in back_days(campaign))]
    for way in ways_back(campaign):
        amounts = [from_minor(minor, exponent) for minor in (way.sale_minor, *way.path)]
        yield [names.get(way.product.shop_id, ""), way.product.sku, way.product.title, *amounts]


def evidence_lines(campaign: Campaign, judged: Iterable[Judged] | None = None) -> Iterator[list[Cell]]:
    """Yield the header, then for each price and rule the verdict with every price it rests on, one row each."""
    yield [
        _("Shop"), _("SKU"), _("Title"), _("Stage"), _("Price"), _("Rule"), _("Law"), _("Looked at from"), _("Until"),
        _("Prior price"), _("Verdict"), _("Reduction, %"), _("Highest legal price"), _("Legal from"), _("Why"),
        _("Evidence"), _("From"), _("To"), _("Its price"), _("Known from"), _("Is the prior price"),
    ]  # fmt: skip
    exponent, zone = exponent_of(campaign.currency), ZoneInfo(campaign.time_zone)
    names = dict(campaign.shops.values_list("pk", "name"))
    titles = {(one.shop_id, one.sku): one.title for one in planned_prices(campaign, planned_only=True)}
    stages = dict(StageKind.choices)

    def money(minor: int | None) -> Cell:
        return "" if minor is None else from_minor(minor, exponent)

    def moment(at: datetime | None) -> str:
        return f"{at.astimezone(zone):%Y-%m-%d %H:%M}" if at else ""

    for one in judged_prices(campaign) if judged is None else judged:
        for verdict in one.verdicts:
            head: list[Cell] = [
                names.get(one.shop_id, ""), one.sku, titles.get((one.shop_id, one.sku), ""), str(stages[one.stage]),
                money(one.price_minor), str(RULES[verdict.rule.key]), verdict.rule.law, *map(moment, verdict.window),
                money(verdict.prior_minor), str(OUTCOMES[verdict.outcome]), verdict.percent, money(verdict.highest_minor),
                f"{verdict.earliest or ''}", f"{why_words(verdict, campaign.currency, campaign.time_zone)} "
                f"{earliest_words(verdict)}".strip(),
            ]  # fmt: skip
            if not verdict.evidence:
                yield [*head, "", "", "", "", "", ""]
            for price in verdict.evidence:
                proof = _("yes") if price in verdict.proof else ""
                yield [*head, kind_words(price), moment(price.since), moment(price.until), money(price.minor),
                       str(SOURCES.get(price.source, price.source)), proof]  # fmt: skip


def read_prices(data: bytes, campaign: Campaign) -> ReadPrices:
    """Read a price list: CSV in UTF-8 or GB18030, XLSX, or rows pasted from a spreadsheet.

    Columns SKU, a price per stage, and the shop by name where the plan has several. Raises UnreadableFileError when it is none.
    """
    rows = _table(data)
    header = [str(cell).strip().casefold() for cell in rows[0]] if rows else []
    sku_at = _place(header, _SKU)
    prices_at = {stage: place for stage, words in _PRICES.items() if (place := _place(header, words)) is not None}
    if sku_at is None or not prices_at:
        raise UnreadableFileError(_("No column SKU with a live price or a warm-up price was found; export the list to see them."))
    if len(rows) > MOST_ROWS:
        raise UnreadableFileError(_("The file has more rows than this page takes; send it in parts."))
    shops, shop_at = list(campaign.shops.all()), _place(header, _SHOP)
    exponent = exponent_of(campaign.currency)
    found, problems = ReadPrices({}, {}, []), []
    for number, row in enumerate(rows[1:], 2):
        cells = [*row, *[""] * (len(header) - len(row))]
        sku = _plain(cells[sku_at])
        shop = _shop(_plain(cells[shop_at]) if shop_at is not None else "", shops)
        if not sku or sku.startswith("#"):
            continue
        if shop is None:
            told = _plain(cells[shop_at]) if shop_at is not None else ""
            problems.append(FileProblem(number, _("Shop"), told, _("The plan has no shop of this name; name one of its shops.")))
            continue
        for stage, place in prices_at.items():
            text = _plain(cells[place])
            if text in _NOTHING:
                continue
            try:
                found.prices[shop.pk, sku, stage] = to_minor(text, exponent)
                found.lines[shop.pk, sku, stage] = number
            except (ValueError, ArithmeticError):
                problems.append(FileProblem(number, header[place], text, _("This is no amount. Write it like 129.00.")))
    return ReadPrices(found.prices, found.lines, problems)


def _table(data: bytes) -> list[list[str]]:
    if data[:4] == b"PK\x03\x04" or data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        try:
            sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
        except (CalamineError, OSError, ValueError) as wrong:
            raise UnreadableFileError(_("This workbook cannot be opened; save it anew as XLSX or CSV.")) from wrong
        return [[_written(cell) for cell in row] for row in sheet.to_python()]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030", errors="replace")
    first = text.lstrip("\r\n").split("\n", 1)[0]
    delimiter = max("\t,;", key=first.count)
    return [row for row in csv.reader(io.StringIO(text.strip("\r\n")), delimiter=delimiter) if any(row)]


def _written(cell: object) -> str:
    return f"{cell:.10g}" if isinstance(cell, float) else str(cell)


def _plain(cell: str) -> str:
    """Take off blanks, and the apostrophe that keeps a spreadsheet from taking a text for a formula."""
    return cell.strip().removeprefix("'")


def _place(header: Sequence[str], words: frozenset[str]) -> int | None:
    return next((place for place, word in enumerate(header) if word in words), None)


def _shop(name: str, shops: Sequence[Shop]) -> Shop | None:
    if not name:
        return shops[0] if len(shops) == 1 else None
    return next((shop for shop in shops if name.casefold() == shop.name.casefold()), None)
