"""What the pictures of a sale brought: one test for each place and product, and what it says (playbook P11)."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Literal

from campaigns.models import Brief, Campaign, Picture
from campaigns.rules.picture_test import Arm, Verdict, is_shown_better, judge, wilson

Standing = Literal["winner", "leader", "racing", "beaten", "unshown"]
PICTURES_WANTED = 10
TESTED_FROM = 500
"""A picture counts as tested from so many impressions on: fewer say nothing about a click rate of a few per cent."""
NEEDED_IN_BRIEF = ("idea", "theme", "selling_point", "purpose", "places", "deadline")


@dataclass(frozen=True)
class PictureRow:
    """One picture with its rates, shares from 0 to 1, and their 95% intervals; how it stands in its test."""

    picture: Picture
    click_rate: float
    click_low: float
    click_high: float
    conversion: float
    conversion_low: float
    conversion_high: float
    standing: Standing


@dataclass(frozen=True)
class PictureTest:
    """The pictures of one place and product, the highest click rate first, and the verdict on their clicks.

    `converts_worse` is set when the numbers show that the winner turns fewer of its clicks into orders than another one.
    """

    place: str
    product: str
    rows: tuple[PictureRow, ...]
    verdict: Verdict
    winner: PictureRow | None
    converts_worse: PictureRow | None

    @property
    def racing(self) -> int:
        """How many pictures are still in the race, the leader among them."""
        return sum(row.standing != "beaten" for row in self.rows)


def picture_tests(campaign: Campaign) -> list[PictureTest]:
    """Return the tests of a sale in order of their place and product."""
    groups: dict[tuple[str, str], list[Picture]] = defaultdict(list)
    for picture in campaign.pictures.all():
        groups[(picture.place, picture.product)].append(picture)
    return [_test(place, product, pictures) for (place, product), pictures in sorted(groups.items())]


def tested_count(campaign: Campaign) -> int:
    """Return how many pictures were shown often enough to count as tested."""
    return campaign.pictures.filter(impressions__gte=TESTED_FROM).count()


def brief_of(campaign: Campaign) -> Brief | None:
    """Return the brief, or None while nobody has written one."""
    return Brief.objects.select_related("changed_by").filter(campaign=campaign).first()


def missing_in_brief(brief: Brief | None) -> list[str]:
    """Return the fields a designer cannot do without that are still empty."""
    return [name for name in NEEDED_IN_BRIEF if brief is None or not getattr(brief, name)]


def _test(place: str, product: str, pictures: list[Picture]) -> PictureTest:
    clicks = [Arm(picture.impressions, picture.clicks) for picture in pictures]
    verdict = judge(clicks)
    rows = [_row(picture, _standing(place_no, clicks[place_no], verdict)) for place_no, picture in enumerate(pictures)]
    winner = rows[verdict.winner] if verdict.winner is not None else None
    worse = None
    if winner is not None and verdict.winner is not None:
        orders = [Arm(picture.clicks, picture.orders) for picture in pictures]
        better = [row for row, arm in zip(rows, orders, strict=True) if is_shown_better(arm, orders[verdict.winner], len(orders))]
        worse = max(better, key=lambda row: row.conversion, default=None)
    ordered = tuple(sorted(rows, key=lambda row: (row.standing == "unshown", -row.click_rate, row.picture.pk)))
    return PictureTest(place, product, ordered, verdict, winner, worse)


def _standing(number: int, arm: Arm, verdict: Verdict) -> Standing:
    if not arm.shown:
        return "unshown"
    if number == verdict.winner:
        return "winner"
    if number == verdict.leader:
        return "leader"
    return "beaten" if number in verdict.beaten else "racing"


def _row(picture: Picture, standing: Standing) -> PictureRow:
    clicks, orders = Arm(picture.impressions, picture.clicks), Arm(picture.clicks, picture.orders)
    return PictureRow(
        picture,
        clicks.rate,
        *wilson(picture.clicks, picture.impressions),
        orders.rate,
        *wilson(picture.orders, picture.clicks),
        standing,
    )
