"""The first line of the page of pictures: who won, or how far the test is."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.queries.pictures import PICTURES_WANTED, PictureTest
from campaigns.words.headlines import Headline
from campaigns.words.pictures import verdict_words


def of_pictures(tests: Sequence[PictureTest], tested: int) -> Headline:
    """Say what was found: the winners by name, else how far the test is."""
    pictures = sum(len(test.rows) for test in tests)
    if not pictures:
        return Headline(
            _("No picture is being tested yet."),
            _("Ten pictures, shown side by side, say more than any quarrel about taste."),
        )
    won = [test for test in tests if test.winner]
    far = tested_words(tested)
    if not won:
        waiting = next((test for test in tests if len(test.rows) > 1), None)
        return Headline(_("No winner can be named yet."), f"{far} {verdict_words(waiting)}" if waiting else far)
    names = ", ".join(f"“{test.winner.picture.name}”" for test in won if test.winner)
    title = ngettext("{names} won.", "{names} won, each in its place.", len(won)).format(names=names)
    return Headline(title, f"{far} {verdict_words(won[0])}")


def tested_words(tested: int) -> str:
    """Say how many pictures are tested, of how many as long as some are missing."""
    if tested < PICTURES_WANTED:
        words = ngettext("{tested} of {wanted} picture tested.", "{tested} of {wanted} pictures tested.", PICTURES_WANTED)
        return words.format(tested=tested, wanted=PICTURES_WANTED)
    return ngettext("{tested} picture tested.", "{tested} pictures tested.", tested).format(tested=tested)
