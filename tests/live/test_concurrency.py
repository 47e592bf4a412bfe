"""Two recomputes at once do no harm: the newest row holds the newest data, and no state is written twice."""

import threading

import pytest
from django.db import connection, connections

from live.models import BoardSnapshot
from live.services import recompute_board
from tests.live.scenario import AT, HOUR, START, Paid, double_11, load_orders


@pytest.mark.django_db(transaction=True)
def test_recomputes_at_once_stand_in_line():
    if connection.vendor == "sqlite":
        pytest.skip("SQLite in memory has one connection; its transactions are the line there.")
    sale = double_11(scale=4000, at=START + 10 * HOUR)
    BoardSnapshot.objects.all().delete()
    load_orders(sale.shop, [Paid("late", AT, 1_00)], as_of=AT)
    failures: list[BaseException] = []

    def count() -> None:
        try:
            recompute_board(campaign=sale.campaign, at=AT)
        except BaseException as error:
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=count) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert failures == []
    assert BoardSnapshot.objects.filter(campaign=sale.campaign).count() == 1
