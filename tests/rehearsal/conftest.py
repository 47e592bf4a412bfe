"""A day of one shop to plant faults in, and a sale that can be rehearsed."""

import numpy as np
import pytest

from imports.demo.catalogue import DemoShop, Wares
from rehearsal.rules.days import ShopDay, planned_day
from tests.live.scenario import START, double_11

SLOTS = 144
BEGINS = int(START.timestamp())
CHANNELS = ("搜索", "直播")


def a_day(orders=20.0, value=10_000.0, platform="tmall") -> ShopDay:
    flat = np.full(SLOTS, orders)
    return ShopDay(
        shop=DemoShop("1", "Qinghe", platform, 1.0),
        wares=Wares(("A", "B"), ("Scarf", "Coat"), (5_000, 20_000), CHANNELS),
        start=BEGINS,
        clock=8 * 3600,
        orders=flat,
        revenue=flat * value,
        visitors=flat * 20,
        inquiries=flat / 2,
        weights=np.array([3.0, 1.0]),
        prices=np.array([5_000.0, 20_000.0]),
        channel_shares=np.array([0.7, 0.3]),
    )


@pytest.fixture
def day() -> ShopDay:
    return a_day()


@pytest.fixture
def story(day):
    return planned_day(day, np.random.default_rng(3))


@pytest.fixture
def sale(db):
    return double_11(scale=4000, at=START)
