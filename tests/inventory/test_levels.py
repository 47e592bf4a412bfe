"""Levels equal a recount by hand after any sequence of imports, undos, counts, reserves and releases; on both databases."""

from datetime import UTC, datetime
from typing import Any

import pyarrow as pa
import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inventory.models import Reserve, StaleLevel, StockLevel
from inventory.services import (
    Counted,
    ReserveError,
    forget_counts,
    keep_reserve,
    mark_levels,
    refill_levels,
    release_reserve,
    take_counts,
    tell_counts,
)
from orders.models import Shop
from orders.services import create_shop, load_chunk, refold
from tests.inventory.naive import assert_levels_are_right
from tests.laws import examples
from tests.orders.claims import Export, keys_of
from tests.orders.strategies import MANY_EXPORTS, START

pytestmark = pytest.mark.django_db
SKUS = ["A1", "B2", "x", "new"]
MOMENTS = st.integers(START - 3600, START + 4 * 3600)


def moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def load(shop: Shop, export: Export) -> None:
    with transaction.atomic():
        touched = load_chunk(shop=shop, source=export.source, chunk=export.chunk())
        mark_levels(shop=shop, skus=touched.skus)


def told(*rows: tuple[str, str, int, int | None, int | None]) -> pa.Table:
    names = ("sku", "place", "counted_at", "units", "listed")
    kinds = (pa.string(), pa.string(), pa.int64(), pa.int64(), pa.int64())
    return pa.table(
        {name: pa.array([row[at] for row in rows], kind) for at, (name, kind) in enumerate(zip(names, kinds, strict=True))}
    )


ROWS = st.lists(
    st.tuples(
        st.sampled_from(SKUS), st.sampled_from(["", "main", "shop"]), st.just(0) | MOMENTS, st.none() | st.integers(-5, 900),
        st.none() | st.integers(0, 900),
    ),
    max_size=6, unique_by=lambda row: row[:3],
)  # fmt: skip
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("export"), st.integers(0, 4)),
        st.tuples(st.just("undo"), st.integers(0, 4)),
        st.tuples(st.just("file"), ROWS, st.integers(1, 3), MOMENTS, st.sampled_from("ab")),
        st.tuples(st.just("forget"), st.integers(1, 3)),
        st.tuples(st.just("type"), st.sampled_from(SKUS), st.integers(0, 50), MOMENTS),
        st.tuples(st.just("keep"), st.sampled_from(SKUS), st.integers(1, 40)),
        st.tuples(st.just("release"), st.sampled_from(SKUS), st.integers(1, 40)),
    ),
    max_size=10,
)


def take(shop: Shop, step: tuple[Any, ...], exports: list[Export], standing: list[Export]) -> None:
    kind = step[0]
    if kind == "export" and exports[step[1] % len(exports)] not in standing:
        standing.append(exports[step[1] % len(exports)])
        load(shop, standing[-1])
    elif kind == "undo" and standing:
        gone = standing.pop(step[1] % len(standing))
        touched = refold(shop=shop, keys=keys_of([gone]), standing=[(each.source, each.chunk()) for each in standing])
        mark_levels(shop=shop, skus=touched.skus)
    elif kind == "file":
        rows, number, as_of, digest = step[1:]
        take_counts(shop=shop, import_no=number, as_of=moment(as_of), digest=digest, table=told(*rows))
    elif kind == "forget":
        forget_counts(shop=shop, import_no=step[1], skus=SKUS)
    elif kind == "type":
        tell_counts(actor=None, shop=shop, counts=[Counted(step[1], step[2], counted_at=moment(step[3]))])
    elif kind == "keep":
        if Reserve.objects.filter(shop=shop, sku=step[1], released_at=None).exists():
            with pytest.raises(ReserveError):
                keep_reserve(actor=None, shop=shop, sku=step[1], units=step[2])
        else:
            keep_reserve(actor=None, shop=shop, sku=step[1], units=step[2])
    elif kind == "release":
        one = Reserve.objects.filter(shop=shop, sku=step[1], released_at=None).first()
        if one is not None:
            release_reserve(reserve=one, actor=None, units=min(step[2], one.units), reason="ahead")


@settings(max_examples=examples(120), deadline=None, suppress_health_check=list(HealthCheck))
@given(exports=MANY_EXPORTS, steps=STEPS)
def test_levels_equal_a_recount_whatever_happened(exports: list[Export], steps: list[tuple[Any, ...]]) -> None:
    with transaction.atomic():
        shop = create_shop(actor=None, name="Teashop")
        standing: list[Export] = []
        for step in steps:
            take(shop, step, exports, standing)
            refill_levels(shop=shop)
            assert_levels_are_right(shop)
        for export in exports:
            if export not in standing:
                load(shop, export)
        refill_levels(shop=shop)
        assert_levels_are_right(shop)
        assert not StaleLevel.objects.filter(shop=shop).exists()
        transaction.set_rollback(True)


def test_two_places_of_a_file_may_tell_the_same_listing() -> None:
    shop = create_shop(actor=None, name="Two places", platform="tmall")
    rows = {"sku": ["A1", "A1"], "place": ["main", "shop"], "counted_at": [0, 0], "units": [5, 2], "listed": [3, 4]}
    take_counts(shop=shop, import_no=1, as_of=datetime(2026, 11, 10, tzinfo=UTC), digest="a", table=pa.table(rows))
    level = StockLevel.objects.get(shop=shop, sku="A1")
    assert (level.on_hand, level.listed) == (7, 4)
