"""How right we were: scores of a sale from its boards, buffers and incidents, and what may be said of several together."""

from datetime import timedelta

import pytest

from accounts.roles import Role
from campaigns.models import OddsScore
from inventory.models import Buffer
from live.models import BoardSnapshot, Incident
from live.services.alerts import judge
from metrics.models import SalesSlot, SkuHour
from orders.services import create_shop
from review import services
from review.models import SaleScore
from tests.review.histories import START, campaign
from tests.review.test_pages import text_of

pytestmark = pytest.mark.django_db
AT = START + timedelta(days=3)


@pytest.fixture
def boss(client_as):
    return client_as(Role.BOSS)


@pytest.fixture
def shop(db):
    return create_shop(actor=None, name="Lamp House", platform="tmall")


def foreseen(sale, hour, low, high):
    as_of = sale.starts_at + timedelta(hours=hour, minutes=50)
    told = {
        "low_minor": low,
        "middle_minor": (low + high) // 2,
        "high_minor": high,
        "target_minor": 0,
        "odds": 0.5,
        "is_over": False,
    }
    board = {"outlook": {"sale": told, "basis": {"is_early": False}}}
    BoardSnapshot.objects.create(
        campaign=sale, version=1, built_at=as_of + timedelta(minutes=1), data_as_of=as_of, digest=f"{sale.pk}.{hour}", board=board
    )


def scored(sale):
    row = services.ask_score(campaign=sale, at=AT)
    assert services.prepare_score(score_id=row.pk, at=AT)
    return SaleScore.objects.get(pk=row.pk).body


def a_sale(shop, number=0):
    sale = campaign([shop], name=f"Sale {number}", start=START - timedelta(days=30 * number))
    SalesSlot.objects.create(shop=shop, slot=sale.start_slot + 9, paid_orders=1, revenue_minor=1_000)
    return sale


def test_a_projection_is_held_against_what_came_hour_by_hour(shop):
    sale = a_sale(shop)
    foreseen(sale, 3, 800, 1_200)
    foreseen(sale, 9, 1_100, 1_300)
    body = scored(sale)
    assert [(one["hour"], one["is_inside"]) for one in body["projections"]] == [(3, True), (9, False)]
    assert body["projections"][1]["error"] == pytest.approx(0.2)


def test_buffers_are_held_against_what_was_sold_by_rule(shop):
    sale = a_sale(shop)
    figures = {"p10": 5, "p90": 12, "advised": 10, "flat": 6, "platform": None}
    Buffer.objects.create(shop=shop, sku="A", campaign_no=sale.pk, expected=8, units=9, figures=figures, made_at=START)
    SkuHour.objects.create(shop=shop, sku="A", hour=sale.start_slot, lines=1, units=9, revenue_minor=1_000)
    rules = scored(sale)["buffers"]["rules"]
    assert rules["chosen"] == {"left": 0, "lacked": 0, "short": 1, "products": 1}
    assert (rules["advised"]["left"], rules["flat"]["lacked"], rules["platform"]["products"]) == (1, 3, 0)


def test_alerts_are_counted_by_what_people_did_with_them(shop, boss):
    sale = a_sale(shop)
    about = {"campaign": sale, "measure": "pace", "name": "Behind", "above": False, "threshold": 1.0, "severity": "warning"}
    for minutes in (4, 8, None):
        opened = START + timedelta(hours=1)
        seen = None if minutes is None else opened + timedelta(minutes=minutes)
        made = Incident.objects.create(**about, opened_at=opened, ended_at=opened + timedelta(hours=1), acknowledged_at=seen)
    judge(actor=boss.user, incident=made, is_false=True, at=opened)
    [told] = scored(sale)["alerts"]
    assert [told[name] for name in ("rang", "seen", "passed", "false", "minutes")] == [3, 2, 1, 1, 6.0]
    assert "of 3 that rang 1 passed unseen; judged false: 1" in text_of(boss.get("/review/calibration/"))


def test_of_one_sale_nothing_is_judged_and_of_six_that_were_promised_too_much_it_is(shop, boss):
    for number in range(6):
        sale = a_sale(shop, number)
        foreseen(sale, 5, 2_000, 3_000)
        scored(sale)
        page = text_of(boss.get("/review/calibration/"))
        if number == 0:
            assert "1 sale is scored: too few to judge any promise" in page
            assert "too few sales to say" in page
    assert "6 sales are scored: badly measured are the projections of the board" in page
    told = boss.get("/api/v1/reviews/calibration/").json()
    assert told["projections"] == {"inside": 0, "count": 6, "sales": 6, "kept": "too_narrow"}
    assert boss.get("/review/calibration/export.csv").status_code == 200


def test_odds_made_afterwards_do_not_count(shop, boss):
    for number, is_foresight in enumerate((True, False)):
        OddsScore.objects.create(
            campaign=a_sale(shop, number), version=1, is_foresight=is_foresight, p_profit=0.8, p_target=0.5,
            profit=list(range(1, 100)), target_minor=100, actual_profit_minor=50, actual_revenue_minor=100,
        )  # fmt: skip
    page = text_of(boss.get("/review/calibration/"))
    assert "made afterwards: does not count" in page
    assert "Brier score" in page
    assert boss.get("/api/v1/reviews/calibration/").json()["odds"]["count"] == 1


def test_before_any_sale_is_scored_the_page_says_so(boss):
    assert "No sale has been scored yet" in text_of(boss.get("/review/calibration/"))


def test_strangers_to_costs_see_nothing(client_as):
    assert client_as(Role.WAREHOUSE).get("/review/calibration/").status_code == 403
