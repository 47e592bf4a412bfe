"""Follow what `customers` has forgotten: rows of the desk that still name such an account lose it; sums stay."""

from django.db import transaction

from common.pieces import pieces
from customers.models import Erasure
from customers.proposing import FORGOTTEN
from customers.queries.forgotten import digest_of
from desk.models import (
    AudienceMember,
    BuyerLease,
    BuyerReview,
    Chase,
    Consent,
    Contact,
    CoreBuyer,
    DoNotContact,
    ReviewClaim,
    Snooze,
)

_RENAMED = (Chase, Contact, AudienceMember)
_DROPPED = (BuyerLease, Consent, CoreBuyer, DoNotContact, Snooze)


@transaction.atomic
def follow_erasures() -> int:
    """Bring forgotten accounts under their pseudonym in chases, contacts and lists, and drop the rest; return how many accounts.

    A pseudonym is never asked, called or written to (`customers.proposing.FORGOTTEN`). Once more changes nothing.
    """
    count = 0
    for shop_id in Erasure.objects.order_by().values_list("shop_id", flat=True).distinct():
        known = dict(Erasure.objects.filter(shop=shop_id).values_list("digest", "pseudonym"))
        keys: set[str] = set()
        for model in (*_RENAMED, *_DROPPED, BuyerReview):
            rows = model._default_manager.filter(shop=shop_id).exclude(buyer_key__startswith=FORGOTTEN)
            keys |= set(rows.order_by().values_list("buyer_key", flat=True).distinct())
        gone = {key: known[digest] for key in keys if key and (digest := digest_of(shop_id, key)) in known}
        for key, pseudonym in sorted(gone.items()):
            _forget(shop_id, key, pseudonym)
        count += len(gone)
    return count


def _forget(shop_id: int, key: str, pseudonym: str) -> None:
    for model in _RENAMED:
        model._default_manager.filter(shop=shop_id, buyer_key=key).update(buyer_key=pseudonym)
    for dropped in _DROPPED:
        dropped._default_manager.filter(shop=shop_id, buyer_key=key).delete()
    numbers = list(BuyerReview.objects.filter(shop=shop_id, buyer_key=key).values_list("review_no", flat=True))
    BuyerReview.objects.filter(shop=shop_id, buyer_key=key).update(buyer_key="")
    for some in pieces(numbers):
        for claim in ReviewClaim.objects.filter(shop=shop_id, review_no__in=some):
            claim.says = {name: value for name, value in claim.says.items() if name != "buyer_key"}
            claim.save(update_fields=["says"])
