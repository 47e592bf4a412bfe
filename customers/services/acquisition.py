"""Keep who won which buyer (playbook B4): by hand, from a list, or through the API."""

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.db import transaction

from accounts.models import User
from accounts.services import record
from common.contacts import hash_contact, is_contact
from customers.models import Acquisition
from orders.models import Shop

MOST_AT_ONCE = 100_000
LONGEST_TAG = 60


@transaction.atomic
def set_acquisitions(*, actor: User | None, shop: Shop, told: Mapping[str, str], at: datetime) -> int:
    """Keep the tag for each account; an empty one takes it away. An e-mail or phone is kept by its hash. Return how many.

    Accounts need not have ordered yet. Raises ValueError for more than a hundred thousand, or a tag of more than 60 letters.
    """
    clean = {_key(account): " ".join(tag.split()) for account, tag in told.items() if account.strip()}
    if len(clean) > MOST_AT_ONCE or any(len(tag) > LONGEST_TAG for tag in clean.values()):
        raise ValueError("told")
    gone = [key for key, tag in clean.items() if not tag]
    for start in range(0, len(gone), 500):
        Acquisition.objects.filter(shop=shop, buyer_key__in=gone[start : start + 500]).delete()
    Acquisition.objects.bulk_create(
        [Acquisition(shop=shop, buyer_key=key, tag=tag, told_at=at, told_by=actor) for key, tag in clean.items() if tag],
        update_conflicts=True,
        unique_fields=["shop", "buyer_key"],
        update_fields=["tag", "told_at", "told_by"],
        batch_size=1_000,
    )
    if clean:
        record(actor=actor, action="buyer.acquired", target=shop.name, after={"buyers": len(clean)})
    return len(clean)


def _key(account: str) -> str:
    account = account.strip()
    return hash_contact(account, settings.BUYER_HASH_KEY) if is_contact(account) else account
