"""Where a buyer stands and why, what is missing for the next tier, how the tiers are filled, who would move under other rules."""
# ruff: noqa: S608 - the names come from our own tables

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Count, Q, Sum

from common import bulk
from common.once import once
from common.prepared import Prepared
from customers import conditions, tiering
from customers.models import Buyer, Tier
from customers.rules.tiers import Facts, Missing, Step, Sums, Way, decide, next_step
from orders.models import Order, Shop

_IN_FORCE = Prepared(lambda shop: Tier.objects.filter(shop=shop, ended_at=None).order_by("rank"), int)


def tiers_of(shop: Shop | int) -> list[Tier]:
    """Return the tiers of a shop that are in force, from the lowest."""
    return list(_in_force(shop if isinstance(shop, int) else shop.pk))


@once
def _in_force(shop_id: int) -> tuple[Tier, ...]:
    return tuple(_IN_FORCE.ask(shop_id))


def facts_of(buyer: Buyer, ladder: Iterable[Step], at: datetime, orders: Sequence[Order] | None = None) -> Facts:
    """Return a buyer as the rules of this ladder see them, with the sums over the last days its ways ask for.

    `orders`: all there are of the buyer, where the caller has them in hand.
    """
    days = conditions.windows_of(way for step in ladder for way in step.tried)
    since = {length: conditions.since_slot(at, length) for length in days}
    within = {length: _asked(buyer, slot) if orders is None else _added(orders, slot) for length, slot in since.items()}
    ever = Sums(buyer.orders_count, buyer.net_minor, buyer.refunded_count)
    return Facts(ever, buyer.last_paid_at, buyer.province, within)


def _asked(buyer: Buyer, since: int) -> Sums:
    """Return what the orders of a buyer come to that were paid since a slot, as the database adds them up."""
    paid, back = Order.objects.filter(shop=buyer.shop_id, buyer_key=buyer.buyer_key, paid_slot__gte=since), Q(refund_minor__gt=0)
    told = paid.aggregate(
        orders=Count("order_no"),
        paid=Sum("total_minor"),
        refund=Sum("refund_minor", filter=back),
        refunded=Count("order_no", filter=back),
    )
    return Sums(told["orders"], (told["paid"] or 0) - (told["refund"] or 0), told["refunded"])


def _added(orders: Iterable[Order], since: int) -> Sums:
    """Return the same of orders in hand."""
    paid = [order for order in orders if order.paid_slot is not None and order.paid_slot >= since]
    backs = [order.refund_minor for order in paid if order.refund_minor and order.refund_minor > 0]
    return Sums(len(paid), sum(order.total_minor or 0 for order in paid) - sum(backs), len(backs))


@dataclass(frozen=True)
class Standing:
    """A buyer's tier now: the tier, the way that holds (None: set by hand, or none), until when a hand holds it, and by whom.

    `by_rule` is the tier the rules would give; it differs from `tier` only while a hand holds it.
    """

    tier: Tier | None
    way: Way | None
    by_rule: Tier | None
    by_hand: bool = False
    until: datetime | None = None
    reason: str = ""


def tier_of(buyer: Buyer, at: datetime) -> Standing:
    """Return where a buyer stands at a moment, worked out from the rules in force, whatever was kept."""
    return standing_and_next(buyer, at)[0]


def _standing(buyer: Buyer, ladder: Sequence[Tier], steps: Sequence[Step], facts: Facts, at: datetime) -> Standing:
    found = decide(steps, facts, at)
    by_rule = ladder[found.step] if found else None
    if buyer.hand_tier is not None and (buyer.hand_until is None or buyer.hand_until > at):
        return Standing(buyer.hand_tier, None, by_rule, True, buyer.hand_until, buyer.hand_reason)
    return Standing(by_rule, steps[found.step].tried[found.way] if found else None, by_rule)


@dataclass(frozen=True)
class NextTier:
    """The tier above by the rules, its ways, and what is missing for each that orders can fill, the cheapest first."""

    tier: Tier
    ways: tuple[Way, ...]
    missing: list[Missing]

    @property
    def best(self) -> Missing | None:
        """The way that costs least; None when orders alone do not lead there."""
        return self.missing[0] if self.missing else None


def standing_and_next(buyer: Buyer, at: datetime, orders: Sequence[Order] | None = None) -> tuple[Standing, NextTier | None]:
    """Return where a buyer stands and what is missing for the next tier, in as many questions as one of the two takes.

    `orders`: all there are of the buyer, where the caller has them in hand.
    """
    ladder = tiers_of(buyer.shop_id)
    steps = tiering.ladder_of(ladder)
    facts = facts_of(buyer, steps, at, orders)
    above = next_step(steps, facts, at)
    following = None if above is None else NextTier(ladder[above[0]], steps[above[0]].tried, above[1])
    return _standing(buyer, ladder, steps, facts, at), following


def missing_for_next_tier(buyer: Buyer, at: datetime) -> NextTier | None:
    """Return what a buyer lacks for the tier above the one the rules give them, in orders and money; None on the highest."""
    return standing_and_next(buyer, at)[1]


def distribution(shop: Shop) -> dict[int | None, tuple[int, int]]:
    """Return how many buyers stand on each tier (by its number; None: without a paid order) and what they came to, net."""
    rows = Buyer.objects.filter(shop=shop).values("tier_id").annotate(buyers=Count("pk"), net=Sum("net_minor"))
    return {row["tier_id"]: (row["buyers"], row["net"] or 0) for row in rows.order_by("tier_id")}


@dataclass(frozen=True)
class Simulation:
    """Who would move: counts by (present tier or None, step of the new ladder or None), buyers in all, and how many move."""

    moves: dict[tuple[int | None, int | None], int]
    kept: tuple[int | None, ...]

    @property
    def total(self) -> int:
        """All buyers of the shop."""
        return sum(self.moves.values())

    @property
    def moved(self) -> int:
        """Those who would stand elsewhere."""
        return sum(count for (before, after), count in self.moves.items() if before != self._tier(after))

    def after(self, step: int | None) -> int:
        """How many would stand on a step."""
        return sum(count for (_before, after), count in self.moves.items() if after == step)

    def _tier(self, step: int | None) -> int | None:
        return None if step is None else (self.kept[step] or -step - 1)


def simulate(shop: Shop, ladder: Sequence[Step], kept: Sequence[int | None], at: datetime) -> Simulation:
    """Return who would move if `ladder` were the rules; `kept` names for each step the tier it stands for (None: a new one).

    Nothing is written. Tiers set by hand stay. One statement over all buyers of the shop.
    """
    days = conditions.windows_of(way for step in ladder for way in step.tried)
    sql, values = tiering.verdict(ladder, at)
    places = {number: place for place, number in enumerate(kept) if number is not None}
    hand = "".join(f" WHEN {number:d} THEN {(place + 1) * tiering.WAYS:d}" for number, place in places.items())
    kept_tiers = ", ".join(f"{number:d}" for number in places) or "0"  # whose tier goes is judged by the rules
    held = f'b."hand_tier_id" IN ({kept_tiers}) AND (b."hand_until" IS NULL OR b."hand_until" > %s)'
    by_hand = f'CASE b."hand_tier_id"{hand} ELSE 0 END' if hand else "0"
    buyer = f'"{Buyer._meta.db_table}"'
    with transaction.atomic(), connection.cursor() as cursor:
        bulk.make_room(connection)
        if days:
            bulk.drop(connection, "simulated")
            cursor.execute(f'CREATE TEMPORARY TABLE "simulated" AS SELECT "buyer_key" FROM {buyer} WHERE "shop_id" = {shop.pk:d}')
            bulk.analyze(connection, "simulated", ["buyer_key"])
            conditions.make_windows(shop.pk, "simulated", days, at)
        cursor.execute(
            f'SELECT b."tier_id", CASE WHEN {held} THEN {by_hand} ELSE {sql} END AS code, COUNT(*)'
            f' FROM {buyer} b{conditions.joined(days)} WHERE b."shop_id" = {shop.pk:d} GROUP BY 1, 2',
            [conditions.moment(at), *values],
        )
        found = cursor.fetchall()
        bulk.drop(connection, "simulated", conditions.WINDOWS)
    moves: Counter[tuple[int | None, int | None]] = Counter()
    for before, code, count in found:
        moves[before, code // tiering.WAYS - 1 if code else None] += count
    return Simulation(dict(moves), tuple(kept))
