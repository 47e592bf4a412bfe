"""A new installation: nobody has planned, imported or sold anything, and still every page says what to do first."""

import re

import pytest

from accounts.roles import Role
from tests.accounts.addresses import addresses

pytestmark = [pytest.mark.django_db, pytest.mark.either_database]
NO_SHOP = "There is no shop yet."
ACTS = {"accounts:logout"}


def pages(client):
    """Give each page this person may open without a parameter, and its HTML."""
    for address in addresses():
        if address.arguments or address.api or address.name in ACTS or address.route.startswith("api/"):
            continue
        answer = client.get(address.url(), follow=True)
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html") and "<main" in answer.text:
            yield address.url(), answer.text


def test_every_page_of_a_new_installation_has_a_first_line_and_a_way_on(client_as):
    found = dict(pages(client_as(Role.ADMIN)))
    assert {"/", "/board/today/", "/buyers/tiers/", "/desk/chase/", "/products/stock/", "/numbers/", "/review/"} <= set(found)
    assert [url for url, text in found.items() if len(re.findall(r"<h1\b", text)) != 1] == []
    without = {url: text.partition("<main")[2] for url, text in found.items() if NO_SHOP in text}
    assert len(without) > 10
    assert [url for url, text in without.items() if 'href="/imports/"' not in text and "<form" not in text] == []


def test_who_may_make_no_shop_is_told_whom_to_ask(client_as):
    page = client_as(Role.SERVICE).get("/desk/chase/").text
    assert NO_SHOP in page
    assert "Ask someone in operations" in page
    assert 'href="/imports/"' not in page
