"""The other tables of a file on its card: which became imports of their own, which are not read and why."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from imports.formats.unusable import UNUSABLE
from imports.models import ImportJob
from imports.prepare import Sheet
from imports.views.standing import format_of


@dataclass(frozen=True)
class OtherSheet:
    """One table beside that of the card: its name, what became of it, and where its own import stands."""

    name: str
    words: str
    url: str = ""


def other_sheets(job: ImportJob) -> list[OtherSheet]:
    """Tell of every table of the file but the one this import reads; nothing for a file of one, or on a further table's card."""
    sheets = [Sheet(**told) for told in (job.look or {}).get("sheets") or []]
    own = next((sheet for sheet in sheets if sheet.name == (job.sheet or job.look.get("sheet", ""))), None)
    if len(sheets) < 2 or own is None or job.parent_id is not None:
        return []
    made = {one.sheet: one.pk for one in job.further.only("pk", "sheet")}
    return [_told(sheet, own, made.get(sheet.name)) for sheet in sheets if sheet is not own]


def _told(sheet: Sheet, own: Sheet, made: int | None) -> OtherSheet:
    known = format_of(sheet.format_key or "")
    unusable = next((item for item in UNUSABLE if item.code == sheet.unusable), None)
    if made is not None:
        words = _("%(what)s, an import of its own") % {"what": known.label if known else sheet.name}
        return OtherSheet(sheet.name, words, reverse("imports:detail", args=[made]))
    if sheet.hidden:
        return OtherSheet(sheet.name, _("hidden, not read"))
    if sheet.header == own.header:
        return OtherSheet(sheet.name, _("the same columns, read with it"))
    if known is not None:
        return OtherSheet(sheet.name, _("%(what)s, read with the table of the same columns") % {"what": known.label})
    if unusable is not None:
        return OtherSheet(sheet.name, _("%(what)s, not read") % {"what": unusable.label})
    return OtherSheet(sheet.name, _("no table we know, not read"))
