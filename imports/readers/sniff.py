"""What a file is by its first bytes, whatever its name says."""

from enum import StrEnum
from pathlib import Path

from imports.readers.refusals import RefusalCode, RefusedFile


class Container(StrEnum):
    """What holds the table."""

    TEXT = "text"
    ZIPPED = "zip"  # a workbook or an archive: `archive.is_workbook` tells
    OLD_WORKBOOK = "xls"
    PARQUET = "parquet"


_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"II*\x00", b"MM\x00*", b"\x00\x00\x01\x00")
_OTHERS = (
    (b"\x1f\x8b", "gzip"),
    (b"7z\xbc\xaf'\x1c", "7-Zip"),
    (b"Rar!", "RAR"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ", "xz"),
    (b"SQLite format 3", "SQLite"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"{\\rtf", "RTF"),
    (b"PARE", "encrypted Parquet"),
    (b"ARROW1", "Arrow"),
    (b"OggS", "a sound file"),
    (b"ID3", "a sound file"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WEB = (b"<!doctype html", b"<html", b"<head", b"<body", b"<table", b"<script", b"<meta")
_ENCRYPTED_STREAMS = ("EncryptedPackage", "EncryptionInfo")


def sniff(path: Path) -> Container:
    """Tell what a file is. Raises RefusedFile for an empty file, a picture, a PDF, a web page, a locked workbook and the like."""
    with path.open("rb") as file:
        head = file.read(4096)
    if not head:
        raise RefusedFile(RefusalCode.EMPTY)
    _refuse_foreign(head)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return Container.ZIPPED
    if head.startswith(b"PAR1"):
        return Container.PARQUET
    if head.startswith(_OLE):
        if _holds_encryption(path):
            raise RefusedFile(RefusalCode.ENCRYPTED)
        return Container.OLD_WORKBOOK
    if head.startswith((b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00\x04")):
        return Container.OLD_WORKBOOK  # a bare BIFF stream, as some platforms write
    return Container.TEXT


def _refuse_foreign(head: bytes) -> None:
    if head.startswith(_PICTURES) or (head.startswith(b"RIFF") and head[8:12] == b"WEBP") or _is_bitmap(head):
        raise RefusedFile(RefusalCode.PICTURE)
    if head[4:8] == b"ftyp":
        heif = head[8:12] in {b"heic", b"heix", b"mif1", b"avif"}
        raise RefusedFile(RefusalCode.PICTURE) if heif else RefusedFile(RefusalCode.NOT_A_TABLE, what="a film")
    if b"%PDF-" in head[:1024]:
        raise RefusedFile(RefusalCode.PDF)
    plain = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if plain.startswith(_WEB) or (plain.startswith(b"<?xml") and b"<html" in plain):
        raise RefusedFile(RefusalCode.WEB_PAGE)
    if plain.startswith(b"<?xml"):
        raise RefusedFile(RefusalCode.NOT_A_TABLE, what="XML")
    if plain.startswith((b'{"', b'[{"', b"{\n", b"[\n")):
        raise RefusedFile(RefusalCode.NOT_A_TABLE, what="JSON")
    for magic, what in _OTHERS:
        if head.startswith(magic):
            raise RefusedFile(RefusalCode.NOT_A_TABLE, what=what)


def _is_bitmap(head: bytes) -> bool:
    return head.startswith(b"BM") and len(head) > 14 and head[6:10] == b"\x00\x00\x00\x00"


def _holds_encryption(path: Path) -> bool:
    """Tell whether an OLE file holds an encrypted workbook: the names of its streams stand in it as UTF-16."""
    marks = [name.encode("utf-16-le") for name in _ENCRYPTED_STREAMS]
    longest = max(len(mark) for mark in marks)
    tail = b""
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            if any(mark in tail + block for mark in marks):
                return True
            tail = block[-longest:]
    return False
