"""A wall in a real browser: it fills and renews itself, and turns grey when its data, or the answers, are too old."""

import re

import pytest
from django.core.cache import cache
from django.utils import timezone

from live.models import BoardSnapshot
from live.services import make_wall
from tests.live.scenario import HOUR, double_11

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def wall(live_server):
    """A sale in its eleventh hour by the real clock, and its wall."""
    cache.clear()
    start = timezone.now().replace(second=0, microsecond=0, minute=timezone.now().minute // 10 * 10) - 10 * HOUR
    sale = double_11(scale=2000, start=start, at=timezone.now())
    fresh = make_wall(
        actor=None,
        values={"name": "War room", "campaign": sale.campaign, "language": "en", "grey_after": 30},
        at=timezone.now(),
    )
    return f"{live_server.url}/board/wall/{fresh.token}/"


def test_a_wall_turns_grey_when_the_data_are_old_and_when_nobody_answers(wall, open_page):
    watched = open_page(width=1920, height=1080)
    page = watched.page
    page.clock.install(time=timezone.now())
    page.goto(wall)
    assert "is-stale" not in page.locator("body").get_attribute("class")
    assert page.locator("[data-kind]").count() == 1
    assert page.context.cookies() == []

    BoardSnapshot.objects.update(data_as_of=timezone.now() - 2 * HOUR)  # the files stopped coming two hours ago
    page.clock.run_for(40_000)
    page.locator("body.is-stale").wait_for()
    page.locator("#wall-age", has_text=re.compile(r"2 h")).wait_for()
    assert page.locator("#wall-age").evaluate("each => parseFloat(getComputedStyle(each).fontSize)") > 100
    assert "grayscale" in page.locator("#wall").evaluate("each => getComputedStyle(each).filter")

    BoardSnapshot.objects.update(data_as_of=timezone.now())  # they come again: colour by itself
    page.clock.run_for(40_000)
    page.locator("body:not(.is-stale)").wait_for()

    page.context.route("**/now/", lambda route: route.abort())  # the server is gone
    page.clock.run_for(150_000)
    page.locator("body.is-stale").wait_for()
    page.locator("#wall-why", has_text="without an answer").wait_for()
    watched.complaints.clear()  # the browser tells its console of each refused request


def test_another_release_makes_the_wall_load_itself_anew(wall, open_page):
    page = open_page(width=1920, height=1080).page
    page.goto(wall)
    page.evaluate("document.body.dataset.release = 'older'; document.body.dataset.mark = 'here'")
    page.evaluate("dispatchEvent(new Event('online'))")
    page.locator("body:not([data-mark])").wait_for()
    assert page.locator("[data-kind]").count() == 1
