"""Which day, phase and hour a slot belongs to."""

from datetime import datetime
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from campaigns.rules.phases import double_11
from campaigns.rules.shape import shape_of
from campaigns.rules.target_tree import LEVELS
from common.windows import Window, slot_of

MIDNIGHT = slot_of(datetime(2026, 11, 11, tzinfo=ZoneInfo("Asia/Shanghai")))


@given(st.integers(-300, 300), st.integers(1, 700), st.sampled_from(["Asia/Shanghai", "America/New_York", "Asia/Kolkata"]))
def test_every_level_covers_the_sale_and_children_cover_their_parent(start, length, zone):
    window = Window(MIDNIGHT + start, MIDNIGHT + start + length)
    shape = shape_of(window, zone, [(phase.start, phase.end) for phase in double_11(window, zone)])
    for depth in range(len(LEVELS)):
        nodes = shape.tree.nodes(depth)
        assert nodes[0].start == 0
        assert nodes[-1].end == length
        for node in nodes:
            children = shape.tree.children(node)
            if depth < len(LEVELS) - 1:
                assert (children[0].start, children[-1].end) == (node.start, node.end)
                assert all(shape.tree.parent(child) == node for child in children)
            else:
                assert children == []


def test_the_evening_before_a_phase_at_midnight_belongs_to_that_day():
    window = Window(MIDNIGHT - 24, MIDNIGHT + 144)
    shape = shape_of(window, "Asia/Shanghai", [(MIDNIGHT, MIDNIGHT + 9), (MIDNIGHT + 54, MIDNIGHT + 66)])
    assert [(node.start, node.end) for node in shape.tree.nodes(1)] == [(0, 168)]
