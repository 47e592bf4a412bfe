"""The rollups equal the raw facts after any sequence of imports and undos, and cost nothing where nothing changed."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from common.windows import Window, hour_of, slot_of
from metrics import services
from metrics.models import FillState, SalesSlot
from metrics.queries import numbers
from orders.claims import Source
from orders.models import Shop
from orders.services import create_shop, load_chunk, refold
from tests.laws import examples
from tests.metrics.conftest import MIDNIGHT
from tests.metrics.naive import assert_rollups_equal_facts, assert_sales_equal_facts
from tests.orders.claims import Export, keys_of
from tests.orders.strategies import MANY_EXPORTS

pytestmark = pytest.mark.django_db


def load(shop: Shop, export: Export, *, anew: bool = False) -> None:
    with transaction.atomic():
        touched = load_chunk(shop=shop, source=export.source, chunk=export.chunk())
        services.record_changes(shop=shop, touched=touched)
        if anew:
            services.mark_stale(shop=shop, hours=touched.hours)


def hours_of_sales(shop: Shop) -> set[int]:
    return {hour_of(slot, shop.time_zone) for slot in SalesSlot.objects.filter(shop=shop).values_list("slot", flat=True)}


def fill(shop: Shop) -> None:
    services.refill(shop=shop)
    services.refill_skus(shop=shop)


@settings(
    max_examples=examples(100), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(
    listed=MANY_EXPORTS,
    undone=st.integers(0, 4),
    fill_after=st.sets(st.integers(0, 4)),
    recounted=st.sets(st.integers(0, 4)),
    zone=st.sampled_from(["Asia/Shanghai", "Asia/Kolkata", "America/New_York"]),
)
def test_rollups_equal_facts(listed: list[Export], undone: int, fill_after: set[int], recounted: set[int], zone: str) -> None:
    with transaction.atomic():
        shop = create_shop(actor=None, name="Teashop", time_zone=zone)
        for place, export in enumerate(listed):
            load(shop, export)
            assert_sales_equal_facts(shop)
            if place in recounted:
                services.mark_stale(shop=shop, hours=hours_of_sales(shop))
            if place in fill_after:
                fill(shop)
                assert_rollups_equal_facts(shop)
        gone = listed[undone % len(listed)]
        left = [(each.source, each.chunk()) for each in listed if each is not gone]
        touched = refold(shop=shop, keys=keys_of([gone]), standing=left)
        services.record_changes(shop=shop, touched=touched)
        assert_sales_equal_facts(shop)
        services.refill_skus(shop=shop)
        assert_rollups_equal_facts(shop)
        fill(shop)
        assert_rollups_equal_facts(shop)
        assert not FillState.objects.filter(shop=shop).exists()
        transaction.set_rollback(True)


def test_refill_twice_is_refill_once(shop: Shop, sale: Export) -> None:
    load(shop, sale, anew=True)
    added = list(SalesSlot.objects.order_by("slot").values())
    assert services.refill(shop=shop) > 0
    before = list(SalesSlot.objects.order_by("slot").values())
    assert before == added
    assert services.refill(shop=shop) == 0
    services.mark_stale(shop=shop, hours={row["slot"] // 6 * 6 for row in before})
    assert services.refill(shop=shop) > 0
    assert list(SalesSlot.objects.order_by("slot").values()) == before


def test_a_crash_in_a_batch_leaves_the_marks(shop: Shop, sale: Export, monkeypatch: pytest.MonkeyPatch) -> None:
    load(shop, sale, anew=True)
    added = list(SalesSlot.objects.order_by("slot").values())
    marked = FillState.objects.count()

    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("metrics.filling._sales", crash)
        with pytest.raises(KeyboardInterrupt):
            services.refill(shop=shop)
    assert FillState.objects.count() == marked
    assert list(SalesSlot.objects.order_by("slot").values()) == added
    fill(shop)
    assert_rollups_equal_facts(shop)


def test_progress_tells_hours_done_and_to_do(shop: Shop, sale: Export, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "HOURS_PER_BATCH", 1)
    load(shop, sale, anew=True)
    told: list[tuple[int, int]] = []
    filled = services.refill(shop=shop, progress=lambda done, total: told.append((done, total)))
    assert told == [(done, filled) for done in range(1, filled + 1)]


@pytest.mark.parametrize(("first", "second", "expected"), [(None, None, None), (None, 3, 3), (2, 3, 5)])
def test_pieces_are_unknown_where_no_order_tells_them(
    shop: Shop, sale: Export, first: int | None, second: int | None, expected: int | None
) -> None:
    told = dict(zip(sale.orders, (first, second, 9), strict=True))
    orders = {key: row | {"units": told[key]} for key, row in sale.orders.items()}
    load(shop, Export(sale.source, orders), anew=True)
    for step in (lambda: None, lambda: services.refill(shop=shop)):
        step()
        (row,) = numbers(shops=[shop], window=None, by="total", names=["units"])
        assert row.values["units"] == expected
        rows = numbers(shops=[shop], window=Window(slot_of(MIDNIGHT) - 6, slot_of(MIDNIGHT)), by="hour", names=["units"])
        assert [each.values["units"] for each in rows] == [0]


def test_an_order_that_moves_leaves_no_row_behind(shop: Shop, sale: Export) -> None:
    load(shop, sale)
    later = {key: row | {"placed_at": row["placed_at"] + timedelta(days=1), "paid_at": None} for key, row in sale.orders.items()}
    load(
        shop,
        Export(Source(sale.source.as_of + 1, "f" * 64), {key: row | {"refund_requested_at": None} for key, row in later.items()}),
    )
    assert SalesSlot.objects.order_by("slot").first().slot >= slot_of(MIDNIGHT) + 144
    assert_sales_equal_facts(shop)
