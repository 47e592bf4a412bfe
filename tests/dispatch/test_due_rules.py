"""The laws of the 72-hour clock: half-open, real hours over a clock change, days off; the outlook against parcel by parcel."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from common.windows import Window, day_window, slot_of, slot_start
from dispatch.rules.clock import Group, Hours, Penalty, Speed, Terms, due_slot, look_out, paid_windows, present_speed

ZONES = st.sampled_from(["UTC", "Asia/Shanghai", "America/New_York", "Europe/Berlin", "Asia/Kolkata"])
YEAR = Window(slot_of(datetime(2026, 1, 1, tzinfo=UTC)), slot_of(datetime(2027, 1, 1, tzinfo=UTC)))
SLOTS = st.integers(YEAR.start, YEAR.end)
DAYS = st.frozensets(st.dates(date(2026, 1, 1), date(2026, 12, 31)), max_size=12)
SALES = st.lists(SLOTS, max_size=6, unique=True).map(
    lambda edges: tuple((start, end) for start, end in zip(sorted(edges)[::2], sorted(edges)[1::2], strict=False))
)
TERMS = st.builds(Terms, hours=st.integers(1, 96), sale_hours=st.integers(1, 96), sales=SALES, off_days=DAYS, zone=ZONES)


def naive_due(paid: int, terms: Terms) -> int:
    """Walk slot by slot: each slot of a day that is not off takes one from what is left."""
    hours = terms.sale_hours if any(start <= paid < end for start, end in terms.sales) else terms.hours
    left, slot = hours * 6, paid
    while left:
        if not any(slot in day_window(day, terms.zone) for day in terms.off_days):
            left -= 1
        slot += 1
    return slot


class TestDeadline:
    @given(
        SLOTS, st.builds(Terms, hours=st.integers(1, 30), sale_hours=st.integers(1, 30), sales=SALES, off_days=DAYS, zone=ZONES)
    )
    def test_slot_by_slot(self, paid: int, terms: Terms) -> None:
        assert due_slot(paid, terms) == naive_due(paid, terms)

    @given(SLOTS, st.integers(1, 96), ZONES)
    def test_hours_are_real_hours_over_a_clock_change(self, paid: int, hours: int, zone: str) -> None:
        due = due_slot(paid, Terms(hours, hours, zone=zone))
        assert slot_start(due) - slot_start(paid) == timedelta(hours=hours)

    @given(st.integers(0, 6 * 24 * 20), TERMS, st.integers(0, 400), st.integers(0, 400))
    def test_the_payments_of_a_time_are_exactly_those_due_in_it(self, ago: int, terms: Terms, wait: int, width: int) -> None:
        now = YEAR.start + 20_000
        paid = Window(now - ago, now + 1)
        due = Window(now + wait, now + wait + width)
        found = {slot for window in paid_windows(due, paid=paid, terms=terms) for slot in window.slots()}
        assert found == {slot for slot in paid.slots() if due_slot(slot, terms) in due}

    def test_half_open(self) -> None:
        terms = Terms(1, 1)
        seen = [look_out([Group(due_slot(0, terms), 1)], now=now, hours=Hours(), speed=None).overdue for now in (5, 6)]
        assert seen == [0, 1]


HOURS = st.builds(
    Hours,
    start=st.integers(0, 143).map(lambda ten: ten * 10),
    until=st.integers(0, 143).map(lambda ten: ten * 10),
    days=st.integers(0, 127),
    off_days=DAYS,
    zone=ZONES,
)


class TestHours:
    @given(HOURS, SLOTS, st.integers(0, 1000), st.integers(0, 1000))
    def test_hours_add_up(self, hours: Hours, start: int, first: int, second: int) -> None:
        whole = hours.between(start, start + first + second)
        assert abs(whole - hours.between(start, start + first) - hours.between(start + first, start + first + second)) < 1e-9
        assert 0 <= whole <= (first + second) / 6 + 1  # shifts of a day with a clock change may touch

    @given(HOURS, SLOTS, st.floats(0, 100))
    def test_after_so_many_hours_so_many_have_passed(self, hours: Hours, start: int, work: float) -> None:
        end = hours.after(start, work)
        if end is not None:
            assert abs(hours.between(start, int(end)) - work) <= 1 / 6 + 1e-9

    def test_nobody_works_on_a_day_off(self) -> None:
        hours = Hours(480, 1200, off_days=frozenset({date(2026, 10, 1)}), zone="Asia/Shanghai")
        day = day_window(date(2026, 10, 1), "Asia/Shanghai")
        assert hours.between(day.start, day.end) == 0
        assert hours.between(day.end, day.end + 144) == 12


QUEUE = st.lists(
    st.builds(Group, due=st.integers(-50, 300), orders=st.integers(1, 20), amount=st.integers(0, 10_000)), max_size=12
)


class TestOutlook:
    @given(QUEUE, st.floats(0.5, 200))
    def test_parcel_by_parcel(self, groups: list[Group], mean: float) -> None:
        """Each order at its place in the line leaves when so many are shipped; it misses when that is after its hour."""
        speed = Speed(mean, mean / 2, mean * 2, 6)
        seen = look_out(groups, now=0, hours=Hours(), speed=speed)
        line = sorted(group.due for group in groups for _ in range(group.orders))
        late = [due for due in line if due <= 0]
        missing = sum(int(mean * due / 6 + 1e-9) < place for place, due in enumerate(line, start=1) if due > 0)
        assert seen.overdue == len(late)
        assert seen.misses is not None
        assert seen.misses[0] == missing
        assert seen.misses[1] <= seen.misses[0] <= seen.misses[2]
        assert seen.within[0] <= seen.within[1] <= seen.within[2] <= seen.open - seen.overdue

    @given(QUEUE)
    def test_the_speed_needed_is_just_enough(self, groups: list[Group]) -> None:
        needed = look_out(groups, now=0, hours=Hours(), speed=None).needed
        if needed is None:
            return

        def misses(mean: float) -> int:
            found = look_out(groups, now=0, hours=Hours(), speed=Speed(mean, mean, mean, 6)).misses
            assert found is not None
            return found[0]

        assert misses(needed * (1 + 1e-9)) == 0
        assert misses(needed * 0.98) > 0

    def test_money_at_risk(self) -> None:
        groups = [Group(-1, 2, 40_000), Group(6, 10, 100_000)]
        seen = look_out(groups, now=0, hours=Hours(), speed=Speed(7.0, 7.0, 7.0, 6), penalty=Penalty(0.05, 300, 600))
        assert (seen.overdue_risk, seen.misses, seen.risk) == (1_200, (5, 5, 5), 2_500)

    def test_due_before_anybody_works(self) -> None:
        seen = look_out([Group(12, 4), Group(100, 1)], now=0, hours=Hours(480, 1200), speed=None)
        assert (seen.hopeless, seen.needed_by) == (4, 100)


class TestSpeed:
    @given(st.dictionaries(st.integers(-200, -1), st.integers(0, 50), max_size=60))
    def test_the_mean_is_what_left_in_these_hours(self, shipped: dict[int, int]) -> None:
        speed = present_speed(shipped, now=0, hours=Hours())
        assert speed is not None
        assert abs(speed.mean * speed.hours - sum(number for slot, number in shipped.items() if slot >= -36)) < 1e-6
        assert speed.low <= speed.mean <= speed.high

    def test_a_shop_that_never_works_has_no_speed(self) -> None:
        assert present_speed({-1: 5}, now=0, hours=Hours(days=0)) is None
