"""One path for every number: periods, clocks, ratios, what is unknown."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from django.db import transaction

from common.windows import Window, day_window, slot_of
from metrics import queries, services
from metrics.definitions import METRICS, Unit
from orders.claims import Source
from orders.models import Shop
from orders.services import create_shop, load_chunk
from tests.metrics.conftest import MIDNIGHT
from tests.orders.claims import Export

pytestmark = pytest.mark.django_db
START = slot_of(MIDNIGHT)


def load(shop: Shop, *exports: Export) -> None:
    for export in exports:
        with transaction.atomic():
            touched = load_chunk(shop=shop, source=export.source, chunk=export.chunk())
            services.mark_stale(shop=shop, hours=touched.hours)
    services.refill(shop=shop)


def traffic(hours: dict[int, int | None]) -> Export:
    return Export(Source(1, "e" * 64), traffic={(hour, "all"): {"visitors": visitors} for hour, visitors in hours.items()})


def test_total(shop: Shop, sale: Export) -> None:
    load(shop, sale, traffic({START: 40}))
    (row,) = queries.numbers(shops=[shop], window=None, by="total")
    assert (row.start_slot, row.end_slot) == (START, START + 13)
    assert {name: value for name, value in row.values.items() if value not in {None, 0}} == {
        "revenue": 20_000,
        "refunds": 2_500,
        "net_revenue": 17_500,
        "paid_orders": 2,
        "placed_orders": 3,
        "placed_amount": 20_700,
        "unpaid_orders": 1,
        "unpaid_amount": 700,
        "units": 4,
        "refund_orders": 1,
        "visitors": 40,
        "conversion": Fraction(1, 20),
        "order_value": 10_000,
        "refund_share": Fraction(1, 8),
    }
    assert row.values["page_views"] is None
    assert row.values["visitors"] * row.values["conversion"] * row.values["order_value"] == row.values["revenue"]


def test_each_number_at_its_own_clock(shop: Shop, sale: Export) -> None:
    load(shop, sale)
    rows = queries.numbers(
        shops=[shop], window=Window(START, START + 18), by="hour", names=["revenue", "unpaid_orders", "refunds"]
    )
    assert [(row.start_slot - START, *row.values.values()) for row in rows] == [
        (0, 20_000, 0, 0),
        (6, 0, 1, 0),
        (12, 0, 0, 2_500),
    ]


def test_parts_add_up_to_the_whole(shop: Shop, sale: Export) -> None:
    load(shop, sale)
    sums = [name for name, metric in METRICS.items() if metric.sales]
    (total,) = queries.numbers(shops=[shop], window=None, by="total", names=sums)
    for by in ("slot", "hour", "day"):
        rows = queries.numbers(shops=[shop], window=None, by=by, names=sums)
        assert {name: sum(row.values[name] for row in rows) for name in sums} == dict(total.values)


def test_no_traffic_is_unknown_not_zero(shop: Shop, sale: Export) -> None:
    load(shop, sale, traffic({START: 0, START + 6: None}))
    first, second, third = queries.numbers(
        shops=[shop], window=Window(START, START + 18), by="hour", names=["visitors", "conversion"]
    )
    assert dict(first.values) == {"visitors": 0, "conversion": None}
    assert dict(second.values) == dict(third.values) == {"visitors": None, "conversion": None}
    by_slot = queries.numbers(shops=[shop], window=Window(START, START + 1), by="slot", names=["visitors"])
    assert by_slot[0].values["visitors"] is None


def test_nothing_known(shop: Shop) -> None:
    (row,) = queries.numbers(shops=[shop], window=None, by="total", names=["revenue", "visitors"])
    assert (row.start_slot, dict(row.values)) == (None, {"revenue": 0, "visitors": None})
    assert queries.numbers(shops=[shop], window=None, by="day") == []


@pytest.mark.parametrize(("day", "hours"), [(date(2025, 3, 9), 23), (date(2025, 11, 2), 25), (date(2025, 11, 3), 24)])
def test_days_of_a_changing_clock(day: date, hours: int) -> None:
    shop = create_shop(actor=None, name="Broadway", time_zone="America/New_York", currency="USD")
    window = day_window(day, shop.time_zone)
    moments = [window.start_at + timedelta(minutes=20 * number) for number in range(hours * 3)]
    load(
        shop,
        Export(
            Source(1, "f" * 64), {f"N{number:03}": {"paid_at": moment, "total_minor": 1} for number, moment in enumerate(moments)}
        ),
    )
    rows = queries.numbers(shops=[shop], window=window, by="hour", names=["revenue"])
    assert [row.values["revenue"] for row in rows] == [3] * hours
    around = Window(window.start - 144, window.end + 144)
    assert [row.values["revenue"] for row in queries.numbers(shops=[shop], window=around, by="day", names=["revenue"])].count(
        3 * hours
    ) == 1


def test_half_hour_zone() -> None:
    shop = create_shop(actor=None, name="Bazaar", time_zone="Asia/Kolkata", currency="INR")
    paid = datetime(2025, 11, 10, 18, 30, tzinfo=UTC)  # midnight in India
    load(
        shop,
        Export(
            Source(1, "f" * 64),
            {"K1": {"paid_at": paid, "total_minor": 5}, "K2": {"paid_at": paid - timedelta(seconds=1), "total_minor": 7}},
        ),
    )
    days = [day_window(date(2025, 11, day), shop.time_zone) for day in (10, 11)]
    rows = [queries.numbers(shops=[shop], window=day, by="total", names=["revenue"])[0].values["revenue"] for day in days]
    assert rows == [7, 5]
    hours = queries.numbers(shops=[shop], window=Window(days[0].start, days[1].end), by="hour", names=["revenue"])
    assert [row.values["revenue"] for row in hours[23:25]] == [7, 5]


def test_shops_that_cannot_be_added(shop: Shop) -> None:
    abroad = create_shop(actor=None, name="Broadway", time_zone="America/New_York", currency="USD")
    with pytest.raises(ValueError, match="currencies"):
        queries.numbers(shops=[shop, abroad], window=None, by="total")
    west = create_shop(actor=None, name="West", time_zone="Asia/Urumqi")
    with pytest.raises(ValueError, match="clocks"):
        queries.numbers(shops=[shop, west], window=None, by="day")


def test_several_shops_are_added_up(shop: Shop, sale: Export) -> None:
    other = create_shop(actor=None, name="Teashop 2")
    load(shop, sale)
    load(other, sale)
    (row,) = queries.numbers(shops=[shop, other], window=None, by="total", names=["revenue"])
    assert row.values["revenue"] == 40_000


def test_freshness(shop: Shop, sale: Export) -> None:
    empty = queries.freshness(shops=[shop])[0]
    assert (empty.orders_as_of, empty.traffic_as_of, empty.last_paid_at, empty.stale_hours) == (None, None, None, 0)
    load(shop, sale, traffic({START: 3}))
    services.mark_stale(shop=shop, hours=[START])
    fresh = queries.freshness(shops=[shop])[0]
    assert fresh.orders_as_of == datetime.fromtimestamp(sale.source.as_of, UTC)
    assert fresh.traffic_as_of == datetime.fromtimestamp(1, UTC)
    assert fresh.last_paid_at == MIDNIGHT.replace(minute=59)
    assert fresh.stale_hours == 1


def test_every_metric_is_whole() -> None:
    for name, metric in METRICS.items():
        assert metric.name == name
        assert all(str(text) for text in (metric.label, metric.formula, metric.population, metric.clock))
        assert [bool(metric.sales), bool(metric.traffic), bool(metric.needs)].count(True) == 1
        assert metric.unit in Unit
        assert all(part in METRICS for part in metric.needs)
