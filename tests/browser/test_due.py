"""What is due in a real browser: two warehouses, the sentence and the rows, one of them alone, its file."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from accounts.roles import Role
from dispatch.models import ClockRule, OrderWarehouse, ToldBy
from dispatch.services import recount_due
from orders.services import create_shop
from orders.states import OrderState
from tests.browser.conftest import widest
from tests.dispatch.world import load, order

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def shop():
    """North ships much and has little left; South ships little and has much."""
    now = timezone.now()

    def paid(hours, **more):
        at = now - timedelta(hours=hours)
        return order(0, placed_at=at, paid_at=at, **more)

    shop, orders = create_shop(actor=None, name="Lamp House", platform="pinduoduo"), {}
    for name, waiting, gone in (("North", 6, 60), ("South", 40, 6)):
        orders |= {f"{name}{number:02}": paid(40) for number in range(waiting)}
        left = {"state": OrderState.SHIPPED, "shipped_at": now - timedelta(minutes=70)}
        orders |= {f"{name}gone{number:02}": paid(70, **left) for number in range(gone)}
    load(shop, orders, as_of=1, at=now)
    for number in orders:
        OrderWarehouse.objects.create(shop=shop, order_no=number, told_by=ToldBy.FILE, as_of=1, digest="", warehouse=number[:5])
    ClockRule.objects.create(shop=shop, work_from=0, work_until=0)  # round the clock, so that no hour of the test is odd
    recount_due(shop=shop, at=now, known_to=now)
    return shop


def test_the_warehouse_in_need_is_named_and_opened(open_page, live_server, client_as, axe, shop):
    session = client_as(Role.WAREHOUSE).cookies["sessionid"].value
    wide, phone = open_page().page, open_page(width=390, height=844, dark=True).page
    for page in (wide, phone):
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page.goto(live_server.url + reverse("dispatch:due"))
        expect(page.locator("h1")).to_contain_text("orders will miss their time: in South 1 leave an hour")
        expect(page.locator("#stores tbody tr").first).to_contain_text("South")
        page.locator(".chart__plot .main-svg").first.wait_for()
        assert axe(page) == []
        assert widest(page) == 0
    wide.locator("#stores").get_by_role("link", name="North").click()
    expect(wide.locator("h1")).to_have_text("All of 6 orders leave in time: 10 leave an hour, 0.8 are needed.")
    expect(wide.locator("#list h2")).to_have_text("6 orders of Lamp House")
    with wide.expect_download() as file:
        wide.locator("#list").get_by_role("link", name="CSV").click()
    assert file.value.path().read_text("utf-8-sig").count("North") >= 6
