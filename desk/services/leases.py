"""Take a buyer in hand, so that two never call the same; let go again."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q

from accounts.models import User
from desk.models import BuyerLease, DeskPerson
from orders.models import Shop


def take_buyer(*, actor: User, shop: Shop | int, buyer_key: str, purpose: str, at: datetime, minutes: int) -> bool:
    """Take a buyer in hand for so many minutes, inside the caller's transaction; False when somebody else has them.

    A conditional update settles who was first, a unique key where there was no row yet.
    """
    shop_id = shop if isinstance(shop, int) else shop.pk
    until = at + timedelta(minutes=minutes)
    rows = BuyerLease.objects.filter(shop=shop_id, buyer_key=buyer_key)
    if rows.filter(Q(until__lte=at) | Q(by=actor)).update(by=actor, until=until, purpose=purpose):
        return True
    if rows.exists():
        return False
    try:
        with transaction.atomic():
            BuyerLease.objects.create(shop_id=shop_id, buyer_key=buyer_key, by=actor, purpose=purpose, until=until)
    except IntegrityError:
        return False
    return True


def let_go(*, actor: User, at: datetime) -> int:
    """Let go of whomever this person has in hand; return how many."""
    return BuyerLease.objects.filter(by=actor, until__gt=at).update(until=at)


def holds(*, actor: User, shop: Shop | int, buyer_key: str, at: datetime) -> bool:
    """Tell whether nobody else has the buyer in hand at a moment."""
    others = BuyerLease.objects.filter(shop=shop, buyer_key=buyer_key, until__gt=at).exclude(by=actor)
    return not others.exists()


def be_here(*, actor: User, at: datetime) -> None:
    """Write down that a person is at the desk."""
    DeskPerson.objects.update_or_create(user=actor, defaults={"seen_at": at})
