"""What happened to one order, for the proof: asked, held, scanned, stopped, let go, shipped. Oldest first."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from dispatch.models import ActKind, Hold, HoldAct, HoldChange, Parcel, RefundSignal, ScanLog
from dispatch.queries.parcels import parcels_of
from orders.models import Order, OrderLine, Shop
from orders.states import RefundState


@dataclass(frozen=True)
class Event:
    """One thing that happened: when, what kind, in words, by whom; `act` is the number of an act that may be taken back."""

    at: datetime
    kind: str
    said: str
    by: str = ""
    act: int | None = None


@dataclass(frozen=True)
class Story:
    """One order: the fact, its lines, the hold, its waybills, and what happened."""

    shop: Shop
    order_no: str
    order: Order | None
    lines: list[OrderLine]
    hold: Hold | None
    waybills: list[str]
    events: list[Event]

    @property
    def is_known(self) -> bool:
        """Whether anything tells of it."""
        return self.order is not None or bool(self.events)


def story_of(*, shop: Shop, order_no: str) -> Story:
    """Return all that is known of an order at the table; a number nobody told of gives an empty story."""
    mine = {"shop": shop, "order_no": order_no}
    order = Order.objects.filter(**mine).first()
    hold = Hold.objects.filter(**mine).first()
    carried = parcels_of(shop_id=shop.pk, order_nos=[order_no]).get(order_no)
    waybills = sorted(carried.waybills) if carried else []
    keys = [f"{shop.pk}:{order_no}", *Parcel.objects.filter(**mine).values_list("waybill", flat=True).distinct()]
    events = [*_facts(order), *_signals(mine), *_changes(mine), *_acts(mine), *_scans(shop, order_no, keys)]
    lines = list(OrderLine.objects.filter(**mine).order_by("line_no"))
    return Story(shop, order_no, order, lines, hold, waybills, sorted(events, key=lambda event: event.at))


def _facts(order: Order | None) -> list[Event]:
    if order is None:
        return []
    told = (
        (order.paid_at, "paid", _("paid")),
        (order.refund_requested_at, "asked", _("money asked back, as the platform's file says")),
        (order.shipped_at, "shipped", _("shipped, as the platform's file says")),
    )
    return [Event(at, kind, said) for at, kind, said in told if at is not None]


def _signals(mine: dict[str, object]) -> list[Event]:
    rows = RefundSignal.objects.filter(**mine).select_related("told_by")
    return [
        Event(
            row.at,
            "asked",
            _("a program told: refund {state}").format(state=RefundState(row.state).label)
            + (" " + _("(line {number})").format(number=row.line_no) if row.line_no else ""),
            str(row.told_by or ""),
        )
        for row in rows
    ]


def _changes(mine: dict[str, object]) -> list[Event]:
    return [
        Event(row.at, "held" if row.is_held else "free", _("held by the guard") if row.is_held else _("free to leave"))
        for row in HoldChange.objects.filter(**mine)
    ]


def _acts(mine: dict[str, object]) -> list[Event]:
    found = []
    for row in HoldAct.objects.filter(**mine).select_related("by", "undone_by"):
        said = _("{what} by hand: {reason}").format(what=ActKind(row.kind).label, reason=row.reason)
        found.append(Event(row.at, "hand", said, str(row.by or ""), None if row.undone_at else row.pk))
        if row.undone_at:
            said = _("taken back: {what}").format(what=ActKind(row.kind).label)
            found.append(Event(row.undone_at, "hand", said, str(row.undone_by or "")))
    return found


def _scans(shop: Shop, order_no: str, keys: list[str]) -> list[Event]:
    words = {"ship": _("scanned: may ship"), "stop": _("scanned: stopped"), "ask": _("scanned: to be asked about")}
    rows = ScanLog.objects.filter(key__in=keys).select_related("by").order_by("scanned_at")[:200]
    return [
        Event(
            row.scanned_at,
            row.word,
            words[row.word] + (" " + _("(without network)") if row.offline_word else ""),
            str(row.by or ""),
        )
        for row in rows
        if [shop.pk, order_no] in row.told["orders"]
    ]
