"""The pages of the review: the verdict first, each block alone and as a file, one order, told costs, strangers."""

import csv
import io

import pytest

from accounts.models import AuditEntry
from accounts.roles import Role
from review.models import Review, ToldCost
from review.words.verdict import verdict
from tests.review.looked_back import review, told
from tests.review.statements import PLATFORMS

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(client_as):
    return client_as(Role.BOSS)


def text_of(answer):
    return " ".join(answer.content.decode().split())


def test_the_page_is_asked_for_once_and_then_read_from_its_prepared_state(boss, sale, django_assert_max_num_queries):
    address = f"/review/{sale.pk}/"
    assert "being prepared" in text_of(boss.get(address))
    assert Review.objects.get().asked_at is not None
    told(sale, visitors="200", conversion="0.02", order_value="25000", refund_rate="0.1", cost_of_goods="0.4", people="9000")
    made = review(sale)
    boss.get(address)
    with django_assert_max_num_queries(14):
        page = boss.get(address)
    assert page.status_code == 200
    shown = text_of(page)
    assert verdict(made.body) in shown
    assert "under plan" in shown
    assert "Still open" in shown
    assert 'data-chart="way-figure"' in shown


def test_every_block_has_a_page_and_files(boss, sale, bring):
    headers, rows = PLATFORMS["jd"]
    bring((headers, [[*rows[0][:4], "300.00", *rows[0][5:]]]), "bill.csv")
    told(sale, visitors="200", conversion="0.02", order_value="25000")
    made = review(sale)
    for name in ("money", "steps", "phases", "tiers", "channels", "offers", "products", "buyers", "service", "chase", "pictures", "tasks", "disagreements", "days"):  # fmt: skip  # noqa: E501
        assert boss.get(f"/review/{sale.pk}/{name}/").status_code == 200, name
        for ending in ("xlsx", "csv"):
            assert boss.get(f"/review/{sale.pk}/{name}/export.{ending}").status_code == 200, name
    for name in ("steps", "tiers", "channels"):
        assert boss.get(f"/review/{sale.pk}/{name}/export.png")["Content-Type"] == "image/png", name
    table = list(csv.reader(io.StringIO(boss.get(f"/review/{sale.pk}/disagreements/export.csv").content.decode("utf-8-sig"))))
    assert table[1][0] == "3304412345670001"
    assert (float(table[1][2]), float(table[1][3])) == (303.23, 300.0)
    money = list(csv.reader(io.StringIO(boss.get(f"/review/{sale.pk}/money/export.csv").content.decode("utf-8-sig"))))
    profit = round(made.body["money"]["states"]["running"]["profit"] / 100, 2)
    assert float(money[-1][2]) == profit, "the file tells what the page tells"
    assert boss.get(f"/review/{sale.pk}/nothing/").status_code == 404


def test_one_order_line_by_line(boss, sale):
    review(sale)
    shown = text_of(boss.get(f"/review/{sale.pk}/order/?no=3304412345670001"))
    assert "QH-1" in shown
    assert "QH-2" in shown
    assert "No order of the number 1 is among the 3 paid" in text_of(boss.get(f"/review/{sale.pk}/order/?no=1"))
    lines = boss.get(f"/api/v1/reviews/{sale.pk}/order/?no=3304412345670001").json()
    assert sum(line["parts"]["revenue"] for line in lines) == 30_323
    assert boss.get(f"/api/v1/reviews/{sale.pk}/order/?no=1").status_code == 404


def test_a_person_tells_what_no_file_tells(boss, sale):
    review(sale)
    address = f"/review/{sale.pk}/costs/"
    assert boss.post(address, {"people": "-3"}).status_code == 400
    boss.post(address, {"people": "80.50", "leftover": "", "other": ""})
    assert ToldCost.objects.get().amount_minor == 8_050
    assert AuditEntry.objects.filter(action="review.cost").count() == 1
    assert Review.objects.get().asked_at is not None
    boss.post(address, {"people": "", "leftover": "", "other": ""})
    assert not ToldCost.objects.exists()


def test_the_rest_interface_says_what_the_page_says(boss, sale):
    assert boss.get(f"/api/v1/reviews/{sale.pk}/").status_code == 404
    made = review(sale)
    told_there = boss.get(f"/api/v1/reviews/{sale.pk}/").json()
    assert (told_there["verdict"], told_there["body"]) == (verdict(made.body), made.body)


@pytest.mark.parametrize("path", ["", "money/", "money/export.csv", "order/", "costs/"])
def test_strangers_to_costs_see_nothing(client_as, sale, path):
    assert client_as(Role.WAREHOUSE).get(f"/review/{sale.pk}/{path}").status_code == 403


def test_without_a_sale_the_page_says_what_comes(boss, db):
    assert "No sale has begun yet" in text_of(boss.get("/review/"))
