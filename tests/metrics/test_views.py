"""The page of numbers, its sheets, the command and the interface: one answer by every way."""

import csv
import io
import json
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.urls import reverse
from python_calamine import CalamineWorkbook

from accounts.roles import Role
from common.spreadsheets import as_csv, as_xlsx
from metrics import services
from metrics.exports import table
from metrics.queries import numbers
from orders.models import Shop
from orders.services import create_shop, load_chunk
from tests.conftest import ClientAs
from tests.orders.claims import Export

pytestmark = pytest.mark.django_db
PAGE = "metrics:numbers"


@pytest.fixture
def filled(shop: Shop, sale: Export) -> Shop:
    with transaction.atomic():
        touched = load_chunk(shop=shop, source=sale.source, chunk=sale.chunk())
        services.mark_stale(shop=shop, hours=touched.hours)
    services.refill(shop=shop)
    return shop


def test_page_says_the_sum_first(client_as: ClientAs, filled: Shop) -> None:
    page = client_as(Role.OPERATIONS).get(reverse(PAGE))
    text = page.content.decode()
    assert page.status_code == 200
    assert "¥200 was paid in 2 orders." in text.replace("\u00a0", " ")
    assert "2025-11-11" in text
    assert "visits to the shop over all channels" in text


@pytest.mark.parametrize("by", ["total", "day", "hour"])
def test_page_by_every_period(client_as: ClientAs, filled: Shop, by: str) -> None:
    asked = {"shop": filled.name, "by": by, "start": "2025-11-11", "end": "2025-11-12"}
    assert client_as(Role.BOSS).get(reverse(PAGE), asked).status_code == 200


@pytest.mark.either_database
@pytest.mark.parametrize(
    "asked",
    [
        {"start": "yesterday", "end": "2025-11-12"},
        {"start": "2025-11-12", "end": "2025-11-11"},
        {"start": "2025-11-12"},
        {"shop": "Nobody's"},
        {"by": "week"},
        {"metrics": "luck"},
        {"start": "0001-01-01", "end": "9999-12-31"},
        {"start": "2020-01-01", "end": "2025-12-31", "by": "hour"},
    ],
)
def test_page_says_what_is_wrong(client_as: ClientAs, filled: Shop, asked: dict[str, str]) -> None:
    page = client_as(Role.OPERATIONS).get(reverse(PAGE), asked)
    assert page.status_code == 422
    assert "field__error" in page.content.decode()


def test_page_without_a_shop_says_what_to_do(client_as: ClientAs) -> None:
    assert "There are no numbers yet." in client_as(Role.OPERATIONS).get(reverse(PAGE)).content.decode()


def test_page_of_an_empty_shop(client_as: ClientAs, shop: Shop) -> None:
    assert "Nothing is known of Teashop yet" in client_as(Role.OPERATIONS).get(reverse(PAGE)).content.decode()


def test_strangers_sign_in_first(client: Any) -> None:
    assert client.get(reverse(PAGE)).status_code == 302


def test_warehouse_sees_no_numbers(client_as: ClientAs) -> None:
    assert client_as(Role.WAREHOUSE).get(reverse(PAGE)).status_code == 403


def test_sheets_carry_the_numbers(client_as: ClientAs, filled: Shop) -> None:
    client = client_as(Role.OPERATIONS)
    asked = {"by": "hour", "metrics": "revenue,visitors,paid_orders", "start": "2025-11-11", "end": "2025-11-11 03:00"}
    sheet = client.get(reverse(PAGE), asked | {"as": "csv"})
    rows = list(csv.reader(io.StringIO(sheet.content.decode("utf-8-sig"))))
    assert rows[1] == ["Teashop", "2025-11-11T00:00:00+08:00", "2025-11-11T01:00:00+08:00", "200.00", "", "2"]
    assert len(rows) == 4
    book = client.get(reverse(PAGE), asked | {"as": "xlsx"})
    cells = CalamineWorkbook.from_filelike(io.BytesIO(book.content)).get_sheet_by_index(0).to_python()
    assert cells[1][3:6] == [200.0, "", 2.0]


def test_sheets_run_no_formula(db: None) -> None:
    shop = create_shop(actor=None, name="=cmd|' /C calc'!A0")
    rows = numbers(shops=[shop], window=None, by="total", names=["revenue"])
    sheet = table(shop, rows, ["revenue"])
    assert b"'=cmd" in as_csv(sheet)
    cells = CalamineWorkbook.from_filelike(io.BytesIO(as_xlsx("Numbers", sheet))).get_sheet_by_index(0).to_python()
    assert cells[1][0] == shop.name


def test_command_and_interface_give_the_same(client_as: ClientAs, filled: Shop) -> None:
    out = io.StringIO()
    call_command("numbers", shop=filled.name, by="day", as_json=True, stdout=out)
    said = json.loads(out.getvalue())
    answer = client_as(Role.OPERATIONS).get(reverse("metrics_api:numbers"), {"shop": filled.name, "by": "day"})
    assert answer.json() == said
    (row,) = said["rows"]
    assert (row["revenue"], row["net_revenue"], row["paid_orders"], row["visitors"]) == ("200.00", "175.00", 2, None)
    assert row["from"] == "2025-11-11T00:00:00+08:00"
    assert said["orders_as_of"].startswith("2025-11-10")


def test_command_reads_the_shops_clock(filled: Shop) -> None:
    out = io.StringIO()
    call_command("numbers", "--shop", filled.name, "--from", "2025-11-11", "--to", "2025-11-11 01:00", stdout=out)
    assert "Revenue          200.00" in out.getvalue()
    assert "Visitors         unknown" in out.getvalue()


def test_command_says_what_is_wrong(db: None) -> None:
    with pytest.raises(CommandError, match="shop"):
        call_command("numbers", shop="Nobody's")


def test_interface_says_what_is_wrong(client_as: ClientAs, filled: Shop) -> None:
    answer = client_as(Role.OPERATIONS).get(reverse("metrics_api:numbers"), {"shop": filled.name, "from": "soon"})
    assert answer.status_code == 400
    assert answer.json()["start"]


def test_interface_denies(client_as: ClientAs, client: Any) -> None:
    assert client_as(Role.WAREHOUSE).get(reverse("metrics_api:numbers")).status_code == 403
    assert client.get(reverse("metrics_api:numbers")).status_code == 401
