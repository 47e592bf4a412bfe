"""The packing table in a real browser: a refund between label and scan, no network, scans kept and sent once, one hand."""

import json
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from accounts.roles import Role
from dispatch.models import ScanLog
from dispatch.rules.digests import digests
from dispatch.rules.numbers import cleaned
from dispatch.services import tell_refund
from orders.states import RefundState
from tests.browser.conftest import until
from tests.dispatch.conftest import bring, line, paid, shop

__all__ = ["bring", "shop"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def table(open_page, live_server, client_as, bring):
    """Open the packing table on a phone, with two orders that may leave and one of which a scarf comes out."""
    cache.clear()
    now = timezone.now() - timedelta(hours=1)
    bring({"AA1": paid(paid_at=now), "BB2": paid(paid_at=now)})
    rows = {("CC3", "1"): line(RefundState.REQUESTED), ("CC3", "2"): line(title="Coat")}
    bring({"CC3": {"paid_at": now}}, minute=1, lines=rows)
    client = client_as(Role.WAREHOUSE)
    watched = open_page(width=390, height=844)
    session = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    watched.page.context.add_cookies([session])
    watched.page.goto(live_server.url + reverse("dispatch:scan"))
    expect(watched.page.locator("[data-age]")).to_contain_text("Holds as of")
    return watched


def scan(page, number):
    page.keyboard.type(number)
    page.keyboard.press("Enter")


def answered(page, word):
    expect(page.locator(f"main.scan--{word}")).to_be_visible()


def ask(shop, number):
    now = timezone.now()
    tell_refund(actor=None, shop=shop, order_no=number, state=RefundState.REQUESTED, at=now, now=now)


def test_a_refund_between_label_and_scan_stops_the_parcel(table, shop):
    page = table.page
    expect(page.locator("[name=number]")).to_be_focused()
    scan(page, "AA1")
    answered(page, "ship")
    ask(shop, "AA1")
    page.locator("main").click()
    scan(page, "AA1")
    answered(page, "stop")
    expect(page.locator("[data-why]")).to_contain_text("Refund asked at")
    expect(page.locator("[data-do]")).to_contain_text("Scanned already at")
    scan(page, "nobody")
    answered(page, "ask")
    expect(page.locator("[name=number]")).to_be_focused()
    assert page.evaluate(OVERFLOW) <= 0
    assert Axe().run(page).response["violations"] == []
    assert ScanLog.objects.count() == 3


def test_a_scarf_comes_out_and_the_rest_may_leave(table):
    page = table.page
    scan(page, "CC3")
    answered(page, "ask")
    expect(page.locator("[data-do]")).to_contain_text("Scarf, grey")
    page.get_by_role("button", name="Taken out: pack the rest").click()
    answered(page, "ship")


def test_without_network_the_list_answers_and_the_scans_are_kept_and_sent_once(table, shop):
    page, context = table.page, table.page.context
    until(page, "navigator.serviceWorker.controller !== null")
    until(page, "caches.open('packing-table-1').then((kept) => kept.keys()).then((keys) => keys.length > 5)")
    context.set_offline(True)
    for number, word in (("AA1", "ship"), ("BB2", "ship"), ("CC3", "ask"), ("nobody", "ask"), ("<>", "ask")):
        scan(page, number)
        answered(page, word)
        expect(page.locator("[data-took]")).to_have_text("answered without network")
    assert not ScanLog.objects.exists()
    ask(shop, "BB2")  # while the table knows nothing of it

    page.reload()  # without network the page itself comes from the phone
    expect(page.locator("[data-waiting]")).to_have_text("5 kept, not sent yet")
    scan(page, "AA1")
    answered(page, "ship")

    context.set_offline(False)
    expect(page.locator("[data-back]")).to_contain_text("BB2: shipped without network, must come back")
    expect(page.locator("[data-waiting]")).to_have_text("")
    kept = {(log.number, log.word, log.offline_word) for log in ScanLog.objects.all()}
    assert {("AA1", "ship", "ship"), ("BB2", "stop", "ship"), ("CC3", "ask", "ask"), ("nobody", "ask", "ask")} <= kept
    assert ScanLog.objects.count() == 6
    page.get_by_role("button", name="The parcel is back").click()
    expect(page.locator("[data-back]")).to_be_hidden()
    table.complaints.clear()  # the browser notes each request that failed without network


def test_a_list_that_is_too_old_never_says_ship(table):
    page = table.page
    page.clock.install()
    page.context.set_offline(True)
    page.clock.fast_forward(11 * 60_000)
    # The page looks at its age every five seconds, by the clock it began with.
    expect(page.locator("[data-age]")).to_contain_text("too old", timeout=15_000)
    scan(page, "AA1")
    answered(page, "ask")
    expect(page.locator("[data-why]")).to_have_text("No network, and the list is too old.")
    table.complaints.clear()


def test_the_page_works_numbers_out_as_the_server_does(table):
    numbers = ["SF100", "4012345678901239140", "A#1-2./:+_", "9" * 90]
    told = table.page.evaluate(f"{json.dumps(numbers)}.map((each) => scanList.digest(each, 3405691582))")
    assert told == digests(numbers, 3405691582).tolist()
    odd = ['="4012 3456"\r', "ＳＦ100\t", "'77", "\x00a\u200bb", "9" * 500]
    assert table.page.evaluate(f"{json.dumps(odd)}.map((each) => scanList.cleaned(each))") == [cleaned(each) for each in odd]
