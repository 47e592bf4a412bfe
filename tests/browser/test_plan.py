"""The plan in a real browser: a sale from its form, the target edited by keyboard alone, on a desk and on a phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import expect

from accounts.roles import Role
from campaigns.models import Campaign
from campaigns.queries import phase_spans
from tests.campaigns.conftest import make_sale, sale, shop, sold

__all__ = ["make_sale", "sale", "shop", "sold"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def desk(open_page, live_server, client_as):
    """Open a page of the plan as operations: `desk("target", sale, width=390)`."""

    def open_one(name, campaign=None, **kwargs):
        client = client_as(Role.OPERATIONS)
        page = open_page(**kwargs).page
        page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
        page.goto(live_server.url + reverse(f"campaigns:{name}", args=[campaign.pk] if campaign else []))
        return page

    return open_one


def test_the_target_is_edited_by_keyboard_alone(desk, sale):
    page = desk("target", sale)
    expect(page.locator("[data-chart=running][data-drawn]")).to_be_visible()
    page.locator(".target__value").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#value")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#value")).to_have_count(0)
    page.locator(".target__value").nth(1).focus()
    page.keyboard.press("Enter")
    expect(page.locator("#value")).to_be_focused()
    expect(page.locator("#value")).to_have_value("15,500,000.00")
    page.locator("#value").fill("20,000,000")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("32% is due by 1:30")
    assert phase_spans(campaign=sale)[0].target_minor == 2_000_000_000
    page.locator(".target__open").first.click()
    expect(page.locator(".target__row--slot")).to_have_count(6)
    page.get_by_role("button", name="Undo the last change").click()
    expect(page.locator("h1")).to_contain_text("25% is due by 1:30")
    expect(page.locator(".target__row--slot")).to_have_count(6)


def test_a_sale_from_the_form_with_the_fourth_figure_while_typing(desk, shop):
    page = desk("create")
    page.fill("input[name=revenue]", "62,000,000")
    page.fill("input[name=conversion]", "5.4")
    page.fill("input[name=order_value]", "213")
    expect(page.locator("[data-figures-result]")).to_have_text("Visitors: 5,390,367")
    page.fill("input[name=starts_on]", "2027-06-18")
    expect(page.locator("input[name=warm_up_on]")).to_have_value("2027-05-28")
    page.fill("input[name=ends_on]", "2027-06-18")
    page.check("input[value=custom]")
    page.fill("input[name=phases-0-share]", "24")
    expect(page.locator("[data-share-total]")).to_have_text("99%, must make 100%")
    page.click("[data-phase-add]")
    expect(page.locator("input[name=phases-5-from_time]")).to_have_value("24:00")
    page.check("input[value=double_11]")
    page.get_by_role("button", name="Plan the sale").click()
    expect(page.locator("h1")).to_contain_text("to go")
    assert Campaign.objects.get().visitors_target == 5_390_367


@pytest.mark.parametrize(("width", "dark"), [(1440, False), (1440, True), (390, False)])
def test_every_page_fits_and_axe_finds_nothing(desk, sale, width, dark):
    for name in ("list", "create", "detail", "edit", "target", "trail"):
        page = desk(name, None if name in {"list", "create"} else sale, width=width, dark=dark)
        assert page.evaluate(OVERFLOW) <= 0, name
        assert page.locator("h1").count() == 1
        assert [rule["id"] for rule in Axe().run(page).response["violations"]] == [], name
