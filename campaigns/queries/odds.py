"""Reads of the odds: the inputs as they stand, the answer they have, how right earlier answers were."""

import hashlib
import json
from dataclasses import dataclass
from fractions import Fraction

from campaigns.costs import Cost, Costs, case_of, of_rows, unpacked
from campaigns.models import Campaign, CostLine, CostScenario, OddsResult, OddsScore
from campaigns.queries.shops import own_shops
from campaigns.rules.odds import DRAWS, MODEL, SEED, Bar, BreakEven, Odds, Swing, answer, bars, break_even, tornado
from campaigns.rules.odds.calibration import Calibration, Scored, calibration, place_in
from common.once import once
from common.windows import Window
from metrics import queries as metrics_queries


@dataclass(frozen=True)
class Reckoning:
    """Everything a page shows of one set of inputs."""

    costs: dict[str, Cost]
    odds: Odds
    bars: list[Bar]
    swings: list[Swing]
    break_even: BreakEven


@dataclass(frozen=True)
class Standing:
    """The kept answer of the inputs as they stand, and the chance of the target as it is now, whatever was edited since."""

    result: OddsResult
    p_target: float
    costs: dict[str, Cost]


@once
def costs_of(campaign: Campaign) -> dict[str, Cost]:
    """Return the inputs of the plan as they are saved, in order; empty when nobody has told any."""
    return of_rows(CostLine.objects.filter(campaign=campaign))


def scenarios_of(campaign: Campaign) -> list[tuple[CostScenario, dict[str, Cost]]]:
    """Return the scenarios kept beside the plan, oldest first, each with its inputs."""
    return [(row, unpacked(row.lines)) for row in CostScenario.objects.filter(campaign=campaign).order_by("pk")]


def reckoned(costs: Costs, *, target_minor: int, seed: int = SEED, count: int = DRAWS) -> Reckoning:
    """Work out the odds of a set of inputs with everything that explains them. Nothing is read or kept."""
    case = case_of(costs)
    odds, found = answer(case, target_minor=target_minor, seed=seed, count=count)
    return Reckoning(dict(costs), odds, bars(found.profit), tornado(case, found.profit, seed=seed), break_even(case))


def digest_of(costs: Costs) -> str:
    """Return what names a set of inputs and the model that answers for it; where they come from does not count."""
    figures = {name: cost.packed()[:3] for name, cost in costs.items()}
    return hashlib.sha256(json.dumps([MODEL, SEED, DRAWS, figures], sort_keys=True).encode()).hexdigest()


@once
def standing_odds(campaign: Campaign) -> Standing | None:
    """Return the kept answer of the inputs as they stand: two queries, no draws. None without inputs, or without an answer."""
    costs = costs_of(campaign)
    if not costs:
        return None
    result = OddsResult.objects.filter(campaign=campaign, digest=digest_of(costs)).first()
    if result is None:
        return None
    return Standing(result, chance_of_target(result.revenue, campaign.revenue_target_minor), costs)


def chance_of_target(revenue: list[int], target_minor: int) -> float:
    """Return the chance that revenue reaches a target, from its kept percentiles."""
    if revenue[0] == revenue[-1]:
        return float(target_minor <= revenue[0])
    return 1 - place_in(revenue, target_minor)


def scores(*, currency: str = "") -> tuple[list[OddsScore], Calibration | None]:
    """Return what came of every sale whose outcome is known (in one currency when given), and how the odds stood together.

    Only odds made before their sale count in the calibration.
    """
    rows = OddsScore.objects.select_related("campaign").order_by("campaign__starts_at")
    found = list(rows.filter(campaign__currency=currency) if currency else rows)
    return found, calibration([scored(row) for row in found if row.is_foresight])


def actual_revenue(campaign: Campaign) -> int:
    """Return what buyers paid during the sale as the orders tell it today, minor units; 0 when none are known."""
    window = Window(campaign.start_slot, campaign.end_slot)
    row = metrics_queries.numbers(shops=own_shops(campaign), window=window, by="total", names=["revenue"])[0]
    return int(row.values["revenue"] or 0)


def scored(row: OddsScore) -> Scored:
    """Return a score for the rules."""
    return Scored(
        p_profit=row.p_profit,
        p_target=row.p_target,
        profit=row.profit,
        actual=row.actual_profit_minor,
        reached=row.actual_revenue_minor >= row.target_minor,
    )


def extremes(costs: Costs, swings: list[Swing]) -> tuple[dict[str, Cost], dict[str, Cost]]:
    """Return the worst and the best case: every input that matters at the end that earns less, or more, without any width."""
    worst, best = dict(costs), dict(costs)
    for swing in swings:
        estimate = costs[swing.name].estimate
        low, high = _fixed(costs[swing.name], estimate.low), _fixed(costs[swing.name], estimate.high)
        is_low_worse = swing.at_low <= swing.at_high
        worst[swing.name], best[swing.name] = (low, high) if is_low_worse else (high, low)
    return worst, best


def _fixed(cost: Cost, value: Fraction) -> Cost:
    return Cost.of(cost.name, value, value, value, cost.source, cost.detail)
