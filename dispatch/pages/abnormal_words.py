"""What is wrong with an order, in one sentence, and what the page of abnormal orders says."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.moments import format_duration, format_moment
from common.money import format_count, format_money
from dispatch.models import AbnormalKind, AbnormalNote, AbnormalOrder, AbnormalState

CHIPS = {
    AbnormalState.OPEN: "watch",
    AbnormalState.IN_WORK: "running",
    AbnormalState.WAITING: "hold",
    AbnormalState.SOLVED: "done",
    AbnormalState.NO_PROBLEM: "next",
}


def sentence(*, standing: int, late: int, mine: int, nobodys: int) -> str:
    """Say how many orders stand against the rules, and how many nobody looks after."""
    if not standing:
        return _("No order is abnormal: all of them may go.")
    told = ngettext("{count} order is abnormal", "{count} orders are abnormal", standing).format(count=format_count(standing))
    if nobodys:
        return _("{told}, {number} of them nobody's.").format(told=told, number=format_count(nobodys))
    if late:
        return _("{told}, {number} of them late.").format(told=told, number=format_count(late))
    return _("{told}, {number} of them yours.").format(told=told, number=format_count(mine))


def what(row: AbnormalOrder) -> str:
    """Say what the rule saw."""
    say = _SAID.get(row.kind)
    return say(row.detail, row) if say else str(row.detail.get("text", ""))


def note_words(note: AbnormalNote, zone: str) -> str:
    """Say what happened, for a line of the story that is no comment."""
    if note.act == "due":
        try:
            until = format_moment(datetime.fromisoformat(note.text), zone)
        except ValueError:
            until = note.text
        return _("put off until {time}").format(time=until)
    if note.act == "give":
        return _("given to {name}").format(name=note.text) if note.text else _("given to nobody")
    words = {
        "gone": _("solved by itself: the cause went away"),
        "again": _("found again"),
        "undo": _("taken back"),
        **{str(state): _("set to: {state}").format(state=AbnormalState(state).label) for state in AbnormalState.values},
    }
    return words.get(note.act, "")


def due_words(row: AbnormalOrder, now: datetime) -> str:
    """Say how long there is, or how late it is; empty for a closed one."""
    if not row.is_standing:
        return ""
    length = format_duration(row.due_at - now)
    return _("{time} late").format(time=length) if row.due_at <= now else _("in {time}").format(time=length)


def refused(code: str) -> str:
    """Say why it cannot be done."""
    return {
        "order": _("Write the order number."),
        "text": _("Write what is wrong, in at most 500 letters."),
        "state": _("This order was closed meanwhile."),
        "due": _("Choose a moment that is still to come."),
        "many": _("Choose between 1 and 500 orders."),
        "undone": _("This was taken back already."),
        "value": _("A threshold is a whole number, 0 or more."),
    }.get(code, code)


def _money(detail: Mapping[str, Any], name: str, row: AbnormalOrder) -> str:
    return format_money(detail.get(name), row.shop.currency, "exact")


def _address(detail: Mapping[str, Any], row: AbnormalOrder) -> str:
    at = datetime.fromtimestamp(int(detail.get("seen_at", 0)), UTC)
    return _("another address since {time}").format(time=format_moment(at, row.shop.time_zone))


def _held(detail: Mapping[str, Any], row: AbnormalOrder) -> str:
    at = datetime.fromtimestamp(int(detail.get("since", 0)), UTC)
    return _("on hold since {time}").format(time=format_moment(at, row.shop.time_zone))


def _duplicate(detail: Mapping[str, Any], _row: AbnormalOrder) -> str:
    return _("repeats {order}, {time} later").format(
        order=detail.get("other", ""), time=format_duration(float(detail.get("seconds", 0)))
    )


_SAID: dict[str, Callable[[Mapping[str, Any], AbnormalOrder], str]] = {
    AbnormalKind.OVERSOLD: lambda detail, _row: _("{sku}: {units} ordered, {short} sold and not there").format(**detail),
    AbnormalKind.ADDRESS: _address,
    AbnormalKind.QUANTITY: lambda detail, _row: _("{units} pieces of {sku}; up to {limit} are usual").format(**detail),
    AbnormalKind.PRICE: lambda detail, row: _("{sku} for {paid}, the floor is {floor}").format(
        sku=detail.get("sku", ""), paid=_money(detail, "paid_minor", row), floor=_money(detail, "floor_minor", row)
    ),
    AbnormalKind.HELD: _held,
    AbnormalKind.DUPLICATE: _duplicate,
    AbnormalKind.MISMATCH: lambda detail, row: _("{total} paid, its lines come to {lines}").format(
        total=_money(detail, "total_minor", row), lines=_money(detail, "lines_minor", row)
    ),
}
