"""The row of figures under the sentence: at most six, each with its plan."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from common.money import NO_BREAK, format_count, format_money, format_points, format_share
from live.rules.pace import is_on_pace
from metrics.definitions import METRICS

Board = dict[str, Any]


@dataclass(frozen=True)
class Tile:
    """One figure: label with its definition and Chinese trade word, value and unit, how far it is off plan, the plan."""

    label: str
    definition: str
    chinese: str
    value: str
    unit: str
    tone: str
    off: str
    note: str


def tiles_of(board: Board, *, traffic_time: str) -> list[Tile]:
    """Return the tiles of a board. `traffic_time` is the clock time visitors are known to, empty when as far as orders."""
    so_far, currency = board["so_far"], board["campaign"]["currency"]
    last = _inquiries(so_far) if so_far["inquiries"]["actual"] is not None else _paid_orders(so_far)
    return [
        _revenue(board, currency),
        _needed(board, currency),
        _visitors(board, traffic_time),
        _conversion(so_far),
        _order_value(so_far, currency),
        last,
    ]


def _tile(name: str, label: str, text: str, *, tone: str = "", off: str = "", note: str = "", chinese: str = "") -> Tile:
    value, _gap, unit = text.rpartition(NO_BREAK)
    metric = METRICS.get(name)
    definition = str(metric.definition) if metric else ""
    return Tile(label, definition, chinese, value or unit, unit if value else "", tone, off, note)


def _tone(measure: dict[str, Any]) -> str:
    """Return ahead or behind, or nothing where the figure is unknown, unplanned, or within the tolerance."""
    gap, due = measure["gap"], measure["due"]
    if gap is None or not due or is_on_pace(gap=gap, due=due):
        return ""
    return "ahead" if gap > 0 else "behind"


def _off(measure: dict[str, Any]) -> str:
    gap, due = measure["gap"], measure["due"]
    return format_share(abs(gap) / due, 1) if gap is not None and due and _tone(measure) else ""


def _planned(text: str) -> str:
    return _("plan %(plan)s") % {"plan": text} if text else _("no plan")


def _revenue(board: Board, currency: str) -> Tile:
    measure = board["so_far"]["revenue"]
    label = _("Revenue") if board["data"]["is_closed"] else _("Revenue so far")
    if measure["actual"] is None:
        plan = format_money(measure["target"], currency)
        return _tile("revenue", label, "", note=_("target %(target)s") % {"target": plan})
    plan = format_money(measure["due"], currency)
    note = _planned(plan) if measure["target"] else _("no target")
    text = format_money(measure["actual"], currency)
    return _tile("revenue", label, text, tone=_tone(measure), off=_off(measure), note=note)


def _needed(board: Board, currency: str) -> Tile:
    """Return what is needed an hour; of a sale that is over or has its target, how far it is above or below it."""
    said, measure = board["sentence"], board["so_far"]["revenue"]
    if measure["actual"] is None or not measure["target"]:
        return _tile("needed", _("Target"), format_money(measure["target"] or None, currency), note=_("for the whole sale"))
    if said["needed_per_hour_minor"] is None or said["left_minor"] == 0:
        gap = measure["actual"] - measure["target"]
        note = _("target %(target)s") % {"target": format_money(measure["target"], currency)}
        tone = "ahead" if gap >= 0 else "behind"
        return _tile("against", _("Against the target"), format_money(gap, currency, signed=True), tone=tone, note=note)
    more = said["more_per_hour_minor"]
    words = {"plan": format_money(said["planned_per_hour_minor"], currency), "amount": format_money(abs(more), currency)}
    note = _("plan %(plan)s: %(amount)s more") % words if more > 0 else _("plan %(plan)s: %(amount)s less") % words
    return _tile("needed", _("Needed an hour"), format_money(said["needed_per_hour_minor"], currency), note=note)


def _absent(board: Board) -> str:
    """Say why visitors are not known: nobody imported any, or these shops did not."""
    shops = board["data"]["shops"]
    blind = [shop["name"] for shop in shops if not shop["traffic_as_of"]]
    if blind and len(blind) < len(shops):
        return _("missing from %(shops)s") % {"shops": ", ".join(blind)}
    return _("not imported")


def _visitors(board: Board, traffic_time: str) -> Tile:
    measure, is_open = board["so_far"]["visitors"], board["so_far"]["revenue"]["actual"] is not None
    label = _("Visitors to %(time)s") % {"time": traffic_time} if traffic_time else _("Visitors")
    if measure["actual"] is None:
        note = _absent(board) if is_open else _planned(format_count(measure["target"] or None, "tile"))
        return _tile("visitors", label, "", note=note, chinese="流量")
    note = _planned(format_count(measure["due"], "tile") if measure["due"] else "")
    text = format_count(measure["actual"], "tile")
    return _tile("visitors", label, text, tone=_tone(measure), off=_off(measure), note=note, chinese="流量")


def _conversion(so_far: Board) -> Tile:
    measure = so_far["conversion"]
    if measure["actual"] is None:
        plan = _planned(format_share(measure["target"], 2))
        note = plan if so_far["revenue"]["actual"] is None else _("unknown without visitors; %(plan)s") % {"plan": plan}
        return _tile("conversion", _("Conversion"), "", note=note, chinese="转化率")
    text = format_share(measure["actual"], 2).replace("%", f"{NO_BREAK}%")
    off = format_points(abs(measure["gap"]), 2) if _tone(measure) else ""
    note = _planned(format_share(measure["due"], 2))
    return _tile("conversion", _("Conversion"), text, tone=_tone(measure), off=off, note=note, chinese="转化率")


def _order_value(so_far: Board, currency: str) -> Tile:
    measure = so_far["order_value"]
    if measure["actual"] is None:
        note = _planned(format_money(measure["target"], currency))
        return _tile("order_value", _("Order value"), "", note=note, chinese="客单价")
    off = format_money(abs(measure["gap"]), currency) if _tone(measure) else ""
    text = format_money(measure["actual"], currency)
    note = _planned(format_money(measure["due"], currency))
    return _tile("order_value", _("Order value"), text, tone=_tone(measure), off=off, note=note, chinese="客单价")


def _paid_orders(so_far: Board) -> Tile:
    measure = so_far["paid_orders"]
    if measure["actual"] is None:
        return _tile("paid_orders", _("Paid orders"), "", note=_planned(format_count(measure["target"], "tile")))
    note = _planned(format_count(measure["due"], "tile") if measure["due"] else "")
    text = format_count(measure["actual"], "tile")
    return _tile("paid_orders", _("Paid orders"), text, tone=_tone(measure), off=_off(measure), note=note)


def _inquiries(so_far: Board) -> Tile:
    """Return the inquiries without a judgement: more of them can be interest or a fault."""
    measure = so_far["inquiries"]
    note = _planned(format_count(measure["due"], "tile") if measure["due"] else "")
    return _tile("inquiries", _("Inquiries"), format_count(measure["actual"], "tile"), note=note, chinese="咨询")
