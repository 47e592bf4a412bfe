"""ZIP files, and the workbooks that are ZIP files: looked at from outside before anything in them is opened."""

import shutil
import zipfile
from pathlib import Path, PurePosixPath

from imports.readers.refusals import RefusalCode, RefusedFile

UNPACKED_LIMIT = 1_500_000_000
WORKBOOK_LIMIT = 500_000_000  # a workbook is read whole, at three to four times its unpacked size; a CSV is streamed
RATIO_LIMIT = 200
RATIO_FROM = 50_000_000  # below that a high ratio does no harm
MEMBERS_LIMIT = 1_000
_XML_HEAD = 8_192
_TABLES = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xlsb", ".ods", ".xls", ".parquet")
_DECLARATIONS = tuple(mark.encode(name) for mark in ("<!DOCTYPE", "<!ENTITY") for name in ("ascii", "utf-16-le", "utf-16-be"))


def check_archive(path: Path) -> list[zipfile.ZipInfo]:
    """Hold the declared sizes of a ZIP file against the limits and give its members.

    Raises RefusedFile for a bomb, a damaged archive and a locked one. Nothing is unpacked.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise RefusedFile(RefusalCode.BROKEN_ARCHIVE) from error
    unpacked = sum(member.file_size for member in members)
    packed = max(1, path.stat().st_size)
    bomb = (
        unpacked > UNPACKED_LIMIT or len(members) > MEMBERS_LIMIT or (unpacked > RATIO_FROM and unpacked > RATIO_LIMIT * packed)
    )
    if bomb:
        raise RefusedFile(RefusalCode.ZIP_BOMB, size=_megabytes(unpacked), packed=_megabytes(packed))
    if any(member.flag_bits & 1 for member in members):
        raise RefusedFile(RefusalCode.BROKEN_ARCHIVE)
    return members


def is_workbook(members: list[zipfile.ZipInfo]) -> bool:
    """Tell whether these are the parts of a workbook: XLSX, XLSM, XLSB or ODS."""
    names = {member.filename for member in members}
    return bool(names & {"xl/workbook.xml", "xl/workbook.bin", "xl/Workbook.xml"}) or {"content.xml", "mimetype"} <= names


def check_workbook_parts(path: Path, members: list[zipfile.ZipInfo]) -> None:
    """Read the parts of a workbook through once, never past their declared size, and refuse entities and false sizes.

    A part that is larger than it declares ends in a checksum error here, before a parser that trusts it sees it.
    """
    unpacked = sum(member.file_size for member in members)
    if unpacked > WORKBOOK_LIMIT:
        raise RefusedFile(RefusalCode.WORKBOOK_TOO_LARGE, size=_megabytes(unpacked))
    try:
        with zipfile.ZipFile(path) as archive:
            for member in members:
                with archive.open(member) as part:
                    head = part.read(_XML_HEAD)
                    if member.filename.endswith((".xml", ".rels")) and any(mark in head for mark in _DECLARATIONS):
                        raise RefusedFile(RefusalCode.XML_ENTITY)
                    while part.read(1 << 20):
                        pass
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise RefusedFile(RefusalCode.BROKEN_WORKBOOK) from error


def unpack_tables(path: Path, members: list[zipfile.ZipInfo], folder: Path) -> list[tuple[str, Path]]:
    """Unpack the table files of an archive into `folder` under names of our own; give their names and paths, in name order.

    One level only: an archive in the archive is left. A member's own path is never used on the disk.
    """
    tables = sorted(
        (member for member in members if not member.is_dir() and _is_table(member.filename)), key=lambda member: member.filename
    )
    if not tables:
        raise RefusedFile(RefusalCode.NO_TABLE_IN_ARCHIVE)
    made: list[tuple[str, Path]] = []
    try:
        with zipfile.ZipFile(path) as archive:
            for number, member in enumerate(tables):
                target = folder / f"member-{number:04d}"
                with archive.open(member) as source, target.open("wb") as sink:
                    shutil.copyfileobj(source, sink, 1 << 20)
                made.append((PurePosixPath(member.filename).name, target))
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise RefusedFile(RefusalCode.BROKEN_ARCHIVE) from error
    return made


def _is_table(name: str) -> bool:
    plain = PurePosixPath(name)
    hidden = plain.name.startswith(".") or "__MACOSX" in plain.parts
    return not hidden and plain.name.lower().endswith(_TABLES)


def _megabytes(size: int) -> str:
    return f"{max(1, round(size / 1_000_000)):,} MB"
