"""The check of many prices is a worker's: asked for as a row, its progress shown, its result the plan's."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from accounts.roles import Role
from campaigns import tasks as door
from campaigns.models import PriceCheck, PriceReport
from campaigns.queries.price_terms import fingerprint
from campaigns.queries.verdicts import check_state
from campaigns.services.prices import check_prices, set_prices
from campaigns.services.reports import ask_report, run_report, waiting_reports
from campaigns.views import prices as views

pytestmark = pytest.mark.django_db


@pytest.fixture
def few(monkeypatch):
    """Let two prices be more than a request may judge."""
    monkeypatch.setattr(views, "CHECKED_AT_ONCE", 1)


def put(sale, **prices):
    wanted = {(sale.shops.get().pk, sku, "live"): minor for sku, minor in prices.items()}
    set_prices(campaign=sale, actor=None, version=sale.version, prices=wanted)
    sale.refresh_from_db()


def text_of(answer):
    return " ".join(answer.content.decode().split())


def test_check_now_is_asked_for_and_its_progress_shown(client_as, priced, paid, few):
    paid("COAT", 9, 89_900)
    put(priced, COAT=92_900, SOCK=1_500)
    client, page = client_as(Role.OPERATIONS), reverse("campaigns:prices", args=[priced.pk])
    answer = client.post(reverse("campaigns:prices-check", args=[priced.pk]))
    assert answer.url == page
    assert not PriceCheck.objects.exists()
    report = PriceReport.objects.get()
    assert AuditEntry.objects.filter(action="campaign.price_check").count() == 1
    shown = text_of(client.get(page))
    assert "waiting its turn" in shown
    assert 'hx-select="#price-check"' in shown
    assert "Check now" not in shown.partition('id="price-check"')[2].partition("</section>")[0]
    PriceReport.objects.update(state="running", judged=1, total=2, lease_until=timezone.now() + timedelta(minutes=1), attempt=1)
    assert "1 of 2 prices checked." in text_of(client.get(page))
    PriceReport.objects.update(state="queued", judged=0, total=0, lease_until=None, attempt=0)
    door.work_out_report(kind="price_check", report_id=report.pk)
    report.refresh_from_db()
    assert (report.state, report.judged, report.total, report.found) == ("done", 2, 2, {"prices": 2})
    shown = text_of(client.get(page))
    assert "1 of 2 prices" in shown
    assert "Check now" in shown
    assert check_state(priced).is_current
    door.work_out_report(kind="price_check", report_id=report.pk)  # a doubled ring does nothing more
    assert PriceReport.objects.get().attempt == 1


def test_a_save_of_many_prices_asks_too_and_the_same_question_waits_once(client_as, priced, few):
    client = client_as(Role.OPERATIONS)
    put(priced, COAT=92_900, SOCK=1_500)
    for _again in range(2):
        client.post(reverse("campaigns:prices-check", args=[priced.pk]))
    assert PriceReport.objects.count() == 1
    fields = {f"price.{priced.shops.get().pk}.SOCK": "14.00", "version": priced.version, "stage": "live"}
    assert client.post(reverse("campaigns:prices-save", args=[priced.pk]), fields).status_code == 302
    priced.refresh_from_db()
    assert PriceReport.objects.get().asked["fingerprint"] == fingerprint(priced)


def test_over_rest_it_is_told_how_far_it_is(client_as, priced, few):
    put(priced, COAT=92_900, SOCK=1_500)
    where = reverse("campaigns_api:price-verdicts", args=[priced.pk])
    answer = client_as(Role.OPERATIONS).post(where)
    told = {"version": priced.version, "state": "queued", "judged": 0, "total": 0}
    assert (answer.status_code, answer.json()) == (202, told)
    assert client_as(Role.SERVICE).post(where).status_code == 403


def test_over_rest_many_prices_are_read_from_the_check_and_never_judged_whole(client_as, priced, paid, few, monkeypatch):
    paid("COAT", 9, 89_900)
    put(priced, COAT=92_900, SOCK=1_500)
    where, client = reverse("campaigns_api:price-verdicts", args=[priced.pk]), client_as(Role.BOSS)
    told = client.get(where)
    assert (told.status_code, told.json()["state"]) == (202, "none")
    assert not PriceReport.objects.exists()
    client_as(Role.OPERATIONS).post(where)
    assert client.get(where).json()["state"] == "queued"
    door.work_out_report(kind="price_check", report_id=PriceReport.objects.get().pk)
    monkeypatch.setattr("campaigns.api.prices.AT_ONCE", 1)
    first, second = (client.get(where, {"page": page}).json() for page in (1, 2))
    assert first["counts"] == second["counts"] == {"allowed": 0, "refused": 1, "unknown": 1}
    assert [(one["page"], one["pages"], [row["sku"] for row in one["prices"]]) for one in (first, second)] == [
        (1, 2, ["COAT"]), (2, 2, ["SOCK"]),
    ]  # fmt: skip
    put(priced, COAT=91_900)
    assert client.get(where).status_code == 202


def test_one_that_failed_says_so_and_can_be_asked_again(client_as, priced, few):
    put(priced, COAT=92_900, SOCK=1_500)
    now = timezone.now()
    report = ask_report(kind="price_check", campaign=priced, actor=None, at=now)
    PriceReport.objects.update(state="running", attempt=3, lease_until=now - timedelta(seconds=1))
    assert waiting_reports(at=now) == []
    shown = text_of(client_as(Role.OPERATIONS).get(reverse("campaigns:prices", args=[priced.pk])))
    assert "It was started three times and never ended" in shown
    assert "Check now" in shown
    assert not run_report(kind="price_check", report_id=report.pk, at=now)


def test_an_older_result_never_replaces_that_of_the_plan_as_it_is(priced):
    at = timezone.now()
    put(priced, COAT=92_900)
    newer = []

    def meanwhile(_judged, _total):
        """Somebody changes a price and has it checked while the first check is under way."""
        if not newer:
            put(priced, COAT=91_900)
            newer.append(check_prices(campaign=priced, at=at))

    kept = check_prices(campaign=priced, at=at, tell=meanwhile)
    assert kept.pk == newer[0].pk
    check = PriceCheck.objects.get(campaign=priced)
    assert (check.fingerprint, check.verdicts[0]["price"]) == (fingerprint(priced), 91_900)
