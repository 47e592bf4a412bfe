"""Pictures that came before notes were left out at the door lose theirs: the place, the owner, the device (`rules.image_notes`).

It may run as often as it likes: a picture without notes is read and left alone.
"""

import logging
import os
import secrets
from pathlib import Path

from django.db import transaction

from accounts.services import record
from campaigns.models import Picture
from campaigns.rules.image_files import ImageRefusedError, image_of
from campaigns.rules.image_notes import without_notes
from campaigns.services.pictures import path_of

logger = logging.getLogger(__name__)


def strip_kept_notes() -> int:
    """Take the notes out of every kept picture that has some; return how many had.

    The pixels stay byte for byte. A picture that cannot be read is left as it is and named in the log. Killed at any moment it
    leaves each picture whole, with its notes or without.
    """
    stripped = 0
    for pk in Picture.objects.exclude(file="").values_list("pk", flat=True).iterator():
        if _has_notes(Picture.objects.filter(pk=pk).first()):
            stripped += _strip(pk)
    return stripped


def _has_notes(picture: Picture | None) -> bool:
    if picture is None or not picture.file:
        return False
    read = _read(picture)
    return read is not None and read[0] != read[1]


def _read(picture: Picture) -> tuple[bytes, bytes] | None:
    """Return the picture as it is kept, and without its notes; None where it is gone or cannot be read."""
    path = path_of(picture)
    try:
        data = path.read_bytes()
        return data, without_notes(data, image_of(data).ending)
    except (OSError, ImageRefusedError):
        logger.warning("The file of picture %s cannot be read; its notes, if it has some, are still in it.", picture.pk)
        return None


@transaction.atomic
def _strip(pk: int) -> bool:
    """Write a picture without its notes under its own name, unless it was changed or taken away since."""
    picture = Picture.objects.select_for_update().select_related("campaign").filter(pk=pk).exclude(file="").first()
    read = _read(picture) if picture is not None else None
    if picture is None or read is None or read[0] == read[1]:
        return False
    _replace(path_of(picture), read[1])
    record(
        actor=None,
        action="picture.strip_notes",
        target=f"campaign {picture.campaign_id} {picture.campaign.name}",
        before={"picture": picture.name, "bytes": len(read[0])},
        after={"bytes": len(read[1])},
    )
    return True


def _replace(path: Path, data: bytes) -> None:
    half = path.with_name(f"{secrets.token_hex(16)}.half")
    number = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(number, "wb") as file:
            file.write(data)
        half.replace(path)
    except OSError:
        half.unlink(missing_ok=True)
        raise
