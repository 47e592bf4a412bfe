"""In which encoding a text file is written: UTF-8, UTF-16 or GB18030, always strict, never guessed by replacing."""

import codecs
from dataclasses import dataclass
from pathlib import Path

from imports.readers.refusals import RefusalCode, RefusedFile

HEAD_BYTES = 1 << 20
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


@dataclass(frozen=True)
class Encoding:
    """An encoding and how many bytes of byte order mark stand before the text."""

    name: str
    bom: int = 0


def find_encoding(path: Path) -> Encoding:
    """Tell the encoding of a text file. Raises RefusedFile when it is none of those we read, or no text at all."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
        for bom, name in _BOMS:
            if head.startswith(bom):
                return Encoding(name, len(bom))
        wide = _utf16_without_bom(head)
        if wide:
            return Encoding(wide)
        _refuse_binary(head)
        position = 0
        while head and head.isascii():  # the letters that decide may come late: look on until there are some
            position += len(head)
            head = file.read(HEAD_BYTES)
    if not head or _decodes(head, "utf-8"):
        return Encoding("utf-8")
    if _decodes(head, "gb18030"):
        return Encoding("gb18030")
    raise RefusedFile(RefusalCode.ENCODING, byte=position + _first_fault(head, "utf-8"))


def decode_head(head: bytes, encoding: Encoding) -> str:
    """Decode the first bytes of a file; a letter cut in two at the end is left out."""
    decoder = codecs.getincrementaldecoder(encoding.name)("strict")
    try:
        return decoder.decode(head[encoding.bom :], final=False)
    except UnicodeDecodeError as error:
        raise RefusedFile(RefusalCode.ENCODING, byte=encoding.bom + error.start) from error


def _decodes(head: bytes, name: str) -> bool:
    try:
        codecs.getincrementaldecoder(name)("strict").decode(head, final=False)
    except UnicodeDecodeError:
        return False
    return True


def _first_fault(head: bytes, name: str) -> int:
    try:
        codecs.getincrementaldecoder(name)("strict").decode(head, final=False)
    except UnicodeDecodeError as error:
        return error.start
    return 0


def _utf16_without_bom(head: bytes) -> str:
    """Recognise UTF-16 by the zero bytes that its ASCII letters have at even or odd places."""
    part = head[:4096]
    if len(part) < 8 or part.count(0) * 5 < len(part):
        return ""
    even, odd = part[0::2].count(0), part[1::2].count(0)
    if odd > 20 * even:
        return "utf-16-le"
    return "utf-16-be" if even > 20 * odd else ""


def _refuse_binary(head: bytes) -> None:
    """Refuse bytes that no text has; a stray zero byte in a cell is a matter of that row, not of the file."""
    part = head[:65_536]
    control = sum(part.count(byte) for byte in range(32) if byte not in (9, 10, 12, 13, 26, 27))
    if control > 8 and control * 50 > len(part):
        raise RefusedFile(RefusalCode.NOT_TEXT)
