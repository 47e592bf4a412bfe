"""The cockpit and what is oversold as tables, first the headings. Moments are in the clock of the shop."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from common.money import exponent_of, from_minor
from common.spreadsheets import Cell
from inventory.models import RunOut, RunOutQuerySet
from inventory.queries.cockpit import CockpitRow, cockpit_rows
from inventory.queries.oversold import Oversold
from live.queries.stock import moment_of

AT_ONCE = 500


def stock_rows(run_outs: RunOutQuerySet, *, now: datetime) -> Iterator[list[Cell]]:
    """Yield the headings, then a row a product: unknown is an empty cell, never a zero."""
    yield [
        _("SKU"), _("Product"), _("Shop"), _("State"), _("Minutes to zero"), _("at the earliest"), _("at the latest"),
        _("Gone at"), _("Left to sell"), _("Alert line"), _("On hand"), _("Held by orders"), _("Reserve"), _("Listed"),
        _("Pieces an hour"), _("Substitute"), _("Pieces of the substitute"), _("Promised for"), _("Pieces promised"),
        _("Oversell risk"), _("Hold back"), _("List at most"), _("Sales lost by it"),
    ]  # fmt: skip
    for start in range(0, run_outs.count(), AT_ONCE):
        for row in cockpit_rows(list(run_outs[start : start + AT_ONCE])):
            one, level, other, promise = row.run_out, row.level, row.stand_in, row.promise
            yield [
                one.sku, row.title, one.shop.name, str(one.get_state_display()),
                *(_minutes(minute, now) for minute in (one.goes_minute, one.low_minute, one.high_minute)),
                _local(one), one.pieces, one.line, level.on_hand if level else None, row.held,
                level.reserve if level else None, level.listed if level else None, one.hourly,
                other.sku if other else None, other.pieces if other else None,
                f"{promise.on}" if promise else None, promise.units if promise else None,
                one.oversell, one.hold_back, one.listing, _lost(row),
            ]  # fmt: skip


def oversold_rows(rows: Sequence[Oversold]) -> Iterator[list[Cell]]:
    """Yield the headings, then a row a product that is oversold."""
    yield [
        _("SKU"), _("Product"), _("Shop"), _("Pieces short"), _("Orders that wait"), _("of them paid"), _("On hand"),
        _("Reserve"), _("Substitute"), _("Pieces of the substitute"), _("Promised for"), _("Pieces promised"), _("Supplier"),
    ]  # fmt: skip
    for row in rows:
        promise, other = row.promise, row.stand_in
        yield [
            row.level.sku, row.title, row.level.shop.name, row.level.short, row.orders, row.paid_orders, row.level.on_hand,
            row.reserve, other.sku if other else None, other.pieces if other else None,
            f"{promise.on}" if promise else None, promise.units if promise else None, promise.supplier if promise else None,
        ]  # fmt: skip


def _minutes(minute: int, now: datetime) -> int | None:
    moment = moment_of(minute)
    return None if moment is None else max(0, int((moment - now).total_seconds() // 60))


def _lost(row: CockpitRow) -> Decimal | None:
    """Return what holding back costs in sales, in units of the shop's currency; None where nothing is held or no price known."""
    if not row.run_out.hold_back or row.lost_minor is None:
        return None
    return from_minor(row.lost_minor, exponent_of(row.run_out.shop.currency))


def _local(run_out: RunOut) -> str | None:
    moment = moment_of(run_out.goes_minute)
    return None if moment is None else f"{moment.astimezone(ZoneInfo(run_out.shop.time_zone)):%Y-%m-%d %H:%M}"
