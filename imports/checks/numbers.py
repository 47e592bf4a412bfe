"""Counts, hours of the day, yes and no."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import numpy as np
import pyarrow as pa

from imports.checks.cells import Mask, each_different, has_bytes

_DIGITS = np.ones(256, dtype=bool)
_DIGITS[[*b"0123456789-"]] = False
_COUNT = re.compile(r"([+-]?(?:\d{1,3}(?:,\d{3})+|\d+))(?:\.0*)?\s*(?:件|个|人|次|pcs|x)?", re.IGNORECASE)
_HOUR = re.compile(
    r"(\d{1,2})(?:[:：](\d{2})(?:[:：]\d{2})?|\s*[点时](?:整)?|\s*h)?(?:\s*[-~–—至到]\s*\d{1,2}(?:[:：]\d{2}){0,2}[点时]?)?"
)
_FULL_WIDTH = str.maketrans("０１２３４５６７８９，．－−：", "0123456789,.--:")
LARGEST_COUNT = 2**31 - 1

YES_AND_NO: Mapping[str, bool] = MappingProxyType(
    dict.fromkeys(("是", "yes", "y", "true", "1", "有", "t", "x", "√", "ja", "oui"), True)
    | dict.fromkeys(("否", "no", "n", "false", "0", "无", "f", "不是", "", "×", "nein", "non"), False)
)


def read_count(text: str) -> int | None:
    """Read one whole number; None when it is none.

    >>> read_count("1,234"), read_count("3件"), read_count("12.0"), read_count("1.5"), read_count("-2")
    (1234, 3, 12, None, -2)
    """
    found = _COUNT.fullmatch(text.translate(_FULL_WIDTH).strip())
    number = int(found[1].replace(",", "")) if found else None
    return number if number is not None and abs(number) <= LARGEST_COUNT else None


def read_hour(text: str) -> int | None:
    """Read the hour of a day, 0 to 23; None when it is none. A span tells its beginning; minutes other than 00 are no hour.

    >>> read_hour("9"), read_hour("09:00"), read_hour("9点"), read_hour("23:00-24:00"), read_hour("24"), read_hour("09:30")
    (9, 9, 9, 23, None, None)
    """
    found = _HOUR.fullmatch(text.translate(_FULL_WIDTH).strip().removesuffix(".0"))
    if not found or (found[2] and found[2] != "00"):
        return None
    hour = int(found[1])
    return hour if hour <= 23 else None


def read_flag(text: str) -> bool | None:
    """Read yes or no in Chinese or English; None when it is neither.

    >>> read_flag("是"), read_flag("No"), read_flag("perhaps")
    (True, False, None)
    """
    return YES_AND_NO.get(text.strip().casefold())


def read_counts(column: pa.Array) -> tuple[pa.Array, Mask]:
    """Read a column of whole numbers (trimmed, null for nothing); also which cells could not be read."""
    if not has_bytes(column, _DIGITS):
        try:
            numbers = column.cast(pa.int64())
        except pa.ArrowInvalid:
            numbers = None
        if numbers is not None and not _too_large(numbers):
            return numbers, np.zeros(len(column), dtype=bool)
    return _one_by_one(column, read_count, pa.int64())


def read_hours(column: pa.Array) -> tuple[pa.Array, Mask]:
    """Read a column of hours of the day; also which cells could not be read."""
    return _one_by_one(column, read_hour, pa.int64())


def read_flags(column: pa.Array) -> tuple[pa.Array, Mask]:
    """Read a column of yes and no; also which cells could not be read."""
    return _one_by_one(column, read_flag, pa.bool_())


def _one_by_one(column: pa.Array, read: Any, kind: pa.DataType) -> tuple[pa.Array, Mask]:
    values = each_different(column, read, kind)
    bad = values.is_null().to_numpy(zero_copy_only=False) & column.is_valid().to_numpy(zero_copy_only=False)
    return values, np.asarray(bad, dtype=bool)


def _too_large(numbers: pa.Array) -> bool:
    raw = np.asarray(numbers.fill_null(0).to_numpy(), dtype=np.int64)
    return bool(len(raw)) and int(np.abs(raw).max()) > LARGEST_COUNT
