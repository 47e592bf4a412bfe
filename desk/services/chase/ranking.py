"""Rank the open chases by value x chance x scarcity, and share them out among the people who are there."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count

from common.permissions import Permission, is_allowed
from common.pieces import AT_ONCE, pieces
from customers.models import Buyer
from desk.models import Chase, ChaseOrder, DeskPerson
from desk.queries.chase import odds_of, rule_of, shown
from desk.rules.chase.odds import standing_of, value_of
from desk.rules.chase.ranking import SOON_MINUTES, Stake, scarcity, score
from desk.rules.chase.sharing import share_out
from desk.rules.chase.windows import is_unpaid
from inventory.queries.cockpit import run_outs
from orders.models import Order, OrderLine, Shop

HERE = timedelta(minutes=15)
_SLOT_SECONDS = 600


@transaction.atomic
def rank_chases(*, shop: Shop, at: datetime) -> int:
    """Work out chance, scarcity and score of every chase that may be shown; return how many."""
    odds, rule = odds_of(shop), rule_of(shop)
    chases = list(Chase.objects.filter(shop=shop, ended_at=None, is_held=False))
    orders = _orders_of(shop, chases)
    paid_before = _paid_before(shop, chases)
    minutes = minutes_left(shop, sorted({one.order_no for those in orders.values() for one in those}), at)
    until = rule.close_minutes * 60 / _SLOT_SECONDS
    for chase in chases:
        stakes = []
        for one in orders.get(chase.pk, []):
            if one.placed_at is None or not is_unpaid(one.state, one.paid_at):
                continue
            amount = one.total_minor or 0
            group = value_of(amount, odds.mean_minor), standing_of(paid_before.get(chase.buyer_key, 0))
            age = (at - one.placed_at).total_seconds() / _SLOT_SECONDS
            stakes.append(Stake(amount, odds.chance(group, age, until), scarcity(minutes.get(one.order_no))))
        total = sum(one.amount_minor for one in stakes)
        chase.score = score(stakes)
        chase.chance = sum(one.amount_minor * one.chance for one in stakes) / total if total else 0.0
        chase.scarcity = max((one.scarcity for one in stakes), default=1.0)
    Chase.objects.bulk_update(chases, ["score", "chance", "scarcity"], batch_size=AT_ONCE)
    return len(chases)


def _orders_of(shop: Shop, chases: list[Chase]) -> dict[int, list[Order]]:
    """Return the orders of each chase as the facts tell them."""
    chase_of: dict[str, int] = {}
    for some in pieces([one.pk for one in chases]):
        chase_of |= dict(ChaseOrder.objects.filter(chase__in=some).values_list("order_no", "chase_id"))
    found: dict[int, list[Order]] = {}
    for numbers in pieces(sorted(chase_of)):
        for one in Order.objects.filter(shop=shop, order_no__in=numbers):
            found.setdefault(chase_of[one.order_no], []).append(one)
    return found


def _paid_before(shop: Shop, chases: list[Chase]) -> dict[str, int]:
    """Return how often each buyer has paid."""
    found: dict[str, int] = {}
    for keys in pieces(sorted({one.buyer_key for one in chases})):
        found |= dict(Buyer.objects.filter(shop=shop, buyer_key__in=keys).values_list("buyer_key", "orders_count"))
    return found


def minutes_left(shop: Shop, order_nos: list[str], at: datetime) -> dict[str, float]:
    """Return for each order the minutes until its scarcest product is likely gone, where that is in sight."""
    now = at.timestamp() / 60
    soon = run_outs(shops=[shop], show="all").filter(goes_minute__lt=now + SOON_MINUTES)
    goes = dict(soon.values_list("sku", "goes_minute"))
    found: dict[str, float] = {}
    if not goes:
        return found
    for some in pieces(order_nos):
        for number, sku in OrderLine.objects.filter(shop=shop, order_no__in=some).values_list("order_no", "sku"):
            if sku in goes:
                found[number] = min(found.get(number, float("inf")), goes[sku] - now)
    return found


@transaction.atomic
def assign_chases(*, shop: Shop, at: datetime) -> int:
    """Share the waiting chases that nobody who is there has among those who are; return how many were given out."""
    people = DeskPerson.objects.filter(seen_at__gt=at - HERE).select_related("user")
    here = [one.user_id for one in people if is_allowed(one.user, Permission.ASK_BUYERS)]
    rows = shown(at).filter(shop=shop)
    loads = dict.fromkeys(here, 0)
    loads |= dict(rows.filter(assigned_to__in=here).order_by().values_list("assigned_to").annotate(Count("pk")))
    given = share_out(list(rows.exclude(assigned_to__in=here).values_list("pk", flat=True)), loads)
    if not here:
        return 0
    for person in here:
        theirs = [chase for chase, who in given.items() if who == person]
        for some in pieces(theirs):
            Chase.objects.filter(pk__in=some).update(assigned_to=person)
    return len(given)
