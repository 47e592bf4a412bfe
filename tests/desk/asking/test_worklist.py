"""The work of a quiet hour: who stands on the list and why, nobody twice, results, core buyers."""

from datetime import date, timedelta

import pytest

from accounts.roles import Role
from campaigns.models import Campaign
from customers.models import Buyer
from customers.services import erase_buyers, merge_persons, set_acquisitions
from desk.models import BuyerReview, Chase, Consent, Contact, CoreBuyer, DoNotContact, Snooze, WorkKind
from desk.queries.worklist import left_alone, work_in_hand, work_list, work_rule_of
from desk.rules.worklist.results import WorkResult
from desk.services import (
    WorkError,
    bar_buyer,
    drop_core_buyer,
    follow_erasures,
    keep_core_buyer,
    report_work,
    run_round,
    set_work_rule,
    take_work,
    undo_work,
)
from orders.models import Shop
from orders.services import create_shop
from orders.states import RefundState
from tests.desk.asking.conftest import AT, order, paid

pytestmark = pytest.mark.django_db
DAY = 1_440


@pytest.fixture
def agent(person):
    return person(Role.SERVICE, username="chen")


@pytest.fixture
def other(person):
    return person(Role.SERVICE, username="liu")


@pytest.fixture
def filled(shop: Shop, bring) -> Shop:
    """Ann and bea: loyal, silent. Cid: bought once, in the sale. Dan: twice in the sale. Eve: bought once, before it."""
    rows = {f"{name}{n}": paid(name, (90 + n) * DAY, 20_000) for name in ("ann", "bea") for n in range(3)}
    rows |= {
        "C1": paid("cid", 10 * DAY),
        "D1": paid("dan", 10 * DAY),
        "D2": paid("dan", 10 * DAY - 30),
        "E1": paid("eve", 20 * DAY),
    }
    bring(shop, rows)
    sale = Campaign.objects.create(
        name="October sale", currency="CNY", time_zone="Asia/Shanghai", starts_at=AT - timedelta(days=11),
        ends_at=AT - timedelta(days=9),
        revenue_target_minor=1, visitors_target=1, paid_orders_target=1, conversion_target=1, order_value_target_minor=1,
    )  # fmt: skip
    sale.shops.add(shop)
    return shop


def listed(shop: Shop, at=AT, kind="") -> list[tuple[str, str]]:
    return [(str(item.kind), item.key) for item in work_list(shop, at=at, kind=kind)]


def report(agent, shop, key, kind, result, at=AT, review=None):
    return report_work(actor=agent, shop=shop, buyer_key=key, kind=kind, result=result, at=at, review=review)


def test_who_stands_on_the_list_and_why(filled, agent):
    BuyerReview.objects.create(shop=filled, review_no="R1", stars=1, text="bad", order_no="bea1", as_of=AT)
    BuyerReview.objects.create(shop=filled, review_no="R2", stars=2, text="worse", as_of=AT)
    BuyerReview.objects.create(shop=filled, review_no="R3", stars=1, is_answered=True, as_of=AT)
    BuyerReview.objects.create(shop=filled, review_no="R4", stars=4, as_of=AT)
    keep_core_buyer(actor=agent, shop=filled, buyer_key="dan", at=AT, next_on=date(2026, 11, 11), owner=agent)
    keep_core_buyer(actor=agent, shop=filled, buyer_key="eve", at=AT, next_on=date(2026, 11, 12))
    set_acquisitions(actor=agent, shop=filled, told={"ann": "Li"}, at=AT)
    assert listed(filled) == [("core", "dan"), ("review", "bea"), ("review", ""), ("call", "ann"), ("second", "cid")]
    assert next(item for item in work_list(filled, at=AT) if item.key == "ann").won_by == "Li"
    assert listed(filled, kind="second") == [("second", "cid")]


def test_nobody_twice_within_the_days_not_by_another_account_either(filled, bring, agent):
    outlet = create_shop(actor=None, name="Lamp Outlet", platform="jd")
    bring(outlet, {f"Z{n}": paid("ann_jd", (80 + n) * DAY) for n in range(3)})
    merge_persons(actor=agent, buyers=list(Buyer.objects.filter(buyer_key__in=["ann", "ann_jd"])), at=AT)
    told = report(agent, filled, "ann", WorkKind.CALL, WorkResult.REACHED)
    assert ("call", "ann") not in listed(filled)
    assert listed(outlet) == []
    with pytest.raises(WorkError, match="alone"):
        report(agent, filled, "ann", WorkKind.CALL, WorkResult.REACHED)
    assert ("call", "ann") not in listed(filled, AT + timedelta(days=13))
    assert ("call", "ann") in listed(filled, AT + timedelta(days=14))
    undo_work(actor=agent, contact=told, at=AT)
    assert listed(outlet) == [("call", "ann_jd")]


def test_those_to_be_left_alone_are(filled, bring, agent):
    rule = work_rule_of(filled)
    bring(filled, {"C2": order("cid", 30)})
    run_round(shop=filled, at=AT)
    Chase.objects.update(is_held=True)
    bring(filled, {"ann0": paid("ann", 90 * DAY, 20_000, refund_state=RefundState.REQUESTED)})
    bar_buyer(actor=agent, shop=filled, buyer_key="bea", reason="said no", at=AT)
    assert left_alone(filled, ["ann", "bea", "cid", "eve", ""], rule, AT) == {"ann", "bea", "cid"}
    assert listed(filled) == []


def test_results_and_what_follows(filled, agent, other):
    item = take_work(actor=agent, shop=filled, at=AT)
    assert (item.kind, item.key, work_in_hand(agent, AT).buyer_key) == ("call", "ann", "ann")
    assert take_work(actor=other, shop=filled, at=AT).key == "bea", "nobody is called by two"
    with pytest.raises(WorkError, match="taken"):
        report(other, filled, "ann", WorkKind.CALL, WorkResult.REACHED)
    report(agent, filled, "ann", WorkKind.CALL, WorkResult.NO_ANSWER)
    assert ("call", "ann") not in listed(filled)
    assert ("call", "ann") in listed(filled, AT + timedelta(days=1))
    told = report(other, filled, "bea", WorkKind.CALL, WorkResult.UNWILLING)
    assert DoNotContact.objects.get(ended_at=None).buyer_key == "bea"
    undo_work(actor=other, contact=told, at=AT)
    assert not DoNotContact.objects.filter(ended_at=None).exists()
    with pytest.raises(WorkError, match="late"):
        undo_work(actor=other, contact=told, at=AT)
    later = report(other, filled, "bea", WorkKind.CALL, WorkResult.LATER)
    assert Snooze.objects.get(buyer_key="bea").until == AT + timedelta(days=7)
    undo_work(actor=other, contact=later, at=AT)
    assert not Snooze.objects.filter(buyer_key="bea").exists()
    assert take_work(actor=agent, shop=filled, at=AT, kind="core") is None


def test_a_review_is_answered_once_and_taken_back(filled, agent):
    review = BuyerReview.objects.create(shop=filled, review_no="R1", stars=1, text="bad", as_of=AT)
    told = report(agent, filled, "", WorkKind.REVIEW, WorkResult.REACHED, review=review)
    assert listed(filled, kind="review") == []
    undo_work(actor=agent, contact=told, at=AT)
    assert listed(filled, kind="review") == [("review", "")]


def test_core_buyers_are_eight_at_most_and_their_day_moves(filled, agent):
    for number in range(8):
        keep_core_buyer(actor=agent, shop=filled, buyer_key=f"core{number}", at=AT, next_on=date(2026, 11, 11), every_days=20)
    with pytest.raises(ValueError, match="most"):
        keep_core_buyer(actor=agent, shop=filled, buyer_key="ninth", at=AT, next_on=date(2026, 11, 11))
    keep_core_buyer(
        actor=agent, shop=filled, buyer_key="core0", at=AT, next_on=date(2026, 11, 11), name="Aunt Wang", every_days=20
    )
    told = report(agent, filled, "core0", WorkKind.CORE, WorkResult.REACHED)
    core = CoreBuyer.objects.get(buyer_key="core0")
    assert (core.name, core.next_on) == ("Aunt Wang", date(2026, 12, 1))
    undo_work(actor=agent, contact=told, at=AT)
    core.refresh_from_db()
    assert core.next_on == date(2026, 11, 11)
    drop_core_buyer(actor=agent, core=core)
    assert CoreBuyer.objects.count() == 7


def test_the_rule_of_the_list(filled, agent):
    set_work_rule(actor=agent, shop=filled, told={"loyal_orders": 4})
    assert ("call", "ann") not in listed(filled)


def test_who_was_forgotten_is_forgotten_here_too(filled, agent):
    report(agent, filled, "ann", WorkKind.CALL, WorkResult.REACHED)
    Consent.objects.create(shop=filled, buyer_key="ann", channel="sms", is_given=True, at=AT)
    BuyerReview.objects.create(shop=filled, review_no="R1", stars=1, buyer_key="ann", as_of=AT)
    erase_buyers(actor=agent, buyers=[Buyer.objects.get(buyer_key="ann")], reason="asked", at=AT)
    assert follow_erasures() == 1
    assert follow_erasures() == 0
    assert Contact.objects.get().buyer_key.startswith("erased-")
    assert not Consent.objects.exists()
    assert BuyerReview.objects.get().buyer_key == ""
    assert not [item for item in work_list(filled, at=AT + timedelta(days=60)) if item.key.startswith("erased-")]
