"""Two versions of a plan side by side: what differs, in words, and who changed it in between."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from campaigns.models import Campaign, PlanVersion
from campaigns.queries.kept import TARGET, bodies, frozen_version
from campaigns.queries.pages import changes_between
from campaigns.rules.packing import unpack

HOURS = "hours"
"""What differs where only slots inside the phases do: (none, how many slots, how much was moved)."""


@dataclass(frozen=True)
class Compared:
    """What differs between two versions. `changes` maps each part to (then, now), `by` to the people who changed it, in order."""

    older: PlanVersion
    newer: PlanVersion
    changes: dict[str, tuple[Any, Any]]
    by: dict[str, tuple[str, ...]]


def compared(*, campaign: Campaign, older: int, newer: int) -> Compared | None:
    """Return what differs between two versions by their numbers, the lower one as the older; None when there is no such one.

    A part that was changed and changed back does not differ, and nobody is named for it.
    """
    first, last = sorted((older, newer))
    numbers = campaign.versions.filter(number__in=(first, last)).count()
    if numbers != len({first, last}):
        return None
    between = list(campaign.versions.filter(number__gte=first, number__lte=last).select_related("actor").order_by("number"))
    changes = changes_between(campaign, between[0], between[-1])
    if "phases" in changes:
        changes.pop("phase_targets", None)
    elif "phase_targets" not in changes and between[0].parts.get(TARGET) != between[-1].parts.get(TARGET):
        changes[HOURS] = ([], _moved(campaign, between[0], between[-1]))
    by: dict[str, dict[str, None]] = {}
    for before, after in pairwise(between):
        if before.parts != after.parts:
            touched = set(changes_between(campaign, before, after))
            if before.parts.get(TARGET) != after.parts.get(TARGET):
                touched.add(HOURS)
            for part in touched & set(changes):
                by.setdefault(part, {})[after.actor.shown_name if after.actor else ""] = None
    return Compared(between[0], between[-1], changes, {part: tuple(people) for part, people in by.items()})


def _moved(campaign: Campaign, older: PlanVersion, newer: PlanVersion) -> list[int]:
    """Return how many slots of the target have another revenue, and how much was moved between them, minor units."""
    found = bodies(campaign, [older.parts[TARGET], newer.parts[TARGET]])
    before, after = (unpack(found[version.parts[TARGET]])[0] for version in (older, newer))
    if len(before) != len(after):
        return [max(len(before), len(after)), 0]
    differing = before != after
    return [int(differing.sum()), int(np.maximum(after - before, 0).sum())]


def since_frozen(campaign: Campaign) -> Compared | None:
    """Return what differs from the version frozen last; None when none is frozen or that one stands."""
    frozen = frozen_version(campaign)
    if frozen is None or frozen.number == campaign.version:
        return None
    return compared(campaign=campaign, older=frozen.number, newer=campaign.version)
