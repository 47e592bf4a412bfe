"""The stock list, the stock of one product, differences: what is said first, filters, files, actions, strangers, bad input."""

import csv
import io
from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.utils import timezone
from python_calamine import CalamineWorkbook

from accounts.models import AuditEntry
from accounts.roles import Role
from inventory.models import CountKind, Reserve, StockCount, StockLevel
from inventory.queries.levels import stock_of
from inventory.services import Counted, keep_reserve, tell_counts
from orders.models import Shop
from tests.inventory.conftest import sell

pytestmark = pytest.mark.django_db
STOCK, ONE, DIFFER = "/products/stock/", "/products/stock/one/", "/products/stock/differences/"


@pytest.fixture
def ops(client_as):
    return client_as(Role.OPERATIONS)


def text_of(answer):
    return " ".join(answer.content.decode().split())


def read_csv(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def read_xlsx(content):
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def shown(client, **query):
    return [row["level"].sku for row in client.get(STOCK, query).context["rows"]]


class TestTheList:
    def test_the_shortest_comes_first_and_the_first_line_says_it(self, keeper, stocked):
        page = keeper.get(STOCK)
        assert "Coat House has promised 1 pieces more than there are, of 1 product." in text_of(page)
        assert [row["level"].sku for row in page.context["rows"]] == ["COAT", "HAT", "SOCK"]

    def test_a_shop_without_counts_says_what_to_do(self, ops, db):
        assert "There is no shop yet." in text_of(ops.get(STOCK))
        Shop.objects.create(name="Empty")
        assert "Nobody has counted the stock of Empty yet." in text_of(ops.get(STOCK))

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ({"state": "short"}, ["COAT"]),
            ({"state": "low"}, ["COAT", "HAT"]),
            ({"state": "never_listed"}, ["SOCK"]),
            ({"state": "differs"}, ["HAT"]),
            ({"state": "negative"}, []),
            ({"state": "uncounted"}, []),
            ({"state": "new"}, []),
            ({"state": "nonsense"}, ["COAT", "HAT", "SOCK"]),
            ({"place": "shop"}, ["HAT"]),
            ({"tier": "C"}, ["COAT"]),
            ({"q": "soc"}, ["SOCK"]),
            ({"sort": "-on_hand"}, ["SOCK", "HAT", "COAT"]),
            ({"sort": "title"}, ["HAT", "SOCK", "COAT"]),
            ({"sort": "held"}, ["HAT", "SOCK", "COAT"]),
            ({"page": "x"}, ["COAT", "HAT", "SOCK"]),
        ],
    )
    def test_filters_and_sorts(self, keeper, stocked, query, found):
        assert shown(keeper, **query) == found

    def test_what_is_odd_is_found_a_sku_nobody_knew_and_less_than_nothing(self, keeper, stocked):
        tell_counts(actor=None, shop=stocked, counts=[Counted("GHOST", 3)])
        StockCount.objects.create(
            shop=stocked, sku="SOCK", place="main", counted_at=timezone.now(), units=-2, as_of=timezone.now()
        )
        assert shown(keeper, state="new") == ["GHOST"]
        assert shown(keeper, state="negative") == ["SOCK"]
        assert "new: known from a count alone" in text_of(keeper.get(STOCK))

    def test_the_files_say_what_the_page_says(self, keeper, stocked):
        rows = read_csv(keeper.get(STOCK + "export/", {"state": "short", "format": "csv"}).content)
        assert rows[1][:10] == ["COAT", "Wool coat", "C", "2", "0", "3", "0", "0", "1", "0"]
        assert read_xlsx(keeper.get(STOCK + "export/", {"format": "xlsx"}).content)[1][0] == "COAT"
        assert keeper.get(STOCK + "export/", {"format": "pdf"}).status_code == 404

    def test_the_list_asks_as_often_for_ten_rows_as_for_three(self, keeper, stocked, django_assert_max_num_queries):
        tell_counts(actor=None, shop=stocked, counts=[Counted(f"X{number}", number) for number in range(40)])
        with django_assert_max_num_queries(22):
            keeper.get(STOCK)


class TestOneProduct:
    def test_everything_known_is_shown(self, keeper, stocked):
        page = text_of(keeper.get(ONE, {"shop": stocked.pk, "sku": "COAT"}))
        assert "1 more of Wool coat are promised than there are." in page
        assert "Write a count down" in page
        assert "Keep pieces back" not in page  # the warehouse counts; operations keep back

    def test_two_counts_of_the_same_moment_are_shown_with_the_one_that_stands(self, keeper, stocked):
        at = timezone.now() - timedelta(hours=1)
        for number, units in ((1, 71), (2, 72)):
            StockCount.objects.create(
                shop=stocked, sku="SOCK", place="main", counted_at=at, units=units, import_no=number, source="file",
                as_of=at + timedelta(minutes=number),
            )  # fmt: skip
        page = text_of(keeper.get(ONE, {"shop": stocked.pk, "sku": "SOCK"}))
        assert "differ: 72 and 71. 72 stands, because it was told later." in page

    def test_a_count_is_kept_and_can_be_taken_away(self, keeper, stocked):
        data = {"shop": stocked.pk, "sku": "COAT", "units": "20", "kind": "counted", "place": "main"}
        assert keeper.post(ONE + "count/", data).status_code == 302
        assert StockLevel.objects.get(sku="COAT").available == 17
        count = StockCount.objects.get(sku="COAT", units=20)
        assert (count.counted_by.role, count.source) == (Role.WAREHOUSE, "typed")
        keeper.post(ONE + "count/drop/", {"count": count.pk})
        assert StockLevel.objects.get(sku="COAT").available == 0
        assert AuditEntry.objects.filter(action="stock.drop_count").exists()

    @pytest.mark.parametrize("units", ["-1", "", "1.5", "99999999999"])
    def test_a_count_that_cannot_be_is_refused_beside_its_field(self, keeper, stocked, units):
        data = {"shop": stocked.pk, "sku": "COAT", "units": units, "kind": "counted", "place": ""}
        answer = keeper.post(ONE + "count/", data)
        assert answer.status_code == 422
        assert answer.context["count_form"].errors["units"]

    def test_a_count_of_a_file_is_not_taken_away_here(self, keeper, stocked):
        count = StockCount.objects.filter(sku="COAT", kind=CountKind.COUNTED).get()
        StockCount.objects.filter(pk=count.pk).update(source="file")
        assert "Only a typed count can be taken away" in text_of(
            keeper.post(ONE + "count/drop/", {"count": count.pk}, follow=True)
        )
        assert StockCount.objects.filter(pk=count.pk).exists()

    def test_a_reserve_is_kept_released_in_part_and_a_late_second_press_is_told(self, ops, stocked):
        base = {"shop": stocked.pk, "sku": "SOCK"}
        assert ops.post(ONE + "reserve/", base | {"units": "10", "reason": "the evening"}).status_code == 302
        assert ops.post(ONE + "reserve/", base | {"units": "10"}).status_code == 409
        assert StockLevel.objects.get(sku="SOCK").available == 30
        reserve = Reserve.objects.get()
        data = base | {"reserve": reserve.pk, "units": "4", "reason": "ahead of the target"}
        assert "4 pieces released" in text_of(ops.post(ONE + "reserve/release/", data, follow=True))
        late = ops.post(ONE + "reserve/release/", data)
        assert late.status_code == 409
        assert "Somebody released it a moment ago." in text_of(late)
        assert ops.post(ONE + "reserve/release/", data | {"reason": ""}).status_code == 422
        assert StockLevel.objects.get(sku="SOCK").available == 34

    def test_strangers_and_those_without_the_right_stay_out(self, client, keeper, client_as, stocked):
        assert client.get(STOCK).status_code == 302
        assert keeper.post(ONE + "reserve/", {"shop": stocked.pk, "sku": "SOCK", "units": 1}).status_code == 403
        assert client_as(Role.SERVICE).post(ONE + "count/", {"shop": stocked.pk, "sku": "SOCK", "units": 1}).status_code == 403
        assert keeper.get(ONE, {"shop": stocked.pk, "sku": "NOBODY"}).status_code == 404
        assert keeper.get(ONE, {"shop": "x", "sku": "SOCK"}).status_code == 404


class TestDifferences:
    def test_listed_too_many_is_told_first_then_what_lies_there_unlisted(self, keeper, stocked):
        page = keeper.get(DIFFER)
        said = text_of(page)
        assert "Coat House lists 5 pieces too many, of 1 product." in said
        assert "1 product on the shelf is not listed:" in said
        assert page.context["lost_minor"] == 40 * 1_990

    def test_without_a_listing_nothing_is_claimed(self, keeper, stocked):
        StockCount.objects.filter(kind=CountKind.LISTED).delete()
        StockLevel.objects.update(listed=None)
        said = text_of(keeper.get(DIFFER))
        assert "What Coat House lists is not known." in said
        assert "On the shelf and not listed: cannot tell" in said

    def test_a_withdrawn_product_is_no_sale_lost(self, keeper, stocked):
        stocked_sock = StockLevel.objects.get(sku="SOCK").product
        stocked_sock.status = "withdrawn"
        stocked_sock.save()
        assert keeper.get(DIFFER).context["hidden_count"] == 0

    @pytest.mark.parametrize(("which", "first"), [("listed", "HAT"), ("hidden", "SOCK")])
    def test_each_list_can_be_taken_home(self, keeper, stocked, which, first):
        assert read_csv(keeper.get(DIFFER + "export/", {"list": which}).content)[1][0] == first
        assert keeper.get(DIFFER + "export/", {"list": "missing"}).status_code == 404


def test_the_product_page_may_show_the_block(stocked):
    keep_reserve(actor=None, shop=stocked, sku="HAT", units=1)
    found = stock_of(shop=stocked, sku="HAT")
    said = " ".join(render_to_string("inventory/stock/_block.html", {"found": found, "now": timezone.now()}).split())
    assert "alert line at 5" in said
    assert "6 more than may be sold" in said


def test_shipped_since_the_count_is_off_the_shelf(stocked):
    now = timezone.now()
    sell(stocked, "SOCK", 6, at=now - timedelta(hours=4), shipped_at=now - timedelta(hours=3), number="T9")
    level = StockLevel.objects.get(sku="SOCK")
    assert (level.on_hand, level.available, level.unshipped) == (34, 34, 0)
