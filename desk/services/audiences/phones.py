"""The phones of an audience list, where the shop keeps contacts, and whoever takes them may see them."""

from collections.abc import Sequence

from accounts.models import User
from common.permissions import Permission, is_allowed
from customers.models import Buyer
from customers.services import reveal_phones
from desk.models import Audience, Channel


def phones_of(*, user: User, audience: Audience, buyers: Sequence[Buyer]) -> dict[int, str]:
    """Return the phone of each buyer by number; none for WeChat, without the right, or where the shop keeps no contacts.

    Each phone taken is written to the log of look-ups (`customers.services.reveal_phones`).
    """
    if audience.channel != Channel.SMS or not is_allowed(user, Permission.REVEAL_CONTACTS):
        return {}
    return dict(reveal_phones(buyers=buyers, user=user, reason=f"audience {audience.pk}: {audience.name}"))
