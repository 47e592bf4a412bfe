"""The past as curves ask for it: several windows read in one go hold what each holds when it is read alone."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from campaigns.models import TargetCurve
from campaigns.queries.curves import revenue_of
from campaigns.queries.target import _KNOWN, MOST_KNOWN, remember, target_arrays
from campaigns.rules.packing import unpack
from common.windows import Window
from metrics.models import SalesSlot
from orders.models import Shop

FIRST, DAY = 3_000_000, 144


class TestOnePastForSeveralCurves(TestCase):
    @settings(max_examples=40)
    @given(
        windows=st.lists(st.tuples(st.integers(0, 500), st.integers(1, 500)), min_size=1, max_size=3),
        step=st.sampled_from([1, 6, DAY]),
        snapped=st.booleans(),
        sold=st.lists(st.tuples(st.integers(0, 999), st.integers(1, 10**9)), max_size=30),
    )
    def test_windows_together_are_windows_apart(self, windows, step, snapped, sold):
        shop, other = (Shop.objects.create(name=name, platform="tmall") for name in ("Linen House", "Wool House"))
        for slot, minor in dict(sold).items():
            SalesSlot.objects.create(shop=shop, slot=FIRST + slot, revenue_minor=minor)
            SalesSlot.objects.create(shop=other, slot=FIRST + slot, revenue_minor=7)
        grid = step if snapped else 1
        asked = [
            ([shop], Window(FIRST + start // grid * grid, FIRST + start // grid * grid + length)) for start, length in windows
        ]
        together = revenue_of(asked, step=step)
        apart = [revenue_of([one], step=step)[0] for one in asked]
        assert [found.tolist() for found in together] == [found.tolist() for found in apart]
        if step == 1:
            kept = dict(sold)
            assert together[0].tolist() == [kept.get(slot - FIRST, 0) for slot in asked[0][1].slots()]


@pytest.mark.django_db
def test_a_target_kept_in_the_process_is_the_one_in_the_database(sale):
    standing = target_arrays(campaign=sale)
    again = target_arrays(campaign=sale)
    assert again.table is standing.table
    row = TargetCurve.objects.get(campaign=sale)
    assert np.array_equal(unpack(bytes(row.body)), standing.table)
    _KNOWN.pop(row.digest)
    assert np.array_equal(target_arrays(campaign=sale).table, standing.table)
    with pytest.raises(ValueError, match="read-only"):
        again.table[0, 0] = 1  # it may be another page's too
    for number in range(MOST_KNOWN):
        remember(f"digest {number}", np.zeros((4, 1), dtype=np.int64))
    assert len(_KNOWN) == MOST_KNOWN
    assert row.digest not in _KNOWN
