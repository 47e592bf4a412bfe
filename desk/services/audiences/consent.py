"""Keep which accounts agreed to messages over a channel, from a list."""

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.db import transaction

from accounts.models import User
from accounts.services import record
from common.contacts import hash_contact, is_contact
from desk.models import Channel, Consent
from orders.models import Shop

MOST_AT_ONCE = 200_000


@transaction.atomic
def set_consents(
    *, actor: User | None, shop: Shop, channel: Channel, told: Mapping[str, bool], at: datetime, source: str = ""
) -> int:
    """Keep yes or no for each account; the last word stands. An e-mail or phone is kept by its hash. Return how many.

    Accounts need not have ordered yet. Raises ValueError for more than two hundred thousand.
    """
    if len(told) > MOST_AT_ONCE:
        raise ValueError("told")
    clean = {
        hash_contact(account, settings.BUYER_HASH_KEY) if is_contact(account) else account.strip(): given
        for account, given in told.items()
        if account.strip()
    }
    Consent.objects.bulk_create(
        [
            Consent(shop=shop, buyer_key=key, channel=channel, is_given=given, at=at, source=source[:100])
            for key, given in sorted(clean.items())
        ],
        update_conflicts=True,
        unique_fields=["shop", "buyer_key", "channel"],
        update_fields=["is_given", "at", "source"],
        batch_size=1_000,
    )
    if clean:
        agreed = sum(clean.values())
        record(actor=actor, action="consent.set", target=shop.name, after={"channel": channel, "yes": agreed,
                                                                          "no": len(clean) - agreed})  # fmt: skip
    return len(clean)
