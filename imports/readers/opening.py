"""One door for every file: what it is, then the reader that can read it."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from imports.readers.archive import check_archive, check_workbook_parts, is_workbook, unpack_tables
from imports.readers.columnar import open_parquet
from imports.readers.delimited import open_delimited
from imports.readers.refusals import RefusalCode, RefusedFile
from imports.readers.sniff import Container, sniff
from imports.readers.table import HeaderScore, TextTable
from imports.readers.workbook import open_workbook


@dataclass(frozen=True)
class OpenedFile:
    """The tables of a file. `refused`: why other sheets or members of it give none."""

    container: str
    tables: list[TextTable]
    refused: list[RefusedFile] = field(default_factory=list)


@contextmanager
def open_file(
    path: Path, *, limit_bytes: int, score: HeaderScore | None = None, quoting: bool = True, scratch: Path | None = None
) -> Iterator[OpenedFile]:
    """Open a file for reading, whatever it is; what an archive holds is unpacked below `scratch` and removed at the end.

    `score` tells how many headers of a row are known. `quoting` False: quotation marks are letters like others. Raises
    RefusedFile with a sentence when no table can be read from it; a file over `limit_bytes` is not touched at all.
    """
    size = path.stat().st_size
    if size > limit_bytes:
        raise RefusedFile(RefusalCode.TOO_LARGE, limit=_size(limit_bytes))
    container = sniff(path)
    with tempfile.TemporaryDirectory(dir=scratch, prefix="unpacked-") as folder:
        opened = _open(path, container, score=score, quoting=quoting, folder=Path(folder))
        if not opened.tables:
            raise next(iter(opened.refused), RefusedFile(RefusalCode.NO_HEADER))
        yield opened


def _open(path: Path, container: Container, *, score: HeaderScore | None, quoting: bool, folder: Path | None) -> OpenedFile:
    if container == Container.PARQUET:
        return OpenedFile("parquet", [open_parquet(path)])
    if container == Container.OLD_WORKBOOK:
        tables, refused = open_workbook(path, score)
        return OpenedFile("workbook", list(tables), refused)
    if container == Container.TEXT:
        return OpenedFile("text", [open_delimited(path, score, quoting=quoting)])
    members = check_archive(path)
    if is_workbook(members):
        check_workbook_parts(path, members)
        tables, refused = open_workbook(path, score)
        return OpenedFile("workbook", list(tables), refused)
    if folder is None:
        raise RefusedFile(RefusalCode.NO_TABLE_IN_ARCHIVE)
    return _open_members(unpack_tables(path, members, folder), score=score, quoting=quoting)


def _open_members(members: list[tuple[str, Path]], *, score: HeaderScore | None, quoting: bool) -> OpenedFile:
    tables: list[TextTable] = []
    refused: list[RefusedFile] = []
    for name, path in members:
        try:
            inner = _open(path, sniff(path), score=score, quoting=quoting, folder=None)
        except RefusedFile as error:
            refused.append(error)
            continue
        refused.extend(inner.refused)
        for table in inner.tables:
            table.name = f"{name} / {table.name}" if table.name else name
            tables.append(table)
    return OpenedFile("archive", tables, refused)


def _size(size: int) -> str:
    return f"{size / 1024**3:.3g} GiB" if size >= 1024**3 else f"{max(1, round(size / 1024**2))} MiB"
