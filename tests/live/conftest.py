"""The design's sale, half run, and the clock three minutes after its data."""

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from django.core.cache import cache
from django.db import transaction

from campaigns.models import Campaign
from orders.models import Shop
from promo_planner.celery import app
from tests.live.scenario import AT, Sale, double_11

NOW = AT + dt.timedelta(minutes=3)


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()


def _empty_the_queue() -> None:
    """Take away what other tests of this process have rung: the memory broker is one for all of them."""
    with app.connection_for_read() as connection:
        connection.SimpleQueue("celery").close()
        connection.default_channel.queue_purge("celery")


@pytest.fixture(autouse=True)
def broker(monkeypatch):
    """A broker in memory: what the pages ring for stays in this test. The name of its queue, to look into."""
    monkeypatch.setitem(app.conf, "broker_url", "memory://")
    monkeypatch.setitem(app.conf, "broker_transport_options", {})
    monkeypatch.setattr(app, "_pool", None)
    app.amqp._producer_pool = None
    _empty_the_queue()
    yield app
    _empty_the_queue()
    app._pool = None
    app.amqp._producer_pool = None


@pytest.fixture
def travel():
    """Stop the clock: `travel(NOW)`."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller.move_to


@pytest.fixture(scope="module")
def kept_sale(django_db_setup, django_db_blocker) -> Iterator[Sale]:
    """The sale as it was built, once a module: what a test does to it is rolled back, and in the end the sale itself."""
    with django_db_blocker.unblock(), transaction.atomic():
        with time_machine.travel(NOW, tick=False):
            built = double_11(scale=1000)
        yield built
        transaction.set_rollback(True)


@pytest.fixture
def sale(kept_sale, db, travel) -> Sale:
    return Sale(Shop.objects.get(pk=kept_sale.shop.pk), Campaign.objects.get(pk=kept_sale.campaign.pk))
