"""What the traffic plan tells: hours that add up, actuals beside them, the ordinary price, a first proposal, the check."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from campaigns import services
from campaigns.charts.traffic import budget_figure
from campaigns.checks.traffic import checks
from campaigns.queries.traffic import repairs, traffic_plan
from campaigns.queries.traffic_actuals import actuals, ordinary
from campaigns.queries.traffic_budget import traffic_budget
from campaigns.queries.traffic_proposal import proposal
from campaigns.rules.traffic import closes
from campaigns.services import LineDraft
from campaigns.summaries.traffic import summary
from orders.models import Provenance, Shop, TrafficHour
from tests.campaigns.conftest import MIDNIGHT, START
from tests.campaigns.traffic.conftest import DRAWN

pytestmark = pytest.mark.django_db


@pytest.fixture
def arrived(shop: Shop) -> Callable[..., None]:
    """Put traffic: `arrived(slot of the hour, channel, visitors, spend)`."""
    provenance = Provenance.objects.create(layers="[]", spoken=0, facts=0)

    def put(hour: int, channel: str, visitors: int | None, spend: int | None = None, at: Shop | None = None) -> None:
        TrafficHour.objects.create(
            shop=at or shop, hour=hour, channel=channel, visitors=visitors, spend_minor=spend, provenance_id=provenance.pk
        )

    return put


def test_the_hours_of_the_budget_add_up_to_the_cent(planned):
    plan = traffic_plan(planned)
    budget = traffic_budget(planned, plan)
    assert len(budget.hours) == 24
    assert budget.totals_minor == [line.plan.cost_minor for line in plan.lines]
    assert sum(hour.total_minor for hour in budget.hours) == plan.sums.cost_minor == budget.hours[-1].running_minor
    for line in plan.lines:
        assert sum(budget.visitors[line.kind.key]) == line.plan.visitors
        assert sum(budget.spends[line.kind.key]) == line.plan.spend_minor
    # the first phase, a quarter of the target in an hour and a half, is spent in it too
    assert budget.hours[0].total_minor == max(hour.total_minor for hour in budget.hours)


def test_a_sale_that_begins_inside_an_hour_has_its_hours(make_sale):
    sale = make_sale(starts_at=START - timedelta(minutes=30), ends_at=START + timedelta(days=3))
    services.save_traffic(campaign=sale, actor=None, version=1, lines=DRAWN)
    budget = traffic_budget(sale, traffic_plan(sale))
    assert len(budget.hours) == 73
    assert sum(hour.total_minor for hour in budget.hours) == 451_156_784


def test_no_traffic_no_hours_of_money(sale):
    plan = traffic_plan(sale)
    assert all(hour.total_minor == 0 for hour in traffic_budget(sale, plan).hours)
    assert plan.lines == ()
    assert not plan.closes
    assert plan.repair is None
    assert summary(sale, START) is None


def test_actuals_stand_beside_the_plan_of_the_same_hours(planned, arrived):
    other = Shop.objects.create(name="Another house")
    plan = traffic_plan(planned)
    budget = traffic_budget(planned, plan)
    assert actuals(planned, plan, budget) is None
    for hour in (0, 1):
        arrived(MIDNIGHT + 6 * hour, "直播", 50_000, 3_000_000)
        arrived(MIDNIGHT + 6 * hour, "Blue Radio", 10, 500)
    arrived(MIDNIGHT, "offline", 7)
    arrived(MIDNIGHT, "直播", 999_999, 1, at=other)
    arrived(MIDNIGHT - 6, "直播", 1, 1)
    found = actuals(planned, plan, budget)
    assert found.until_slot == MIDNIGHT + 12
    rows = {row.kind.key: row for row in found.rows}
    live = rows["live"]
    assert (live.seen.visitors, live.seen.spend_minor) == (100_000, 6_000_000)
    assert live.planned_visitors == sum(budget.visitors["live"][:2])
    assert live.planned_spend_minor == sum(budget.spends["live"][:2])
    assert live.seen.per_visitor_minor == 60
    assert live.judgement == "behind"
    assert rows["search"].seen.visitors is None
    assert rows["search"].judgement == ""
    assert (rows["offline"].seen.visitors, rows["offline"].planned_visitors) == (7, 0)
    assert rows["offline"].seen.per_visitor_minor is None
    assert [(name, seen.visitors) for name, seen in found.unmatched] == [("Blue Radio", 20)]
    assert found.all.seen.visitors == 100_027
    assert found.spend_by_hour == {MIDNIGHT: 3_000_500, MIDNIGHT + 6: 3_000_500}
    services.match_channel(actor=None, name="Blue Radio", channel="offline")
    again = actuals(planned, plan, budget)
    assert again.unmatched == ()
    assert {row.kind.key: row for row in again.rows}["offline"].seen.visitors == 27
    assert again.all.seen == found.all.seen


def test_an_hour_that_had_not_ended_when_its_file_was_made_waits(planned, arrived):
    arrived(MIDNIGHT, "直播", 50_000, 3_000_000)
    arrived(MIDNIGHT + 6, "直播", 9_000, 500_000)
    made = int((START + timedelta(minutes=100)).timestamp())
    Provenance.objects.update(layers=f'[[{made}, "0123456789abcdef", 1]]')
    plan = traffic_plan(planned)
    found = actuals(planned, plan, traffic_budget(planned, plan))
    assert found.until_slot == MIDNIGHT + 6
    assert found.all.seen.visitors == 50_000
    assert found.spend_by_hour == {MIDNIGHT: 3_000_000}
    Provenance.objects.update(layers=f'[[{made - 3_600}, "0123456789abcdef", 1]]')
    assert actuals(planned, plan, traffic_budget(planned, plan)) is None


def test_the_ordinary_price_is_that_of_the_28_days_before_the_warm_up(planned, arrived):
    warm_up = MIDNIGHT - 21 * 144
    arrived(warm_up, "直通车", 1_000, 900_000)  # in the warm-up: no ordinary day
    arrived(warm_up - 6, "直通车", 100, 5_000)
    arrived(warm_up - 28 * 144, "直通车", 100, 3_000)
    arrived(warm_up - 28 * 144 - 6, "直通车", 1_000, 900_000)
    arrived(warm_up - 12, "搜索", 200, None)
    found = ordinary(planned)
    assert (found.seen.visitors, found.seen.spend_minor) == (400, 8_000)
    assert found.by_channel["keyword_ads"].per_visitor_minor == 40
    plan = traffic_plan(planned)
    keyword = plan.lines[4].plan
    assert found.times(keyword.spend_minor, keyword.visitors, "keyword_ads") == Fraction(250, 40)
    assert found.times(keyword.spend_minor, keyword.visitors, "search") is None
    assert found.times(plan.sums.spend_minor, plan.sums.visitors) == Fraction(381_000_000 - 16, 5_280_000) / 20


def test_a_proposal_brings_what_the_shop_has_seen_and_closes(sale, make_sale, arrived):
    assert proposal(sale) is None
    warm_up = MIDNIGHT - 21 * 144
    arrived(warm_up - 6, "搜索", 300, 0)
    arrived(warm_up - 6, "直通车", 100, 12_000)
    arrived(warm_up - 6, "who knows", 100, 12_000)
    found = proposal(sale)
    assert found.from_sale == ""
    assert [(line.kind.key, line.plan.per_visitor_minor) for line in found.lines] == [
        ("search", Decimal(0)),
        ("keyword_ads", Decimal(120)),
    ]
    assert abs(found.lines[0].plan.visitors - 3 * found.lines[1].plan.visitors) <= 4
    assert closes(sum(line.plan.revenue_minor for line in found.lines), sale.revenue_target_minor)
    past = make_sale(name="618", starts_at=START - timedelta(days=140), ends_at=START - timedelta(days=139))
    arrived(MIDNIGHT - 140 * 144, "直播", 50, None)
    after = make_sale(name="Double 11 again", compare_with=past)
    assert [line.kind.key for line in proposal(after).lines] == ["live"]
    assert proposal(after).from_sale == "618"


def test_the_check_fails_with_the_amount_and_the_repair_and_then_is_done(sale, fresh):
    assert [(check.code, check.state) for check in checks(sale, START)] == [("traffic_closes", "failed")]
    services.save_traffic(campaign=sale, actor=None, version=1, lines=DRAWN)
    (check,) = checks(sale, START)
    words = check.found.replace("\u00a0", " ")
    assert check.state == "failed"
    assert words == (
        "5.28 M visitors × 5.40% × ¥213 = ¥60.9 M: ¥1.08 M short of the target. "
        "88.0 k more visitors from Live streaming would do."
    )
    repair = next(repair for repair in repairs(traffic_plan(sale)) if repair.kind.key == "live")
    lines = [line if line.channel != "live" else LineDraft("live", repair.visitors, line.conversion, 19_800) for line in DRAWN]
    services.save_traffic(campaign=sale, actor=None, version=2, lines=lines)
    (check,) = checks(sale, START)
    assert check.state == "done"
    assert abs(traffic_plan(sale).difference_minor) < 1_000


def test_above_the_target_the_dearest_channel_is_cut(sale):
    lines = [replace(line, visitors=2 * line.visitors) for line in DRAWN]
    services.save_traffic(campaign=sale, actor=None, version=1, lines=lines)
    plan = traffic_plan(sale)
    assert plan.difference_minor > 0
    assert plan.repair is None  # no channel alone brings as much as is too much
    assert repairs(plan) == []
    fewer = [replace(line, visitors=line.visitors * 103 // 100) for line in DRAWN]
    services.save_traffic(campaign=sale, actor=None, version=2, lines=fewer)
    found = traffic_plan(sale).repair
    assert (found.kind.key, found.change < 0) == ("display_ads", True)


def test_visitors_who_buy_nothing_are_said_so(sale):
    services.save_traffic(campaign=sale, actor=None, version=1, lines=[LineDraft("search", 100, Decimal(0), 0)])
    (check,) = checks(sale, START)
    assert check.found.startswith("The planned visitors bring no revenue")
    assert repairs(traffic_plan(sale)) == []


def test_the_summary_and_the_figure_say_the_plan_s_numbers(planned):
    found = summary(planned, START)
    assert found.context["plan"].sums.revenue_minor == 6_091_954_000
    budget = traffic_budget(planned, traffic_plan(planned))
    figure = budget_figure(budget, planned, {MIDNIGHT: 500_000})
    assert round(sum(figure["data"][0]["y"]), 2) == 4_511_567.84
    assert figure["data"][1]["y"] == [5_000.0]
