"""Counting with a phone in a real browser: a scanner types and presses Enter; two people meet; it works without a script."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import expect

from accounts.roles import Role
from inventory.services import open_stocktake
from tests.inventory.conftest import stocked

__all__ = ["stocked"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def phone(open_page, live_server, client_as, stocked):
    """Open the page to count on as somebody of the warehouse."""
    take = open_stocktake(actor=None, shop=stocked, name="Coats", place="main", category="coats")
    client = client_as(Role.WAREHOUSE)

    def open_one(**kwargs):
        watched = open_page(width=390, height=844, **kwargs)
        page = watched.page
        page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
        page.goto(live_server.url + reverse("inventory:counting", args=[take.pk]))
        return watched

    return open_one


def test_a_scan_leads_to_the_pieces_and_enter_to_the_next(phone):
    page = phone().page
    expect(page.locator("[name=sku]")).to_be_focused()
    page.keyboard.type("COAT")
    page.keyboard.press("Enter")
    expect(page.locator("[name=units]")).to_be_focused()
    page.keyboard.type("7")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("1 of 2 products counted")
    expect(page.locator("[name=sku]")).to_be_focused()
    # The next label, scanned into the field of the pieces by mistake, is taken for what it is.
    page.locator("[name=units]").focus()
    page.keyboard.type("6901234567892")
    page.keyboard.press("Enter")
    expect(page.locator("[name=sku]")).to_have_value("6901234567892")
    expect(page.locator("[name=units]")).to_have_value("")
    assert page.evaluate(OVERFLOW) <= 0
    assert Axe().run(page).response["violations"] == []


def test_whose_number_stands_is_shown_and_added_to_without_a_script_too(phone):
    for script in (True, False):
        watched = phone(script=script)
        page = watched.page
        page.fill("[name=sku]", "HAT")
        page.fill("[name=units]", "2")
        page.get_by_role("button", name="Keep and next").click()
    expect(page.get_by_role("alert")).to_contain_text("counted 2 at")
    watched.complaints.clear()  # the browser notes the 409 by which the question was answered
    page.get_by_role("button", name="Add mine: 4 in all").click()
    expect(page.locator("table")).to_contain_text("4")
