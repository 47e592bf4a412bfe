"""One way to be judged: conditions that must all hold, over all time or over the last days."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime, timedelta
from typing import Any

LONGEST_DAYS = 3_660


@dataclass(frozen=True)
class Sums:
    """What a buyer's paid orders of some time come to: how many, less refunds in minor units, of how many something came back."""

    orders: int = 0
    spent_minor: int = 0
    refunded: int = 0


@dataclass(frozen=True)
class Facts:
    """A buyer as the rules see them: over all time, over the last days that some way asks for, and when they paid last.

    `phone_orders`, `phone_accounts`: of the accounts of the shop that have a phone of theirs, for the phone that has most; labels
    ask for them, tiers do not.
    """

    ever: Sums = Sums()
    last_paid_at: datetime | None = None
    province: str | None = None
    within: Mapping[int, Sums] = field(default_factory=dict)
    phone_orders: int = 0
    phone_accounts: int = 0


@dataclass(frozen=True)
class Way:
    """Conditions of which those that are given must all hold; one without any holds for whoever paid for an order.

    `window_days`: orders, money and refunds count over the last days only. `orders_from`: at least so many paid orders.
    `spent_from_minor`: at least so much, refunds taken off. `recent_days`: the last order is at most so old; `silent_days`: at
    least so old. `refund_most`, `refund_least`: per cent of the paid orders of which anything was given back. `provinces`: the
    newest order went to one of them. `phone_orders_from`, `phone_accounts_from`: one phone stands on the contacts of at least so
    many accounts, which paid for at least so many orders together (a reseller, or somebody who hoards what is limited).
    """

    window_days: int | None = None
    orders_from: int | None = None
    spent_from_minor: int | None = None
    recent_days: int | None = None
    silent_days: int | None = None
    refund_most: int | None = None
    refund_least: int | None = None
    provinces: tuple[str, ...] = ()
    phone_orders_from: int | None = None
    phone_accounts_from: int | None = None

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> "Way":
        """Return a way from what `as_dict` gave; names nobody knows are passed over."""
        known = {one.name: told[one.name] for one in fields(cls) if one.name in told}
        return cls(**{**known, "provinces": tuple(known.get("provinces") or ())})

    def as_dict(self) -> dict[str, Any]:
        """Return only what is given, ready for JSON."""
        given = {name: value for name, value in asdict(self).items() if value is not None and value != ()}
        return {**given, **({"provinces": list(self.provinces)} if self.provinces else {})}

    def sums(self, facts: Facts) -> Sums:
        """Return the sums this way counts."""
        return facts.ever if self.window_days is None else facts.within.get(self.window_days, Sums())

    def holds(self, facts: Facts, at: datetime) -> bool:
        """Tell whether a buyer meets every condition at a moment; nobody does without a paid order.

        >>> from datetime import UTC, datetime
        >>> at = datetime(2026, 11, 30, tzinfo=UTC)
        >>> facts = Facts(Sums(orders=3, spent_minor=90_000, refunded=1), at - timedelta(days=20))
        >>> Way(orders_from=3, recent_days=30).holds(facts, at), Way(orders_from=3, refund_most=30).holds(facts, at)
        (True, False)
        >>> Way().holds(Facts(), at)
        False
        """
        sums, last = self.sums(facts), facts.last_paid_at
        if facts.ever.orders <= 0 or last is None:
            return False
        checks = (
            self.orders_from is None or sums.orders >= self.orders_from,
            self.spent_from_minor is None or sums.spent_minor >= self.spent_from_minor,
            self.recent_days is None or last >= at - timedelta(days=self.recent_days),
            self.silent_days is None or last <= at - timedelta(days=self.silent_days),
            self.refund_most is None or sums.refunded * 100 <= self.refund_most * sums.orders,
            self.refund_least is None or (sums.orders > 0 and sums.refunded * 100 >= self.refund_least * sums.orders),
            not self.provinces or facts.province in self.provinces,
            self.phone_orders_from is None or facts.phone_orders >= self.phone_orders_from,
            self.phone_accounts_from is None or facts.phone_accounts >= self.phone_accounts_from,
        )
        return all(checks)


def check_way(way: Way) -> list[str]:
    """Return the names of the fields whose values no rule can have, empty when all are good.

    >>> check_way(Way(orders_from=-1, refund_most=120)), check_way(Way(recent_days=90))
    (['orders_from', 'refund_most'], [])
    """
    highest = {
        "window_days": LONGEST_DAYS,
        "recent_days": LONGEST_DAYS,
        "silent_days": LONGEST_DAYS,
        "orders_from": 10**6,
        "spent_from_minor": 10**13,
        "refund_most": 100,
        "refund_least": 100,
        "phone_orders_from": 10**6,
        "phone_accounts_from": 10**6,
    }
    lowest = {"window_days": 1, "recent_days": 1, "silent_days": 1, "phone_orders_from": 1, "phone_accounts_from": 1}
    found = []
    for name, most in highest.items():
        value = getattr(way, name)
        if value is not None and not (lowest.get(name, 0) <= value <= most):
            found.append(name)
    return found
