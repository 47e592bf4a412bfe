"""Scripts as a table: written for a spreadsheet, and read again with every problem by its line."""

import csv
import io
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from common.spreadsheets import Cell
from desk.forms.scripts import ScriptForm
from desk.models import Script

COLUMNS = ("code", "title", "situation", "language", "tiers", "place", "in_use", "text")
MOST_ROWS = 2_000
LARGEST_BYTES = 2 * 1024 * 1024
_YES = {"1", "yes", "true", "是", "y"}


class TableError(ValueError):
    """A table that cannot be read; `problems` are sentences with lines."""

    def __init__(self, *problems: str) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


def rows_of(scripts: Iterable[Script]) -> list[list[Cell]]:
    """Return scripts as rows, the heading first; what `read_scripts` reads."""
    found: list[list[Cell]] = [list(COLUMNS)]
    for one in scripts:
        tiers, in_use = ", ".join(one.tiers), "yes" if one.is_active else "no"
        found.append([one.code, one.title, one.situation, one.language, tiers, one.place, in_use, one.text])
    return found


def read_scripts(data: bytes) -> list[dict[str, Any]]:
    """Return the scripts of a CSV (UTF-8, or as Chinese spreadsheets write it). Raises TableError with every problem."""
    if len(data) > LARGEST_BYTES or b"\0" in data:
        raise TableError(_("This is no CSV of at most two megabytes."))
    rows = list(csv.DictReader(io.StringIO(_text(data), newline="")))
    if not rows or not {"title", "situation", "language", "text"} <= {str(name).strip() for name in rows[0]}:
        raise TableError(_("The first line must name the columns: {columns}.").format(columns=", ".join(COLUMNS)))
    if len(rows) > MOST_ROWS:
        raise TableError(_("Two thousand scripts at most."))
    found, problems = [], []
    for line, row in enumerate(rows, 2):
        told = {str(name).strip(): _plain(value) for name, value in row.items() if isinstance(value, str)}
        if not any(told.values()):
            continue
        form = ScriptForm(told | {"is_active": told.get("in_use", "yes").casefold() in _YES, "place": told.get("place") or 100})
        if form.is_valid():
            found.append(form.cleaned_data | {"code": told.get("code", "")[:40]})
        else:
            said = (f"{name}: {' '.join(map(str, errors))}" for name, errors in form.errors.items())
            problems.append(_("Line {line}: {problem}").format(line=line, problem=" ".join(said)))
    if problems:
        raise TableError(*problems[:20])
    if not found:
        raise TableError(_("The file has no rows."))
    return found


def _plain(cell: str) -> str:
    """Take off the apostrophe an export puts before what could be a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in {"=", "+", "-", "@"} else cell


def _text(data: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise TableError(_("This is no CSV of at most two megabytes."))
