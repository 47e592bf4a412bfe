"""Only real pictures are kept, whatever a file is called."""

import doctest
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.rules import image_files
from campaigns.rules.image_files import ImageRefusedError, image_of
from tests.campaigns.pictures.images import gif, jpeg, png, webp

GOOD = {"png": (png, 3, 2), "jpg": (jpeg, 5, 4), "webp": (webp, 7, 6), "gif": (gif, 9, 8)}


def test_the_worked_examples_hold():
    assert doctest.testmod(image_files).failed == 0


@pytest.mark.parametrize("ending", GOOD)
def test_each_kind_is_known_by_its_bytes(ending):
    make, width, height = GOOD[ending]
    image = image_of(make())
    assert (image.ending, image.width, image.height) == (ending, width, height)
    assert image.content_type.startswith("image/")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * (image_files.LARGEST_BYTES + 1), "large"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "unknown"),
        (b"%PDF-1.7", "unknown"),
        (png(20_000, 1), "sides"),
        (gif(0, 5), "sides"),
        (png() + b"<script>alert(1)</script>", "damaged"),
        (png().replace(b"IDAT", b"IDAX"), "damaged"),
        (jpeg()[:-10], "damaged"),
        (webp()[:-3], "damaged"),
        (gif()[:-1], "damaged"),
    ],
)
def test_what_is_no_picture_is_refused_with_why(data, code):
    with pytest.raises(ImageRefusedError) as refused:
        image_of(data)
    assert refused.value.code == code


@given(st.sampled_from(sorted(GOOD)), st.data())
def test_a_picture_cut_anywhere_is_refused_and_nothing_else_happens(ending, data):
    whole = GOOD[ending][0]()
    cut = data.draw(st.integers(0, len(whole) - 2))
    with pytest.raises(ImageRefusedError):
        image_of(whole[:cut])


@given(st.binary(max_size=300), st.sampled_from([b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF\0\0\0\0WEBP", b"GIF89a"]))
def test_any_bytes_are_answered(tail, head):
    with suppress(ImageRefusedError):
        assert image_of(head + tail).width > 0
