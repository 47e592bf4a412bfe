"""Forgetting: facts keep their sums, what was said goes, a file that names the account again does not bring it back."""

import json
from datetime import timedelta

import pytest
from django.db.models import Sum

from accounts.models import AuditEntry
from customers.models import Acquisition, Buyer, BuyerLabel, Erasure, Label, Note, Person
from customers.queries import find_buyers
from customers.queries.everything import everything_about
from customers.services import (
    erase_buyers,
    forget_old,
    merge_persons,
    name_person,
    put_label,
    set_acquisitions,
    set_privacy,
    write_note,
)
from orders.models import Order, Shop
from tests.customers.conftest import AT, order
from tests.customers.naive import assert_summaries_equal_facts

pytestmark = pytest.mark.django_db


@pytest.fixture
def known(ann: Buyer, person) -> Buyer:
    """Ann with all that can be said of her."""
    actor = person(username="clerk")
    write_note(actor=actor, buyer=ann, text="Calls at night", at=AT)
    put_label(actor=actor, buyer=ann, label=Label.objects.get(code="core"), at=AT)
    set_acquisitions(actor=actor, shop=ann.shop, told={"ann": "Xu Fang"}, at=AT)
    tom = Buyer.objects.get(buyer_key="tom_1998")
    name_person(actor=actor, person=merge_persons(actor=actor, buyers=[ann, tom], at=AT), name="Ann Lee")
    ann.refresh_from_db()
    return ann


def sums(shop: Shop) -> tuple:
    orders = Order.objects.filter(shop=shop).aggregate(total=Sum("total_minor"), back=Sum("refund_minor"))
    return orders["total"], orders["back"], Buyer.objects.filter(shop=shop).aggregate(net=Sum("net_minor"))["net"]


def test_everything_can_be_taken_home(known: Buyer) -> None:
    told = everything_about(known, AT)
    assert [one["account"] for one in told["accounts"]] == ["ann", "tom_1998"]
    first = told["accounts"][0]
    assert (first["person"], first["won_by"], first["tier"], first["labels"]) == ("Ann Lee", "Xu Fang", "Gold", ["Core buyer"])
    assert first["notes"][0]["text"] == "Calls at night"
    assert len(first["orders"]) == 6
    assert first["summary"]["net_minor"] == "4500.00"
    json.dumps(told)


def test_forgetting_keeps_the_sums_and_nothing_else(known: Buyer, person, load) -> None:
    shop, before = known.shop, sums(known.shop)
    rows = list(Buyer.objects.filter(person=known.person))
    assert erase_buyers(actor=person(), buyers=rows, reason="asked for", at=AT) == 2
    assert sums(shop) == before
    assert_summaries_equal_facts(shop)
    assert find_buyers("ann") == find_buyers("Ann Lee") == []
    assert not Note.objects.exists()
    assert not BuyerLabel.objects.filter(by_rule=False).exists()
    assert not Acquisition.objects.exists()
    assert not Order.objects.filter(buyer_key="ann").exists()
    assert Person.objects.get().name == ""
    assert Erasure.objects.count() == 2
    trail = " ".join(f"{entry.target} {entry.before} {entry.after}" for entry in AuditEntry.objects.all())
    assert "ann" not in trail.lower().split()
    assert (
        erase_buyers(actor=person(), buyers=list(Buyer.objects.filter(buyer_key__startswith="erased-")), reason="x", at=AT) == 0
    )


def test_a_file_that_names_a_forgotten_account_does_not_bring_it_back(known: Buyer, person, load) -> None:
    shop = known.shop
    erase_buyers(actor=person(), buyers=[known], reason="asked for", at=AT)
    pseudonym = Erasure.objects.get().pseudonym
    load(shop, {"A0": order("ann", 1, 90_000), "A7": order("ann", 0.5, 1_000), "Z1": order("zoe", 1)})
    assert not Order.objects.filter(buyer_key="ann").exists()
    assert not Buyer.objects.filter(buyer_key="ann").exists()
    assert Buyer.objects.get(buyer_key=pseudonym).orders_count == 7
    assert Buyer.objects.filter(buyer_key="zoe").exists()
    assert_summaries_equal_facts(shop)


def test_the_night_forgets_whom_the_shop_keeps_no_longer(filled: Shop, person, load) -> None:
    assert forget_old(at=AT) == 0, "no setting, no forgetting"
    set_privacy(actor=person(), shop=filled, keep_days=365)
    load(filled, {"B9": order("bea", 800, paid_at=None)})
    assert forget_old(at=AT) == 2
    left = set(Buyer.objects.exclude(buyer_key__startswith="erased-").values_list("buyer_key", flat=True))
    assert left == {"ann", "cid", "t**8", "tom_1998"}
    assert forget_old(at=AT) == 0
    assert forget_old(at=AT + timedelta(days=400)) == 4


@pytest.mark.parametrize("days", [0, 29, 40_000])
def test_an_impossible_time(shop: Shop, person, days: int) -> None:
    with pytest.raises(ValueError, match="keep_days"):
        set_privacy(actor=person(), shop=shop, keep_days=days)
