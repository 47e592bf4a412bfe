"""What kind of picture a file is, from its bytes alone: its name and what the sender says of it are not believed.

PNG, JPEG, WebP and GIF are known. Each is walked from its first byte to the mark that ends it, so that a page, a script or half
a file that only begins like a picture is refused; the pixels themselves are not decoded.
"""

import zlib
from dataclasses import dataclass

LARGEST_BYTES = 10 * 1024 * 1024
LARGEST_SIDE = 12_000
_PNG = b"\x89PNG\r\n\x1a\n"
_FRAMES = frozenset({0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF})


@dataclass(frozen=True)
class Image:
    """A picture that may be kept: the ending of its file, the content type it is served with, its size in pixels."""

    ending: str
    content_type: str
    width: int
    height: int


class ImageRefusedError(ValueError):
    """Not a picture that may be kept; `code` is "empty", "large", "unknown", "damaged" or "sides"."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def image_of(data: bytes) -> Image:
    """Return what picture these bytes are; ImageRefusedError when they are none, or too large.

    >>> image_of(b"<script>alert(1)</script>")
    Traceback (most recent call last):
    campaigns.rules.image_files.ImageRefusedError: unknown
    """
    if not data:
        raise ImageRefusedError("empty")
    if len(data) > LARGEST_BYTES:
        raise ImageRefusedError("large")
    try:
        image = _read(data)
    except (IndexError, ValueError):
        raise ImageRefusedError("damaged") from None
    if image is None:
        raise ImageRefusedError("unknown")
    if not (0 < image.width <= LARGEST_SIDE and 0 < image.height <= LARGEST_SIDE):
        raise ImageRefusedError("sides")
    return image


def _read(data: bytes) -> Image | None:
    if data.startswith(_PNG):
        return Image("png", "image/png", *_png(data))
    if data.startswith(b"\xff\xd8\xff"):
        return Image("jpg", "image/jpeg", *_jpeg(data))
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return Image("webp", "image/webp", *_webp(data))
    if data[:6] in {b"GIF87a", b"GIF89a"}:
        return Image("gif", "image/gif", *_gif(data))
    return None


def _png(data: bytes) -> tuple[int, int]:
    """Walk the chunks with their check sums up to IEND, which must be the end."""
    place, sides, seen_pixels = len(_PNG), None, False
    while True:
        length = _number(data, place, 4)
        name, body = data[place + 4 : place + 8], data[place + 8 : place + 8 + length]
        if len(body) != length or zlib.crc32(name + body) != _number(data, place + 8 + length, 4):
            raise ValueError("chunk")
        if name == b"IHDR":
            sides = _number(body, 0, 4), _number(body, 4, 4)
        seen_pixels = seen_pixels or name == b"IDAT"
        place += 12 + length
        if name == b"IEND":
            if sides is None or not seen_pixels or place != len(data):
                raise ValueError("end")
            return sides


def _jpeg(data: bytes) -> tuple[int, int]:
    """Walk the segments to the first scan, for the frame's size; the file must end as a JPEG ends."""
    if b"\xff\xd9" not in data[-64:]:
        raise ValueError("end")
    place, sides = 2, None
    while True:
        if data[place] != 0xFF:
            raise ValueError("marker")
        kind = data[place + 1]
        if kind == 0xFF:
            place += 1
            continue
        length = _number(data, place + 2, 2)
        if length < 2:
            raise ValueError("length")
        if kind in _FRAMES:
            sides = _number(data, place + 7, 2), _number(data, place + 5, 2)
        if kind == 0xDA:
            if sides is None:
                raise ValueError("scan before frame")
            return sides
        place += 2 + length


def _webp(data: bytes) -> tuple[int, int]:
    """Read the size from the first chunk of one of the three kinds; the length in the head must be that of the file."""
    length = int.from_bytes(data[4:8], "little") + 8
    if not len(data) - 1 <= length <= len(data):
        raise ValueError("length")
    kind = data[12:16]
    if kind == b"VP8X":
        return int.from_bytes(data[24:27], "little") + 1, int.from_bytes(data[27:30], "little") + 1
    if kind == b"VP8 " and data[23:26] == b"\x9d\x01\x2a":
        return int.from_bytes(data[26:28], "little") & 0x3FFF, int.from_bytes(data[28:30], "little") & 0x3FFF
    if kind == b"VP8L" and data[20] == 0x2F:
        bits = int.from_bytes(data[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    raise ValueError("kind")


def _gif(data: bytes) -> tuple[int, int]:
    if data[-1] != 0x3B or len(data) < 20:
        raise ValueError("end")
    return int.from_bytes(data[6:8], "little"), int.from_bytes(data[8:10], "little")


def _number(data: bytes, place: int, size: int) -> int:
    found = data[place : place + size]
    if len(found) != size:
        raise ValueError("cut")
    return int.from_bytes(found, "big")
