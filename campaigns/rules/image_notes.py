"""A picture without what a camera or an editor wrote into it: the place, the owner, the moment, the device, small copies.

The pixels, their colours and their movement stay byte for byte; nothing is decoded. One note stays: which way up the
picture is held, for without it a photograph of a phone would lie on its side. What is not known to belong to the picture is left
out, so that a note of a kind nobody heard of goes too.
"""

import zlib
from collections.abc import Callable, Iterator

from campaigns.rules.image_files import ImageRefusedError

UPRIGHT = 1
_ORIENTATION = 0x0112
_EXIF = b"Exif\0\0"
_PNG_HEAD = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = frozenset(
    b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP cICP sBIT bKGD pHYs hIST sPLT acTL fcTL fdAT".split(),
)
_WEBP_KEPT = frozenset({b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"ICCP"})
_WEBP_HAS_EXIF, _WEBP_HAS_XMP = 0x08, 0x04
_GIF_KEPT = (b"\x0bNETSCAPE2.0", b"\x0bANIMEXTS1.0")


def without_notes(data: bytes, ending: str) -> bytes:
    r"""Return a picture without its notes; `ending` is that of `image_of`. ImageRefusedError when it is damaged.

    >>> head, comment = b"GIF89a" + bytes([1, 0, 1, 0, 0, 0, 0]), b"!\xfe\x05owner\0"
    >>> pixels = b",\0\0\0\0\1\0\1\0\0\2\2\x4c\1\0;"
    >>> without_notes(head + comment + pixels, "gif") == head + pixels
    True
    """
    try:
        return _KINDS[ending](data)
    except (IndexError, ValueError):
        raise ImageRefusedError("damaged") from None


def orientation_of(tiff: bytes) -> int:
    """Return which way up a picture is held, 1 to 8 as EXIF counts; 1, upright, when the note does not say or cannot be read.

    >>> orientation_of(held(6)), orientation_of(b"II*")
    (6, 1)
    """
    order = {b"II": "little", b"MM": "big"}.get(tiff[:2])
    if order is None or len(tiff) < 10:
        return UPRIGHT

    def number(place: int, size: int) -> int:
        return int.from_bytes(tiff[place : place + size], "little" if order == "little" else "big")

    first = number(4, 4)
    for place in range(first + 2, first + 2 + 12 * min(number(first, 2), 200), 12):
        if number(place, 2) == _ORIENTATION and place + 12 <= len(tiff):
            found = number(place + 8, 2)
            return found if UPRIGHT <= found <= 8 else UPRIGHT
    return UPRIGHT


def held(orientation: int) -> bytes:
    """Return the note that says which way up the picture is held, and nothing else: a TIFF of one entry."""
    entry = _ORIENTATION.to_bytes(2, "big") + b"\0\3\0\0\0\1" + orientation.to_bytes(2, "big") + b"\0\0"
    return b"MM\0*\0\0\0\x08\0\1" + entry + b"\0\0\0\0"


def _jpeg(data: bytes) -> bytes:
    kept, orientation, place = [], UPRIGHT, 2
    for start, end in _segments(data):
        kind, body = data[start + 1], data[start + 4 : end]
        if kind == 0xE1 and body.startswith(_EXIF) and orientation == UPRIGHT:
            orientation = orientation_of(body[len(_EXIF) :])
        is_colour = kind == 0xE2 and body.startswith(b"ICC_PROFILE\0")
        if not (0xE0 <= kind <= 0xEF or kind == 0xFE) or kind in {0xE0, 0xEE} or is_colour:
            kept.append(data[start:end])
        place = end
    note = b""
    if orientation != UPRIGHT:
        body = _EXIF + held(orientation)
        note = b"\xff\xe1" + (len(body) + 2).to_bytes(2, "big") + body
    head = 1 if kept and kept[0][1] == 0xE0 else 0
    return b"".join([data[:2], *kept[:head], note, *kept[head:], data[place : _end_of_jpeg(data, place)]])


def _segments(data: bytes) -> Iterator[tuple[int, int]]:
    """Yield where each segment before the first scan begins and ends."""
    place = 2
    while data[place + 1] != 0xDA:
        if data[place + 1] == 0xFF:
            place += 1
            continue
        end = place + 2 + int.from_bytes(data[place + 2 : place + 4], "big")
        if data[place] != 0xFF or end <= place + 3 or end > len(data):
            raise ValueError("segment")
        yield place, end
        place = end


def _end_of_jpeg(data: bytes, place: int) -> int:
    """Return where the picture ends whose scans begin at `place`: phones put more pictures with notes of their own behind it."""
    while True:
        place = data.index(b"\xff", place)
        kind = data[place + 1]
        if kind == 0xD9:
            return place + 2
        if kind in {0x00, 0xFF} or 0xD0 <= kind <= 0xD7:
            place += 1 if kind == 0xFF else 2
        else:
            place += 2 + int.from_bytes(data[place + 2 : place + 4], "big")


def _png(data: bytes) -> bytes:
    kept, orientation, place = [], UPRIGHT, len(_PNG_HEAD)
    while place < len(data):
        end = place + 12 + int.from_bytes(data[place : place + 4], "big")
        name = data[place + 4 : place + 8]
        if name == b"eXIf":
            orientation = orientation_of(data[place + 8 : end - 4])
        elif name in _PNG_KEPT:
            kept.append(data[place:end])
        place = end
    if orientation != UPRIGHT:
        body = held(orientation)
        kept.insert(1, len(body).to_bytes(4, "big") + b"eXIf" + body + zlib.crc32(b"eXIf" + body).to_bytes(4, "big"))
    return _PNG_HEAD + b"".join(kept)


def _webp(data: bytes) -> bytes:
    kept, orientation, place = [], UPRIGHT, 12
    while place + 8 <= len(data):
        size = int.from_bytes(data[place + 4 : place + 8], "little")
        name, body = data[place : place + 4], data[place + 8 : place + 8 + size]
        if len(body) != size:
            raise ValueError("chunk")
        if name == b"EXIF":
            orientation = orientation_of(body.removeprefix(_EXIF))
        elif name in _WEBP_KEPT:
            kept.append((name, body))
        place += 8 + size + size % 2
    note = [(b"EXIF", held(orientation))] if orientation != UPRIGHT else []
    if kept and kept[0][0] == b"VP8X":
        flags = kept[0][1][0] & ~(_WEBP_HAS_EXIF | _WEBP_HAS_XMP) | (_WEBP_HAS_EXIF if note else 0)
        kept[0] = b"VP8X", bytes([flags]) + kept[0][1][1:]
    chunks = [*kept, *note] if kept and kept[0][0] == b"VP8X" else kept
    body = b"".join(name + len(body).to_bytes(4, "little") + body + b"\0" * (len(body) % 2) for name, body in chunks)
    return b"RIFF" + (len(body) + 4).to_bytes(4, "little") + b"WEBP" + body


def _gif(data: bytes) -> bytes:
    place = 13 + _colours(data[10])
    kept = [data[:place]]
    while data[place] != 0x3B:
        if data[place] == 0x21:
            end = _after_blocks(data, place + 2)
            if data[place + 1] in {0x01, 0xF9} or data[place + 2 : place + 14].startswith(_GIF_KEPT):
                kept.append(data[place:end])
        elif data[place] == 0x2C:
            end = _after_blocks(data, place + 11 + _colours(data[place + 9]))
            kept.append(data[place:end])
        else:
            raise ValueError("block")
        place = end
    return b"".join([*kept, b";"])


def _colours(flags: int) -> int:
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0


def _after_blocks(data: bytes, place: int) -> int:
    while data[place]:
        place += 1 + data[place]
    return place + 1


_KINDS: dict[str, Callable[[bytes], bytes]] = {"jpg": _jpeg, "png": _png, "webp": _webp, "gif": _gif}
