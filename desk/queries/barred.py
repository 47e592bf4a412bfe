"""Whom nobody may reach out to: those on the list, those who want money back, and every other account of the same person."""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.db.models import Q, QuerySet

from common.pieces import pieces
from customers.models import Buyer
from desk.models import DoNotContact
from desk.rules.chase.windows import OPEN_REFUNDS
from dispatch.queries import asking_back
from orders.models import Order, Shop

Account = tuple[int, str]


def accounts_of_persons(shop: Shop, keys: Iterable[str]) -> dict[str, set[Account]]:
    """Return for each account itself and every other account of the same person, as (shop, key)."""
    wanted = sorted(set(keys))
    found: dict[str, set[Account]] = {key: {(shop.pk, key)} for key in wanted}
    person_of: dict[str, int] = {}
    for some in pieces(wanted):
        rows = Buyer.objects.filter(shop=shop, buyer_key__in=some, person__isnull=False)
        person_of |= {key: person for key, person in rows.values_list("buyer_key", "person_id") if person is not None}
    accounts: dict[int, set[Account]] = {}
    for persons in pieces(sorted(set(person_of.values()))):
        for person, shop_id, key in Buyer.objects.filter(person__in=persons).values_list("person_id", "shop_id", "buyer_key"):
            accounts.setdefault(person or 0, set()).add((shop_id, key))
    for key, person in person_of.items():
        found[key] |= accounts.get(person, set())
    return found


def wanting_money_back(shop: Shop, keys: Iterable[str]) -> set[str]:
    """Return the accounts of which any order, in any shop of the same person, has an open refund (asked, returning, unknown).

    By the files, or by a message to dispatch that no file confirms yet.
    """

    def wants(shop_id: int, some: list[str]) -> set[str]:
        rows = Order.objects.filter(shop=shop_id, buyer_key__in=some, refund_state__in=OPEN_REFUNDS)
        by_files = {key for key in rows.values_list("buyer_key", flat=True) if key}
        return by_files | asking_back(shop=shop_id, buyer_keys=some)

    return _touched(accounts_of_persons(shop, keys), wants)


def not_to_contact(shop: Shop, keys: Iterable[str], at: datetime) -> set[str]:
    """Return the accounts that stand, themselves or by another account of the person, on the list at a moment."""

    def stands(shop_id: int, some: list[str]) -> set[str]:
        rows = standing(at).filter(shop=shop_id, buyer_key__in=some)
        return set(rows.values_list("buyer_key", flat=True))

    return _touched(accounts_of_persons(shop, keys), stands)


def standing(at: datetime) -> QuerySet[DoNotContact]:
    """Return the entries that hold at a moment, in all shops."""
    return DoNotContact.objects.filter(Q(until=None) | Q(until__gt=at), ended_at=None)


def _touched(accounts: dict[str, set[Account]], ask: Callable[[int, list[str]], set[str]]) -> set[str]:
    by_shop: dict[int, set[str]] = {}
    for those in accounts.values():
        for shop_id, key in those:
            by_shop.setdefault(shop_id, set()).add(key)
    hit = {(shop_id, key) for shop_id, keys in by_shop.items() for some in pieces(sorted(keys)) for key in ask(shop_id, some)}
    return {key for key, those in accounts.items() if those & hit}
