"""What people do with abnormal orders: report, take, give, comment, put off, close, undo (playbook C2)."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from accounts.services import record
from dispatch.models import (
    CLOSED,
    AbnormalAct,
    AbnormalKind,
    AbnormalNote,
    AbnormalOrder,
    AbnormalRule,
    AbnormalState,
)
from dispatch.queries.terms import terms_of
from dispatch.rules.abnormal import DEFAULTS
from dispatch.services.keeping import due_of
from dispatch.services.marking import mark_all
from orders.models import Order, Shop

MOST_AT_ONCE = 500
LONGEST_TEXT = 500
_FIELDS = ("state", "owner_id", "due_at", "closed_at", "closed_by_id")


class AbnormalError(ValueError):
    """It cannot be done; `code` says why: "order", "text", "state", "due", "many", "undone", "value"."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def report_order(*, actor: User, shop: Shop, order_no: str, text: str, at: datetime) -> AbnormalOrder:
    """Report an order by hand; one that stands already gets the text as a comment, a closed one stands again.

    Raises AbnormalError for a text without words and for an order number that is none.
    """
    number, said = order_no.strip(), _text(text)
    if not number or len(number) > 100 or "\x00" in number:
        raise AbnormalError("order")
    order = Order.objects.filter(shop=shop, order_no=number).first()
    due = due_of("hand", order.paid_slot if order else None, terms_of(shop), at)
    row, is_new = AbnormalOrder.objects.get_or_create(
        shop=shop,
        order_no=number,
        kind=AbnormalKind.HAND,
        defaults={
            "detail": {"text": said},
            "amount_minor": order.total_minor if order else None,
            "due_at": due,
            "found_at": at,
            "found_by": actor,
        },
    )
    if not is_new:
        if not row.is_standing:
            row.state, row.closed_at, row.closed_by = AbnormalState.OPEN, None, None
            row.due_at, row.found_at, row.found_by = due, at, actor
            _note(row, "again", "", actor, at)
        row.detail = {"text": said}
        row.save()
        _note(row, "comment", said, actor, at)
    record(actor=actor, action="abnormal.report", target=number, after={"reason": said})
    return row


@transaction.atomic
def comment(*, actor: User, row: AbnormalOrder, text: str, at: datetime) -> AbnormalNote:
    """Write a comment. Raises AbnormalError for one without words."""
    return _note(row, "comment", _text(text), actor, at)


@transaction.atomic
def put_off(*, actor: User, row: AbnormalOrder, due_at: datetime, at: datetime) -> None:
    """Set until when it is to be solved. Raises AbnormalError for a moment gone by and for one that is closed."""
    held = AbnormalOrder.objects.select_for_update().get(pk=row.pk)
    if not held.is_standing:
        raise AbnormalError("state")
    if due_at <= at:
        raise AbnormalError("due")
    held.due_at = due_at
    held.save(update_fields=["due_at"])
    _note(held, "due", due_at.isoformat(timespec="minutes"), actor, at)


def give(*, actor: User, ids: Sequence[int], owner: User | None, at: datetime) -> AbnormalAct:
    """Give abnormal orders to one owner (None: to nobody); what was open is in work then. Closed ones are passed over."""

    def change(row: AbnormalOrder) -> bool:
        if not row.is_standing or row.owner_id == (owner.pk if owner else None):
            return False
        row.owner = owner
        if owner is not None and row.state == AbnormalState.OPEN:
            row.state = AbnormalState.IN_WORK
        return True

    return _act(actor, ids, change, at, act="give", text=owner.shown_name if owner else "")


def set_state(*, actor: User, ids: Sequence[int], state: str, at: datetime, text: str = "") -> AbnormalAct:
    """Set the state of abnormal orders; those that have it are passed over.

    Whoever closes one, or begins to work on one that is nobody's, is its owner. Raises AbnormalError for a word that is no state.
    """
    if state not in AbnormalState.values:
        raise AbnormalError("state")

    def change(row: AbnormalOrder) -> bool:
        if row.state == state:
            return False
        row.state = AbnormalState(state)
        row.closed_at, row.closed_by = (at, actor) if state in CLOSED else (None, None)
        if row.owner_id is None and state != AbnormalState.OPEN:
            row.owner = actor
        return True

    return _act(actor, ids, change, at, act=state, text=text.strip()[:LONGEST_TEXT])


@transaction.atomic
def undo(*, actor: User, act: AbnormalAct, at: datetime) -> int:
    """Take back what one press did, where nobody changed it since; return how many rows. Raises AbnormalError for one undone."""
    held = AbnormalAct.objects.select_for_update().get(pk=act.pk)
    if held.undone_at is not None:
        raise AbnormalError("undone")
    rows = AbnormalOrder.objects.select_for_update().filter(pk__in=[int(key) for key in held.before]).order_by("pk")
    back = [row for row in rows if _plain(row) == held.after[str(row.pk)]]
    for row in back:
        was = held.before[str(row.pk)]
        for name in _FIELDS:
            setattr(row, name, _moment(was[name]) if name.endswith("_at") else was[name])
    AbnormalOrder.objects.bulk_update(back, ["state", "owner", "due_at", "closed_at", "closed_by"])
    AbnormalNote.objects.bulk_create([AbnormalNote(abnormal=row, act="undo", by=actor, at=at) for row in back])
    held.undone_at = at
    held.save(update_fields=["undone_at"])
    record(actor=actor, action="abnormal.undo", target=f"{len(back)}", after={"orders": len(back)})
    return len(back)


@transaction.atomic
def set_rule(*, actor: User, shop: Shop, kind: str, is_on: bool, values: dict[str, int]) -> AbnormalRule:
    """Switch a rule of a shop on or off and set its thresholds; all open orders are looked at again.

    Raises AbnormalError for a rule or a threshold that is none.
    """
    if kind not in DEFAULTS or set(values) - set(DEFAULTS[kind]) or any(not 0 <= value <= 10**9 for value in values.values()):
        raise AbnormalError("value")
    row = AbnormalRule.objects.filter(shop=shop, kind=kind).first() or AbnormalRule(shop=shop, kind=kind)
    before = {"is_on": row.is_on, **DEFAULTS[kind], **row.values}
    after = {"is_on": is_on, **DEFAULTS[kind], **values}
    if before != after:
        row.is_on, row.values = is_on, values
        row.save()
        mark_all(shop=shop)
        changed = {name for name in after if before[name] != after[name]}
        record(
            actor=actor,
            action="abnormal.set_rule",
            target=f"{shop.name} {kind}",
            before={name: before[name] for name in changed},
            after={name: after[name] for name in changed},
        )
    return row


@transaction.atomic
def _act(
    actor: User, ids: Sequence[int], change: Callable[[AbnormalOrder], bool], at: datetime, *, act: str, text: str
) -> AbnormalAct:
    """Change many rows at once, with their notes and what is needed to undo it."""
    if not ids or len(ids) > MOST_AT_ONCE:
        raise AbnormalError("many")
    before, after, changed = {}, {}, []
    for row in AbnormalOrder.objects.select_for_update().filter(pk__in=ids).order_by("pk"):
        was = _plain(row)
        if change(row):
            before[str(row.pk)], after[str(row.pk)] = was, _plain(row)
            changed.append(row)
    AbnormalOrder.objects.bulk_update(changed, ["state", "owner", "due_at", "closed_at", "closed_by"])
    AbnormalNote.objects.bulk_create([AbnormalNote(abnormal=row, act=act, text=text, by=actor, at=at) for row in changed])
    made = AbnormalAct.objects.create(by=actor, at=at, before=before, after=after)
    if changed:
        numbers = ", ".join(row.order_no for row in changed[:5])
        record(
            actor=actor,
            action="abnormal.give" if act == "give" else "abnormal.state",
            target=numbers,
            after={"orders": len(changed), "state": act},
        )
    return made


def _note(row: AbnormalOrder, act: str, text: str, actor: User, at: datetime) -> AbnormalNote:
    return AbnormalNote.objects.create(abnormal=row, act=act, text=text, by=actor, at=at)


def _text(text: str) -> str:
    said = text.strip().replace("\x00", "")
    if not said or len(said) > LONGEST_TEXT:
        raise AbnormalError("text")
    return said


def _plain(row: AbnormalOrder) -> dict[str, Any]:
    """Return what an act changes, as JSON keeps it."""
    values = {name: getattr(row, name) for name in _FIELDS}
    return {
        name: value.isoformat()
        if isinstance(value, datetime)
        else None
        if value is None
        else str(value)
        if name == "state"
        else value
        for name, value in values.items()
    }


def _moment(text: Any) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


__all__ = ["AbnormalError", "comment", "give", "put_off", "report_order", "set_rule", "set_state", "undo"]
