"""What the page of the causes asks for: its sentence, the table of hours and phases, the table of channels."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from common.money import format_count, format_money
from live.charts.axes import day_words
from live.page.cause_words import blind_words, cause_sentence, part_words
from live.page.columns import MoneyColumn, money_column
from live.page.context import LONG_HOURS, Day
from live.queries.why import Why
from live.rules.pace import is_on_pace
from live.rules.why import Row

PARTS = ("traffic", "conversion", "order_value")


@dataclass(frozen=True)
class ShownRow:
    """One window of the table, its amounts written for their columns; `tone` of the gap, `cause` the part to stress."""

    kind: str
    at: datetime
    name: str
    is_running: bool
    gap: str
    tone: str
    cause: str
    cells: dict[str, str]
    channels: list[str]


@dataclass(frozen=True)
class ShownChannel:
    """One channel so far: visitors due and seen (empty: not known), what that comes to."""

    name: str
    is_unmatched: bool
    due: str
    seen: str
    tone: str
    share: str
    amount: str


def causes_context(why: Why, *, day: date | None) -> dict[str, Any]:
    """Return the template's context; `day` chooses the day of a long sale."""
    currency, zone = why.board["campaign"]["currency"], why.board["campaign"]["time_zone"]
    days, rows = _chosen(why, day)
    column = money_column([row["revenue"]["gap"] for row in rows] + [row["refunds"] for row in rows], currency)
    counted = [row for row in rows if row["channels"]]
    shown_keys = [place for place, key in enumerate(why.channels) if key and any(_told(row, place) for row in counted)]
    return {
        "zone": zone,
        "currency": currency,
        "title": _title(why, currency),
        "why": " ".join(part for part in (_now(why, currency), blind_words(why.so_far)) if part),
        "unit": column.heading,
        "days": days,
        "hours": [_shown(row, column, shown_keys) for row in rows if row["kind"] == "hour"],
        "phases": [_shown(row, column, shown_keys) for row in rows if row["kind"] == "phase"],
        "sale": [_shown(row, column, shown_keys) for row in rows if row["kind"] == "sale"],
        "has_rest": any(row["split"]["orders"] or row["split"]["unknown"] for row in rows),
        "has_mix": any(row["mix"] is not None for row in rows),
        "channel_names": [why.names[why.channels[place]] for place in shown_keys],
        "channels": _channels(why, currency),
        "channels_title": _channels_title(why, currency),
    }


def _title(why: Why, currency: str) -> str:
    sale = why.sale
    if sale is None or sale["revenue"]["gap"] is None:
        return _("With the first known orders this page says why the sale is off its plan.")
    measure = sale["revenue"]
    if not measure["target"]:
        return _("This sale has no target, so there is no gap to explain.")
    if is_on_pace(gap=measure["gap"], due=measure["due"]):
        return _("On plan so far: nothing pulls the sale off it.")
    said = {"gap": format_money(abs(measure["gap"]), currency)}
    head = _("%(gap)s behind plan.") % said if measure["gap"] < 0 else _("%(gap)s ahead of plan.") % said
    return f"{head} {cause_sentence(why.so_far, names=why.names, currency=currency)}".strip()


def _now(why: Why, currency: str) -> str:
    if why.now.part == "none" or is_on_pace(gap=why.now.gap_minor, due=why.now.due_minor):
        return ""
    return _("The last hours: %(cause)s") % {"cause": cause_sentence(why.now, names=why.names, currency=currency)}


def _chosen(why: Why, day: date | None) -> tuple[list[Day], list[Row]]:
    """Return the days of a long sale to choose from (none for a short one), and the rows to show."""
    hours = [row for row in why.rows if row["kind"] == "hour"]
    if len(why.board["hours"]) <= LONG_HOURS or not hours:
        return [], list(why.rows)
    place = ZoneInfo(why.board["campaign"]["time_zone"])
    dates = [datetime.fromisoformat(row["start"]).astimezone(place).date() for row in hours]
    chosen = day if day in dates else dates[-1]
    days = [Day(each, day_words(each), each == chosen) for each in sorted(set(dates))]
    kept = [
        row
        for row in why.rows
        if row["kind"] == "sale" or datetime.fromisoformat(row["start"]).astimezone(place).date() == chosen
    ]
    return days, kept


def _told(row: Row, place: int) -> bool:
    return bool(row["channels"][place] or (row["seen"] and row["seen"][place]) or (row["due"] and row["due"][place]))


def _shown(row: Row, column: MoneyColumn, keys: list[int]) -> ShownRow:
    split, gap = row["split"], row["revenue"]["gap"]
    off = gap is not None and not is_on_pace(gap=gap, due=row["revenue"]["due"])
    tone = "" if not off else "ahead" if gap > 0 else "behind"
    named = {**split, "rest": split["orders"] + split["unknown"]}
    cause = max((*PARTS, "rest"), key=lambda name: (1 if (gap or 0) > 0 else -1) * named[name]) if off else ""

    def cell(value: int | None, *, is_signed: bool = True) -> str:
        return column.write(value, signed=is_signed, bare=True) if value else ""

    cells = {name: cell(named[name]) for name in (*PARTS, "rest")}
    cells |= {"mix": cell(row["mix"]), "within": cell(row["within"]), "net": cell(row["net_gap"])}
    cells["refunds"] = column.write(-row["refunds"], bare=True) if row["refunds"] else ""
    return ShownRow(
        kind=row["kind"],
        at=datetime.fromisoformat(row["start"]),
        name=str(row["number"]) if row["kind"] == "phase" else "",
        is_running=row["state"] in {"running", "counting"},
        gap=column.write(abs(gap or 0) if tone else gap, signed=not tone, bare=True),
        tone=tone,
        cause=cause,
        cells=cells,
        channels=[cell(row["channels"][place]) if row["channels"] else "" for place in keys],
    )


def _channels(why: Why, currency: str) -> list[ShownChannel]:
    """Return the channels so far, the one that is furthest off in money first."""
    sale = why.sale
    if sale is None or not sale["channels"]:
        return []
    found = []
    for place, key in enumerate(why.channels):
        part: int = sale["channels"][place]
        seen: int | None = sale["seen"][place] if sale["seen"] else None
        due: int | None = sale["due"][place] if sale["due"] else None
        if not key or not (part or seen or due):
            continue
        found.append(
            (
                -abs(part),
                ShownChannel(
                    name=why.names[key],
                    is_unmatched=key.startswith("?"),
                    due=format_count(due) if due is not None else "",
                    seen=format_count(seen) if seen is not None else "",
                    tone=_channel_tone(seen, due),
                    share=f"{100 * seen / due:.0f}%" if due and seen is not None else "",
                    amount=format_money(part, currency, signed=True) if part else "",
                ),
            )
        )
    return [row for _weight, row in sorted(found, key=lambda each: each[0])]


def _channel_tone(seen: int | None, due: int | None) -> str:
    if seen is None or not due or is_on_pace(gap=seen - due, due=due):
        return ""
    return "ahead" if seen > due else "behind"


def _channels_title(why: Why, currency: str) -> str:
    told = why.so_far
    if told.part == "traffic" and told.channel is not None:
        said = {"channel": why.names[told.channel], "amount": format_money(abs(told.channel_minor or 0), currency)}
        takes, brings = _("Channels: %(channel)s takes most, %(amount)s"), _("Channels: %(channel)s brings most, %(amount)s")
        words = takes if told.is_short else brings
        return words % said
    return blind_words(told) or _("Channels: what each adds to the traffic part")


def csv_head(why: Why) -> list[str]:
    """Return the heading of the export."""
    traffic = part_words("traffic")
    names = [f"{traffic}: {name}" for name in (*(why.names[key] for key in why.channels if key), _("not told by channel"))]
    return [
        _("Row"), _("Name"), _("Start"), _("End"), _("Due"), _("Sold"), _("Gap"), *(part_words(part) for part in PARTS),
        part_words("orders"), part_words("unknown"), _("Mix of tiers"), _("Within the tiers"), _("Refunds"),
        _("Gap after refunds"), *names,
    ]  # fmt: skip
