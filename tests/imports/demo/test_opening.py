import io
import json
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command

from campaigns.costs import case_of
from campaigns.models import AuditReport, Campaign, CostSource, ReplayReport, ServicePerson
from campaigns.queries.odds import standing_odds
from campaigns.queries.pictures import picture_tests
from campaigns.queries.shifts import settings_of, shift_rows
from campaigns.queries.tasks import task_rows
from campaigns.rules.odds import unknown
from common.windows import day_window
from imports.demo import catalogue, days
from imports.demo.opening import earlier_name, sale_name
from imports.demo.planning import plan_the_rest
from imports.demo.story import DAY, tell
from imports.models import ImportJob, Source, State
from live.models import BoardSnapshot
from metrics.queries import numbers
from orders.models import Order, Shop
from review.models import Report

NOW = datetime(2026, 11, 11, 6, 40, tzinfo=UTC)
ASKED = {"seed": 11, "orders": 400, "now": NOW.isoformat()}


def run(**options):
    out = io.StringIO()
    call_command("demo", stdout=out, **{**ASKED, **options})
    return out.getvalue()


@pytest.mark.django_db(transaction=True)
def test_the_demo_shop_opens_by_the_road_and_shows_the_truth(clock, settings):
    clock.move_to(NOW)
    said = run()
    assert "lin" in said
    assert not ImportJob.objects.exclude(state=State.DONE).exists()
    assert set(ImportJob.objects.values_list("source", flat=True)) == {Source.DEMO}
    assert sum(job.rejected for job in ImportJob.objects.all()) == 0
    assert sum(job.older for job in ImportJob.objects.all()) > 0
    assert sum(job.changed for job in ImportJob.objects.all()) > 0

    story = tell(seed=11, orders=400, now=NOW)
    for told in story.shops:
        shop = Shop.objects.get(name=told.shop.name)
        assert Order.objects.filter(shop=shop).count() <= len(told.placed)
        for day in (story.today, story.last, story.earlier):
            start = days.midnight(day)
            paid = (told.paid >= start) & (told.paid < min(start + DAY, int(NOW.timestamp())))
            [row] = numbers(shops=[shop], window=day_window(day, "Asia/Shanghai"), by="total", names=["paid_orders", "revenue"])
            assert row.values == {"paid_orders": paid.sum(), "revenue": told.total[paid].sum()}

    running = Campaign.objects.get(name=sale_name(story.today))
    last = Campaign.objects.get(name=sale_name(story.last))
    assert running.compare_with == last
    before = Campaign.objects.get(name=earlier_name(story.earlier))
    [report] = Report.objects.filter(campaign=last)
    assert [sale["sale"]["name"] for sale in report.body["against"]["sales"]] == [last.name, before.name]
    assert report.body["service"]["contacts"]["there"] > 0, "the hours of its people are known"
    assert running.shops.count() == len(catalogue.SHOPS)
    assert running.phases.count() == 5
    assert BoardSnapshot.objects.filter(campaign=running).exists()
    assert running.tasks.filter(state="done").count() > 30
    assert [row.task.code for row in task_rows(campaign=running, at=NOW) if row.days_late] == ["op_holdback"]
    assert picture_tests(running)[0].winner is not None

    assert [offer.kind for offer in running.offers.order_by("pk")] == ["spend_and_save", "coupon"]
    assert [model.objects.get(campaign=running).state for model in (AuditReport, ReplayReport)] == ["done", "done"]
    standing = standing_odds(running)
    assert standing is not None
    assert 0 < standing.result.p_profit <= 1
    assert not unknown(case_of(standing.costs))
    assert standing.costs["cost_of_goods"].source == CostSource.PRODUCTS
    open_places = [row.open_needed for row in shift_rows(running, settings_of(running))]
    assert len(open_places) >= 3
    assert not any(open_places)
    said = (running.version, running.shifts.count(), ServicePerson.objects.count())
    plan_the_rest(campaign=running, actor=None, now=NOW)
    assert (running.version, running.shifts.count(), ServicePerson.objects.count()) == said, "it is planned already"

    before = {job.pk for job in ImportJob.objects.all()}
    assert run(once=True) == ""  # `up` prints the logins
    assert {job.pk for job in ImportJob.objects.all()} == before, "it stands already"
    marker = settings.DATA_DIR / "demo" / "story.json"
    assert json.loads(marker.read_text())["done"] is True


@pytest.mark.django_db
def test_a_moment_nobody_can_read_is_told():
    with pytest.raises(CommandError, match="2026-11-11T10:35"):
        run(now="yesterday")
