"""Statements of settled money come in by the road of all files: four platforms and our template, any order, undone."""

from datetime import UTC, datetime
from itertools import permutations

import pytest

from imports.formats import template
from imports.formats.base import Kind
from imports.formats.registry import recognise
from review.models import Settlement, SettlementEntry
from tests.imports.files import written
from tests.review.statements import ALIPAY, PLATFORMS, body, cents

pytestmark = pytest.mark.django_db
HEADERS = [column.english for column in template.COLUMNS[Kind.SETTLEMENT]]
ONE = ["T1", "E1", "2026-11-20 09:00:00", "100.00", "", "", "5.00", "0.60", "", "3.00", "", "", "", "91.40"]
KEYS = {"alipay": "alipay_bill", "jd": "jd_bill", "douyin": "douyin_bill", "shopify": "shopify_payouts"}


def test_the_template_is_recognised_loaded_changes_nothing_again_and_is_undone(look, load, take_back):
    waiting = look(written(HEADERS, [ONE]), "bill.csv")
    assert (waiting.format_key, waiting.kind, waiting.needs) == ("settlement", "settlement", "")
    job = load(written(HEADERS, [ONE]), "list.csv")
    assert (job.inserted, job.rejected) == (1, 0)
    one = Settlement.objects.get()
    assert (one.order_no, one.received_minor, one.commission_minor, one.carriage_minor, one.paid_out_minor) == (
        "T1",
        10_000,
        500,
        300,
        9_140,
    )
    assert one.refunded_minor is None, "an empty cell is not known, and not 0"
    again = load(written(HEADERS, [ONE]), "list.csv")
    assert (again.inserted, again.changed, again.unchanged) == (0, 0, 1)
    for each in (job, again):
        take_back(each)
    assert not Settlement.objects.exists()
    assert not SettlementEntry.objects.exists()


@pytest.mark.parametrize("platform", PLATFORMS)
def test_the_statements_of_platforms_tell_the_same_sale(load, platform):
    headers, rows = PLATFORMS[platform]
    assert recognise(headers).key == KEYS[platform]
    job = load(body((headers, rows)), "bill.csv")
    assert job.rejected == (platform == "alipay"), "a withdrawal belongs to no order and is told"
    one, two = Settlement.objects.order_by("order_no")
    assert (one.order_no, one.received_minor, one.paid_out_minor) == ("3304412345670001", 30_323, cents("286.25"))
    fees = (one.commission_minor or 0) + (one.payment_fee_minor or 0)
    assert fees == cents("15.16", "1.82")
    assert (two.received_minor, two.refunded_minor, two.paid_out_minor) == (27_001, 27_001, 0)


def test_any_order_of_files_ends_the_same(load):
    files = [
        (16, [ONE]),
        (17, [[*ONE[:6], "6.00", *ONE[7:13], "90.40"]]),
        (18, [["T1", "E2", "2026-11-21 09:00:00", "-10.00", *[""] * 9, "-10.00"]]),
    ]
    ends = set()
    for some in permutations(files):
        for day, rows in some:
            load(written(HEADERS, rows), f"{day}.csv", as_of=datetime(2026, 12, day, tzinfo=UTC))
        ends.add(
            tuple(Settlement.objects.values_list("order_no", "entries", "received_minor", "commission_minor", "paid_out_minor"))
        )
        SettlementEntry.objects.all().delete()
        Settlement.objects.all().delete()
    assert ends == {(("T1", 2, 9_000, 600, 8_040),)}


def test_bad_rows_are_told_and_kept_out(load):
    rows = [["", *ONE[1:]], ["T9", "E9", *[""] * 12], ["T8", "E8", "", "ten", *[""] * 10]]
    job = load(written(HEADERS, rows), "list.csv")
    assert (job.inserted, job.rejected) == (0, 3)
    assert not Settlement.objects.exists()


def test_a_fee_in_unknown_words_is_never_left_out(load):
    headers, rows = ALIPAY
    strange = [["90010", "9", "T200P3304412345670009", "", "2026-11-20 09:00:00", "", "", "-7.77", "", "", "神秘扣款", ""]]
    load(written(headers, strange), "bill.csv")
    one = Settlement.objects.get()
    assert (one.other_minor, one.paid_out_minor) == (777, -777)
    assert rows
