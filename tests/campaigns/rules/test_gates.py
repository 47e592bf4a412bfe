"""Whether a gate is open."""

from hypothesis import given
from hypothesis import strategies as st

from campaigns.models import Occasion
from campaigns.rules.gates import CHECK, Asked, default_gate, keeps_shut, state_of
from campaigns.words.gates import CHECKS, HAND_POINTS

states = st.sampled_from(["done", "watch", "failed", "missing"])


@given(st.lists(states))
def test_a_gate_is_open_when_nothing_failed_and_everything_was_checked(found):
    shut = keeps_shut(found)
    assert (not shut) == all(state in {"done", "watch"} for state in found)
    assert all(found[place] in {"failed", "missing"} for place in shut)


def test_who_answers():
    assert state_of(Asked("hand", "stock_counted"), {"stock_counted": "done"}) == "failed"
    assert state_of(Asked("hand", "stock_counted", is_ticked=True), {}) == "done"
    assert state_of(Asked("check", "data"), {"data": "done"}) == "done"
    assert state_of(Asked("check", "data"), {}) == "missing"


def test_every_default_point_has_its_words():
    for occasion in Occasion.values:
        for points in default_gate(occasion).values():
            for kind, key in points:
                assert key in (CHECKS if kind == CHECK else HAND_POINTS)
