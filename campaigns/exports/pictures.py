"""The pictures of a sale with what they brought, as rows for a spreadsheet."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from campaigns.queries.pictures import PictureTest
from common.spreadsheets import Cell


def picture_lines(tests: Sequence[PictureTest]) -> Iterator[list[Cell]]:
    """Yield the header, then each picture: its numbers, its rates (0 to 1) with their 95% intervals, its standing."""
    yield [
        _("Picture"), _("Place"), _("Product"), _("Impressions"), _("Clicks"), _("Orders"), _("Click rate"), _("from"), _("to"),
        _("Conversion"), _("from"), _("to"), _("Standing"),
    ]  # fmt: skip
    words = standing_words()
    for test in tests:
        for row in test.rows:
            picture = row.picture
            yield [
                picture.name, picture.place, picture.product, picture.impressions, picture.clicks, picture.orders,
                round(row.click_rate, 6), round(row.click_low, 6), round(row.click_high, 6),
                round(row.conversion, 6), round(row.conversion_low, 6), round(row.conversion_high, 6), words[row.standing],
            ]  # fmt: skip


def standing_words() -> dict[str, str]:
    """Return how a picture stands in its test, in words."""
    return {
        "winner": _("winner"),
        "leader": _("leads"),
        "racing": _("in the race"),
        "beaten": _("beaten"),
        "unshown": _("not shown"),
    }
