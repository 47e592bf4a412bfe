"""Pictures kept before notes were left out at the door lose them, once; what cannot be read is left and named."""

import logging
import struct
import zlib

import pytest

from accounts.models import AuditEntry
from campaigns.services import pictures as services
from campaigns.services.picture_notes import strip_kept_notes
from campaigns.tasks import strip_picture_notes
from tests.campaigns.pictures.images import jpeg, png

pytestmark = pytest.mark.django_db
OWNER = b"Zhang San, 39.9042 N 116.4074 E"


def noted_png():
    body = b"Author\0" + OWNER
    note = struct.pack(">I", len(body)) + b"tEXt" + body + struct.pack(">I", zlib.crc32(b"tEXt" + body))
    plain = png()
    return plain[:33] + note + plain[33:]


def noted_jpeg():
    comment = b"\xff\xfe" + struct.pack(">H", len(OWNER) + 2) + OWNER
    return jpeg()[:20] + comment + jpeg()[20:]


@pytest.fixture
def old(add, settings, tmp_path):
    """A picture whose file was kept as it came."""
    settings.DATA_DIR = tmp_path

    def make(name, clean, noted):
        picture = add(name, data=clean)
        services.path_of(picture).write_bytes(noted)
        return picture

    return make


def test_kept_pictures_lose_their_notes_once(old, add):
    pictures = {old("Sea", png(), noted_png()): png(), old("Snow", jpeg(), noted_jpeg()): jpeg()}
    add("Elsewhere")
    add("Clean", data=png(9, 9))
    assert strip_picture_notes() == 2
    for picture, clean in pictures.items():
        path = services.path_of(picture)
        assert path.read_bytes() == clean
        assert path.stat().st_mode & 0o777 == 0o600
        picture.refresh_from_db()
        assert picture.version == 1
    assert len(list(services.path_of(picture).parent.iterdir())) == 3
    entries = AuditEntry.objects.filter(action="picture.strip_notes")
    assert {entry.before["picture"] for entry in entries} == {"Sea", "Snow"}
    assert strip_kept_notes() == 0
    assert entries.count() == 2


def test_what_cannot_be_read_is_left_and_named_and_the_others_go_on(old, caplog):
    broken = old("Broken", png(), noted_png()[:40])
    gone = old("Gone", png(), png())
    services.path_of(gone).unlink()
    sea = old("Sea", png(), noted_png())
    with caplog.at_level(logging.WARNING):
        assert strip_kept_notes() == 1
    assert services.path_of(broken).read_bytes() == noted_png()[:40]
    assert all(f"picture {one.pk} " in caplog.text for one in (broken, gone))
    assert services.path_of(sea).read_bytes() == png()


def test_a_crash_leaves_the_picture_whole(old, monkeypatch):
    picture = old("Sea", png(), noted_png())

    def full(*_args):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("campaigns.services.picture_notes.os.fdopen", full)
        with pytest.raises(OSError, match="No space left"):
            strip_kept_notes()
    assert services.path_of(picture).read_bytes() == noted_png()
    assert [path.name for path in services.path_of(picture).parent.iterdir()] == [picture.file]
    assert not AuditEntry.objects.filter(action="picture.strip_notes").exists()
