"""The laws of staffing: Erlang's formula, handovers off the peaks, a roster that breaks no rest."""

import math
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.rules.staffing.contacts import Rates, contacts
from campaigns.rules.staffing.demand import ShiftSpan, day_of, needed_on, spans_of
from campaigns.rules.staffing.erlang import (
    Service,
    answered_share,
    people_needed,
    people_on_shift,
    reserve_of,
    waiting_share,
)
from campaigns.rules.staffing.handover import DAY, Handover, peaks, propose
from campaigns.rules.staffing.roster import Person, Place, RestRules, WorkShift, broken_rules, fill

LOADS = st.floats(0.05, 400)


@given(load=LOADS, more=st.integers(1, 40))
def test_the_waiting_share_is_erlangs_sum(load, more):
    """The textbook's sum with factorials, in logarithms, gives the same as the recursion."""
    people = math.floor(load) + more
    terms = [k * math.log(load) - math.lgamma(k + 1) for k in range(people + 1)]
    top = max(terms)
    last = math.exp(terms[-1] - top) * people / (people - load)
    assert waiting_share(load, people) == pytest.approx(last / (sum(math.exp(t - top) for t in terms[:-1]) + last), rel=1e-9)


@given(load=LOADS, more=st.integers(1, 60), seconds=st.floats(10, 900), within=st.floats(0, 120))
def test_one_more_person_never_answers_later(load, more, seconds, within):
    people = math.floor(load) + more
    fewer = answered_share(load, people, handling_seconds=seconds, within_seconds=within)
    assert 0 <= fewer <= answered_share(load, people + 1, handling_seconds=seconds, within_seconds=within) + 1e-12 <= 1 + 1e-9


@given(
    calls=st.floats(0.5, 3000),
    seconds=st.floats(20, 600),
    share=st.floats(0.1, 0.99),
    within=st.floats(0, 120),
    busiest=st.floats(0.5, 1),
)
def test_the_fewest_people_who_keep_the_promise(calls, seconds, share, within, busiest):
    service = Service(share, within, busiest)
    people = people_needed(calls, handling_seconds=seconds, interval_seconds=1800, service=service)
    load = calls * seconds / 1800

    def keeps(count):
        return (
            load / count <= busiest + 1e-9
            and answered_share(load, count, handling_seconds=seconds, within_seconds=within) >= share
        )

    assert keeps(people)
    assert people == 1 or not keeps(people - 1)


@pytest.mark.parametrize(("share", "interval", "busiest"), [(1.0, 1800, 0.8), (0.8, 0, 0.8), (0.8, 1800, 0.0)])
def test_a_promise_nobody_can_keep_is_refused(share, interval, busiest):
    with pytest.raises(ValueError, match="Times"):
        people_needed(10, handling_seconds=60, interval_seconds=interval, service=Service(share, 30, busiest))
    with pytest.raises(ValueError, match="more than the program"):
        people_needed(10**9, handling_seconds=600, interval_seconds=1800, service=Service())


@given(needed=st.integers(1, 5000), away=st.floats(0, 0.6), share=st.floats(0.1, 0.5))
def test_breaks_and_reserve_are_never_short(needed, away, share):
    on_shift = people_on_shift(needed, away_share=away)
    assert on_shift * (1 - away) >= needed - 1e-6
    assert reserve_of(on_shift, share=share) >= on_shift * share - 1e-6


@given(slots=st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 300)), min_size=3, max_size=200))
def test_every_planned_contact_falls_somewhere(slots):
    visitors, orders = [v for v, _ in slots], [o for _, o in slots]
    found = contacts(visitors=visitors, paid_orders=orders, inquiries=visitors, rates=Rates(0.1, 0.2, 1, 0.3))
    assert found["presale"].sum() == pytest.approx(sum(visitors) * 0.1)
    assert found["chase"].sum() == pytest.approx(sum(orders) * 0.3)
    assert found["aftersale"].sum() <= sum(orders) * 0.2 + 1e-9


@settings(max_examples=40)
@given(load=st.lists(st.floats(0, 500), min_size=DAY, max_size=DAY), shortest=st.integers(8, 16), longest=st.integers(16, 22))
def test_handovers_keep_their_lengths_and_clear_of_peaks(load, shortest, longest):
    found = propose([math.ceil(value / 10) for value in load], load, shortest=shortest, longest=longest)
    lengths = [length for _first, length in found.shifts()]
    assert sum(lengths) == DAY
    assert all(shortest <= length <= longest for length in lengths)
    if found.is_clear:
        beside = {(place + by) % DAY for place in peaks(load) for by in (-1, 0, 1, 2)}
        assert not beside & set(found.moments)


@settings(max_examples=15)
@given(load=st.lists(st.integers(0, 40), min_size=DAY, max_size=DAY))
def test_no_other_three_moments_cost_fewer_hours(load):
    """Brute force over all moments within the bounds that keep clear of the peaks (or over all, where none do)."""
    found = propose(load, [float(value) for value in load])
    banned = {(place + by) % DAY for place in peaks([float(v) for v in load]) for by in (-1, 0, 1, 2)}

    def hours(moments):
        spans = Handover(moments, True).shifts()
        return sum(max(load[(start + n) % DAY] for n in range(length)) * length for start, length in spans)

    def fits(moments):
        return all(12 <= length <= 20 for _start, length in Handover(moments, True).shifts())

    every = [(a, b, c) for a, b, c in product(range(DAY), repeat=3) if a < b < c and fits((a, b, c))]
    allowed = [moments for moments in every if not banned & set(moments)] or every
    assert hours(found.moments) == min(hours(moments) for moments in allowed)


def test_a_level_day_has_no_peak_and_a_wrong_one_is_refused():
    assert propose([1] * DAY, [1.0] * DAY).is_clear
    with pytest.raises(ValueError, match="48"):
        propose([1], [1.0])
    with pytest.raises(ValueError, match="Three shifts"):
        propose([1] * DAY, [1.0] * DAY, shortest=17, longest=20)


def test_shifts_cover_the_sale_and_need_the_most_of_their_half_hours():
    start = datetime.fromisoformat("2026-11-11T00:00:00+08:00")
    spans = spans_of(Handover((9, 26, 41), True), start=start, end=start + timedelta(days=2), zone="Asia/Shanghai")
    assert spans[0].start <= start
    assert spans[-1].end >= start + timedelta(days=2)
    assert all(one.end == two.start for one, two in pairwise(spans))
    people = {"presale": [9, 2, 1], "chase": [0, 0, 0]}
    assert needed_on(ShiftSpan(start - timedelta(hours=4), start + timedelta(hours=1)), people, start=start) == {"presale": 9}
    assert needed_on(ShiftSpan(start + timedelta(hours=1), start + timedelta(hours=9)), people, start=start) == {"presale": 1}
    assert needed_on(ShiftSpan(start - timedelta(hours=9), start), people, start=start) == {}


def test_all_days_are_laid_on_one():
    highest, total = day_of([[1] * 96, [2] * 96], first=0)
    assert (highest, total) == ([3] * DAY, [6.0] * DAY)


DAYS = datetime(2026, 11, 9, tzinfo=UTC)


def shifts_of(days: int, needed: dict[str, int], reserve: dict[str, int]) -> list[WorkShift]:
    return [
        WorkShift(n, DAYS + timedelta(hours=8 * n), DAYS + timedelta(hours=8 * n + 8), needed, reserve) for n in range(3 * days)
    ]


PEOPLE = st.lists(
    st.builds(
        Person,
        key=st.just(0),
        roles=st.frozensets(st.sampled_from(["presale", "aftersale"]), min_size=1),
        away=st.frozensets(st.sampled_from([date(2026, 11, 9), date(2026, 11, 10)]), max_size=1),
        works_nights=st.booleans(),
    ),
    min_size=1,
    max_size=9,
)


@settings(max_examples=25, deadline=None)
@given(people=PEOPLE, days=st.integers(1, 4), presale=st.integers(1, 3), aftersale=st.integers(0, 2))
def test_a_roster_breaks_no_rule_and_counts_what_is_open(people, days, presale, aftersale):
    people = [Person(number, each.roles, each.away, each.works_nights) for number, each in enumerate(people, 1)]
    rules = RestRules(most_in_a_week=3, most_nights_in_a_week=1)
    shifts = shifts_of(days, {"presale": presale} | ({"aftersale": aftersale} if aftersale else {}), {"presale": 1})
    found = fill(people, shifts, rules)
    assert found == fill(people, shifts, rules)
    by_key = {shift.key: shift for shift in shifts}
    for person in people:
        own = [by_key[place.shift] for place in found.places if place.person == person.key]
        assert broken_rules(person, own, rules) == []
    assert all(place.role in people[place.person - 1].roles for place in found.places)
    wanted = sum(sum(shift.needed.values()) + sum(shift.reserve.values()) for shift in shifts)
    assert len(found.places) + sum(sum(each) for each in found.open.values()) == wanted


def test_the_work_comes_before_the_reserve_and_fixed_places_stay():
    people = [Person(1, frozenset({"presale"})), Person(2, frozenset({"presale"}))]
    (shift,) = shifts_of(1, {"presale": 2}, {"presale": 1})[:1]
    found = fill(people, [shift], RestRules(), fixed=[Place(shift.key, "presale", 2)])
    assert [place.person for place in found.places] == [1, 2]
    assert found.open == {(shift.key, "presale"): (0, 1)}


def test_a_long_sale_with_enough_people_is_filled():
    people = [Person(n, frozenset({"presale"})) for n in range(20)]
    found = fill(people, shifts_of(10, {"presale": 3}, {"presale": 1}), RestRules())
    assert found.open == {}
    counts = np.bincount([place.person for place in found.places])
    assert counts.max() - counts.min() <= 1


def test_weeks_bound_shifts_and_nights():
    person = Person(1, frozenset({"presale"}))
    mornings = [s for s in shifts_of(8, {}, {}) if s.start.hour == 8]
    nights = [s for s in shifts_of(5, {}, {}) if s.start.hour == 0]
    assert broken_rules(person, mornings[:6], RestRules()) == []
    assert broken_rules(person, mornings[:7], RestRules()) == ["week"]
    assert broken_rules(person, nights, RestRules()) == ["nights"]
    assert broken_rules(Person(1, frozenset(), frozenset({date(2026, 11, 9)})), nights[:1], RestRules()) == ["away"]
