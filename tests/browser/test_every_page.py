"""Every page of the demo shop, in both languages and at both widths: readable by everybody, and no wider than its window."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from playwright.sync_api import Browser, Page

from tests.browser.conftest import OpenPage, Program, environment, running, until, widest
from tests.made_once import made_once

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]
WITH_NUMBERS = (
    "/campaigns/2/",
    "/campaigns/2/edit/",
    "/campaigns/2/target/",
    "/campaigns/2/trail/",
    "/campaigns/2/offers/",
    "/campaigns/2/offers/new/",
    "/campaigns/2/offers/new/?kind=spend_and_save",
    "/campaigns/2/offers/basket/",
    "/campaigns/2/audit/",
    "/campaigns/2/audit/replay/",
    "/board/2/",
    "/imports/1/",
    "/campaigns/2/tasks/",
    "/campaigns/2/tasks/?view=board&by=state",
    "/campaigns/2/tasks/?view=list",
    "/campaigns/2/tasks/?view=calendar",
    "/campaigns/2/tasks/1/",
    "/campaigns/2/tasks/1/edit/",
    "/campaigns/2/pictures/",
    "/campaigns/2/pictures/1/",
    "/campaigns/2/brief/",
    "/campaigns/2/brief/edit/",
    "/campaigns/2/odds/",
    "/campaigns/2/odds/edit/",
    "/campaigns/2/buffers/",
    "/campaigns/2/shifts/",
    "/campaigns/2/prices/",
    "/campaigns/2/gates/",
    "/campaigns/2/papers/",
    "/buyers/1/",
    "/desk/1/",
    "/review/1/lessons/",
    "/review/1/after/",
)
LEAVES = {"/logout/"}
PHONE, DESK = 390, 1440
# A chart is drawn after the page is loaded, and again when its place becomes wider.
CHARTS_FILL_THEIR_PLACES = """[...document.querySelectorAll(".chart__plot")].every((place) =>
  !place.checkVisibility() || Math.abs(place.clientWidth - (place.querySelector(".main-svg")?.clientWidth ?? 0)) <= 1)"""


def addresses() -> Iterator[str]:
    """Give every address of the program that takes no parameter, the interface aside."""

    def walk(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[str]:
        for pattern in patterns:
            route = before + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns, route)
            elif "<" not in route:
                yield "/" + route

    yield from (address for address in walk(get_resolver().url_patterns, "") if not address.startswith("/api/"))


def pages_of(program: Program, page: Page) -> list[str]:
    """Give the addresses that answer this person with a whole page; the others are acts, fragments, files or refused."""
    found = []
    for address in addresses():
        if address in LEAVES:
            continue
        answer = page.request.get(program.url + address)
        if answer.status == 200 and "text/html" in answer.headers["content-type"] and "<html" in answer.text():
            found.append(address)
    return found


def read_in(page: Page, language: str) -> None:
    """Switch the language as a person does."""
    if page.locator("html").get_attribute("lang") != language:
        page.locator(f"button[name=language][value={language}]").first.evaluate("button => button.form.requestSubmit(button)")
        page.locator(f"html[lang={language}]").wait_for(state="attached")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory, installed: Path, packed_static: Path) -> Iterator[Program]:
    """The program with a small demo shop, made once where several processes share these tests."""

    def make(folder: Path) -> None:
        data_dir = shutil.copytree(installed, folder, dirs_exist_ok=True)
        Program("", data_dir, environment(data_dir, packed_static), {}).manage("demo", "--orders", "600")

    data_dir = shutil.copytree(made_once(tmp_path_factory, "demo", make), tmp_path_factory.mktemp("demo") / "data")
    with running(data_dir, packed_static) as started:
        yield started


@pytest.fixture(scope="module")
def pages(demo: Program, chromium: Browser) -> list[str]:
    """What answers with a whole page does so in every language and at every width: it is asked for once."""
    context = chromium.new_context()
    found = pages_of(demo, demo.sign_in(context.new_page()))
    context.close()
    return found


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_page_can_be_read_and_fits(
    demo: Program, pages: list[str], open_page: OpenPage, axe: Callable[..., list[dict[str, Any]]], language: str
):
    page = demo.sign_in(open_page().page)
    read_in(page, language)
    # Colours are the same in both languages, and to weigh them takes axe two thirds of its time.
    leave_out = [] if language == "en" else ["color-contrast"]
    found: dict[str, Any] = {}
    assert {"/board/", "/campaigns/", "/campaigns/new/", "/imports/", "/numbers/", "/shops/", "/me/"} <= set(pages)
    for address in [*pages, *WITH_NUMBERS]:
        page.set_viewport_size({"width": PHONE, "height": 900})
        page.goto(demo.url + address)
        assert page.locator("html").get_attribute("lang") == language, address
        assert page.locator("h1").count() == 1, address
        # To load a page costs more than to widen it: one load serves both widths.
        for width in (PHONE, DESK):
            page.set_viewport_size({"width": width, "height": 900})
            until(page, CHARTS_FILL_THEIR_PLACES)
            if too_wide := widest(page):
                found[f"{address} at {width}"] = f"{too_wide} px wider than the window"
            found |= {f"{address} at {width} {fault['rule']}": fault["where"] for fault in axe(page, leave_out=leave_out)}
    assert found == {}
