"""No more of people than is needed: what of a file's first rows is kept in the row of its import, and for how long.

While it waits, a recognised file keeps the cells of the columns it reads, streets and contacts masked as the page masks them;
of a table whose columns a person must name, the first rows stay as they are until it is imported. Once it is over, only what
was understood stays, without names. The file itself and its rejected rows lie on disk apart from this.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from imports.formats.base import Format
from imports.formats.registry import by_key, matched_columns
from imports.models import ImportJob
from imports.prepare import Look
from imports.prepare.preview import HIDDEN, mask_address, mask_buyer

PERSONAL = frozenset({"buyer", "address"})
_UNDERSTOOD = frozenset({"state", "refund_state", "province", "city"})


def look_to_keep(seen: Look, format_key: str) -> dict[str, Any]:
    """Give a look as it is stored: of a recognised format only the columns that are read, people masked."""
    plain = seen.as_dict()
    known = _declared(format_key)
    if known is not None:
        used = {header: name for name, header in matched_columns(known, seen.headers).items()}
        plain["sample"] = [_masked(row, seen.headers, used) for row in seen.sample]
    return plain


def problems_to_keep(problems: Sequence[Mapping[str, Any]], job: ImportJob) -> list[dict[str, Any]]:
    """Give the findings as they are stored: no example is taken from a column that names or locates a person."""
    headers = {header.strip() for name, header in _columns(job).items() if name in PERSONAL}
    return [
        {
            **group,
            "example_value": HIDDEN if group["column"].strip() in headers and group["example_value"] else group["example_value"],
        }
        for group in problems
    ]


def what_stays(job: ImportJob) -> dict[str, Any]:
    """Give the fields of an import that is over (done, refused, undone, discarded) without its raw rows and without names.

    A cell that could not be read is remembered by its column alone ("unread"), so that nobody takes it for an empty one.
    """
    look = dict(job.look or {})
    sample, headers = look.pop("sample", None) or [], look.get("headers") or []
    columns = _columns(job)
    kept = frozenset(columns) | _UNDERSTOOD
    preview = []
    for number, row in enumerate(job.preview or []):
        raw = dict(zip(headers, sample[number], strict=False)) if number < len(sample) else {}
        unread = [name for name, header in columns.items() if row.get(name) is None and (raw.get(header) or "").strip()]
        plain = {name: _name_hidden(name, value) for name, value in row.items() if name in kept}
        preview.append({**plain, "unread": row.get("unread") or unread})
    return {"look": look, "preview": preview}


def _declared(format_key: str) -> Format | None:
    try:
        return by_key(format_key)
    except KeyError:
        return None


def _columns(job: ImportJob) -> dict[str, str]:
    """Give flat name -> header of the columns this import reads."""
    known = _declared(job.format_key)
    if known is not None:
        return matched_columns(known, (job.look or {}).get("headers") or [])
    return {name: header for name, header in (job.mapping or {}).items() if isinstance(header, str)}


def _masked(row: Sequence[str], headers: Sequence[str], used: Mapping[str, str]) -> list[str]:
    cells = []
    for header, cell in zip(headers, row, strict=False):
        name = used.get(header, "")
        shown = mask_buyer(cell) if name == "buyer" else mask_address(cell) if name == "address" else cell
        cells.append(shown if name else "")
    return cells


def _name_hidden(name: str, value: Any) -> Any:
    """Hide who it was, but for the first letter; and where, whole.

    >>> _name_hidden("buyer", "王小明"), _name_hidden("address", "文三路 1 号"), _name_hidden("units", 2)
    ('王…', '…', 2)
    """
    if name not in PERSONAL or value is None:
        return value
    return HIDDEN if name == "address" else re.sub(r"^(.).*$", rf"\1{HIDDEN}", str(value), flags=re.DOTALL)
