"""Contacts of buyers: masked for everybody, found by phone or name for those who may, never in clear by themselves."""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, QuerySet

from common.keys import keyring
from common.prepared import Prepared
from common.sealing import Keyring, UnreadableError
from customers.models import Buyer, Contact, ContactSource, PrivacySetting
from customers.rules.contacts import (
    TAIL,
    Values,
    clean,
    clean_phone,
    completed,
    is_whole,
    mask_address,
    mask_name,
    mask_phone,
    name_key,
    newest,
    tail_of,
)
from orders.models import Shop

MOST_FOUND = 20
_LOOKED_THROUGH = 500
_LOOKED_AT = 60  # contacts of one buyer; one who sends gifts to hundreds is read as far as that
_AT_ONCE = 500


@dataclass(frozen=True)
class MaskedContact:
    """What may be shown of a contact: "王**", "138****1234", "浙江省杭州市***"; "" for what no file told."""

    name: str
    phone: str
    address: str
    as_of: datetime
    order_no: str = ""


def masked_contact(buyer: Buyer, *, order_no: str = "") -> MaskedContact | None:
    """Return who receives an order of a buyer, masked, where a file told it; else the newest contact of the buyer.

    `MaskedContact.order_no` says which of the two it is. None when nothing is kept, or nothing of it can be read with our keys.
    """
    rows = _of(buyer, order_no)
    values = _values(rows)
    if not values:
        return None
    place = f"{buyer.province or ''}{buyer.city or ''}"
    masked = (mask_name(values.name), mask_phone(values.phone), mask_address(values.address, place))
    return MaskedContact(*masked, as_of=rows.newest.as_of, order_no=order_no if rows.own else "")


def clear_contact(buyer: Buyer, *, order_no: str = "") -> Values | None:
    """Return the same in clear. For `services.reveal_contact`, which logs it, and for themselves."""
    return _values(_of(buyer, order_no)) or None


def buyers_by_phone(*, text: str, shop: Shop | None = None, limit: int = MOST_FOUND) -> list[Buyer]:
    """Return the buyers with this phone, or whose phone ends in these four digits or more; the best customers first.

    Every question is one of an index. The caller has seen to it that the reader holds REVEAL_CONTACTS.
    """
    sought = clean_phone(text) or re.sub(r"\D", "", text)
    if not sought.isdigit() and not is_whole(sought):
        return []
    keys, rows = keyring(), Contact.objects.order_by("-as_of", "pk")
    rows = rows if shop is None else rows.filter(shop=shop)
    if is_whole(sought):
        found = list(rows.filter(phone_hash__in=keys.hashes("phone", sought))[:_LOOKED_THROUGH])
        if found or len(sought) >= 11:
            return _buyers(found, limit)
    if len(sought) < TAIL:
        return []
    ending = rows.filter(tail_hash__in=keys.hashes("tail", sought[-TAIL:]))[:_LOOKED_THROUGH]
    return _buyers([row for row in ending if any(_ends(one.phone, sought) for one in read([row], keys))], limit)


def buyers_by_name(*, text: str, shop: Shop | None = None, limit: int = MOST_FOUND) -> list[Buyer]:
    """Return the buyers with a receiver of this name, the best customers first. Gate as `buyers_by_phone`."""
    sought = name_key(clean(text))
    if not sought:
        return []
    rows = Contact.objects.filter(name_hash__in=keyring().hashes("name", sought)).order_by("-as_of", "pk")
    return _buyers(list((rows if shop is None else rows.filter(shop=shop))[:_LOOKED_THROUGH]), limit)


def phones_for(buyers: Iterable[Buyer]) -> dict[int, str]:
    """Return the newest whole phone, in clear, of each of these buyers that has one, by the number of the buyer.

    For audiences that are texted. The caller asks for REVEAL_CONTACTS and logs whom it took (`services.reveal_phones` does both).
    """
    by_shop: dict[int, dict[str, int]] = {}
    for buyer in buyers:
        by_shop.setdefault(buyer.shop_id, {})[buyer.buyer_key] = buyer.pk
    keys, found = keyring(), dict[int, str]()
    for shop, numbers in by_shop.items():
        names = list(numbers)
        for start in range(0, len(names), _AT_ONCE):
            rows = Contact.objects.filter(shop=shop, buyer_key__in=names[start : start + _AT_ONCE])
            for row in rows.order_by("as_of", F("placed_at").asc(nulls_first=True), "digest"):
                for one in read([row], keys):
                    if is_whole(one.phone):
                        found[numbers[row.buyer_key]] = one.phone
    return found


def keeps_contacts(shop: Shop | int) -> bool:
    """Tell whether a shop keeps names, phones and streets."""
    return PrivacySetting.objects.filter(shop=shop, keep_contacts=True).exists()


def read(rows: Iterable[Contact], keys: Keyring | None = None) -> list[Values]:
    """Return what these contacts say, in their order; those that cannot be read with our keys say nothing."""
    found = []
    for row in rows:
        keys = keys or keyring()
        try:
            found.append(Values(*json.loads(keys.unseal(row.sealed, about=about(row.shop_id, row.buyer_key)))))
        except UnreadableError:
            continue
    return found


def about(shop_id: int, buyer_key: str) -> str:
    """Return whose a sealed contact is: it cannot be read as anybody else's."""
    return f"{shop_id}:{buyer_key}"


def hashes_of(values: Values, keys: Keyring) -> tuple[str, str, str]:
    """Return the hashes of whole phone, last four digits and name; "" where the platform masked what they need."""
    name, tail = name_key(values.name), tail_of(values.phone)
    return (
        keys.hash("phone", values.phone) if is_whole(values.phone) else "",
        keys.hash("tail", tail) if tail else "",
        keys.hash("name", name) if name else "",
    )


def newest_first(rows: QuerySet[Contact]) -> QuerySet[Contact]:
    """Return contacts in the order in which they count: by export, then by order; equal ones alike whatever came first."""
    return rows.order_by("-as_of", F("placed_at").desc(nulls_last=True), "-digest")


@dataclass(frozen=True)
class _Rows:
    """The contacts of a buyer, newest first, and that of the order in question where a file told it."""

    every: list[Contact]
    own: Contact | None = None

    @property
    def newest(self) -> Contact:
        return self.own or self.every[0]


def _newest(shop: int, buyer_key: str) -> QuerySet[Contact]:
    return newest_first(Contact.objects.filter(shop=shop, buyer_key=buyer_key))[:_LOOKED_AT]


_NEWEST = Prepared(_newest, int, str)


def _of(buyer: Buyer, order_no: str) -> _Rows:
    every, own = _NEWEST.ask(buyer.shop_id, buyer.buyer_key), None
    if order_no and every:
        mine = Contact.objects.filter(shop=buyer.shop_id, buyer_key=buyer.buyer_key)
        told = ContactSource.objects.filter(contact__in=mine, order_no=order_no).order_by("-as_of", "-contact__digest")
        source = told.select_related("contact").first()
        own = source.contact if source else None
    return _Rows(every, own)


def _values(rows: _Rows) -> Values:
    every = read(rows.every)
    own = read([rows.own]) if rows.own else []
    return completed(own[0], every) if own else newest(every)


def _ends(phone: str, sought: str) -> bool:
    """Tell whether a phone ends in these digits, as far as the platform lets them be seen."""
    last = phone.partition("-")[0][-len(sought) :]
    return len(last) == len(sought) and all(mine in {its, "*"} for mine, its in zip(last, sought, strict=True))


def _buyers(rows: Sequence[Contact], limit: int) -> list[Buyer]:
    """Return the buyers of these contacts, the best customers first."""
    by_shop: dict[int, set[str]] = {}
    for row in rows:
        by_shop.setdefault(row.shop_id, set()).add(row.buyer_key)
    found: list[Buyer] = []
    for shop, keys in by_shop.items():
        found += Buyer.objects.filter(shop=shop, buyer_key__in=keys).select_related("shop", "tier", "person")
    return sorted(found, key=lambda one: (-one.net_minor, one.pk))[:limit]
