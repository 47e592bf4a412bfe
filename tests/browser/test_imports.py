"""The upload page in a real browser, with a real worker behind it."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage, Program, widest
from tests.imports.samples import lines, orders, traffic, unknown_table

pytestmark = pytest.mark.browser
Axe = Callable[[Page], list[dict[str, Any]]]
MAKE_SHOP = "from orders.services import create_shop; create_shop(actor=None, name='青禾女装', platform='taobao')"
DROP = """async ([name, content]) => {
  const carried = new DataTransfer();
  carried.items.add(new File([content], name, {type: 'text/csv'}));
  const box = document.querySelector('[data-upload]');
  const say = (kind) => box.dispatchEvent(new DragEvent(kind, {dataTransfer: carried, bubbles: true, cancelable: true}));
  say('dragenter');
  say('dragover');
  const marked = box.classList.contains('is-over');
  say('drop');
  return marked && !box.classList.contains('is-over');
}"""
LISTEN = """() => {
  window.said = new Set();
  const note = () => document.querySelectorAll('#jobs progress').forEach((bar) => window.said.add(bar.textContent.trim()));
  new MutationObserver(note).observe(document.getElementById('jobs'), {childList: true, subtree: true});
}"""


@pytest.fixture(scope="module")
def shop(program: Program) -> None:
    """Make the shop whose files come in."""
    program.manage("shell", "-c", MAKE_SHOP)


def given(folder: Path, name: str, content: bytes) -> str:
    """Put a file where the browser can choose it."""
    path = folder / name
    path.write_bytes(content)
    return str(path)


def card(page: Page, name: str) -> Any:
    """Find the newest card of a file."""
    return page.locator("#jobs > section", has=page.get_by_role("heading", name=name, exact=True)).first


@pytest.mark.usefixtures("shop")
def test_three_files_from_drop_to_result(program: Program, open_page: OpenPage, axe: Axe, tmp_path: Path) -> None:
    page = program.sign_in(open_page().page)
    page.goto(f"{program.url}/imports/")
    assert axe(page) == []
    files = [
        given(tmp_path, "ExportOrderList202611111035.csv", orders(4000, bad=[7, 23])),
        given(tmp_path, "ExportOrderDetailList202611111035.csv", lines(4000)),
        given(tmp_path, "hours.csv", traffic(3)),
    ]
    page.set_input_files("#files", files)
    for name, words in (
        ("ExportOrderList202611111035.csv", "Taobao / Tmall order list"),
        ("ExportOrderDetailList202611111035.csv", "sub-orders"),
        ("hours.csv", "Hourly traffic"),
    ):
        shown = card(page, name)
        expect(shown).to_contain_text(words, timeout=30_000)
        expect(shown).to_contain_text("waits for your word", timeout=30_000)
    expect(page.locator("h1")).to_contain_text(re.compile("waits? for your word"))
    assert axe(page) == []
    first = card(page, "ExportOrderList202611111035.csv")
    expect(first).to_contain_text("This is not an amount")
    for name in ("hours.csv", "ExportOrderList202611111035.csv", "ExportOrderDetailList202611111035.csv"):
        card(page, name).get_by_role("button", name="Import").click()
    expect(first).to_contain_text("every row of the file", timeout=60_000)
    expect(page.locator("h1")).to_contain_text(re.compile("files are in"), timeout=60_000)
    expect(first).to_contain_text("= 4,000, every row of the file")
    assert axe(page) == []
    with page.expect_download() as download:
        first.get_by_role("link", name="Download the 2 rows").click()
    assert download.value.suggested_filename.startswith("ExportOrderList202611111035-rejected-asof")
    first.get_by_text("Undo this import").click()
    first.get_by_role("button", name="Yes, take it back").click()
    expect(first).to_contain_text("rows taken back", timeout=60_000)
    first.get_by_role("button", name="Do it again").click()
    expect(first).to_contain_text("every row of the file", timeout=60_000)


@pytest.mark.usefixtures("shop")
def test_progress_moves_without_a_reload(program: Program, open_page: OpenPage, tmp_path: Path) -> None:
    page = program.sign_in(open_page().page)
    page.goto(f"{program.url}/imports/")
    page.evaluate("window.stayed = true")
    page.set_input_files("#files", given(tmp_path, "ExportOrderList202611110936.csv", orders(30_000)))
    shown = card(page, "ExportOrderList202611110936.csv")
    expect(shown).to_contain_text("waits for your word", timeout=60_000)
    page.evaluate(LISTEN)
    shown.get_by_role("button", name="Import 30,000 rows").press("Enter")
    expect(shown).to_be_focused()  # the keyboard stays at the card
    expect(shown).to_contain_text("every row of the file", timeout=90_000)
    said = page.evaluate("[...window.said]")
    assert any("step " in words or "waits" in words for words in said), said
    assert page.evaluate("window.stayed") is True


@pytest.mark.usefixtures("shop")
def test_a_drop_anywhere_on_the_page_and_an_unknown_table_on_a_phone(program: Program, open_page: OpenPage, axe: Axe) -> None:
    page = program.sign_in(open_page(width=390, height=844).page)
    page.goto(f"{program.url}/imports/")
    assert page.evaluate(DROP, ["ledger.csv", unknown_table().decode()]) is True
    shown = card(page, "ledger.csv")
    expect(shown).to_contain_text("needs one answer", timeout=30_000)
    assert widest(page) == 0
    shown.get_by_role("link", name="Say what the columns mean").click()
    expect(page.locator("h1")).to_contain_text("what do its 6 columns mean?")
    assert widest(page) == 0
    assert axe(page) == []
    for label, choice in (("Reference", "order_no"), ("Booked", "placed_at"), ("Settled", "paid_at"), ("Worth", "")):
        page.get_by_label(label, exact=True).select_option(choice)
    expect(page.locator("#mapping-preview")).to_contain_text("No column is")
    page.get_by_label("Worth", exact=True).select_option("total_minor")
    expect(page.locator("#mapping-preview")).to_contain_text("The first rows are understood")
    page.get_by_role("button", name="Read the file this way").click()
    expect(card(page, "ledger.csv")).to_contain_text("Import 4 rows", timeout=30_000)


@pytest.mark.usefixtures("shop")
def test_by_keyboard_alone(program: Program, open_page: OpenPage) -> None:
    page = program.sign_in(open_page().page)
    page.goto(f"{program.url}/imports/")
    with page.expect_file_chooser():
        page.locator("#files").press("Space")


@pytest.mark.usefixtures("shop")
def test_without_script_the_form_does_it_all(program: Program, open_page: OpenPage, tmp_path: Path) -> None:
    page = program.sign_in(open_page(script=False).page)
    page.goto(f"{program.url}/imports/")
    expect(page.get_by_text("Choose files", exact=True)).to_be_hidden()
    files = [given(tmp_path, f"plain{number}.csv", orders(3 + number)) for number in range(2)]
    page.set_input_files("#files", files)
    page.get_by_role("button", name="Send the files").click()
    shown = card(page, "plain1.csv")
    for _ in range(60):
        if "waits for your word" in shown.inner_text():
            break
        page.wait_for_timeout(500)
        page.reload()
    shown.get_by_role("button", name="Import 4 rows").click()
    for _ in range(60):
        if "every row of the file" in shown.inner_text():
            break
        page.wait_for_timeout(500)
        page.reload()
    expect(shown).to_contain_text("every row of the file")


@pytest.mark.usefixtures("shop")
def test_a_file_that_cannot_be_sent_says_why_and_can_be_put_aside(program: Program, open_page: OpenPage) -> None:
    watched = open_page()
    page = program.sign_in(watched.page)
    page.goto(f"{program.url}/imports/")
    sent: list[Any] = []
    page.route("**/imports/upload/", lambda route: sent.append(route))  # noqa: PLW0108 - playwright marks the function itself
    assert page.evaluate(DROP, ["orders.csv", "a,b"]) is True
    row = page.locator("[data-upload-list] li")
    expect(row.get_by_text("not taken")).to_be_hidden()
    page.wait_for_timeout(300)
    sent[0].abort()
    expect(row.get_by_text("not taken")).to_be_visible()
    expect(row).to_contain_text("The connection broke off; nothing was kept.")
    row.get_by_role("button", name="Dismiss").click()
    expect(row).to_have_count(0)
    watched.complaints.clear()  # the browser itself notes the broken request


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.usefixtures("shop")
def test_the_page_fits_its_window_in_the_dark_too(program: Program, open_page: OpenPage, axe: Axe, width: int) -> None:
    page = program.sign_in(open_page(width=width, dark=True).page)
    for path in ("/imports/", "/imports/tables/"):
        page.goto(f"{program.url}{path}")
        assert widest(page) == 0
        assert axe(page) == []
