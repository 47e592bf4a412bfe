"""Find a buyer, and say all that is known of one. What the desk's card is made of."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property

from django.conf import settings
from django.db import connection
from django.db.models import F, QuerySet, Sum

from common.bulk import one_of
from common.contacts import hash_contact, is_contact
from common.prepared import Prepared
from customers.models import Acquisition, Benefit, Buyer, BuyerLabel, Note, Person, TierChange
from customers.queries.benefits import benefits_of
from customers.queries.contacts import buyers_by_name, buyers_by_phone
from customers.queries.rfm import Scores, scores_of
from customers.queries.tiers import NextTier, Standing, missing_for_next_tier, tier_of
from customers.rules.masked import is_masked, may_be, prefix_of, suffix_of
from customers.rules.phones import phone_of
from orders.models import Order, OrderLine, Shop

MOST_FOUND = 20
MOST_FAVOURITES = 3
_LAST = "\U0010ffff"
_LOOKED_THROUGH = 2_000


def _starred(shop: int, but: str, start: str, end: str) -> QuerySet[Buyer, str]:
    keys = Buyer.objects.filter(shop=shop, buyer_key__gte=start, buyer_key__lt=end).exclude(buyer_key=but).order_by("buyer_key")
    return keys.values_list("buyer_key", flat=True)[:_LOOKED_THROUGH]


def _called(shops: list[int], keys: list[str]) -> QuerySet[Buyer]:
    table = Buyer._meta.db_table
    of_shops = one_of(connection, f'"{table}"."shop_id"', shops, "bigint")
    rows = Buyer.objects.filter(of_shops, one_of(connection, f'"{table}"."buyer_key"', keys))
    return rows.select_related("shop", "tier", "person")


def _who_ordered(shops: list[int], number: str) -> QuerySet[Order, str]:
    orders = Order.objects.filter(one_of(connection, "shop_id", shops, "bigint"), order_no=number, buyer_key__isnull=False)
    return orders.values_list("buyer_key", flat=True)


_SHOPS = Prepared(lambda: Shop.objects.values_list("pk", flat=True))
_CALLED = Prepared(_called, list, list)
_WHO_ORDERED = Prepared(_who_ordered, list, str)
_PERSONS = Prepared(lambda name: Person.objects.filter(name=name).values_list("pk", flat=True), str)
_STARRED = Prepared(_starred, int, str, str, str)
_WON_BY = Prepared(lambda shop, key: Acquisition.objects.filter(shop=shop, buyer_key=key)[:1], int, str)


@cache
def _orders(limit: int) -> Prepared[Order]:
    """Return the question for so many orders of a buyer of a shop, the newest first."""
    newest = (F("placed_at").desc(nulls_last=True), F("paid_at").desc(nulls_last=True), "-order_no")
    return Prepared(lambda shop, key: Order.objects.filter(shop=shop, buyer_key=key).order_by(*newest)[:limit], int, str)


def find_buyers(
    text: str,
    *,
    shops: Iterable[Shop | int] | None = None,
    limit: int = MOST_FOUND,
    contacts: bool = False,
    phones: bool = False,
) -> list[Buyer]:
    """Return the buyers a pasted text means, the best customers first.

    The account itself, an e-mail or phone by its hash, an order number, a person's name; only when there is none, accounts and
    persons that begin with it. `contacts`: receivers' names and phones too, whole or by the last four digits and more;
    `phones`: accounts that are a phone, by its hash; both for readers who hold REVEAL_CONTACTS. Without either a phone finds
    nobody, and is not searched. Every question is one of an index.
    """
    sought = text.strip()
    if not sought or (phone_of(sought) and not (contacts or phones)):
        return []
    numbers = _numbers(shops)
    keys = [sought] + ([hash_contact(sought, settings.BUYER_HASH_KEY)] if is_contact(sought) else [])
    # One question for each index: with "or" between them the database would read every buyer.
    found = _CALLED.ask(numbers, [*keys, *_WHO_ORDERED.ask(numbers, sought)])[:limit]
    found += _of_persons(numbers, _PERSONS.ask(sought), limit)
    if contacts:
        known = [*buyers_by_phone(text=sought, limit=limit), *buyers_by_name(text=sought, limit=limit)]
        found += [one for one in known if one.shop_id in numbers]
    if not found:
        for shop in numbers:
            begins = Buyer.objects.filter(shop=shop, buyer_key__gte=sought, buyer_key__lt=sought + _LAST).order_by("buyer_key")
            found += begins.select_related("shop", "tier", "person")[:limit]
        begins_so = Person.objects.filter(name__startswith=sought).values_list("pk", flat=True)
        found += _of_persons(numbers, begins_so[:limit], limit)
        return list(dict.fromkeys(found))[:limit]
    return sorted(dict.fromkeys(found), key=lambda one: (-one.net_minor, one.pk))[:limit]


def _of_persons(shops: list[int], persons: Iterable[int], limit: int) -> list[Buyer]:
    if not (numbers := list(persons)[:limit]):
        return []
    return list(Buyer.objects.filter(shop__in=shops, person__in=numbers).select_related("shop", "tier", "person")[:limit])


def _numbers(shops: Iterable[Shop | int] | None) -> list[int]:
    if shops is None:
        return _SHOPS.ask()
    return [shop if isinstance(shop, int) else shop.pk for shop in shops]


def possible_matches(buyer: Buyer, limit: int = 10) -> list[Buyer]:
    """Return the accounts of the same shop that a masked name may stand for, or the masked names that may be this account.

    Possibilities to look at; nothing is ever merged because of them. The names are read from their index alone: thousands of
    rows may begin alike, and few fit.
    """
    if not is_masked(buyer.buyer_key):
        first = buyer.buyer_key[:1]
        starred = _STARRED.ask(buyer.shop_id, buyer.buyer_key, f"{first}*", f"{first}+")
        return _named(buyer, [name for name in starred if may_be(name, buyer.buyer_key)][:limit])
    keys = Buyer.objects.filter(shop=buyer.shop_id).exclude(buyer_key=buyer.buyer_key).order_by("buyer_key")
    prefix = prefix_of(buyer.buyer_key)
    some = keys.filter(buyer_key__gte=prefix, buyer_key__lt=prefix + _LAST) if prefix else keys
    if ending := suffix_of(buyer.buyer_key):
        some = some.filter(buyer_key__endswith=ending)
    names = some.values_list("buyer_key", flat=True)[:_LOOKED_THROUGH]
    return _named(buyer, [name for name in names if may_be(buyer.buyer_key, name)][:limit])


def _named(buyer: Buyer, names: list[str]) -> list[Buyer]:
    rows = Buyer.objects.filter(shop=buyer.shop_id, buyer_key__in=names).select_related("shop", "tier")
    return list(rows.order_by("buyer_key")) if names else []


@dataclass(frozen=True)
class Favourite:
    """Something a buyer buys: its name (a category that was handed down, else the title), pieces, orders of it."""

    name: str
    units: int


@dataclass(frozen=True)
class BuyerSummary:
    """Everything about one account at a moment; each part is asked for when it is read. Money: minor units of the shop."""

    buyer: Buyer
    at: datetime

    @cached_property
    def standing(self) -> Standing:
        """The tier and why."""
        return tier_of(self.buyer, self.at)

    @cached_property
    def next_tier(self) -> NextTier | None:
        """What is missing for the tier above."""
        return missing_for_next_tier(self.buyer, self.at)

    @cached_property
    def benefits(self) -> list[Benefit]:
        """What they are entitled to."""
        return benefits_of(self.standing.tier)

    @cached_property
    def scores(self) -> Scores:
        """How recently, often and much, 1 to 5."""
        return scores_of(self.buyer)

    @property
    def refund_share(self) -> float | None:
        """Paid orders of which anything was given back, among the paid orders; None without one."""
        return self.buyer.refunded_count / self.buyer.orders_count if self.buyer.orders_count else None

    @cached_property
    def accounts(self) -> list[Buyer]:
        """The other accounts of the same person, in every shop."""
        if self.buyer.person_id is None:
            return []
        others = Buyer.objects.filter(person=self.buyer.person_id).exclude(pk=self.buyer.pk)
        return list(others.select_related("shop", "tier").order_by("shop_id", "buyer_key"))

    @cached_property
    def labels(self) -> list[BuyerLabel]:
        """The labels put on them."""
        return list(BuyerLabel.objects.filter(buyer=self.buyer).select_related("label", "by").order_by("label_id"))

    @cached_property
    def notes(self) -> list[Note]:
        """What staff wrote, the newest first."""
        return list(Note.objects.filter(buyer=self.buyer).select_related("author"))

    @cached_property
    def changes(self) -> list[TierChange]:
        """Their moves between tiers, the newest first, twenty at most."""
        return list(TierChange.objects.filter(buyer=self.buyer).select_related("by")[:20])

    @cached_property
    def acquisition(self) -> Acquisition | None:
        """Who won them."""
        return _WON_BY.first(self.buyer.shop_id, self.buyer.buyer_key)

    def orders(self, limit: int = 10) -> list[Order]:
        """Return their last orders, paid or not, the newest first."""
        return _orders(limit).ask(self.buyer.shop_id, self.buyer.buyer_key)

    def favourites(
        self, categories: Mapping[str, str] | None = None, limit: int = MOST_FAVOURITES, among: int = 200
    ) -> list[Favourite]:
        """Return what they buy most, by pieces, of their last `among` paid orders; gifts do not count.

        `categories` maps a SKU to its category where somebody above knows it; other lines go by their title.
        """
        paid = Order.objects.filter(shop=self.buyer.shop_id, buyer_key=self.buyer.buyer_key, paid_slot__isnull=False)
        numbers = list(paid.order_by("-paid_slot").values_list("order_no", flat=True)[:among])
        lines = OrderLine.objects.filter(shop=self.buyer.shop_id, order_no__in=numbers, units__gt=0).exclude(is_gift=True)
        told = lines.values_list("sku", "title").annotate(units=Sum("units")).order_by("sku", "title")
        return favourites_among(told, categories, limit)


def favourites_among(
    lines: Iterable[tuple[str | None, str | None, int]], categories: Mapping[str, str] | None = None, limit: int = MOST_FAVOURITES
) -> list[Favourite]:
    """Return what is bought most among lines told as (SKU, title, pieces); those without pieces or name do not count."""
    sums: dict[str, int] = {}
    for sku, title, units in lines:
        name = (categories or {}).get(sku or "") or title or sku or ""
        if name and units > 0:
            sums[name] = sums.get(name, 0) + units
    best = sorted(sums.items(), key=lambda item: (-item[1], item[0]))
    return [Favourite(name, units) for name, units in best[:limit]]


def buyer_summary(buyer: Buyer, at: datetime) -> BuyerSummary:
    """Return everything about one account at a moment, to be read part by part."""
    return BuyerSummary(buyer, at)
