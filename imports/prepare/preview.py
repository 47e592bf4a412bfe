"""The first rows as they were understood, in values that JSON can carry, with streets and contacts masked."""

import datetime as dt
import re
from typing import Any

import pyarrow as pa

HIDDEN = "…"
_CONTACT = re.compile(r"@|\d{7}")
_STREET_LETTERS = 6
_PLAIN_CELL = re.compile(r"[\d.,:-]{0,6}|.")


def plain_rows(table: pa.Table) -> list[dict[str, Any]]:
    """Give rows as dictionaries: moments as ISO in UTC, days as ISO, money in minor units, nothing as None.

    Of an address nothing is kept (province and city stand beside it), of an e-mail or a telephone the first two letters.
    """
    names = [name for name in table.column_names if not name.startswith("_") and name != "buyer_key"]
    return [{name: _plain(name, row[name]) for name in names} for row in table.to_pylist()]


def mask_buyer(text: str) -> str:
    """Keep the account of a buyer, and of an e-mail or a telephone the first two letters.

    >>> mask_buyer("小王2020"), mask_buyer("13912345678"), mask_buyer("ann@example.com")
    ('小王2020', '13…', 'an…')
    """
    plain = text.strip()
    return f"{plain[:2]}{HIDDEN}" if _CONTACT.search(plain) else text


def mask_address(text: str) -> str:
    """Keep the beginning of an address, which is its province.

    >>> mask_address("浙江省 杭州市 西湖区 文三路 1 号")
    '浙江省 杭州…'
    """
    plain = text.strip()
    return f"{plain[:_STREET_LETTERS]}{HIDDEN}" if len(plain) > _STREET_LETTERS else text


def mask_cells(cells: list[str]) -> str:
    """Show the shape of a row whose cells belong to no column: short numbers as they are, of all else the first letter.

    >>> mask_cells(["3304410000000000000", "王小明", "699.00", ""])
    '3… | 王… | 699.00 | '
    """
    return " | ".join(cell if _PLAIN_CELL.fullmatch(cell) else f"{cell[:1]}{HIDDEN}" for cell in cells)


def _plain(name: str, value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, dt.date):
        return value.isoformat()
    if name == "address" and value:
        return HIDDEN
    return mask_buyer(value) if name == "buyer" and isinstance(value, str) else value
