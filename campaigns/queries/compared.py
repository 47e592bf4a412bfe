"""Two versions of a plan side by side: what differs, in words, and who changed it in between."""

from dataclasses import dataclass
from itertools import pairwise

from campaigns.models import Campaign, PlanVersion
from campaigns.queries.kept import frozen_version
from campaigns.queries.pages import changes_between


@dataclass(frozen=True)
class Compared:
    """What differs between two versions. `changes` maps each part to (then, now), `by` to the people who changed it, in order."""

    older: PlanVersion
    newer: PlanVersion
    changes: dict[str, tuple[object, object]]
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
    by: dict[str, dict[str, None]] = {}
    for before, after in pairwise(between):
        if before.parts != after.parts:
            for part in changes_between(campaign, before, after):
                if part in changes:
                    by.setdefault(part, {})[after.actor.shown_name if after.actor else ""] = None
    return Compared(between[0], between[-1], changes, {part: tuple(people) for part, people in by.items()})


def since_frozen(campaign: Campaign) -> Compared | None:
    """Return what differs from the version frozen last; None when none is frozen or that one stands."""
    frozen = frozen_version(campaign)
    if frozen is None or frozen.number == campaign.version:
        return None
    return compared(campaign=campaign, older=frozen.number, newer=campaign.version)
