"""The evidence of many prices is written by a worker: asked for, waited for, kept until the prices change."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from accounts.roles import Role
from campaigns import tasks as door
from campaigns.evidence import evidence_path
from campaigns.models import EvidenceReport
from campaigns.services.prices import set_prices
from campaigns.views import prices as views
from common.spreadsheets import CSV

pytestmark = pytest.mark.django_db


@pytest.fixture
def many(monkeypatch, priced, paid, settings, tmp_path):
    """A sale whose two prices are more than a request may judge."""
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(views, "CHECKED_AT_ONCE", 1)
    paid("COAT", 9, 89_900)
    put(priced, COAT=92_900, SOCK=1_500)
    return priced


def put(sale, **prices):
    wanted = {(sale.shops.get().pk, sku, "live"): minor for sku, minor in prices.items()}
    set_prices(campaign=sale, actor=None, version=sale.version, prices=wanted)
    sale.refresh_from_db()


def where(sale, name="prices-evidence-export"):
    return reverse(f"campaigns:{name}", args=[sale.pk])


def text_of(answer):
    return " ".join(answer.content.decode().split())


def test_it_is_asked_for_written_and_saved(client_as, many, monkeypatch):
    client, page = client_as(Role.BOSS), where(many, "prices-evidence")
    assert "Have the file written" in text_of(client.get(page))
    with monkeypatch.context() as patched:
        patched.setattr("campaigns.tables.prices.judged_prices", None)  # a request judges nothing
        early = client.get(where(many))
        assert (early.status_code, early.url) == (302, f"{page}#evidence-file")
        assert not EvidenceReport.objects.exists()
        for _again in range(2):
            assert client.post(where(many)).url == f"{page}#evidence-file"
    report = EvidenceReport.objects.get()
    assert AuditEntry.objects.filter(action="campaign.evidence").count() == 1
    shown = text_of(client.get(page))
    assert "waiting its turn" in shown
    assert 'hx-select="#evidence-file"' in shown
    door.work_out_report(kind="evidence", report_id=report.pk)
    report.refresh_from_db()
    assert (report.state, report.judged, report.total, report.found) == ("done", 2, 2, {"prices": 2})
    assert "2 prices, judged at" in text_of(client.get(page))
    answer = client.get(where(many))
    assert answer["Content-Type"] == CSV
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Shop,SKU,Title,Stage,Price,Rule")
    assert {line.split(",")[1] for line in lines[1:]} == {"COAT", "SOCK"}
    book = client.get(where(many) + "?format=xlsx")
    assert b"".join(book.streaming_content).startswith(b"PK")
    assert client.get(where(many) + "?format=pdf").status_code == 404
    assert evidence_path(report, "csv").stat().st_mode & 0o777 == 0o600


def test_a_changed_price_makes_it_old_and_the_newer_file_takes_its_place(client_as, many):
    client = client_as(Role.OPERATIONS)
    client.post(where(many))
    first = EvidenceReport.objects.get()
    door.work_out_report(kind="evidence", report_id=first.pk)
    put(many, COAT=91_900)
    assert client.get(where(many)).status_code == 302
    client.post(where(many))
    second = EvidenceReport.objects.first()
    assert second != first
    door.work_out_report(kind="evidence", report_id=second.pk)
    assert not evidence_path(first, "csv").exists()
    assert b"919.00" in b"".join(client.get(where(many)).streaming_content)
    evidence_path(second, "xlsx").unlink()
    assert "Have the file written" in text_of(client.get(where(many, "prices-evidence")))


def test_each_language_has_its_own_and_neither_drives_the_other_out(client_as, many):
    english, chinese = client_as(Role.OPERATIONS), client_as(Role.BOSS, language="zh-hans")
    chinese.cookies["django_language"] = "zh-hans"
    for client in (english, chinese):
        client.post(where(many))
    reports = list(EvidenceReport.objects.order_by("pk"))
    assert [report.asked["language"] for report in reports] == ["en", "zh-hans"]
    for report in reports:
        door.work_out_report(kind="evidence", report_id=report.pk)
    assert b"".join(english.get(where(many)).streaming_content).decode("utf-8-sig").startswith("Shop,")
    assert b"".join(chinese.get(where(many)).streaming_content).decode("utf-8-sig").startswith("店铺,")


def test_one_that_failed_says_so(client_as, many):
    client = client_as(Role.OPERATIONS)
    client.post(where(many))
    EvidenceReport.objects.update(state="running", attempt=3, lease_until=timezone.now() - timedelta(seconds=1))
    door.sweep_reports()
    shown = text_of(client.get(where(many, "prices-evidence")))
    assert "It was started three times and never ended" in shown
    assert "Have the file written" in shown
