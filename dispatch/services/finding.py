"""Find abnormal orders among those that changed: by rule, once, and solved by itself when the cause goes away (playbook C2).

Works in batches, each a transaction with what it looked at taken off the list, so that a run that was killed goes on. Cost
follows the orders that changed, and those that stand open, never those stored.
"""
# ruff: noqa: S608 - the names come from our own tables

import hashlib
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import connection, transaction

from common.pieces import pieces
from common.windows import slot_of
from dispatch.models import STANDING, AbnormalOrder, FinderState, StaleSpan, UsualQuantity
from dispatch.queries.held_long import held_before
from dispatch.queries.seen import Batch, batch_of, open_numbers, usual_of_buyers
from dispatch.queries.thresholds import thresholds_of
from dispatch.rules.abnormal import Around, Finding, Thresholds, examine
from dispatch.rules.abnormal.oversold import oversold_orders
from dispatch.services.keeping import keep
from dispatch.services.marking import mark_all
from dispatch.services.usual import refresh_usual
from dispatch.states import LOOK_BACK, OPEN_STATES
from orders.models import Order, OrderLine, Shop
from orders.services import hold_shop

ORDERS_PER_BATCH = 2_000
SPANS_PER_BATCH = 500


@dataclass(frozen=True)
class Told:
    """What only those above know, as plain values: floor prices in minor units, and pieces sold that are not there, by SKU."""

    floors: Mapping[str, int] = field(default_factory=dict)
    short: Mapping[str, int] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """Another one means other floors."""
        return hashlib.sha256(repr(sorted(self.floors.items())).encode()).hexdigest()


@dataclass
class Found:
    """What a run did: orders looked at, and rows opened (again), and solved by themselves."""

    looked_at: int = 0
    opened: int = 0
    solved: int = 0


def find_abnormal(*, shop: Shop, at: datetime, told: Told | None = None) -> Found:
    """Look at the marked orders of a shop and at what stands open, and keep what the rules find."""
    known, began, done = told or Told(), time.monotonic(), Found()
    thresholds = thresholds_of(shop)
    oversold = _begin(shop, at, known, thresholds)
    while _next_spans(shop, at, known, thresholds, oversold, done):
        pass
    again = set(AbnormalOrder.objects.filter(shop=shop, state__in=STANDING).values_list("order_no", flat=True)) | set(oversold)
    if thresholds.is_on("held"):
        before = at - timedelta(hours=thresholds.of("held", "hours"))
        again |= set(held_before(shop, before))
    for piece in pieces(sorted(again), ORDERS_PER_BATCH):
        with transaction.atomic():
            hold_shop(shop=shop)
            _look(shop, piece, at, known, thresholds, oversold, done)
    FinderState.objects.filter(shop=shop).update(ran_at=at, seconds=round(time.monotonic() - began, 3), looked_at=done.looked_at)
    return done


def waits_for_finder() -> list[int]:
    """Return the numbers of the shops with orders to look at, or with abnormal ones that may be solved by now."""
    marked = StaleSpan.objects.order_by().values_list("shop_id", flat=True).distinct()
    standing = AbnormalOrder.objects.filter(state__in=STANDING).order_by().values_list("shop_id", flat=True).distinct()
    return sorted({*marked, *standing})


@transaction.atomic
def _begin(shop: Shop, at: datetime, told: Told, thresholds: Thresholds) -> dict[str, Finding]:
    """Bring what the rules rest on up to date; return who goes without a piece that is not there."""
    hold_shop(shop=shop)
    state, _is_new = FinderState.objects.get_or_create(shop=shop)
    if state.told != told.digest:
        if state.told or told.floors:
            mark_all(shop=shop)
        state.told = told.digest
    if thresholds.is_on("quantity") and StaleSpan.objects.filter(shop=shop).exists():
        refresh_usual(shop=shop, at=at, thresholds=thresholds, state=state)
    state.save()
    return _oversold(shop, at, told.short) if thresholds.is_on("oversold") and told.short else {}


@transaction.atomic
def _next_spans(
    shop: Shop, at: datetime, told: Told, thresholds: Thresholds, oversold: Mapping[str, Finding], done: Found
) -> bool:
    """Look at the orders of the next marks; False when none is left. A span too long for a batch stays, shortened."""
    hold_shop(shop=shop)
    spans = list(StaleSpan.objects.filter(shop=shop).order_by("pk")[:SPANS_PER_BATCH])
    since = slot_of(at - LOOK_BACK)
    numbers: set[str] = set()
    ended = []
    for span in spans:
        room = ORDERS_PER_BATCH - len(numbers)
        if room <= 1:
            break
        if span.first_no == span.last_no:
            numbers.add(span.first_no)
            ended.append(span.pk)
            continue
        found = open_numbers(shop, first=span.first_no, last=span.last_no, since=since, most=room)
        numbers |= set(found)
        if len(found) < room:
            ended.append(span.pk)
            continue
        span.first_no = found[-1]
        span.save(update_fields=["first_no"])
    StaleSpan.objects.filter(pk__in=ended).delete()
    if numbers:
        _look(shop, sorted(numbers), at, told, thresholds, oversold, done)
    return bool(spans)


def _look(
    shop: Shop,
    numbers: Iterable[str],
    at: datetime,
    told: Told,
    thresholds: Thresholds,
    oversold: Mapping[str, Finding],
    done: Found,
) -> None:
    batch = batch_of(shop, numbers, since=slot_of(at - LOOK_BACK))
    found = examine(batch.orders, _around(shop, batch, at, told, thresholds, oversold), thresholds)
    opened, solved = keep(shop=shop, batch=batch, found=found, at=at)
    done.looked_at += len(batch.orders)
    done.opened += opened
    done.solved += solved


def _around(
    shop: Shop, batch: Batch, at: datetime, told: Told, thresholds: Thresholds, oversold: Mapping[str, Finding]
) -> Around:
    """Gather what is known beside these orders; what a buyer usually orders only where a line is odd for its SKU."""
    skus = {line.sku for order in batch.orders for line in order.lines if line.sku is not None}
    limits: dict[str, int] = {}
    for piece in pieces(sorted(skus)):
        limits |= dict(UsualQuantity.objects.filter(shop=shop, sku__in=piece).values_list("sku", "limit"))
    least = thresholds.of("quantity", "least")
    buyers = {
        order.buyer_key
        for order in batch.orders
        if order.buyer_key is not None and order.is_open
        and any(line.units is not None and line.units >= max(least, limits.get(line.sku or "", 10**9)) for line in order.lines)
    }  # fmt: skip
    return Around(
        at=int(at.timestamp()),
        floors=told.floors,
        limits=limits,
        usual_of_buyers=usual_of_buyers(shop, buyers),
        oversold=oversold,
    )


def _oversold(shop: Shop, at: datetime, short: Mapping[str, int]) -> dict[str, Finding]:
    """Find the open orders that go without: those paid last of each SKU that is short."""
    states = ", ".join(str(int(each)) for each in OPEN_STATES)
    waiting = []
    for piece in pieces(sorted(short)):
        with connection.cursor() as cursor:
            cursor.execute(
                f'SELECT o."paid_slot", o."order_no", l."sku", l."units" FROM "{Order._meta.db_table}" o'
                f' CROSS JOIN "{OrderLine._meta.db_table}" l WHERE l."shop_id" = o."shop_id" AND l."order_no" = o."order_no"'
                f' AND o."shop_id" = %s AND o."paid_slot" >= %s AND o."state" IN ({states}) AND l."units" > 0'
                f' AND l."sku" IN ({", ".join(["%s"] * len(piece))})',
                [shop.pk, slot_of(at - LOOK_BACK), *piece],
            )
            waiting += [(int(paid), str(number), str(sku), int(units)) for paid, number, sku, units in cursor.fetchall()]
    return oversold_orders(waiting, short=short)
