"""What can be watched: the figures of the board, every metric, products, tasks and parcels, each with its unit and its words."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext_lazy as _

from metrics.definitions import METRICS, Unit


class Measured(StrEnum):
    """The unit of a measure."""

    MONEY = "money"
    COUNT = "count"
    SHARE = "share"
    MINUTES = "minutes"


class Source(StrEnum):
    """Where the number comes from."""

    BOARD = "board"
    METRIC = "metric"
    TRAFFIC = "traffic"
    STOCK = "stock"
    TASKS = "tasks"
    DISPATCH = "dispatch"


@dataclass(frozen=True)
class Measure:
    """One number that can be watched.

    `is_provisional`: it may still be corrected. `ends`: it is of the sale's live hours, afterwards nothing is left to watch.
    `uses_within`: it looks at the last minutes, or at those to come. `subject`: what narrows it, "" where nothing does.
    """

    key: str
    label: Any
    unit: Measured
    source: Source
    help: Any = ""
    is_provisional: bool = False
    ends: bool = False
    uses_within: bool = False
    subject: str = ""


def _of_board(key: str, label: Any, unit: Measured, help_text: Any, *, provisional: bool = True) -> Measure:
    return Measure(key, label, unit, Source.BOARD, help_text, is_provisional=provisional, ends=True)


COUNT, SHARE, MINUTES = Measured.COUNT, Measured.SHARE, Measured.MINUTES
_UNITS = {Unit.MONEY: Measured.MONEY, Unit.COUNT: Measured.COUNT, Unit.SHARE: Measured.SHARE}

_LIST: tuple[Measure, ...] = (
    _of_board("gap", _("Revenue against plan"), SHARE, _("so far, as a share of what was due; below zero is behind")),
    *(
        _of_board(f"hour.{part}", label, SHARE, _("of the revenue due in the last hour; 0 while chance explains its gap"))
        for part, label in (
            ("traffic", _("Lost to visitors in the last hour")),
            ("conversion", _("Lost to conversion in the last hour")),
            ("order_value", _("Lost to order value in the last hour")),
            ("unknown", _("Lost in the last hour, cause not known")),
        )
    ),
    _of_board("odds", _("Odds of the target"), SHARE, _("how likely the target of today, else of the sale, is reached")),
    _of_board("visitors_gap", _("Visitors against plan"), SHARE, _("so far, as a share of those due")),
    _of_board("conversion_gap", _("Conversion against plan"), SHARE, _("so far, as a share of the planned conversion")),
    _of_board("order_value_gap", _("Order value against plan"), SHARE, _("so far, as a share of the planned order value")),
    _of_board("refund_share", _("Refunds of revenue"), SHARE, _("refunds asked for so far, of the revenue so far")),
    _of_board("unpaid_share", _("Unpaid of placed orders"), SHARE, _("orders of the sale that nobody paid yet, of all placed")),
    _of_board("data_age", _("Age of the orders"), MINUTES, _("since the orders of all shops were known"), provisional=False),
    _of_board("traffic_age", _("Age of the traffic"), MINUTES, _("since visitors were known"), provisional=False),
    Measure(
        "channel_gap",
        _("Visitors of a channel against plan"),
        SHARE,
        Source.TRAFFIC,
        _("so far, as a share of what the traffic plan asks of this channel"),
        is_provisional=True,
        ends=True,
        subject="channel",
    ),
    Measure(
        "products_ending",
        _("Products that are soon gone"),
        COUNT,
        Source.STOCK,
        _("how many run out within so many minutes"),
        uses_within=True,
    ),
    Measure(
        "product_minutes",
        _("Minutes to zero of one product"),
        MINUTES,
        Source.STOCK,
        _("until the last piece is likely gone"),
        subject="sku",
    ),
    Measure("products_gone", _("Products that are gone"), COUNT, Source.STOCK, _("asked for, and no piece left")),
    Measure("pieces_short", _("Oversold pieces"), COUNT, Source.STOCK, _("sold and not there, of all products or of one")),
    Measure("tasks_late", _("Late tasks"), COUNT, Source.TASKS, _("open tasks of the sale past their due time")),
    Measure(
        "parcels_due",
        _("Orders that must leave soon"),
        COUNT,
        Source.DISPATCH,
        _("open orders that are late now or within so many minutes"),
        uses_within=True,
    ),
    Measure("parcels_held", _("Orders held back"), COUNT, Source.DISPATCH, _("held because a buyer asks for the money")),
    *(
        Measure(
            f"metric.{metric.name}",
            metric.label,
            _UNITS[metric.unit],
            Source.METRIC,
            metric.formula,
            is_provisional=True,
            ends=True,
            uses_within=True,
        )
        for metric in METRICS.values()
    ),
)

MEASURES: Mapping[str, Measure] = MappingProxyType({measure.key: measure for measure in _LIST})


def choices() -> list[tuple[Any, list[tuple[str, Any]]]]:
    """Return the measures as a grouped list to choose from."""
    groups: dict[Source, Any] = {
        Source.BOARD: _("The sale so far"),
        Source.TRAFFIC: _("The sale so far"),
        Source.STOCK: _("Products"),
        Source.TASKS: _("Work"),
        Source.DISPATCH: _("Work"),
        Source.METRIC: _("A number of the last minutes"),
    }
    told: dict[str, tuple[Any, list[tuple[str, Any]]]] = {}
    for measure in _LIST:
        title = groups[measure.source]
        told.setdefault(str(title), (title, []))[1].append((measure.key, measure.label))
    return list(told.values())
