"""An agent answers three different buyers by keyboard alone: nickname, order number, the beginning of a name (journey 4)."""

import datetime as dt
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage, Program

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]
PRODUCTS = (
    "SKU,Title,Category,Cost,List price\nCOAT,Oat coat,Coats,80,199\nROBE,Oat robe,Coats,70,189\nSOCK,Wool sock,Socks,6,29\n"
)
SET_UP = """
import datetime as dt
from django.utils import timezone
from campaigns.models import PlannedPrice
from campaigns.rules.offers import OfferDraft
from campaigns.services import create_campaign
from campaigns.services.offers import save_offer
from customers.models import Benefit
from customers.queries.tiers import tiers_of
from customers.services import refill_buyers
from orders.models import Shop
now = timezone.now()
start = (now - dt.timedelta(hours=9)).replace(minute=0, second=0, microsecond=0)
shop = Shop.objects.get()
refill_buyers(shop=shop, at=now)  # the worker does it too, some time later
sale = create_campaign(actor=None, name="Double 11", shops=[shop], starts_at=start, ends_at=start + dt.timedelta(hours=24),
    revenue_target_minor=10_000_000, visitors_target=10_000, order_value_target_minor=10_000, curve_kind="flat")
for sku, price in (("COAT", 19_900), ("ROBE", 18_900), ("SOCK", 2_900)):
    PlannedPrice.objects.create(campaign=sale, shop=shop, sku=sku, stage="live", price_minor=price)
save_offer(campaign=sale, actor=None, version=sale.version,
    draft=OfferDraft("spend_and_save", "Steps", steps=((20_000, 3_000), (40_000, 8_000))))
Benefit.objects.create(tier=tiers_of(shop)[-1], kind="free_shipping", text_en="Free shipping, always")
print("set up")
"""


def orders(now: dt.datetime) -> str:
    """Write a good customer with a refund asked, one who has not paid, and one who is new."""
    rows = ["Order number,Line number,Buyer,Placed at,Paid at,Order state,Refund state,SKU,Product title,Units,Line amount"]

    def add(number: str, buyer: str, hours: float, state: str, refund: str = "", line: str = "COAT,Oat coat,1,199.00") -> None:
        at = f"{now - dt.timedelta(hours=hours):%Y-%m-%d %H:%M:%S}"
        rows.append(f"{number},1,{buyer},{at},{'' if state == 'unpaid' else at},{state},{refund},{line}")

    for number in range(12):
        add(f"33044123450000{number:04}", "sunny_1998", 24 * (10 + 20 * number), "completed", line="COAT,Oat coat,2,398.00")
    add("330441234500008812", "sunny_1998", 3, "paid", "requested")
    add("330441234500007001", "cloud_77", 0.4, "unpaid")
    add("330441234500006001", "river_boat", 2, "paid", line="SOCK,Wool sock,1,29.00")
    return "\n".join(rows) + "\n"


@pytest.fixture
def agent(program: Program, open_page: OpenPage, tmp_path: Path) -> Page:
    """An agent of a shop whose orders came in, in the midst of its sale."""
    now = dt.datetime.now(dt.timezone(dt.timedelta(hours=8)))
    bring = ["from django.core.management import call_command", "from orders.services import create_shop"]
    bring.append("create_shop(actor=None, name='Oat House')")
    for name, text in (("products.csv", PRODUCTS), ("orders.csv", orders(now))):
        (tmp_path / name).write_text(text)
        bring.append(f"call_command('import', {str(tmp_path / name)!r}, '--shop', 'Oat House')")
    assert "set up" in program.manage("shell", "-c", "\n".join(bring) + SET_UP)  # one process: each costs seconds to begin
    page = program.sign_in(open_page().page, role="service")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    return page


def test_three_buyers_by_keyboard_alone(program: Program, agent: Page) -> None:
    page, headline, keys = agent, agent.locator("h1"), agent.keyboard
    clipboard = "navigator.clipboard.readText()"
    expect(headline).to_have_text("Whom do you talk to?")  # an agent begins here, with the box in focus

    keys.type("sunny_1998")
    keys.press("Enter")
    expect(headline).to_contain_text("sunny_1998 is a Gold buyer with ¥199.00 asked back.")
    page.wait_for_load_state()  # keys of somebody quicker than the page are nobody's
    keys.press("2")
    expect(page.locator("[data-desk-said]")).to_have_text("2: Copied: paste it into the chat.")
    assert "¥199.00 for order …8812 goes back" in page.evaluate(clipboard)
    keys.press("l")
    keys.type("pick")
    keys.press("Enter")
    expect(page.locator(".toast")).to_contain_text("“Picky” is on.")
    page.wait_for_load_state()
    keys.press("n")
    keys.type("wants centimetres")
    keys.press("Enter")
    expect(page.locator(".buyer")).to_contain_text("wants centimetres")
    page.wait_for_load_state()

    keys.press("/")
    keys.type("330441234500007001")
    keys.press("Enter")
    expect(headline).to_contain_text("cloud_77 has not paid for an order yet: ¥199.00 unpaid.")
    expect(page.locator("#offers")).to_contain_text("¥1 more saves ¥30")
    expect(page.locator("#offers")).to_contain_text("Wool sock")
    page.wait_for_load_state()
    keys.press("b")
    keys.type("coat x2, sock")
    keys.press("Enter")
    expect(page.locator("#offers h2")).to_contain_text("The basket comes to ¥347")  # 2 x 199 + 29 = 427, less 80
    page.wait_for_load_state()

    keys.press("Control+k")
    keys.type("river")
    expect(page.locator(".found [role=option]")).to_have_count(1)
    keys.press("ArrowDown")
    expect(page.locator(".found [role=option]")).to_have_attribute("aria-selected", "true")
    keys.press("Enter")
    expect(headline).to_contain_text("river_boat is a New buyer")

    page.goto(f"{program.url}/buyers/")
    keys.press("Control+k")
    keys.type("cloud_77")
    keys.press("Enter")
    expect(headline).to_contain_text("cloud_77")
    seen = program.manage(
        "shell", "-c", "from desk.models import LookUp; print(list(LookUp.objects.values_list('buyer__buyer_key', 'text')))"
    )
    assert "('cloud_77', ''), ('river_boat', ''), ('cloud_77', ''), ('sunny_1998', '')" in seen
