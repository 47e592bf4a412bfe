"""What both charts share: the unit of the money axis, its few ticks, and the clock along the bottom.

x is hours since the start of the sale, so that two sales lie on each other and no clock change bends the axis.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import floor, log10
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import get_language

from common.charts import token
from common.money import MINUS, NO_BREAK, exponent_of, format_money

SLOTS_AN_HOUR = 6


@dataclass(frozen=True)
class MoneyAxis:
    """The unit amounts are drawn in: `divisor` minor units make one of it; `unit` is M, k, 万, 亿, 元 or nothing."""

    currency: str
    divisor: int
    unit: str

    def scaled(self, minor: int | None) -> float | None:
        """Return an amount in this unit; unknown stays unknown."""
        return None if minor is None else minor / self.divisor

    def top(self, value: float) -> str:
        """Write the topmost tick with sign and unit, the only one that carries them: ¥60 M, 6,000 万."""
        sign = "" if self.unit in ("万", "亿", "元") else format_money(0, self.currency).rstrip("0")
        return f"{sign}{_short(value)}{NO_BREAK}{self.unit}".rstrip(NO_BREAK)


def money_axis(most_minor: int, currency: str) -> MoneyAxis:
    """Return the unit in which the largest amount is read in the page's language.

    >>> money_axis(6_200_000_000, "CNY").unit
    'M'
    """
    chinese = (get_language() or "en").startswith("zh")
    one = 10 ** exponent_of(currency)
    steps = ((10**8, "亿"), (10**4, "万")) if chinese and currency == "CNY" else ((10**9, "B"), (10**6, "M"), (10**3, "k"))
    for size, unit in steps:
        if most_minor >= size * one:
            return MoneyAxis(currency, size * one, unit)
    return MoneyAxis(currency, one, "元" if chinese and currency == "CNY" else "")


def ticks_up_to(most: float, at_most: int = 4) -> list[float]:
    """Return 0 and up to `at_most` round numbers not above `most`, evenly spaced.

    >>> ticks_up_to(62), ticks_up_to(11.5), ticks_up_to(0)
    ([0.0, 20.0, 40.0, 60.0], [0.0, 5.0, 10.0], [0.0])
    """
    if most <= 0:
        return [0.0]
    power = 10.0 ** floor(log10(most / at_most))
    step = next(power * factor for factor in (1, 2, 2.5, 5, 10, 20) if most / (power * factor) < at_most + 1e-9)
    return [step * index for index in range(int(most / step + 1e-9) + 1)]


def round_below(most: float) -> float:
    """Return the largest of 1, 2, 2.5, 5 times a power of ten that is not above a positive number.

    >>> round_below(0.118), round_below(4.2), round_below(1)
    (0.1, 2.5, 1.0)
    """
    power = 10.0 ** floor(log10(most) + 1e-9)
    return max(power * factor for factor in (1, 2, 2.5, 5) if power * factor <= most * (1 + 1e-9))


def money_ticks(axis: MoneyAxis, most: float) -> dict[str, Any]:
    """Return the tick settings of a money axis: the unit stands on the top tick alone."""
    values = ticks_up_to(most)
    texts = [_short(value) for value in values]
    if len(values) > 1:
        texts[-1] = axis.top(values[-1])
    return {"tickmode": "array", "tickvals": values, "ticktext": texts}


def signed(value: float) -> str:
    """Write a number of the small axis with its sign: +4, −4."""
    return f"{'+' if value > 0 else MINUS if value < 0 else ''}{_short(abs(value))}"


def clock_ticks(start: datetime, zone: str, first: int, last: int, *, at_most: int, under_bars: bool = False) -> dict[str, Any]:
    """Return ticks along the bottom for slots [first, last] since `start`: whole hours of the clock, or days for long sales.

    The end of a day is written 24:00 where it ends the axis. At most about `at_most` labels. `under_bars`: each label stands
    in the middle of its hour, and the end has none.
    """
    place = ZoneInfo(zone)
    hours = (last - first) / SLOTS_AN_HOUR
    step = next((step for step in (1, 2, 3, 6, 8, 12, 24) if hours / step <= at_most), 24)
    days = max(1, round(hours / 24 / at_most + 0.49)) if step == 24 else 0
    values, texts = [], []
    midnights = 0
    shift = 0.5 if under_bars else 0.0
    for slot in range(first, last if under_bars else last + 1):
        local = (start + timedelta(minutes=10 * slot)).astimezone(place)
        if local.minute or local.hour % step:
            continue
        if days:
            midnights += 1
            if (midnights - 1) % days == 0:
                values.append(slot / SLOTS_AN_HOUR + shift)
                texts.append(day_words(local))
            continue
        values.append(slot / SLOTS_AN_HOUR + shift)
        texts.append("24:00" if slot == last and local.hour == 0 and slot > first else f"{local.hour}:00")
    return {"tickmode": "array", "tickvals": values, "ticktext": texts}


def clock_of(start: datetime, zone: str, slot: int) -> str:
    """Write the time of day a slot begins."""
    local = (start + timedelta(minutes=10 * slot)).astimezone(ZoneInfo(zone))
    return f"{local.hour}:{local.minute:02}"


def bottom_axis(low: float, high: float, ticks: dict[str, Any]) -> dict[str, Any]:
    """Return the shared settings of the clock axis."""
    return {
        "range": [low, high],
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "showline": False,
        "ticks": "",
        "tickfont": {"color": token("--ink-3"), "size": 12},
        **ticks,
    }


def side_axis(low: float, high: float, ticks: dict[str, Any]) -> dict[str, Any]:
    """Return the shared settings of a money axis: horizontal hairlines only, the zero line a little stronger."""
    return {
        "range": [low, high],
        "fixedrange": True,
        "gridcolor": token("--chart-grid"),
        "zeroline": True,
        "zerolinecolor": token("--line-strong"),
        "zerolinewidth": 1,
        "showline": False,
        "ticks": "",
        "tickfont": {"color": token("--ink-3"), "size": 12},
        **ticks,
    }


def label(
    text: str,
    x: float,
    y: float,
    *,
    colour: str,
    anchor: str = "left",
    shift: Sequence[int] = (0, 0),
    axis: str = "y",
    strong: bool = False,
) -> dict[str, Any]:
    """Return a direct label at a point; `shift` moves it right and up, in pixels.

    Weight is a setting of the font: a <b> in the text would become an inline style, which the page forbids.
    """
    return {
        "text": text,
        "x": x,
        "y": y,
        "xref": "x",
        "yref": axis,
        "xanchor": anchor,
        "yanchor": "middle",
        "xshift": shift[0],
        "yshift": shift[1],
        "showarrow": False,
        "align": anchor,
        "font": {"color": token(colour), "size": 12, "weight": 640 if strong else 400},
    }


def _short(value: float) -> str:
    return f"{value:,.6g}"


def day_words(local: date) -> str:
    """Write a day: 11 Nov, 11月11日."""
    if (get_language() or "en").startswith("zh"):
        return f"{local.month}月{local.day}日"
    return f"{local.day} {local:%b}"
