"""Where the bytes lie: uploads by their content, claims by import. Folders 0700, files 0600."""

import hashlib
import os
import secrets
import shutil
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from imports.errors import NotPossible, TooLarge

PIECE = 1 << 20


@dataclass(frozen=True)
class Kept:
    """One file kept: its sha256, its size in bytes, its path below DATA_DIR."""

    digest: str
    size: int
    path: str


def keep(file: Iterable[bytes] | Path) -> Kept:
    """Copy the bytes to their place by content and return where that is; the same bytes again take no more room.

    Streams. Raises TooLarge beyond settings.UPLOAD_LIMIT_BYTES and NotPossible when the disk is full; then nothing stays on disk.
    """
    incoming = Path(settings.DATA_DIR) / "incoming"
    incoming.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = incoming / f"{secrets.token_hex(8)}.part"
    try:
        digest, size = _copy(_pieces(file), part)
        place = Path("uploads") / digest[:2] / digest
        target = Path(settings.DATA_DIR) / place
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part.replace(target)
    except OSError as error:
        raise NotPossible(_("The file could not be stored: the disk is full or cannot be written."), code="disk") from error
    finally:
        part.unlink(missing_ok=True)
    return Kept(digest=digest, size=size, path=str(place))


def _pieces(file: Iterable[bytes] | Path) -> Iterator[bytes]:
    """Give the bytes piece by piece, from a path or from whatever yields them."""
    if not isinstance(file, Path):
        yield from file
        return
    with file.open("rb") as opened:
        while piece := opened.read(PIECE):
            yield piece


def _copy(pieces: Iterable[bytes], part: Path) -> tuple[str, int]:
    """Write the pieces, private from the first byte, and return (sha256 hex, size)."""
    limit = settings.UPLOAD_LIMIT_BYTES
    told, size = hashlib.sha256(), 0
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        for piece in pieces:
            size += len(piece)
            if size > limit:
                raise too_large()
            told.update(piece)
            out.write(piece)
        out.flush()
        os.fsync(out.fileno())
    return told.hexdigest(), size


def too_large() -> TooLarge:
    """Say that a file is beyond the limit of this installation, and what to do instead."""
    sentence = _("The file is larger than the %(limit)s MB taken here. Export a shorter period and send several files.")
    return TooLarge(sentence % {"limit": f"{settings.UPLOAD_LIMIT_BYTES / 1_000_000:,.0f}"}, code="too_large")


def new_claims_folder(*, job_id: int) -> Path:
    """Make an empty folder for one preparation of one import and return its path below DATA_DIR.

    Each preparation has its own, so that a worker thought dead cannot write into the folder of the one that took over.
    """
    place = Path("claims") / str(job_id) / secrets.token_hex(4)
    (Path(settings.DATA_DIR) / place).mkdir(mode=0o700, parents=True)
    return place


def drop_claims(*, job_id: int, but: str = "") -> None:
    """Remove the claims folders of an import, all but the one named (a path below DATA_DIR)."""
    folder = Path(settings.DATA_DIR) / "claims" / str(job_id)
    if not folder.exists():
        return
    for each in folder.iterdir():
        if str(each.relative_to(settings.DATA_DIR)) != but:
            shutil.rmtree(each, ignore_errors=True)
    if not but:
        shutil.rmtree(folder, ignore_errors=True)


def drop_upload(path: str) -> None:
    """Remove the bytes at a path below DATA_DIR; nothing when they are gone already."""
    if path:
        (Path(settings.DATA_DIR) / path).unlink(missing_ok=True)


def clean_name(filename: str) -> str:
    r"""Return the bare name of a file a stranger named: no folders, no control characters, at most 255 characters.

    >>> clean_name("C:\\exports\\orders 2025.csv")
    'orders 2025.csv'
    >>> clean_name("../../etc/passwd")
    'passwd'
    """
    bare = filename.replace("\\", "/").rsplit("/", 1)[-1]
    bare = "".join(letter for letter in bare if unicodedata.category(letter)[0] != "C").strip()
    stem, dot, ending = bare.rpartition(".")
    if len(bare) > 255 and dot:
        return f"{stem[: 254 - len(ending)]}.{ending}"[:255]
    return bare[:255] or "file"
