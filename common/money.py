"""Money as whole minor units, and numbers as people read them.

Amounts are integers of the currency's smallest unit (fen, cent) from door to floor; Decimal appears only at the edges.
Every `format_*` function takes None for an unknown number and gives an empty text: an unknown number is never a zero.
Its `locale` is a language code ("en", "zh-hans"); None means the language of the page.
"""

import re
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal, InvalidOperation
from fractions import Fraction
from functools import lru_cache
from typing import Literal

from babel.numbers import get_currency_precision, get_currency_symbol
from django.utils.translation import get_language

Number = int | float | Decimal | Fraction
NO_BREAK = "\u00a0"
MINUS = "\u2212"
LARGEST_DIGITS = 15
_SYMBOLS = {"CNY": "¥", "JPY": "JP¥", "USD": "$", "EUR": "€", "GBP": "£"}
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．，－−￥", "0123456789.,--¥")
_GROUPED = re.compile(r"\d{1,3}(,\d{3})+(\.\d*)?|\d{1,4}(,\d{4})+(\.\d*)?")


class AmountTooLargeError(ValueError):
    """An amount no shop has: somebody held a key down."""


def to_minor(amount: str | Decimal | int, exponent: int = 2) -> int:
    """Return an amount in minor units; `exponent` is how many decimals the currency has.

    A text may carry a currency sign, thousands in groups, full-width figures and either minus sign. Digits beyond the
    currency's are rounded half to even: here, and nowhere else. Raises ValueError when it is no amount, AmountTooLargeError (a
    ValueError too) from ten to the power of LARGEST_DIGITS on, which no database counts in minor units.

    >>> to_minor("¥1,209.50"), to_minor("699"), to_minor("-0.125"), to_minor(Decimal("12"), 0)
    (120950, 69900, -12, 12)
    >>> to_minor("1,2O9.00")
    Traceback (most recent call last):
    ValueError: 1,2O9.00 is not an amount.
    """
    if isinstance(amount, str):
        amount = _read(amount)
    value = Decimal(amount)
    if not value.is_finite():
        raise ValueError(f"{amount} is not an amount.")
    if value.adjusted() >= LARGEST_DIGITS:
        raise AmountTooLargeError(f"{amount} is more than is counted.")
    return int(value.scaleb(exponent).quantize(Decimal(1), rounding=ROUND_HALF_EVEN))


def _read(text: str) -> Decimal:
    cleaned = re.sub(r"[\s¥$€£元]", "", text.translate(_FULL_WIDTH))
    unsigned = cleaned.lstrip("+-")
    if "," in unsigned:
        if not _GROUPED.fullmatch(unsigned):
            raise ValueError(f"{text} is not an amount.")
        cleaned = cleaned.replace(",", "")
    try:
        return Decimal(cleaned)
    except InvalidOperation:
        raise ValueError(f"{text} is not an amount.") from None


def from_minor(minor: int, exponent: int = 2) -> Decimal:
    """Return minor units as a decimal amount with the currency's decimals.

    >>> from_minor(69900), from_minor(-5), from_minor(1200, 0)
    (Decimal('699.00'), Decimal('-0.05'), Decimal('1200'))
    """
    return Decimal(minor).scaleb(-exponent)


@lru_cache(maxsize=64)
def exponent_of(currency: str) -> int:
    """Return how many decimals a currency has.

    >>> exponent_of("CNY"), exponent_of("JPY")
    (2, 0)
    """
    return int(get_currency_precision(currency))


def format_money(
    minor: Number | None,
    currency: str,
    style: Literal["reading", "exact"] = "reading",
    locale: str | None = None,
    *,
    signed: bool = False,
) -> str:
    """Write an amount of minor units for a person.

    "reading" keeps three figures and names the size, for sentences, tiles and tables; "exact" is what somebody pays.
    `signed` puts a plus before amounts above zero, for differences.

    >>> [format_money(m, "CNY", locale="en").replace(NO_BREAK, " ") for m in (312_000_000, 21_249_900, 741_249, 50)]
    ['¥3.12 M', '¥212 k', '¥7,412', '¥0.50']
    >>> [format_money(m, "CNY", locale="zh-hans").replace(NO_BREAK, " ") for m in (312_000_000, 21_200_000, 12_000_000_000)]
    ['312 万', '21.2 万', '1.20 亿']
    >>> format_money(69900, "CNY", "exact", "en"), format_money(-69900, "CNY", "exact", "zh-hans").replace(NO_BREAK, " ")
    ('¥699.00', '−699.00 元')
    """
    if minor is None:
        return ""
    exponent = exponent_of(currency)
    value = _decimal(minor).scaleb(-exponent)
    chinese = _is_chinese(locale)
    if style == "exact":
        body, large = f"{_rounded(abs(value), exponent):,}", False
    else:
        body, large = _reading(abs(value), exponent, chinese=chinese)
    if chinese and currency == "CNY":
        body = body if large else f"{body}{NO_BREAK}元"
    else:
        body = f"{_symbol(currency, chinese=chinese)}{body}"
    return _sign(value, body, signed=signed) + body


def format_count(
    count: Number | None, style: Literal["full", "tile"] = "full", locale: str | None = None, *, signed: bool = False
) -> str:
    """Write a count: every figure, or on a tile in thousands (万) from ten thousand on.

    >>> format_count(84212, locale="en"), format_count(214_120, "tile", "en").replace(NO_BREAK, " ")
    ('84,212', '214.1 k')
    >>> format_count(214_120, "tile", "zh-hans").replace(NO_BREAK, " ")
    '21.4 万'
    """
    if count is None:
        return ""
    value = _decimal(count)
    whole = _rounded(abs(value), 0)
    body = f"{whole:,}"
    if style == "tile" and whole >= 10_000:
        steps = [(8, "亿", 2), (4, "万", 1)] if _is_chinese(locale) else [(9, "B", 2), (6, "M", 2), (3, "k", 1)]
        power, unit, places = next(step for step in steps if whole >= Decimal(10) ** step[0])
        body = f"{_rounded(whole.scaleb(-power), places):,}{NO_BREAK}{unit}"
    return _sign(value, body, signed=signed) + body


def format_share(share: Number | None, digits: int = 0, *, signed: bool = False) -> str:
    """Write a share (0 to 1) in per cent; the same in both languages.

    >>> format_share(Fraction(62, 100)), format_share(Fraction(42, 1000), 2), format_share(-0.116, 1)
    ('62%', '4.20%', '−11.6%')
    """
    if share is None:
        return ""
    value = _decimal(share) * 100
    body = f"{_rounded(abs(value), digits):,}%"
    return _sign(value, body, signed=signed) + body


def format_points(difference: Number | None, digits: int = 1, locale: str | None = None, *, signed: bool = False) -> str:
    """Write the difference of two shares in points, which is not the same as in per cent.

    >>> format_points(Fraction(-18, 1000), locale="en").replace(NO_BREAK, " ")
    '−1.8 points'
    >>> format_points(Fraction(6, 1000), locale="zh-hans", signed=True).replace(NO_BREAK, " ")
    '+0.6 百分点'
    """
    if difference is None:
        return ""
    value = _decimal(difference) * 100
    body = f"{_rounded(abs(value), digits):,}"
    unit = "百分点" if _is_chinese(locale) else "points"
    return f"{_sign(value, body, signed=signed)}{body}{NO_BREAK}{unit}"


def _reading(value: Decimal, exponent: int, *, chinese: bool) -> tuple[str, bool]:
    """Return the figures of an amount with its size, and whether a size word was used."""
    units = [(8, "亿"), (4, "万")] if chinese else [(9, "B"), (6, "M"), (3, "k")]
    whole = _rounded(value, 0)
    if value < 10:
        text = f"{_rounded(value, exponent):,}"
        return (text.removesuffix("." + "0" * exponent) if exponent else text), False
    if whole < 10_000:
        return f"{whole:,}", False
    figures = whole.adjusted() - 2
    short = whole.scaleb(-figures).quantize(Decimal(1), rounding=ROUND_HALF_UP).scaleb(figures)
    power, unit = next(step for step in units if short >= Decimal(10) ** step[0])
    scaled = short.scaleb(-power)
    return f"{_rounded(scaled, max(0, 2 - scaled.adjusted())):,}{NO_BREAK}{unit}", True


def _sign(value: Decimal, body: str, *, signed: bool) -> str:
    """Return the sign to write; none for what rounds to zero."""
    if not re.search(r"[1-9]", body):
        return ""
    return MINUS if value < 0 else "+" if signed else ""


def _rounded(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def _decimal(number: Number) -> Decimal:
    if isinstance(number, Fraction):
        return Decimal(number.numerator) / Decimal(number.denominator)
    return Decimal(str(number)) if isinstance(number, float) else Decimal(number)


def _symbol(currency: str, *, chinese: bool) -> str:
    if chinese and currency == "USD":
        return "US$"
    return _SYMBOLS.get(currency) or str(get_currency_symbol(currency, "en"))


def _is_chinese(locale: str | None) -> bool:
    return (locale or get_language() or "en").lower().startswith("zh")
