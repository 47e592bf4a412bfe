"""Stocktakes: opened, printed, counted by two people with phones, undone, closed; before and after a sale compared."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts.models import AuditEntry
from accounts.roles import Role
from inventory.models import Occasion, Product, StockCount, StockLevel, Stocktake
from inventory.queries.differences import shrinkage
from inventory.services import CountError, close_stocktake, count_in, open_stocktake, take_count_back
from tests.inventory.conftest import sell
from tests.inventory.naive import assert_levels_are_right
from tests.inventory.test_stock_pages import read_csv, text_of
from tests.reader import Reader

pytestmark = pytest.mark.django_db
TAKES = "/products/stocktakes/"


@pytest.fixture
def take(stocked):
    return open_stocktake(actor=None, shop=stocked, name="Coats before", place="main", category="coats")


def count(client, take, sku, units, **more):
    return client.post(f"{TAKES}{take.pk}/count/save/", {"sku": sku, "units": units, **more})


def on_hand(sku):
    return StockLevel.objects.get(sku=sku).on_hand


def test_a_stocktake_is_opened_from_its_page_with_a_list_of_skus(keeper, stocked):
    data = {
        "shop": stocked.pk,
        "name": "Two",
        "place": "main",
        "occasion": "before",
        "campaign_no": "7",
        "skus": "SOCK, HAT\nSOCK",
    }
    assert keeper.post(TAKES + "open/", data).status_code == 302
    take = Stocktake.objects.get()
    assert (take.asked, take.campaign_no, take.occasion, take.opened_by.role) == (["SOCK", "HAT"], 7, "before", Role.WAREHOUSE)
    assert "1 stocktake of Coat House is open." in text_of(keeper.get(TAKES))
    assert keeper.post(TAKES + "open/", data | {"name": ""}).status_code == 422


def test_the_sheet_names_what_to_count_and_no_number(keeper, take):
    page = text_of(keeper.get(f"{TAKES}{take.pk}/sheet/"))
    assert "Coats before: 2 products to count" in page
    assert "COAT" in page
    assert "SOCK" not in page


def test_a_count_changes_nothing_until_the_stocktake_is_closed(keeper, take, stocked):
    assert count(keeper, take, "COAT", 7).status_code == 302
    assert on_hand("COAT") == 2
    page = keeper.get(f"{TAKES}{take.pk}/")
    assert "1 of 2 products are counted." in text_of(page)
    assert [(row.sku, row.units, row.expected, row.off) for row in page.context["rows"]] == [("COAT", 7, 2, 5)]
    assert [sku for sku, _title in page.context["missing"]] == ["HAT"]
    keeper.post(f"{TAKES}{take.pk}/close/")
    assert on_hand("COAT") == 7
    assert on_hand("HAT") == 4
    assert_levels_are_right(stocked)
    assert AuditEntry.objects.filter(action="stocktake.close").exists()
    late = keeper.post(f"{TAKES}{take.pk}/close/", follow=True)
    assert "This stocktake is closed" in text_of(late)
    assert keeper.get(f"{TAKES}{take.pk}/count/").status_code == 302
    assert count(keeper, take, "HAT", 1).status_code == 422


def test_what_nobody_counted_may_be_written_down_as_none(keeper, take, stocked):
    count(keeper, take, "COAT", 7)
    keeper.post(f"{TAKES}{take.pk}/close/", {"rest_is_gone": "1"})
    assert on_hand("HAT") == 4  # what lies at the other place is not gone
    assert StockCount.objects.get(sku="HAT", place="main").units == 0
    assert_levels_are_right(stocked)


def test_the_second_person_sees_the_firsts_number_and_adds_or_replaces(client_as, take):
    wu, lin = client_as(Role.WAREHOUSE), client_as(Role.OPERATIONS)
    count(wu, take, "COAT", 7)
    met = count(lin, take, "COAT", 5)
    assert met.status_code == 409
    assert "counted 7 at" in text_of(met)
    assert "Add mine: 12 in all" in text_of(met)
    seen = met.context["standing"].pk
    count(wu, take, "COAT", 8, again="replace", seen=seen)
    # In between the number was replaced: who adds to the old one is shown the new one first.
    again = count(lin, take, "COAT", 5, again="add", seen=seen)
    assert again.status_code == 409
    assert again.context["together"] == 13
    assert count(lin, take, "COAT", 5, again="add", seen=again.context["standing"].pk).status_code == 302
    assert [one.units for one in take.counts.order_by("counted_at")] == [7, 8, 13]


def test_a_count_is_taken_back_and_the_one_before_it_stands(keeper, take):
    count(keeper, take, "COAT", 7)
    first = take.counts.get()
    count(keeper, take, "COAT", 9, again="replace", seen=first.pk)
    undo = f"{TAKES}{take.pk}/count/undo/"
    assert "Somebody counted this SKU again afterwards" in text_of(keeper.post(undo, {"count": first.pk}, follow=True))
    keeper.post(undo, {"count": take.counts.order_by("-counted_at").first().pk})
    assert take.counts.get().units == 7
    assert keeper.post(undo, {"count": "x"}).status_code == 404


def test_a_label_nobody_knows_is_asked_about_and_counted_as_new_on_purpose(keeper, take):
    asked = count(keeper, take, "GHOST", 3)
    assert asked.status_code == 422
    assert "Nobody knows this SKU." in text_of(asked)
    assert count(keeper, take, "GHOST", 3, is_new="1").status_code == 302
    assert "beyond the list" in text_of(keeper.get(f"{TAKES}{take.pk}/"))
    keeper.post(f"{TAKES}{take.pk}/close/")
    assert Product.objects.get(sku="GHOST").title == ""
    assert on_hand("GHOST") == 3


@pytest.mark.parametrize("units", ["-1", "", "x", "99999999999"])
def test_pieces_that_cannot_be_are_asked_for_again(keeper, take, units):
    answer = count(keeper, take, "COAT", units)
    assert answer.status_code == 422
    assert answer.context["form"].errors["units"]
    assert not take.counts.exists()


def test_the_phone_page_works_without_a_script(keeper, take):
    reader = Reader(keeper)
    page = reader.open(f"{TAKES}{take.pk}/count/")
    assert "0 of 2 products counted" in page.text
    page = reader.press(page, f"{TAKES}{take.pk}/count/save/", sku="COAT", units="3")
    assert "1 of 2 products counted" in page.text


def test_strangers_and_customer_service_do_not_count(client, client_as, take):
    assert client.get(TAKES).status_code == 302
    assert client_as(Role.SERVICE).get(f"{TAKES}{take.pk}/count/").status_code == 403


def test_an_open_stocktake_may_be_thrown_away_a_closed_one_not(keeper, take):
    count(keeper, take, "COAT", 7)
    close_stocktake(actor=None, take=take)
    keeper.post(f"{TAKES}{take.pk}/discard/")
    assert Stocktake.objects.filter(pk=take.pk).exists()
    other = open_stocktake(actor=None, shop=take.shop, name="Again")
    keeper.post(f"{TAKES}{other.pk}/discard/")
    assert not Stocktake.objects.filter(pk=other.pk).exists()
    with pytest.raises(CountError):
        take_count_back(actor=None, count=take.counts.get())


def test_before_and_after_a_sale_are_compared_with_what_was_shipped_in_between(keeper, boss, stocked):
    start = timezone.now().replace(microsecond=0)
    with time_machine.travel(start, tick=False):
        before = open_stocktake(actor=None, shop=stocked, name="Before", place="main", occasion=Occasion.BEFORE, campaign_no=7)
        count_in(actor=None, take=before, sku="SOCK", units=40)
        count_in(actor=None, take=before, sku="COAT", units=10)
        close_stocktake(actor=None, take=before)
    hour = timedelta(hours=1)
    sell(stocked, "SOCK", 6, at=start + hour, shipped_at=start + 2 * hour, number="S1")
    sell(stocked, "SOCK", 2, at=start + hour, number="S2")
    sell(stocked, "SOCK", 9, at=start - hour, shipped_at=start - hour / 2, number="S0")
    with time_machine.travel(start + 5 * hour, tick=False):
        after = open_stocktake(actor=None, shop=stocked, name="After", place="main", occasion=Occasion.AFTER, campaign_no=7)
        count_in(actor=None, take=after, sku="SOCK", units=31)
        close_stocktake(actor=None, take=after)
        (row,) = shrinkage(before=before, after=after)
        assert (row.sku, row.before, row.after, row.sold, row.shipped, row.missing) == ("SOCK", 40, 31, 8, 6, 3)
        page = text_of(boss.get("/products/stock/differences/", {"shop": stocked.pk}))
        assert "3 pieces are missing after “After”" in page
        assert "at cost" in page
        assert "at cost" not in text_of(keeper.get("/products/stock/differences/"))
        export = "/products/stock/differences/export/"
        lines = read_csv(boss.get(export, {"list": "missing", "after": after.pk}).content)
        assert lines[1] == ["SOCK", "Sock", "40", "8", "6", "31", "3", "21.00"]
        told = boss.get("/api/v1/stock/differences/", {"shop": stocked.pk, "after": after.pk}).json()
        assert (told["before"], told["after"], told["counted"][0]["missing_cost"]) == (before.pk, after.pk, "21.00")
        assert keeper.get("/api/v1/stock/differences/", {"shop": stocked.pk}).json()["counted"][0]["missing_cost"] is None
        assert boss.get("/api/v1/stock/differences/", {"shop": stocked.pk, "after": before.pk}).status_code == 404
        assert len(read_csv(keeper.get(export, {"list": "missing", "after": after.pk}).content)[1]) == 7
