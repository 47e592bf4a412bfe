"""The page of a sale asks each question once: however much is planned, the number of its queries is bounded."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from bench.offers import make_plan, time_page
from campaigns.checks import all_checks
from campaigns.models import Offer
from campaigns.queries.pages import plan_state
from campaigns.queries.reports import fingerprint
from campaigns.queries.traffic import traffic_plan
from campaigns.services.reports import ask_report, run_report
from common.once import asked_once, once

pytestmark = pytest.mark.django_db
MOST_QUERIES = 45


def test_a_full_plan_takes_no_more_queries_than_its_bound(client_as, django_assert_max_num_queries):
    campaign = make_plan(orders=60, products=24)
    time_page(campaign, rounds=1)
    for kind in ("audit", "replay"):
        asked = {"start": campaign.created_at.isoformat(), "end": campaign.ends_at.isoformat(), "claimed": True}
        report = ask_report(kind=kind, campaign=campaign, actor=None, at=timezone.now(), asked=asked)
        run_report(kind=kind, report_id=report.pk, at=timezone.now())
    client, page = client_as(Role.OPERATIONS), reverse("campaigns:detail", args=[campaign.pk])
    client.get(page)
    with django_assert_max_num_queries(MOST_QUERIES):
        answer = client.get(page)
    assert answer.status_code == 200
    for words in ("Tasks:", "Traffic", "offer", "Odds"):
        assert words in answer.text
    service = client_as(Role.SERVICE)
    service.get(page)
    with django_assert_max_num_queries(MOST_QUERIES):
        service.get(page)


def test_an_answer_lives_as_long_as_the_page_and_no_longer(sale):
    assert traffic_plan(sale) is not traffic_plan(sale)
    with asked_once():
        first, digest = traffic_plan(sale), fingerprint(sale)
        assert traffic_plan(sale) is first
        Offer.objects.create(campaign=sale, kind="free_shipping", name="Freight")
        assert fingerprint(sale) == digest
    assert fingerprint(sale) != digest
    asked = []

    @once
    def question(number):
        asked.append(number)
        return number

    with asked_once():
        assert [question(1), question(1), question(2)] == [1, 1, 2]
    assert asked == [1, 2]
    question(1)
    assert asked == [1, 2, 1]


def test_an_audit_that_was_not_made_is_told_by_one_check(sale):
    Offer.objects.create(campaign=sale, kind="free_shipping", name="Freight")
    now = timezone.now()
    codes = {"audit_floor", "offers_contradict", "audit_traps"}
    assert {check.code for check in all_checks(sale, now) if check.state == "failed"} >= codes  # gates ask for each of them
    assert [check.code for check in plan_state(campaign=sale, at=now).checks if check.code in codes] == ["audit_floor"]
    report = ask_report(kind="audit", campaign=sale, actor=None, at=now)
    run_report(kind="audit", report_id=report.pk, at=now)
    assert {check.code for check in plan_state(campaign=sale, at=now).checks} >= codes
