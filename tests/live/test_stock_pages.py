"""The stock cockpit in the browser's words: what it says first, 304, acting on a product, what is oversold, files, rights."""

import csv
import io
import re
from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from accounts.models import AuditEntry
from accounts.roles import Role
from campaigns.models import Task
from campaigns.services import create_campaign
from inventory.models import CountKind, Delivery, DeliveryState, Reserve, RunOut, StockDay, StockLevel, Substitute, Supplier
from inventory.services import Counted, edit_products, keep_reserve, tell_counts
from live.models import StoppedAds
from live.services import planned_for, refresh_stock, stop_ads
from orders.models import Shop
from orders.services import create_shop
from orders.states import OrderState
from tests.inventory.sale_of_goods import MINUTE, NOW, Sold, count, sell, steadily

pytestmark = pytest.mark.django_db
COCKPIT = "/board/stock/"


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def shop(db) -> Shop:
    return create_shop(actor=None, name="Coat House")


@pytest.fixture
def goods(shop):
    """A coat that goes in about an hour and a half, socks for days, a hat that is gone, a bag nobody counted."""
    edit_products(
        actor=None,
        shop=shop,
        changes={"COAT": {"title": "Coat, oat", "tier": "A"}, "ROBE": {"title": "Robe"}, "HAT": {"title": "Hat"}},
    )
    coats = steadily("COAT", units=120, minutes=120, orders=60)
    socks = steadily("SOCK", units=60, minutes=120, orders=30)
    hats = steadily("HAT", units=20, minutes=120, orders=10)
    sell(shop, [*coats, *socks, *hats])
    count(shop, COAT=95, SOCK=4_000, ROBE=1_200, HAT=0)
    Substitute.objects.create(shop=shop, sku="COAT", other_sku="ROBE", rank=1)
    tell_counts(actor=None, shop=shop, counts=[Counted("BAG", 5, kind=CountKind.LISTED)])
    StockLevel.objects.filter(sku="BAG").update(listed=None)
    StockDay.objects.create(shop=shop, safety_share=0.4)
    refresh_stock(shop=shop, at=NOW)
    return shop


@pytest.fixture
def sale(shop):
    return create_campaign(
        actor=None, name="Double 11", shops=[shop], starts_at=NOW - timedelta(hours=10, minutes=40),
        ends_at=NOW + timedelta(hours=13, minutes=20), revenue_target_minor=10_000_000, visitors_target=10_000,
        order_value_target_minor=10_000, curve_kind="flat",
    )  # fmt: skip


@pytest.fixture
def ops(client_as):
    return client_as(Role.OPERATIONS)


def text_of(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def refresh(client, etag="", **query):
    headers = {"HX-Request": "true"} | ({"If-None-Match": etag} if etag else {})
    return client.get(COCKPIT, query, headers=headers)


def test_the_first_line_names_what_goes_first_in_how_long_and_its_substitute(ops, goods):
    page = ops.get(COCKPIT)
    assert re.search(r"Coat, oat is gone in \d+ minutes \(\d+ to \d+.min\); its substitute has 1,200\.", text_of(page))
    rows = [row.row.run_out.sku for row in page.context["rows"]]
    assert rows[0] == "COAT"
    assert "HAT" not in rows, "what is gone stands behind its own tab"
    assert "1 is gone" in text_of(page)


def test_rows_are_sorted_by_minutes_to_zero_and_states_are_told_by_word_and_shape(ops, goods):
    page = ops.get(COCKPIT, {"show": "all"})
    minutes = [row.row.run_out.goes_minute for row in page.context["rows"]]
    assert minutes == sorted(minutes)
    html = page.content.decode()
    assert 'class="chip chip--behind">below its line' in html
    assert 'class="chip chip--failed">gone' in html
    assert 'class="chip chip--next">not counted' in html


def test_an_unchanged_cockpit_answers_304_and_a_changed_one_does_not(ops, goods):
    first = refresh(ops)
    assert "<html" not in first.content.decode()
    same = refresh(ops, first["ETag"])
    assert same.status_code == 304
    assert not same.content
    Substitute.objects.filter(sku="COAT").update(swapped_in_at=NOW)
    assert refresh(ops, first["ETag"]).status_code == 200
    with time_machine.travel(NOW + 2 * MINUTE, tick=False):
        assert refresh(ops, first["ETag"]).status_code == 200, "minutes to zero have passed"


def test_the_page_asks_the_database_a_bounded_number_of_questions(ops, goods, django_assert_max_num_queries):
    ops.get(COCKPIT)
    with django_assert_max_num_queries(30):
        ops.get(COCKPIT)


def test_search_finds_titles_and_skus(ops, goods):
    for asked in ("oat", "coa"):
        page = ops.get(COCKPIT, {"q": asked})
        assert [row.row.run_out.sku for row in page.context["rows"]] == ["COAT"]


def test_before_anything_is_counted_the_page_says_what_to_do_first(ops, shop):
    page = text_of(ops.get(COCKPIT))
    assert "No stock is known yet." in page
    assert "Go to the imports" in page


def test_a_reserve_is_released_with_a_reason_and_the_end_moves_away(ops, goods):
    keep_reserve(actor=None, shop=goods, sku="COAT", units=60)
    refresh_stock(shop=goods, at=NOW)
    before = RunOut.objects.get(sku="COAT").goes_minute
    asked = {"shop": goods.pk, "sku": "COAT", "release-units": "60", "release-reason": ""}
    refused = ops.post(reverse("live:stock-release"), asked)
    assert refused.status_code == 422
    assert Reserve.objects.get(sku="COAT").released_at is None
    ops.post(reverse("live:stock-release"), asked | {"release-reason": "ahead of target"})
    assert Reserve.objects.get(sku="COAT").reason == "ahead of target"
    assert RunOut.objects.get(sku="COAT").goes_minute > before + 30
    again = ops.post(reverse("live:stock-release"), asked | {"release-reason": "again"}, follow=True)
    assert "Somebody else released this reserve meanwhile." in text_of(again)
    too_much = {"release-units": "61", "release-reason": "more"}
    keep_reserve(actor=None, shop=goods, sku="COAT", units=60)
    assert ops.post(reverse("live:stock-release"), asked | too_much).status_code == 422


def test_pieces_are_kept_back(ops, goods):
    ops.post(reverse("live:stock-keep"), {"shop": goods.pk, "sku": "SOCK", "keep-units": "500", "keep-reason": "for tonight"})
    assert StockLevel.objects.get(sku="SOCK").reserve == 500
    assert RunOut.objects.get(sku="SOCK").pieces == 3_500


def test_the_ads_are_stopped_once_by_a_task_of_the_sale(ops, goods, sale):
    refresh_stock(shop=goods, at=NOW)
    page = ops.get(COCKPIT)
    assert "Stop the ads" in text_of(page)
    told = {"shop": goods.pk, "sku": "COAT", "back": COCKPIT}
    ops.post(reverse("live:stock-stop-ads"), told)
    task = Task.objects.get(campaign=sale)
    assert (task.title, task.department, task.due_minute) == ("Stop the ads for Coat, oat", "operations", 11 * 60 + 10)
    assert AuditEntry.objects.filter(action="stock.stop_ads", actor=ops.user).count() == 1
    again = ops.post(reverse("live:stock-stop-ads"), told, follow=True)
    assert "asked for this already" in text_of(again)
    assert "ads: task set" in text_of(again)
    assert Task.objects.filter(campaign=sale).count() == StoppedAds.objects.count() == 1


def test_the_substitute_is_swapped_in_once_and_the_listing_stays(ops, goods):
    row = Substitute.objects.get(sku="COAT")
    told = {"shop": goods.pk, "sku": "COAT", "substitute": row.pk, "back": COCKPIT}
    assert "Swap in" in text_of(ops.get(COCKPIT))
    answer = ops.post(reverse("live:stock-swap"), told, follow=True)
    assert "ROBE stands in for Coat, oat now." in text_of(answer)
    assert "its substitute is in with 1,200." in text_of(answer)
    row.refresh_from_db()
    assert row.swapped_in_at == NOW
    again = ops.post(reverse("live:stock-swap"), told, follow=True)
    assert "already" in text_of(again)
    assert RunOut.objects.filter(sku="COAT").exists()
    assert ops.post(reverse("live:stock-swap"), told | {"sku": "HAT"}).status_code == 404


def test_without_a_sale_there_is_no_list_for_the_task(ops, goods):
    answer = ops.post(reverse("live:stock-stop-ads"), {"shop": goods.pk, "sku": "COAT"}, follow=True)
    assert "No sale runs in this shop" in text_of(answer)
    assert not Task.objects.exists()


def test_a_stop_leads_back_to_our_own_pages_only(ops, goods, sale):
    refresh_stock(shop=goods, at=NOW)
    told = {"shop": goods.pk, "sku": "COAT", "back": "https://elsewhere.example/"}
    assert ops.post(reverse("live:stock-stop-ads"), told)["Location"].startswith("/board/stock/one/")


def test_what_is_gone_before_the_promised_delivery_asks_to_stop_its_ads(ops, goods, sale):
    refresh_stock(shop=goods, at=NOW)
    RunOut.objects.filter(sku="SOCK").update(goes_minute=NOW.timestamp() // 60 + 600, state="watch")
    shown = {row.row.run_out.sku: row for row in ops.get(COCKPIT).context["rows"]}
    assert shown["SOCK"].stop == ""
    Delivery.objects.create(
        shop=goods, sku="SOCK", units=900, state=DeliveryState.ORDERED, promised_on=date(2026, 11, 13), made_at=NOW
    )
    shown = {row.row.run_out.sku: row for row in ops.get(COCKPIT).context["rows"]}
    assert shown["SOCK"].stop == "It is gone before the promised delivery."
    assert shown["SOCK"].promise == "900 on 13 Nov"


def test_the_plan_of_a_sale_over_two_shops_is_shared_out_by_what_each_usually_sells(shop, sale):
    other = create_shop(actor=None, name="Coat Outlet")
    sale.shops.add(other)
    early = sale.starts_at - timedelta(days=3)
    sell(shop, [Sold(early, "COAT")] * 3, as_of=early + MINUTE)
    sell(other, [Sold(early, "COAT")], as_of=early + MINUTE, prefix="o")
    mine, its = planned_for(shop=shop, at=NOW), planned_for(shop=other, at=NOW)
    assert mine is not None
    assert its is not None
    assert sum(mine.orders) == pytest.approx(3 * sum(its.orders))
    assert sum(mine.orders) + sum(its.orders) == pytest.approx(1_000)
    assert planned_for(shop=shop, at=sale.ends_at) is None


def test_what_is_oversold_stands_with_its_orders_its_promise_and_the_next_step(ops, shop):
    edit_products(actor=None, shop=shop, changes={"COAT": {"title": "Coat, oat"}})
    waiting = [Sold(NOW - minute * MINUTE, "COAT", 3, OrderState.PAID) for minute in range(1, 5)]
    unpaid = [Sold(NOW - 9 * MINUTE, "COAT", 1, OrderState.UNPAID)]
    sell(shop, [*waiting, *unpaid])
    count(shop, COAT=4)
    refresh_stock(shop=shop, at=NOW)
    mill = Supplier.objects.create(name="North Mill")
    Delivery.objects.create(
        shop=shop, sku="COAT", units=50, state=DeliveryState.ORDERED, promised_on=date(2026, 11, 14), made_at=NOW, supplier=mill
    )
    page = text_of(ops.get(reverse("live:oversold")))
    assert "9 pieces are sold and not there, of 1 product." in page
    assert "5 orders, 4 paid" in page
    assert "50 on 14 Nov" in page
    assert "Tell the buyers: it ships after 14 Nov." in page
    assert "1 is oversold by 9 pieces" in text_of(ops.get(COCKPIT))
    table = ops.get(reverse("live:oversold-export", args=["csv"])).content.decode("utf-8-sig")
    [row] = csv.DictReader(io.StringIO(table))
    assert (row["Pieces short"], row["Orders that wait"], row["of them paid"], row["Supplier"]) == ("9", "5", "4", "North Mill")


def test_nothing_oversold_says_so(ops, goods):
    assert "Nothing is oversold" in text_of(ops.get(reverse("live:oversold")))


def test_the_file_has_what_the_page_shows_and_unknown_is_empty(ops, goods):
    table = ops.get(reverse("live:stock-export", args=["csv"]), {"show": "all"}).content.decode("utf-8-sig")
    rows = {row["SKU"]: row for row in csv.DictReader(io.StringIO(table))}
    assert 60 < int(rows["COAT"]["Minutes to zero"]) < 140
    assert rows["COAT"]["Substitute"] == "ROBE"
    assert rows["BAG"]["Left to sell"] == ""
    assert rows["ROBE"]["Minutes to zero"] == ""
    assert ops.get(reverse("live:stock-export", args=["xlsx"])).content[:2] == b"PK"


def test_the_lines_are_set_and_worked_out_anew(ops, goods):
    before = RunOut.objects.get(sku="COAT").line
    told = {"shop": goods.pk, "interval_minutes": "", "swap_minutes": "130", "safety_percent": "40", "risk_percent": "2"}
    ops.post(reverse("live:stock-settings"), told)
    assert RunOut.objects.get(sku="COAT").line > 1.5 * before
    assert StockDay.objects.get(shop=goods).risk_limit == pytest.approx(0.02)
    refused = ops.post(reverse("live:stock-settings"), told | {"risk_percent": "0"})
    assert refused.status_code == 422
    assert "one in a thousand" in text_of(refused)


@pytest.mark.parametrize("role", [Role.WAREHOUSE, Role.SERVICE, Role.BOSS])
def test_who_only_looks_sees_no_buttons_and_may_not_act(client_as, goods, role):
    client = client_as(role)
    page = client.get(COCKPIT)
    assert page.status_code == 200
    assert "Stop the ads" not in text_of(page)
    assert client.post(reverse("live:stock-stop-ads"), {"shop": goods.pk, "sku": "COAT"}).status_code == 403
    assert client.post(reverse("live:stock-release"), {"shop": goods.pk, "sku": "COAT"}).status_code == 403


def test_a_product_that_is_not_there_is_not_found(ops, goods):
    assert ops.get(reverse("live:stock-one"), {"shop": goods.pk, "sku": "NONE"}).status_code == 404
    assert ops.get(reverse("live:stock-one"), {"shop": "x", "sku": "COAT"}).status_code == 404


def test_a_page_in_chinese(ops, goods):
    ops.post(reverse("accounts:language"), {"language": "zh-hans", "next": COCKPIT})
    assert "今日库存" in ops.get(COCKPIT).content.decode()


def test_the_service_stops_ads_once_even_for_two_who_press(goods, sale):
    refresh_stock(shop=goods, at=NOW)
    run_out = RunOut.objects.get(sku="COAT")
    first = stop_ads(run_out=run_out, actor=None, at=NOW, title="Coat")
    second = stop_ads(run_out=run_out, actor=None, at=NOW, title="Coat")
    assert (first[1], second[1]) == (True, False)
    assert first[0] == second[0]
