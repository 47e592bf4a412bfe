"""Keep a plan as it stands, part by part, and set it back to what was kept.

A part is kept once: a version that does not touch it points to the body of the version before. So an edit of the traffic
writes the traffic alone, and the target of a long sale is kept packed.
"""

import hashlib
import json
import zlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import numpy as np
from django.core.serializers.json import DjangoJSONEncoder

from accounts.models import User
from campaigns.models import Campaign, Phase, PlanPart, PlanVersion, Stage, TargetCurve, TargetLock
from campaigns.parts import BY_NAME, PARTS
from campaigns.queries.kept import OWN, TARGET, bodies, loaded
from campaigns.queries.target import ROWS
from campaigns.rules.packing import unpack
from campaigns.rules.phases import spans
from campaigns.services.materialise import read_leaves, write_table, write_target
from common.windows import Window

FIELDS = (
    "name", "currency", "time_zone", "template", "occasion", "revenue_target_minor", "visitors_target", "paid_orders_target",
    "order_value_target_minor", "derived_figure", "inquiries_target", "curve_kind",
)  # fmt: skip
ALL = frozenset({OWN, TARGET, *(part.name for part in PARTS)})


@dataclass(frozen=True)
class Piece:
    """A part as it stands: its digest, and its body unless that is the target's, which is read only when it must be kept."""

    digest: str
    body: bytes


def standing(campaign: Campaign, names: Collection[str]) -> dict[str, Piece]:
    """Return the named parts of the plan as it stands."""
    found = {}
    for name in sorted(names):
        if name == TARGET:
            digest = TargetCurve.objects.filter(campaign=campaign).values_list("digest", flat=True).first() or ""
            found[name] = Piece(digest, b"")
        else:
            value = own_figures(campaign) if name == OWN else BY_NAME[name].read(campaign)
            found[name] = piece_of(value)
    return found


def piece_of(value: Any) -> Piece:
    """Return plain data as a part; equal data give equal digests."""
    text = json.dumps(value, cls=DjangoJSONEncoder, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    return Piece(hashlib.sha256(text).hexdigest(), zlib.compress(text, 1))


def keep(
    campaign: Campaign,
    *,
    actor: User | None,
    action: str,
    pieces: Mapping[str, Piece],
    before: Mapping[str, str],
    said: dict[str, Any],
    restores: int | None = None,
) -> None:
    """Keep the plan as the version it has now: these pieces, and everything else as the version before had it."""
    rows = [
        PlanPart(campaign=campaign, digest=piece.digest, body=piece.body or _target_body(campaign))
        for name, piece in pieces.items()
        if piece.digest and before.get(name) != piece.digest
    ]
    PlanPart.objects.bulk_create(rows, ignore_conflicts=True)
    parts = {**before, **{name: piece.digest for name, piece in pieces.items()}}
    PlanVersion.objects.create(
        campaign=campaign, number=campaign.version, actor=actor, action=action, parts=parts, said=said, restores=restores
    )


def own_figures(campaign: Campaign) -> dict[str, Any]:
    """Return the plan's own part as plain data: figures, window, shops, stages, phases, locks, the target of each phase."""
    plan: dict[str, Any] = {name: getattr(campaign, name) for name in FIELDS}
    plan["conversion_target"] = str(campaign.conversion_target.normalize())
    plan["starts_at"] = campaign.starts_at.astimezone(UTC).isoformat()
    plan["ends_at"] = campaign.ends_at.astimezone(UTC).isoformat()
    plan["compare_with"] = campaign.compare_with_id
    plan["shops"] = sorted(campaign.shops.values_list("pk", flat=True))
    plan["stages"] = {
        kind: [start.astimezone(UTC).isoformat(), end.astimezone(UTC).isoformat()]
        for kind, start, end in campaign.stages.values_list("kind", "starts_at", "ends_at")
    }
    plan["phases"] = [list(row) for row in campaign.phases.values_list("name", "tells", "start_slot", "end_slot", "share_bp")]
    plan["locks"] = [list(row) for row in campaign.locks.values_list("level", "start_slot", "end_slot")]
    follows = TargetCurve.objects.filter(campaign=campaign).values_list("visitors_follow_earlier", "inquiries_follow_earlier")
    plan["follows"] = list(follows.first() or (False, False))
    window = Window(campaign.start_slot, campaign.end_slot)
    running = np.concatenate([[0], np.cumsum(read_leaves(campaign))])
    counted = spans([(phase[2], phase[3]) for phase in plan["phases"]], window) if plan["phases"] else []
    plan["phase_targets"] = [int(running[span.end - window.start] - running[span.start - window.start]) for span in counted]
    return plan


def restore(campaign: Campaign, parts: Mapping[str, str], names: Collection[str]) -> None:
    """Set the named parts of the plan back to kept ones; the caller saves the campaign's row.

    A part that was not known yet when the version was kept stays as it is.
    """
    wanted = {name: digest for name, digest in parts.items() if name in names}
    found = bodies(campaign, wanted.values())
    if wanted.get(OWN) in found:
        _restore_own(campaign, loaded(found[wanted[OWN]]))
    if wanted.get(TARGET) in found:
        _restore_target(campaign, found[wanted[TARGET]])
    for part in PARTS:
        if wanted.get(part.name) in found:
            part.restore(campaign, loaded(found[wanted[part.name]]))


def _restore_own(campaign: Campaign, plan: dict[str, Any]) -> None:
    for name in FIELDS:
        if name in plan:  # a version kept before the field was there leaves it as it is
            setattr(campaign, name, plan[name])
    campaign.conversion_target = Decimal(plan["conversion_target"])
    campaign.starts_at = datetime.fromisoformat(plan["starts_at"])
    campaign.ends_at = datetime.fromisoformat(plan["ends_at"])
    campaign.compare_with = Campaign.objects.filter(pk=plan["compare_with"]).first()
    campaign.shops.set(plan["shops"])
    campaign.stages.all().delete()
    Stage.objects.bulk_create(
        Stage(campaign=campaign, kind=kind, starts_at=datetime.fromisoformat(start), ends_at=datetime.fromisoformat(end))
        for kind, (start, end) in plan["stages"].items()
    )
    campaign.phases.all().delete()
    Phase.objects.bulk_create(
        Phase(campaign=campaign, number=number, name=name, tells=tells, start_slot=start, end_slot=end, share_bp=share)
        for number, (name, tells, start, end, share) in enumerate(plan["phases"], 1)
    )
    campaign.locks.all().delete()
    TargetLock.objects.bulk_create(
        TargetLock(campaign=campaign, level=level, start_slot=start, end_slot=end) for level, start, end in plan["locks"]
    )
    came, asked = plan.get("follows", (False, False))
    TargetCurve.objects.filter(campaign=campaign).update(visitors_follow_earlier=came, inquiries_follow_earlier=asked)


def _restore_target(campaign: Campaign, body: bytes) -> None:
    """Set the target back; one kept before visitors, paid orders and inquiries were kept too has revenue alone."""
    table = unpack(body)
    if table.shape[0] == len(ROWS):
        row = TargetCurve.objects.filter(campaign=campaign).first()
        follow = (row.visitors_follow_earlier, row.inquiries_follow_earlier) if row else (False, False)
        write_table(campaign, table, follow=follow)
    else:
        write_target(campaign, table[0])


def _target_body(campaign: Campaign) -> bytes:
    return bytes(TargetCurve.objects.values_list("body", flat=True).get(campaign=campaign))
