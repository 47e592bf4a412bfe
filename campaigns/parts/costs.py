"""The inputs of the profit and the scenarios as a part of the plan's versions."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.costs import unpacked
from campaigns.models import Campaign, CostLine, CostScenario
from campaigns.parts.base import Line, Part
from campaigns.parts.rows import Row, read_rows, restore_rows
from campaigns.words.odds import estimate_words, input_label

Kept = dict[str, list[Row]]


def _read(campaign: Campaign) -> Kept:
    return {"lines": read_rows(CostLine, campaign), "scenarios": read_rows(CostScenario, campaign)}


def _restore(campaign: Campaign, kept: Kept) -> None:
    restore_rows(CostLine, campaign, kept["lines"])
    restore_rows(CostScenario, campaign, kept["scenarios"])


def _lines(campaign: Campaign, then: Kept | None, now: Kept | None) -> list[Line]:
    """Say input by input what it was and is, then which scenarios came, went or changed."""
    before, after = (_inputs(kept) for kept in (then, now))
    found = []
    for name in [*after, *(name for name in before if name not in after)]:
        words = [estimate_words(rows[name], campaign.currency) if name in rows else "" for rows in (before, after)]
        if words[0] != words[1]:
            found.append((input_label(name), *words))
    old, new = ({row["name"]: row["lines"] for row in (kept or {}).get("scenarios", [])} for kept in (then, now))
    for name in sorted({*old, *new}):
        if old.get(name) != new.get(name):
            was = _("kept") if name in old else ""
            is_now = "" if name not in new else _("kept with other figures") if name in old else _("kept")
            found.append((_("Scenario {name}").format(name=name), was, is_now))
    return [(part, was, is_now) for part, was, is_now in found]


def _inputs(kept: Kept | None) -> dict[str, Any]:
    rows = (kept or {}).get("lines", [])
    return unpacked({row["name"]: [row[key] for key in ("low", "likely", "high", "source", "detail")] for row in rows})


PART = Part("costs", gettext_lazy("Profit"), _read, _restore, _lines, lambda *_all: [])
