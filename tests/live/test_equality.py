"""One number on every surface: the page, the REST interface, the command, the exports and the one path of numbers agree."""

import csv
import json
from decimal import Decimal
from io import BytesIO, StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from python_calamine import CalamineWorkbook

from accounts.roles import Role
from accounts.services import create_token
from common.money import format_money
from common.windows import Window
from live.models import BoardSnapshot
from live.rules.sentence import KINDS, WHY_KINDS
from metrics.queries import numbers
from tests.live.conftest import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def operations(client_as):
    return client_as(Role.OPERATIONS)


def api(client, campaign, **headers):
    return client.get(reverse("live_api:board", args=[campaign.pk]), headers=headers)


def command(*arguments: str) -> str:
    out = StringIO()
    call_command("board", *arguments, stdout=out)
    return out.getvalue()


def test_rest_command_and_page_give_the_same_board(operations, sale):
    told = api(operations, sale.campaign).json()
    assert json.loads(command("Double 11 2026", "--json")) == told
    assert json.loads(command(str(sale.campaign.pk), "--json")) == told
    html = operations.get(reverse("live:board", args=[sale.campaign.pk])).content.decode()
    revenue = told["so_far"]["revenue"]
    for amount in (revenue["due"], told["sentence"]["needed_per_hour_minor"], abs(told["sentence"]["gap_minor"])):
        assert format_money(amount, "CNY", locale="en") in html
    value, unit = format_money(revenue["actual"], "CNY", locale="en").split("\u00a0")
    assert f"{value} <small>{unit}</small>" in html
    for hour in told["hours"]:
        if hour["revenue"]["actual"] is not None:
            assert format_money(hour["revenue"]["actual"], "CNY", "exact", "en") in html


def test_the_board_agrees_with_the_one_path_of_numbers(operations, sale):
    told = api(operations, sale.campaign).json()
    window = Window(sale.campaign.start_slot, sale.campaign.start_slot + 64)  # to 10:40
    [total] = numbers(shops=[sale.shop], window=window, by="total", names=["revenue", "paid_orders", "refunds"])
    for name, value in total.values.items():
        assert told["so_far"][name]["actual"] == value
    hours = numbers(shops=[sale.shop], window=Window(window.start, window.start + 60), by="hour", names=["revenue", "visitors"])
    for row, hour in zip(hours, told["hours"], strict=False):
        assert hour["revenue"]["actual"] == row.values["revenue"]
        assert hour["visitors"]["actual"] == row.values["visitors"]


def test_the_command_counts_for_another_moment_without_keeping_it(operations, sale):
    kept = BoardSnapshot.objects.count()
    board = json.loads(command("Double 11 2026", "--at", "2026-11-11T03:05", "--json"))
    assert board["data"]["counted_to"] == "2026-11-10T19:00:00Z"
    assert board["age"] == {"minutes": 0, "level": "fresh"}
    assert BoardSnapshot.objects.count() == kept


def test_the_command_prints_a_table(sale):
    text = command("Double 11 2026")
    assert "behind, cause conversion" in text
    assert "phase 5" in text
    assert "11 Nov 09:00" in text


@pytest.mark.parametrize("arguments", [("nothing",), ("99",), ("Double 11 2026", "--at", "noon")])
def test_the_command_says_what_is_wrong(sale, arguments):
    with pytest.raises(CommandError):
        command(*arguments)


def test_rest_answers_304_and_its_states_are_declared(operations, sale):
    first = api(operations, sale.campaign)
    again = api(operations, sale.campaign, **{"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert first.json()["sentence"]["kind"] in KINDS
    assert first.json()["sentence"]["cause"] in WHY_KINDS


def test_rest_lets_nobody_in_without_the_right(client, client_as, person, sale):
    assert api(client, sale.campaign).status_code in {401, 403}
    for role in Role:
        someone = client_as(role)
        assert api(someone, sale.campaign).status_code == (200 if someone.user.may("view_board") else 403)
    owner = person(Role.OPERATIONS)
    token = create_token(actor=owner, user=owner, name="wall", at=NOW).token
    assert api(client, sale.campaign, Authorization=f"Token {token}").status_code == 200
    assert api(client, sale.campaign, Authorization="Token wrong").status_code in {401, 403}


def test_rest_of_a_board_that_is_not_there(operations, sale):
    assert operations.get(reverse("live_api:board", args=[12345])).status_code == 404
    BoardSnapshot.objects.all().delete()
    assert api(operations, sale.campaign).status_code == 404


def export(client, campaign, kind):
    return client.get(reverse("live:export", args=[campaign.pk, kind]))


def test_the_exports_hold_the_same_numbers(operations, sale):
    told = api(operations, sale.campaign).json()
    answer = export(operations, sale.campaign, "csv")
    rows = list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"))))
    hours = [row for row in rows if row["row"] == "hour"]
    assert len(hours) == 24
    assert sum(Decimal(row["revenue target"]) for row in hours) * 100 == sale.campaign.revenue_target_minor
    assert [row["revenue actual"] for row in hours][11:] == [""] * 13
    assert Decimal(rows[-1]["revenue actual"]) * 100 == told["so_far"]["revenue"]["actual"]
    parts = ("traffic", "conversion", "order_value", "orders", "unknown")
    assert sum(Decimal(rows[-1][f"split {part}"]) for part in parts) == Decimal(rows[-1]["revenue gap"])
    book = CalamineWorkbook.from_filelike(BytesIO(export(operations, sale.campaign, "xlsx").content))
    table = book.get_sheet_by_name("board").to_python()
    assert len(table) == len(rows) + 1
    assert round(table[-1][7] * 100) == told["so_far"]["revenue"]["actual"]


def test_an_export_runs_no_formula(operations, sale):
    stored = BoardSnapshot.objects.get(campaign=sale.campaign)
    stored.board["campaign"]["name"] = '=HYPERLINK("http://x")'
    stored.save()
    rows = list(csv.reader(StringIO(export(operations, sale.campaign, "csv").content.decode("utf-8-sig"))))
    assert rows[-1][1].startswith("'=HYPERLINK")


def test_exports_need_the_right_and_a_known_kind(client, client_as, operations, sale):
    assert export(client, sale.campaign, "csv").status_code == 302
    assert export(operations, sale.campaign, "pdf").status_code == 404
