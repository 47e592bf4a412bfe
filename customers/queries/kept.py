"""How long the shops keep what belongs to none of them alone."""

from customers.models import PrivacySetting
from orders.models import Shop


def longest_kept(field: str) -> int | None:
    """Return for how many days the shop keeps it that keeps it longest (`field` of PrivacySetting); None: one keeps it always.

    For what names no shop: a file whose shop nobody has told, a search among all shops.
    """
    told = list(PrivacySetting.objects.exclude(**{field: None}).values_list(field, flat=True))
    return max(told) if told and len(told) == Shop.objects.count() else None
