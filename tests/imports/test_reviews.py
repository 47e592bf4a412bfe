"""Reviews come in by the road of all files: five platforms' words, in any order, undone, and bad rows told."""

from datetime import UTC, datetime
from itertools import permutations

import pytest

from desk.models import BuyerReview, ReviewClaim
from imports.formats import template
from imports.formats.base import Kind
from imports.formats.registry import recognise
from tests.imports.files import written

pytestmark = pytest.mark.django_db
HEADERS = [column.english for column in template.COLUMNS[Kind.REVIEWS]]
BAD = ["R1", "1", "The seam came open", "T1", "Coat", "ann", "2026-11-15 18:30:00", ""]
GOOD = ["R2", "5星", "Lovely", "T2", "Sock", "", "2026-11-15 18:31:00", "thank you"]
TAOBAO = ["订单编号", "评价类型", "评价内容", "宝贝标题", "买家昵称", "评价时间", "解释内容"]
JD = ["评价编号", "订单号", "商品名称", "评分", "评价内容", "评论时间", "是否已回复"]
DOUYIN = ["评价id", "订单编号", "商品id", "商品评分", "评价内容", "评价时间", "商家回复"]
JUDGE_ME = ["title", "body", "rating", "review_date", "reviewer_email", "product_handle", "reply"]


def test_the_template_is_recognised_loaded_changes_nothing_again_and_is_undone(look, load, take_back):
    waiting = look(written(HEADERS, [BAD, GOOD]), "reviews.csv")
    assert (waiting.format_key, waiting.kind, waiting.needs) == ("reviews", "reviews", "")
    job = load(written(HEADERS, [BAD, GOOD]), "list.csv")
    assert (job.inserted, job.rejected) == (2, 0)
    one, two = BuyerReview.objects.order_by("review_no")
    assert (one.stars, one.text, one.order_no, one.buyer_key, one.is_answered) == (1, "The seam came open", "T1", "ann", False)
    assert (two.stars, two.is_answered, two.written_at is not None) == (5, True, True)
    again = load(written(HEADERS, [BAD, GOOD]), "list.csv")
    assert (again.inserted, again.changed, again.unchanged) == (0, 0, 2)
    for each in (job, again):
        take_back(each)
    assert not BuyerReview.objects.exists()
    assert not ReviewClaim.objects.exists()


@pytest.mark.parametrize(
    ("headers", "row", "stars", "answered"),
    [
        (TAOBAO, ["T9", "差评", "掉色", "大衣", "小明", "2026-11-15 18:30:00", ""], 1, False),
        (JD, ["8001", "T9", "大衣", "2", "一般般", "2026-11-15 18:30:00", "否"], 2, False),
        (DOUYIN, ["71", "T9", "3501", "3", "还行", "2026-11-15 18:30:00", "感谢您"], 3, True),
        (JUDGE_ME, ["Bad", "Came late", "2", "2026-11-15 18:30:00", "ann@example.com", "coat", ""], 2, False),
    ],
    ids=["taobao", "jd", "douyin", "shopify"],
)
def test_the_exports_of_platforms(load, headers, row, stars, answered):
    assert recognise(headers).key == "reviews"
    job = load(written(headers, [row]), "reviews.csv")
    assert (job.inserted, job.rejected) == (1, 0)
    one = BuyerReview.objects.get()
    assert (one.stars, one.is_answered) == (stars, answered)
    assert "@" not in one.buyer_key


def test_any_order_of_files_ends_the_same(load):
    files = [
        (16, [BAD]),
        (17, [[*BAD[:7], "sorry, a new one is on its way"]]),
        (18, [["R1", "4", "Replaced at once", *BAD[3:7], "yes"]]),
    ]
    ends = set()
    for some in permutations(files):
        for day, rows in some:
            load(written(HEADERS, rows), f"{day}.csv", as_of=datetime(2026, 11, day, tzinfo=UTC))
        ends.add(tuple(BuyerReview.objects.values_list("review_no", "stars", "text", "is_answered")))
        ReviewClaim.objects.all().delete()
        BuyerReview.objects.all().delete()
    assert ends == {(("R1", 4, "Replaced at once", True),)}


def test_bad_rows_are_told_and_kept_out(load):
    rows = [["R3", "", "no stars", "T3", *[""] * 4], ["R4", "six", "?", "T4", *[""] * 4], ["", "1", "whose?", *[""] * 5]]
    job = load(written(HEADERS, rows), "list.csv")
    assert (job.inserted, job.rejected) == (0, 3)
    assert sorted(group["code"] for group in job.problems) == ["missing", "missing", "unknown_word"]
