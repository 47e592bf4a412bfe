"""Cards of real customers: a UK gift wholesaler's, each number beside one counted with pandas."""

from datetime import timedelta

import numpy as np
import pandas as pd
import pytest

from customers.models import Buyer
from desk.pages.values import said_now
from desk.queries.card import buyer_card
from desk.queries.found import find
from desk.words.card import first_line
from orders.services import create_shop
from tests.customers.test_real_data import counted, load, wholesale

__all__ = ["wholesale"]
pytestmark = [pytest.mark.django_db, pytest.mark.shared]


def test_the_cards_of_a_wholesalers_customers(wholesale: pd.DataFrame) -> None:
    shop = create_shop(actor=None, name="Gifts", platform="other", currency="GBP", time_zone="Europe/London")
    at = (wholesale["paid_at"].max() + timedelta(days=1)).to_pydatetime()
    load(shop, wholesale, at)
    wanted = counted(wholesale)
    assert len(wanted) > 4_000
    tiers = set()
    for key in np.random.default_rng(5).choice(wanted.index, 60, replace=False):
        found = find(key, may_phone=False)
        assert found.only is not None, key
        card, row = buyer_card(found.only, at=at), wanted.loc[key]
        assert card.buyer.net_minor == row["paid_minor"] - row["refund_minor"]
        assert card.summary.refund_share == row["refunded_count"] / row["orders_count"]
        newest = wholesale[wholesale["buyer_key"] == key].sort_values(["paid_at", "order_no"], ascending=False)
        assert len(card.orders) == min(7, len(newest))
        assert {order.paid_at for order in card.orders} == set(newest["paid_at"].head(7))
        assert first_line(card).startswith(f"{key} is a ")
        assert all(one.text for one in said_now(card, agent="Ann", language="en"))
        tiers.add(str(card.standing.tier))
    assert {"New", "Silver", "Gold"} <= tiers  # wholesalers spend a silver amount with their second order
    order = wholesale.iloc[100]
    assert find(str(order["order_no"]), may_phone=False).only == Buyer.objects.get(buyer_key=order["buyer_key"])
