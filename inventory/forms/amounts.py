"""Amounts as people type them."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from common.money import exponent_of, to_minor


def read_price(text: str, currency: str) -> int:
    """Read a price in minor units of the currency; raises ValidationError for no amount and for one below zero."""
    try:
        minor = to_minor(text, exponent_of(currency))
    except (ValueError, ArithmeticError):
        raise ValidationError(_("This is no amount. Write it like 129.00.")) from None
    if minor < 0:
        raise ValidationError(_("A price is not below zero."))
    return minor
