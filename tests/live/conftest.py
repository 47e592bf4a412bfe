"""The design's sale, half run, and the clock three minutes after its data."""

import datetime as dt

import pytest
import time_machine
from django.core.cache import cache

from tests.live.scenario import AT, Sale, double_11

NOW = AT + dt.timedelta(minutes=3)


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()


@pytest.fixture
def travel():
    """Stop the clock: `travel(NOW)`."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller.move_to


@pytest.fixture
def sale(db, travel) -> Sale:
    return double_11(scale=1000)
