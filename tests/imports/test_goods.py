"""Lists of products and of offered prices come in by the road of all files; SKUs of orders become products; all of it undone."""

from datetime import UTC, date, datetime, timedelta
from itertools import permutations

import pytest

from imports import road, services, tasks
from imports.formats import template
from imports.formats.base import Kind
from imports.models import ImportJob, State
from inventory.models import PriceKind, PricePoint, Product, ProductClaim, StaleDay
from inventory.services import edit_products, refill_paid, type_price
from tests.imports.files import lines, written

pytestmark = pytest.mark.django_db
DAY = datetime(2025, 11, 12, tzinfo=UTC)
PRODUCTS = ["SKU", "Title", "Category", "Cost", "List price", "Floor price", "Tier", "Supplier", "Picture", "Status", "Kind"]
COAT = ["QH-1", "Coat", "coats", "300.00", "999.00", "650.00", "C", "North Mill", "https://pictures.example/1.jpg", "", ""]
SOCK = ["QH-2", "Sock", "", "", "19.90", "", "a", "", "", "withdrawn", ""]


def products(*rows):
    return written(PRODUCTS, rows)


def standing():
    fields = ("shop", "sku", "title", "category", "cost_minor", "list_price_minor", "floor_minor", "tier", "status", "kind")
    return sorted(Product.objects.values_list(*fields, "picture", "supplier__name", "tier_locked"))


def offered():
    return sorted(PricePoint.objects.filter(kind=PriceKind.OFFERED).values_list("sku", "since", "until", "price_minor"))


def paid():
    points = PricePoint.objects.filter(kind=PriceKind.PAID)
    return sorted(
        points.values_list("sku", "since", "price_minor", "highest_minor", "last_minor", "units", "lowest_at", "last_at")
    )


def test_a_product_list_is_recognised_previewed_loaded_and_changes_nothing_the_second_time(look, load):
    waiting = look(products(COAT, SOCK), "list.csv")
    assert (waiting.format_key, waiting.kind, waiting.needs, waiting.as_of_source) == ("products", "products", "", "arrived")
    assert waiting.preview[0]["cost_minor"] == 30_000
    job = load(products(COAT, SOCK), "again.csv")
    assert job.counts == {"inserted": 2, "changed": 0, "unchanged": 0, "older": 0, "rejected": 0}
    coat = Product.objects.get(sku="QH-1")
    assert (coat.cost_minor, coat.floor_minor, coat.tier, coat.supplier.name) == (30_000, 65_000, "C", "North Mill")
    assert (Product.objects.get(sku="QH-2").status, Product.objects.get(sku="QH-2").cost_minor) == ("withdrawn", None)
    again = load(products(COAT, SOCK), "list.csv")
    assert again.counts == {"inserted": 0, "changed": 0, "unchanged": 2, "older": 0, "rejected": 0}
    assert Product.objects.count() == 2


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("kind", [Kind.PRODUCTS, Kind.PRICES])
def test_our_templates_are_recognised_and_their_explanation_is_no_row(look, kind, language):
    job = look(template.write_csv(kind, language), "template.csv")
    assert (job.format_key, job.state) == (str(kind), State.REFUSED)  # no rows but the explanation
    assert look(template.write_xlsx(kind, language), "template.xlsx").format_key == str(kind)


def test_bad_rows_are_left_out_with_their_reasons(load):
    job = load(
        products(
            COAT,
            ["", "nobody", *[""] * 9],
            ["QH-3", "below", "", "-1", "10", *[""] * 6],
            ["QH-4", "word", "", "1", "10", "", "D", *[""] * 4],
            ["QH-5", "dear", "", "20", "10", *[""] * 6],
            ["QH-6", "letter", "", "1O.00", "10", *[""] * 6],
        )
    )
    assert (job.inserted, job.rejected) == (2, 4)
    assert {group["code"] for group in job.problems} == {
        "missing", "negative_price", "unknown_word", "cost_over_price", "not_money"
    }  # fmt: skip
    assert set(Product.objects.values_list("sku", flat=True)) == {"QH-1", "QH-5"}


def test_an_empty_cell_says_nothing(load):
    load(products(COAT), as_of=DAY)
    load(products(["QH-1", *[""] * 3, "899.00", *[""] * 6]), "b.csv", as_of=DAY + timedelta(days=1))
    coat = Product.objects.get()
    assert (coat.title, coat.cost_minor, coat.list_price_minor) == ("Coat", 30_000, 89_900)


def test_lists_in_any_order_end_in_the_same_products_and_an_undo_is_as_if_the_list_had_never_come(load, take_back):
    files = [
        (products(COAT, SOCK), DAY),
        (products(["QH-1", "Coat, long", "", "310", "999.00", *[""] * 6]), DAY + timedelta(days=2)),
        (lines(range(3)), DAY + timedelta(days=1)),
        (written(["SKU", "Cost"], [["sku1", "11.00"], ["QH-1", "305"]]), DAY + timedelta(days=1)),
    ]
    ends = []
    for order in permutations(range(4)):
        jobs = {place: load(files[place][0], f"{place}.csv", as_of=files[place][1]) for place in order}
        ends.append(standing())
        assert jobs[1].kind == "products"
        for place in reversed(order):
            take_back(jobs[place])
        assert not standing()
        assert not ProductClaim.objects.exists()
    assert all(end == ends[0] for end in ends)
    assert [row[1:5] for row in ends[0]] == [
        ("QH-1", "Coat, long", "coats", 31_000), ("QH-2", "Sock", "", None), ("sku1", "", "", 1_100), ("sku2", "", "", None)
    ]  # fmt: skip


def test_an_undo_in_the_middle_keeps_what_others_say(load, take_back):
    load(products(COAT), "a.csv", as_of=DAY)
    later = load(products(["QH-1", "Other", "", "1", "2", *[""] * 6]), "b.csv", as_of=DAY + timedelta(days=1))
    before = load(products(SOCK), "c.csv", as_of=DAY)
    take_back(later)
    assert Product.objects.get(sku="QH-1").title == "Coat"
    take_back(before)
    assert set(Product.objects.values_list("sku", flat=True)) == {"QH-1"}


def test_what_a_person_set_stands_above_an_older_list_and_gives_way_to_a_younger_one(load, shop, person):
    load(products(COAT), "a.csv", as_of=DAY)
    assert edit_products(actor=person(), shop=shop, changes={"QH-1": {"cost_minor": 28_000, "tier": "B"}}) == 1
    older = load(products([*COAT[:5], "600.00", *COAT[6:]]), "b.csv", as_of=DAY + timedelta(days=1))
    coat = Product.objects.get()
    assert (coat.cost_minor, coat.tier, coat.tier_locked, coat.floor_minor) == (28_000, "B", True, 60_000)
    assert older.counts["changed"] == 1
    load(products([*COAT[:5], "620.00", *COAT[6:]]), "c.csv")  # arrives now, after the edit
    assert Product.objects.get().cost_minor == 30_000
    again = load(products(COAT), "a.csv")  # the same bytes as the first: as old as they are
    assert again.counts["older"] == 1


def test_a_row_that_a_younger_list_overrules_is_counted_as_older(load):
    load(products(COAT), "a.csv", as_of=DAY)
    job = load(products(["QH-1", "Old coat", *[""] * 2, "999.00", *[""] * 6]), "b.csv", as_of=DAY - timedelta(days=1))
    assert job.counts == {"inserted": 0, "changed": 0, "unchanged": 0, "older": 1, "rejected": 0}
    assert Product.objects.get().title == "Coat"


def test_skus_of_orders_become_products_and_gifts_and_postage_are_told_apart(load):
    header = ["Order number", "Line number", "Placed at", "Paid at", "SKU", "Product", "Units", "Line amount", "Gift"]
    at = "2025-11-11 10:00:00"
    load(
        written(
            header,
            [
                ["1001", "1", at, at, "TX01", "打底衫", 1, "69.00", "no"],
                ["1001", "2", at, at, "BAG", "帆布袋", 1, "0.00", "yes"],
                ["1002", "1", at, at, "POST", "补运费专用", 1, "5.00", ""],
                ["1003", "1", at, at, "TX02", "围巾", 1, "0.00", "yes"],
                ["1004", "1", at, at, "TX02", "围巾", 1, "59.00", "no"],
            ],
        )
    )
    assert dict(Product.objects.values_list("sku", "kind")) == {
        "TX01": "goods", "BAG": "gift", "POST": "service", "TX02": "goods"
    }  # fmt: skip


class TestOfferedPrices:
    HEADER = ("SKU", "Offered price", "First day", "Last day")

    def file(self, *rows):
        return written(self.HEADER, rows)

    def test_days_are_whole_on_the_clock_of_the_shop_and_both_ends_count(self, load):
        job = load(self.file(["QH-1", "999.00", "2025-09-01", "2025-10-31"], ["QH-1", "899", "2025-11-01", ""]), "p.csv")
        assert (job.format_key, job.inserted) == ("prices", 2)
        first, second = offered()
        assert first == ("QH-1", datetime(2025, 8, 31, 16, tzinfo=UTC), datetime(2025, 10, 31, 16, tzinfo=UTC), 99_900)
        assert second[2] is None
        again = load(self.file(["QH-1", "999.00", "2025-09-01", "2025-10-31"], ["QH-1", "899", "2025-11-01", ""]), "p.csv")
        assert again.unchanged == 2

    def test_an_end_before_its_beginning_and_a_price_below_zero_are_left_out(self, load):
        job = load(self.file(["a", "9", "2025-09-02", "2025-09-01"], ["b", "-1", "2025-09-01", ""], ["c", "5", "2025-09-01", ""]))
        assert (job.rejected, job.inserted) == (2, 1)
        assert {group["code"] for group in job.problems} == {"ends_before", "negative_price"}

    def test_the_younger_list_has_the_word_and_its_undo_gives_it_back(self, load, take_back):
        load(self.file(["QH-1", "999", "2025-09-01", ""]), "a.csv", as_of=DAY)
        later = load(self.file(["QH-1", "949", "2025-09-01", ""]), "b.csv", as_of=DAY + timedelta(days=1))
        assert later.changed == 1
        older = load(self.file(["QH-1", "1", "2025-09-01", ""]), "c.csv", as_of=DAY - timedelta(days=1))
        assert older.older == 1
        take_back(later)
        take_back(older)
        assert [row[3] for row in offered()] == [99_900]

    def test_a_typed_price_survives_the_undo_of_a_file(self, load, take_back, shop, person):
        job = load(self.file(["QH-1", "999", "2025-09-01", ""]))
        type_price(actor=person(), shop=shop, sku="QH-1", price_minor=5, first=date(2025, 9, 1))
        take_back(job)
        assert [row[3] for row in offered()] == [5]


class TestPaidPrices:
    def test_the_lowest_the_highest_and_the_last_of_each_day(self, load, shop):
        header = ["Order number", "Line number", "Placed at", "Paid at", "SKU", "Units", "Line amount", "Gift"]
        rows = [
            ["1", "1", "2025-11-10 23:50:00", "2025-11-11 00:10:00", "A", 1, "100.00", "no"],
            ["2", "1", "2025-11-11 09:00:00", "2025-11-11 09:00:10", "A", 3, "250.00", "no"],
            ["3", "1", "2025-11-11 20:00:00", "2025-11-11 20:00:10", "A", 1, "95.00", "no"],
            ["4", "1", "2025-11-11 21:00:00", "", "A", 1, "1.00", "no"],  # never paid
            ["5", "1", "2025-11-11 21:00:00", "2025-11-11 21:00:10", "A", 1, "0.00", "yes"],  # a gift
            ["6", "1", "2025-11-12 21:00:00", "2025-11-12 21:00:10", "A", 1, "97.00", "no"],
        ]
        load(written(header, rows))
        assert StaleDay.objects.exists()
        tasks.fill_numbers(shop_id=shop.pk)
        assert not StaleDay.objects.exists()
        first, second = paid()
        assert first[0:6] == ("A", datetime(2025, 11, 10, 16, tzinfo=UTC), 8_333, 10_000, 9_500, 5)
        assert (first[6], first[7]) == (
            datetime(2025, 11, 11, 1, 0, 10, tzinfo=UTC), datetime(2025, 11, 11, 12, 0, 10, tzinfo=UTC)
        )  # fmt: skip
        assert second[2] == 9_700

    def test_any_order_of_files_and_undo_leave_the_prices_of_the_facts(self, load, take_back, shop):
        files = [(lines(range(6)), DAY), (lines(range(3, 9), amount="30.00"), DAY + timedelta(days=1))]
        ends = []
        for order in ((0, 1), (1, 0)):
            jobs = [load(files[place][0], f"{place}.csv", as_of=files[place][1]) for place in order]
            refill_paid(shop=shop)
            ends.append(paid())
            take_back(jobs[0])
            take_back(jobs[1])
            refill_paid(shop=shop)
            assert not paid()
        assert ends[0] == ends[1]
        assert {row[2] for row in ends[0]} == {3_000}

    def test_a_refund_takes_no_payment_back(self, load, shop):
        header = ["Order number", "Line number", "Placed at", "Paid at", "SKU", "Units", "Line amount", "Line refund"]
        load(written(header, [["1", "1", "2025-11-11 09:00:00", "2025-11-11 09:00:10", "A", 1, "80.00", "80.00"]]))
        refill_paid(shop=shop)
        assert [row[2] for row in paid()] == [8_000]

    def test_only_the_days_that_changed_are_made_anew(self, load, shop):
        load(lines(range(3)), "a.csv", as_of=DAY)
        refill_paid(shop=shop)
        untouched = set(PricePoint.objects.values_list("pk", flat=True))
        header = ["Order number", "Line number", "Placed at", "Paid at", "SKU", "Units", "Line amount"]
        load(written(header, [["900", "1", "2025-10-01 09:00:00", "2025-10-01 09:00:10", "A", 1, "80.00"]]), "b.csv")
        assert refill_paid(shop=shop) == 1
        assert untouched < set(PricePoint.objects.values_list("pk", flat=True))


def test_an_import_killed_before_its_products_were_met_ends_as_if_never_killed(look, monkeypatch):
    job = look(lines(range(3)))
    services.confirm(job=job, actor=None)
    meet = road.goods.meet
    monkeypatch.setattr(road.goods, "meet", lambda **_told: (_ for _ in ()).throw(RuntimeError("killed")))
    services.run_road(job_id=job.pk, worker="first")
    assert not Product.objects.exists()
    monkeypatch.setattr(road.goods, "meet", meet)
    failed = ImportJob.objects.get(pk=job.pk)
    services.retry(job=failed, actor=None)
    services.run_road(job_id=job.pk, worker="second")
    assert ImportJob.objects.get(pk=job.pk).state == State.DONE
    assert set(Product.objects.values_list("sku", flat=True)) == {"sku1", "sku2"}
