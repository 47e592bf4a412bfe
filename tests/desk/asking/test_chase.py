"""The unpaid chase: opened, drawn, ranked, shared out, worked, stopped by the facts."""

from datetime import timedelta

import pytest

from accounts.models import AuditEntry
from accounts.roles import Role
from customers.models import Buyer
from customers.services import merge_persons
from desk.models import BuyerLease, Chase, ChaseOrder, Contact, DeskPerson, DoNotContact
from desk.queries.chase import chase_card, chase_effect, in_hand, results_of, shown, waiting
from desk.rules.chase.results import Result
from desk.services import (
    ChaseError,
    bar_buyer,
    fit_odds,
    report_result,
    run_round,
    set_chase_rule,
    take_chase,
    take_next,
    unbar_buyer,
    undo_result,
)
from dispatch.services import release_order, tell_refund
from inventory.models import RunOut
from orders.models import OrderLine, Shop
from orders.services import create_shop
from orders.states import OrderState, RefundState
from tests.desk.asking.conftest import AT, order, paid

pytestmark = pytest.mark.django_db
NOBODY = {"held_bp": 0}


@pytest.fixture
def rule(shop: Shop):
    """Nobody is drawn out, so that each test knows whom it sees."""
    return set_chase_rule(actor=None, shop=shop, told=NOBODY)


@pytest.fixture
def agent(person):
    return person(Role.SERVICE, username="chen")


@pytest.fixture
def other(person):
    return person(Role.SERVICE, username="liu")


def open_keys(shop: Shop) -> list[str]:
    return list(shown(AT).filter(shop=shop).values_list("buyer_key", flat=True))


def test_a_chase_is_one_a_buyer_and_only_of_orders_in_their_window(shop, rule, bring):
    bring(shop, {
        "A1": order("ann", 30, 20_000), "A2": order("ann", 40, 5_000), "B1": order("ben", 14), "C1": order("cid", 1_431),
        "D1": paid("dan", 60), "E1": order("eve", 60, state=OrderState.DEPOSIT_PAID), "F1": order(None, 60),
        "G1": order("gil", 60, state=OrderState.CLOSED_UNPAID), "H1": order("hal", 60, state=OrderState.HELD),
    })  # fmt: skip
    assert run_round(shop=shop, at=AT) == 3
    ann = Chase.objects.get(buyer_key="ann")
    assert (ann.first_order_no, ann.amount_minor, ann.orders_count) == ("A2", 25_000, 2)
    assert set(open_keys(shop)) == {"ann", "eve"}
    assert run_round(shop=shop, at=AT) == 0, "once more changes nothing"
    bring(shop, {"A3": order("ann", 20, 1_000)})
    assert run_round(shop=shop, at=AT) == 1
    ann.refresh_from_db()
    assert (ann.orders_count, Chase.objects.filter(buyer_key="ann").count()) == (3, 1)


def test_amounts_and_the_switch_of_the_rule(shop, bring):
    bring(shop, {"A1": order("ann", 30, 999), "B1": order("ben", 30, 1_000), "C1": order("cid", 30, 5_001)})
    set_chase_rule(actor=None, shop=shop, told={"is_on": False})
    assert run_round(shop=shop, at=AT) == 0
    set_chase_rule(actor=None, shop=shop, told={"is_on": True, "least_minor": 1_000, "most_minor": 5_000, "held_bp": 0})
    run_round(shop=shop, at=AT)
    assert open_keys(shop) == ["ben"]
    for wrong in ({"from_minutes": 1_431}, {"most_minor": 1}):
        with pytest.raises(ValueError, match=r"window|amounts"):
            set_chase_rule(actor=None, shop=shop, told=wrong)


def test_payment_refund_and_closing_end_it_and_an_older_state_opens_it_again(shop, rule, bring):
    rows = {f"{name[0].upper()}1": order(name, 30) for name in ("ann", "ben", "cid")}
    bring(shop, rows)
    run_round(shop=shop, at=AT)
    bring(shop, {
        "A1": paid("ann", 30, after=29), "B1": order("ben", 30, state=OrderState.CLOSED_UNPAID),
        "C0": paid("cid", 9_000, refund_state=RefundState.REQUESTED),
    })  # fmt: skip
    assert dict(Chase.objects.values_list("buyer_key", "ending")) == {"ann": "paid", "ben": "closed", "cid": "refund"}
    assert Chase.objects.get(buyer_key="ann").paid_minor == 10_000
    assert open_keys(shop) == []
    bring(shop, {"C0": paid("cid", 9_000, refund_state=RefundState.REJECTED), "A1": order("ann", 30)})
    assert set(open_keys(shop)) == {"ann", "cid"}, "the facts say now that they wait"
    assert not Chase.objects.get(buyer_key="ann").is_paid


def test_nobody_with_an_open_refund_is_asked_not_by_another_account_either(shop, rule, bring, agent):
    outlet = create_shop(actor=None, name="Lamp Outlet", platform="jd")
    bring(outlet, {"Z1": paid("ann_jd", 900)})
    bring(shop, {"A1": order("ann", 30), "B1": order("ben", 30), "B0": paid("ben", 900, refund_state=RefundState.RETURNING)})
    accounts = list(Buyer.objects.filter(buyer_key__in=["ann", "ann_jd"]))
    merge_persons(actor=agent, buyers=accounts, at=AT)
    run_round(shop=shop, at=AT)
    assert open_keys(shop) == ["ann"]
    bring(outlet, {"Z1": paid("ann_jd", 900, refund_state=RefundState.REQUESTED)})
    assert open_keys(shop) == []
    assert take_next(actor=agent, shop=shop, at=AT) is None


def test_a_refund_told_by_a_message_alone_stops_it_before_any_file_does(shop, rule, bring, agent):
    bring(shop, {"A1": order("ann", 30), "A0": paid("ann", 900), "B1": order("ben", 30, 5_000)})
    run_round(shop=shop, at=AT)
    assert open_keys(shop) == ["ann", "ben"]

    def tell(state: RefundState, minutes: int) -> None:
        moment = AT + timedelta(minutes=minutes)
        tell_refund(actor=None, shop=shop, order_no="A0", state=state, at=moment, now=moment)

    tell(RefundState.REQUESTED, 1)
    assert take_next(actor=agent, shop=shop, at=AT + timedelta(minutes=1)).buyer_key == "ben", "nobody is asked in that minute"
    run_round(shop=shop, at=AT + timedelta(minutes=2))
    assert Chase.objects.get(buyer_key="ann").ending == "refund"
    bring(shop, {"A0": paid("ann", 900)})
    assert open_keys(shop) == ["ben"], "a file that does not know of it says nothing against it"
    release_order(actor=agent, shop=shop, order_no="A0", reason="she wants it", at=AT + timedelta(minutes=3))
    run_round(shop=shop, at=AT + timedelta(minutes=3))
    assert open_keys(shop) == ["ben"], "the parcel may leave, the refund is as open as it was"
    tell(RefundState.REJECTED, 4)
    run_round(shop=shop, at=AT + timedelta(minutes=5))
    assert set(open_keys(shop)) == {"ann", "ben"}


def test_the_list_of_those_not_to_contact_is_obeyed_at_once_and_taken_back(shop, rule, bring, agent):
    bring(shop, {"A1": order("ann", 30)})
    run_round(shop=shop, at=AT)
    entry = bar_buyer(actor=agent, shop=shop, buyer_key="ann", reason="asked us not to", at=AT)
    assert open_keys(shop) == []
    unbar_buyer(actor=agent, entry=entry, at=AT)
    unbar_buyer(actor=agent, entry=entry, at=AT)
    assert open_keys(shop) == ["ann"]
    bar_buyer(actor=agent, shop=shop, buyer_key="zoe", reason="moved", at=AT, until=AT + timedelta(days=1))
    bring(shop, {"Z1": order("zoe", 30)})
    run_round(shop=shop, at=AT)
    assert open_keys(shop) == ["ann"]
    for wrong in ({"reason": " "}, {"reason": "x", "until": AT}):
        with pytest.raises(ValueError, match=r"reason|until"):
            bar_buyer(actor=agent, shop=shop, buyer_key="ann", at=AT, **wrong)
    assert DoNotContact.objects.filter(ended_at=None).count() == 1


def test_rank_is_value_by_chance_by_scarcity(shop, rule, bring, agent):
    rows = {f"P{number}": paid(f"old{number}", 2_000 + number, after=5) for number in range(60)}
    bring(shop, rows | {"A1": order("ann", 30, 10_000), "B1": order("ben", 30, 12_000), "C1": order("cid", 1_200, 12_000)})
    kept = fit_odds(shop=shop, at=AT)
    assert kept.orders == 63
    run_round(shop=shop, at=AT)
    assert open_keys(shop) == ["ben", "ann", "cid"], "what lay open for long is paid less often"
    for chase in Chase.objects.all():
        assert chase.score == pytest.approx(chase.amount_minor * chase.chance * chase.scarcity)
        assert 0 < chase.chance < 1
    RunOut.objects.create(shop=shop, sku="COAT", goes_minute=int(AT.timestamp() // 60), as_of=AT, refreshed_at=AT)
    OrderLine.objects.create(shop=shop, order_no="A1", line_no="1", sku="COAT", units=1, provenance_id=0)
    run_round(shop=shop, at=AT)
    assert open_keys(shop)[0] == "ann"
    assert Chase.objects.get(buyer_key="ann").scarcity == 2


def test_taking_reporting_and_taking_back(shop, rule, bring, agent, other):
    bring(shop, {"A1": order("ann", 30, 30_000), "B1": order("ben", 30, 20_000)})
    run_round(shop=shop, at=AT)
    first, second = take_next(actor=agent, shop=shop, at=AT), take_next(actor=other, shop=shop, at=AT)
    assert (first.buyer_key, second.buyer_key) == ("ann", "ben")
    assert take_next(actor=other, shop=shop, at=AT) is None, "ben is let go and passed over, ann is in hand"
    with pytest.raises(ChaseError, match="taken"):
        take_chase(actor=other, chase=first, at=AT)
    with pytest.raises(ChaseError, match="taken"):
        report_result(actor=other, chase=first, result=Result.ASKED, at=AT)
    assert in_hand(agent, AT).pk == first.pk
    told = report_result(actor=agent, chase=first, result=Result.NO_ANSWER, at=AT)
    first.refresh_from_db()
    assert (first.asked_count, first.shows_at, in_hand(agent, AT)) == (1, AT + timedelta(minutes=60), None)
    undo_result(actor=agent, contact=told, at=AT)
    first.refresh_from_db()
    assert (first.asked_count, in_hand(agent, AT).pk) == (0, first.pk)
    with pytest.raises(ChaseError, match="late"):
        undo_result(actor=agent, contact=told, at=AT)
    told = report_result(actor=agent, chase=first, result=Result.UNWILLING, at=AT)
    assert Chase.objects.get(pk=first.pk).ending == "unwilling"
    with pytest.raises(ChaseError, match="over"):
        report_result(actor=agent, chase=first, result=Result.ASKED, at=AT)
    with pytest.raises(ChaseError, match="late"):
        undo_result(actor=other, contact=told, at=AT)
    undo_result(actor=agent, contact=told, at=AT)
    assert Chase.objects.get(pk=first.pk).ending == ""
    assert AuditEntry.objects.filter(action="chase.report").count() == 2
    day = {"since": AT, "until": AT + timedelta(days=1)}
    assert results_of(shop, **day) == [], "all was taken back"
    report_result(actor=agent, chase=first, result=Result.PROMISED, at=AT)
    (mine,) = results_of(shop, **day)
    assert (mine.person, mine.counts, mine.total) == (agent, {"promised": 1}, 1)


def test_a_lease_that_ran_out_is_free_again(shop, rule, bring, agent, other):
    bring(shop, {"A1": order("ann", 30)})
    run_round(shop=shop, at=AT)
    take_next(actor=agent, shop=shop, at=AT)
    assert take_next(actor=other, shop=shop, at=AT + timedelta(minutes=9)) is None
    assert take_next(actor=other, shop=shop, at=AT + timedelta(minutes=10)) is not None
    assert BuyerLease.objects.count() == 1


def test_what_was_paid_meanwhile_leaves_by_itself(shop, rule, bring, agent):
    bring(shop, {"A1": order("ann", 30), "B1": order("ben", 30, 5_000)})
    run_round(shop=shop, at=AT)
    mine = take_next(actor=agent, shop=shop, at=AT)
    bring(shop, {"A1": paid("ann", 30, after=29)})
    assert in_hand(agent, AT) is None
    with pytest.raises(ChaseError, match="over"):
        report_result(actor=agent, chase=mine, result=Result.ASKED, at=AT)
    assert take_next(actor=agent, shop=shop, at=AT).buyer_key == "ben"


def test_time_runs_out_and_asking_ends(shop, rule, bring, agent):
    set_chase_rule(actor=None, shop=shop, told={"most_asks": 1})
    bring(shop, {"A1": order("ann", 30), "B1": order("ben", 1_400)})
    run_round(shop=shop, at=AT)
    report_result(actor=agent, chase=Chase.objects.get(buyer_key="ann"), result=Result.PROMISED, at=AT)
    assert Chase.objects.get(buyer_key="ann").ending == "enough"
    run_round(shop=shop, at=AT + timedelta(minutes=30))
    assert Chase.objects.get(buyer_key="ben").ending == "late"
    bring(shop, {"B1": paid("ben", 1_400, after=1_435)}, at=AT + timedelta(minutes=40))
    late = Chase.objects.get(buyer_key="ben")
    assert (late.ending, late.is_paid, late.paid_minor) == ("late", True, 10_000), "what it came to is known all the same"


def test_shared_out_fairly_among_those_who_are_there(shop, rule, bring, agent, other, person):
    away, boss = person(Role.SERVICE, username="xu"), person(Role.BOSS)
    for who, minutes in ((agent, 1), (other, 1), (away, 30), (boss, 1)):
        DeskPerson.objects.create(user=who, seen_at=AT - timedelta(minutes=minutes))
    bring(shop, {f"O{number}": order(f"buyer{number}", 30, 1_000 + number) for number in range(9)})
    run_round(shop=shop, at=AT)
    counts = [Chase.objects.filter(assigned_to=who).count() for who in (agent, other, away, boss)]
    assert sorted(counts[:2]) == [4, 5]
    assert counts[2:] == [0, 0]


def test_those_drawn_out_are_never_shown_and_count_in_the_effect(shop, bring, agent):
    set_chase_rule(actor=None, shop=shop, told={"held_bp": 5_000})
    bring(shop, {f"O{number}": order(f"buyer{number}", 30) for number in range(80)})
    run_round(shop=shop, at=AT)
    held = set(Chase.objects.filter(is_held=True).values_list("buyer_key", flat=True))
    assert 25 < len(held) < 55
    assert not held & set(open_keys(shop))
    assert waiting(shop, AT).held_out == len(held)
    seen = set()
    while (one := take_next(actor=agent, shop=shop, at=AT)) is not None:
        seen.add(one.buyer_key)
        report_result(actor=agent, chase=one, result=Result.ASKED, at=AT)
    assert seen == set(Chase.objects.filter(is_held=False).values_list("buyer_key", flat=True))
    with pytest.raises(ChaseError, match="over"):
        take_chase(actor=agent, chase=Chase.objects.filter(is_held=True).first(), at=AT)
    bring(shop, {f"O{number}": paid(f"buyer{number}", 30, after=29) for number in range(0, 80, 2)})
    day = {"since": AT - timedelta(days=1), "until": AT + timedelta(days=2)}
    early = chase_effect(shop, **day, at=AT)
    assert (early.reached.count, early.held.count, early.verdict) == (0, 0, "few"), "nobody is judged before the order closes"
    effect = chase_effect(shop, **day, at=AT + timedelta(days=1))
    assert effect.reached.count + effect.held.count == 80
    assert effect.reached.paid + effect.held.paid == 40
    assert effect.reached.money_minor + effect.held.money_minor == 400_000
    assert effect.low <= effect.difference <= effect.high


def test_the_card_tells_what_an_agent_must_know(shop, rule, bring, agent):
    bring(shop, {"A1": order("ann", 30, 30_000), "A0": paid("ann", 90_000)})
    run_round(shop=shop, at=AT)
    report_result(actor=agent, chase=Chase.objects.get(), result=Result.ASKED, at=AT)
    card = chase_card(Chase.objects.get())
    assert [one.order_no for one in card.orders] == ["A1"]
    assert card.buyer is not None
    assert card.buyer.orders_count == 1
    assert [one.result for one in card.contacts] == ["asked"]
    assert str(card.contacts[0]) == "ann"
    assert Contact.objects.get().purpose == "chase"
    assert ChaseOrder.objects.get().order_no == "A1"
