"""Seal every contact with the newest key, while people go on working."""

import json
from datetime import UTC, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from common.keys import keyring
from common.sealing import UnreadableError
from customers.models import Contact, ContactSource, PrivacySetting
from customers.queries.contacts import about, hashes_of
from customers.rules.contacts import Values

_AT_ONCE = 1_000
_NEVER = datetime.min.replace(tzinfo=UTC)


def rotate_contacts() -> tuple[int, int]:
    """Seal the contacts that stand under an older key with the newest one; return (sealed, unreadable).

    Goes through them a thousand at a time. The last look is taken while nobody can keep a contact, so that when it has found
    nothing the older keys may go. Hashes are made anew too.
    """
    sealed, after = 0, 0
    while (step := _next(after))[0] > after:
        after, sealed = step[0], sealed + step[1]
    with transaction.atomic():
        list(PrivacySetting.objects.select_for_update().order_by("pk"))
        after, lost = 0, 0
        while (step := _next(after))[0] > after:
            after, sealed, lost = step[0], sealed + step[1], lost + step[2]
    return sealed, lost


@transaction.atomic
def _next(after: int) -> tuple[int, int, int]:
    """Seal the next ones; return (last number seen, sealed, unreadable)."""
    keys, sealed, lost = keyring(), 0, 0
    older = Contact.objects.exclude(sealed__startswith=f"{keys.newest}.").filter(pk__gt=after)
    rows = list(older.select_for_update().order_by("pk")[:_AT_ONCE])
    for row in rows:
        whose = about(row.shop_id, row.buyer_key)
        try:
            text = keys.unseal(row.sealed, about=whose)
        except UnreadableError:
            lost += 1
            continue
        row.digest, row.sealed = keys.hash("contact", text), keys.seal(text, about=whose)
        row.phone_hash, row.tail_hash, row.name_hash = hashes_of(Values(*json.loads(text)), keys)
        _put_back(row)
        sealed += 1
    return (rows[-1].pk if rows else after), sealed, lost


def _put_back(row: Contact) -> None:
    """Write a contact sealed anew; where a file told it again since, that row takes its sources over."""
    twin = Contact.objects.filter(shop=row.shop_id, buyer_key=row.buyer_key, digest=row.digest).exclude(pk=row.pk).first()
    if twin is None:
        row.save(update_fields=["digest", "sealed", "phone_hash", "tail_hash", "name_hash"])
        return
    mine = ContactSource.objects.filter(contact=row)
    both = ContactSource.objects.filter(contact=twin, import_no=OuterRef("import_no"), order_no=OuterRef("order_no"))
    mine.exclude(Exists(both)).update(contact=twin)
    if (row.as_of, row.placed_at or _NEVER) > (twin.as_of, twin.placed_at or _NEVER):
        Contact.objects.filter(pk=twin.pk).update(as_of=row.as_of, placed_at=row.placed_at)
    row.delete()
