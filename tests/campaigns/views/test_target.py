"""The page of the target: edit in place, lock, undo, curves, export, REST."""

import csv
import io
from datetime import timedelta
from decimal import Decimal

import pandas as pd
import pytest
from django.urls import reverse

from accounts.roles import Role
from campaigns import queries, services
from campaigns.models import CurveKind
from tests.campaigns.conftest import MIDNIGHT, START

pytestmark = pytest.mark.django_db

PHASE_1 = f"phase.{MIDNIGHT}.{MIDNIGHT + 9}"
HOUR_0 = f"hour.{MIDNIGHT}.{MIDNIGHT + 6}"
HTMX = {"HX-Request": "true"}


def page(response):
    return response.content.decode()


@pytest.fixture
def manager(client_as):
    return client_as(Role.OPERATIONS)


def address(sale, name="target"):
    return reverse(f"campaigns:{name}", args=[sale.pk])


def first_phase(sale):
    return queries.phase_spans(campaign=sale)[0].target_minor


def test_the_table_shows_phases_and_hours_and_slots_on_demand(manager, sale):
    text = page(manager.get(address(sale)))
    assert "¥62.0\u00a0M over 5 phases: 25% is due by 1:30." in text
    assert text.count("target__row--hour") == 25  # the first phase ends inside an hour: that hour is two rows
    assert "target__row--slot" not in text


def test_slots_open_and_close(manager, sale):
    opened = page(manager.get(address(sale), {"open": HOUR_0}, headers=HTMX))
    assert opened.count("target__row--slot") == 6
    assert "<html" not in opened
    closed = page(manager.get(address(sale), {"open": HOUR_0, "close": HOUR_0}, headers=HTMX))
    assert "target__row--slot" not in closed
    assert page(manager.get(address(sale), {"open": "../../etc"})).count("target__row--slot") == 0


def test_an_edit_in_place(manager, sale):
    shown = page(manager.get(address(sale), {"edit": PHASE_1}, headers=HTMX))
    assert 'value="15,500,000.00"' in shown
    said = {"version": 1, "node": PHASE_1, "value": "20,000,000", "lock": "on"}
    answer = manager.post(address(sale, "target-edit"), said, headers=HTMX)
    assert answer.status_code == 200
    assert "target__row--locked" in page(answer)
    assert first_phase(sale) == 2_000_000_000


def test_a_share_may_be_typed(manager, sale):
    manager.post(address(sale, "target-edit"), {"version": 1, "node": PHASE_1, "value": "30%"})
    assert first_phase(sale) == 1_860_000_000


def test_without_htmx_the_page_comes_back(manager, sale):
    answer = manager.post(address(sale, "target-edit"), {"version": 1, "node": PHASE_1, "value": "1"})
    assert answer.url == address(sale)


@pytest.mark.either_database
@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"value": "lots"}, "Write an amount like"),
        ({"value": ""}, "Write an amount like"),
        ({"value": "-5"}, "A target cannot be below zero."),
        ({"value": "99,000,000,000,000"}, "This is more than the program counts"),
        ({"value": "62,000,001"}, "The part above has only ¥62.0\u00a0M"),
        ({"node": "phase.1.2"}, "no longer there"),
        ({"node": "nonsense"}, "no longer there"),
        ({"version": "x"}, "no longer there"),
    ],
)
def test_bad_input_is_refused_with_a_sentence_and_nothing_changes(manager, sale, said, words):
    answer = manager.post(address(sale, "target-edit"), {"version": 1, "node": PHASE_1, "value": "1"} | said, headers=HTMX)
    assert answer.status_code == 422
    assert words in page(answer)
    sale.refresh_from_db()
    assert sale.version == 1


def test_a_stale_edit_shows_the_others_change_and_keeps_the_typed_value(manager, sale):
    services.edit_target(
        campaign=sale, actor=None, version=1, node=services.NodeRef("phase", MIDNIGHT, MIDNIGHT + 9), value_minor=5
    )
    answer = manager.post(address(sale, "target-edit"), {"version": 1, "node": PHASE_1, "value": "123,456"}, headers=HTMX)
    text = page(answer)
    assert answer.status_code == 422
    assert "This plan was changed meanwhile: version 2." in text
    assert 'value="123,456"' in text
    assert first_phase(sale) == 5


def test_lock_unlock_and_undo(manager, sale):
    assert "unlock" in page(manager.post(address(sale, "target-lock"), {"version": 1, "node": PHASE_1}, headers=HTMX))
    refused = manager.post(address(sale, "target-edit"), {"version": 2, "node": PHASE_1, "value": "1"}, headers=HTMX)
    assert "This value is locked. Unlock it first." in page(refused)
    manager.post(address(sale, "target-unlock"), {"version": 2, "node": PHASE_1})
    manager.post(address(sale, "target-edit"), {"version": 3, "node": PHASE_1, "value": "1"})
    assert first_phase(sale) == 100
    manager.post(address(sale, "target-undo"), {"version": 4})
    assert first_phase(sale) == 1_550_000_000
    assert manager.post(address(sale, "target-undo"), {"version": "nonsense"}, headers=HTMX).status_code == 422


def test_what_to_unlock_is_named(manager, sale):
    for version, (start, end) in enumerate([(9, 66), (66, 102), (102, 132), (132, 144)], 1):
        manager.post(address(sale, "target-lock"), {"version": version, "node": f"phase.{MIDNIGHT + start}.{MIDNIGHT + end}"})
    text = page(manager.post(address(sale, "target-edit"), {"version": 5, "node": PHASE_1, "value": "1"}, headers=HTMX))
    assert "Everything beside it is locked" in text
    assert "Unlock Morning, Afternoon, Evening, Last hour, or raise the total." in text


def test_another_curve(manager, sale):
    text = page(manager.post(address(sale, "target-curve"), {"version": 1, "kind": "same_weekday"}, headers=HTMX))
    assert "The four same weekdays before have no orders, so the target is flat inside each phase." in text
    sale.refresh_from_db()
    assert sale.curve_kind == CurveKind.SAME_WEEKDAY
    assert manager.post(address(sale, "target-curve"), {"version": 2, "kind": "rainbow"}, headers=HTMX).status_code == 422


def test_a_long_sale_opens_its_phases_on_demand(manager, make_sale):
    long = make_sale(ends_at=START + timedelta(days=5))
    text = page(manager.get(address(long)))
    assert text.count("target__row--day") == 5
    assert "target__row--hour" not in text


def test_the_export_adds_up_and_no_cell_is_a_formula(manager, sale):
    answer = manager.get(address(sale, "target-export"), {"format": "csv"})
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0][3] == "Revenue target, CNY"
    assert len(rows) == 145
    assert sum(Decimal(row[3]) for row in rows[1:]) == Decimal("62000000.00")
    book = manager.get(address(sale, "target-export"), {"format": "xlsx"})
    frame = pd.read_excel(io.BytesIO(book.content), engine="calamine")
    assert round(frame.iloc[:, 3].sum(), 2) == 62_000_000
    assert manager.get(address(sale, "target-export"), {"format": "exe"}).status_code == 404


def test_a_phase_named_like_a_formula_is_harmless_in_the_export(manager, sale):
    own = [services.PhaseDraft("=cmd|' /C calc'!A0", "", MIDNIGHT, MIDNIGHT + 144, 10_000)]
    services.set_phases(campaign=sale, actor=None, version=1, template="custom", phases=own)
    text = manager.get(address(sale, "target-export")).content.decode("utf-8-sig")
    assert ",=cmd" not in text
    assert ",'=cmd" in text


def test_the_rest_interface(client_as, sale, clock):
    boss = client_as(Role.BOSS)
    listed = boss.get("/api/v1/campaigns/").json()
    assert [(one["name"], one["state"], one["revenue_target"]) for one in listed] == [
        ("Double 11 2026", "running", "62000000.00")
    ]
    assert boss.get("/api/v1/campaigns/", {"state": "over"}).json() == []
    assert boss.get("/api/v1/campaigns/", {"state": "lost"}).status_code == 400
    whole = boss.get(f"/api/v1/campaigns/{sale.pk}/").json()
    assert [phase["share"] for phase in whole["phases"]] == ["0.250000", "0.200000", "0.200000", "0.200000", "0.150000"]
    assert len(whole["stages"]) == 4
    for by, count in (("slot", 144), ("hour", 25), ("phase", 5), ("total", 1)):
        found = boss.get(f"/api/v1/campaigns/{sale.pk}/target/", {"by": by}).json()
        assert len(found["periods"]) == count
        assert sum(Decimal(period["revenue"]) for period in found["periods"]) == Decimal("62000000.00")
        assert sum(period["paid_orders"] for period in found["periods"]) == 291_080
    assert boss.get(f"/api/v1/campaigns/{sale.pk}/target/", {"by": "week"}).status_code == 400
    assert boss.get("/api/v1/campaigns/99/").status_code == 404


def test_the_rest_interface_asks_who_is_there(client, sale):
    assert client.get("/api/v1/campaigns/").status_code in {401, 403}
