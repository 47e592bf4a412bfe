"""The stock of a sale in a real browser: a list comes in, the cockpit warns, the substitute goes in, the reserve is released."""

import datetime as dt
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage, Program

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]
PRODUCTS = "SKU,Title,Category,Cost,List price\nCOAT,Oat coat,Coats,80,199\nROBE,Oat robe,Coats,70,189\n"
STOCK = "SKU,Place,On hand\nCOAT,main,150\nROBE,main,1200\n"
SET_UP = """
import datetime as dt
from django.utils import timezone
from campaigns.services import create_campaign
from inventory.services.substitutes import line_up
from live.services import refresh_stock_of_all
from orders.models import Shop
now = timezone.now()
start = (now - dt.timedelta(hours=9)).replace(minute=0, second=0, microsecond=0)
shop = Shop.objects.get()
create_campaign(actor=None, name="Double 11", shops=[shop], starts_at=start, ends_at=start + dt.timedelta(hours=24),
    revenue_target_minor=10_000_000, visitors_target=10_000, order_value_target_minor=10_000, curve_kind="flat")
line_up(actor=None, shop=shop, sku="COAT", other_sku="ROBE", reason="the same cloth")
print("refreshed", refresh_stock_of_all(at=now))
"""


def orders(now: dt.datetime) -> str:
    """Write two hours of a coat that sells three pieces a minute, shipped at once."""
    rows = ["Order number,Line number,Placed at,Paid at,Shipped at,Order state,SKU,Units,Line amount"]
    for minute in range(120, 0, -1):
        at = f"{now - dt.timedelta(minutes=minute):%Y-%m-%d %H:%M:%S}"
        rows.append(f"B{minute:04},1,{at},{at},{at},shipped,COAT,3,597.00")
    return "\n".join(rows) + "\n"


@pytest.fixture
def manager(program: Program, open_page: OpenPage, tmp_path: Path) -> Page:
    """An operations manager of a shop whose orders and stock came in by files, in the midst of a sale."""
    page = program.sign_in(open_page().page)
    page.goto(f"{program.url}/imports/")
    page.fill("input[name=name]", "Oat House")
    page.keyboard.press("Enter")
    expect(page.locator("input[type=file]").first).to_be_attached()
    now = dt.datetime.now(dt.timezone(dt.timedelta(hours=8)))
    for name, text in (("products.csv", PRODUCTS), ("orders.csv", orders(now)), ("stock.csv", STOCK)):
        (tmp_path / name).write_text(text)
        program.manage("import", str(tmp_path / name), "--shop", "Oat House")
    assert "refreshed" in program.manage("shell", "-c", SET_UP)
    return page


def test_a_stock_out_is_seen_coming_and_acted_on(program: Program, manager: Page) -> None:
    page, headline = manager, manager.locator("h1")
    page.goto(f"{program.url}/board/stock/")
    expect(headline).to_contain_text(re.compile(r"Oat coat is gone in \d+ minutes .*; its substitute has 1,200\."))
    row = page.locator("tr", has_text="Oat coat")
    expect(row.locator(".chip")).to_have_text("below its line")

    # The substitute goes in by one press, the ads stop by another; the list is where it was.
    row.get_by_role("button", name="Swap in").focus()
    page.keyboard.press("Enter")
    expect(headline).to_contain_text("its substitute is in with 1,200.")
    page.locator("tr", has_text="Oat coat").get_by_role("button", name="Stop the ads").click()
    expect(page.locator("tr", has_text="Oat coat")).to_contain_text("ads: task set")

    # Pieces are kept back and released again, with a reason.
    page.locator("tr", has_text="Oat coat").get_by_role("link", name="Oat coat").click()
    page.get_by_label("Pieces to keep back").fill("50")
    page.get_by_role("button", name="Keep back", exact=True).click()
    expect(page.locator(".toast")).to_contain_text("50 pieces are kept back.")
    page.get_by_label("Why").fill("ahead of target")
    page.get_by_role("button", name="Release the reserve").click()
    expect(page.locator(".toast")).to_contain_text("50 pieces are released and can be sold.")
