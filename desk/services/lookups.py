"""The log of look-ups: one row for each, however many letters were typed and however often a card is drawn again."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from common.prepared import Prepared
from customers.models import Buyer, PrivacySetting
from customers.queries.kept import longest_kept
from desk.models import LookUp, LookUpDoor, LookUpKind
from desk.queries.found import Found
from desk.rules.sought import may_be_kept

_ONE_SEARCH = timedelta(seconds=60)
_TYPED_ON = {LookUpKind.WORD, LookUpKind.MASKED}  # each phone that is tried is a row: nobody tries a thousand unseen
_OVERTAKEN = timedelta(seconds=10)
_ONE_CARD = timedelta(minutes=10)
_AT_ONCE = 10_000
_LAST = Prepared(lambda who: LookUp.objects.filter(who=who).order_by("-pk")[:1], int)


@transaction.atomic
def note_search(*, who: User, found: Found, door: LookUpDoor, at: datetime) -> LookUp:
    """Log a search. Letters of a word typed one after another are one search, kept with what was typed last.

    The text is kept only where it is no phone and no e-mail, so that the log is no phone book of its own.
    """
    told = {
        "kind": LookUpKind(str(found.kind)),
        "text": found.text if may_be_kept(found.text) else "",
        "found": len(found.hits),
        "refused": found.refused,
        "at": at,
    }
    last = _last(who)
    if last is not None and _is_late(last, found, door, at):
        return last
    is_typing = (
        last is not None
        and last.buyer_id is None
        and last.door == door
        and last.kind in _TYPED_ON
        and at - last.at < _ONE_SEARCH
        and (not last.text or found.text.startswith(last.text) or last.text.startswith(found.text))
        and bool(last.text) == bool(told["text"])
    )
    if is_typing and last is not None:
        # Not where the card was opened in the meantime: such a row names the buyer and keeps no text.
        LookUp.objects.filter(pk=last.pk, buyer=None).update(**told)
        return last
    return LookUp.objects.create(who=who, door=door, **told)


def _is_late(last: LookUp, found: Found, door: LookUpDoor, at: datetime) -> bool:
    """Tell whether results while typing were answered only after Enter had opened the card: that look-up stands already."""
    is_typed_on = LookUpKind(str(found.kind)) in _TYPED_ON and last.door == door and at - last.at < _OVERTAKEN
    return is_typed_on and last.buyer_id is not None and last.buyer_id in {hit.buyer.pk for hit in found.hits}


@transaction.atomic
def note_card(*, who: User, buyer: Buyer, door: LookUpDoor, at: datetime) -> LookUp | None:
    """Log that a card was opened: on the search that led there, else on a row of its own; None when it is open anyway.

    From then on the row names the buyer and no text: who is forgotten later is not found in it.
    """
    last = _last(who)
    if last is not None and last.door == door:
        if last.buyer_id == buyer.pk and at - last.at < _ONE_CARD:
            return None
        if last.buyer_id is None and last.found and at - last.at < _ONE_SEARCH:
            LookUp.objects.filter(pk=last.pk).update(buyer=buyer, text="", at=at)
            return last
    return LookUp.objects.create(who=who, buyer=buyer, door=door, kind=LookUpKind.CARD, found=1, at=at)


def _last(who: User) -> LookUp | None:
    return _LAST.first(who.pk)


def forget_lookups(*, keep_days: int, at: datetime) -> int:
    """Take away the look-ups that are kept no longer, some thousands in one transaction; return how many.

    `keep_days`: of all shops; 0 keeps all. A shop that keeps its log for less (`log_days`) loses the look-ups of its buyers by
    then; those that opened nobody go by the shop that keeps longest.
    """
    count = _forget(LookUp.objects.all(), keep_days, at) if keep_days > 0 else 0
    for setting in PrivacySetting.objects.exclude(log_days=None):
        count += _forget(LookUp.objects.filter(buyer__shop=setting.shop_id), setting.log_days or 0, at)
    longest = longest_kept("log_days")
    return count if longest is None else count + _forget(LookUp.objects.filter(buyer=None), longest, at)


def _forget(rows: QuerySet[LookUp], days: int, at: datetime) -> int:
    count, old = 0, rows.filter(at__lt=at - timedelta(days=days)).order_by("pk")
    while numbers := list(old.values_list("pk", flat=True)[:_AT_ONCE]):
        LookUp.objects.filter(pk__in=numbers).delete()
        count += len(numbers)
    return count
