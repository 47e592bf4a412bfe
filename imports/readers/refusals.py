"""Why a file as a whole is turned away, in sentences a person can act on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _


class RefusalCode(StrEnum):
    """The reasons for which a file is turned away as a whole."""

    EMPTY = "empty"
    NO_HEADER = "no_header"
    NO_ROWS = "no_rows"
    TOO_LARGE = "too_large"
    TOO_WIDE = "too_wide"
    PICTURE = "picture"
    PDF = "pdf"
    WEB_PAGE = "web_page"
    NOT_A_TABLE = "not_a_table"
    NOT_TEXT = "not_text"
    ENCODING = "encoding"
    ENCRYPTED = "encrypted"
    BROKEN_WORKBOOK = "broken_workbook"
    BROKEN_ARCHIVE = "broken_archive"
    BROKEN_PARQUET = "broken_parquet"
    ZIP_BOMB = "zip_bomb"
    WORKBOOK_TOO_LARGE = "workbook_too_large"
    XML_ENTITY = "xml_entity"
    NO_TABLE_IN_ARCHIVE = "no_table_in_archive"
    OPEN_QUOTE = "open_quote"
    DAMAGED_NUMBERS = "damaged_numbers"
    UNKNOWN_TABLE = "unknown_table"


SENTENCES: Mapping[RefusalCode, Any] = {
    RefusalCode.EMPTY: _("The file is empty. Export it again and send the new file."),
    RefusalCode.NO_HEADER: _(
        "No header row was found in the first ten rows. The first row must name the columns: export the file with its header."
    ),
    RefusalCode.NO_ROWS: _(
        "The file has a header but no rows under it. Choose a longer time range in the export and send it again."
    ),
    RefusalCode.TOO_LARGE: _(
        "The file is larger than the limit of %(limit)s. Export a shorter time range and send several files."
    ),
    RefusalCode.TOO_WIDE: _(
        "The table has %(columns)s columns; no order export has more than %(limit)s. Look for a stray separator in the header."
    ),
    RefusalCode.PICTURE: _("This is a picture, whatever its name says. Send the export file itself: CSV, XLSX, XLS or Parquet."),
    RefusalCode.PDF: _("This is a PDF. Send the export file itself: CSV, XLSX, XLS or Parquet."),
    RefusalCode.WEB_PAGE: _(
        "This is a web page saved under another name; often the platform's sign-in page. Sign in there and export the file again."
    ),
    RefusalCode.NOT_A_TABLE: _(
        "This is no table that can be read (it looks like %(what)s). Send CSV, TSV, XLSX, XLS or Parquet."
    ),
    RefusalCode.NOT_TEXT: _("The file holds bytes that no text file has. Export it again as CSV or XLSX."),
    RefusalCode.ENCODING: _(
        "The text is neither UTF-8 nor UTF-16 nor GB18030: unreadable near byte %(byte)s. Save it as CSV UTF-8 and send it again."
    ),
    RefusalCode.ENCRYPTED: _(
        "The workbook is protected by a password. Open it, take the password off (Save as, no password), and send it again."
    ),
    RefusalCode.BROKEN_WORKBOOK: _(
        "The workbook is damaged and cannot be opened. Export it again, or open it and save it as XLSX."
    ),
    RefusalCode.BROKEN_ARCHIVE: _(
        "The ZIP file is damaged or protected by a password. Pack it again, or send the files one by one."
    ),
    RefusalCode.BROKEN_PARQUET: _("The Parquet file is damaged and cannot be read. Write it again and send the new file."),
    RefusalCode.ZIP_BOMB: _(
        "Unpacked, the file would be far larger than any order export (%(size)s from %(packed)s). It was not opened; send a CSV."
    ),
    RefusalCode.WORKBOOK_TOO_LARGE: _(
        "The workbook is too large to be read in one piece (%(size)s unpacked). Save it as CSV UTF-8 and send that:"
        " a CSV may be far larger."
    ),
    RefusalCode.XML_ENTITY: _(
        "The workbook carries XML declarations that no spreadsheet program writes. It was not opened. Save it anew as XLSX."
    ),
    RefusalCode.NO_TABLE_IN_ARCHIVE: _("The ZIP file holds no CSV, XLSX, XLS or Parquet file. Pack the export file itself."),
    RefusalCode.OPEN_QUOTE: _(
        "A quotation mark opens near row %(line)s and never closes, so the rows after it cannot be told apart."
        " Mend that row and send the file again."
    ),
    RefusalCode.DAMAGED_NUMBERS: _(
        "The order numbers in the column “%(column)s” were shortened by a spreadsheet program (row %(line)s: %(value)s);"
        " their last digits are gone for good. Export the file again and send it without opening it in Excel first."
    ),
    RefusalCode.UNKNOWN_TABLE: _(
        "No table in the file has the columns of “%(format)s”. Choose another format or map the columns."
    ),
}


@dataclass(frozen=True)
class Refusal:
    """A file as a whole is turned away.

    `details` fills the placeholders of the code's sentence and is JSON-able. `words`: another (lazy) sentence in its place, from
    the declaration of a table that is known and cannot be used.
    """

    code: RefusalCode | str
    details: Mapping[str, Any] = field(default_factory=dict)
    words: Any = None

    @property
    def sentence(self) -> str:
        """Give the sentence in the language that is active now."""
        if self.words is not None:
            return str(self.words)
        return str(SENTENCES[RefusalCode(self.code)]) % dict(self.details)

    def as_dict(self) -> dict[str, Any]:
        """Give code, details and the sentence as JSON-able values."""
        return {"code": str(self.code), "details": dict(self.details), "sentence": self.sentence}


class RefusedFileError(Exception):
    """Raised where a file turns out to be none that can be imported."""

    def __init__(self, code: RefusalCode | str, *, words: Any = None, **details: Any) -> None:
        self.refusal = Refusal(code, details, words)
        super().__init__(code, details)

    def __str__(self) -> str:
        """Give the sentence."""
        return self.refusal.sentence


RefusedFile = RefusedFileError
