"""What looking at a file and preparing it answer: plain frozen values, JSON-able by `dataclasses.asdict` or `as_dict`."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from imports.formats.base import Kind
from imports.readers.refusals import Refusal


@dataclass(frozen=True)
class Sheet:
    """One table of the file: a sheet of a workbook, a member of an archive, or the file itself (name "").

    `header`: digest of its headers; tables of the same are read as one. `unusable`: the code of a table known to be of no use.
    """

    name: str
    rows: int | None
    columns: int
    format_key: str | None
    hidden: bool = False
    header: str = ""
    unusable: str = ""


@dataclass(frozen=True)
class Look:
    """What a first look at a file shows, without reading all of it.

    `header_row` counts from 1 as a spreadsheet does. `sample`: the first 20 rows as they stand. `guessed_mapping`: flat name ->
    header, for a table no format recognises. `fingerprint`: hex digest of the folded headers, the same for each export of that
    kind. `as_of`: epoch seconds told by the file's name. `refusal`: why the file cannot be used, else None.
    """

    format_key: str | None = None
    kind: Kind | None = None
    sheets: list[Sheet] = field(default_factory=list)
    sheet: str = ""
    header_row: int = 0
    headers: list[str] = field(default_factory=list)
    sample: list[list[str]] = field(default_factory=list)
    container: str = ""
    encoding: str = ""
    delimiter: str = ""
    guessed_mapping: dict[str, str] = field(default_factory=dict)
    fingerprint: str = ""
    as_of: int | None = None
    shop_name: str | None = None
    duplicate_headers: list[str] = field(default_factory=list)
    refusal: Refusal | None = None

    def as_dict(self) -> dict[str, Any]:
        """Give JSON-able values; the refusal with its sentence in the language that is active now."""
        plain = asdict(self)
        plain["refusal"] = self.refusal.as_dict() if self.refusal else None
        return plain


@dataclass(frozen=True)
class ChunkInfo:
    """One chunk of claims: how many file rows it stands for and its first and last key."""

    index: int
    rows: int
    first_key: str
    last_key: str


@dataclass(frozen=True)
class ProblemGroup:
    """All findings of one code in one column.

    `code` is a `checks.problems.Code`; its sentence and advice are given by `checks.problems.describe(code)`. `example_line`
    counts as a spreadsheet does. `amount_minor`: the money on those rows, where it could be read. `severity`: "rejected" (the
    rows are left out), "held" (kept, waiting for a person), "warned" (kept).
    """

    code: str
    column: str
    example_line: int
    example_value: str
    rows: int
    amount_minor: int | None
    severity: str


@dataclass(frozen=True)
class HeldWord:
    """A word for a state that we do not know: `about` "state" or "refund_state"; as written and folded; the line of the first."""

    about: str
    column: str
    word: str
    folded: str
    rows: int
    example_line: int


@dataclass(frozen=True)
class Prepared:
    """What a file claims, ready to be loaded chunk by chunk.

    rows_total = sum of the chunks' rows + rows_rejected + duplicates_unchanged + duplicates_older, always. `first_at`, `last_at`,
    `as_of`: epoch seconds. `as_of_source`: "filename", "latest" for the latest moment in the file, or "". `sums`: rows, orders,
    lines, units and money in minor units as accepted. `preview`: the first 20 rows as understood, rejected ones too (money in
    minor units, times ISO in UTC). `taught_words`: of the words a person has taught those that stand in this file.
    """

    kind: Kind
    format_key: str
    rows_total: int
    rows_rejected: int
    duplicates_unchanged: int
    duplicates_older: int
    chunks: list[ChunkInfo]
    first_at: int | None
    last_at: int | None
    as_of: int | None
    as_of_source: str
    problems: list[ProblemGroup]
    preview: list[dict[str, Any]]
    sums: dict[str, int]
    held_words: list[HeldWord] = field(default_factory=list)
    taught_words: dict[str, dict[str, int]] = field(default_factory=dict)
    blank_rows: int = 0
    trailer_rows: int = 0
    sheets: list[str] = field(default_factory=list)

    @property
    def rows_accepted(self) -> int:
        """Count the file rows that the chunks stand for."""
        return sum(chunk.rows for chunk in self.chunks)

    def as_dict(self) -> dict[str, Any]:
        """Give JSON-able values."""
        return asdict(self)


def prepared_from(plain: Mapping[str, Any]) -> Prepared:
    """Make a `Prepared` again from the values that `as_dict` gave."""
    values = dict(plain)
    values["kind"] = Kind(values["kind"])
    values["chunks"] = [ChunkInfo(**chunk) for chunk in values["chunks"]]
    values["problems"] = [ProblemGroup(**group) for group in values["problems"]]
    values["held_words"] = [HeldWord(**word) for word in values.get("held_words", [])]
    return Prepared(**values)
