"""Keep that somebody looked buyers up by phone on the list or through the programming interface."""

from django.db import transaction

from accounts.models import User
from accounts.services import record


@transaction.atomic
def note_phone_search(*, actor: User, where: str, found: int | None) -> None:
    """Write down that a phone was tried, never which; `found`: how many buyers it led to, None: refused for want of the right.

    `where`: the shop's name, or "" where all shops were asked.
    """
    if found is None:
        record(actor=actor, action="buyers.phone_refused", target=where)
    else:
        record(actor=actor, action="buyers.phone_search", target=where, after={"found": found})
