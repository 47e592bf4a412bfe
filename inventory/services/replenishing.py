"""Writes of the replenishment list: lines out of the buffers, ordered, promised, received, cancelled (playbook P8)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.services import record
from common.pieces import AT_ONCE
from inventory.models import Delivery, DeliveryState, Supplier
from inventory.queries.buffers import buffer_lines
from orders.models import Shop
from orders.services import hold_shop

MOST_UNITS = 2_000_000_000
MOST_IN_TRAIL = 20
OPEN = (DeliveryState.ADVISED, DeliveryState.ORDERED)


@dataclass(frozen=True)
class Listed:
    """What a replenishment list came to: its lines and pieces, and the products nobody has counted, which have none."""

    lines: int
    units: int
    uncounted: int


class DeliveryRefusedError(ValueError):
    """A change of a delivery that cannot stand; `code` says why: "state", "units", "days", "unknown"."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def list_replenishment(*, shop: Shop, actor: User | None, campaign_no: int, on: date) -> Listed:
    """Write what is still to be ordered for a sale as lines of the replenishment list, in place of those advised before.

    A line holds the buffer less what is on hand, on its way or received since the count, in whole cartons. A product nobody has
    counted gets no line. What was ordered stays. `on`: today on the shop's clock.
    """
    hold_shop(shop=shop)
    lines = buffer_lines(shop=shop, campaign_no=campaign_no, on=on)
    Delivery.objects.filter(shop=shop, campaign_no=campaign_no, state=DeliveryState.ADVISED).delete()
    now = timezone.now()
    rows = [
        Delivery(
            shop=shop, sku=line.sku, supplier_id=line.supplier_id, campaign_no=campaign_no, units=line.to_order, made_at=now
        )
        for line in lines
        if line.to_order
    ]  # fmt: skip
    Delivery.objects.bulk_create(rows, batch_size=AT_ONCE)
    listed = Listed(len(rows), sum(row.units for row in rows), sum(line.on_hand is None for line in lines))
    record(
        actor=actor,
        action="delivery.list",
        target=f"{shop.name}, sale {campaign_no}",
        after={"rows": listed.lines, "units": listed.units},
    )
    return listed


@transaction.atomic
def order_deliveries(*, actor: User | None, pks: Sequence[int], ordered_on: date, promised_on: date | None) -> int:
    """Mark advised lines as ordered, with the day the supplier promised (None: no day was given); return how many.

    Raises DeliveryRefusedError "days" for a promise before the order, "state" for a line that is not advised any more.
    """
    if promised_on is not None and promised_on < ordered_on:
        raise DeliveryRefusedError("days")
    rows = _held(pks, {DeliveryState.ADVISED})
    for row in rows:
        row.state, row.ordered_on, row.promised_on = DeliveryState.ORDERED, ordered_on, promised_on
    Delivery.objects.bulk_update(rows, ["state", "ordered_on", "promised_on"], batch_size=AT_ONCE)
    after = {"rows": len(rows), "units": sum(row.units for row in rows), "promised_on": _text(promised_on)}
    record(actor=actor, action="delivery.order", target=_target(rows), after=after)
    return len(rows)


@transaction.atomic
def promise_deliveries(*, actor: User | None, pks: Sequence[int], promised_on: date | None) -> int:
    """Write down another promised day of ordered lines; return how many. Raises DeliveryRefusedError ("state", "days")."""
    rows = _held(pks, {DeliveryState.ORDERED})
    if promised_on is not None and any(row.ordered_on and promised_on < row.ordered_on for row in rows):
        raise DeliveryRefusedError("days")
    was = sorted({_text(row.promised_on) for row in rows})
    for row in rows:
        row.promised_on = promised_on
    Delivery.objects.bulk_update(rows, ["promised_on"], batch_size=AT_ONCE)
    before, after = {"promised_on": ", ".join(was)}, {"rows": len(rows), "promised_on": _text(promised_on)}
    record(actor=actor, action="delivery.promise", target=_target(rows), before=before, after=after)
    return len(rows)


@transaction.atomic
def receive_deliveries(*, actor: User | None, pks: Sequence[int], at: datetime) -> int:
    """Mark ordered lines as received; return how many. What is on hand is told by counts, and by them alone."""
    rows = _held(pks, {DeliveryState.ORDERED})
    for row in rows:
        row.state, row.received_at = DeliveryState.RECEIVED, at
    Delivery.objects.bulk_update(rows, ["state", "received_at"], batch_size=AT_ONCE)
    record(actor=actor, action="delivery.receive", target=_target(rows), after={"rows": len(rows), "units": _units(rows)})
    return len(rows)


@transaction.atomic
def cancel_deliveries(*, actor: User | None, pks: Sequence[int]) -> int:
    """Cancel lines that are advised or ordered; return how many. They stay to be read."""
    rows = _held(pks, set(OPEN))
    for row in rows:
        row.state = DeliveryState.CANCELLED
    Delivery.objects.bulk_update(rows, ["state"], batch_size=AT_ONCE)
    record(actor=actor, action="delivery.cancel", target=_target(rows), after={"rows": len(rows), "units": _units(rows)})
    return len(rows)


@transaction.atomic
def reopen_deliveries(*, actor: User | None, pks: Sequence[int]) -> int:
    """Take the last step of lines back: received becomes ordered, ordered and cancelled become advised; return how many."""
    rows = _held(pks, {DeliveryState.RECEIVED, DeliveryState.ORDERED, DeliveryState.CANCELLED})
    for row in rows:
        if row.state == DeliveryState.RECEIVED:
            row.state, row.received_at = DeliveryState.ORDERED, None
        else:
            row.state, row.ordered_on, row.promised_on = DeliveryState.ADVISED, None, None
    Delivery.objects.bulk_update(rows, ["state", "received_at", "ordered_on", "promised_on"], batch_size=AT_ONCE)
    record(actor=actor, action="delivery.reopen", target=_target(rows), after={"rows": len(rows)})
    return len(rows)


@transaction.atomic
def set_delivery_units(*, actor: User | None, units: Mapping[int, int]) -> int:
    """Change how many pieces are asked for by some advised or ordered lines; return how many changed, all or none.

    Raises DeliveryRefusedError ("units", "state", "unknown").
    """
    if any(not 0 < count <= MOST_UNITS for count in units.values()):
        raise DeliveryRefusedError("units")
    if not units:
        return 0
    rows = [row for row in _held(list(units), set(OPEN)) if row.units != units[row.pk]]
    before = {row.sku: row.units for row in rows[:MOST_IN_TRAIL]}
    for row in rows:
        row.units = units[row.pk]
    if rows:
        Delivery.objects.bulk_update(rows, ["units"], batch_size=AT_ONCE)
        after = {row.sku: row.units for row in rows[:MOST_IN_TRAIL]}
        record(actor=actor, action="delivery.units", target=_target(rows), before={"units": before}, after={"units": after})
    return len(rows)


@transaction.atomic
def add_delivery(
    *, shop: Shop, actor: User | None, sku: str, units: int, supplier: Supplier | None = None, note: str = ""
) -> Delivery:
    """Put a line on the list by hand, beside what buffers ask for. Raises DeliveryRefusedError "units"."""
    if not 0 < units <= MOST_UNITS:
        raise DeliveryRefusedError("units")
    row = Delivery.objects.create(
        shop=shop, sku=sku, supplier=supplier, units=units, made_at=timezone.now(), note=note.strip()[:200]
    )
    record(actor=actor, action="delivery.add", target=_target([row]), after={"units": units, "note": row.note})
    return row


def _held(pks: Sequence[int], states: set[Any]) -> list[Delivery]:
    """Return these lines, held against others; raises DeliveryRefusedError unless all are there and in one of the states."""
    rows = list(Delivery.objects.select_for_update(of=("self",)).select_related("shop").filter(pk__in=pks).order_by("pk"))
    if not rows or len(rows) != len(set(pks)):
        raise DeliveryRefusedError("unknown")
    if any(row.state not in states for row in rows):
        raise DeliveryRefusedError("state")
    return rows


def _units(rows: Sequence[Delivery]) -> int:
    return sum(row.units for row in rows)


def _target(rows: Sequence[Delivery]) -> str:
    first = rows[0]
    return f"{first.shop.name} {first.sku}" if len(rows) == 1 else f"{first.shop.name}, {len(rows)} lines"


def _text(day: date | None) -> str:
    return "" if day is None else day.isoformat()
