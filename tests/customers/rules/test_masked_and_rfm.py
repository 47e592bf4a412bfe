"""Masked names are possibilities; scores depend on values alone."""

from hypothesis import given
from hypothesis import strategies as st

from customers.rules.masked import is_masked, may_be
from customers.rules.rfm import cut_places, score


@given(st.text(alphabet="abc_1*", min_size=1, max_size=8), st.text(alphabet="abc_1", min_size=1, max_size=8))
def test_a_masked_name_fits_only_what_it_shows(masked: str, full: str) -> None:
    if may_be(masked, full):
        assert is_masked(masked)
        assert full.startswith(masked.split("*", maxsplit=1)[0])
        assert full.endswith(masked.rsplit("*", maxsplit=1)[-1])


@given(st.lists(st.integers(-50, 50), min_size=1), st.randoms())
def test_scores_are_the_same_in_any_order_and_rise_with_the_value(values: list[int], shuffle: object) -> None:
    def cuts(some: list[int]) -> list[int]:
        return [sorted(some)[place] for place in cut_places(len(some))]

    mixed = list(values)
    shuffle.shuffle(mixed)
    assert cuts(values) == cuts(mixed)
    scores = [score(value, cuts(values)) for value in sorted(values)]
    assert scores == sorted(scores)
    assert set(scores) <= {1, 2, 3, 4, 5}
