"""Who has the word: the layers are the fold, in whatever order the exports come."""

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from orders.claims import Source
from orders.rules.provenance import Layers, claim, dump, parse, spoken

CLAIMS = st.lists(
    st.tuples(st.builds(Source, st.integers(0, 3), st.sampled_from("abc")), st.integers(0, 15)),
    max_size=4,
    unique_by=lambda each: each[0],
)


def layers_of(claims: list[tuple[Source, int]] | tuple[tuple[Source, int], ...]) -> Layers:
    layers: Layers = ()
    for source, says in claims:
        _, layers = claim(layers, source, says)
    return layers


@given(CLAIMS)
def test_any_order_gives_the_same_layers(claims: list[tuple[Source, int]]) -> None:
    expected = layers_of(claims)
    assert all(layers_of(order) == expected for order in permutations(claims))


@given(CLAIMS)
def test_each_field_belongs_to_the_newest_that_speaks(claims: list[tuple[Source, int]]) -> None:
    layers = layers_of(claims)
    for bit in (1, 2, 4, 8):
        speakers = [source for source, says in claims if says & bit]
        assert [source for source, mask in layers if mask & bit] == ([max(speakers)] if speakers else [])


@given(CLAIMS)
def test_the_same_again_wins_nothing(claims: list[tuple[Source, int]]) -> None:
    layers = layers_of(claims)
    assert all(claim(layers, source, says) == (0, layers) for source, says in claims)


@given(CLAIMS)
def test_text_and_back(claims: list[tuple[Source, int]]) -> None:
    layers = layers_of(claims)
    assert parse(dump(layers)) == layers
    assert spoken(layers) == sum(bit for bit in (1, 2, 4, 8) if any(says & bit for _, says in claims))
