"""The traffic plan as a table for spreadsheets, and back; the hourly budget as one."""

import csv
import io
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import compress
from typing import Any

import python_calamine
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from campaigns.channels import ChannelKind
from campaigns.models import Campaign
from campaigns.queries.traffic import TrafficPlan
from campaigns.queries.traffic_budget import Budget
from campaigns.rules.problems import PlanError, Problem
from common.money import exponent_of, from_minor
from common.spreadsheets import Cell
from common.windows import local_time

MOST_ROWS = 500
COLUMNS: dict[str, Any] = {
    "channel": gettext_lazy("Channel"),
    "visitors": gettext_lazy("Visitors"),
    "conversion": gettext_lazy("Conversion, %"),
    "order_value": gettext_lazy("Order value"),
    "fixed": gettext_lazy("Fixed cost"),
    "per_visitor": gettext_lazy("Per click or visitor"),
    "commission": gettext_lazy("Commission, %"),
    "note": gettext_lazy("Note"),
}
RESULTS: dict[str, Any] = {
    "revenue": gettext_lazy("Revenue"),
    "cost": gettext_lazy("Cost"),
    "cost_share": gettext_lazy("Cost share, %"),
}
COSTLY = frozenset({"fixed", "per_visitor", "commission", "cost", "cost_share"})
"""Columns for those who may see costs only."""


def plan_lines(plan: TrafficPlan, campaign: Campaign, *, with_costs: bool = True) -> Iterator[list[Cell]]:
    """Yield the header, then each channel with its figures and results. Read back, the figures count and not the results.

    Without costs the columns that tell some are left out.
    """
    columns = COLUMNS | RESULTS
    shown = [with_costs or name not in COSTLY for name in columns]
    yield [str(words) for words in compress(columns.values(), shown)]
    exponent = exponent_of(campaign.currency)
    for line in plan.lines:
        figures, share = line.plan, line.cost_share
        row: list[Cell] = [
            str(line.kind.name),
            figures.visitors,
            (figures.conversion * 100).normalize(),
            from_minor(figures.order_value_minor, exponent),
            from_minor(figures.fixed_minor, exponent),
            figures.per_visitor_minor.scaleb(-exponent).normalize(),
            (figures.commission * 100).normalize(),
            line.note,
            from_minor(figures.revenue_minor, exponent),
            from_minor(figures.cost_minor, exponent),
            "" if share is None else round(Decimal(share.numerator) * 100 / Decimal(share.denominator), 2),
        ]
        yield list(compress(row, shown))


def budget_lines(budget: Budget, campaign: Campaign) -> Iterator[list[Cell]]:
    """Yield the header, then each hour: day and time of the shop's clock, the cost of each channel, of all, and so far."""
    exponent = exponent_of(campaign.currency)
    yield [_("Day"), _("Time"), *(str(kind.name) for kind in budget.kinds), _("All channels"), _("So far")]
    for hour in budget.hours:
        at = local_time(hour.window.start, campaign.time_zone)
        money = [*hour.costs_minor, hour.total_minor, hour.running_minor]
        yield [f"{at:%Y-%m-%d}", f"{at:%H:%M}", *(from_minor(minor, exponent) for minor in money)]


def read_rows(*, text: str, content: bytes = b"", name: str = "") -> list[list[str]]:
    """Return the cells of a pasted table, or of a CSV or XLSX file, as texts. Raises PlanError `sheet_unreadable`."""
    if content[:4] == b"PK\x03\x04":
        try:
            rows = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
        except (python_calamine.CalamineError, IndexError, ValueError):
            raise PlanError(Problem("sheet_unreadable", "file", {"name": name})) from None
        return [[_cell(value) for value in row] for row in rows[: MOST_ROWS + 1]]
    if content:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("gb18030", errors="replace")
    first = text.strip().partition("\n")[0]
    delimiter = max("\t,;", key=first.count)
    return list(csv.reader(io.StringIO(text.strip()), delimiter=delimiter))[: MOST_ROWS + 1]


def read_plan(rows: Sequence[Sequence[str]], *, kinds: Sequence[ChannelKind]) -> dict[str, dict[str, str]]:
    """Return what the table says of each channel, by its key, as texts for the form; the headers may be English or Chinese.

    Raises PlanError: `sheet_empty`, `sheet_columns` with the columns that are missing, `sheet_channel` with the row's number.
    """
    if len(rows) < 2:
        raise PlanError(Problem("sheet_empty"))
    places = _places(rows[0])
    missing = [name for name in ("channel", "visitors") if name not in places]
    if missing:
        raise PlanError(Problem("sheet_columns", "", {"columns": [str(COLUMNS[name]) for name in missing]}))
    known = _known(kinds)
    found: dict[str, dict[str, str]] = {}
    problems = []
    for number, row in enumerate(rows[1:], 2):
        said = {name: row[place].strip() for name, place in places.items() if place < len(row)}
        name = said.pop("channel", "").removeprefix("'")
        if not name:
            continue
        key = known.get(name.casefold())
        if key is None:
            problems.append(Problem("sheet_channel", "", {"row": number, "channel": name}))
            continue
        found[key] = {**said, "note": said.get("note", "").removeprefix("'")}
    if problems:
        raise PlanError(*problems)
    return found


def _places(header: Sequence[str]) -> dict[str, int]:
    words: dict[str, str] = {}
    for language in ("en", "zh-hans"):
        with override(language):
            words |= {str(label).casefold(): name for name, label in COLUMNS.items()}
    found = {words.get(cell.strip().casefold()): place for place, cell in reversed(list(enumerate(header)))}
    return {name: place for name, place in found.items() if name}


def _known(kinds: Sequence[ChannelKind]) -> dict[str, str]:
    known: dict[str, str] = {}
    for language in ("en", "zh-hans"):
        with override(language):
            known |= {str(kind.name).casefold(): kind.key for kind in kinds}
    for kind in kinds:
        known |= dict.fromkeys(kind.other_names, kind.key)
    return known


def _cell(value: Any) -> str:
    if isinstance(value, float):
        return f"{Decimal(str(value)).normalize():f}"
    return str(value)
