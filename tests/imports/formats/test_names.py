from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from imports.formats.names import as_of_from_name

CHINA = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("name", "moment"),
    [
        ("ExportOrderList201905151650.csv", datetime(2019, 5, 15, 16, 50, tzinfo=CHINA)),
        ("ExportOrderList202611111035", datetime(2026, 11, 11, 10, 35, tzinfo=CHINA)),
        ("orders 2026-11-11_10-35.xlsx", datetime(2026, 11, 11, 10, 35, tzinfo=CHINA)),
        ("orders-asof20261111103500123456.csv", datetime(2026, 11, 11, 10, 35, tzinfo=CHINA)),
        ("订单2026年11月11日10时35分.csv", datetime(2026, 11, 11, 10, 35, tzinfo=CHINA)),
        ("2026-11-11T10:35:20.csv", datetime(2026, 11, 11, 10, 35, 20, tzinfo=CHINA)),
        ("orders_20261111.csv", datetime(2026, 11, 11, 23, 59, 59, tzinfo=CHINA)),
        ("orders_2026-11-01_2026-11-11.csv", datetime(2026, 11, 11, 23, 59, 59, tzinfo=CHINA)),
        ("20261101-20261111.csv", datetime(2026, 11, 11, 23, 59, 59, tzinfo=CHINA)),
        ("/some/20200101/orders_20261111.csv", datetime(2026, 11, 11, 23, 59, 59, tzinfo=CHINA)),
    ],
)
def test_the_moment_is_read_from_the_name(name, moment):
    assert as_of_from_name(name, "Asia/Shanghai") == int(moment.timestamp())


def test_an_epoch_at_the_beginning_needs_no_zone():
    assert as_of_from_name("1791430000_x.csv", "Asia/Shanghai") == 1791430000
    assert as_of_from_name("1791430000123_x.csv", "UTC") == 1791430000


@pytest.mark.parametrize(
    "name", ["ExportOrderList26954244167.csv", "orders.csv", "", "20260231.csv", "1000000000_x.csv", "99999999.csv"]
)
def test_a_name_that_tells_nothing(name):
    assert as_of_from_name(name, "Asia/Shanghai") is None


def test_the_clock_is_the_shops():
    china = as_of_from_name("a20261111103500.csv", "Asia/Shanghai")
    london = as_of_from_name("a20261111103500.csv", "Europe/London")
    assert china is not None
    assert london is not None
    assert london - china == 8 * 3600
