"""A reserve is kept once and released once, whole or in part, however many press at the same moment."""

import threading

import pytest
from django.db import connection, transaction

from accounts.models import AuditEntry
from inventory.models import Reserve, StockLevel
from inventory.services import Counted, ReserveError, keep_reserve, release_reserve, tell_counts
from orders.models import Shop
from orders.services import create_shop


@pytest.fixture
def shop(db: None) -> Shop:
    shop = create_shop(actor=None, name="Lamp House")
    tell_counts(actor=None, shop=shop, counts=[Counted("A1", 100)])
    return shop


def level() -> tuple[int, int]:
    return StockLevel.objects.values_list("reserve", "available").get()


def test_a_reserve_is_taken_off_what_may_be_sold_and_given_back_whole(shop: Shop, person) -> None:
    made = keep_reserve(actor=person(), shop=shop, sku="A1", units=30, campaign_no=7)
    assert level() == (30, 70)
    with pytest.raises(ReserveError) as wrong:
        keep_reserve(actor=None, shop=shop, sku="A1", units=1)
    assert wrong.value.code == "kept"
    assert release_reserve(reserve=made, actor=person(), reason="ahead of the target") is None
    assert level() == (0, 100)
    with pytest.raises(ReserveError) as wrong:
        release_reserve(reserve=made, actor=person(), reason="again")
    assert wrong.value.code == "released"
    assert list(AuditEntry.objects.filter(action__startswith="reserve").values_list("action", flat=True)) == [
        "reserve.release", "reserve.keep"
    ]  # fmt: skip


def test_a_part_leaves_the_rest_as_a_new_open_reserve(shop: Shop, person) -> None:
    made = keep_reserve(actor=person(), shop=shop, sku="A1", units=30, campaign_no=7)
    rest = release_reserve(reserve=made, actor=person(), units=12, reason="a little")
    assert rest is not None
    assert (made.released_units, rest.units, rest.campaign_no, rest.released_at) == (12, 18, 7, None)
    assert level() == (18, 82)


@pytest.mark.parametrize(("units", "code"), [(0, "much"), (31, "much")])
def test_more_than_is_kept_back_or_nothing_is_refused(shop: Shop, units: int, code: str) -> None:
    made = keep_reserve(actor=None, shop=shop, sku="A1", units=30)
    with pytest.raises(ReserveError) as wrong:
        release_reserve(reserve=made, actor=None, units=units, reason="x")
    assert (wrong.value.code, level()) == (code, (30, 70))
    with pytest.raises(ReserveError) as wrong:
        release_reserve(reserve=made, actor=None, reason=" ")
    assert wrong.value.code == "reason"
    with pytest.raises(ReserveError) as wrong:
        keep_reserve(actor=None, shop=shop, sku="A2", units=0)
    assert wrong.value.code == "units"


@pytest.mark.django_db(transaction=True)
def test_of_many_who_release_at_once_one_does() -> None:
    shop = create_shop(actor=None, name="Lamp House")
    tell_counts(actor=None, shop=shop, counts=[Counted("A1", 100)])
    made = keep_reserve(actor=None, shop=shop, sku="A1", units=30)
    start = threading.Barrier(6)
    ends: list[str] = []

    def press() -> None:
        try:
            mine = Reserve.objects.get(pk=made.pk)
            start.wait(10)
            release_reserve(reserve=mine, actor=None, units=10, reason="ahead")
            ends.append("done")
        except ReserveError as wrong:
            ends.append(wrong.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(ends) == ["done", *["released"] * 5]
    with transaction.atomic():
        assert Reserve.objects.filter(released_at=None).get().units == 20
        assert sum(Reserve.objects.values_list("released_units", flat=True)) == 10
    assert level() == (20, 80)
