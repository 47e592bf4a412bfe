"""What the versions of a plan keep: its parts by their digests, read back as plain data."""

import json
import zlib
from collections.abc import Collection, Mapping
from typing import Any

from campaigns.models import Campaign, PlanPart, PlanVersion
from common.once import once

OWN = "plan"
TARGET = "target"
"""Names of two parts that every plan has: its own figures, stages, phases and locks; and its target, packed."""

Parts = Mapping[str, str]


def bodies(campaign: Campaign, digests: Collection[str]) -> dict[str, bytes]:
    """Return the bodies with these digests."""
    rows = PlanPart.objects.filter(campaign=campaign, digest__in=set(digests)).values_list("digest", "body")
    return {digest: bytes(body) for digest, body in rows}


def plan_of(campaign: Campaign, parts: Parts, names: Collection[str] | None = None) -> dict[str, Any]:
    """Return the named parts of a version as plain data (None: all), without the target.

    The plan's own part is laid open: its figures, stages, phases and locks stand by their own names beside the topics' parts.
    """
    wanted = {name: digest for name, digest in parts.items() if name != TARGET and (names is None or name in names)}
    found = bodies(campaign, wanted.values())
    return laid_open({name: loaded(found[digest]) for name, digest in wanted.items() if digest in found})


def laid_open(parts: Mapping[str, Any]) -> dict[str, Any]:
    """Return parts as one mapping, the plan's own part laid open among the others."""
    plan: dict[str, Any] = {}
    for name, value in parts.items():
        plan |= value if name == OWN else {name: value}
    return plan


def differing(then: Parts, now: Parts) -> set[str]:
    """Name the parts that differ; one that `then` did not know yet does not differ."""
    return {name for name, digest in now.items() if name in then and then[name] != digest}


@once
def frozen_version(campaign: Campaign) -> PlanVersion | None:
    """Return the version that was frozen last, or None."""
    return campaign.versions.filter(frozen_at__isnull=False).select_related("frozen_by").first()


def loaded(body: bytes) -> Any:
    """Read plain data from a body."""
    return json.loads(zlib.decompress(body))
