"""Read what is known of orders whose money may be asked back: facts, messages, what people did, the hold as it stood."""
# ruff: noqa: S608 - the names come from our own tables

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from types import TracebackType
from typing import Any, NamedTuple, TypeVar

import pyarrow as pa
import pyarrow.compute as pc
from django.db import connection

from common import bulk
from common.pieces import pieces
from dispatch.models import ActKind, Hold, HoldAct, RefundSignal
from dispatch.rules.holds import Act, Decision, Fact, Line, Signal, Want, decide, is_all_back
from orders.claims import LINE_FIELDS, ORDER_FIELDS
from orders.models import Order, OrderLine, Provenance, Shop
from orders.rules import provenance

_STAGE = "guarded_orders"
_MANY = 500
_ORDER_BITS = provenance.bits(["refund_state", "state"], list(ORDER_FIELDS))
_LINE_BITS = provenance.bits(["refund_state"], list(LINE_FIELDS))


class OrderFacts(NamedTuple):
    """What the files tell of an order, as far as holds ask for it; objects of the model cost ten times as much to read."""

    order_no: str
    state: int | None
    refund_state: int | None
    refund_requested_at: datetime | None
    refund_minor: int | None
    total_minor: int | None
    paid_at: datetime | None
    shipped_at: datetime | None
    provenance_id: int


class LineFacts(NamedTuple):
    """What the files tell of a line, as far as holds ask for it."""

    order_no: str
    line_no: str
    refund_state: int | None
    is_gift: bool | None
    sku: str | None
    title: str | None
    variant: str | None
    units: int | None
    provenance_id: int


_Row = TypeVar("_Row", OrderFacts, LineFacts)


class Scope:
    """The orders that are looked at: all between two numbers, or those in a temporary table for as long as this is open."""

    def __init__(self, shop: Shop, order_nos: pa.Array, *, is_range: bool = False) -> None:
        self.shop, self.order_nos, self.is_range = shop, order_nos, is_range
        ends = pc.min_max(order_nos).as_py()
        self._bounds = [ends["min"], ends["max"]]

    def __enter__(self) -> "Scope":
        if not self.is_range:
            bulk.stage(connection, _STAGE, pa.table({"order_no": pc.unique(self.order_nos)}), key=["order_no"])
            if len(self.order_nos) >= _MANY:
                # Unknown, PostgreSQL takes them for few different ones and looks them up for each line of the shop.
                bulk.analyze(connection, _STAGE, ["order_no"])
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if not self.is_range and error is None:
            bulk.drop(connection, _STAGE)

    def rows(self, table: str, alias: str) -> tuple[str, str, list[Any]]:
        """Return what to select from for the rows of a table in scope, the condition, and its values."""
        if self.is_range:
            mine = f'{alias}."shop_id" = %s AND {alias}."order_no" BETWEEN %s AND %s'
            return f'"{table}" {alias}', mine, [self.shop.pk, *self._bounds]
        near, values = bulk.within(connection, alias, "order_no", self.shop.pk, self._bounds)
        named = f"{alias}_named"
        mine = f'{alias}."shop_id" = %s AND {alias}."order_no" = {named}."order_no" AND {near}'
        return f'"{_STAGE}" {named} CROSS JOIN "{table}" {alias}', mine, [self.shop.pk, *values]

    def numbers(self, table: str) -> set[str]:
        """Return the order numbers in scope that a table has rows of."""
        source, mine, values = self.rows(table, "t")
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT DISTINCT t."order_no" FROM {source} WHERE {mine}', values)
            return {number for (number,) in cursor.fetchall()}


@dataclass(slots=True)
class Suspect:
    """All that is known of one order; its lines, where what is wanted may hang on them."""

    order_no: str
    order: OrderFacts | None = None
    lines: list[LineFacts] = field(default_factory=list)
    signals: list[RefundSignal] = field(default_factory=list)
    acts: list[HoldAct] = field(default_factory=list)
    hold: Hold | None = None
    as_of: float = 0

    @property
    def decision(self) -> Decision:
        """What the law says."""
        return decide(self.fact, [_signal(one) for one in self.signals], [_act(one) for one in self.acts])

    @property
    def is_all_back(self) -> bool:
        """Whether the order alone says that all its money went back."""
        return self.order is not None and is_all_back(state=self.order.state, refund=self.order.refund_state)

    @property
    def fact(self) -> Fact | None:
        """The order as the files have it; None where none tells of it."""
        if self.order is None:
            return None
        lines = [Line(line.line_no, line.refund_state, bool(line.is_gift)) for line in self.lines]
        asked = _epoch(self.order.refund_requested_at)
        return Fact(self.order.state, self.order.refund_state, self.as_of, asked, self.order.refund_minor, lines)


def read_suspects(shop: Shop, scope: Scope, *, everything: bool = False, but: Collection[str] = frozenset()) -> list[Suspect]:
    """Return the orders in scope of which more than files tell, sorted; with `everything` also all others.

    `but`: those that are decided already.
    """
    held, told, done = (scope.numbers(model._meta.db_table).difference(but) for model in (Hold, RefundSignal, HoldAct))
    found = held | told | done
    if everything:
        found |= scope.numbers(Order._meta.db_table).difference(but)
    suspects = {number: Suspect(number) for number in sorted(found)}
    for order in _rows(Order, OrderFacts, shop, list(suspects)):
        suspects[order.order_no].order = order
    for line in _rows(OrderLine, LineFacts, shop, [no for no, one in suspects.items() if no in told or not one.is_all_back]):
        suspects[line.order_no].lines.append(line)
    for some in pieces(sorted(held)):
        for hold in Hold.objects.filter(shop=shop, order_no__in=some):
            suspects[hold.order_no].hold = hold
    for some in pieces(sorted(told)):
        for signal in RefundSignal.objects.filter(shop=shop, order_no__in=some):
            suspects[signal.order_no].signals.append(signal)
    for some in pieces(sorted(done)):
        for act in HoldAct.objects.filter(shop=shop, order_no__in=some, undone_at=None):
            suspects[act.order_no].acts.append(act)
    _date([one for one in suspects.values() if one.signals])
    return list(suspects.values())


def _rows(model: type[Order | OrderLine], kind: type[_Row], shop: Shop, order_nos: list[str]) -> Iterator[_Row]:
    """Give these columns of the orders, or lines, with these numbers."""
    if not order_nos:
        return
    named = bulk.one_of(connection, f'"{model._meta.db_table}"."order_no"', order_nos)
    rows = model.objects.filter(named, shop=shop)
    yield from map(kind._make, rows.values_list(*kind._fields))


def _date(suspects: list[Suspect]) -> None:
    """Say of which moment the file is that has the word on a refund; asked only where a message has to be weighed against it."""
    numbers = {fact.provenance_id for one in suspects for fact in _facts(one)}
    layers = {
        row.pk: provenance.parse(row.layers) for some in pieces(sorted(numbers)) for row in Provenance.objects.filter(pk__in=some)
    }
    for one in suspects:
        moments = [
            source.as_of
            for fact in _facts(one)
            for source, mask in layers.get(fact.provenance_id, ())
            if mask & (_ORDER_BITS if isinstance(fact, OrderFacts) else _LINE_BITS)
        ]
        one.as_of = max(moments, default=0)


def _facts(suspect: Suspect) -> Iterator[OrderFacts | LineFacts]:
    if suspect.order is not None:
        yield suspect.order
    yield from suspect.lines


def _signal(row: RefundSignal) -> Signal:
    return Signal(row.at.timestamp(), row.state, row.line_no, row.amount_minor)


def _act(row: HoldAct) -> Act:
    said = row.covers
    known = None
    if said is not None:
        lines = None if said["lines"] is None else frozenset(said["lines"])
        known = Want(said["level"], lines, said["asked_at"], said["amount_minor"])
    return Act(row.at.timestamp(), "hold" if row.kind == ActKind.HOLD else "release", known)


def _epoch(moment: datetime | None) -> float | None:
    return moment.timestamp() if moment else None
