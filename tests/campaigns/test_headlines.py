"""The first line of the pages."""

from datetime import timedelta

import pytest

from campaigns.checks import all_checks
from campaigns.models import GatePoint
from campaigns.pages import ruler
from campaigns.queries import pages
from campaigns.words import headlines
from tests.campaigns.conftest import START

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("at", "start"),
    [
        (START - timedelta(days=26), "26 days to go: "),
        (START - timedelta(hours=30), "2 days to go: "),
        (START + timedelta(hours=20, minutes=7), "It runs, 3\u00a0h\u00a053\u00a0min to go: "),
    ],
)
def test_how_a_plan_stands(sale, at, start):
    state = pages.plan_state(campaign=sale, at=at)
    headline = headlines.of_plan(state, at=at)
    reds = f"{len(state.failed)} of {len(state.checks)} checks"
    assert headline.title.startswith(start + reds)
    assert headline.title.endswith("the plan of ¥62.0\u00a0M does not stand yet.") or "shut" in headline.title
    assert "".join(headline.parts) == headline.title


def test_a_sale_that_is_over(sale):
    at = START + timedelta(days=12)
    headline = headlines.of_plan(pages.plan_state(campaign=sale, at=at), at=at)
    assert headline.title == "It ended 12 days ago; the plan was ¥62.0\u00a0M."


def test_red_checks_keep_the_gate_shut(sale):
    sale.gate_points.filter(stage="preparation").delete()
    GatePoint.objects.create(campaign=sale, stage="preparation", kind="check", key="data")
    at = START - timedelta(days=26)
    title = headlines.of_plan(pages.plan_state(campaign=sale, at=at), at=at).title
    assert title.endswith("the gate of 20 Oct shut.")
    sale.gate_points.filter(stage="preparation").update(kind="hand", key="stand_booked")
    at = START - timedelta(days=26)
    state = pages.plan_state(campaign=sale, at=at)
    assert "does not stand yet" in headlines.of_plan(state, at=at).title


def test_what_is_missing_comes_first(sale):
    codes = [(check.code, check.state) for check in all_checks(sale, START)]
    assert ("data", "failed") in codes
    assert [state for _code, state in codes] == sorted((state for _code, state in codes), key="failed watch done".index)
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
