"""The board in a real Chromium: it refreshes itself in place, keeps its charts, and fits every width."""

import re

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import OpenPage, Program, until, widest

pytestmark = pytest.mark.browser

LOAD = """
import datetime as dt
from tests.live.scenario import HOUR, double_11
now = dt.datetime.now(dt.UTC)
start = now.replace(minute=0, second=0, microsecond=0) - 10 * HOUR
sale = double_11(scale=1000, start=start, at=now)
print("campaign=%d" % sale.campaign.pk)
"""
MORE = """
import datetime as dt
from tests.live.scenario import HOUR, Paid, load_orders
from live.services import recompute_touched
from orders.models import Shop
now = dt.datetime.now(dt.UTC)
shop = Shop.objects.get(name="Qinghe womenswear")
hours = load_orders(shop, [Paid("more", now - 2 * HOUR, 12_345_00)], as_of=now)
print(recompute_touched(shop=shop, hours=hours, at=now))
"""
BOARD = re.compile(r"/board/\d+/$")  # not the parts beside it: banner, tiers, cards
LAST_SOLD = """() => {
  const line = document.getElementById("plot-running").data.find((trace) => trace.name === "sold");
  return line.y.filter((value) => value !== null).at(-1);
}"""


def refresh(page: Page) -> int:
    """Ask for a refresh as coming back to the tab does; return the status of the answer."""
    with page.expect_response(BOARD) as answer:
        page.evaluate('document.body.dispatchEvent(new CustomEvent("page:shown"))')
    return answer.value.status


def drawn(page: Page) -> None:
    page.wait_for_selector("#plot-running[data-drawn]")
    page.wait_for_selector("#plot-hours[data-drawn]")


@pytest.fixture(scope="module")
def campaign(program: Program) -> str:
    said = program.manage("shell", "-c", LOAD)
    return next(line for line in said.splitlines() if line.startswith("campaign=")).removeprefix("campaign=")


def test_it_refreshes_in_place_and_keeps_its_charts(program: Program, open_page: OpenPage, campaign: str):
    page = program.sign_in(open_page().page)
    page.goto(f"{program.url}/board/{campaign}/")
    drawn(page)
    page.evaluate("window.keptPlot = document.getElementById('plot-running')")
    before = page.evaluate(LAST_SOLD)
    sold = page.locator(".figure__value").first.inner_text()
    program.manage("shell", "-c", MORE)
    assert refresh(page) == 200
    until(page, "(before) => document.querySelector('.figure__value').innerText !== before", sold)
    until(page, f"(before) => ({LAST_SOLD})() > before", before)
    assert page.evaluate("window.keptPlot === document.getElementById('plot-running') && window.keptPlot.isConnected")
    assert page.evaluate("performance.getEntriesByType('navigation').length") == 1


def test_an_unchanged_board_answers_304_and_nothing_moves(program: Program, open_page: OpenPage, campaign: str):
    page = program.sign_in(open_page().page)
    page.goto(f"{program.url}/board/{campaign}/")
    drawn(page)
    statuses = []
    for _try in range(4):  # a minute may turn in between: then the age is new, and the next one is unchanged
        page.evaluate("window.sentence = document.querySelector('.headline__title')")
        statuses.append(refresh(page))
        if statuses[-1] == 304:
            break
    assert statuses[-1] == 304
    assert page.evaluate("window.sentence.isConnected && window.sentence.innerText.length > 10")


def test_many_refreshes_leave_no_nodes_behind(program: Program, open_page: OpenPage, campaign: str):
    page = program.sign_in(open_page().page)
    page.goto(f"{program.url}/board/{campaign}/")
    drawn(page)
    count = "document.querySelectorAll('*').length"
    before = page.evaluate(count)
    for _try in range(5):
        page.evaluate("document.getElementById('board').dataset.etag = 'none'")
        assert refresh(page) == 200
        page.wait_for_timeout(150)
    assert abs(page.evaluate(count) - before) < 20


@pytest.mark.parametrize(("width", "dark"), [(1440, False), (1440, True), (1280, False), (820, False), (390, False), (360, True)])
def test_it_fits_and_can_be_read(program: Program, open_page: OpenPage, axe, campaign: str, width: int, dark: bool):
    page = program.sign_in(open_page(width=width, dark=dark).page)
    page.goto(f"{program.url}/board/{campaign}/")
    drawn(page)
    assert widest(page) == 0
    assert axe(page) == []
    labels = page.eval_on_selector_all("[role=img]", "nodes => nodes.map((node) => node.getAttribute('aria-label'))")
    assert all(labels)
