"""What a camera wrote into a picture is not kept; the picture is, and which way up it is held."""

import io
import struct
import zlib
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from campaigns.rules import image_notes
from campaigns.rules.image_files import ImageRefusedError, image_of
from campaigns.rules.image_notes import held, orientation_of, without_notes
from tests.campaigns.pictures.images import gif, jpeg, png, webp

SECRET = b"Zhang San, 39.9042 N 116.4074 E"
KINDS = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP"}
MADE = {"png": png, "jpg": jpeg, "webp": webp, "gif": gif}


def photograph(ending, orientation, **more):
    """Return a picture of that kind with the owner and the place in its EXIF, held that way."""
    exif = Image.Exif()
    exif[0x0112], exif[0x013B], exif[0x010F] = orientation, SECRET.decode(), "Camera"
    exif.get_ifd(0x8825).update({1: "N", 2: (39.0, 54.0, 15.0)})
    picture = Image.effect_noise((40, 24), 60).convert("RGB")
    out = io.BytesIO()
    picture.save(out, KINDS[ending], exif=exif, **more)
    return out.getvalue()


def opened(data):
    picture = Image.open(io.BytesIO(data))
    picture.load()
    return picture


@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
@pytest.mark.parametrize("ending", KINDS)
def test_the_place_and_the_owner_go_the_pixels_and_the_way_up_stay(ending, orientation):
    taken = photograph(ending, orientation)
    kept = without_notes(taken, ending)
    assert SECRET in taken
    assert SECRET not in kept
    assert b"Camera" not in kept
    assert opened(kept).tobytes() == opened(taken).tobytes()
    exif = opened(kept).getexif()
    assert exif.get(0x0112, 1) == orientation
    assert set(exif) <= {0x0112}
    assert image_of(kept) == image_of(taken)
    assert without_notes(kept, ending) == kept


@pytest.mark.parametrize("ending", MADE)
def test_a_picture_without_notes_stays_as_it_is(ending):
    assert without_notes(MADE[ending](), ending) == MADE[ending]()


def test_colours_of_a_jpeg_stay_comments_and_the_pictures_behind_it_go():
    profile = b"profile of the colours" * 20
    taken = photograph("jpg", 6, icc_profile=profile, comment=SECRET, progressive=True)
    kept = without_notes(taken + photograph("jpg", 1), "jpg")
    assert SECRET not in kept
    assert kept.endswith(b"\xff\xd9")
    assert opened(kept).info["icc_profile"] == profile
    assert opened(kept).tobytes() == opened(taken).tobytes()


def test_words_in_a_png_go():
    words = PngImagePlugin.PngInfo()
    words.add_text("Author", SECRET.decode())
    words.add_itxt("XML:com.adobe.xmp", SECRET.decode())
    taken = photograph("png", 1, pnginfo=words)
    assert SECRET not in without_notes(taken, "png")


def test_a_moving_gif_moves_on_without_its_comment():
    frames = [Image.effect_noise((8, 8), spread).convert("P") for spread in (20, 90)]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], loop=0, duration=80, comment=SECRET)
    kept = without_notes(out.getvalue(), "gif")
    assert SECRET in out.getvalue()
    assert SECRET not in kept
    assert (opened(kept).n_frames, opened(kept).info["loop"]) == (2, 0)


@given(st.integers(1, 8))
def test_the_note_that_is_left_says_the_same(orientation):
    assert orientation_of(held(orientation)) == orientation


@given(st.binary(max_size=80))
def test_any_note_is_read_without_trouble(tiff):
    assert 1 <= orientation_of(tiff) <= 8
    assert 1 <= orientation_of(b"MM\0*\0\0\0\x08" + tiff) <= 8


@given(st.sampled_from(sorted(MADE)), st.data())
def test_a_damaged_picture_is_refused_and_nothing_else_happens(ending, data):
    whole = MADE[ending]()
    place = data.draw(st.integers(8, len(whole) - 1))
    broken = whole[:place] + data.draw(st.binary(min_size=1, max_size=6)) + whole[place + 1 :]
    with suppress(ImageRefusedError):
        assert len(without_notes(broken, ending)) <= len(broken) + len(held(6)) + 40


def test_a_huge_entry_count_is_no_endless_walk():
    assert orientation_of(b"MM\0*" + struct.pack(">I", 8) + b"\xff\xff" + bytes(24)) == 1
    assert zlib.crc32(image_notes.held(1)) != zlib.crc32(image_notes.held(2))
