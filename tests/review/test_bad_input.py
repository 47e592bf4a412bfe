"""What files leave out or get wrong: said in words on the page and in the digest, never guessed, never absorbed."""

from datetime import UTC, datetime

import pytest

from accounts.roles import Role
from orders.services import create_shop
from review import services
from review.pages.blocks import blocks_of
from review.words.digest import digest_text
from tests.review.looked_back import MORNING, planned, review, told
from tests.review.statements import COSTS, LINES, PLATFORMS, ROWS, TRAFFIC, cents

pytestmark = pytest.mark.django_db
START = datetime(2026, 11, 10, 16, tzinfo=UTC)
REVENUE = cents("259.90", "33.33", "10.00", "270.01", "50.00")


@pytest.fixture
def bare(shop):
    """A sale of a shop that has told nothing yet."""
    return planned(shop, START)


@pytest.fixture
def shown(client_as):
    """The text of the page of a review; all its files can be made."""

    def look(made):
        boss, sale = client_as(Role.BOSS), made.campaign
        report = services.make_report(actor=None, campaign=sale, at=MORNING)
        for name in ("page.pdf", "report.pdf", "tables.xlsx"):
            assert boss.get(f"/review/{sale.pk}/reports/{report.pk}/{name}").status_code == 200, name
        assert digest_text(report).startswith(sale.name)
        for name in ("money", "service", "products", "channels"):
            assert boss.get(f"/review/{sale.pk}/{name}/").status_code == 200, name
        return " ".join(boss.get(f"/review/{sale.pk}/").content.decode().split())

    return look


def test_without_costs_the_profit_says_what_it_leaves_out(bare, bring, shown):
    bring(TRAFFIC, "traffic.csv")
    bring((LINES, ROWS), "orders.csv")
    made = review(bare)
    money = made.body["money"]
    assert money["states"]["running"]["coverage"]["goods"] == 0
    assert money["states"]["running"]["profit"] == REVENUE - cents("270.01", "41.00", "20.01", "3.00")
    assert made.body["products"]["worst"] == made.body["products"]["best"] == [], "without a cost no product is judged"
    page = shown(made)
    assert "Not known at all: Cost of goods" in page
    assert "of the costs told so far" in page


def test_without_traffic_visitors_are_unknown_and_not_nought(bare, bring, shown):
    bring(COSTS, "costs.csv")
    bring((LINES, ROWS), "orders.csv")
    told(bare, visitors="200", conversion="0.02", order_value="25000")
    made = review(bare)
    assert made.body["real"]["visitors"] is None
    assert made.body["money"]["states"]["running"]["coverage"]["traffic"] == 0
    names = [step["name"] for step in made.body["steps"]]
    assert "visitors" not in names, "nobody knows whether visitors or conversion were short"
    assert "orders" in names
    page = shown(made)
    assert ">?<" in page.replace("> ", ">").replace(" <", "<")
    assert "channels" not in {table.name for table in blocks_of(made.body)}


def test_without_last_year_nothing_is_compared(sale, shown):
    assert sale.compare_with is None
    made = review(sale)
    assert made.body["buyers"]["old"] == 0
    assert {one["target"] for one in made.body["tiers"]} == {None}, "no earlier sales tell how a target is split"
    assert "Made" in shown(made)


def test_a_cancelled_sale_says_that_nothing_was_sold_and_what_it_cost(bare, shown):
    made = review(bare)
    assert made.body["orders"] == 0
    assert made.body["plan"]["profit"] is None
    assert set(made.body["money"]["states"]["running"]["coverage"].values()) == {0}
    assert "No order was paid in this sale." in shown(made)
    services.tell_cost(actor=None, campaign=bare, name="people", amount_minor=500, at=MORNING)
    assert review(bare).body["money"]["states"]["settled"]["profit"] == -500


def test_a_refund_larger_than_its_order_counts_whole_and_is_listed(sale, bring, shown):
    job = bring((LINES, [[*ROWS[3][:9], "60.00", "refunded", "0.00"]]), "orders-asof20261121090000.csv")
    assert job.changed == 1
    made = review(sale)
    assert made.body["money"]["amounts"]["refund"] == cents("270.01", "60.00")
    listed = made.disagreements.get(kind="refund_over")
    assert (listed.order_no, listed.orders_minor, listed.settled_minor) == ("3304412345670003", 5_000, 6_000)
    assert "Disagreements: 1" in shown(made)


def test_a_statement_that_disagrees_is_listed_by_order_and_never_absorbed(sale, bring, shown):
    headers, rows = PLATFORMS["jd"]
    wrong = [[*rows[0][:4], "300.00", *rows[0][5:]], *rows[1:3], rows[3]]
    bring((headers, wrong), "bill.csv")
    made = review(sale)
    listed = {(row.order_no[-1], row.kind): (row.orders_minor, row.settled_minor) for row in made.disagreements.all()}
    assert listed == {("1", "received"): (30_323, 30_000), ("2", "refunded"): (27_001, 0)}
    assert made.body["money"]["amounts"]["revenue"] == REVENUE
    assert "Disagreements: 2" in shown(made)


def test_two_currencies_are_never_added(sale, bring, shown):
    """The plan refuses such a sale (`shops_differ`); should there be one all the same, the review keeps them apart."""
    other = create_shop(actor=None, name="Far House", platform="shopify", currency="USD")
    bring((LINES, [["9904412345670001", *ROWS[3][1:]]]), "far.csv", into=other)
    sale.shops.add(other)
    made = review(sale)
    assert made.body["money"]["amounts"]["revenue"] == REVENUE
    assert made.body["others"]["USD"]["amounts"]["revenue"] == cents("50.00")
    assert "In USD, never added to the rest" in shown(made)


def test_where_everything_was_given_away_a_cost_is_known_by_the_lines(bare, bring, shown):
    """A sale without revenue has no shares of it: the cost of a gift that the list of products tells is known all the same."""
    bring(COSTS, "costs.csv")
    free = [*ROWS[3][:7], "0.00", "0.00", *ROWS[3][9:]]
    bring((LINES, [free, ["3304412345670009", *free[1:5], "NOBODY-KNOWS", *free[6:]]]), "orders.csv")
    made = review(bare)
    assert made.body["money"]["amounts"]["revenue"] == 0
    assert made.body["money"]["states"]["running"]["coverage"]["goods"] == 0.5
    assert "Cost of goods" not in shown(made).split("Not known at all: ")[1].split(".")[0]
