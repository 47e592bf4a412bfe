"""What a buyer lacks for a tier: orders and money, so that the agent can say it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from customers.rules.tiers.ladder import Step, Verdict, decide
from customers.rules.tiers.way import Facts, Way


@dataclass(frozen=True, order=True)
class Missing:
    """What would do: `orders` more paid orders that come to `spent_minor` together and are kept, now, by way number `way`."""

    spent_minor: int
    orders: int
    way: int


def missing_for(step: Step, facts: Facts, at: datetime) -> list[Missing]:
    """Return what is lacking for each way of a step that orders can fill, the least money first, then the fewest orders.

    Orders whose money does not count cost money all the same: each is taken for what this buyer's orders come to on average.

    A way that orders alone cannot fill (another region, a silence, refunds that no order outweighs) is left out. An order now
    is also the newest, so a last order too long ago is one order missing.

    >>> from datetime import UTC, datetime
    >>> from customers.rules.tiers.way import Sums
    >>> at = datetime(2026, 11, 30, tzinfo=UTC)
    >>> step = Step("gold", (Way(orders_from=5, recent_days=90), Way(spent_from_minor=300_00)))
    >>> missing_for(step, Facts(Sums(3, 120_00), at - timedelta(days=200)), at)
    [Missing(spent_minor=0, orders=2, way=0), Missing(spent_minor=18000, orders=1, way=1)]
    >>> [each.way for each in missing_for(step, Facts(Sums(3, 290_00), at - timedelta(days=20)), at)]
    [1, 0]
    """
    found = [_missing(way, facts, at, number) for number, way in enumerate(step.tried)]
    usual = max(0, facts.ever.spent_minor) // max(1, facts.ever.orders)
    return sorted(
        (each for each in found if each is not None), key=lambda each: (max(each.spent_minor, each.orders * usual), each)
    )


def next_step(ladder: Sequence[Step], facts: Facts, at: datetime) -> tuple[int, list[Missing]] | None:
    """Return the step above the one a buyer stands on, with what is missing for it; None on the highest."""
    verdict = decide(ladder, facts, at) or Verdict(-1, 0)
    above = verdict.step + 1
    return None if above >= len(ladder) else (above, missing_for(ladder[above], facts, at))


def _missing(way: Way, facts: Facts, at: datetime, number: int) -> Missing | None:
    sums, last = way.sums(facts), facts.last_paid_at
    if way.silent_days is not None or (way.provinces and facts.province not in way.provinces):
        return None
    orders = max(0, (way.orders_from or 0) - sums.orders)
    money = 0 if way.spent_from_minor is None else max(0, way.spent_from_minor - sums.spent_minor)
    if way.refund_most is not None and sums.refunded * 100 > way.refund_most * (sums.orders + orders):
        if way.refund_most == 0:
            return None
        orders = -(-sums.refunded * 100 // way.refund_most) - sums.orders
    too_old = way.recent_days is not None and (last is None or last < at - timedelta(days=way.recent_days))
    if orders == 0 and (money or too_old or facts.ever.orders <= 0):
        orders = 1
    if way.refund_least is not None and sums.refunded * 100 < way.refund_least * (sums.orders + orders):
        return None
    return Missing(money, orders, number)
