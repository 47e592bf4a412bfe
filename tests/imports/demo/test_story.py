from datetime import UTC, date, datetime

import numpy as np
import pytest

from imports.demo import catalogue, days
from imports.demo.story import DAY, tell

ORDERS = 280_000
NOW = datetime(2026, 11, 11, 15, 59, tzinfo=UTC)  # 23:59 in China: the whole sale


@pytest.fixture(scope="module")
def story():
    return tell(seed=7, orders=ORDERS, now=NOW)


def placed(story):
    return np.concatenate([shop.placed for shop in story.shops])


def per_day(moments):
    return np.bincount((moments[moments >= days.midnight(date(2026, 8, 13))] - days.midnight(date(2026, 8, 13))) // DAY)


def test_the_same_seed_tells_the_same_story():
    first, second = (tell(seed=3, orders=2_000, now=NOW) for _ in range(2))
    for one, other in zip(first.shops, second.shops, strict=True):
        assert (one.placed == other.placed).all()
        assert (one.line_paid == other.line_paid).all()
        assert (one.visits.visitors == other.visits.visitors).all()
    assert first.outlook == second.outlook
    assert tell(seed=4, orders=2_000, now=NOW).outlook != first.outlook


def test_all_orders_are_told_and_none_after_now(story):
    assert sum(len(shop.placed) for shop in story.shops) == ORDERS
    assert placed(story).max() <= NOW.timestamp()
    for shop in story.shops:
        assert (np.diff(shop.placed) >= 0).all()


def test_the_sale_day_is_a_multiple_of_the_median_day(story):
    counts = per_day(placed(story))
    lost = 1 - days.hero_share() * days.BROKEN_SHARE * 0.72
    assert counts[-1] / np.median(counts[:-1]) == pytest.approx(4.4 * lost, rel=0.06)


def test_the_hours_of_last_years_sale_follow_the_facts(story):
    start = days.midnight(story.last)
    moments = placed(story)
    hours = np.bincount((moments[(moments >= start) & (moments < start + DAY)] - start) // 3600, minlength=24)
    assert hours[0] / hours.sum() == pytest.approx(0.128, abs=0.01)
    assert hours.argmin() in {3, 4}  # a few dozen orders an hour at that time


def test_the_day_before_carts_fill_and_purchases_wait(story):
    counts = per_day(placed(story))
    assert counts[-2] / np.median(counts[:-1]) == pytest.approx(1, abs=0.08)
    visits = story.shops[0].visits
    carts = np.bincount((visits.hour - visits.hour[-1]) // DAY + 600, weights=visits.carts)
    ordinary = np.median(carts[600 - 80 : 600 - 10])
    eve = visits.carts[(visits.hour >= days.midnight(story.today) - DAY) & (visits.hour < days.midnight(story.today))].sum()
    assert eve / ordinary == pytest.approx(1.5, rel=0.1)


def test_shares_of_unpaid_orders_and_refunds(story):
    paid = np.concatenate([shop.paid for shop in story.shops]) >= 0
    asked = np.concatenate([shop.refund_asked for shop in story.shops]) >= 0
    assert 1 - paid.mean() == pytest.approx(0.14, abs=0.01)
    assert asked.sum() / paid.sum() == pytest.approx(0.175, abs=0.01)


def test_refunds_come_late(story):
    shop = story.shops[0]
    late = shop.refund_asked[shop.refund_asked >= 0] - shop.paid[shop.refund_asked >= 0]
    assert np.median(late) > 2 * DAY


def test_an_order_is_worth_about_two_hundred_yuan(story):
    start = days.midnight(story.today)
    values = np.concatenate([shop.total[shop.placed >= start] for shop in story.shops])
    assert 17_000 < values.mean() < 25_000


def test_conversion_of_the_sale_is_the_playbooks_and_falls_with_the_broken_page(story):
    start = days.midnight(story.today)

    def conversion(first, last):
        orders = visitors = 0
        for shop in story.shops:
            orders += ((shop.paid >= start + first * 3600) & (shop.paid < start + last * 3600)).sum()
            hour = (shop.visits.hour - start) // 3600
            visitors += shop.visits.visitors[(hour >= first) & (hour < last)].sum()
        return orders / visitors

    assert 0.04 < conversion(0, 24) < 0.06
    assert conversion(10, 20) < 0.85 * conversion(7, 9)


def test_the_broken_product_stops_selling_at_nine(story):
    start = days.midnight(story.today)

    def share(first, last):
        mine = total = 0
        for shop in story.shops:
            moment = shop.placed[shop.line_order]
            here = (moment >= start + first * 3600) & (moment < start + last * 3600)
            mine += (shop.product[here] == catalogue.HERO).sum()
            total += here.sum()
        return mine / total

    assert story.breaks_at == 9
    assert share(0, 9) == pytest.approx(days.hero_share(), abs=0.03), "partners take some of the further lines"
    assert share(9, 24) < 0.4 * share(0, 9)


def test_money_adds_up(story):
    for shop in story.shops:
        goods = np.bincount(shop.line_order, weights=shop.line_paid, minlength=len(shop.placed))
        assert (goods + shop.freight == shop.total).all()


@pytest.mark.parametrize("hour", [0, 1, 5, 12, 23])
def test_it_can_be_told_at_any_hour(hour):
    told = tell(seed=1, orders=500, now=datetime(2026, 3, 1, hour, 0, 30, tzinfo=days.ZONE))
    assert told.last == date(2025, 3, 1)
    assert told.outlook.revenue > 0
    assert 1 <= told.breaks_at <= 9
    assert days.last_sale_day(date(2028, 2, 29)) == date(2027, 2, 28)
