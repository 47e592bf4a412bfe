"""Keep what the rules found, inside the finder's transaction."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from common.pieces import pieces
from common.windows import slot_start
from dispatch.models import AbnormalNote, AbnormalOrder, AbnormalState
from dispatch.queries.seen import Batch
from dispatch.queries.terms import terms_of
from dispatch.rules.abnormal import DUE_HOURS, Finding, Kept, Step, reconcile
from dispatch.rules.clock import Terms, due_slot
from orders.models import Shop

Key = tuple[str, str]


def keep(*, shop: Shop, batch: Batch, found: Mapping[Key, Finding], at: datetime) -> tuple[int, int]:
    """Bring the rows of the orders of a batch in step with what was found; return how many were opened and solved."""
    rows = _rows_of(shop, [order.order_no for order in batch.orders])
    kept = {
        key: Kept(row.order_no, row.kind, row.is_standing, row.cause, row.closed_by_id is not None) for key, row in rows.items()
    }
    steps = reconcile(kept, found)
    if not steps:
        return 0, 0
    terms = terms_of(shop)
    amounts = {order.order_no: order.total_minor for order in batch.orders}
    made, changed, notes = [], [], []
    for step in steps:
        due = due_of(step.kind, batch.paid_slots.get(step.order_no), terms, at)
        if step.what == "open" and step.finding is not None:
            made.append(
                AbnormalOrder(
                    shop=shop, order_no=step.order_no, kind=step.kind, cause=step.finding.cause, detail=dict(step.finding.detail),
                    amount_minor=amounts.get(step.order_no), due_at=due, found_at=at,
                )
            )  # fmt: skip
            continue
        row = rows[step.order_no, step.kind]
        _change(row, step, due, at)
        changed.append(row)
        if step.what != "update":
            notes.append(AbnormalNote(abnormal=row, act="again" if step.what == "reopen" else "gone", at=at))
    AbnormalOrder.objects.bulk_create(made, batch_size=500)
    AbnormalOrder.objects.bulk_update(
        changed, ["state", "cause", "detail", "due_at", "found_at", "closed_at", "closed_by"], batch_size=200
    )
    AbnormalNote.objects.bulk_create(notes, batch_size=500)
    reopened = sum(step.what == "reopen" for step in steps)
    return len(made) + reopened, sum(step.what == "solve" for step in steps)


def due_of(kind: str, paid_slot: int | None, terms: Terms, at: datetime) -> datetime:
    """Return when it should be solved: so many hours after it was found, but before the order itself is due."""
    due = at + timedelta(hours=DUE_HOURS[kind])
    if paid_slot is None:
        return due
    order_due = slot_start(due_slot(paid_slot, terms))
    return min(due, order_due) if order_due > at else due


def _rows_of(shop: Shop, numbers: list[str]) -> dict[Key, AbnormalOrder]:
    rows: dict[Key, AbnormalOrder] = {}
    for piece in pieces(numbers):
        rows |= {(row.order_no, row.kind): row for row in AbnormalOrder.objects.filter(shop=shop, order_no__in=piece)}
    return rows


def _change(row: AbnormalOrder, step: Step, due: datetime, at: datetime) -> None:
    if step.what == "solve":
        row.state, row.closed_at = AbnormalState.SOLVED, at
        return
    if step.finding is not None:
        row.cause, row.detail = step.finding.cause, dict(step.finding.detail)
    if step.what == "reopen":
        row.state, row.closed_at, row.closed_by = AbnormalState.OPEN, None, None
        row.due_at, row.found_at = due, at
