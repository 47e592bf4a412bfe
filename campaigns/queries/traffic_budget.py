"""What the traffic plan spends and brings in each hour of the sale; the hours add up to the plan exactly."""

from dataclasses import dataclass
from itertools import accumulate

from campaigns.channels import ChannelKind
from campaigns.models import Campaign
from campaigns.queries.board import target_slots
from campaigns.queries.traffic import TrafficPlan
from campaigns.rules.traffic import hourly
from common.windows import Window


@dataclass(frozen=True)
class BudgetHour:
    """One hour of the shop's clock: cost per channel in the order of the plan, minor units; `running_minor` up to its end."""

    window: Window
    costs_minor: tuple[int, ...]
    running_minor: int

    @property
    def total_minor(self) -> int:
        """All channels together."""
        return sum(self.costs_minor)


@dataclass(frozen=True)
class Budget:
    """The hours of the sale; per channel, what it may spend on visits (`spends`, commission aside) and how many should come."""

    kinds: tuple[ChannelKind, ...]
    hours: tuple[BudgetHour, ...]
    spends: dict[str, list[int]]
    visitors: dict[str, list[int]]
    target_minor: tuple[int, ...]

    @property
    def target_hours(self) -> list[tuple[Window, int]]:
        """Each hour of the sale with what it should sell."""
        return [(hour.window, sold) for hour, sold in zip(self.hours, self.target_minor, strict=True)]

    @property
    def totals_minor(self) -> list[int]:
        """The cost of each channel over the whole sale."""
        return [sum(hour.costs_minor[place] for hour in self.hours) for place in range(len(self.kinds))]


def traffic_budget(campaign: Campaign, plan: TrafficPlan) -> Budget:
    """Return the cost of each hour: spend follows the planned visitors of the target curve, commission its revenue.

    Split by largest remainder for each channel; the hours of a channel add up to its cost, and so do all to the plan's.
    """
    windows = list(Window(campaign.start_slot, campaign.end_slot).hours(campaign.time_zone))
    slots = target_slots(campaign=campaign)
    first = campaign.start_slot
    inside = [slots[window.start - first : window.end - first] for window in windows]
    seen = [sum(slot.visitors for slot in hour) for hour in inside]
    sold = [sum(slot.revenue_minor for slot in hour) for hour in inside]
    spends = {line.kind.key: hourly(line.plan.spend_minor, seen) for line in plan.lines}
    visitors = {line.kind.key: hourly(line.plan.visitors, seen) for line in plan.lines}
    costs = [
        [spend + part for spend, part in zip(spends[line.kind.key], hourly(line.plan.commission_minor, sold), strict=True)]
        for line in plan.lines
    ]
    by_hour = list(zip(*costs, strict=True)) if costs else [()] * len(windows)
    running = accumulate(sum(hour) for hour in by_hour)
    hours = tuple(BudgetHour(window, costs, so_far) for window, costs, so_far in zip(windows, by_hour, running, strict=True))
    return Budget(tuple(line.kind for line in plan.lines), hours, spends, visitors, tuple(sold))
