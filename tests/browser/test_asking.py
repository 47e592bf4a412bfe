"""The unpaid chase by keyboard in a real browser: take, copy, report, take back; one who pays leaves by itself."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import transaction
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.roles import Role
from desk.models import Contact, Script
from desk.services import run_round, set_chase_rule, stop_chasing
from orders.claims import Source
from orders.models import OrderLine, Shop
from orders.services import create_shop, load_chunk
from orders.states import OrderState, RefundState
from tests.orders.claims import Export

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def bring(shop: Shop, number: int, states: dict[str, OrderState]) -> None:
    """Bring one order a buyer, placed half an hour ago."""
    now = timezone.now()
    rows = {
        f"T-{key}": {
            "buyer_key": key, "placed_at": now - timedelta(minutes=30), "state": state, "refund_state": RefundState.NONE,
            "total_minor": 30_000 if key == "ann" else 20_000, "paid_at": now if state == OrderState.PAID else None,
        }
        for key, state in states.items()
    }  # fmt: skip
    export = Export(Source(number, f"{number:064}"), rows)
    with transaction.atomic():
        touched = load_chunk(shop=shop, source=export.source, chunk=export.chunk())
        stop_chasing(shop=shop, touched=touched, at=now)


@pytest.fixture
def shop(db):
    made = create_shop(actor=None, name="Lamp House", platform="taobao")
    set_chase_rule(actor=None, shop=made, told={"held_bp": 0})
    bring(made, 1, dict.fromkeys(("ann", "ben", "cid"), OrderState.UNPAID))
    OrderLine.objects.create(shop=made, order_no="T-ann", line_no="1", sku="C", title="Wool coat", units=1, provenance_id=0)
    text = "Good day {buyer}, is anything unclear about {product}?"
    Script.objects.create(title="Ask", situation="unpaid", language="en", text=text, place=1)
    run_round(shop=made, at=timezone.now())
    return made


@pytest.fixture
def desk(open_page, live_server, client_as, shop):
    client = client_as(Role.SERVICE)

    def open_one(**kwargs) -> Page:
        page = open_page(**kwargs).page
        page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
        page.goto(f"{live_server.url}/desk/chase/")
        return page

    return open_one


def test_a_buyer_is_taken_asked_reported_and_taken_back_by_keys(desk, shop):
    page = desk()
    card = page.locator(".card--act")
    page.keyboard.press("n")
    expect(card.locator(".card__title")).to_have_text("ann")
    expect(card).to_contain_text("Good day ann, is anything unclear about Wool coat?")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.keyboard.press("c")
    expect(page.locator("[data-copied-line]")).to_have_text("Copied.")
    assert "Wool coat" in page.evaluate("navigator.clipboard.readText()")
    page.keyboard.press("3")
    expect(card.locator(".card__title")).to_have_text("ben")
    assert [(one.buyer_key, one.result) for one in Contact.objects.all()] == [("ann", "no_answer")]
    page.keyboard.press("u")
    expect(card.locator(".card__title")).to_have_text("ann")
    page.keyboard.press("2")
    expect(card.locator(".card__title")).to_have_text("ben")
    assert Axe().run(page).response["violations"] == []
    # Ben pays meanwhile: a result is refused in words, and cid is next.
    bring(shop, 2, {"ben": OrderState.PAID})
    page.keyboard.press("1")
    expect(page.get_by_text("This buyer has paid")).to_be_visible()
    page.keyboard.press("n")
    expect(card.locator(".card__title")).to_have_text("cid")


def test_it_fits_a_phone_and_needs_no_script(desk):
    page = desk(width=390, script=False)
    page.get_by_role("button", name="Take the next buyer").click()
    page.get_by_role("button", name="promised to pay").click()
    expect(page.locator(".card--act .card__title")).to_have_text("ben")
    assert page.locator("html").bounding_box()["width"] <= 390
