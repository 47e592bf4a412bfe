"""Laws of alerts: a trembling number is one incident, people are rung few times, no minute holds more than twenty messages."""

import datetime as dt
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import example, given, settings
from hypothesis import strategies as st

from live.rules.alerts.answers import Heard, Outcome, Reason, judge
from live.rules.alerts.defaults import DEFAULTS
from live.rules.alerts.fitting import MOST_BYTES, MOST_LETTERS, fit
from live.rules.alerts.machine import Kind, Phase, Reading, Rule, State, step
from live.rules.alerts.pacing import MOST_A_MINUTE, Bucket, take, wait_after
from live.rules.alerts.quiet import hour_of_digest, next_digest, quiet_until


def moment(*parts: int) -> dt.datetime:
    """Return a clock's reading without a zone, as the strategy of moments wants it."""
    return dt.datetime(*parts)  # noqa: DTZ001


RULE = Rule(above=False, threshold=-0.05, clear=-0.03, hold=600, settle=600, cool_down=1800, escalate=1800)


def run(rule: Rule, values, *, every: int = 60, provisional: bool = True, acknowledged: bool = False):
    state, events = State(), []
    for number, value in enumerate(values):
        reading = Reading(value, is_provisional=provisional)
        at = 1_000_000 + number * every
        state, found = step(rule, state, reading, at=at, is_acknowledged=acknowledged)
        again, twice = step(rule, state, reading, at=at, is_acknowledged=acknowledged)
        assert (again, twice) == (state, ()), "the same reading again says nothing"
        assert State.read(state.as_dict()) == state
        events += found
    return state, events


@settings(max_examples=40)
@given(st.lists(st.floats(-0.058, -0.031), min_size=20, max_size=240))
def test_a_number_that_trembles_around_the_threshold_opens_one_incident_at_most(values) -> None:
    _state, events = run(RULE, values)
    assert sum(event.kind == Kind.OPENED for event in events) <= 1
    assert not any(event.kind in {Kind.ENDED, Kind.WORSE} for event in events)


@settings(max_examples=40)
@given(st.lists(st.one_of(st.none(), st.floats(-0.4, 0.3)), min_size=1, max_size=400))
def test_people_are_rung_few_times_within_the_hours_of_correction(values) -> None:
    """Within two hours of provisional figures one incident opens; it gets worse at most as often as it can by half each time."""
    _state, events = run(RULE, values[:120])
    told = [event.kind for event in events if event.is_told]
    assert told.count(Kind.OPENED) <= 1
    assert told.count(Kind.ESCALATED) <= 1
    assert told.count(Kind.WORSE) + told.count(Kind.RETURNED) <= 12
    assert told.count(Kind.ENDED) <= 1 + told.count(Kind.WORSE) + told.count(Kind.RETURNED)
    orders = [event.kind for event in events if event.kind in {Kind.OPENED, Kind.RETURNED, Kind.ENDED}]
    assert all((a == Kind.ENDED) != (b == Kind.ENDED) for a, b in pairwise(orders)), "open, over, open ..."


def test_a_storm_of_a_thousand_bad_readings_is_one_incident() -> None:
    state, events = run(RULE, [-0.2] * 1_000)
    assert [event.kind for event in events] == [Kind.OPENED, Kind.ESCALATED]
    assert state.phase == Phase.OPEN
    _state, events = run(RULE, [-0.2] * 1_000, acknowledged=True)
    assert [event.kind for event in events] == [Kind.OPENED]


def test_a_correction_is_judged_anew_and_told_to_nobody() -> None:
    bad, good = [-0.1] * 11, [0.0] * 11
    _state, events = run(RULE, bad + good + bad + good)
    assert [(event.kind, event.is_told) for event in events] == [
        (Kind.OPENED, True),
        (Kind.ENDED, True),
        (Kind.RETURNED, False),
        (Kind.ENDED, False),
    ]


def test_final_figures_open_a_new_incident_after_the_cool_down() -> None:
    bad, good = [-0.1] * 11, [0.0] * 50
    _state, events = run(RULE, bad + good + bad, provisional=False)
    assert [event.kind for event in events] == [Kind.OPENED, Kind.ENDED, Kind.OPENED]


def test_what_gets_worse_by_half_is_told_again() -> None:
    values = [-0.06] * 11 + [-0.08, -0.09, -0.1, -0.14, -0.5]
    _state, events = run(RULE, values, acknowledged=True)
    assert [event.value for event in events] == [-0.06, -0.09, -0.14, -0.5]


def test_unknown_changes_nothing() -> None:
    state, events = run(RULE, [-0.1] * 11 + [None] * 100, acknowledged=True)
    assert state.phase == Phase.OPEN
    assert len(events) == 1
    assert run(RULE, [None] * 50) == (State(), [])


def test_every_built_in_rule_clears_on_the_good_side() -> None:
    for each in DEFAULTS:
        assert each.clear <= each.threshold if each.above else each.clear >= each.threshold
    assert len({each.code for each in DEFAULTS}) == len(DEFAULTS)


@settings(max_examples=40)
@given(st.lists(st.floats(0, 20), min_size=1, max_size=60))
def test_no_minute_holds_more_than_twenty_messages(gaps) -> None:
    bucket, now, sent = Bucket(), 0.0, []
    for gap in gaps:
        now += gap
        while (left := take(bucket, at=now)) is not None:
            bucket = left
            sent.append(now)
    for place, first in enumerate(sent):
        assert sum(first <= each < first + 60 for each in sent[place:]) <= MOST_A_MINUTE


@settings(max_examples=30)
@given(st.integers(1, 60), st.floats(0, 1))
def test_waits_grow_and_end(attempt, dice) -> None:
    assert 15 <= wait_after(attempt, dice=dice) <= 1_800


CHINESE = st.text(st.sampled_from("落后计划转化率访客，。¥1234万 ab…😀"), max_size=900)


@settings(max_examples=40)
@given(st.lists(CHINESE, max_size=7))
@example(["落后" * 500, "访客" * 500, "因" * 800, "行动" * 100, "https://promo.example.com/board/1/"])
def test_a_digest_always_fits_and_keeps_each_line(lines) -> None:
    text = fit(lines)
    assert len(text) <= MOST_LETTERS
    assert len(text.encode()) <= MOST_BYTES
    assert len(text.split("\n")) == max(1, sum(bool(line.strip()) for line in lines))


@settings(max_examples=40)
@given(
    st.datetimes(moment(2026, 3, 1), moment(2026, 11, 30)),
    st.sampled_from(["Asia/Shanghai", "Europe/Berlin", "America/New_York", "Asia/Kolkata"]),
    st.integers(0, 1_439),
    st.integers(0, 1_439),
)
@example(moment(2026, 3, 29, 0, 59), "Europe/Berlin", 90, 150)
@example(moment(2026, 10, 25, 0, 30), "Europe/Berlin", 60, 170)
def test_quiet_hours_end_after_they_begin_also_when_the_clock_changes(naive, zone, start, end) -> None:
    at = naive.replace(tzinfo=dt.UTC)
    ends = quiet_until(at, zone=zone, start=start, end=end)
    local = at.astimezone(ZoneInfo(zone))
    minute = local.hour * 60 + local.minute
    inside = start <= minute < end if start < end else (minute >= start or minute < end) if start > end else False
    assert (ends is not None) == inside
    if ends is not None:
        assert at < ends <= at + dt.timedelta(hours=25)


@settings(max_examples=40)
@given(st.datetimes(moment(2026, 1, 1), moment(2026, 12, 31)))
def test_digests_go_at_three_and_thirty_three(naive) -> None:
    at = naive.replace(tzinfo=dt.UTC)
    due = next_digest(at)
    assert due.minute in {3, 33}
    assert at <= due < at + dt.timedelta(minutes=31)
    hour = hour_of_digest(at)
    assert (hour is not None) == (3 <= at.minute < 30)


def test_answers_of_the_bots_are_understood() -> None:
    told = {
        ("dingtalk", 200, '{"errcode":300005,"errmsg":"token is not exist"}'): (Outcome.REFUSED, Reason.TOKEN),
        ("dingtalk", 200, '{"errcode":310000,"errmsg":"keywords not in content"}'): (Outcome.REFUSED, Reason.KEYWORD),
        ("dingtalk", 200, '{"errcode":130101,"errmsg":"send too fast"}'): (Outcome.BUSY, Reason.TOO_OFTEN),
        ("feishu", 200, '{"code":19001,"msg":"token invalid"}'): (Outcome.REFUSED, Reason.TOKEN),
        ("feishu", 200, '{"StatusCode":0,"code":0,"msg":"success"}'): (Outcome.TAKEN, Reason.OK),
        ("wecom", 200, '{"errcode":45009,"errmsg":"api freq out of limit"}'): (Outcome.BUSY, Reason.TOO_OFTEN),
        ("slack", 403, "invalid_token"): (Outcome.REFUSED, Reason.TOKEN),
        ("slack", 404, "no_service"): (Outcome.REFUSED, Reason.TOKEN),
        ("slack", 200, "ok"): (Outcome.TAKEN, Reason.OK),
        ("webhook", 204, ""): (Outcome.TAKEN, Reason.OK),
        ("webhook", 302, ""): (Outcome.REFUSED, Reason.GONE),
        ("webhook", 404, "<html>"): (Outcome.REFUSED, Reason.GONE),
        ("webhook", 500, ""): (Outcome.DOWN, Reason.SERVER),
        ("webhook", 0, ""): (Outcome.DOWN, Reason.UNREACHABLE),
    }
    for (kind, status, body), expected in told.items():
        answer = judge(kind, Heard(status, body))
        assert (answer.outcome, answer.reason) == expected, (kind, status, body)
