"""What cannot be is explained at its field, with what was typed still there and a repair offered, in a real browser."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from accounts.roles import Role
from campaigns.models import Campaign, Offer, PlannedPrice
from campaigns.services.prices import set_prices
from inventory.models import Product
from tests.campaigns.conftest import make_sale, sale, shop, sold

__all__ = ["make_sale", "sale", "shop", "sold"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def person(open_page, live_server, client_as):
    """Open pages as one more person: `go = person(); page = go("edit", sale.pk)`. Answers of 409 and 422 are meant."""
    opened = []

    def sign_in():
        client = client_as(Role.OPERATIONS)
        opened.append(open_page())
        page = opened[-1].page
        page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])

        def go(name: str, *arguments: object, query: str = "") -> Page:
            page.goto(live_server.url + reverse(f"campaigns:{name}", args=arguments) + query)
            return page

        return go

    yield sign_in
    for watched in opened:
        watched.complaints[:] = [one for one in watched.complaints if not re.search("status of 4(09|22)", one)]


@pytest.fixture
def coat(sale, shop):
    """A coat for 1,299, planned at 999."""
    Product.objects.create(shop=shop, sku="COAT", title="Wool coat", list_price_minor=129_900)
    set_prices(campaign=sale, actor=None, version=sale.version, prices={(shop.pk, "COAT", "live"): 99_900})
    sale.refresh_from_db()
    return sale


def refused(page: Page, field: str, words: str) -> None:
    """Expect that the field is marked, holds the hand of who types, and says why in words that belong to it."""
    expect(page.locator("h1")).to_have_text("Not saved yet: something must be mended.")
    box = page.locator(f"[name='{field}']")
    expect(box).to_have_attribute("aria-invalid", "true")
    expect(box).to_be_focused()
    told = box.get_attribute("aria-describedby") or ""
    expect(page.locator(", ".join(f"#{one}" for one in told.split()))).to_contain_text([words])


def mend(page: Page, name: str) -> None:
    """Take the repair and expect it to be shown, not yet saved."""
    page.get_by_role("button", name=name).click()
    expect(page.get_by_text("Mended below, not saved yet.")).to_be_visible()
    expect(page.locator("[aria-invalid=true]")).to_have_count(0)


def test_a_plan_that_cannot_be(person, shop):
    page = person()("create", query="?occasion=double_11")
    save = page.get_by_role("button", name="Plan the sale")
    page.fill("[name=name]", "Walked")
    page.fill("[name=revenue]", "-800,000")
    page.fill("[name=conversion]", "5")
    page.fill("[name=order_value]", "240")
    day = page.input_value("[name=starts_on]")
    save.click()
    refused(page, "revenue", "This must be above zero.")
    mend(page, "Take the minus sign away")
    expect(page.locator("[name=revenue]")).to_have_value("800,000")

    page.fill("[name=revenue]", "9" * 30)
    save.click()
    refused(page, "revenue", "check the number of zeros")
    page.fill("[name=revenue]", "800,000")

    page.fill("[name=ends_on]", "2020-01-01")
    save.click()
    refused(page, "ends_time", "The sale must end after it starts.")
    mend(page, "Let it last until midnight")
    expect(page.locator("[name=ends_on]")).to_have_value(day)

    page.check("[value=custom]")
    page.fill("[name=phases-0-share]", "24")
    page.fill("[name=phases-1-share]", "31")
    save.click()
    expect(page.get_by_text("The shares make 110.00%")).to_be_visible()
    mend(page, "Scale the shares to 100%")
    expect(page.locator("[data-share-total]")).to_have_text("100%, makes 100%")

    page.fill("[name=phases-1-from_on]", "2020-01-01")
    save.click()
    refused(page, "phases-1-from_on", "lies outside the sale.")
    mend(page, "Cut the phases to the sale")
    expect(page.locator("[name=phases-1-from_on]")).to_have_value(day)
    expect(page.locator("[name=name]")).to_have_value("Walked")
    assert not Campaign.objects.exists()


def test_offers_that_cannot_be(person, coat):
    go = person()
    page = go("offer-new", coat.pk, query="?kind=amount_off")
    save = page.get_by_role("button", name="Save the offer")
    page.fill("[name=name]", "Too much")
    page.fill("[name=value]", "5,000")
    save.click()
    refused(page, "value", "the price would be below zero")
    mend(page, "Take only ¥999 off")
    expect(page.locator("[name=value]")).to_have_value(re.compile("^999"))
    page.fill("[name=shop_share]", "50")
    page.fill("[name=platform_share]", "30")
    save.click()
    refused(page, "shop_share", "The shares make 80.00%")
    mend(page, "Give the rest to the shop")
    expect(page.locator("[name=shop_share]")).to_have_value("70")

    page = go("offer-new", coat.pk, query="?kind=spend_and_save")
    page.fill("[name=name]", "Steps")
    for row, (start, off) in enumerate((("499", "100"), ("899", "")), 1):
        page.fill(f"[name=step_{row}_from]", start)
        page.fill(f"[name=step_{row}_off]", off)
    save.click()
    refused(page, "step_2_off", "Write an amount above zero.")
    page.fill("[name=step_2_off]", "900")
    save.click()
    refused(page, "step_2_off", "more than was spent")
    page.fill("[name=step_2_off]", "50")
    save.click()
    refused(page, "step_2_from", "Each step must ask for more")
    mend(page, "Put the steps in order")

    # Two that contradict each other: nobody could tell which one of their group wins.
    Offer.objects.create(campaign=coat, kind="percent_off", name="First", percent_bp=1_000, group="day", priority=5)
    page = go("offer-new", coat.pk, query="?kind=percent_off")
    for name, text in {"name": "Second", "percent": "20", "group": "day", "priority": "5"}.items():
        page.fill(f"[name={name}]", text)
    save.click()
    refused(page, "priority", "First has priority 5 in the group day too")
    mend(page, "Take priority 6")
    save.click()
    expect(page.locator("h1")).to_have_text(re.compile("^2 offers"))


def test_a_price_that_cannot_be(person, coat):
    page = person()("prices", coat.pk)
    box = page.locator("[name^='price.']")
    for typed, why in (("-5", "A price lies above zero"), ("0", "A price lies above zero"), ("9O0", "This is no amount.")):
        box.fill(typed)
        page.get_by_role("button", name="Save prices").last.click()
        expect(page.locator(".field__error")).to_contain_text(why)
        expect(box).to_have_value(typed)
        expect(box).to_be_focused()
    page.get_by_role("button", name="Take 999.00").click()
    expect(box).to_have_value("999.00")
    assert PlannedPrice.objects.get().price_minor == 99_900


def test_the_second_of_two_people_is_shown_what_the_first_one_changed(person, coat):
    first, second = person(), person()
    for name, arguments, field, button in (
        ("edit", (coat.pk,), "name", "Save the plan"),
        ("traffic-edit", (coat.pk,), "search-visitors", "Save the traffic"),
        ("prices", (coat.pk,), f"price.{coat.shops.get().pk}.COAT", "Save prices"),
    ):
        pages = first(name, *arguments), second(name, *arguments)
        for page, text in zip(pages, ("700", "710"), strict=True):
            page.fill(f"[name='{field}']", text)
            page.get_by_role("button", name=button, exact=True).last.click()
            page.wait_for_load_state()
        expect(pages[1].locator("[role=alert] ins")).to_contain_text(["700"])
        expect(pages[1].locator(f"[name='{field}']")).to_have_value("710")

    # On the target a value is opened in place; who saves second keeps the field open, with what was typed.
    pages = first("target", coat.pk), second("target", coat.pk)
    for page in pages:
        page.locator(".target__value").nth(1).click()
        expect(page.locator("#value")).to_be_focused()
    for page, text in zip(pages, ("20,000,000", "10,000,000"), strict=True):
        page.fill("#value", text)
        page.keyboard.press("Enter")
        page.wait_for_timeout(50)
    expect(pages[0].locator("#value")).to_have_count(0)
    expect(pages[1].locator("#value")).to_have_value("10,000,000")
    expect(pages[1].locator("[role=alert]")).to_contain_text("changed this plan meanwhile")


def test_nothing_that_is_typed_breaks_a_page(person, coat):
    page = person()("target", coat.pk)
    for typed in ("-5", "abc", "9" * 200):
        page.locator(".target__value").nth(1).click()
        page.fill("#value", typed)
        page.keyboard.press("Enter")
        expect(page.locator(".field__error")).to_be_visible()
        expect(page.locator("#value")).to_have_value(typed)
        page.keyboard.press("Escape")
        expect(page.locator("#value")).to_have_count(0)
