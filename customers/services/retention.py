"""What the night takes away because a shop keeps it no longer: contacts no file told for long, and the log of look-ups."""

from datetime import datetime, timedelta

from django.db import transaction

from customers.models import Contact, ContactReveal, ContactSource, PrivacySetting

MOST_A_NIGHT = 50_000
_AT_ONCE = 2_000


def forget_old_contacts(*, at: datetime) -> int:
    """Erase the contacts that no export told for longer than their shop keeps them; return how many."""
    gone = 0
    for setting in PrivacySetting.objects.exclude(contact_days=None):
        old = Contact.objects.filter(shop=setting.shop_id, as_of__lt=at - timedelta(days=setting.contact_days or 0))
        while gone < MOST_A_NIGHT and (some := list(old.order_by("as_of").values_list("pk", flat=True)[:_AT_ONCE])):
            with transaction.atomic():
                ContactSource.objects.filter(contact__in=some).delete()
                gone += Contact.objects.filter(pk__in=some).delete()[0]
    return gone


def forget_old_reveals(*, at: datetime) -> int:
    """Erase the rows of the look-up log that are older than the buyer's shop keeps them; return how many."""
    gone = 0
    for setting in PrivacySetting.objects.exclude(log_days=None):
        old = ContactReveal.objects.filter(buyer__shop=setting.shop_id, at__lt=at - timedelta(days=setting.log_days or 0))
        while some := list(old.order_by("at").values_list("pk", flat=True)[:_AT_ONCE]):
            gone += ContactReveal.objects.filter(pk__in=some).delete()[0]
    return gone
