"""The sliders of the odds in a real browser: an answer within a second, nothing saved; the page on a phone and for a reader."""

import time

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from campaigns.queries.odds import costs_of
from tests.browser.test_plan import OVERFLOW, desk
from tests.campaigns.conftest import make_sale, sale, shop
from tests.campaigns.odds.conftest import costs, told

__all__ = ["desk", "make_sale", "sale", "shop", "told"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_slider_answers_within_a_second_and_saves_nothing(desk, told):
    page = desk("odds", told)
    expect(page.locator("[data-chart=histogram][data-drawn]")).to_be_visible()
    before = page.locator("h1").inner_text()
    slider = page.get_by_role("slider", name="Visitors")
    expect(slider).to_be_visible()
    began = time.perf_counter()
    slider.focus()
    for _step in range(10):
        page.keyboard.press("ArrowRight")
    expect(page.get_by_text("What if; nothing is saved.")).to_be_visible()
    assert time.perf_counter() - began < 5  # the machine may be busy: the server's own part is measured by bench/odds.py
    expect(page.locator("#id_visitors")).not_to_have_value("5,400,000")
    expect(page.locator("h1")).not_to_have_text(before)
    expect(slider).to_be_focused()
    expect(page.locator("[data-chart=histogram] .bars path").first).to_be_visible()
    assert costs_of(told) == costs()
    page.locator("#id_conversion").fill("3")
    expect(page.locator("#odds-answer .changes").get_by_text("3.00%")).to_be_visible()
    page.get_by_role("link", name="Back to the plan").first.click()
    expect(page.locator("h1")).to_have_text(before)


@pytest.mark.parametrize("name", ["odds", "odds-edit"])
def test_fits_a_phone_and_keeps_the_rules_of_access(desk, told, name):
    page = desk(name, told, width=390)
    assert page.evaluate(OVERFLOW) == 0
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
