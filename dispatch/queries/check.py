"""May this parcel leave? Answered from the facts and the holds as they stand this instant; nothing is kept in memory between."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from common.pieces import pieces
from dispatch.models import ActKind, Hold, HoldAct
from dispatch.queries.parcels import orders_in, parcels_of
from dispatch.rules.answers import Answer, Seen, Word, answer
from dispatch.rules.numbers import cleaned, variants
from orders.models import Order, Shop

MOST_AT_ONCE = 500
OrderKey = tuple[int, str]
_COLUMNS = ("shop_id", "order_no", "state", "paid_at", "total_minor", "units", "shipped_at")


@dataclass(frozen=True)
class Told:
    """The answer to one number: the order that decides with its hold, all orders of the parcel, what they come to.

    `key` names the parcel however its number was written. `value_minor` is NULL where the shops' currencies differ or an amount
    is not known.
    """

    number: str
    key: str
    answer: Answer
    orders: list[Seen] = field(default_factory=list)
    waybill: str = ""
    hold: Hold | None = None
    shop: Shop | None = None
    value_minor: int | None = None
    units: int | None = None
    shipped_at: Any = None

    @property
    def word(self) -> Word:
        """The answer in one word."""
        return self.answer.word


@dataclass
class _Known:
    """What the database knows of the orders that the numbers lead to."""

    shops: dict[int, Shop]
    orders: dict[OrderKey, dict[str, Any]]
    holds: dict[OrderKey, Hold]
    without: set[OrderKey]
    carried: dict[OrderKey, Any]


def check(number: str) -> Told:
    """Return what to do with the parcel of this order number or waybill; anything unknown or unreadable is to be asked about."""
    return check_all([number])[0]


def check_all(numbers: Sequence[str]) -> list[Told]:
    """Return the answers to so many numbers, in their order. Raises ValueError for more than 500."""
    if len(numbers) > MOST_AT_ONCE:
        raise ValueError(f"At most {MOST_AT_ONCE} numbers at once.")
    clean = [cleaned(number) for number in numbers]
    tried = {number: variants(number) for number in clean}
    every = [variant for found in tried.values() for variant in found]
    shops = {shop.pk: shop for shop in Shop.objects.all()}
    guesses = [(shop, number) for shop in shops for number in every]
    named, held = _orders(guesses), _holds(guesses)
    lying = orders_in(waybills=every)
    first = set(named) | set(held) | {key for keys in lying.values() for key in keys}
    carried = _carried(first)
    mates = orders_in(waybills={waybill for key in first if key in carried for waybill in carried[key].waybills})
    whole = first | {key for keys in mates.values() for key in keys}
    carried |= _carried(whole - first)
    known = _Known(shops, named | _orders(whole - set(named)), held | _holds(whole - set(held) - set(guesses)), set(), carried)
    known.without = _without(known.holds)
    return [_told(number, tried[number], known, lying, mates) for number in clean]


def _told(
    number: str, tried: Sequence[str], known: _Known, lying: dict[str, list[OrderKey]], mates: dict[str, list[OrderKey]]
) -> Told:
    if not tried:
        return Told(number, f"?{number[:60]}", Answer(Word.ASK, "rubbish"))
    asked = [
        (shop, each) for each in tried for shop in known.shops if (shop, each) in known.orders or (shop, each) in known.holds
    ]
    waybill = next((each for each in tried if each in lying), "")
    inside = [key for key in lying.get(waybill, []) if _is_in(key, waybill, known)] if waybill else []
    is_replaced = bool(waybill) and not inside and not asked
    starts = list(dict.fromkeys([*asked, *(inside or (lying.get(waybill, []) if is_replaced else []))]))
    parcels = {each for key in starts if key in known.carried for each in known.carried[key].waybills}
    together = [key for each in sorted(parcels) for key in mates.get(each, []) if _is_in(key, each, known)]
    keys = list(dict.fromkeys([*starts, *together]))
    seen = [_seen(key, known) for key in keys]
    found = answer(seen, asked_for=starts, is_replaced=is_replaced)
    decides = (found.order.shop_id, found.order.order_no) if found.order else None
    rows = [known.orders[key] for key in keys if key in known.orders]
    carrying = waybill or next(iter(sorted(parcels)), "")
    return Told(
        number=number,
        key=carrying or (f"{keys[0][0]}:{keys[0][1]}" if keys else f"?{number[:60]}"),
        answer=found,
        orders=seen,
        waybill=carrying,
        hold=known.holds.get(decides) if decides else None,
        shop=known.shops.get(decides[0]) if decides else None,
        value_minor=_sum(rows, "total_minor") if len({known.shops[shop].currency for shop, _no in keys}) == 1 else None,
        units=_sum(rows, "units"),
        shipped_at=known.orders.get(decides, {}).get("shipped_at") if decides else None,
    )


def _is_in(key: OrderKey, waybill: str, known: _Known) -> bool:
    """Tell whether an order still lies in this parcel; the newest telling about it may name another."""
    return key not in known.carried or waybill in known.carried[key].waybills


def _seen(key: OrderKey, known: _Known) -> Seen:
    row, hold = known.orders.get(key), known.holds.get(key)
    out = None if hold is None or hold.lines is None else tuple(line["line_no"] for line in hold.lines)
    return Seen(
        shop_id=key[0],
        order_no=key[1],
        state=row["state"] if row else None,
        is_paid=bool(row and row["paid_at"]),
        is_held=bool(hold and hold.is_held),
        level=hold.level if hold else 0,
        take_out=out,
        is_known=row is not None,
        is_without=key in known.without,
    )


def _orders(keys: Iterable[OrderKey]) -> dict[OrderKey, dict[str, Any]]:
    return {
        (row["shop_id"], row["order_no"]): row
        for shop, numbers in _by_shop(keys).items()
        for some in pieces(numbers)
        for row in Order.objects.filter(shop_id=shop, order_no__in=some).values(*_COLUMNS)
    }


def _holds(keys: Iterable[OrderKey]) -> dict[OrderKey, Hold]:
    return {
        (hold.shop_id, hold.order_no): hold
        for shop, numbers in _by_shop(keys).items()
        for some in pieces(numbers)
        for hold in Hold.objects.filter(shop_id=shop, order_no__in=some)
    }


def _without(holds: dict[OrderKey, Hold]) -> set[OrderKey]:
    """Return the orders whose lines somebody took out, of those that are free although something of them is refunded."""
    found: set[OrderKey] = set()
    for shop, numbers in _by_shop(key for key, hold in holds.items() if not hold.is_held and hold.lines is not None).items():
        acts = HoldAct.objects.filter(shop_id=shop, order_no__in=numbers, undone_at=None, kind=ActKind.WITHOUT)
        found |= {(shop, number) for number in acts.values_list("order_no", flat=True)}
    return found


def _carried(keys: Iterable[OrderKey]) -> dict[OrderKey, Any]:
    return {
        (shop, number): carried
        for shop, numbers in _by_shop(keys).items()
        for number, carried in parcels_of(shop_id=shop, order_nos=numbers).items()
    }


def _by_shop(keys: Iterable[OrderKey]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for shop, number in sorted(set(keys)):
        found.setdefault(shop, []).append(number)
    return found


def _sum(rows: Sequence[dict[str, Any]], name: str) -> int | None:
    values = [row[name] for row in rows]
    return sum(values) if values and None not in values else None


__all__ = ["MOST_AT_ONCE", "Told", "check", "check_all"]
