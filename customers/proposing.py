"""Find accounts of other shops that may be the same human as those just touched. Called inside the caller's transaction."""
# ruff: noqa: S608 - the names come from our own tables

from datetime import datetime

from django.db import connection

from common.contacts import is_hash
from customers.models import Buyer, Evidence, PersonProposal
from customers.rules.masked import is_masked
from customers.tiering import SCOPE
from orders.models import Shop

FORGOTTEN = "erased-"  # how the pseudonym of a forgotten account begins: it is nobody's


def propose(shop: Shop, *, at: datetime) -> int:
    """Keep a proposal for each account of another shop with the same key, unless both are one person; return how many are new.

    A masked name is no evidence: many people hide behind it.
    """
    others = {other.pk: other.platform for other in Shop.objects.exclude(pk=shop.pk)}
    if not others:
        return 0
    buyer = f'"{Buyer._meta.db_table}"'
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT b."id", o."id", o."shop_id", b."buyer_key" FROM "{SCOPE}" t CROSS JOIN {buyer} b'
            f' CROSS JOIN "{Shop._meta.db_table}" s CROSS JOIN {buyer} o WHERE b."id" = t."id" AND s."id" <> %s'
            ' AND o."shop_id" = s."id" AND o."buyer_key" = b."buyer_key"'
            ' AND (b."person_id" IS NULL OR o."person_id" IS NULL OR b."person_id" <> o."person_id")',
            [shop.pk],
        )
        found = cursor.fetchall()
    proposals = [
        PersonProposal(
            first_id=min(here, there),
            second_id=max(here, there),
            evidence=_evidence(key, shop.platform, others[other]),
            found_at=at,
        )
        for here, there, other, key in found
        if not is_masked(key) and not key.startswith(FORGOTTEN)
    ]
    before = PersonProposal.objects.count()
    PersonProposal.objects.bulk_create(proposals, ignore_conflicts=True, batch_size=1_000)
    return PersonProposal.objects.count() - before


def _evidence(key: str, here: str, there: str) -> Evidence:
    if is_hash(key):
        return Evidence.CONTACT
    return Evidence.ACCOUNT if here and here == there else Evidence.NAME
