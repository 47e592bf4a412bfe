"""What is due: the counted slots of payment, seen by the rule of the moment. No query here walks the orders."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Coalesce, Concat

from common.windows import SLOTS_PER_HOUR, Window, slot_of
from dispatch.counting import SHIPPED_SINCE
from dispatch.models import ClockRule, DueBoard, Hold, OrderWarehouse, Parcel, ScanLog
from dispatch.queries.terms import clock_rules, hours_of, penalty_of, terms_of
from dispatch.rules.answers import Word
from dispatch.rules.clock import Group, Hours, Outlook, Penalty, Speed, Terms, due_slot, look_out, paid_windows, present_speed
from dispatch.states import OPEN_STATES
from orders.models import Order, Shop

WHEN = ("overdue", "4", "12", "24", "all")
FURTHEST_HOURS = 96


@dataclass(frozen=True)
class Store:
    """One warehouse of one shop (`name` "": not told), what stands in it and how it does."""

    shop: Shop
    name: str
    groups: list[Group]
    held: int
    speed: Speed | None
    outlook: Outlook
    hours: Hours


@dataclass(frozen=True)
class DueView:
    """Everything the page says, at the beginning of slot `now`. `forgotten` and `unreadable`: see `DueBoard`.

    `curve`: of the stores that are short, for the speed of the others does not help them; of all where none is.
    """

    now: int
    stores: list[Store]
    forgotten: int
    unreadable: int
    known_to: datetime | None
    counted_at: datetime | None
    curve: list["Point"] = field(default_factory=list)


@dataclass(frozen=True)
class Point:
    """One hour from now: orders due by then (with those late already), and how many are out by then: mean, low, high."""

    slot: int
    due: int
    out: float | None
    low: float | None
    high: float | None


def due_view(*, shops: Collection[Shop], at: datetime, warehouse: str | None = None) -> DueView:
    """Return what is due in these shops; `warehouse`: only of this one ("": of those orders that tell none)."""
    now = slot_of(at)
    rules = clock_rules(shops)
    boards = {board.shop_id: board for board in DueBoard.objects.filter(shop__in=shops)}
    stores: list[Store] = []
    for shop in shops:
        board = boards.get(shop.pk)
        if board is not None:
            stores += [one for one in _stores(shop, board, rules[shop.pk], now) if warehouse is None or one.name == warehouse]
    stores.sort(
        key=lambda one: (-(one.outlook.misses or (0,))[0], -one.outlook.overdue, -one.outlook.open, one.shop.name, one.name)
    )
    ages = [board.known_to for board in boards.values() if board.known_to is not None]
    return DueView(
        now=now,
        stores=stores,
        forgotten=sum(board.forgotten for board in boards.values()),
        unreadable=sum(board.unreadable for board in boards.values()),
        known_to=min(ages) if ages else None,
        counted_at=min((board.counted_at for board in boards.values()), default=None),
        curve=_curve([store for store in stores if is_short(store)] or stores, now),
    )


def is_short(store: Store) -> bool:
    """Tell whether a warehouse is too slow for what waits in it; what nobody could ship in time, at any speed, does not count."""
    return store.outlook.misses is not None and store.outlook.misses[0] > store.outlook.hopeless


def due_orders(
    *, shop: Shop, at: datetime, when: str, rule: ClockRule | None = None, warehouse: str | None = None
) -> QuerySet[Order]:
    """Return the open orders of a shop that are due in this time, those paid first coming first: a range of one index.

    Orders with a promised day are found by their payment like the others; the page tells their own day. What the packing table
    let go is not open any more, whether a file calls it shipped or not. `warehouse`: only of this one ("": of none that is told).
    """
    rules = rule or clock_rules([shop])[shop.pk]
    terms, now = terms_of(shop, rules), slot_of(at)
    since = now - rules.forget_days * 24 * SLOTS_PER_HOUR
    found = Order.objects.filter(shop=shop, state__in=OPEN_STATES, paid_slot__isnull=False, paid_slot__gte=since)
    if when in {"overdue", "4", "12", "24"}:
        last = now if when == "overdue" else now + int(when) * SLOTS_PER_HOUR
        first = since if when == "overdue" else now + 1
        inside = Q(pk__in=[])
        for window in paid_windows(Window(first, last + 1), paid=Window(since, now + 1), terms=terms):
            inside |= Q(paid_slot__gte=window.start, paid_slot__lt=window.end)
        found = found.filter(inside)
    held = Hold.objects.filter(shop=shop, order_no=OuterRef("order_no"), is_held=True, lines__isnull=True)
    found = _gone(found.exclude(Exists(held)), shop, at)
    if warehouse is not None:
        told = OrderWarehouse.objects.filter(shop=shop, order_no=OuterRef("order_no")).order_by("-as_of", "-told_by", "-digest")
        found = found.annotate(
            place=Coalesce(Subquery(told.values("warehouse")[:1]), Value(""), output_field=TextField())
        ).filter(place=warehouse)
    return found.order_by("paid_slot", "order_no")


def _gone(found: QuerySet[Order], shop: Shop, at: datetime) -> QuerySet[Order]:
    """Leave out what the packing table let go, by its own number or that of its parcel, in the days the board counts too."""
    scans = ScanLog.objects.filter(word=Word.SHIP.value, scanned_at__gte=at - SHIPPED_SINCE, scanned_at__lt=at)
    own = Concat(Value(f"{shop.pk}:"), OuterRef("order_no"), output_field=CharField())
    inside = Parcel.objects.filter(Exists(scans.filter(key=OuterRef("waybill"))), shop=shop, order_no=OuterRef("order_no"))
    return found.exclude(Exists(scans.filter(key=own))).exclude(Exists(inside))


def due_of_orders(
    orders: Sequence[Order], *, shop: Shop, promised: dict[str, int], rule: ClockRule | None = None
) -> dict[str, int]:
    """Return the slot in which each of these orders is late, by its number; a promised day comes before the rule."""
    terms = terms_of(shop, rule)
    return {
        order.order_no: promised.get(order.order_no, -1) + 1 if order.order_no in promised else due_slot(order.paid_slot, terms)
        for order in orders
        if order.paid_slot is not None
    }


def _stores(shop: Shop, board: DueBoard, rule: ClockRule, now: int) -> list[Store]:
    terms, hours, penalty = terms_of(shop, rule), hours_of(shop, rule), penalty_of(rule)
    due = _DueOf(terms)
    groups: defaultdict[str, defaultdict[int, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    held: defaultdict[str, int] = defaultdict(int)
    for paid, promised, name, is_held, orders, amount in board.cells:
        if is_held:
            held[name] += orders
            continue
        cell = groups[name][due.of(paid, promised)]
        cell[0] += orders
        cell[1] += amount
    shipped: defaultdict[str, dict[int, int]] = defaultdict(dict)
    for slot, name, orders in board.shipped:
        shipped[name][slot] = shipped[name].get(slot, 0) + orders
    until = min(now, slot_of(board.known_to)) if board.known_to is not None else now
    stores = []
    for name in sorted({*groups, *held, *shipped}):
        mine = [Group(slot, *cell) for slot, cell in sorted(groups[name].items())]
        if mine or held[name]:
            stores.append(_store(shop, name, mine, held[name], shipped.get(name), hours, penalty, now, until))
    return stores


def _store(
    shop: Shop,
    name: str,
    groups: list[Group],
    held: int,
    shipped: dict[int, int] | None,
    hours: Hours,
    penalty: Penalty,
    now: int,
    until: int,
) -> Store:
    """Judge one warehouse; one that shipped nothing in the last days has no speed, and nothing is said of what it will reach."""
    speed = present_speed(shipped, now=until, hours=hours) if shipped else None
    return Store(shop, name, groups, held, speed, look_out(groups, now=now, hours=hours, speed=speed, penalty=penalty), hours)


class _DueOf:
    """The due slots of slots of payment, each worked out once."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms
        self.known: dict[int, int] = {}

    def of(self, paid: int, promised: int | None) -> int:
        """Return when an order is late; a promised slot is on time to its end."""
        if promised is not None:
            return promised + 1
        if paid not in self.known:
            self.known[paid] = due_slot(paid, self.terms)
        return self.known[paid]


def _curve(stores: Sequence[Store], now: int) -> list[Point]:
    """Return the curves of all stores together, hour by hour until everything is due, at most four days.

    A store whose speed is not known gets nothing out.
    """
    dues = [group.due for store in stores for group in store.groups]
    if not dues:
        return []
    last = min(max([*dues, now + 24 * SLOTS_PER_HOUR]), now + FURTHEST_HOURS * SLOTS_PER_HOUR)
    points = []
    first = now - now % SLOTS_PER_HOUR + SLOTS_PER_HOUR
    for slot in [now, *range(first, last + SLOTS_PER_HOUR, SLOTS_PER_HOUR)]:
        due = sum(group.orders for store in stores for group in store.groups if group.due <= slot)
        reach = [_reach(store, now, slot) for store in stores]
        known = [each for each in reach if each is not None]
        sums = [sum(each[place] for each in known) if known else None for place in range(3)]
        points.append(Point(slot, due, *sums))
    return points


def _reach(store: Store, now: int, slot: int) -> tuple[float, float, float] | None:
    """Return how many orders of a store are out by a slot, at most what stands there; None: no speed is known."""
    if store.speed is None:
        return None
    work = store.hours.between(now, slot)
    mean, low, high = (
        min(float(store.outlook.open), each * work) for each in (store.speed.mean, store.speed.low, store.speed.high)
    )
    return mean, low, high
