"""What a plan must show before a stage may be left: every check of every topic, in one list.

A topic adds a module with a function `checks(campaign, at)` here and one entry in `SOURCES`.
"""

from collections.abc import Callable, Iterable
from datetime import datetime

from campaigns.checks import audit, lessons, odds, pictures, plan, prices, shifts, stock, tasks, traffic
from campaigns.checks.base import PlanCheck
from campaigns.models import Campaign

SOURCES: tuple[Callable[[Campaign, datetime], list[PlanCheck]], ...] = (
    plan.checks,
    traffic.checks,
    audit.checks,
    prices.checks,
    odds.checks,
    stock.checks,
    shifts.checks,
    pictures.checks,
    tasks.checks,
    lessons.checks,
)


def all_checks(campaign: Campaign, at: datetime) -> list[PlanCheck]:
    """Return every check of the plan as it stands at a moment: what failed first, then what to watch, then what is done."""
    order = {"failed": 0, "watch": 1, "done": 2}
    return sorted((check for source in SOURCES for check in source(campaign, at)), key=lambda check: order[check.state])


def listed(checks: Iterable[PlanCheck], *, with_costs: bool) -> list[PlanCheck]:
    """Return the checks a list shows: none that another one says already, and costs to those who may see them."""
    return [check for check in checks if not check.said_by and (with_costs or not check.tells_costs)]


__all__ = ["SOURCES", "PlanCheck", "all_checks", "listed"]
