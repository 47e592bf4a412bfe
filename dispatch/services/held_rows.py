"""Write holds as they are decided: the row of each order, and a row of proof whenever one comes to be held or goes free."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from dispatch.models import Hold, HoldChange, Origin
from dispatch.rules.holds import GONE, Decision, Level, Want, is_lost
from dispatch.services.suspects import Suspect
from orders.models import Shop

_AT_ONCE = 500
_FIELDS = (
    "is_held", "level", "origin", "lines", "since", "asked_at", "amount_minor", "value_minor", "paid_at", "waiting", "lost_at",
    "changed_at",
)  # fmt: skip
_SAME = tuple(name for name in _FIELDS if name not in {"changed_at", "since"})


Row = dict[str, Any]  # a Hold by the names of its fields


def write(shop: Shop, suspects: Sequence[Suspect], at: datetime) -> int:
    """Bring the rows of these orders in step, known since `at` in whole seconds; return how many are others now.

    An order that was never held gets no row.
    """
    rows: list[Row] = []
    changes: list[HoldChange] = []
    for one in suspects:
        decision = one.decision
        was = one.hold
        if was is None and not decision.is_held and not decision.acted:
            continue
        row = _row(one, decision, at)
        flipped = row["is_held"] if was is None else was.is_held != row["is_held"]
        if was is not None and all(getattr(was, name) == row[name] for name in _SAME):
            continue
        rows.append(row)
        # An order that was refunded before we knew of it was never held back by us.
        if flipped and (was is not None or (row["waiting"] and row["level"] != Level.FULL)):
            told = {name: row[name] for name in ("order_no", "is_held", "level", "origin")}
            changes.append(HoldChange(shop=shop, at=at, **told))
    Hold.objects.bulk_create(
        [Hold(shop=shop, **row) for row in rows],
        batch_size=_AT_ONCE,
        update_conflicts=True,
        unique_fields=["shop", "order_no"],
        update_fields=list(_FIELDS),
    )
    HoldChange.objects.bulk_create(changes, batch_size=_AT_ONCE)
    return len(rows)


def as_json(want: Want) -> dict[str, Any]:
    """Return what is wanted back as JSON."""
    told = asdict(want)
    return told | {"level": int(want.level), "lines": None if want.lines is None else sorted(want.lines)}


def _row(one: Suspect, decision: Decision, at: datetime) -> Row:
    want, was, order = decision.want, one.hold, one.order
    stands = was is not None and was.is_held and decision.is_held
    return {
        "order_no": one.order_no,
        "is_held": decision.is_held,
        "level": int(want.level) if want else int(Level.NONE),
        "origin": int(Origin.HAND if decision.by_hand else Origin.PROGRAM if decision.by_message else Origin.FILE),
        "lines": None if decision.is_whole or want is None or want.lines is None else _lines(one, want.lines),
        "since": was.since if was is not None and (stands or not decision.is_held) else at,
        "asked_at": datetime.fromtimestamp(int(want.asked_at), UTC) if want and want.asked_at is not None else None,
        "amount_minor": want.amount_minor if want else None,
        "value_minor": order.total_minor if order else None,
        "paid_at": order.paid_at if order else None,
        "waiting": order is None or order.state not in GONE,
        "lost_at": _lost_at(one, decision),
        "changed_at": at,
    }


def _lost_at(one: Suspect, decision: Decision) -> datetime | None:
    """Return when an order left although its money was asked back: a loss; None for none."""
    order, was = one.order, one.hold
    if order is None or order.shipped_at is None or decision.want is None or decision.want.lines is not None:
        return None
    if was is not None and was.lost_at == order.shipped_at:
        return order.shipped_at
    held = was.since.timestamp() if was is not None and was.is_held and was.waiting else None
    freed = [act.at.timestamp() for act in one.acts if decision.released is not None]
    shipped = order.shipped_at.timestamp()
    lost = is_lost(want=decision.want, shipped_at=shipped, held_since=held, released_at=max(freed, default=None))
    return order.shipped_at if lost else None


def _lines(one: Suspect, numbers: frozenset[str]) -> list[dict[str, Any]]:
    known = {line.line_no: line for line in one.lines}
    return [
        {
            "line_no": number,
            "sku": line.sku if line else None,
            "title": (line.title or line.sku or number)[:200] if line else number,
            "variant": line.variant[:100] if line and line.variant else "",
            "units": line.units if line else None,
        }
        for number in sorted(numbers)
        for line in [known.get(number)]
    ]
