"""The pictures on the papers: what their test says, and the best of them to look at (playbook P11)."""

from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.models import Campaign
from campaigns.queries.pictures import PictureRow, picture_tests, tested_count
from campaigns.services.pictures import path_of
from campaigns.words.picture_headlines import of_pictures
from common.money import format_share
from common.papers import Block, Thumb

MOST = 4


def pictures(campaign: Campaign) -> Block:
    """Say who won or how far the test is, and show up to four pictures with a file, winners first, then by click rate."""
    tests = picture_tests(campaign)
    if not tests:
        return Block(_("Pictures"), (_("No picture is being tested yet."),))
    rows = [row for test in tests for row in test.rows if row.picture.file]
    best = sorted(rows, key=lambda row: (row.standing != "winner", row.standing == "unshown", -row.click_rate, row.picture.pk))
    said = of_pictures(tests, tested_count(campaign))
    return Block(said.title, (said.why,), thumbs=tuple(_thumb(campaign, row) for row in best[:MOST]))


def _thumb(campaign: Campaign, row: PictureRow) -> Thumb:
    picture = row.picture
    rate = "" if row.standing == "unshown" else format_share(row.click_rate, 2)
    return Thumb(
        words=f"{picture.name} {rate}".strip(),
        url=reverse("campaigns:picture-file", args=[campaign.pk, picture.pk]),
        path=path_of(picture),
        width=picture.width,
        height=picture.height,
    )
