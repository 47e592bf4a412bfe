"""The pictures of the demo shop are pictures, small, all different, and the same each time."""

import io

from PIL import Image

from campaigns.rules.image_files import image_of
from campaigns.rules.image_notes import without_notes
from imports.demo.images import PICTURES, SIDE, demo_picture
from imports.demo.tasks import SHOWN


def test_each_is_a_small_png_without_notes():
    assert set(PICTURES) == {name for name, *_counts in SHOWN}
    made = {name: demo_picture(name) for name in PICTURES}
    assert len(set(made.values())) == len(made)
    for data in made.values():
        image = image_of(data)
        assert (image.content_type, image.width, image.height) == ("image/png", SIDE, SIDE)
        assert len(data) < 2_000
        assert without_notes(data, "png") == data
    drawn = Image.open(io.BytesIO(made["红围巾"]))
    assert drawn.convert("RGB").getpixel((SIDE // 2, 200)) == (0xC8, 0x32, 0x2B)
    assert demo_picture("雪地") == made["雪地"]
