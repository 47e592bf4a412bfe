"""Tiers: saved, simulated, judged by a worker, set by hand, logged."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import AuditEntry
from customers.models import Buyer, BuyerLabel, Fifths, TierCause, TierChange, TierRun, TierRunState
from customers.queries import buyer_summary
from customers.queries.tiers import distribution, facts_of, missing_for_next_tier, simulate, tier_of, tiers_of
from customers.rules.rfm import cut_places
from customers.rules.tiers import Step, Way
from customers.services import ask_run, ask_runs_of_all, run_tiers, save_tiers, set_by_hand, waiting_runs
from customers.services import runs as running
from customers.services.fifths import recount_fifths
from customers.services.tiers import TierError, ToldTier
from orders.models import Shop
from tests.customers.conftest import AT, order
from tests.customers.rules.test_tiers import LADDERS

pytestmark = pytest.mark.django_db


def standing(shop: Shop) -> dict[str, str | None]:
    rows = Buyer.objects.filter(shop=shop).select_related("tier")
    return {row.buyer_key: str(row.tier) if row.tier else None for row in rows}


def test_the_default_tiers_hold_from_the_first_order(filled: Shop) -> None:
    assert standing(filled) == {"ann": "Gold", "ben": "New", "cid": None, "t**8": "New", "tom_1998": "New"}
    log = TierChange.objects.get(buyer__buyer_key="ann")
    assert (log.before, log.after_name, log.cause) == (None, "gold", TierCause.ORDERS)
    assert Way.read(log.rule).spent_from_minor == 300_000
    assert (log.orders_count, log.net_minor) == (6, 450_000)


@pytest.mark.parametrize("days", [1, 15, 45, 800])
def test_orders_in_hand_say_the_same_as_the_database_asked(filled: Shop, days: int) -> None:
    steps = [Step("any"), Step("some", (Way(window_days=days, orders_from=2), Way(window_days=2 * days, refund_least=10)))]
    for buyer in Buyer.objects.filter(shop=filled):
        orders = buyer_summary(buyer, AT).orders(60)
        assert facts_of(buyer, steps, AT, orders) == facts_of(buyer, steps, AT), buyer


def test_the_fifths_are_the_values_at_their_places(filled: Shop) -> None:
    recount_fifths(shop=filled, at=AT, anew=True)
    rows, found = Buyer.objects.filter(shop=filled, orders_count__gt=0), Fifths.objects.get(shop=filled)
    places = cut_places(rows.count())
    for field, told in (("net_minor", found.money), ("orders_count", found.frequency)):
        values = sorted(rows.values_list(field, flat=True))
        assert told == [values[place] for place in places], field
    moments = sorted(rows.values_list("last_paid_at", flat=True))
    assert found.recency == [moments[place].isoformat() for place in places]


def test_what_is_missing_in_orders_and_money(filled: Shop, ann: Buyer) -> None:
    assert missing_for_next_tier(ann, AT) is None, "gold is the highest"
    ben = Buyer.objects.get(buyer_key="ben")
    following = missing_for_next_tier(ben, AT)
    assert (str(following.tier), following.best.orders, following.best.spent_minor) == ("Regular", 1, 0)


LADDER = [ToldTier("Start"), ToldTier("Top", (Way(window_days=30, orders_from=2, spent_from_minor=100_000),))]


def told_of(shop: Shop) -> list[ToldTier]:
    return [ToldTier(str(tier), tuple(Way.read(way) for way in tier.ways), tier.pk) for tier in tiers_of(shop)]


def test_a_simulation_says_what_a_run_then_does(filled: Shop) -> None:
    before = standing(filled)
    said = simulate(filled, [Step(one.name, one.ways) for one in LADDER], [None, None], AT)
    assert standing(filled) == before, "nothing was written"
    save_tiers(actor=None, shop=filled, told=LADDER, at=AT)
    run = ask_run(shop=filled, cause=TierCause.RULES, at=AT)
    assert run_tiers(run_id=run.pk, now=AT)
    run.refresh_from_db()
    assert (run.state, run.done, run.total, run.moved) == (TierRunState.DONE, 5, 5, said.moved)
    tiers = tiers_of(filled)
    counts = {tier.pk: distribution(filled)[tier.pk][0] for tier in tiers}
    assert [counts[tier.pk] for tier in tiers] == [said.after(0), said.after(1)] == [3, 1]
    change = TierChange.objects.filter(buyer__buyer_key="ann").first()
    assert (change.before_name, change.after_name, change.cause) == ("gold", "Top", TierCause.RULES)
    assert run_tiers(run_id=run.pk, now=AT) is False


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(ladder=LADDERS, days=st.integers(0, 900))
def test_any_simulation_equals_the_rules(filled: Shop, ladder: list[Step], days: int) -> None:
    from customers.queries.tiers import facts_of
    from customers.rules.tiers import decide

    at = AT + timedelta(days=days)
    said = simulate(filled, ladder, [None] * len(ladder), at)
    wanted: dict[int | None, int] = {}
    for buyer in Buyer.objects.filter(shop=filled):
        found = decide(ladder, facts_of(buyer, ladder, at), at)
        step = found.step if found else None
        wanted[step] = wanted.get(step, 0) + 1
    assert {step: said.after(step) for step in [None, *range(len(ladder))] if said.after(step)} == wanted


def test_time_alone_moves_buyers_and_the_log_says_so(filled: Shop) -> None:
    later = AT + timedelta(days=400)
    (number,) = ask_runs_of_all(at=later)
    run_tiers(run_id=number, now=later)
    change = TierChange.objects.filter(buyer__buyer_key="ann").first()
    assert (change.before_name, change.after_name, change.cause) == ("gold", "silver", TierCause.TIME)
    assert {str(one.label) for one in BuyerLabel.objects.filter(buyer__buyer_key="ann")} == {"Sleeping"}


def test_a_run_that_is_killed_goes_on_where_it_stopped(filled: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    save_tiers(actor=None, shop=filled, told=LADDER, at=AT)
    run = ask_run(shop=filled, cause=TierCause.RULES, at=AT)
    monkeypatch.setattr(running, "IDS_PER_BATCH", 2)
    calls = []

    def crash(*args: object, **kwargs: object) -> int:
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return judged(*args, **kwargs)

    judged = running.judge
    with monkeypatch.context() as patched:
        patched.setattr(running, "judge", crash)
        with pytest.raises(KeyboardInterrupt):
            run_tiers(run_id=run.pk, now=AT)
    run.refresh_from_db()
    assert run.state == TierRunState.RUNNING
    assert 0 < run.done < 5
    assert waiting_runs(at=AT) == []
    later = AT + timedelta(minutes=5)
    assert waiting_runs(at=later) == [run.pk]
    assert run_tiers(run_id=run.pk, now=later)
    assert standing(filled) == {"ann": "Top", "ben": "Start", "cid": None, "t**8": "Start", "tom_1998": "Start"}
    run.refresh_from_db()
    assert run.done == 5


def test_a_run_that_never_ends_is_given_up(filled: Shop) -> None:
    run = ask_run(shop=filled, cause=TierCause.TIME, at=AT)
    TierRun.objects.filter(pk=run.pk).update(state=TierRunState.RUNNING, attempt=3, lease_until=AT)
    assert waiting_runs(at=AT + timedelta(minutes=1)) == []
    run.refresh_from_db()
    assert run.state == TierRunState.FAILED


def test_asking_twice_waits_once(filled: Shop) -> None:
    first = ask_run(shop=filled, cause=TierCause.TIME, at=AT)
    again = ask_run(shop=filled, cause=TierCause.RULES, at=AT + timedelta(hours=1))
    assert first.pk == again.pk
    assert (again.cause, again.at) == (TierCause.RULES, AT + timedelta(hours=1))


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ([], "empty"),
        ([ToldTier("a"), ToldTier("a", (Way(orders_from=1),))], "twice"),
        ([ToldTier("a"), ToldTier(" ", (Way(orders_from=1),))], "name"),
        ([ToldTier("a"), ToldTier("b")], "ways"),
        ([ToldTier("a"), ToldTier("b", (Way(window_days=30),))], "ways"),
        ([ToldTier("a"), ToldTier("b", (Way(refund_most=101),))], "value"),
        ([ToldTier(f"t{n}", (Way(orders_from=n + 1),)) for n in range(13)], "many"),
    ],
)
def test_a_ladder_that_cannot_stand(shop: Shop, told: list[ToldTier], code: str) -> None:
    with pytest.raises(TierError) as wrong:
        save_tiers(actor=None, shop=shop, told=told, at=AT)
    assert wrong.value.code == code
    assert tiers_of(shop) == []


def test_a_tier_keeps_its_buyers_through_a_new_name(filled: Shop) -> None:
    told = told_of(filled)
    told[3] = ToldTier("Black", told[3].ways, told[3].tier_id)
    save_tiers(actor=None, shop=filled, told=told, at=AT)
    assert standing(filled)["ann"] == "Black"
    assert AuditEntry.objects.filter(action="tiers.save").exists()


class TestByHand:
    def test_a_hand_holds_until_its_day_and_then_the_rules_speak(self, filled: Shop, person, load) -> None:
        ben, gold = Buyer.objects.get(buyer_key="ben"), tiers_of(filled)[3]
        change = set_by_hand(actor=person(), buyer=ben, tier=gold, until=AT + timedelta(days=7), reason="a friend", at=AT)
        assert (change.before_name, change.after_name, change.cause) == ("new", "gold", TierCause.HAND)
        load(filled, {"B2": order("ben", 1, 100)})
        ben.refresh_from_db()
        assert (str(ben.tier), ben.hand_reason) == ("Gold", "a friend"), "an order changes nothing"
        assert tier_of(ben, AT).by_hand
        assert str(tier_of(ben, AT).by_rule) == "Regular"
        later = AT + timedelta(days=8)
        assert str(tier_of(ben, later).tier) == "Regular", "before the night's run too"
        (number,) = ask_runs_of_all(at=later)
        run_tiers(run_id=number, now=later)
        ben.refresh_from_db()
        assert (str(ben.tier), ben.hand_tier, ben.hand_reason) == ("Regular", None, "")
        assert TierChange.objects.filter(buyer=ben).first().cause == TierCause.HAND_END

    def test_left_to_the_rules_again(self, filled: Shop, person) -> None:
        ben, gold = Buyer.objects.get(buyer_key="ben"), tiers_of(filled)[3]
        set_by_hand(actor=person(), buyer=ben, tier=gold, until=None, reason="x", at=AT)
        assert simulate(filled, [Step("only")], [None], AT).after(0) == 4, "a tier that goes holds nobody"
        change = set_by_hand(actor=person(), buyer=ben, tier=None, until=None, reason="", at=AT)
        assert (change.after_name, change.cause) == ("new", TierCause.HAND_END)

    def test_what_cannot_be(self, filled: Shop, person, ann: Buyer) -> None:
        gold = tiers_of(filled)[3]
        for tier, until, reason in ((gold, AT, "x"), (gold, None, " ")):
            with pytest.raises(ValueError, match="tier"):
                set_by_hand(actor=person(), buyer=ann, tier=tier, until=until, reason=reason, at=AT)
