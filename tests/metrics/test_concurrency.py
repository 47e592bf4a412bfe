"""Marks written while an hour is being filled are never lost (PostgreSQL: SQLite has one writer at a time)."""

import threading
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import connection, transaction

from metrics import filling, services
from metrics.models import FillState
from orders.claims import Source
from orders.models import Shop
from orders.services import load_chunk
from tests.metrics.naive import assert_rollups_equal_facts
from tests.orders.claims import Export

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def only_postgresql() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time; run with DATABASE_URL for PostgreSQL")


def load(shop: Shop, export: Export) -> None:
    with transaction.atomic():
        touched = load_chunk(shop=shop, source=export.source, chunk=export.chunk())
        services.mark_stale(shop=shop, hours=touched.hours)


def in_thread(work: Callable[[], None]) -> tuple[threading.Thread, list[BaseException]]:
    failures: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except BaseException as error:
            failures.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread, failures


def test_a_mark_committed_during_a_filling_stays(shop: Shop, monkeypatch: pytest.MonkeyPatch, sale: Export) -> None:
    """Somebody who does not hold the shop marks an old mark again between the filling's claim and its reading."""
    services.mark_stale(shop=shop, hours=[6])
    inside, go_on = threading.Event(), threading.Event()
    fill = filling.fill

    def slow(*args: object) -> None:
        inside.set()
        assert go_on.wait(10)
        fill(*args)

    monkeypatch.setattr(filling, "fill", slow)
    refilling, failed = in_thread(lambda: services.refill(shop=shop))
    assert inside.wait(10)
    marking, failed_to_mark = in_thread(lambda: services.mark_stale(shop=shop, hours=[6]))
    marking.join(0.3)
    assert marking.is_alive()  # waits for the filling to be done with the mark
    go_on.set()
    refilling.join(20)
    marking.join(20)
    assert (failed, failed_to_mark) == ([], [])
    # Filled once more by the loop, or still marked: in no case forgotten.
    services.refill(shop=shop)
    assert not FillState.objects.filter(rollup="sales").exists()


def test_loading_and_filling_at_once_end_right(shop: Shop, sale: Export) -> None:
    exports = [
        replace(sale, source=Source(sale.source.as_of + number, f"{number:064}"), orders=changed(sale, number))
        for number in range(8)
    ]
    stop = threading.Event()

    def fill_again_and_again() -> None:
        while not stop.is_set():
            services.refill(shop=shop)
            services.refill_skus(shop=shop)

    threads = [in_thread(fill_again_and_again), in_thread(fill_again_and_again)]
    loaders = [
        in_thread(lambda half=half: [load(shop, export) for export in half] and None) for half in (exports[::2], exports[1::2])
    ]
    for thread, failed in loaders:
        thread.join(60)
        assert failed == []
    stop.set()
    for thread, failed in threads:
        thread.join(60)
        assert failed == []
    services.refill(shop=shop)
    services.refill_skus(shop=shop)
    assert_rollups_equal_facts(shop)


def changed(sale: Export, number: int) -> dict:
    return {key: row | {"total_minor": row["total_minor"] + number} for key, row in sale.orders.items()}
