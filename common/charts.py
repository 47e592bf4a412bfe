"""Charts: the colours of `static/tokens.css` by name, and a figure made ready for `static/charts.js`.

A figure is plain data, `{"data": [...], "layout": {...}}`, with an optional `"narrow"` layout for screens below 768 px.
Its colours are written by token (`token("--chart-actual")` gives "token:--chart-actual"): the browser fills them in by
the reader's system, light or dark. `painted()` fills them in here, for plotly.py to check in tests.
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

Scheme = Literal["light", "dark"]
PREFIX = "token:"

# (light, dark) of every token a chart may use; a test holds them against static/tokens.css.
TOKENS: dict[str, tuple[str, str]] = {
    "--surface": ("#ffffff", "#141c20"),
    "--line": ("#dde2e0", "#28343a"),
    "--line-strong": ("#7d8885", "#71808a"),
    "--ink": ("#11191d", "#f0f4f3"),
    "--ink-2": ("#435057", "#b7c3c7"),
    "--ink-3": ("#5b676d", "#94a2a8"),
    "--plan": ("#2a49c4", "#9db0ff"),
    "--plan-soft": ("#e9edfc", "#1e294c"),
    "--ahead": ("#0a6b4d", "#54d3a6"),
    "--behind": ("#b52a17", "#ff937d"),
    "--watch": ("#7d5200", "#f2be58"),
    "--hold": ("#75307f", "#e3a3ea"),
    "--chart-actual": ("#11191d", "#f0f4f3"),
    "--chart-plan": ("#2a49c4", "#9db0ff"),
    "--chart-last": ("#79848a", "#7b8a91"),
    "--chart-grid": ("#e6eae8", "#222d32"),
    "--chart-band": ("#eef1f4", "#1a242a"),
    "--chart-fan": ("#dfe2f2", "#262c46"),
    "--chart-fan-80": ("#dfe4e6", "#2a363c"),
    "--chart-fan-50": ("#c6ced1", "#3d4b52"),
    "--chart-short": ("#ec9f90", "#8d3d2d"),
    "--chart-over": ("#9ad6c0", "#1f6a53"),
}

# plotly.js 4 offers to send every chart to its makers' cloud unless it is told not to.
CONFIG: dict[str, Any] = {
    "showSendToCloud": False,
    "plotlyServerURL": "",
    "displaylogo": False,
    "displayModeBar": False,
    "responsive": True,
}

LAYOUT: dict[str, Any] = {
    "paper_bgcolor": "rgba(0,0,0,0)",
    "plot_bgcolor": "rgba(0,0,0,0)",
    "showlegend": False,
    "font": {"size": 12},
    "margin": {"l": 56, "r": 16, "t": 24, "b": 32},
    "hovermode": "x",
}


def token(name: str) -> str:
    """Return how a figure writes a colour; raises KeyError for a name that is no chart token.

    >>> token("--chart-plan")
    'token:--chart-plan'
    """
    TOKENS[name]
    return PREFIX + name


def as_label(text: str, most: int = 200) -> str:
    """Return a name somebody typed as a figure may show it, at most so many letters.

    plotly takes < for the beginning of a tag, and what it styles then breaks the content policy: it stands as a quotation mark.

    >>> as_label("<b>Sale</b>"), as_label("A very long name", 8)
    ('‹b>Sale‹/b>', 'A very …')
    """
    return (text if len(text) <= most else text[: most - 1] + "…").replace("<", "‹")


def figure_json(figure: Mapping[str, Any]) -> dict[str, Any]:
    """Return a figure as JSON-able data with the shared layout below its own and the shared CONFIG.

    Use it with Django's `json_script`. Fractions and Decimals become floats here: a picture has no cents.
    """
    ready = {
        "data": _plain(figure.get("data", [])),
        "layout": _laid_over(LAYOUT, _plain(figure.get("layout", {}))),
        "config": {**_plain(figure.get("config", {})), **CONFIG},
    }
    if figure.get("narrow"):
        ready["narrow"] = _plain(figure["narrow"])
    return ready


def painted(figure: Mapping[str, Any], scheme: Scheme) -> dict[str, Any]:
    """Return data and layout with every token replaced by its colour, as the browser would in that scheme.

    >>> painted({"data": [{"line": {"color": "token:--plan"}}]}, "dark")["data"][0]["line"]["color"]
    '#9db0ff'
    """
    place = 0 if scheme == "light" else 1

    def paint(value: Any) -> Any:
        if isinstance(value, str) and value.startswith(PREFIX):
            return TOKENS[value.removeprefix(PREFIX)][place]
        if isinstance(value, list):
            return [paint(part) for part in value]
        if isinstance(value, dict):
            return {key: paint(part) for key, part in value.items()}
        return value

    return {"data": paint(figure.get("data", [])), "layout": paint(figure.get("layout", {}))}


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, (str, int, float)):  # nearly all of a figure, so it is asked first
        return value
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, (list, tuple, range)):
        return [_plain(part) for part in value]
    if isinstance(value, (Fraction, Decimal)):
        return float(value)
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    return value


def _laid_over(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    merged = dict(below)
    for key, value in above.items():
        merged[key] = _laid_over(merged[key], value) if isinstance(value, dict) and isinstance(merged.get(key), dict) else value
    return merged
