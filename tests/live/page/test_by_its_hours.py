"""When the figures over the whole time contradict the cause, the sentence says that it is a matter of hours."""

import pytest
from django.template.loader import render_to_string

from live.page.findings import is_by_its_hours


def board_of(cause: str, gap_minor: int, gap: float | None) -> dict:
    figures = {"actual": 5, "due": 4, "gap": gap}
    return {
        "sentence": {"kind": "behind", "cause": cause, "gap_minor": gap_minor},
        "so_far": {"visitors": figures, "conversion": figures, "order_value": figures},
    }


@pytest.mark.parametrize(
    ("cause", "gap_minor", "gap", "expected"),
    [
        ("traffic", -100, 516, True),
        ("traffic", -100, -516, False),
        ("conversion", 100, -0.01, True),
        ("order_value", 100, 20, False),
        ("order_value", -100, 0, False),
        ("traffic", -100, None, False),
        ("orders", -100, 5, False),
        ("none", 0, 5, False),
    ],
)
def test_a_cause_shows_only_hour_by_hour_when_its_figure_stands_on_the_other_side(cause, gap_minor, gap, expected):
    assert is_by_its_hours(board_of(cause, gap_minor, gap)) is expected


@pytest.mark.parametrize(
    ("cause", "word"), [("traffic", "Traffic"), ("conversion", "Conversion"), ("order_value", "Order value")]
)
@pytest.mark.parametrize(("gap_minor", "verb"), [(-100, "is the cause"), (100, "carries it")])
def test_the_sentence_of_it_names_both_figures(cause, word, gap_minor, verb):
    board = board_of(cause, gap_minor, 1)
    board["so_far"]["visitors"] = {"actual": 12_471, "due": 11_955}
    html = render_to_string(
        "live/_reason_hours.html",
        {"said": board["sentence"], "so_far": board["so_far"], "currency": "CNY", "zone": "Asia/Shanghai"},
    )
    assert f"{word} {verb}, by its hours:" in html
    assert "against" in html
