"""Charts without a browser: bars as long as their numbers, every number written, the picture a real one."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from common.charts import TOKENS, figure_json, token
from common.painting import Box, Line, Shape, Words, curves, lying_bars
from common.png import chart_png


def bars(values, *, base=None, name="", ink="--chart-actual", labels=None):
    trace = {
        "type": "bar", "orientation": "h", "y": labels or [f"Bar {place}" for place in range(len(values))], "x": values,
        "text": [f"¥{value}" for value in values], "marker": {"color": token(ink)}, "name": name,
    }  # fmt: skip
    return trace | ({"base": base} if base is not None else {})


def figure(*traces, low=0, high=100):
    return figure_json({"data": list(traces), "layout": {"xaxis": {"range": [low, high]}}})


def drawn(shown, width=400):
    return lying_bars(shown, width=width, size=10, measure=lambda text, size: len(text) * size * 0.5)


@given(st.lists(st.integers(-80, 80), min_size=1, max_size=8))
def test_a_bar_is_as_long_as_its_number_and_every_number_is_written(values):
    marks, height = drawn(figure(bars(values), low=-100, high=100))
    boxes = [mark for mark in marks if isinstance(mark, Box) and mark.ink == "--chart-actual"]
    longest = max(abs(value) for value in values) or 1
    unit = max(box.width for box in boxes) / longest
    assert [box.width for box in boxes] == pytest.approx([abs(value) * unit for value in values])
    said = [mark.text for mark in marks if isinstance(mark, Words)]
    assert all(f"¥{value}" in said for value in values)
    assert all(0 <= mark.y <= height for mark in marks)


def test_a_waterfall_goes_on_where_the_step_before_ended():
    marks, _height = drawn(figure(bars([60, -20, 40], base=[0, 60, 0])))
    first, step, last = (mark for mark in marks if isinstance(mark, Box) and mark.ink == "--chart-actual")
    assert step.x + step.width == pytest.approx(first.x + first.width)
    assert step.x == pytest.approx(last.x + last.width)


def test_traces_lie_below_each_other_with_a_key():
    marks, _height = drawn(figure(bars([10, 20], name="Planned", ink="--chart-plan"), bars([30, 5], name="Actual")))
    assert {"Planned", "Actual"} <= {mark.text for mark in marks if isinstance(mark, Words)}
    assert len([mark for mark in marks if isinstance(mark, Box) and mark.ink == "--chart-plan"]) == 3


def test_what_is_no_lying_bar_is_refused():
    with pytest.raises(ValueError, match="side"):
        drawn(figure({"type": "scatter", "x": [1], "y": [2]}))


def test_the_picture_is_sharp_and_holds_bars_and_chinese():
    shown = figure(bars([60, 30], labels=["计划", "实际"]))
    image = Image.open(io.BytesIO(chart_png(shown, title="从计划利润到实际利润", foot="双十一")))
    assert (image.format, image.width) == ("PNG", 1_800)
    colors = {color: count for count, color in image.convert("RGB").getcolors(100_000)}
    ink = tuple(int(TOKENS["--chart-actual"][0][place : place + 2], 16) for place in (1, 3, 5))
    assert colors[ink] > 20_000
    other = Image.open(io.BytesIO(chart_png(shown, title="一" * 10, foot="双十一")))
    assert other.tobytes() != image.tobytes(), "the letters are drawn, not boxes in their place"


def axis(low, high, ticks):
    return {"range": [low, high], "tickvals": ticks, "ticktext": [str(tick) for tick in ticks]}


def test_a_curve_goes_through_its_values_and_is_cut_where_nothing_is_known():
    trace = {"type": "scatter", "x": [0, 1, 2, 3, 4], "y": [0, 10, None, 5, 5], "line": {"width": 2, "color": token("--ink")}}
    layout = {"xaxis": axis(0, 4, [0, 4]), "yaxis": axis(0, 10, [0, 10])}
    marks, height = curves(figure_json({"data": [trace], "layout": layout}), width=400, size=10, measure=lambda *_: 10)
    first, second = [mark.points for mark in marks if isinstance(mark, Line) and mark.ink == "--ink"]
    ground = {round(mark.points[0][1], 6) for mark in marks if isinstance(mark, Line) and mark.ink != "--ink"}
    assert {round(y, 6) for _x, y in first} == ground, "0 and 10 lie on their hairlines"
    assert second[0][1] == second[1][1] == pytest.approx((min(ground) + max(ground)) / 2)
    assert all(0 <= y <= height for mark in marks if isinstance(mark, Line) for _x, y in mark.points)


def test_a_band_lies_between_its_ends_and_bars_stand_on_each_other():
    ends = [{"type": "scatter", "x": [0, 1], "y": [value, value], "line": {"width": 0}} for value in (2, 8)]
    ends[1] |= {"fill": "tonexty", "fillcolor": token("--chart-fan-80")}
    bars = [{"type": "bar", "x": [0, 1], "y": [3, 4], "marker": {"color": token(ink)}} for ink in ("--ink", "--plan")]
    layout = {"xaxis": axis(-1, 2, [0, 1]), "yaxis": axis(0, 10, [0, 5, 10])}
    marks, _height = curves(figure_json({"data": [*ends, *bars], "layout": layout}), width=400, size=10, measure=lambda *_: 10)
    [band] = [mark for mark in marks if isinstance(mark, Shape)]
    assert len({y for _x, y in band.points}) == 2
    low, high = ([mark for mark in marks if isinstance(mark, Box) and mark.ink == ink] for ink in ("--ink", "--plan"))
    for below, above in zip(low, high, strict=True):
        assert above.y + above.height == pytest.approx(below.y)
        assert above.height == pytest.approx(below.height)
