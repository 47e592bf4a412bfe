"""The plan of a sale in a real browser, from the list of occasions to a frozen version, in the running program."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage, Program

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]
SALE = "Double 11 in the browser"
PLAYBOOK = "499 less 100, 899 less 200, 1299 less 300"


@pytest.fixture
def manager(program: Program, open_page: OpenPage) -> Page:
    """An operations manager whose first shop is still to be made."""
    return program.sign_in(open_page().page)


def open_tab(page: Page, name: str) -> None:
    """Go to a part of the plan over its tab."""
    page.locator(".tabs").get_by_role("link", name=name, exact=True).click()


def test_a_plan_grows_from_an_occasion_to_a_frozen_version(program: Program, manager: Page) -> None:
    page, headline = manager, manager.locator("h1")

    # A plan needs a shop: the page where it begins says so and leads there.
    page.goto(f"{program.url}/campaigns/begin/")
    expect(headline).to_have_text("Where does the plan begin?")
    page.get_by_role("link", name="Make a shop").click()
    page.locator("input[name=name]").fill("Wool 羊毛")
    page.keyboard.press("Enter")
    expect(page.locator("#first-shop")).to_have_count(0)

    # The occasion brings its dates; three figures give the fourth.
    page.goto(f"{program.url}/campaigns/begin/")
    page.get_by_role("link", name="Double 11").first.focus()
    page.keyboard.press("Enter")
    expect(headline).to_contain_text("Three of four figures")
    expect(page.get_by_label("Starts on")).to_have_value(re.compile(r"^20\d\d-11-11$"))
    page.locator("input[name=name]").fill(SALE)
    page.locator("input[name=shops]").first.check()
    page.fill("input[name=revenue]", "800,000")
    page.fill("input[name=conversion]", "5")
    page.fill("input[name=order_value]", "240")
    expect(page.locator("[data-figures-result]")).to_have_text("Visitors: 66,667")
    page.keyboard.press("Enter")
    expect(headline).to_contain_text("to go")
    expect(page.locator(".topbar__sale")).to_contain_text(SALE)

    # One channel is typed; the button in its row brings the visitors that are missing, and the plan closes.
    open_tab(page, "Traffic")
    page.get_by_role("link", name="Begin with an empty table").click()
    page.fill("[name=search-conversion]", "5")
    page.fill("[name=search-order_value]", "240")
    page.fill("[name=search-visitors]", "30,000")
    expect(page.locator("[data-sum=difference]")).to_have_text("¥440\u00a0k short of the target")
    close = page.locator("[data-line=search] [data-close]")
    close.focus()
    page.keyboard.press("Enter")
    expect(page.locator("[name=search-visitors]")).to_have_value("66,667")
    expect(page.locator("[data-sum=difference]")).to_have_text("closes to the target")
    page.locator("[name=search-visitors]").press("Enter")
    expect(headline).to_have_text("Traffic closes to the target.")

    # The playbook's steps are an offer.
    open_tab(page, "Offers")
    expect(headline).to_have_text("The sale offers nothing yet.")
    page.get_by_role("button", name="Add the steps 499−100, 899−200, 1299−300").click()
    expect(headline).to_contain_text("1 offer")
    expect(page.get_by_role("link", name=PLAYBOOK)).to_be_visible()

    # Every department has its tasks.
    open_tab(page, "Tasks")
    page.get_by_role("button", name="Take the tasks of the templates").click()
    expect(page.locator(".board__column")).to_have_count(5)
    assert page.locator(".board__cards > li").count() >= 40

    # Rough figures fill what nobody knows; the odds answer, and their picture is drawn.
    open_tab(page, "Odds")
    page.get_by_role("link", name="Look, add and save").click()
    page.get_by_role("link", name="Fill the gaps with rough figures").click()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(headline).to_contain_text("odds of a profit")
    expect(page.locator("[data-chart=histogram][data-drawn]")).to_be_visible()

    # It is frozen by name, with Enter; the next change would be told against it.
    open_tab(page, "Changes")
    expect(headline).to_have_text(re.compile(r"^The plan has \d+ versions\.$"))
    version = re.findall(r"\d+", headline.inner_text())[0]
    expect(page.get_by_role("heading", name="No version is frozen yet")).to_be_visible()
    page.get_by_label("Freeze it as").fill("approved by the boss")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=f"Version {version} is frozen: approved by the boss")).to_be_visible()
