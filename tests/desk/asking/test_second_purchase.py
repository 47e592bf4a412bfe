"""The second-purchase list (playbook C4) of a UK gift wholesaler's real year equals what pandas counts."""

from datetime import UTC, datetime

import pandas as pd
import pytest

from campaigns.models import Campaign
from desk.models import WorkKind
from desk.queries.worklist import EACH, last_sale, without_second, work_list
from orders.services import create_shop
from tests.customers.test_real_data import load, wholesale

pytestmark = [pytest.mark.django_db, pytest.mark.shared]
__all__ = ["wholesale"]


def test_the_second_purchase_list_equals_pandas(wholesale: pd.DataFrame) -> None:
    at = datetime(2010, 12, 10, tzinfo=UTC)
    since, until = datetime(2010, 11, 1, tzinfo=UTC), datetime(2010, 12, 1, tzinfo=UTC)
    shop = create_shop(actor=None, name="Gifts", currency="GBP", time_zone="Europe/London")
    load(shop, wholesale, at)
    orders = wholesale.groupby("buyer_key").agg(count=("order_no", "nunique"), last=("paid_at", "max"))
    wanted = set(orders[(orders["count"] == 1) & (orders["last"] >= since) & (orders["last"] < until)].index)
    found = list(without_second(shop, since=since, until=until))
    assert {buyer.buyer_key for buyer in found} == wanted
    assert len(wanted) > 100
    assert [buyer.net_minor for buyer in found] == sorted((buyer.net_minor for buyer in found), reverse=True)
    sale = Campaign.objects.create(
        name="November", currency="GBP", time_zone="Europe/London", starts_at=since, ends_at=until, revenue_target_minor=1,
        visitors_target=1, paid_orders_target=1, conversion_target=1, order_value_target_minor=1,
    )  # fmt: skip
    sale.shops.add(shop)
    assert last_sale(shop, at) == sale
    shown = work_list(shop, at=at, kind=WorkKind.SECOND)
    assert len(shown) == EACH
    assert {item.key for item in shown} <= wanted
