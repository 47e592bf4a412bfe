"""The side panel in a real frame of another site: no session travels there, a code lets the agent in, and the card works."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from accounts.roles import Role
from customers.models import Note
from desk.models import LookUp
from tests.customers.conftest import filled, load, shop

__all__ = ["filled", "load", "shop"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CHAT = "http://127.0.0.1:9"  # another site than the localhost of the program


def test_a_code_lets_the_agent_in_where_no_session_travels(chromium, live_server, client_as, filled, settings):
    settings.PANEL_ORIGINS = [CHAT]
    client = client_as(Role.SERVICE)
    context = chromium.new_context(viewport={"width": 1200, "height": 800})
    context.set_default_timeout(20_000)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    chat, own = context.new_page(), context.new_page()
    panel = f"{live_server.url}{reverse('desk:panel')}?q=ann"
    frame_of = f'<!doctype html><title>Chat</title><iframe title="Panel" width="360" height="700" src="{panel}"></iframe>'
    context.route(f"{CHAT}/*", lambda route: route.fulfill(content_type="text/html", body=frame_of))

    chat.goto(f"{CHAT}/chat")
    frame = chat.frame_locator("iframe")
    expect(frame.locator("h1")).to_have_text("This panel does not know you yet.")
    frame.locator("[name=code]").fill("WRONG-CODES")
    frame.locator("[name=code]").press("Enter")
    expect(frame.locator("[role=alert]")).to_contain_text("This code is not known")

    own.goto(f"{live_server.url}{reverse('desk:panel-code')}")
    own.get_by_role("button", name="Show a code").click()
    frame.locator("[name=code]").fill(own.locator(".secret").inner_text())
    frame.locator("[name=code]").press("Enter")
    expect(frame.locator("h1")).to_contain_text("ann is a")

    frame.locator("body").press("n")
    frame.locator("#note").press_sequentially("wants centimetres")
    frame.locator("#note").press("Enter")
    expect(frame.locator(".toast")).to_contain_text("The note is kept.")
    assert Note.objects.get().author == client.user
    chat.reload()
    expect(frame.locator("body")).to_contain_text("wants centimetres")
    assert frame.locator("html").evaluate("page => page.scrollWidth - page.clientWidth") <= 0
    assert set(LookUp.objects.values_list("who", "door")) == {(client.user.pk, "panel")}

    context.close()
