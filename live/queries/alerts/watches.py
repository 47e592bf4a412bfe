"""What is watched in a sale: its own rows, and the built-in ones it has not been given yet, as they will begin."""

from campaigns.models import Campaign
from campaigns.queries.lessons import changed_defaults
from live.models import Watch
from live.rules.alerts.defaults import DEFAULTS, Default

_TOLD = ("code", "measure", "above", "threshold", "clear", "hold", "severity", "department", "escalate", "within")


def built_in(campaign: Campaign, default: Default, threshold: float | None = None) -> Watch:
    """Return a built-in watch of a sale as it begins; it is not kept.

    With another threshold the value at which it is good again keeps its distance.
    """
    told = {name: getattr(default, name) for name in _TOLD}
    if threshold is not None:
        told |= {"threshold": threshold, "clear": default.clear + threshold - default.threshold}
    return Watch(campaign=campaign, **told)


def missing_watches(campaign: Campaign) -> list[Watch]:
    """Return the built-in watches a sale has no row of yet: before its first look, or since a release brought new ones.

    A lesson of the sale before may have changed a threshold (playbook C5).
    """
    there = set(Watch.objects.filter(campaign=campaign).exclude(code="").values_list("code", flat=True))
    missing = [default for default in DEFAULTS if default.code not in there]
    changed = changed_defaults(campaign) if missing else {}
    return [built_in(campaign, default, changed.get(f"watch:{default.code}")) for default in missing]


def watches_of(*, campaign: Campaign) -> list[Watch]:
    """Return the watches of a sale: those it has in their order, then the built-in ones it has no row of (`pk` None)."""
    return [*Watch.objects.filter(campaign=campaign).order_by("pk"), *missing_watches(campaign)]
