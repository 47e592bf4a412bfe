"""The shell in a real browser: every width, every group, charts in the reader's colours, refreshes that leak nothing."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import expect

from accounts.roles import Role
from accounts.services import record
from promo_planner.navigation import shown_groups
from tests.browser.conftest import until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = ["accounts:staff", "accounts:audit", "accounts:tokens", "accounts:me", "accounts:password"]
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def sign_in(live_server, client_as):
    """Bring the session of a person of this role into a page of the browser."""

    def bring(watched, role=Role.ADMIN):
        client = client_as(role, username=f"{role}-person")
        cookie = client.cookies["sessionid"]
        watched.page.context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": live_server.url}])
        return client.user

    return bring


@pytest.mark.parametrize("width", [1440, 1280, 900, 390, 360])
def test_pages_fit_their_window(open_page, live_server, sign_in, width):
    watched = open_page(width=width)
    sign_in(watched)
    for name in PAGES:
        watched.page.goto(live_server.url + reverse(name))
        assert watched.page.evaluate(OVERFLOW) <= 0, name
        assert watched.page.locator("h1").count() == 1


@pytest.mark.parametrize(("width", "dark"), [(1440, False), (1440, True), (390, False)])
def test_axe_finds_nothing(open_page, live_server, sign_in, width, dark):
    watched = open_page(width=width, dark=dark)
    found = {}
    for address in ["/login/", "/no-such-page/", *PAGES]:
        if address == PAGES[0]:
            record(actor=sign_in(watched), action="plan.edit", target="campaign 7", before={"share": 20}, after={"share": 25})
        watched.page.goto(live_server.url + (address if "/" in address else reverse(address)))
        report = Axe().run(watched.page)
        found.update(
            {
                f"{address}: {fault['id']}": [node["html"][:200] for node in fault["nodes"]]
                for fault in report.response["violations"]
            }
        )
    assert found == {}
    watched.complaints = [said for said in watched.complaints if "404" not in said]


def test_a_phone_reaches_every_group(open_page, live_server, sign_in):
    watched = open_page(width=390, height=844)
    user = sign_in(watched)
    watched.page.goto(live_server.url + reverse("accounts:me"))
    expect(watched.page.locator(".nav")).to_be_hidden()
    watched.page.get_by_text("More", exact=False).last.click()
    sheet = watched.page.locator(".sheet")
    for group in shown_groups(user, "/"):
        for link in group.links:
            expect(sheet.locator(f"a[href='{link.href}']")).to_be_visible()
    expect(sheet.get_by_role("button", name="Sign out")).to_be_visible()
    watched.page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()


def test_between_phone_and_laptop_the_navigation_is_a_rail(open_page, live_server, sign_in):
    for width, low, high in ((769, 60, 110), (1100, 60, 110), (1101, 190, 220)):
        watched = open_page(width=width)
        if width == 769:
            sign_in(watched)
            cookies = watched.page.context.cookies()
        else:
            watched.page.context.add_cookies(cookies)
        watched.page.goto(live_server.url + reverse("accounts:me"))
        box = watched.page.locator(".nav").bounding_box()
        assert low <= box["width"] <= high, width
        expect(watched.page.locator(".nav a", has_text="People and roles")).to_be_visible()


def test_a_table_sorts_and_says_so(open_page, live_server, sign_in, person):
    watched = open_page()
    for name in ("b", "c", "a"):
        person(username=name)
    sign_in(watched)
    watched.page.goto(live_server.url + reverse("accounts:staff"))
    head = watched.page.locator("table[data-sortable] th").first
    names = watched.page.locator("table[data-sortable] tbody th")
    head.get_by_role("button").click()
    assert head.get_attribute("aria-sort") == "descending"
    falling = names.all_inner_texts()
    head.get_by_role("button").click()
    assert head.get_attribute("aria-sort") == "ascending"
    assert names.all_inner_texts() == sorted(falling)


def test_the_language_changes_in_place_and_stays(open_page, live_server):
    watched = open_page()
    watched.page.goto(f"{live_server.url}/login/")
    watched.page.get_by_role("button", name="中文").click()
    expect(watched.page.locator("html")).to_have_attribute("lang", "zh-hans")
    watched.page.goto(f"{live_server.url}/login/")
    expect(watched.page.get_by_role("button", name="English")).to_be_visible()


@pytest.mark.urls("tests.browser.chart_page")
def test_a_chart_is_drawn_in_the_colours_of_the_page_and_redrawn_in_the_dark(open_page, live_server):
    watched = open_page()
    page = watched.page
    page.goto(f"{live_server.url}/chart/")
    page.wait_for_selector("[data-drawn]")
    stroke = "getComputedStyle(document.querySelector('.scatterlayer .js-line')).stroke"
    assert page.evaluate(stroke) == "rgb(17, 25, 29)"
    assert page.locator(".modebar-btn").count() == 0
    page.emulate_media(color_scheme="dark")
    until(page, f"{stroke} === 'rgb(240, 244, 243)'")
    assert page.locator(".main-svg").first.bounding_box()["height"] == 320
    page.set_viewport_size({"width": 390, "height": 800})
    until(page, "document.querySelector('.main-svg').getBoundingClientRect().height === 240")
    assert page.evaluate(OVERFLOW) <= 0


@pytest.mark.urls("tests.browser.chart_page")
def test_a_refresh_draws_into_the_same_chart_and_an_unchanged_one_swaps_nothing(open_page, live_server):
    watched = open_page()
    page = watched.page
    page.goto(f"{live_server.url}/chart/")
    page.wait_for_selector("[data-drawn]")
    page.evaluate("document.querySelector('.chart__plot').mine = true")
    nodes = "document.querySelectorAll('.chart *').length"
    before = page.evaluate(nodes)
    with page.expect_response("**/part/") as first:
        page.evaluate("htmx.trigger('#part', 'refresh')")
    assert first.value.status == 200
    expect(page.locator("#part p")).to_have_text("second")
    until(page, "document.querySelector('.chart__plot').data[0].y[2] === 8")
    assert page.evaluate("document.querySelector('.chart__plot').mine")
    assert abs(page.evaluate(nodes) - before) < 20
    page.evaluate("document.querySelector('#part p').textContent = 'kept'")
    with page.expect_response("**/part/") as again:
        page.evaluate("htmx.trigger('#part', 'refresh')")
    assert again.value.status == 304
    expect(page.locator("#part p")).to_have_text("kept")


@pytest.mark.urls("tests.browser.chart_page")
def test_htmx_posts_with_the_token_and_says_when_it_may_not(open_page, live_server):
    watched = open_page()
    page = watched.page
    page.goto(f"{live_server.url}/chart/")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#sent")).to_have_text("received")
    page.locator("#secret").click()
    expect(page.locator("#toasts .toast")).to_contain_text("You are signed out.")
    expect(page.locator("#sent")).to_have_text("received")
    page.get_by_role("button", name="Close").click()
    expect(page.locator("#toasts .toast")).to_have_count(0)
    watched.complaints = [said for said in watched.complaints if "401" not in said]
