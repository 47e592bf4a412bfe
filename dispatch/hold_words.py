"""Why an order is held, in words: for the lists of dispatch and for whoever talks to its buyer."""

from typing import Any

from django.utils.translation import gettext as _

from dispatch.models import Hold, Origin
from dispatch.rules.holds import Level


def line_words(line: dict[str, Any]) -> str:
    """Say a line in words: its title, variant and pieces.

    >>> line_words({"title": "Scarf", "variant": "grey", "units": 2})
    'Scarf, grey × 2'
    """
    name = ", ".join(part for part in (line["title"], line["variant"]) if part)
    return f"{name} × {line['units']}" if line.get("units") else name


def why_held(hold: Hold) -> str:
    """Say in a few words why an order is held."""
    if hold.origin == Origin.HAND:
        return _("held by hand")
    said = {
        Level.ASKED: _("refund asked"),
        Level.RETURNING: _("refund agreed, goods to come back"),
        Level.FULL: _("refunded"),
        Level.PART: _("refunded in part"),
        Level.UNSURE: _("word for the refund not known"),
        Level.NONE: "",
    }[Level(hold.level)]
    return _("{why}, told by a program").format(why=said) if hold.origin == Origin.PROGRAM else said


def reason_words(hold: Hold) -> str:
    """Say why an order is held, and where only lines of it are, which ones."""
    out = [line_words(line) for line in hold.lines or []]
    return f"{why_held(hold)}: {', '.join(out)}" if out else why_held(hold)
