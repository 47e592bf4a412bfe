"""Write the traffic plan, the house's own channels, and what files call them."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from accounts.models import User
from accounts.services import record
from campaigns.models import Campaign, Channel, ChannelName, TrafficLine
from campaigns.queries.channels import channels
from campaigns.queries.traffic import PlannedChannel
from campaigns.rules.figures import LARGEST
from campaigns.rules.problems import PlanError, Problem
from campaigns.services.versions import changing
from orders.models import Shop


@dataclass(frozen=True)
class LineDraft:
    """One line as a person wrote it. Money in minor units, shares from 0 to 1."""

    channel: str
    visitors: int
    conversion: Decimal
    order_value_minor: int
    fixed_minor: int = 0
    per_visitor_minor: Decimal = Decimal(0)
    commission: Decimal = Decimal(0)
    note: str = ""


def line_draft(line: PlannedChannel) -> LineDraft:
    """Return a line of a plan or a proposal as one that can be saved."""
    plan = line.plan
    return LineDraft(
        channel=plan.key,
        visitors=plan.visitors,
        conversion=plan.conversion,
        order_value_minor=plan.order_value_minor,
        fixed_minor=plan.fixed_minor,
        per_visitor_minor=plan.per_visitor_minor,
        commission=plan.commission,
        note=line.note,
    )


def save_traffic(*, campaign: Campaign, actor: User | None, version: int, lines: Sequence[LineDraft]) -> Campaign:
    """Set the traffic plan to these lines, one a channel, and return the campaign; a channel without a line is not planned.

    Raises PlanError with every problem (its `field` is the channel's key) and StalePlanError.
    """
    _check(lines, campaign)
    with changing(campaign=campaign, actor=actor, version=version, action="edit_traffic", touches={"traffic"}) as change:
        standing = {row.channel: row for row in TrafficLine.objects.filter(campaign=change.campaign)}
        gone = standing.keys() - {line.channel for line in lines}
        TrafficLine.objects.filter(campaign=change.campaign, channel__in=gone).delete()
        for line in lines:
            row = standing.get(line.channel) or TrafficLine(campaign=change.campaign, channel=line.channel)
            _fill(row, line)
            row.save()
    return change.campaign


@transaction.atomic
def add_channel(*, actor: User | None, name: str, is_paid: bool, shop: Shop | None = None) -> Channel:
    """Add a channel for the whole house, or for one shop, and return it; its key never changes.

    Raises PlanError `channel_exists` when the house or the shop has one of that name.
    """
    name = name.strip()
    if Channel.objects.filter(name__iexact=name, shop=shop).exists():
        raise PlanError(Problem("channel_exists", "name", {"channel": name}))
    last = Channel.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    row = Channel.objects.create(key=f"own_{last + 1}", name=name, is_paid=is_paid, shop=shop)
    record(
        actor=actor,
        action="channel.create",
        target=f"channel {row.key} {name}",
        after={"name": name, "is_paid": is_paid, "shop": shop.name if shop else None},
    )
    return row


@transaction.atomic
def match_channel(*, actor: User | None, name: str, channel: str) -> ChannelName:
    """Remember which channel a name in traffic files means, for every sale; "" for none of the plan's channels."""
    before = ChannelName.objects.filter(name=name).values_list("channel", flat=True).first()
    row, _is_new = ChannelName.objects.update_or_create(name=name, defaults={"channel": channel})
    if before != channel:
        record(
            actor=actor,
            action="channel.match",
            target=f"channel name {name}",
            before=None if before is None else {"channel": before},
            after={"channel": channel},
        )
    return row


def clone_traffic(source: Campaign, target: Campaign, shift_seconds: int) -> None:
    """Copy the traffic plan of a sale to one that has none yet, inside the caller's transaction.

    A line has no dates, so `shift_seconds` moves nothing; visitors are taken over as they are, because the clone takes over
    the target too.
    """
    copied = [field.attname for field in TrafficLine._meta.concrete_fields if field.name not in {"id", "campaign"}]
    TrafficLine.objects.bulk_create(
        TrafficLine(campaign=target, **row) for row in TrafficLine.objects.filter(campaign=source).order_by("pk").values(*copied)
    )


def _fill(row: TrafficLine, line: LineDraft) -> None:
    row.visitors, row.conversion, row.order_value_minor = line.visitors, line.conversion, line.order_value_minor
    row.fixed_minor, row.per_visitor_minor, row.commission = line.fixed_minor, line.per_visitor_minor, line.commission
    row.note = line.note.strip()


def _check(lines: Sequence[LineDraft], campaign: Campaign) -> None:
    """Refuse unknown channels, a channel twice, figures below zero or beyond what is counted, shares that are none."""
    known = {kind.key for kind in channels(campaign=campaign)} | set(
        TrafficLine.objects.filter(campaign=campaign).values_list("channel", flat=True)
    )
    problems, seen = [], set[str]()
    for line in lines:
        if line.channel not in known:
            problems.append(Problem("channel_unknown", line.channel, {"channel": line.channel}))
        if line.channel in seen:
            problems.append(Problem("channel_twice", line.channel, {"channel": line.channel}))
        seen.add(line.channel)
        figures = (line.visitors, line.order_value_minor, line.fixed_minor, line.per_visitor_minor)
        if any(figure < 0 for figure in figures):
            problems.append(Problem("traffic_below_zero", line.channel))
        if any(figure > LARGEST for figure in figures) or line.per_visitor_minor >= 10**10:
            problems.append(Problem("value_too_high", line.channel))
        if not (0 <= line.conversion <= 1 and 0 <= line.commission <= 1):
            problems.append(Problem("traffic_share", line.channel))
    if problems:
        raise PlanError(*problems)
