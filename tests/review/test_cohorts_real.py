"""Cohorts of a real wholesaler's year against a plain count with pandas."""

from datetime import UTC, date, datetime, timedelta

import pandas as pd
import pytest

from orders.services import create_shop
from review.queries.cohorts import cohort
from review.queries.funnel import year_of
from review.services.funnel import count_month
from tests.customers.test_real_data import load, wholesale  # noqa: F401 - a fixture

pytestmark = [pytest.mark.django_db, pytest.mark.shared]
DAY = timedelta(days=1)


def counted(orders: pd.DataFrame, start: datetime, end: datetime) -> tuple[int, dict[int, int]]:
    """Count buyers first paid in [start, end) and the day of their second purchase, at least a day later, by slots as we do."""
    orders = orders.assign(slot=orders["paid_at"].astype("datetime64[s, UTC]").astype("int64") // 600)
    first = orders.groupby("buyer_key").agg(at=("paid_at", "min"), slot=("slot", "min"))
    won = first[(first["at"] >= start) & (first["at"] < end)]
    later = orders.merge(won["slot"].rename("first"), left_on="buyer_key", right_index=True)
    gap = (later["slot"] - later["first"])[later["slot"] - later["first"] >= 144].groupby(later["buyer_key"]).min() // 144
    return len(won), {int(day): int(count) for day, count in gap[gap <= 90].value_counts().items()}


def test_the_wholesalers_cohorts(wholesale: pd.DataFrame) -> None:  # noqa: F811 - the fixture
    at = datetime(2010, 12, 10, tzinfo=UTC)
    shop = create_shop(actor=None, name="Gifts", currency="GBP", time_zone="Europe/London")
    load(shop, wholesale, at)
    for start, days in ((datetime(2010, 9, 20, tzinfo=UTC), 1), (datetime(2010, 3, 1, tzinfo=UTC), 92)):
        found = cohort([shop], start, start + days * DAY, at=at)
        buyers, again = counted(wholesale, start, start + days * DAY)
        assert (found.buyers, dict(found.again)) == (buyers, again)
        assert found.buyers > 10
    for number in range(1, 13):
        count_month(shop=shop, first=date(2010, number, 1), at=at)
    months = year_of(2010, [shop])
    paid = wholesale[wholesale["paid_at"].dt.tz_convert("Europe/London").dt.year == 2010]
    assert sum(one.counts.new_orders + one.counts.old_orders for one in months) == len(paid)
    first = wholesale.groupby("buyer_key")["paid_at"].min().dt.tz_convert("Europe/London")
    for one in months:
        wanted = int(((first.dt.year == one.first.year) & (first.dt.month == one.first.month)).sum())
        assert one.counts.new_buyers == wanted, one.first
