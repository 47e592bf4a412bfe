"""The first line of the pages."""

from datetime import timedelta

import pytest

from campaigns import headlines, ruler
from campaigns.checks import all_checks
from campaigns.queries import pages
from tests.campaigns.conftest import START

pytestmark = pytest.mark.django_db


MISSING = "2 things are missing before the plan of ¥62.0\u00a0M can stand."


@pytest.mark.parametrize(
    ("at", "title"),
    [
        (START - timedelta(days=26), f"26 days to go: {MISSING}"),
        (START - timedelta(hours=30), f"2 days to go: {MISSING}"),
        (START + timedelta(hours=20, minutes=7), f"It runs, 3\u00a0h\u00a053\u00a0min to go: {MISSING}"),
        (START + timedelta(days=12), "It ended 12 days ago; the plan was ¥62.0\u00a0M."),
    ],
)
def test_how_a_plan_stands(sale, at, title):
    state = pages.plan_state(campaign=sale, at=at)
    headline = headlines.of_plan(state, at=at)
    assert headline.title == title
    assert "".join(headline.parts) == title


def test_what_is_missing_comes_first(sale):
    codes = [(check.code, check.state) for check in all_checks(sale, START)]
    assert codes[0] == ("data", "failed")
    assert ("figures", "done") in codes
    assert ("curve", "watch") in codes
    for check in all_checks(sale, START):
        assert check.name
        assert check.found
        assert check.url


def test_the_list_in_every_state(sale):
    for at, title in (
        (START - timedelta(days=26), "Double 11 2026 starts in 26 days."),
        (START - timedelta(days=1), "Double 11 2026 starts in 1 day."),
        (START + timedelta(hours=1), "Double 11 2026 is running: 23\u00a0h to go."),
        (START + timedelta(days=5), "Nothing is planned; the last sale was Double 11 2026."),
    ):
        assert headlines.of_list(pages.sales(at=at), at=at).title == title


def test_the_ruler_holds_today(sale):
    at = START - timedelta(days=26)
    drawn = ruler.of_stages(pages.plan_state(campaign=sale, at=at).stages, at=at, zone=sale.time_zone)["wide"]
    assert drawn.now_x is not None
    assert drawn.pieces[0].look == "r-done"
    assert all(piece.x >= 0 and piece.x + piece.width <= drawn.width for piece in drawn.pieces)
    assert sum(piece.width for piece in drawn.pieces) < drawn.width
