"""The traffic plan of a sale: its channels, what they bring and cost together, and what closes it to the target."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from campaigns.channels import ChannelKind
from campaigns.models import Campaign, TrafficLine
from campaigns.queries.channels import named_channels
from campaigns.rules.figures import half_up
from campaigns.rules.traffic import ChannelPlan, Sums, closes, closing_visitors, sums_of
from common.once import once


@dataclass(frozen=True)
class PlannedChannel:
    """One line of the traffic plan: the channel, its arithmetic, its note."""

    kind: ChannelKind
    plan: ChannelPlan
    note: str

    @property
    def cost_share(self) -> Fraction | None:
        """Cost / revenue; None where it brings nothing."""
        return Fraction(self.plan.cost_minor, self.plan.revenue_minor) if self.plan.revenue_minor else None

    @property
    def price_minor(self) -> Fraction | None:
        """The planned spend for a visitor, commission aside; None without visitors."""
        return Fraction(self.plan.spend_minor, self.plan.visitors) if self.plan.visitors else None


@dataclass(frozen=True)
class Repair:
    """What would close the plan: one channel brings `change` more visitors (fewer, when negative), `visitors` in all."""

    kind: ChannelKind
    change: int
    visitors: int


@dataclass(frozen=True)
class TrafficPlan:
    """The traffic plan beside the target. Money in minor units of the campaign's currency.

    `difference_minor` is what the plan brings above (below, when negative) the target. `repair` is the cheapest channel that
    could close it (the dearest one, where less is needed); None when it closes already or nothing can.
    """

    lines: tuple[PlannedChannel, ...]
    sums: Sums
    target_minor: int
    repair: Repair | None

    @property
    def difference_minor(self) -> int:
        """Revenue of all channels less the target."""
        return self.sums.revenue_minor - self.target_minor

    @property
    def closes(self) -> bool:
        """Whether it is within half a per cent of the target."""
        return bool(self.lines) and closes(self.sums.revenue_minor, self.target_minor)

    @property
    def apart_minor(self) -> int:
        """How far it is from the target, without a sign."""
        return abs(self.difference_minor)

    @property
    def visitors_apart(self) -> int | None:
        """The same in visitors, at the plan's own revenue per visitor; None where nobody buys."""
        if not self.sums.revenue_minor:
            return None
        return half_up(Fraction(self.apart_minor * self.sums.visitors, self.sums.revenue_minor))


@once
def traffic_plan(campaign: Campaign) -> TrafficPlan:
    """Return the traffic plan as it stands, lines in the order in which they were planned; without lines its sums are zero."""
    rows = list(TrafficLine.objects.filter(campaign=campaign).order_by("pk"))
    kinds = named_channels(row.channel for row in rows)
    return plan_of([PlannedChannel(kinds[row.channel], arithmetic_of(row), row.note) for row in rows], campaign)


def plan_of(lines: Sequence[PlannedChannel], campaign: Campaign) -> TrafficPlan:
    """Return a traffic plan of lines that may not be saved yet."""
    target = campaign.revenue_target_minor
    plans = [line.plan for line in lines]
    return TrafficPlan(tuple(lines), sums_of(plans), target, _repair(lines, target))


def repairs(plan: TrafficPlan) -> list[Repair]:
    """Return, for each channel that can close the plan alone, how many visitors more or fewer that takes; none when it closes."""
    return [] if plan.sums.revenue_minor == plan.target_minor else _all_repairs(plan.lines, plan.target_minor)


def arithmetic_of(row: TrafficLine) -> ChannelPlan:
    """Return the figures of a row for the rules."""
    return ChannelPlan(
        key=row.channel,
        visitors=row.visitors,
        conversion=row.conversion,
        order_value_minor=row.order_value_minor,
        fixed_minor=row.fixed_minor,
        per_visitor_minor=row.per_visitor_minor,
        commission=row.commission,
    )


def _repair(lines: Sequence[PlannedChannel], target_minor: int) -> Repair | None:
    """Choose the channel to close with, one that can grow or shrink: the cheapest for its revenue, or the dearest to cut."""
    reached = sums_of([line.plan for line in lines]).revenue_minor
    if not lines or closes(reached, target_minor):
        return None
    costs = {line.kind.key: line.cost_share or Fraction(0) for line in lines}
    sign = 1 if reached < target_minor else -1
    found = _all_repairs(lines, target_minor)
    return min(found, key=lambda repair: (not repair.kind.can_grow, sign * costs[repair.kind.key]), default=None)


def _all_repairs(lines: Sequence[PlannedChannel], target_minor: int) -> list[Repair]:
    missing = target_minor - sums_of([line.plan for line in lines]).revenue_minor
    found = []
    for line in lines:
        visitors = closing_visitors(line.plan, missing)
        if visitors is not None and visitors != line.plan.visitors:
            found.append(Repair(line.kind, visitors - line.plan.visitors, visitors))
    return found
