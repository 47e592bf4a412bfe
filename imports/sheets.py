"""A file of several tables: each further table that is recognised becomes an import of its own, of the same bytes."""

import unicodedata
from typing import Any

from imports import doorbell
from imports.leases import Hold
from imports.models import ImportJob
from imports.prepare import Look, Sheet

MARK = " · "
_NAME_LETTERS = 255


def part(hold: Hold, seen: Look, format_key: str) -> dict[str, Any]:
    """Make the imports of the further tables; return what fixes this import to its own table, nothing when it is the only one.

    Runs in the caller's transaction, which writes what is returned: so they are made once, however often a file is looked at.
    They inherit what was said of the file: shop, clock, the moment of the export, whether to load at once.
    """
    job = hold.job
    if job.sheet or format_key.startswith("mapped"):
        return {}
    own = own_sheet(seen.sheets, seen.sheet, format_key)
    further = further_sheets(seen.sheets, own)
    if own is None or not further:
        return {}
    for sheet in further:
        told = {"as_of": job.as_of, "as_of_source": "given"} if job.as_of_source == "given" else {}
        made, is_new = ImportJob.objects.get_or_create(
            parent=job,
            sheet=sheet.name,
            defaults={
                "filename": name_of(job.filename, sheet.name),
                "zone": job.zone,
                "currency": job.currency,
                **{name: getattr(job, name) for name in ("size", "digest", "path", "source", "shop", "load_when_ready")},
                "created_by_id": job.created_by_id,
                **told,
            },
        )
        if is_new:
            doorbell.ring_after_commit(made)
    return {"sheet": own.name}


def own_sheet(sheets: list[Sheet], name: str, format_key: str) -> Sheet | None:
    """Give the table an import reads: the first one of the format that was told, else the one that was chosen at the look."""
    told = next((sheet for sheet in sheets if sheet.format_key == format_key and not sheet.hidden), None)
    return told or next((sheet for sheet in sheets if sheet.name == name), None)


def further_sheets(sheets: list[Sheet], own: Sheet | None) -> list[Sheet]:
    """Give the recognised tables that are not read with `own`, the first of each header; hidden sheets are left alone.

    >>> orders, more, lines = (Sheet(name, 9, 3, "x", header=name[0]) for name in ("a1", "a2", "b1"))
    >>> [sheet.name for sheet in further_sheets([orders, more, lines], orders)]
    ['b1']
    """
    found: dict[str, Sheet] = {}
    for sheet in sheets:
        if sheet.format_key and not sheet.hidden and own is not None and sheet.header != own.header:
            found.setdefault(sheet.header, sheet)
    return list(found.values())


def name_of(filename: str, sheet: str) -> str:
    """Name the import of one table: "<file> · <table>", at most 255 characters.

    >>> name_of("orders.xlsx", "销售明细")
    'orders.xlsx · 销售明细'
    """
    ending = _ending(sheet)
    return f"{filename[: _NAME_LETTERS - len(ending)]}{ending}"


def sent_name(filename: str, sheet: str) -> str:
    """Give back the name of the file from that of the import of one of its tables.

    >>> sent_name("orders.xlsx · 销售明细", "销售明细"), sent_name("orders.xlsx", "订单报表")
    ('orders.xlsx', 'orders.xlsx')
    """
    return filename.removesuffix(_ending(sheet)) if sheet else filename


def _ending(sheet: str) -> str:
    plain = "".join(letter for letter in sheet if unicodedata.category(letter)[0] != "C")
    return f"{MARK}{plain[-120:]}"
