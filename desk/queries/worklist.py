"""The work list of a quiet hour: whom to reach for which reason, nobody twice, nobody who must be left alone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain
from zoneinfo import ZoneInfo

from django.db.models import Max, QuerySet

from accounts.models import User
from campaigns.models import Campaign
from common.pieces import pieces
from customers.models import Acquisition, Buyer
from customers.proposing import FORGOTTEN
from desk.models import BuyerLease, BuyerReview, Chase, Contact, CoreBuyer, Purpose, Snooze, WorkKind, WorkRule
from desk.queries.barred import accounts_of_persons, not_to_contact, wanting_money_back
from desk.rules.worklist.results import RESTING
from orders.models import Order, Shop

EACH = 12
"""So many of each reason are shown."""
LOOKED_THROUGH = 240


@dataclass(frozen=True)
class WorkItem:
    """One to reach: why (`kind`), the account, what is known of it; of a review the review, of a core buyer the row."""

    kind: WorkKind
    shop: Shop
    key: str
    buyer: Buyer | None = None
    review: BuyerReview | None = None
    core: CoreBuyer | None = None
    won_by: str = ""
    last_contact: datetime | None = None


def work_rule_of(shop: Shop) -> WorkRule:
    """Return what makes the list of a shop; the defaults, not saved, where nobody set it."""
    return WorkRule.objects.filter(shop=shop).first() or WorkRule(shop=shop)


def last_sale(shop: Shop, at: datetime) -> Campaign | None:
    """Return the sale of the shop that ended last before a moment; None without one."""
    return Campaign.objects.filter(shops=shop, ends_at__lte=at).order_by("-ends_at", "pk").first()


def without_second(shop: Shop, *, since: datetime, until: datetime) -> QuerySet[Buyer]:
    """Return the buyers whose one paid order lies in [since, until) (playbook C4), who spent most first."""
    rows = Buyer.objects.filter(shop=shop, orders_count=1, last_paid_at__gte=since, last_paid_at__lt=until)
    return rows.order_by("-net_minor", "pk")


def loyal_and_silent(shop: Shop, rule: WorkRule, at: datetime) -> QuerySet[Buyer]:
    """Return loyal buyers who have not ordered for a while (playbook B3), who spent most first."""
    silent = at - timedelta(days=rule.silent_days)
    rows = Buyer.objects.filter(shop=shop, orders_count__gte=rule.loyal_orders, last_paid_at__lt=silent)
    return rows.order_by("-net_minor", "pk")


def open_reviews(shop: Shop, rule: WorkRule) -> QuerySet[BuyerReview]:
    """Return the bad reviews nobody has answered, the worst first, then the newest."""
    rows = BuyerReview.objects.filter(shop=shop, is_answered=False, worked_at=None, stars__lte=rule.most_stars)
    return rows.order_by("stars", "-written_at", "pk")


def core_buyers(shop: Shop) -> Sequence[CoreBuyer]:
    """Return the core buyers of a shop, whose contact is due first on top."""
    return list(CoreBuyer.objects.filter(shop=shop).select_related("owner", "shop"))


def left_alone(shop: Shop, keys: Iterable[str], rule: WorkRule, at: datetime) -> set[str]:
    """Return the accounts nobody may reach now.

    On the list of those not to contact; an open refund; an open chase, drawn out or not (a call would spoil the draw); put off;
    reached within the days of the rule, by any account of the person; forgotten.
    """
    wanted = {key for key in keys if key}
    found = {key for key in wanted if key.startswith(FORGOTTEN)}
    found |= not_to_contact(shop, wanted, at) | wanting_money_back(shop, wanted)
    accounts = accounts_of_persons(shop, wanted)
    by_shop: dict[int, set[str]] = {}
    for shop_id, key in chain.from_iterable(accounts.values()):
        by_shop.setdefault(shop_id, set()).add(key)
    since = at - timedelta(days=rule.rest_days)
    busy: set[tuple[int, str]] = set()
    for shop_id, theirs in by_shop.items():
        for some in pieces(sorted(theirs)):
            of = {"shop": shop_id, "buyer_key__in": some}
            rested = Contact.objects.filter(**of, undone_at=None, at__gt=since).exclude(purpose=Purpose.AUDIENCE)
            rested = rested.filter(result__in=[*RESTING, "asked", "promised"])
            for rows in (rested, Chase.objects.filter(**of, ended_at=None), Snooze.objects.filter(**of, until__gt=at)):
                busy |= {(shop_id, key) for key in rows.values_list("buyer_key", flat=True)}
    return found | {key for key, those in accounts.items() if those & busy}


def work_list(shop: Shop, *, at: datetime, kind: str = "") -> list[WorkItem]:
    """Return whom to reach now, at most `EACH` a reason: core buyers due, bad reviews, loyal and silent, second purchase.

    Nobody stands there twice, not by another account of the same person either; the first reason stands.
    """
    rule = work_rule_of(shop)
    found: list[WorkItem] = []
    seen: set[object] = set()
    for one in WorkKind:
        if kind in ("", one):
            items = _of_kind(shop, rule, WorkKind(one), at)
            found += _once(items, left_alone(shop, (item.key for item in items), rule, at), seen)
    return _with_more(shop, found)


def _of_kind(shop: Shop, rule: WorkRule, kind: WorkKind, at: datetime) -> list[WorkItem]:
    if kind is WorkKind.CORE:
        today = at.astimezone(ZoneInfo(shop.time_zone)).date()
        due = CoreBuyer.objects.filter(shop=shop, next_on__lte=today).select_related("owner", "shop")
        return _with_buyers(shop, [WorkItem(kind, shop, one.buyer_key, core=one) for one in due])
    if kind is WorkKind.REVIEW:
        reviews = list(open_reviews(shop, rule)[:LOOKED_THROUGH])
        of_orders = dict(
            Order.objects.filter(shop=shop, order_no__in=[one.order_no for one in reviews if one.order_no and not one.buyer_key])
            .values_list("order_no", "buyer_key")
        )  # fmt: skip
        keys = [one.buyer_key or of_orders.get(one.order_no) or "" for one in reviews]
        return _with_buyers(shop, [WorkItem(kind, shop, key, review=one) for key, one in zip(keys, reviews, strict=True)])
    rows = loyal_and_silent(shop, rule, at)
    if kind is WorkKind.SECOND:
        sale = last_sale(shop, at)
        if sale is None:
            return []
        rows = without_second(shop, since=sale.starts_at, until=sale.ends_at)
    return [WorkItem(kind, shop, one.buyer_key, one) for one in rows.select_related("tier", "person", "shop")[:LOOKED_THROUGH]]


def _with_buyers(shop: Shop, items: list[WorkItem]) -> list[WorkItem]:
    rows = Buyer.objects.filter(shop=shop, buyer_key__in=[one.key for one in items]).select_related("tier", "person", "shop")
    buyers = {one.buyer_key: one for one in rows}
    return [WorkItem(one.kind, shop, one.key, buyers.get(one.key), one.review, one.core) for one in items]


def _once(items: list[WorkItem], alone: set[str], seen: set[object]) -> list[WorkItem]:
    """Keep whom nobody has named yet, at most EACH; a review whose writer is not known stands for itself."""
    kept: list[WorkItem] = []
    for item in items:
        who: object = item.key or f"review {item.review.pk if item.review else ''}"
        if item.buyer is not None and item.buyer.person_id is not None:
            who = item.buyer.person_id
        if item.key in alone or who in seen or len(kept) >= EACH:
            continue
        seen.add(who)
        kept.append(item)
    return kept


def _with_more(shop: Shop, items: list[WorkItem]) -> list[WorkItem]:
    """Say who won them (playbook B4) and when somebody was in touch last."""
    keys = [one.key for one in items if one.key]
    won = dict(Acquisition.objects.filter(shop=shop, buyer_key__in=keys).values_list("buyer_key", "tag"))
    last = Contact.objects.filter(shop=shop, buyer_key__in=keys, undone_at=None).order_by()
    touched = dict(last.values_list("buyer_key").annotate(Max("at")))
    return [
        WorkItem(one.kind, shop, one.key, one.buyer, one.review, one.core, won.get(one.key, ""), touched.get(one.key))
        for one in items
    ]


def work_in_hand(user: User, at: datetime) -> BuyerLease | None:
    """Return whom of the work list this person has in hand."""
    rows = BuyerLease.objects.filter(by=user, until__gt=at, purpose__in=WorkKind.values)
    return rows.order_by("-until").first()


def last_work(user: User, at: datetime) -> Contact | None:
    """Return what this person reported last of the work list, if it is within the hour and stands."""
    rows = Contact.objects.filter(by=user, purpose__in=WorkKind.values).select_related("shop")
    newest = rows.order_by("-at", "-pk").first()
    is_young = newest is not None and at - newest.at <= timedelta(hours=1)
    return newest if newest is not None and is_young and newest.undone_at is None else None
