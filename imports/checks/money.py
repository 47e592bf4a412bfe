"""Amounts as platforms write them, to whole minor units, exactly."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

import numpy as np
import pyarrow as pa

from imports.checks.cells import Mask, each_different, has_bytes

_PLAIN = np.ones(256, dtype=bool)
_PLAIN[[*b"0123456789.-"]] = False  # bytes that a plain amount does not have are True
_SIGNS = re.compile(
    r"(?i)^(?:cny|rmb|usd|eur|gbp|hkd|twd|jpy|aud|cad|us\$|hk\$|nt\$|[¥￥$€£₩])|(?:cny|rmb|usd|eur|gbp|[¥￥$€£₩]|元|块)$"
)
_BLANK = re.compile(r"[\s\u00a0\u202f\u3000'’]")
_POINT = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d*)?")
_POINT_LOOSE = re.compile(r"-?\d{1,2}(?:,\d{2})*,\d{3}(?:\.\d*)?")  # Indian groups: 1,23,456.00
_COMMA = re.compile(r"-?(?:\d{1,3}(?:\.\d{3})+|\d+)?(?:,\d*)?")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．，－−–（）＋", "0123456789.,---()+")
_EXPONENT = re.compile(r"-?\d+(?:\.\d+)?[eE][+-]?\d{1,2}")
LARGEST = 10**15  # minor units; nothing a shop sells costs more, and sums stay within 64 bits


@dataclass(frozen=True)
class MoneyReading:
    """How the amounts of one file are written: with how many decimals, and whether the comma is the decimal mark."""

    exponent: int = 2
    decimal_comma: bool = False


@dataclass(frozen=True)
class Amounts:
    """Minor units (null where nothing or nothing readable stands), and which cells could not be read, and why."""

    values: pa.Array
    bad: Mask
    too_fine: Mask


def has_decimal_comma(samples: Iterable[str], *, separator: str = ",") -> bool:
    """Decide once per file whether the comma is the decimal mark, from some of its amounts.

    The last mark of a cell with both is the decimal one. A lone comma followed by one or two digits speaks for the comma, a lone
    point for the point. Without any evidence the point stands.

    >>> has_decimal_comma(["116,99 €", "1.250,00"]), has_decimal_comma(["1,250.00", "7"]), has_decimal_comma(["12,345"])
    (True, False, False)
    """
    commas = points = 0
    for text in samples:
        figures = re.sub(r"[^\d.,]", "", text)
        comma, point = figures.rfind(","), figures.rfind(".")
        if comma >= 0 and point >= 0:
            commas, points = commas + (comma > point), points + (point > comma)
        elif comma >= 0 and len(figures) - comma - 1 in {1, 2} and figures.count(",") == 1:
            commas += 1
        elif point >= 0 and len(figures) - point - 1 != 3:
            points += 1
    return commas > points


def read_amount(text: str, reading: MoneyReading) -> int | str:
    """Read one amount as minor units; "not_money" or "money_decimals" tells why it is none.

    >>> read_amount("¥1,209.50", MoneyReading()), read_amount("(12.00)", MoneyReading()), read_amount("598.00元", MoneyReading())
    (120950, -1200, 59800)
    >>> read_amount("1.250,5", MoneyReading(decimal_comma=True)), read_amount("1,2O9.00", MoneyReading())
    (125050, 'not_money')
    >>> read_amount("0.001", MoneyReading()), read_amount("1200", MoneyReading(exponent=0))
    ('money_decimals', 1200)
    """
    plain = _BLANK.sub("", text.translate(_FULL_WIDTH))
    negative = plain.startswith("(") and plain.endswith(")")
    plain = plain.strip("()") if negative else plain
    sign = ""
    if plain[:1] in {"-", "+"}:
        sign, plain = plain[0].replace("+", ""), plain[1:]
    plain = _SIGNS.sub("", _SIGNS.sub("", plain))
    if plain.endswith("-") and not sign:  # accountants' trailing minus
        sign, plain = "-", plain[:-1]
    if sign and plain.startswith("-"):
        return "not_money"
    plain = sign + plain
    if _EXPONENT.fullmatch(plain):
        figures = plain
    elif reading.decimal_comma:
        if not _COMMA.fullmatch(plain):
            return "not_money"
        figures = plain.replace(".", "").replace(",", ".")
    elif _POINT.fullmatch(plain) or _POINT_LOOSE.fullmatch(plain):
        figures = plain.replace(",", "")
    else:
        return "not_money"
    try:
        minor = Decimal(figures).scaleb(reading.exponent)
    except InvalidOperation:
        return "not_money"
    if not minor.is_finite() or abs(minor) > LARGEST:
        return "not_money"
    if minor != minor.to_integral_value():
        return "money_decimals"
    return -int(minor) if negative else int(minor)


def read_amounts(column: pa.Array, reading: MoneyReading) -> Amounts:
    """Read a column of trimmed cells, null for nothing; every readable cell exactly.

    Cells of digits, a point and a minus go through Arrow's decimals at once; the others are read one by one, each different
    text once.
    """
    none = np.zeros(len(column), dtype=bool)
    if not reading.decimal_comma and not has_bytes(column, _PLAIN):
        fast = _plain_amounts(column, reading.exponent)
        if fast is not None:
            return Amounts(fast, none, none)
    results = each_different(column, lambda text: _coded(read_amount(text, reading)), pa.int64())
    raw = np.asarray(results.fill_null(0).to_numpy(), dtype=np.int64)
    bad, fine = raw == _NOT_MONEY, raw == _DECIMALS
    wrong = pa.array(bad | fine)
    values = results if not wrong.true_count else _blank_out(results, bad | fine)
    return Amounts(values, bad, fine)


_NOT_MONEY, _DECIMALS = -(2**62), -(2**62) + 1


def _coded(result: int | str) -> int:
    if isinstance(result, int):
        return result
    return _DECIMALS if result == "money_decimals" else _NOT_MONEY


def _blank_out(values: pa.Array, where: Mask) -> pa.Array:
    numbers = np.asarray(values.fill_null(0).to_numpy(), dtype=np.int64)
    empty = where | np.asarray(values.is_null().to_numpy(zero_copy_only=False), dtype=bool)
    return pa.array(numbers, pa.int64(), mask=empty)


def _plain_amounts(column: pa.Array, exponent: int) -> pa.Array | None:
    """Read plain amounts by Arrow; None when one of them is none (two points, too many decimals, too large)."""
    try:
        decimals = column.cast(pa.decimal128(18, exponent))
    except pa.ArrowInvalid:
        return None
    words = np.frombuffer(decimals.buffers()[1], dtype=np.int64)
    minor = words[2 * decimals.offset : 2 * (decimals.offset + len(decimals)) : 2]
    if decimals.null_count == 0:
        numbers: Any = pa.array(minor, pa.int64())
    else:
        numbers = pa.array(minor, pa.int64(), mask=np.asarray(decimals.is_null().to_numpy(zero_copy_only=False), dtype=bool))
    return numbers if not len(minor) or int(np.abs(minor).max()) <= LARGEST else None
