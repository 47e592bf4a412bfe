"""Journey 4 by the pages alone: gold with a refund, free shipping by tier, the next step, a label, then two more buyers."""

import pytest
import time_machine
from django.urls import reverse

from accounts.roles import Role
from customers.models import Benefit, Buyer, BuyerLabel
from customers.queries.tiers import tiers_of
from desk.models import LookUp
from tests.conftest import ClientAs
from tests.desk.conftest import NOW, add, ann, cid, filled, goods, load, offers, sale, shop

__all__ = ["add", "ann", "cid", "filled", "goods", "load", "offers", "sale", "shop"]
pytestmark = pytest.mark.django_db


def test_an_agent_answers_three_buyers(client_as: ClientAs, ann: Buyer, cid: Buyer, offers: list) -> None:
    Benefit.objects.create(tier=tiers_of(ann.shop_id)[-1], kind="free_shipping", text_en="Free shipping for you.")
    with time_machine.travel(NOW, tick=False):
        chen = client_as(Role.SERVICE, username="chen")

        def look(text: str) -> str:
            answer = chen.get(reverse("desk:home"), {"q": text}, follow=True)
            return " ".join(answer.content.decode().split())

        shown = look("ann")
        assert "ann is a Gold buyer with ¥699.00 asked back." in shown
        assert "Answer the refund first: order …8812, ¥699.00 asked back." in shown
        assert "Gold ships free" in shown
        assert "You are our Gold customer, so you get: Free shipping for you." in shown
        chen.post(reverse("desk:label", args=[ann.pk]), {"label": "core"})
        assert BuyerLabel.objects.filter(buyer=ann, by_rule=False).exists()

        shown = look("330441234500007001")
        assert "cid has not paid for an order yet" in shown
        assert "¥1 more saves ¥100" in shown
        assert "is it free shipping" not in shown.lower()  # nothing is promised that the tier does not get

        shown = look("t**8")
        assert "2 buyers may be “t**8”." in shown
        assert [(row.kind, row.buyer.buyer_key if row.buyer else row.text) for row in LookUp.objects.order_by("pk")] == [
            ("word", "ann"),
            ("word", "cid"),
            ("masked", "t**8"),
        ]
