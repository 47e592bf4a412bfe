"""What holding back costs, in pieces and money: the same on the page, in the file and over REST; unknown is never 0."""

import io
import re

import pytest
import time_machine
from django.urls import reverse
from python_calamine import CalamineWorkbook

from accounts.roles import Role
from inventory.models import CountKind, ProductFigures, RunOut
from inventory.services import Counted, edit_products, set_stock_day, tell_counts
from live.services import refresh_stock
from orders.services import create_shop
from tests.inventory.sale_of_goods import NOW, count, sell, steadily

pytestmark = pytest.mark.django_db
COCKPIT = "/board/stock/"


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def pool(db):
    """Sixty coats lie in one shop, two list all of them and each sells one a minute: some have to be held back."""
    shop, outlet = create_shop(actor=None, name="Coat House"), create_shop(actor=None, name="Coat Outlet")
    for each, prefix in ((shop, "a"), (outlet, "b")):
        edit_products(actor=None, shop=each, changes={"COAT": {"title": "Coat, oat", "list_price_minor": 12_900}})
        sell(each, steadily("COAT", units=120, minutes=120, orders=60), prefix=prefix)
        listed = Counted("COAT", 60, kind=CountKind.LISTED, counted_at=NOW)
        tell_counts(actor=None, shop=each, counts=[listed])
    count(shop, COAT=60)
    set_stock_day(actor=None, shop=shop, values={"interval_minutes": 40})
    for each in (shop, outlet, shop):
        refresh_stock(shop=each, at=NOW)
    assert RunOut.objects.get(shop=shop).hold_back > 0
    RunOut.objects.filter(shop=shop).update(hold_back=12, listing=48, lost=3.5)  # round figures, to be reckoned by hand
    return shop


def told(client, shop):
    """Return what the page, the file and REST say of the coat."""
    page = client.get(COCKPIT, {"show": "all", "shop": shop.pk}).content.decode()
    text = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    book = client.get(reverse("live:stock-export", args=["xlsx"]), {"show": "all", "shop": shop.pk}).content
    rows = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()
    row = dict(zip(rows[0], rows[1], strict=True))
    return text, row, client.get(reverse("live_api:stock-today"), {"show": "all", "shop": shop.pk}).json()["products"][0]


def test_at_the_list_price_while_nothing_was_paid_lately(client_as, pool):
    text, row, given = told(client_as(Role.OPERATIONS), pool)
    assert "hold back 12, list 48 · costs 4 sales (¥452)" in text  # 3.5 pieces of 129.00 are 451.50
    assert (row["Hold back"], row["List at most"], row["Sales lost by it"]) == (12, 48, 451.5)
    assert (given["hold_back"], given["lost"], given["lost_minor"]) == (12, 3.5, 45_150)


def test_at_what_was_paid_lately_where_that_is_known(client_as, pool):
    ProductFigures.objects.update_or_create(shop=pool, sku="COAT", defaults={"price_minor": 10_000, "counted_at": NOW})
    text, row, given = told(client_as(Role.OPERATIONS), pool)
    assert "costs 4 sales (¥350)" in text
    assert (row["Sales lost by it"], given["lost_minor"]) == (350, 35_000)


def test_without_a_price_the_pieces_are_told_and_no_money(client_as, pool):
    edit_products(actor=None, shop=pool, changes={"COAT": {"list_price_minor": None}})
    text, row, given = told(client_as(Role.OPERATIONS), pool)
    assert "costs 4 sales" in text
    assert "costs 4 sales (" not in text
    assert (row["Sales lost by it"], given["lost_minor"]) == ("", None)


def test_where_nothing_is_held_back_nothing_is_lost_or_claimed(client_as, pool):
    RunOut.objects.filter(shop=pool).update(hold_back=0, listing=60, lost=0)
    text, row, given = told(client_as(Role.OPERATIONS), pool)
    assert "hold back 12" not in text
    assert (row["Sales lost by it"], given["lost_minor"]) == ("", None)
