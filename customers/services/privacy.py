"""Forget buyers: their orders stand under a pseudonym and keep their sums; what staff wrote and who they were is gone."""
# ruff: noqa: S608 - the names come from our own tables

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.models import User
from accounts.services import record
from customers.models import (
    Acquisition,
    Buyer,
    BuyerLabel,
    ContactReveal,
    Erasure,
    Note,
    Person,
    PersonMove,
    PersonProposal,
    PrivacySetting,
    StaleBuyer,
)
from customers.proposing import FORGOTTEN
from customers.queries.everything import everything_about
from customers.queries.forgotten import digest_of, renaming_of
from customers.services.contacts import erase_contacts, log_reveals
from orders.models import Order, Shop
from orders.services import rename_buyer

MOST_A_NIGHT = 5_000
MOST_DAYS = 36_500
_LEAST = {"keep_days": 30, "contact_days": 1, "upload_days": 1, "log_days": 30, "reveals_an_hour": 1}


@transaction.atomic
def erase_buyers(*, actor: User | None, buyers: Sequence[Buyer], reason: str, at: datetime) -> int:
    """Forget these accounts; return how many were not forgotten before. Cannot be undone.

    Orders and sums stay, under a pseudonym. A file that names the account again is brought under it too: only a keyed hash of
    the account is kept, by which it is known. Notes, labels by hand, contacts, who won them and who they were one person with go;
    of who saw a contact, the reason. Files and their claims lie with the imports, which clean them afterwards.
    """
    count = 0
    for buyer in Buyer.objects.select_for_update(of=("self",)).filter(pk__in=[one.pk for one in buyers]).select_related("shop"):
        if buyer.buyer_key.startswith(FORGOTTEN):
            continue
        pseudonym = FORGOTTEN + secrets.token_hex(8)
        digest = digest_of(buyer.shop_id, buyer.buyer_key)
        Erasure.objects.update_or_create(
            shop=buyer.shop, digest=digest, defaults={"pseudonym": pseudonym, "at": at, "by": actor, "reason": reason[:200]}
        )
        rename_buyer(shop=buyer.shop, buyer_key=buyer.buyer_key, new_key=pseudonym)
        for model in (Acquisition, StaleBuyer):
            model._default_manager.filter(shop=buyer.shop, buyer_key=buyer.buyer_key).delete()
        erase_contacts(shop=buyer.shop, buyer_keys=[buyer.buyer_key])
        ContactReveal.objects.filter(buyer=buyer).update(reason="")
        person = buyer.person_id
        Note.objects.filter(buyer=buyer).delete()
        BuyerLabel.objects.filter(buyer=buyer, by_rule=False).delete()
        PersonMove.objects.filter(buyer=buyer).delete()
        PersonProposal.objects.filter(Q(first=buyer) | Q(second=buyer)).delete()
        Buyer.objects.filter(pk=buyer.pk).update(
            buyer_key=pseudonym, person=None, hand_reason="", city=None, hand_tier=None, hand_until=None, hand_by=None
        )
        if person is not None and not Buyer.objects.filter(person=person).exists():
            Person.objects.filter(pk=person).update(name="")
        count += 1
    if count:
        record(actor=actor, action="buyer.erase", target=f"{count} buyers", after={"reason": reason[:200], "buyers": count})
    return count


def erase_person(*, actor: User, buyer: Buyer, reason: str, at: datetime) -> int:
    """Forget a buyer and the other accounts of the same person, in every shop; return how many accounts."""
    rows = [buyer] if buyer.person_id is None else list(Buyer.objects.filter(person=buyer.person_id).order_by("pk"))
    return erase_buyers(actor=actor, buyers=rows, reason=reason, at=at)


@transaction.atomic
def take_everything(*, actor: User, buyer: Buyer, reason: str, at: datetime) -> dict[str, Any]:
    """Return everything kept about a person (`queries.everything`), and write down who took it.

    Where contacts are among it, each account whose contact was taken gets a row of the look-up log too.
    """
    told = everything_about(buyer, at)
    record(actor=actor, action="buyer.export", target=f"buyer {buyer.pk}")
    rows = [buyer] if buyer.person_id is None else list(Buyer.objects.filter(person=buyer.person_id).order_by("pk"))
    log_reveals(
        buyers=[row for row, one in zip(rows, told["accounts"], strict=True) if one["contacts"]], user=actor, reason=reason, at=at
    )
    return told


def keep_forgotten(shop: Shop, scope: str) -> None:
    """Bring forgotten accounts that a file named again under their pseudonym, in the orders and in the temporary table `scope`.

    Inside the caller's transaction. Costs nothing for a shop that forgot nobody.
    """
    _, pseudonym_of = renaming_of(shop)
    if pseudonym_of is None:
        return
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT "buyer_key" FROM "{scope}"')
        for (key,) in cursor.fetchall():
            pseudonym = pseudonym_of(key)
            if pseudonym is None:
                continue
            rename_buyer(shop=shop, buyer_key=key, new_key=pseudonym)
            cursor.execute(f'DELETE FROM "{scope}" WHERE "buyer_key" IN (%s, %s)', [key, pseudonym])
            cursor.execute(f'INSERT INTO "{scope}" ("buyer_key") VALUES (%s)', [pseudonym])


@transaction.atomic
def set_privacy(*, actor: User, shop: Shop, at: datetime | None = None, **told: int | bool | None) -> PrivacySetting:
    """Say what a shop keeps of its buyers and for how many days (None: without an end); what is not named stays as it was.

    `told`: fields of PrivacySetting. Contacts turned off are erased here and now. Raises ValueError with the name of a field
    whose value cannot be: fewer than 30 days for buyers and logs, than 1 for contacts and files.
    """
    for name, value in told.items():
        if name in _LEAST and value is not None and not _LEAST[name] <= value <= MOST_DAYS:
            raise ValueError(name)
    row, _ = PrivacySetting.objects.select_for_update().get_or_create(shop=shop)
    before = {name: getattr(row, name) for name, value in told.items() if getattr(row, name) != value}
    if not before:
        return row
    for name in before:
        setattr(row, name, told[name])
    if "keep_contacts" in before:
        row.contacts_since = (at or timezone.now()) if row.keep_contacts else None
    row.save()
    after: dict[str, Any] = {name: told[name] for name in before}
    if "keep_contacts" in before and not row.keep_contacts:
        after["contacts_erased"] = erase_contacts(shop=shop)
    record(actor=actor, action="privacy.set", target=shop.name, before=before, after=after)
    return row


def forget_old(*, at: datetime) -> int:
    """Forget the buyers whose last order is older than their shop keeps them, some thousands a night; return how many."""
    count = 0
    for setting in PrivacySetting.objects.exclude(keep_days=None).select_related("shop"):
        until = at - timedelta(days=setting.keep_days or 0)
        newer = Order.objects.filter(shop=OuterRef("shop"), buyer_key=OuterRef("buyer_key"), placed_at__gte=until)
        silent = Q(last_paid_at__lt=until) | Q(last_paid_at=None)
        old = Buyer.objects.filter(silent, shop=setting.shop, placed_count__gt=0).exclude(buyer_key__startswith=FORGOTTEN)
        rows = list(old.filter(~Exists(newer)).order_by("pk")[:MOST_A_NIGHT])
        count += erase_buyers(actor=None, buyers=rows, reason=f"{setting.keep_days} d", at=at)
    return count
