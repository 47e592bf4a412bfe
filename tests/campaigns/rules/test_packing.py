"""Packed tables of whole numbers: what goes in comes out."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from campaigns.rules.packing import pack, unpack


@given(arrays(np.int64, st.tuples(st.integers(0, 5), st.integers(0, 40))))
def test_what_goes_in_comes_out(table):
    packed = pack(table)
    assert np.array_equal(unpack(packed), table)
    assert unpack(packed).shape == table.shape
    assert pack(unpack(packed)) == packed


def test_a_year_is_small():
    random = np.random.default_rng(3)
    assert len(pack(random.integers(0, 2_000_000, (4, 52_704)))) < 700_000
    assert len(pack(np.full((4, 52_704), 1_897_389))) < 20_000


@pytest.mark.parametrize("bytes_", [b"", b"nothing of ours, long enough", pack(np.ones((2, 3), dtype=np.int64))[:-1]])
def test_other_bytes_are_refused(bytes_):
    with pytest.raises(ValueError, match="no table"):
        unpack(bytes_)
