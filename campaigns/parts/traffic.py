"""The traffic plan as a part of the plan's versions."""

from decimal import Decimal
from functools import partial
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.models import Campaign, TrafficLine
from campaigns.parts.base import Line, Part
from campaigns.parts.rows import Row, read_rows, restore_rows
from campaigns.queries.channels import named_channels
from common.money import format_count, format_money, format_share


def _read(campaign: Campaign) -> list[Row]:
    return read_rows(TrafficLine, campaign)


def _restore(campaign: Campaign, rows: list[Row]) -> None:
    restore_rows(TrafficLine, campaign, rows)


def _lines(campaign: Campaign, then: list[Row] | None, now: list[Row] | None, *, with_costs: bool = True) -> list[Line]:
    """Say channel by channel what was planned and what is planned, with only the figures that differ."""
    told = [name for name in _WORDS if with_costs or name not in _COSTS]
    before, after = ({row["channel"]: row for row in rows or []} for rows in (then, now))
    kinds = named_channels({*before, *after})
    lines = []
    for key in [*after, *(key for key in before if key not in after)]:
        old, new = before.get(key), after.get(key)
        if old == new:
            continue
        differing = [name for name in told if not old or not new or old.get(name) != new.get(name)]
        if not differing:
            continue
        words = (_figures(row, differing, campaign) if row else "" for row in (old, new))
        lines.append((_("Traffic, {channel}").format(channel=kinds[key].name), *words))
    return [(part, was, is_now) for part, was, is_now in lines]


_WORDS: dict[str, Any] = {
    "visitors": gettext_lazy("{value} visitors"),
    "conversion": gettext_lazy("conversion {value}"),
    "order_value_minor": gettext_lazy("order value {value}"),
    "fixed_minor": gettext_lazy("fixed cost {value}"),
    "per_visitor_minor": gettext_lazy("{value} a visitor"),
    "commission": gettext_lazy("commission {value}"),
    "note": gettext_lazy("note “{value}”"),
}


_COSTS = frozenset({"fixed_minor", "per_visitor_minor", "commission"})


def _figures(row: Row, names: list[str], campaign: Campaign) -> str:
    return ", ".join(str(_WORDS[name]).format(value=_written(name, row[name], campaign)) for name in names if _counts(row[name]))


def _counts(value: Any) -> bool:
    """Leave out what is nothing: no cost, no note."""
    return bool(value) and (not isinstance(value, str) or value.strip("0.") != "")


def _written(name: str, value: Any, campaign: Campaign) -> str:
    if name == "visitors":
        return format_count(value)
    if name in {"conversion", "commission"}:
        return format_share(Decimal(value), 2)
    if name == "note":
        return str(value)
    return format_money(Decimal(value), campaign.currency, "exact")


PART = Part("traffic", gettext_lazy("Traffic"), _read, _restore, _lines, partial(_lines, with_costs=False))
