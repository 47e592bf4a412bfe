"""The figures are what plotly understands, in the colours of the tokens, and show the board's own numbers."""

import plotly.graph_objects as go
import pytest

from common.charts import TOKENS, painted
from live.charts.axes import clock_ticks, ticks_up_to
from live.charts.hourly import hourly_figure
from live.charts.running import running_figure
from live.models import BoardSnapshot
from live.services import recompute_board
from tests.live.scenario import AT, START, Sale, double_11
from tests.live.test_services import flat_sale, shop_named

pytestmark = pytest.mark.django_db


@pytest.fixture
def sale(db, travel) -> Sale:
    """A sale of each test's own: others of this module build sales beside it."""
    return double_11(scale=1000)


def colours(value):
    if isinstance(value, dict):
        for key, part in value.items():
            if "color" in key and isinstance(part, str):
                yield part
            else:
                yield from colours(part)
    elif isinstance(value, list):
        for part in value:
            yield from colours(part)


def figures(board):
    hours = board["hours"]
    return [running_figure(board), hourly_figure(board, hours, hours[0] if hours[0]["revenue"]["gap"] else None)]


@pytest.fixture
def board(sale):
    return BoardSnapshot.objects.get(campaign=sale.campaign).board


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_plotly_accepts_every_figure(board, scheme):
    for figure in figures(board):
        made = painted(figure, scheme)
        go.Figure(**made)
        go.Figure(layout=painted({"layout": figure["narrow"]}, scheme)["layout"])


def test_plotly_accepts_a_board_without_data():
    campaign = flat_sale([shop_named()])
    empty = recompute_board(campaign=campaign, at=AT).board
    for figure in figures(empty):
        go.Figure(**painted(figure, "light"))
    assert "yaxis2" not in running_figure(empty)["layout"]


def test_colours_come_from_the_tokens_alone(board):
    for figure in figures(board):
        found = set(colours(figure))
        assert found
        assert all(colour.removeprefix("token:") in TOKENS for colour in found)


def test_no_text_needs_an_inline_style(board):
    for figure in figures(board):
        for layout in (figure["layout"], figure["narrow"]):
            assert not any("<b" in note["text"].replace("<br>", "") for note in layout.get("annotations", []))


def test_the_lines_end_at_the_boards_numbers(board):
    lines = {trace.get("name"): trace for trace in running_figure(board)["data"] if trace.get("name")}
    known = [value for value in lines["sold"]["y"] if value is not None]
    scale = board["series"]["target"][-1] / lines["plan"]["y"][-1]
    assert round(known[-1] * scale) == board["so_far"]["revenue"]["actual"]


def test_bars_stack_to_what_was_sold_or_due(board):
    sold, short, over = (trace for trace in hourly_figure(board, board["hours"], None)["data"] if trace["type"] == "bar")
    known = [hour["revenue"] for hour in board["hours"] if hour["revenue"]["actual"] is not None]
    for measure, a, b, c in zip(known, sold["y"], short["y"], over["y"], strict=True):
        assert a + b + c == pytest.approx(max(measure["actual"], measure["due"]) / _scale(board))


def _scale(board):
    figure = hourly_figure(board, board["hours"], None)
    plan = next(trace for trace in figure["data"] if trace.get("name") == "plan")
    return board["hours"][0]["revenue"]["target"] / plan["y"][0]


def test_ticks():
    assert ticks_up_to(62) == [0.0, 20.0, 40.0, 60.0]
    assert clock_ticks(START, "Asia/Shanghai", 0, 144, at_most=9)["ticktext"][-1] == "24:00"
    assert clock_ticks(START, "Asia/Shanghai", 0, 144 * 8, at_most=9)["ticktext"][0] == "11 Nov"
    assert clock_ticks(START, "Asia/Shanghai", 0, 144, at_most=24, under_bars=True)["tickvals"][0] == 0.5
