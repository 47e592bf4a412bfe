import json
import re
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import plotly.graph_objects as go
import pytest
from django.conf import settings

from common.charts import CONFIG, TOKENS, as_label, figure_json, painted, token

CSS = (Path(settings.BASE_DIR) / "static" / "tokens.css").read_text()
DECLARED = dict(re.findall(r"(--[\w-]+):\s*([^;]+);", CSS))


def colours_of(name):
    value = DECLARED[name].strip()
    if inner := re.fullmatch(r"var\((--[\w-]+)\)", value):
        return colours_of(inner[1])
    if both := re.fullmatch(r"light-dark\((#\w+), (#\w+)\)", value):
        return both[1], both[2]
    return value, value


@pytest.mark.parametrize("name", TOKENS)
def test_chart_colours_are_those_of_the_style_sheet(name):
    assert TOKENS[name] == colours_of(name)


def test_every_chart_token_of_the_style_sheet_is_known():
    assert {name for name in DECLARED if name.startswith("--chart-")} <= set(TOKENS)


def test_a_colour_that_is_no_token_is_refused():
    with pytest.raises(KeyError):
        token("--pink")


def test_a_name_is_no_tag_in_a_figure_and_no_longer_than_its_room():
    assert as_label("<b>Sale</b>") == "‹b>Sale‹/b>"
    assert as_label("A very long name", 8) == "A very …"


def test_a_figure_never_offers_to_send_itself_anywhere():
    figure = figure_json({"data": [], "config": {"showSendToCloud": True, "plotlyServerURL": "https://example.com"}})
    assert figure["config"] == CONFIG
    assert figure["config"]["showSendToCloud"] is False


def test_a_figure_is_json_and_valid_for_plotly_in_both_schemes():
    figure = figure_json(
        {
            "data": [
                {
                    "type": "scatter",
                    "x": (datetime(2026, 11, 11, tzinfo=UTC),),
                    "y": [Fraction(1, 3), Decimal("2.5"), None],
                    "line": {"color": token("--chart-actual"), "width": 2.5},
                }
            ],
            "layout": {"margin": {"l": 10}, "yaxis": {"gridcolor": token("--chart-grid")}},
            "narrow": {"margin": {"l": 0}},
        }
    )
    assert json.loads(json.dumps(figure)) == figure
    assert figure["layout"]["margin"] == {"l": 10, "r": 16, "t": 24, "b": 32}
    for scheme in ("light", "dark"):
        drawn = go.Figure(painted(figure, scheme))
        assert drawn.data[0].line.color == TOKENS["--chart-actual"][scheme == "dark"]
