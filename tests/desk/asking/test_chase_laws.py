"""Laws of the chase: what the facts say ends it in any order of imports; no buyer in two hands; the draw is what it should be."""

import random
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from accounts.roles import Role
from customers.services import mark_buyers
from desk.models import BuyerLease, Chase
from desk.queries.chase import in_hand, shown
from desk.rules.chase.holdout import is_held_out
from desk.rules.chase.odds import EDGES, Count, fit
from desk.rules.chase.sharing import share_out
from desk.rules.chase.windows import OPEN_REFUNDS, is_unpaid
from desk.rules.effect import Arm, effect_of, newcombe
from desk.services import run_round, set_chase_rule, stop_chasing, take_next
from desk.services.leases import take_buyer
from orders.claims import Source
from orders.models import Order
from orders.services import create_shop, load_chunk
from orders.states import OrderState, RefundState
from tests.desk.asking.conftest import AT, order
from tests.laws import examples
from tests.orders.claims import Export

STATES = st.sampled_from([OrderState.UNPAID, OrderState.PAID, OrderState.CLOSED_UNPAID, OrderState.DEPOSIT_PAID])
REFUNDS = st.sampled_from([RefundState.NONE, RefundState.REQUESTED, RefundState.REJECTED, RefundState.FULL])
ORDERS = st.dictionaries(st.sampled_from(["A1", "A2", "B1", "B2"]), st.tuples(STATES, REFUNDS), min_size=1)
EXPORTS = st.lists(st.tuples(st.integers(1, 6), ORDERS), min_size=1, max_size=5)


def row(number: str, state: OrderState, refund: RefundState) -> dict:
    """One order as an export tells it: the buyer goes by the letter."""
    placed = AT - timedelta(minutes=40)
    paid_at = placed + timedelta(minutes=5) if state == OrderState.PAID else None
    return order(number[0], 40, 1_000, state=state, refund_state=refund, paid_at=paid_at)


@pytest.mark.django_db
@settings(
    max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(EXPORTS, st.sets(st.integers(0, 4)))
def test_whoever_is_shown_waits_and_wants_no_money_back_in_any_order_of_imports(exports, rounds):
    with transaction.atomic():
        shop = create_shop(actor=None, name="Teashop")
        set_chase_rule(actor=None, shop=shop, told={"held_bp": 0})
        for place, (as_of, told) in enumerate(exports):
            source = Source(as_of, f"{place:064}")
            chunk = Export(source, {number: row(number, *said) for number, said in told.items()}).chunk()
            touched = load_chunk(shop=shop, source=source, chunk=chunk)
            mark_buyers(shop=shop, touched=touched)
            stop_chasing(shop=shop, touched=touched, at=AT)
            assert_shown_are_the_facts(shop)
            if place in rounds:
                run_round(shop=shop, at=AT)
                assert_shown_are_the_facts(shop)
        run_round(shop=shop, at=AT)
        assert_shown_are_the_facts(shop)
        assert_everybody_who_waits_is_shown(shop)
        before = list(Chase.objects.order_by("pk").values())
        assert run_round(shop=shop, at=AT) == 0
        assert list(Chase.objects.order_by("pk").values()) == before, "once more changes nothing"
        transaction.set_rollback(True)


def assert_shown_are_the_facts(shop) -> None:
    for chase in shown(AT).filter(shop=shop):
        theirs = Order.objects.filter(shop=shop, buyer_key=chase.buyer_key)
        assert not theirs.filter(refund_state__in=OPEN_REFUNDS).exists()
        asked = theirs.filter(order_no__in=chase.orders.values("order_no"))
        waits = [one for one in asked if is_unpaid(one.state, one.paid_at)]
        assert waits
        assert chase.amount_minor == sum(one.total_minor for one in waits)
        assert chase.is_paid == any(one.state == OrderState.PAID for one in asked)


def assert_everybody_who_waits_is_shown(shop) -> None:
    rows = list(Order.objects.filter(shop=shop))
    wants = {one.buyer_key for one in rows if one.refund_state in OPEN_REFUNDS}
    waits = {one.buyer_key for one in rows if is_unpaid(one.state, one.paid_at)} - wants
    assert set(shown(AT).filter(shop=shop).values_list("buyer_key", flat=True)) == waits


@pytest.mark.django_db
@settings(
    max_examples=examples(25), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 15)), max_size=12))
def test_no_buyer_is_ever_in_two_hands(moves):
    with transaction.atomic():
        shop = create_shop(actor=None, name="Teashop")
        set_chase_rule(actor=None, shop=shop, told={"held_bp": 0, "lease_minutes": 10})
        people = [User.objects.create(username=f"p{number}", role=Role.SERVICE) for number in range(3)]
        told = {f"{name}1": row(f"{name}1", OrderState.UNPAID, RefundState.NONE) for name in "ABC"}
        touched = load_chunk(shop=shop, source=Source(1, "0" * 64), chunk=Export(Source(1, "0" * 64), told).chunk())
        stop_chasing(shop=shop, touched=touched, at=AT)
        run_round(shop=shop, at=AT)
        at = AT
        for who, minutes in moves:
            at += timedelta(minutes=minutes)
            take_next(actor=people[who], shop=shop, at=at)
            hands = [in_hand(person, at) for person in people]
            held = [one.buyer_key for one in hands if one is not None]
            assert len(held) == len(set(held))
            assert BuyerLease.objects.filter(until__gt=at).values("buyer_key").distinct().count() == len(held)
            for person, one in zip(people, hands, strict=True):
                others = [each for each in people if each != person]
                if one is not None:
                    told = {"shop": shop, "buyer_key": one.buyer_key, "purpose": "chase", "at": at, "minutes": 5}
                    assert not any(take_buyer(actor=other, **told) for other in others)
        transaction.set_rollback(True)


@given(st.text(max_size=20), st.text(max_size=20), st.integers(0, 10_000), st.integers(0, 10_000))
def test_a_larger_share_holds_everybody_of_a_smaller(seed, number, one, two):
    low, high = sorted((one, two))
    assert is_held_out(seed, number, high) or not is_held_out(seed, number, low)


def test_the_draw_has_its_share_and_knows_nothing_of_the_orders():
    for seed, share in (("a", 1_000), ("b", 500), ("c", 3_000)):
        drawn = [is_held_out(seed, f"33044{number:010}", share) for number in range(20_000)]
        assert sum(drawn) / len(drawn) == pytest.approx(share / 10_000, abs=4 * (0.25 / 20_000) ** 0.5)
        halves = [sum(drawn[::2]), sum(drawn[1::2])]
        assert abs(halves[0] - halves[1]) < 4 * (20_000 * share / 10_000) ** 0.5
    same = sum(is_held_out("a", f"{n}", 5_000) == is_held_out("b", f"{n}", 5_000) for n in range(10_000))
    assert 4_700 < same < 5_300, "two seeds draw apart"


@given(st.lists(st.integers(), unique=True, max_size=30), st.dictionaries(st.integers(1, 5), st.integers(0, 10), max_size=5))
def test_sharing_out_is_whole_and_fair(waiting, loads):
    given_to = share_out(waiting, loads)
    assert set(given_to) == (set(waiting) if loads else set())
    after = {who: load + sum(one == who for one in given_to.values()) for who, load in loads.items()}
    got = [who for who in loads if after[who] > loads[who]]
    assert all(after[who] <= min(after.values()) + 1 for who in got)


COUNTS = st.lists(
    st.builds(
        Count, st.tuples(st.integers(0, 2), st.integers(0, 3)), st.integers(0, 9), st.integers(0, 500), st.integers(0, 500)
    ),
    max_size=20,
)


@given(COUNTS, st.tuples(st.integers(0, 2), st.integers(0, 3)), st.floats(0, 500), st.floats(0, 500), st.floats(0, 500))
def test_a_chance_is_one_falls_with_time_and_chains(counts, group, one, two, three):
    odds = fit(counts)
    first, middle, last = sorted((one, two, three))
    chance = odds.chance(group, first, last)
    assert 0 <= chance <= 1
    assert odds.chance(group, middle, last) <= chance + 1e-9
    stays = (1 - odds.chance(group, first, middle)) * (1 - odds.chance(group, middle, last))
    assert 1 - chance == pytest.approx(stays, abs=1e-9)


def test_many_orders_say_what_they_say_and_few_lean():
    true = 0.3
    many = fit(
        [Count((1, 0), place, round(30_000 * true * (1 - true) ** place), 0) for place in range(9)] + [Count((1, 0), 9, 0, 1_211)]
    )
    assert many.hazards[1, 0][0] == pytest.approx(true, abs=0.01)
    few = fit([Count((1, 0), 0, 900, 100), Count((2, 3), 0, 0, 1)])
    assert few.hazards[2, 3][0] == pytest.approx(few.whole[0], abs=0.05)
    assert many.chance((1, 0), 0, EDGES[-1]) > 0.9


@given(st.integers(1, 400), st.integers(1, 400), st.data())
def test_the_interval_holds_the_difference_and_turns_with_the_arms(many, other, data):
    one = Arm(many, data.draw(st.integers(0, many)))
    two = Arm(other, data.draw(st.integers(0, other)))
    low, high = newcombe(one, two)
    difference = one.share - two.share
    assert low - 1e-9 <= difference <= high + 1e-9
    back = newcombe(two, one)
    assert (-back[1], -back[0]) == (pytest.approx(low), pytest.approx(high))


@pytest.mark.parametrize(("effect", "size", "share"), [(0.15, 400, 1_000), (0.0, 300, 2_000), (0.3, 1_500, 500)])
def test_the_interval_covers_a_planted_effect_in_about_95_of_100_draws(effect, size, share):
    covered = paid_for = 0
    seeds = range(500)
    for seed in seeds:
        chance = random.Random(seed)
        arms = {True: [0, 0, 0, 0.0], False: [0, 0, 0, 0.0]}
        for number in range(size):
            held = is_held_out(f"{seed}", f"order {number}", share)
            pays = chance.random() < 0.25 + (0 if held else effect)
            amount = pays * chance.randint(5_000, 30_000)
            arm = arms[held]
            for place, value in enumerate((1, int(pays), amount, float(amount) ** 2)):
                arm[place] += value
        found = effect_of(Arm(*arms[False]), Arm(*arms[True]))
        covered += found.low <= effect <= found.high
        truth = effect * 17_500 * found.reached.count
        paid_for += found.money_low <= truth <= found.money_high
    assert 0.925 <= covered / len(seeds) <= 0.985
    assert 0.90 <= paid_for / len(seeds) <= 0.985


def test_nothing_is_said_of_few():
    for one, two in ((Arm(0, 0), Arm(0, 0)), (Arm(500, 300), Arm(19, 1)), (Arm(10, 10), Arm(0, 0))):
        assert effect_of(one, two).verdict == "few"
