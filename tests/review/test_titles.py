"""The first line of the pages that once had a name only: the way of the profit, its days, the offers, one order."""

import re
from datetime import date, timedelta

import pytest
from django.utils import translation

from accounts.roles import Role
from campaigns.models import Offer
from orders.services import create_shop
from review.words.orders import order_title, orders_title
from review.words.titles import Told, days_title, offers_title, products_title, shared_words, tiers_title, way_title
from tests.review.looked_back import MORNING, review, told
from tests.review.statements import LINES, PLATFORMS, ROWS

NUMBER = ROWS[0][0]


def plain(text):
    return text.replace("\u00a0", " ")


def looked_back(*, profit, plan, steps=(), **more):
    """A body as the titles read it; amounts in fen."""
    coverage = more.pop("coverage", {"goods": 1.0})
    return {
        "is_begun": True, "is_over": True, "orders": 40, "currency": "CNY", "offers": [],
        "plan": {"profit": plan, "revenue": 100_000},
        "money": {"states": {"running": {"profit": profit, "coverage": coverage}}},
        "steps": [{"name": name, "by": by, "is_open": is_open} for name, by, is_open in steps], **more,
    }  # fmt: skip


def offer(*, profit, known=1.0, same=(), some=(), units=5):
    return {"units": units, "profit": profit, "known": known, "same": list(same), "some": list(some)}


SHORT = (("refund", -1_230_000, False), ("goods", -3_000_000, False), ("order_value", 230_000, False))


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (looked_back(profit=1_000_000, plan=5_000_000, steps=SHORT),
         "¥40.0 k less profit than planned; most was lost to Cost of goods: ¥30.0 k"),
        (looked_back(profit=1_000_000, plan=5_000_000, steps=[("refund", -4_000_000, True)]),
         "¥40.0 k less profit than planned; most was lost to Refunds: ¥40.0 k; still open: 1 of 1 steps"),
        (looked_back(profit=600, plan=500, steps=[("visitors", -100, False), ("goods", 200, False)]),
         "¥1 more profit than planned; most was gained by Cost of goods: ¥2"),
        (looked_back(profit=-3_000, plan=-1_000, steps=[("goods", -2_000, False)]),
         "¥20 less profit than planned; most was lost to Cost of goods: ¥20"),
        (looked_back(profit=500, plan=500), "The profit is what was planned: ¥5"),
        (looked_back(profit=500, plan=None), "Made ¥5; nobody planned a profit"),
        (looked_back(profit=0, plan=500, orders=0), "No order was paid in this sale."),
        (looked_back(profit=0, plan=500, is_begun=False), "Planned: ¥1,000 of revenue, ¥5 of profit"),
        (looked_back(profit=100, plan=500, steps=[("orders", -400, False)], is_over=False),
         "So far: ¥4 less profit than planned; most was lost to Paid orders: ¥4"),
    ],
)  # fmt: skip
def test_the_way_says_how_far_from_the_plan_and_what_took_most(body, said):
    assert plain(way_title(body)) == said


DAY = date(2026, 11, 12)


def days(*profits, over=None, orders=4):
    """The newest first; `over`: so many of them, the newest, lie after the sale."""
    count = len(profits) if over is None else over
    return [
        Told(DAY + timedelta(days=len(profits) - place), profit, orders, is_over=place < count)
        for place, profit in enumerate(profits)
    ]


@pytest.mark.parametrize(
    ("told_days", "said"),
    [
        (days(39_800, 40_500, 41_200), "Since the sale the profit fell by ¥14: ¥412 became ¥398, 3 days told"),
        (days(41_200, 39_800), "Since the sale the profit rose by ¥14: ¥398 became ¥412, 2 days told"),
        (days(-500, 500, 100, over=2), "Since the sale the profit fell by ¥10: ¥5 became −¥5, 2 days told"),
        (days(500, 500), "The profit has not moved since the sale: ¥5, 2 days told"),
        (days(500, 300, over=1), "¥5 of profit on 14 Nov, the only day told since the sale"),
        (days(500, 300, over=0), "The sale runs: ¥5 of profit so far, on 14 Nov"),
        (days(0, orders=0), "No order was paid in this sale."),
        ([], "No order was paid in this sale."),
    ],
)
def test_the_days_say_how_the_profit_moved_since_the_sale(told_days, said):
    assert plain(days_title(told_days, "CNY")) == said


@pytest.mark.parametrize(
    ("offers", "said"),
    [
        ([], "No offer was planned for this sale"),
        ([offer(profit=0, units=0, known=None)], "Nothing was sold of what the offers are for"),
        ([offer(profit=500)], "1 of 1 offer left a profit on its products"),
        ([offer(profit=500), offer(profit=-1), offer(profit=9)], "2 of 3 offers left a profit on their products"),
        ([offer(profit=500), offer(profit=0, units=0, known=None)], "1 of 2 offers left a profit on their products"),
        ([offer(profit=500, same=[2]), offer(profit=500, same=[1])],
         "2 offers are for the same products, which left ¥5: what each gave is not told apart"),
        ([offer(profit=-500, same=[2]), offer(profit=-500, same=[1])],
         "2 offers are for the same products, which lost ¥5: what each gave is not told apart"),
        ([offer(profit=500, some=[2]), offer(profit=300, some=[1]), offer(profit=3)],
         "3 of 3 offers left a profit on their products; 2 share products and count the same orders"),
        ([offer(profit=500, known=0.4)],
         "1 of 1 offer left a profit on its products; costs that are not known are not in it"),
    ],
)  # fmt: skip
def test_the_offers_say_how_many_left_a_profit_and_what_is_not_told_apart(offers, said):
    assert plain(offers_title(looked_back(profit=0, plan=None, offers=offers))) == said


def test_what_offers_share_is_said_by_row():
    assert shared_words(offer(profit=1, same=[2], some=[3, 4])) == "all of it for 1 other offer; part of it for 2 other offers"
    assert shared_words(offer(profit=1)) == ""


@pytest.mark.parametrize(
    ("profit", "is_whole", "said"),
    [
        (1_400, True, "Order 7 earned ¥14.00 after all costs"),
        (-1_400, True, "Order 7 lost ¥14.00 after all costs"),
        (1_400, False, "Order 7 earned ¥14.00 after the costs that are known"),
        (-1, False, "Order 7 lost ¥0.01 after the costs that are known"),
    ],
)
def test_an_order_says_what_it_left_and_whether_all_its_costs_are_known(profit, is_whole, said):
    assert order_title("7", profit, "CNY", is_whole=is_whole) == said


def test_before_a_number_is_asked_for_the_average_stands_there():
    assert plain(orders_title(looked_back(profit=4_000, plan=None))) == "40 orders left ¥1 each on average"
    lost = looked_back(profit=-4_000, plan=None, coverage={"goods": 0})
    assert plain(orders_title(lost)) == "40 orders lost ¥1 each on average after the costs that are known"
    assert orders_title(looked_back(profit=0, plan=None, orders=0)) == "No order was paid in this sale."


def test_all_of_it_is_said_in_chinese():
    with translation.override("zh-hans"):
        said = [
            way_title(looked_back(profit=1_000_000, plan=5_000_000, steps=SHORT)),
            days_title(days(39_800, 41_200), "CNY"),
            offers_title(looked_back(profit=0, plan=None, offers=[offer(profit=500, same=[2]), offer(profit=500, same=[1])])),
            shared_words(offer(profit=1, same=[2], some=[3])),
            order_title("7", -1, "CNY", is_whole=False),
            orders_title(looked_back(profit=4_000, plan=None)),
        ]
    assert not [words for words in said if re.search("[A-Za-z]", words)]


@pytest.fixture
def first_line(client_as):
    """The first line of a page of the review."""
    boss = client_as(Role.BOSS)

    def look(path):
        answer = boss.get(path)
        assert answer.status_code == 200
        return plain(re.search(r"<h1[^>]*>(.*?)</h1>", answer.content.decode(), re.DOTALL)[1].strip())

    return look


@pytest.mark.django_db
def test_each_of_the_four_pages_begins_with_an_answer(sale, bring, first_line):
    told(sale, visitors="200", conversion="0.02", order_value="25000", refund_rate="0.1")
    Offer.objects.create(campaign=sale, kind="percent_off", name="Coats", percent_bp=500, skus=["QH-1"])
    Offer.objects.create(campaign=sale, kind="percent_off", name="Whole shop", percent_bp=500)
    Offer.objects.create(campaign=sale, kind="coupon", name="All over", value_minor=500)
    review(sale)
    made = review(sale, at=MORNING + timedelta(days=1))
    address = f"/review/{sale.pk}/"
    assert "less profit than planned" in first_line(f"{address}steps/")
    assert first_line(f"{address}days/").startswith("The profit has not moved since the sale")
    assert "3 share products and count the same orders" in first_line(f"{address}offers/")
    assert [one["same"] for one in made.body["offers"]] == [[], [made.body["offers"][2]["id"]], [made.body["offers"][1]["id"]]]
    assert first_line(f"{address}order/").startswith("3 orders left ")
    assert first_line(f"{address}order/?no={NUMBER}").startswith(f"Order {NUMBER} earned ")
    assert first_line(f"{address}order/?no=1") == "No order of the number 1 is among the 3 paid in the sale"


@pytest.mark.django_db
def test_an_order_whose_statement_tells_every_fee_is_told_whole_but_for_what_nobody_knows(sale, bring, client_as):
    bring(PLATFORMS["douyin"], "bill.csv")
    review(sale)
    page = " ".join(client_as(Role.BOSS).get(f"/review/{sale.pk}/order/?no={NUMBER}").content.decode().split())
    assert "after the costs that are known" in page
    assert "Not known: " in page
    assert "Platform commission" not in page.split("Not known: ")[1].split(".")[0], "the statement told it"


@pytest.mark.django_db
def test_two_shops_with_one_number_are_two_orders_each_in_its_currency(sale, bring, client_as):
    other = create_shop(actor=None, name="Far House", platform="shopify", currency="USD")
    bring((LINES, [[NUMBER, *ROWS[3][1:]]]), "far.csv", into=other)
    sale.shops.add(other)
    review(sale)
    page = " ".join(client_as(Role.BOSS).get(f"/review/{sale.pk}/order/?no={NUMBER}").content.decode().split())
    assert f"2 shops have an order {NUMBER} in this sale" in page
    assert f"Far House: Order {NUMBER} lost " in page or f"Far House: Order {NUMBER} earned " in page
    assert "$50.00" in page


@pytest.mark.django_db
def test_an_offer_for_one_shop_counts_that_shop_alone(sale, bring, shop):
    other = create_shop(actor=None, name="Near House", platform="jd")
    bring((LINES, [["9904412345670001", *ROWS[3][1:]]]), "near.csv", into=other)
    sale.shops.add(other)
    Offer.objects.create(campaign=sale, kind="percent_off", name="There alone", percent_bp=500, shops=[other.pk])
    [row] = review(sale).body["offers"]
    assert (row["units"], row["revenue"]) == (3, 5_000)


def goods(*, count=3, unknown=0, left=5, minor=900, unpriced=0):
    about = {"count": count, "stock_unknown": unknown, "left_units": left, "left_minor": minor, "left_unknown": unpriced}
    return looked_back(profit=0, plan=None, products=about)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (goods(), "Products: 5 pieces left over, ¥9 at cost"),
        (goods(unpriced=1), "Products: 5 pieces left over, at least ¥9 at cost"),
        (goods(unknown=1), "Products: 5 pieces left over, ¥9 at cost; of 1 of 3 the stock is not known"),
        (goods(unknown=3, left=0, minor=0), "Products: of 3 sold nobody told how many pieces are left over"),
        (goods(count=0, left=0, minor=0), "Products: nothing was sold"),
    ],
)
def test_what_is_left_over_is_not_nothing_where_nobody_told_it(body, said):
    assert plain(products_title(body)) == said


@pytest.mark.parametrize(
    ("tiers", "said"),
    [
        ([{"tier": "A", "profit": 100}, {"tier": "C", "profit": 900}], "Tiers: C left most, ¥9"),
        ([{"tier": "", "profit": -900}], "Tiers: products without one left most, −¥9"),
        ([], "Tiers: nothing was sold"),
    ],
)
def test_the_tiers_say_which_left_most(tiers, said):
    assert plain(tiers_title(looked_back(profit=0, plan=None, tiers=tiers))) == said
