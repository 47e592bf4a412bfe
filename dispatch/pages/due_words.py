"""How the page of the 72-hour clock writes rates, moments, stores and money."""

from datetime import timedelta

from django.utils.translation import gettext as _

from common.moments import format_moment
from common.money import format_count, format_money
from common.windows import slot_start
from dispatch.queries.due import Store

_SLOT = timedelta(seconds=600)


def rate(value: float) -> str:
    """Write orders an hour: whole from ten on, one decimal below."""
    return format_count(round(value)) if value >= 10 else f"{value:.1f}".removesuffix(".0")


def rates(speed: float, needed: float) -> tuple[str, str]:
    """Write a speed and the one it takes, with so many decimals that two that differ do not read alike.

    >>> rates(30.4, 12.0), rates(30.4, 29.8)
    (('30', '12'), ('30.4', '29.8'))
    """
    if rate(speed) != rate(needed) or speed == needed:
        return rate(speed), rate(needed)
    digits = next((digits for digits in (1, 2, 3) if round(speed, digits) != round(needed, digits)), 3)
    return f"{speed:,.{digits}f}", f"{needed:,.{digits}f}"


def slot_words(slot: float | None, store: Store) -> str:
    """Write a moment given in slots by the shop's clock; empty for None."""
    if slot is None:
        return ""
    return format_moment(slot_start(int(slot)) + (slot - int(slot)) * _SLOT, store.shop.time_zone)


def store_name(store: Store, *, several: bool) -> str:
    """Name a warehouse, with its shop where several are shown."""
    name = store.name or _("not told")
    return f"{store.shop.name} · {name}" if several else name


def risk_words(minor: int | None, currency: str) -> str:
    """Write the money at risk; empty where nobody has told the penalty."""
    return "" if minor is None else format_money(minor, currency)
