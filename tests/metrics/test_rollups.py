"""The rollups equal the raw facts after any sequence of imports and undos, and cost nothing where nothing changed."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from metrics import services
from metrics.models import FillState, SalesSlot
from orders.models import Shop
from orders.services import create_shop, load_chunk, refold
from tests.metrics.naive import assert_rollups_equal_facts
from tests.orders.claims import Export, keys_of
from tests.orders.strategies import MANY_EXPORTS

pytestmark = pytest.mark.django_db


def load(shop: Shop, export: Export) -> None:
    with transaction.atomic():
        touched = load_chunk(shop=shop, source=export.source, chunk=export.chunk())
        services.mark_stale(shop=shop, hours=touched.hours)


def fill(shop: Shop) -> None:
    services.refill(shop=shop)
    services.refill_skus(shop=shop)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    listed=MANY_EXPORTS,
    undone=st.integers(0, 4),
    fill_after=st.sets(st.integers(0, 4)),
    zone=st.sampled_from(["Asia/Shanghai", "Asia/Kolkata", "America/New_York"]),
)
def test_rollups_equal_facts(listed: list[Export], undone: int, fill_after: set[int], zone: str) -> None:
    with transaction.atomic():
        shop = create_shop(actor=None, name="Teashop", time_zone=zone)
        for place, export in enumerate(listed):
            load(shop, export)
            if place in fill_after:
                fill(shop)
                assert_rollups_equal_facts(shop)
        gone = listed[undone % len(listed)]
        left = [(each.source, each.chunk()) for each in listed if each is not gone]
        touched = refold(shop=shop, keys=keys_of([gone]), standing=left)
        services.mark_stale(shop=shop, hours=touched.hours)
        fill(shop)
        assert_rollups_equal_facts(shop)
        assert not FillState.objects.filter(shop=shop).exists()
        transaction.set_rollback(True)


def test_refill_twice_is_refill_once(shop: Shop, sale: Export) -> None:
    load(shop, sale)
    assert services.refill(shop=shop) > 0
    before = list(SalesSlot.objects.order_by("slot").values())
    assert services.refill(shop=shop) == 0
    services.mark_stale(shop=shop, hours={row["slot"] // 6 * 6 for row in before})
    assert services.refill(shop=shop) > 0
    assert list(SalesSlot.objects.order_by("slot").values()) == before


def test_a_crash_in_a_batch_leaves_the_marks(shop: Shop, sale: Export, monkeypatch: pytest.MonkeyPatch) -> None:
    load(shop, sale)
    marked = FillState.objects.count()

    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("metrics.filling._sales", crash)
        with pytest.raises(KeyboardInterrupt):
            services.refill(shop=shop)
    assert FillState.objects.count() == marked
    assert not SalesSlot.objects.exists()
    fill(shop)
    assert_rollups_equal_facts(shop)


def test_progress_tells_hours_done_and_to_do(shop: Shop, sale: Export, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "HOURS_PER_BATCH", 1)
    load(shop, sale)
    told: list[tuple[int, int]] = []
    filled = services.refill(shop=shop, progress=lambda done, total: told.append((done, total)))
    assert told == [(done, filled) for done in range(1, filled + 1)]
