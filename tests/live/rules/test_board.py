"""The figures of a board hang together: hours and phases add up to the sale, parts to gaps, needs to what is left."""

from hypothesis import given, settings
from hypothesis import strategies as st

from live.rules.board import PhaseWindow, figures_of
from live.rules.ledger import Facts, Ledger, Plan, TrafficHour

PHASES = [
    PhaseWindow(1, "one", "tests the warm-up", 0, 9, 0, 9),
    PhaseWindow(2, "two", "tests the products", 24, 30, 9, 30),
    PhaseWindow(3, "three", "sets the result", 36, 40, 30, 44),
]
SIZE = 44
HOURS = [(start, min(start + 6, SIZE)) for start in range(0, SIZE, 6)]

numbers = st.lists(st.integers(0, 5000), min_size=SIZE, max_size=SIZE)
visits = st.lists(st.one_of(st.none(), st.integers(0, 50_000)), min_size=len(HOURS), max_size=len(HOURS))


@st.composite
def ledgers(draw):
    plan = Plan(draw(numbers), draw(numbers), draw(numbers), draw(numbers))
    cut = draw(st.integers(0, SIZE))
    traffic = [
        TrafficHour(start, min(end, cut), seen, seen)
        for (start, end), seen in zip(HOURS, draw(visits), strict=True)
        if start < cut
    ]
    return Ledger(plan, Facts(cut, draw(numbers), draw(numbers), draw(numbers), traffic), HOURS)


def board_of(ledger):
    return figures_of(ledger, PHASES, {"last": list(range(SIZE))}, str)


@settings(deadline=None, max_examples=60)
@given(ledgers())
def test_hours_and_phases_add_up(ledger):
    board = board_of(ledger)
    so_far = board["so_far"]
    for rows in (board["hours"], board["phases"]):
        for name in ("revenue", "paid_orders"):
            for field in ("target", "due", "actual", "gap"):
                assert sum(row[name][field] or 0 for row in rows) == (so_far[name][field] or 0)
        assert rows[-1]["revenue"]["running_target"] == so_far["revenue"]["target"]
        needed = sum(row["needed_minor"] or 0 for row in rows)
        left = max(0, so_far["revenue"]["target"] - (so_far["revenue"]["actual"] or 0))
        remaining = so_far["revenue"]["target"] - (so_far["revenue"]["due"] or 0)
        assert needed == (left if remaining else 0)


@settings(deadline=None, max_examples=60)
@given(ledgers())
def test_parts_add_up_to_gaps_everywhere(ledger):
    board = board_of(ledger)
    for cell in [board["so_far"], *board["hours"], *board["phases"]]:
        if cell["split"] is not None:
            assert sum(cell["split"].values()) == (cell["revenue"]["gap"] or 0)
    for part in board["so_far"]["split"]:
        assert board["so_far"]["split"][part] == sum(hour["split"][part] for hour in board["hours"] if hour["split"])


@settings(deadline=None, max_examples=60)
@given(ledgers())
def test_curves_agree_with_the_hours(ledger):
    board = board_of(ledger)
    series = board["series"]
    assert series["target"][-1] == board["so_far"]["revenue"]["target"]
    known = [total for total in series["actual"] if total is not None]
    assert (known[-1] if known else None) == board["so_far"]["revenue"]["actual"]
    assert len({len(series[name]) for name in ("offsets", "target", "actual", "last")}) == 1


def even(cut, *, visitors=(), revenue=100, orders=10):
    plan = Plan([100] * SIZE, [50] * SIZE, [10] * SIZE, [1] * SIZE)
    return Ledger(plan, Facts(cut, [revenue] * SIZE, [orders] * SIZE, [0] * SIZE, visitors), HOURS)


def test_nothing_known_yet():
    board = board_of(even(0))
    assert board["sentence"]["kind"] == "no_data"
    assert {hour["state"] for hour in board["hours"]} == {"next"}
    assert {phase["state"] for phase in board["phases"]} == {"next"}
    assert board["so_far"]["revenue"]["actual"] is None
    assert set(board["series"]["actual"]) == {None}


def test_visitors_missing_in_one_hour_are_left_out_on_both_sides():
    board = board_of(even(12, visitors=[TrafficHour(0, 6, 300, 6), TrafficHour(6, 12, None, None)]))
    visitors, conversion = board["so_far"]["visitors"], board["so_far"]["conversion"]
    assert (visitors["actual"], visitors["due"], visitors["missing_slots"]) == (300, 300, 6)
    assert conversion["actual"] == conversion["due"] == 0.2
    assert board["hours"][1]["visitors"]["actual"] is None


def test_planned_orders_rounded_away_still_split_the_gap():
    """A small shop: one order in six slots, all of them rounded into the first one."""
    plan = Plan([100] * SIZE, [5] * SIZE, [1 if slot % 12 == 0 else 0 for slot in range(SIZE)], [0] * SIZE)
    visitors = [TrafficHour(start, end, 30, 0) for start, end in HOURS[:-1]] + [TrafficHour(42, 44, 10, 0)]
    ledger = Ledger(
        plan, Facts(SIZE, [50] * SIZE, [1 if slot % 24 == 6 else 0 for slot in range(SIZE)], [0] * SIZE, visitors), HOURS
    )
    split = ledger.split(6, 12)
    assert plan.paid_orders[6:12] == [0] * 6
    assert split.unknown == 0
    assert split.gap == -300


def test_planned_counts_that_were_meant_are_kept():
    plan = Plan([100] * SIZE, [50] * SIZE, [10] * 22 + [30] * 22, [1] * SIZE)
    ledger = Ledger(plan, Facts(SIZE, [100] * SIZE, [20] * SIZE, [0] * SIZE), HOURS)
    assert ledger.intended("paid_orders", 0, 6) == 60
    assert ledger.intended("visitors", 0, 6) == 300


def test_a_phase_that_ends_inside_an_hour_gets_the_part_that_the_plan_gave():
    board = board_of(even(12, visitors=[TrafficHour(0, 6, 300, 6), TrafficHour(6, 12, 600, 6)]))
    first = board["phases"][0]["visitors"]
    assert (first["actual"], first["is_estimated"]) == (600, True)
    assert board["so_far"]["visitors"]["is_estimated"] is False


def test_hours_between_phases_count_towards_the_later_one():
    board = board_of(even(18, revenue=90))
    one, two, three = board["phases"]
    assert (one["state"], one["revenue"]["actual"], one["revenue"]["target"]) == ("missed", 810, 900)
    assert (two["state"], two["revenue"]["actual"], two["revenue"]["target"]) == ("counting", 810, 2100)
    assert three["state"] == "next"
    assert board["sentence"]["kind"] == "behind"
    assert board["sentence"]["gap_minor"] == -180


def test_the_last_hour_may_be_a_part_of_one():
    board = board_of(even(SIZE))
    assert board["hours"][-1]["start_offset"] == 42
    assert board["hours"][-1]["revenue"]["target"] == 200
    assert board["sentence"]["kind"] == "made"
