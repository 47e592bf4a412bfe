"""The traffic plan and the papers in a real browser: it counts while one types, works without script, prints on one page."""

import io

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import expect
from pypdf import PdfReader

from accounts.roles import Role
from campaigns.queries.traffic import traffic_plan
from tests.campaigns.conftest import make_sale, sale, shop
from tests.campaigns.traffic.conftest import planned

__all__ = ["make_sale", "planned", "sale", "shop"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def desk(open_page, live_server, client_as):
    """Open a page of the sale as operations: `desk("traffic", sale, width=390)`."""

    def open_one(name, campaign, *, kind=None, **kwargs):
        client = client_as(Role.OPERATIONS)
        page = open_page(**kwargs).page
        page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
        page.goto(live_server.url + reverse(f"campaigns:{name}", args=[campaign.pk, *([kind] if kind else [])]))
        return page

    return open_one


def test_the_difference_is_shown_while_typing_and_a_button_closes_it(desk, planned):
    page = desk("traffic-edit", planned)
    difference = page.locator("[data-sum=difference]")
    live = page.locator("[data-line=live]")
    expect(difference).to_have_text("¥1.08\u00a0M short of the target")
    page.fill("[name=live-visitors]", "500,000")
    expect(difference).to_have_text("¥6.97\u00a0M short of the target")
    expect(live.locator("[data-result=revenue]")).to_have_text("¥6.14\u00a0M")
    expect(live.locator("[data-close]")).to_have_text("1.07\u00a0M close it")
    page.fill("[name=affiliates-commission]", "20")
    expect(page.locator("[data-line=affiliates] [data-result=cost]")).to_have_text("¥1.40\u00a0M")
    page.fill("[name=keyword_ads-per_visitor]", "0.385")
    expect(page.locator("[data-line=keyword_ads] [data-result=cost]")).to_have_text("¥323\u00a0k")
    live.locator("[data-close]").click()
    expect(page.locator("[name=live-visitors]")).to_have_value("1,068,014")
    expect(difference).to_have_text("closes to the target")
    page.get_by_role("button", name="Save the traffic").last.click()
    expect(page.locator("h1")).to_have_text("Traffic closes to the target.")
    assert traffic_plan(planned).closes


def test_script_and_server_write_the_same_sums(desk, planned):
    page = desk("traffic-edit", planned)
    rows = page.locator("tr[data-line]")
    before = rows.all_inner_texts()
    sums = page.locator("[data-sum]").all_inner_texts()
    page.fill("[name=live-visitors]", "980,001")
    page.fill("[name=live-visitors]", "980,000")
    assert page.locator("[data-sum]").all_inner_texts() == sums
    assert rows.all_inner_texts() == before


def test_it_is_planned_without_script(desk, sale):
    page = desk("traffic-edit", sale, script=False)
    page.fill("[name=search-visitors]", "5,000,000")
    page.fill("[name=search-conversion]", "5")
    page.fill("[name=search-order_value]", "200")
    page.get_by_role("button", name="Save the traffic").last.click()
    expect(page.locator("h1")).to_contain_text("¥12.0\u00a0M short of the target")
    assert traffic_plan(sale).sums.revenue_minor == 5_000_000_000


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("name", ["traffic", "traffic-edit", "papers"])
def test_the_pages_fit_and_can_be_read_by_everybody(desk, planned, name, width):
    page = desk(name, planned, width=width)
    assert page.evaluate(OVERFLOW) == 0
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("kind", ["pitch", "plan"])
def test_a_paper_prints_on_one_sheet(desk, planned, kind):
    page = desk("paper", planned, kind=kind)
    assert Axe().run(page).violations_count == 0
    assert len(PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages) == 1
    phone = desk("paper", planned, kind=kind, width=390)
    assert phone.evaluate(OVERFLOW) == 0
