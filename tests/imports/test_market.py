"""Lists of market figures come in by the road of all files, score the products, and are undone."""

from itertools import permutations

import pytest

from imports import services
from imports.formats import template
from imports.formats.base import Kind
from imports.models import ImportJob, State
from inventory.models import MarketClaim, MarketFigures
from inventory.queries.market import conversion_of
from inventory.services import score_products
from tests.imports.files import written

pytestmark = pytest.mark.django_db
HEADERS = [column.english for column in template.COLUMNS[Kind.MARKET]]
COAT = ["QH-1", "3", "12000", "300.00", "500.00", "800", "2100", "90", "400", "5000", "250", "yes"]
SOCK = ["QH-2", "40", "", "10.00", "20.00", "", "300", "", "80", "900", "120", "no"]
SYCM = ["统计日期", "商品id", "商品名称", "货号", "商品访客数", "商品收藏人数", "商品加购人数", "支付买家数", "搜索引导访客数"]


def market(*rows):
    return written(HEADERS, rows)


def standing():
    return dict(MarketFigures.objects.values_list("sku", "says"))


def test_the_template_is_recognised_loaded_and_changes_nothing_the_second_time(look, load):
    waiting = look(market(COAT, SOCK), "market.csv")
    assert (waiting.format_key, waiting.kind, waiting.needs) == ("market", "market", "")
    job = load(market(COAT, SOCK), "list.csv")
    assert (job.inserted, job.rejected) == (2, 0)
    told = standing()["QH-1"]
    assert (told["category_rank"], told["band_high_minor"], told["carts"], told["supply_stable"]) == (3, 50_000, 400, True)
    assert "favourites" not in standing()["QH-2"], "an empty cell is not known, and not 0"
    again = load(market(COAT, SOCK), "list.csv")
    assert (again.inserted, again.changed, again.unchanged) == (0, 0, 2)


def test_scores_explain_themselves_and_spread_what_is_missing(load, shop):
    load(market(COAT, SOCK), "list.csv")
    assert score_products(shop=shop) == 2
    sock = MarketFigures.objects.get(sku="QH-2")
    parts = {part["name"]: part for part in sock.parts}
    assert parts["favourites"]["value"] is None
    assert parts["favourites"]["points"] == 0
    assert sock.coverage_bp < 10_000
    assert sum(part["weight"] for part in sock.parts) == pytest.approx(100, abs=0.1)
    assert sum(part["points"] for part in sock.parts) == pytest.approx(sock.score, abs=0.1)
    assert MarketFigures.objects.get(sku="QH-1").score > sock.score
    assert conversion_of(shop) == {"QH-1": 0.05, "QH-2": 120 / 900}


def test_bad_rows_are_told_and_kept_out(load):
    turned = ["QH-3", "1", "", "500.00", "300.00", *[""] * 7]
    below = ["QH-4", "1", "-5", *[""] * 9]
    nought = ["QH-5", "0", *[""] * 10]
    job = load(market(COAT, turned, below, nought), "bad.csv")
    assert (job.inserted, job.rejected) == (1, 3)
    assert set(standing()) == {"QH-1"}


def test_files_in_any_order_end_in_the_same_figures(load, settings):
    files = [
        (market(COAT), "market-asof20261101090000.csv"),
        (market([COAT[0], "9", *COAT[2:]]), "market-asof20261102090000.csv"),
        (market(["QH-1", "", *[""] * 8, "260", ""]), "market-asof20261103090000.csv"),
    ]
    ends = []
    for order in permutations(files):
        MarketClaim.objects.all().delete()
        MarketFigures.objects.all().delete()
        ImportJob.objects.all().delete()
        for body, name in order:
            load(body, name)
        ends.append(standing())
    assert all(end == ends[0] for end in ends)
    assert (ends[0]["QH-1"]["category_rank"], ends[0]["QH-1"]["paid_buyers"]) == (9, 260)


def test_an_undo_takes_back_what_one_list_said(load):
    load(market(COAT), "one.csv")
    second = load(market([COAT[0], "9", *COAT[2:]], SOCK), "two.csv")
    assert standing()["QH-1"]["category_rank"] == 9
    services.undo(job=second, actor=None)
    services.run_undo(job_id=second.pk, worker="test")
    assert ImportJob.objects.get(pk=second.pk).state == State.UNDONE
    assert set(standing()) == {"QH-1"}
    assert standing()["QH-1"]["category_rank"] == 3


def test_the_product_report_of_sycm_is_market_figures(look, load):
    rows = [
        ["2026-11-03", "123456789012", "大衣", "QH-1", "5,000", "800", "400", "250", "2,100"],
        ["2026-11-03", "123456789013", "袜子", "", "900", "-", "80", "120", "300"],
    ]
    body = written(SYCM, rows)
    assert look(body, "【生意参谋平台】商品_全部_2026-11-03_2026-11-03.csv").format_key == "sycm_products"
    load(body, "【生意参谋平台】商品_全部_2026-11-03_2026-11-03 (2).csv")
    told = standing()
    assert (told["QH-1"]["visitors"], told["QH-1"]["searches"]) == (5_000, 2_100)
    assert "favourites" not in told["123456789013"], "without a code of its own the platform's number names the product"
