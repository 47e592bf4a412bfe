"""Whom a pasted text means: the one place of the desk that asks for buyers, and for their receivers."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet

from common.bulk import one_of
from common.contacts import hash_contact, is_contact
from common.prepared import Prepared
from customers.models import Buyer, BuyerLabel, PrivacySetting
from customers.queries import buyers_by_name, buyers_by_phone, find_buyers
from customers.queries.buyers import possible_matches
from customers.rules.phones import phone_of
from desk.rules.sought import Sought, kind_of, plain
from orders.models import Order, Shop

MOST = 12


@dataclass(frozen=True)
class Hit:
    """One buyer that was found. `how`: "account", "order", "contact", "person", "begins" or "masked"."""

    buyer: Buyer
    how: str
    labels: tuple[str, ...] = ()

    @property
    def is_exact(self) -> bool:
        """Whether the text names this buyer, and does not only fit."""
        return self.how in {"account", "order", "contact", "person"}


@dataclass(frozen=True)
class Found:
    """What a text came to. `refused`: a phone without the right to it; `no_book`: a phone, and no phone book is kept.

    `order_no` is the order that was named, if the text is one.
    """

    text: str
    kind: Sought
    hits: tuple[Hit, ...] = ()
    refused: bool = False
    no_book: bool = False
    order_no: str = ""

    @property
    def only(self) -> Buyer | None:
        """The one buyer that is meant; None where several may be, and always for a masked nickname: people choose that."""
        exact = [hit.buyer for hit in self.hits if hit.is_exact]
        return exact[0] if len(exact) == 1 and self.kind is not Sought.MASKED else None


@dataclass
class _Hits:
    """Hits in the order they are met, each buyer once."""

    rows: dict[int, tuple[Buyer, str]] = field(default_factory=dict)

    def add(self, buyers: Sequence[Buyer], how: str) -> None:
        """Add buyers that were not met before."""
        for buyer in buyers:
            self.rows.setdefault(buyer.pk, (buyer, how))


def _labels(buyers: list[int]) -> QuerySet[BuyerLabel]:
    rows = BuyerLabel.objects.filter(one_of(connection, "buyer_id", buyers, "bigint"))
    return rows.select_related("label").order_by("label_id")


_LABELS = Prepared(_labels, list)


def find(text: str, *, may_phone: bool) -> Found:
    """Return the buyers a pasted text means: exact first, then those that begin so; twelve at most.

    `may_phone`: the reader holds REVEAL_CONTACTS. Without it a phone is refused and nothing is asked of the database, and four
    digits are an account or an order, never the end of a phone.
    """
    sought = plain(text)
    kind = kind_of(sought)
    if not sought:
        return Found("", kind)
    if kind is Sought.PHONE and not may_phone:
        return Found(sought, kind, refused=True)
    hits, no_book, order_no = _Hits(), False, ""
    if kind is Sought.MASKED:
        hits.add(find_buyers(sought, limit=MOST), "account")
        for shop in Shop.objects.values_list("pk", flat=True):
            hits.add(possible_matches(Buyer(shop_id=shop, buyer_key=sought), MOST), "masked")
    else:
        accounts, order_no = _accounts(sought, may_phone=may_phone)
        for buyer in accounts:
            hits.add([buyer], _how(buyer, sought, order_no))
        if may_phone and kind in {Sought.PHONE, Sought.TAIL}:
            hits.add(buyers_by_phone(text=phone_of(sought) or sought), "contact")
            no_book = not hits.rows and not PrivacySetting.objects.filter(keep_contacts=True).exists()
        elif may_phone and kind is Sought.WORD:
            hits.add(buyers_by_name(text=sought), "contact")
    rows = sorted(hits.rows.values(), key=lambda row: row[1] in {"begins", "masked"})[:MOST]
    return Found(sought, kind, _with_labels(rows), no_book=no_book, order_no=order_no)


def _accounts(sought: str, *, may_phone: bool) -> tuple[list[Buyer], str]:
    """Return the buyers by account, order and person, and the order's number where the text is one."""
    found = find_buyers(phone_of(sought) or sought, limit=MOST, phones=may_phone)
    named = any(buyer.buyer_key != sought for buyer in found)
    is_order = named and Order.objects.filter(shop__in=[one.shop_id for one in found], order_no=sought).exists()
    return found, sought if is_order else ""


def _how(buyer: Buyer, sought: str, order_no: str) -> str:
    if buyer.buyer_key == sought:
        return "account"
    if is_contact(sought) and buyer.buyer_key == hash_contact(sought, settings.BUYER_HASH_KEY):
        return "contact"
    if buyer.person is not None and buyer.person.name == sought:
        return "person"
    if order_no:
        return "order"
    return "begins"


def _with_labels(rows: Sequence[tuple[Buyer, str]]) -> tuple[Hit, ...]:
    """Add the labels of all of them, in one question: a reseller is to be seen before the card is opened."""
    labels: dict[int, list[str]] = {}
    for one in _LABELS.ask([buyer.pk for buyer, _how in rows]) if rows else ():
        labels.setdefault(one.buyer_id, []).append(str(one.label))
    return tuple(Hit(buyer, how, tuple(labels.get(buyer.pk, ()))) for buyer, how in rows)
