"""The sentence of the due page with several warehouses: it never says anything else than the rows below it."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch.pages.due_rows import shown_store
from dispatch.pages.due_sentence import sentence, totals, why
from dispatch.queries.due import DueView, Store
from dispatch.rules.clock import Group, Hours, Speed, look_out
from orders.models import Shop

SHOP = Shop(pk=1, name="Lamp House", currency="CNY", time_zone="Asia/Shanghai")


def store(name: str, groups: dict[int, int], speed: float | None, hours: Hours | None = None) -> Store:
    """Return a warehouse with so many orders due in so many slots from now, shipping so many an hour."""
    seen = None if speed is None else Speed(speed, speed * 0.9, speed * 1.1, 6)
    queue, work = [Group(due, orders) for due, orders in groups.items()], hours or Hours()
    return Store(SHOP, name, queue, 0, seen, look_out(queue, now=0, hours=work, speed=seen), work)


def said(*stores: Store) -> str:
    return sentence(totals(stores))


NORTH = store("North", {60: 100}, 50.0)  # 100 in ten hours: easily done
SOUTH = store("South", {60: 40}, 2.0)  # 40 in ten hours at two an hour: half of them
EAST = store("East", {12: 30}, 5.0)
BLIND = store("West", {60: 7}, None)
CLOSED = store("Night", {6: 3}, 40.0, Hours(start=9 * 60, until=18 * 60))  # due at one o'clock, opened at nine


@pytest.mark.parametrize(("stores", "words"), [
    ([SOUTH], "20 orders will miss their time: 2 leave an hour, 4 are needed."),
    ([NORTH, SOUTH], "20 orders will miss their time: in South 2 leave an hour, 4 are needed."),
    ([NORTH, SOUTH, EAST], "40 orders will miss their time: in 2 of 3 warehouses 7 leave an hour, 19 are needed."),
    ([NORTH], "All of 100 orders leave in time: 50 leave an hour, 10 are needed."),
    ([NORTH, BLIND], "107 orders wait, 0 of them late already; for 7 no speed is known, the others leave in time."),
    ([BLIND], "7 orders wait, 7 of them due within 24 hours; how fast the warehouse ships is not known yet."),
    ([NORTH, CLOSED], "3 orders will miss their time: nobody works before they are due."),
    ([], "Nothing waits to be shipped."),
])  # fmt: skip
def test_what_it_says(stores: list[Store], words: str) -> None:
    assert said(*stores) == words


def test_two_shops_are_told_apart() -> None:
    other = replace(NORTH, shop=Shop(pk=2, name="Oat House", currency="CNY", time_zone="Asia/Shanghai"))
    assert "in Lamp House · South 2 leave" in said(SOUTH, other)


def test_what_stands_behind_it_repeats_nothing() -> None:
    stores = [NORTH, CLOSED]
    view = DueView(0, stores, 0, 0, None, None)
    assert not any("before anybody works again" in words for words in why(view, totals(stores)))
    stores = [SOUTH, CLOSED]
    assert "3 are due before anybody works again." in why(replace(view, stores=stores), totals(stores))


def number(words: str) -> float:
    return float(words.replace(",", ""))


waiting = st.dictionaries(st.integers(-20, 120), st.integers(1, 60), max_size=4)
speeds = st.none() | st.floats(0.0, 80.0)
hours = st.sampled_from([Hours(), Hours(start=9 * 60, until=18 * 60)])


@given(st.lists(st.builds(store, st.sampled_from("ABC"), waiting, speeds, hours), max_size=4))
def test_law_it_agrees_with_the_rows(stores: list[Store]) -> None:
    sums, words = totals(stores), said(*stores)
    rows = [shown_store(one, several=False) for one in stores]
    told = re.search(r"([\d.,]+) leave an hour, ([\d.,]+) are needed", words)
    if "miss" in words:
        assert any(row.state == "behind" for row in rows)
        assert f"{sum(int(row.misses) for row in rows if row.misses)} order" in words
        if told:
            assert number(told[1]) < number(told[2]), "what is too slow reads slower than what it takes"
            slow = [row for row in rows if row.speed and row.needed and number(row.speed) < number(row.needed)]
            assert slow, "a row says so too"
            assert len(slow) >= len(sums.short)
    elif sums.open:
        assert not any(row.state == "behind" for row in rows)
        assert ("All of" in words) <= all(row.misses == "0" for row in rows if row.store.outlook.open)
        if told:
            assert number(told[1]) >= number(told[2])
