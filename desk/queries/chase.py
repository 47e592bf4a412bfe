"""The unpaid chase as it stands: its rule, the odds, who waits, who is in hand, what asking brought."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, FloatField, Q, QuerySet, Sum
from django.db.models.functions import Cast

from accounts.models import User
from customers.models import Buyer
from desk.models import BuyerLease, Chase, ChaseOdds, ChaseRule, Contact, Purpose
from desk.rules.chase.odds import Count as Counted
from desk.rules.chase.odds import Odds, fit
from desk.rules.chase.windows import Window
from desk.rules.effect import Arm, Effect, effect_of
from orders.models import Order, OrderLine, Shop

MOST_SHOWN = 25


def rule_of(shop: Shop) -> ChaseRule:
    """Return the rule of a shop; the defaults, not saved, where nobody set one."""
    return ChaseRule.objects.filter(shop=shop).first() or ChaseRule(shop=shop)


def window_of(rule: ChaseRule) -> Window:
    """Return the window of a rule."""
    return Window(rule.from_minutes, rule.close_minutes, rule.stop_minutes)


def odds_of(shop: Shop) -> Odds:
    """Return the odds of a shop as counted last; the usual ones before the first night."""
    kept = ChaseOdds.objects.filter(shop=shop).first()
    if kept is None:
        return fit([])
    return fit([Counted((value, standing), *rest) for value, standing, *rest in kept.counts], kept.mean_minor)


def shown(at: datetime) -> QuerySet[Chase]:
    """Return the chases an agent may see at a moment: open, not drawn out, within their window; the best first."""
    rows = Chase.objects.filter(ended_at=None, is_held=False, shows_at__lte=at, ends_at__gt=at)
    return rows.order_by("-score", "pk")


def in_hand(user: User, at: datetime) -> Chase | None:
    """Return the buyer this person has taken and not yet reported on; None without one."""
    lease = BuyerLease.objects.filter(by=user, until__gt=at, purpose=Purpose.CHASE).order_by("-until").first()
    if lease is None:
        return None
    rows = shown(at).filter(shop=lease.shop_id, buyer_key=lease.buyer_key)
    return rows.select_related("shop").first()


def taken(at: datetime) -> dict[tuple[int, str], BuyerLease]:
    """Return who has which account in hand at a moment."""
    return {(one.shop_id, one.buyer_key): one for one in BuyerLease.objects.filter(until__gt=at).select_related("by")}


@dataclass(frozen=True)
class Waiting:
    """How many wait and how much for, who is next to be asked again, how many are left out (never which)."""

    count: int
    amount_minor: int
    expected_minor: int
    held_out: int


def waiting(shop: Shop, at: datetime) -> Waiting:
    """Count a shop's open chases at a moment; `expected_minor` is amount x chance."""
    sums = shown(at).filter(shop=shop).aggregate(
        count=Count("pk"), amount=Sum("amount_minor"), expected=Sum(Cast("amount_minor", FloatField()) * F("chance"))
    )  # fmt: skip
    held = Chase.objects.filter(shop=shop, ended_at=None, is_held=True).count()
    return Waiting(sums["count"], sums["amount"] or 0, round(sums["expected"] or 0), held)


@dataclass(frozen=True)
class ChaseCard:
    """One buyer to ask: the account, their unpaid orders, the products of the largest, what was asked before."""

    chase: Chase
    buyer: Buyer | None
    orders: Sequence[Order]
    products: Sequence[str]
    contacts: Sequence[Contact]


def chase_card(chase: Chase) -> ChaseCard:
    """Return what an agent must know to ask: five queries on indexes."""
    numbers = list(chase.orders.values_list("order_no", flat=True))
    orders = list(Order.objects.filter(shop=chase.shop_id, order_no__in=numbers).order_by("-total_minor", "order_no"))
    lines = OrderLine.objects.filter(shop=chase.shop_id, order_no__in=numbers, units__gt=0).exclude(is_gift=True)
    named = [title or sku or "" for title, sku in lines.order_by("-paid_minor", "line_no").values_list("title", "sku")[:20]]
    buyer = Buyer.objects.filter(shop=chase.shop_id, buyer_key=chase.buyer_key).select_related("shop", "tier", "person").first()
    contacts = list(chase.contacts.filter(undone_at=None).select_related("by")[:10])
    return ChaseCard(chase, buyer, orders, list(dict.fromkeys(name for name in named if name))[:3], contacts)


def last_contact(user: User, at: datetime) -> Contact | None:
    """Return what this person reported last in the chase, if it can still be taken back; None otherwise."""
    rows = Contact.objects.filter(by=user, purpose=Purpose.CHASE, chase__isnull=False).select_related("chase__shop")
    newest = rows.order_by("-at", "-pk").first()
    return newest if newest is not None and newest.undone_at is None and (at - newest.at).total_seconds() < UNDO_SECONDS else None


UNDO_SECONDS = 3_600


def chase_effect(shop: Shop, *, since: datetime, until: datetime, at: datetime) -> Effect:
    """Return what asking brought: the chases judged in [since, until) by a moment, as they were drawn.

    A chase counts from the moment its first order closed (`judged_at`), whatever became of it. Money: what its orders were paid,
    before refunds.
    """
    rows = Chase.objects.filter(shop=shop, judged_at__gte=since, judged_at__lt=until, judged_at__lte=at)
    square = Cast("paid_minor", FloatField()) * Cast("paid_minor", FloatField())
    arms = {
        one["is_held"]: Arm(one["count"], one["paid"], one["money"] or 0, one["squares"] or 0.0)
        for one in rows.order_by().values("is_held").annotate(
            count=Count("pk"), paid=Count("pk", filter=Q(is_paid=True)), money=Sum("paid_minor"), squares=Sum(square)
        )
    }  # fmt: skip
    return effect_of(arms.get(False, Arm(0, 0)), arms.get(True, Arm(0, 0)))


@dataclass(frozen=True)
class AgentResults:
    """What one person reported, by result."""

    person: User
    counts: dict[str, int]

    @property
    def total(self) -> int:
        """All they reported."""
        return sum(self.counts.values())


def results_of(shop: Shop, *, since: datetime, until: datetime) -> list[AgentResults]:
    """Return what each person reported in [since, until), the busiest first; what was taken back is left out."""
    rows = Contact.objects.filter(shop=shop, purpose=Purpose.CHASE, undone_at=None, at__gte=since, at__lt=until, by__isnull=False)
    counts: dict[int, dict[str, int]] = {}
    for person, result, count in rows.order_by().values_list("by_id", "result").annotate(Count("pk")):
        counts.setdefault(person or 0, {})[result] = count
    people = User.objects.filter(pk__in=counts).order_by("username")
    return sorted((AgentResults(one, counts[one.pk]) for one in people), key=lambda one: -one.total)
