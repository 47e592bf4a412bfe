"""The side panel in a real frame of another site: no session travels there, a code lets the agent in, and the card works."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from accounts.roles import Role
from customers.models import Note
from desk.models import LookUp
from tests.customers.conftest import filled, load, shop

__all__ = ["filled", "load", "shop"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def chat_of():
    """Serve a page with a frame from 127.0.0.1, which is another site than the localhost of the program; give its address."""
    frames = []

    class Chat(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(f'<!doctype html><title>Chat</title><iframe width="360" height="700" src="{frames[0]}">'.encode())

        def log_message(self, *args):
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Chat)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", frames
    server.shutdown()
    server.server_close()


def test_a_code_lets_the_agent_in_where_no_session_travels(chromium, live_server, client_as, filled, settings, chat_of):
    address, frames = chat_of
    settings.PANEL_ORIGINS = [address]
    client = client_as(Role.SERVICE)
    context = chromium.new_context(viewport={"width": 1200, "height": 800})
    context.set_default_timeout(20_000)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    chat, own = context.new_page(), context.new_page()
    frames.append(f"{live_server.url}{reverse('desk:panel')}?q=ann")
    chat.goto(address)
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
