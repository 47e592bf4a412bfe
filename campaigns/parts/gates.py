"""What the gates ask, and what was ticked, as a part of the plan's versions."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.models import Campaign, GatePoint, StageKind
from campaigns.parts.base import Line, Part
from campaigns.parts.rows import Row, read_rows, restore_rows
from campaigns.words.gates import point_words


def _read(campaign: Campaign) -> list[Row]:
    return read_rows(GatePoint, campaign)


def _restore(campaign: Campaign, rows: list[Row]) -> None:
    restore_rows(GatePoint, campaign, rows)


def _lines(campaign: Campaign, then: list[Row] | None, now: list[Row] | None) -> list[Line]:
    """Say of each point that came, went or was ticked what it was and is."""
    del campaign
    before, after = ({row["id"]: row for row in rows or []} for rows in (then, now))
    lines = []
    for pk in [*after, *(pk for pk in before if pk not in after)]:
        old, new = before.get(pk), after.get(pk)
        if old != new:
            row: dict[str, Any] = new or old or {}
            name = _("Gate of {stage}, {point}").format(
                stage=StageKind(row["stage"]).label, point=point_words(row["kind"], row["key"], row["text"])
            )
            lines.append((name, _state(old), _state(new) or _("no longer asked")))
    return lines


def _state(row: Row | None) -> str:
    if row is None:
        return ""
    if row["kind"] == "check":
        return _("asked")
    return _("ticked") if row["ticked_at"] else _("not ticked")


PART = Part("gates", gettext_lazy("Gates"), _read, _restore, _lines)
