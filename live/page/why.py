"""The card "why is this hour short": one bar for each part of its gap."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from common.money import format_count, format_money, format_share
from live.rules.split import PARTS

Row = dict[str, Any]

WIDTH = 132.0  # of the picture each bar stands in; it is stretched to its cell


@dataclass(frozen=True)
class Part:
    """One part: its name, amount, what is compared, and its bar in a picture WIDTH wide."""

    name: str
    minor: int
    text: str
    note: str
    tone: str
    x: str
    width: str


@dataclass(frozen=True)
class Why:
    """The parts of one hour's gap with the place of their zero line."""

    hour: Row
    parts: list[Part]
    zero: str
    due: str
    sold: str


def why_of(hour: Row | None, currency: str) -> Why | None:
    """Return the picture of an hour's split; None without an hour. Parts that are nothing and cannot be told are left out."""
    if hour is None or hour["split"] is None:
        return None
    split = hour["split"]
    told = split["orders"] == 0 and split["unknown"] == 0
    names = [name for name in PARTS if split[name] or (told and name in PARTS[:3])]
    low, high = min(0, *(split[name] for name in names)), max(0, *(split[name] for name in names))
    scale = (WIDTH - 2) / ((high - low) or 1)
    zero = 1 - low * scale
    strongest = max(names, key=lambda name: abs(split[name]))
    parts = []
    for name in names:
        minor = split[name]
        start = zero + min(0, minor) * scale
        tone = "" if name != strongest or not minor else "behind" if minor < 0 else "ahead"
        text = format_money(minor, currency, signed=True)
        width = max(abs(minor) * scale, 1.0 if minor else 0.0)
        parts.append(Part(name, minor, text, _note(name, hour, currency), tone, f"{start:.1f}", f"{width:.1f}"))
    measure = hour["revenue"]
    return Why(
        hour,
        parts,
        f"{zero:.1f}",
        format_money(measure["due"], currency),
        format_money(measure["actual"], currency),
    )


def _note(name: str, hour: Row, currency: str) -> str:
    """Return what is compared, in words: 214,100 against 218,500."""
    if name in {"traffic", "orders"}:
        measure = hour["visitors" if name == "traffic" else "paid_orders"]
        pair = (format_count(measure["actual"]), format_count(measure["due"]))
    elif name == "conversion":
        pair = (format_share(hour[name]["actual"], 2), format_share(hour[name]["due"], 2))
    elif name == "order_value":
        pair = (format_money(hour[name]["actual"], currency), format_money(hour[name]["due"], currency))
    else:
        return ""
    return _("%(actual)s against %(plan)s") % {"actual": pair[0], "plan": pair[1]} if all(pair) else ""
