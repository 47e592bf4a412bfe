"""Which reduction may be announced: worked examples of the law, and the laws of the rules themselves."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory.rules.price_history import Outcome, PlannedStage, Price, Why, judge, judge_stages
from inventory.rules.price_rules import CHINA, EU, PLATFORM, Otherwise, Prices, rule_of

BERLIN, SHANGHAI = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Shanghai")
DAY = timedelta(days=1)


def berlin(month: int, day: int, hour: int = 0) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=BERLIN)


def shanghai(month: int, day: int, hour: int = 0) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=SHANGHAI)


def paid(at: datetime, low: int, *, last: int | None = None, hour: int = 12) -> Price:
    """What was paid on the day that begins at a moment; the lowest and the last payment at one hour."""
    when = at + timedelta(hours=hour)
    return Price(at, low, at + DAY, Prices.PAID, "orders", low if last is None else last, when, when)


class TestEuropeanUnion:
    def test_the_days_count_from_the_beginning_of_the_reduction_and_not_from_today(self):
        """79 was asked until 5 October. Today, 1 November, it is within 30 days; when the sale begins on the 27th it is not."""
        told = [Price(berlin(9, 1), 7_900), Price(berlin(10, 5), 10_000)]
        assert judge(EU, 8_000, berlin(11, 1), told, BERLIN).outcome is Outcome.REFUSED
        verdict = judge(EU, 8_000, berlin(11, 27), told, BERLIN)
        assert (verdict.outcome, verdict.prior_minor, verdict.percent) == (Outcome.ALLOWED, 10_000, 20)
        assert verdict.window[0] == berlin(10, 28)

    def test_raised_first_and_lowered_then_is_no_reduction(self):
        told = [Price(berlin(6, 1), 8_000), Price(berlin(6, 10), 10_000)]
        verdict = judge(EU, 9_000, berlin(6, 20), told, BERLIN)
        assert (verdict.outcome, verdict.why, verdict.prior_minor) == (Outcome.REFUSED, Why.NOT_BELOW, 8_000)
        assert [one.minor for one in verdict.proof] == [8_000]

    def test_a_reduction_that_grows_without_a_pause_keeps_the_prior_price_of_its_first_step(self):
        told = [Price(berlin(1, 1), 10_000)]
        steps = [
            PlannedStage("warm_up", berlin(6, 1), berlin(6, 10), 9_000),
            PlannedStage("live", berlin(6, 10), berlin(6, 20), 8_500),
        ]
        verdict = judge_stages(EU, steps, told, BERLIN)["live"]
        assert (verdict.prior_minor, verdict.percent) == (10_000, 15)

    def test_a_reduction_after_a_pause_is_measured_from_the_one_before(self):
        told = [Price(berlin(1, 1), 10_000)]
        steps = [
            PlannedStage("warm_up", berlin(6, 1), berlin(6, 5), 8_000),
            PlannedStage("live", berlin(6, 10), berlin(6, 20), 8_500),
        ]
        verdict = judge_stages(EU, steps, told, BERLIN)["live"]
        assert (verdict.outcome, verdict.prior_minor) == (Outcome.REFUSED, 8_000)
        assert verdict.proof[0].source == "planned"

    def test_without_a_price_list_the_lowest_paid_price_stands_in(self):
        verdict = judge(EU, 8_000, berlin(6, 20), [paid(berlin(6, 2), 9_500), paid(berlin(6, 3), 9_000)], BERLIN)
        assert (verdict.outcome, verdict.prior_minor, verdict.from_kind) == (Outcome.ALLOWED, 9_000, "paid")

    def test_without_any_price_nothing_can_be_proven(self):
        verdict = judge(EU, 8_000, berlin(6, 20), [], BERLIN)
        assert (verdict.outcome, verdict.why, verdict.earliest) == (Outcome.UNKNOWN, Why.NO_HISTORY, None)

    def test_days_without_a_known_price_are_told(self):
        told = [Price(berlin(6, 10), 10_000)]
        assert judge(EU, 9_000, berlin(6, 20), told, BERLIN).bare_days == 20


class TestChina:
    def test_the_lowest_price_paid_in_the_seven_days_before_counts(self):
        history = [paid(shanghai(11, 3), 88_000), paid(shanghai(11, 4), 89_900), paid(shanghai(11, 8), 99_900)]
        verdict = judge(CHINA, 92_900, shanghai(11, 11), history, SHANGHAI)
        assert (verdict.outcome, verdict.prior_minor, verdict.highest_minor) == (Outcome.REFUSED, 89_900, 89_899)
        assert verdict.earliest is not None
        assert verdict.earliest.isoformat() == "2026-11-12"

    def test_without_a_payment_in_seven_days_the_last_one_counts_and_not_the_lowest(self):
        history = [paid(shanghai(9, 1), 50_000), paid(shanghai(10, 1), 80_000, last=95_000)]
        verdict = judge(CHINA, 90_000, shanghai(11, 11), history, SHANGHAI)
        assert (verdict.outcome, verdict.prior_minor) == (Outcome.ALLOWED, 95_000)
        assert verdict.from_kind == Otherwise.LAST_PAID

    def test_what_was_paid_after_the_beginning_does_not_count_against_it(self):
        """The sale begins at 20:00. At 21:00 of that day its own price was paid: that is no price from before."""
        history = [paid(shanghai(11, 9), 99_900), paid(shanghai(11, 10), 79_900, hour=21)]
        verdict = judge(CHINA, 79_900, shanghai(11, 10, 20), history, SHANGHAI)
        assert (verdict.outcome, verdict.prior_minor) == (Outcome.ALLOWED, 99_900)

    def test_what_was_paid_on_the_day_of_the_beginning_before_it_does_count(self):
        history = [paid(shanghai(11, 9), 99_900), paid(shanghai(11, 10), 79_900, hour=19)]
        assert judge(CHINA, 79_900, shanghai(11, 10, 20), history, SHANGHAI).outcome is Outcome.REFUSED


class TestPlatform:
    def test_the_cut_must_be_deep_enough(self):
        history = [paid(shanghai(11, 8), 100_00)]
        assert judge(PLATFORM, 90_00, shanghai(11, 11), history, SHANGHAI).outcome is Outcome.ALLOWED
        verdict = judge(PLATFORM, 90_01, shanghai(11, 11), history, SHANGHAI)
        assert (verdict.outcome, verdict.why, verdict.highest_minor) == (Outcome.REFUSED, Why.TOO_CLOSE, 90_00)

    @pytest.mark.parametrize(
        "figures", [{"window_days": 0}, {"window_days": 366}, {"least_cut_bp": 10_000}, {"least_cut_bp": -1}]
    )
    def test_figures_out_of_bounds_are_refused(self, figures):
        with pytest.raises(ValueError, match="window"):
            rule_of({"key": "platform", **figures})

    def test_an_unknown_rule_is_refused(self):
        with pytest.raises(ValueError, match="no price rule"):
            rule_of({"key": "moon"})


# --- The laws, on made-up histories of whole days in UTC ---

ZERO = datetime(2026, 3, 1, tzinfo=UTC)
ZONE = ZoneInfo("UTC")
minors = st.integers(1, 40)
days = st.integers(0, 60)
offers = st.lists(st.tuples(days, minors), max_size=8, unique_by=lambda pair: pair[0])
payments = st.lists(st.tuples(days, minors, minors), max_size=12, unique_by=lambda pair: pair[0])
rules = st.sampled_from([EU, CHINA, PLATFORM])


def history_of(offered, bought):
    told = [Price(ZERO + DAY * day, minor) for day, minor in offered]
    return told + [paid(ZERO + DAY * day, min(low, last), last=max(low, last)) for day, low, last in bought]


def prior_by_brute_force(rule, start_day, offered, bought):
    """Walk the window day by day, as a person with a calendar would."""
    window = range(start_day - rule.window_days, start_day)
    asked = []
    for day in window:
        before = [pair for pair in offered if pair[0] <= day]
        asked += [max(before)[1]] if before else []
    sold = {day: (min(low, last), max(low, last)) for day, low, last in bought}
    in_window = [sold[day][0] for day in window if day in sold]
    if rule.prices is Prices.OFFERED:
        return min(asked, default=min(in_window, default=None))
    if in_window or rule.otherwise is Otherwise.UNKNOWN:
        return min(in_window, default=None)
    last = max((day for day in sold if day < start_day), default=None)
    return None if last is None else sold[last][1]


@given(rule=rules, start=days, price=minors, offered=offers, bought=payments)
def test_the_prior_price_is_what_a_walk_over_the_days_finds(rule, start, price, offered, bought):
    verdict = judge(rule, price, ZERO + DAY * start, history_of(offered, bought), ZONE)
    prior = prior_by_brute_force(rule, start, offered, bought)
    assert verdict.prior_minor == prior
    legal = prior is not None and price < prior and price * 10_000 <= prior * (10_000 - rule.least_cut_bp)
    assert (verdict.outcome is Outcome.ALLOWED) == legal
    if legal:
        assert verdict.percent * prior <= (prior - price) * 100 < (verdict.percent + 1) * prior


@given(rule=rules, start=days, price=minors, offered=offers, bought=payments)
def test_the_earliest_start_is_legal_and_no_day_before_it_is(rule, start, price, offered, bought):
    history, at = history_of(offered, bought), ZERO + DAY * start
    verdict = judge(rule, price, at, history, ZONE)
    if verdict.outcome is Outcome.ALLOWED:
        assert verdict.earliest is None
        return
    legal = [
        (at + DAY * later).date()
        for later in range(1, 120)
        if judge(rule, price, at + DAY * later, history, ZONE).outcome is Outcome.ALLOWED
    ]
    assert verdict.earliest == min(legal, default=None)


@given(rule=rules, start=days, price=minors, offered=offers, bought=payments)
def test_the_highest_legal_price_is_legal_and_one_more_is_not(rule, start, price, offered, bought):
    history, at = history_of(offered, bought), ZERO + DAY * start
    highest = judge(rule, price, at, history, ZONE).highest_minor
    if highest is not None:
        assert judge(rule, highest, at, history, ZONE).outcome is Outcome.ALLOWED
        assert judge(rule, highest + 1, at, history, ZONE).outcome is Outcome.REFUSED


@given(start=days, price=minors, bought=payments, day=days, more=st.integers(0, 40))
def test_a_dearer_payment_in_the_window_changes_no_prior_price(start, price, bought, day, more):
    """Raising a price before a sale wins nothing: neither the verdict nor the reduction moves."""
    at = ZERO + DAY * start
    verdict = judge(CHINA, price, at, history_of([], bought), ZONE)
    if verdict.from_kind != Prices.PAID or any(other == day for other, *_ in bought):
        return
    dearer = [*bought, (day, verdict.prior_minor + more, verdict.prior_minor + more)]
    again = judge(CHINA, price, at, history_of([], dearer), ZONE)
    assert (again.outcome, again.prior_minor, again.percent) == (verdict.outcome, verdict.prior_minor, verdict.percent)


@given(rule=rules, start=days, price=minors, offered=offers, bought=payments, seed=st.randoms(use_true_random=False))
def test_the_order_in_which_prices_are_known_does_not_matter(rule, start, price, offered, bought, seed):
    history = history_of(offered, bought)
    mixed = list(history)
    seed.shuffle(mixed)
    one, other = (judge(rule, price, ZERO + DAY * start, each, ZONE) for each in (history, mixed))
    assert (one.outcome, one.prior_minor, one.earliest) == (other.outcome, other.prior_minor, other.earliest)
