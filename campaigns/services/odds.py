"""Write what a sale is believed to bring and cost, its scenarios, and what came of it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.services import record
from campaigns.costs import Cost, Costs, in_order, unpacked
from campaigns.models import Campaign, CostLine, CostScenario, OddsResult, OddsScore, PlanVersion
from campaigns.queries.kept import OWN, plan_of
from campaigns.queries.odds import chance_of_target, costs_of, digest_of, reckoned
from campaigns.rules.odds import NEEDED, problems_of
from campaigns.rules.problems import PlanError, Problem
from campaigns.services.versions import changing

MOST_SCENARIOS = 8
PART = "costs"


class StaleOutcomeError(Exception):
    """Somebody else wrote down what came of the sale since this person looked; `score` is what stands now."""

    def __init__(self, score: OddsScore) -> None:
        super().__init__(f"an outcome of {score.recorded_at.isoformat()} stands")
        self.score = score


def save_costs(*, campaign: Campaign, actor: User | None, version: int, costs: Costs) -> Campaign:
    """Set the inputs of the profit to these and return the campaign; an input that is left out is not known any more.

    The odds are worked out and kept in the same transaction. Raises PlanError with every problem and StalePlanError.
    """
    _check(costs)
    with transaction.atomic():
        with changing(campaign=campaign, actor=actor, version=version, action="edit_costs", touches={PART}) as change:
            write_costs(change.campaign, costs)
        keep_odds(change.campaign)
    return change.campaign


def keep_scenario(*, campaign: Campaign, actor: User | None, version: int, name: str, costs: Costs) -> Campaign:
    """Keep inputs under a name beside the plan's, in place of a scenario of that name, and return the campaign.

    Raises PlanError (`scenario_name_missing`, `scenarios_full`, or what is wrong with the inputs) and StalePlanError.
    """
    name = name.strip()
    _check(costs)
    if not name:
        raise PlanError(Problem("scenario_name_missing", "name"))
    with changing(campaign=campaign, actor=actor, version=version, action="keep_scenario", touches={PART}) as change:
        others = CostScenario.objects.filter(campaign=change.campaign).exclude(name=name)
        if others.count() >= MOST_SCENARIOS:
            raise PlanError(Problem("scenarios_full", "name", {"count": MOST_SCENARIOS}))
        lines = {each: cost.packed() for each, cost in in_order(costs).items()}
        CostScenario.objects.update_or_create(campaign=change.campaign, name=name, defaults={"lines": lines})
    return change.campaign


def adopt_scenario(*, campaign: Campaign, actor: User | None, version: int, scenario: int) -> Campaign:
    """Make a scenario's inputs the plan's and return the campaign; the scenario stays.

    Raises PlanError `scenario_unknown` and StalePlanError.
    """
    with transaction.atomic():
        with changing(campaign=campaign, actor=actor, version=version, action="adopt_scenario", touches={PART}) as change:
            row = _scenario(change.campaign, scenario)
            change.said = {"scenario": row.name}
            write_costs(change.campaign, unpacked(row.lines))
        keep_odds(change.campaign)
    return change.campaign


def drop_scenario(*, campaign: Campaign, actor: User | None, version: int, scenario: int) -> Campaign:
    """Take a scenario away and return the campaign. Raises PlanError `scenario_unknown` and StalePlanError."""
    with changing(campaign=campaign, actor=actor, version=version, action="drop_scenario", touches={PART}) as change:
        _scenario(change.campaign, scenario).delete()
    return change.campaign


def clone_costs(source: Campaign, target: Campaign, shift_seconds: int) -> None:
    """Copy the inputs and scenarios of a sale to one that has none yet, inside the caller's transaction.

    Nothing here has a date, so `shift_seconds` moves nothing. What came of the source is its own.
    """
    write_costs(target, costs_of(source))
    CostScenario.objects.bulk_create(
        CostScenario(campaign=target, name=row.name, lines=row.lines)
        for row in CostScenario.objects.filter(campaign=source).order_by("pk")
    )
    keep_odds(target)


def keep_odds(campaign: Campaign) -> OddsResult | None:
    """Keep the answer for the inputs as they stand, unless it is kept already, and return it; None without inputs."""
    costs = costs_of(campaign)
    if not costs:
        return None
    digest = digest_of(costs)
    standing = OddsResult.objects.filter(campaign=campaign, digest=digest).first()
    if standing is not None:
        return standing
    found = reckoned(costs, target_minor=campaign.revenue_target_minor)
    return OddsResult.objects.create(
        campaign=campaign,
        digest=digest,
        version=campaign.version,
        p_profit=found.odds.p_profit,
        profit=list(found.odds.profit),
        revenue=list(found.odds.revenue),
        likely_minor=found.odds.likely,
        likely_revenue_minor=found.odds.likely_revenue,
        bars=[[bar.low, bar.high, bar.share] for bar in found.bars],
        swings=[[swing.name, swing.at_low, swing.at_high, swing.together] for swing in found.swings],
    )


def record_outcome(
    *, campaign: Campaign, actor: User | None, profit_minor: int, revenue_minor: int, seen: datetime | None
) -> OddsScore:
    """Hold what came of a sale against the odds it had, and return the score; told again, it replaces the earlier word.

    `seen` is when the word was recorded that the person saw, None when there was none: StaleOutcomeError when another stands.

    The odds are those of the last version of the plan from before the sale began. Odds that were first made later are held
    against it too, but are no foresight and count in no calibration. Raises PlanError: `outcome_without_odds` when the sale
    never had any, `value_below_zero` for revenue below zero.
    """
    if revenue_minor < 0:
        raise PlanError(Problem("value_below_zero", "revenue"))
    with transaction.atomic():
        Campaign.objects.select_for_update().get(pk=campaign.pk)
        earlier = OddsScore.objects.filter(campaign=campaign).first()
        if earlier is not None and earlier.recorded_at != seen:
            raise StaleOutcomeError(earlier)
        forecast = _forecast(campaign)
        found = OddsResult.objects.filter(campaign=campaign, digest=digest_of(forecast.costs)).first()
        if found is None:  # kept by an older model: the model of today answers for the inputs of then
            odds = reckoned(forecast.costs, target_minor=forecast.target_minor).odds
            p_profit, profit, revenue = odds.p_profit, list(odds.profit), list(odds.revenue)
        else:
            p_profit, profit, revenue = found.p_profit, found.profit, found.revenue
        told = ("actual_profit_minor", "actual_revenue_minor")
        before = {name: getattr(earlier, name) for name in told} if earlier else None
        score, _is_new = OddsScore.objects.update_or_create(
            campaign=campaign,
            defaults={
                "version": forecast.version,
                "is_foresight": forecast.is_foresight,
                "p_profit": p_profit,
                "p_target": chance_of_target(revenue, forecast.target_minor),
                "profit": profit,
                "target_minor": forecast.target_minor,
                "actual_profit_minor": profit_minor,
                "actual_revenue_minor": revenue_minor,
                "recorded_by": actor,
            },
        )
        record(
            actor=actor,
            action="campaign.record_outcome",
            target=f"campaign {campaign.pk} {campaign.name}",
            before=before,
            after={"actual_profit_minor": profit_minor, "actual_revenue_minor": revenue_minor, "version": forecast.version},
        )
    return score


@dataclass(frozen=True)
class _Forecast:
    """The version whose odds count, its inputs and its target, and whether it stood before the sale began."""

    version: int
    costs: dict[str, Cost]
    target_minor: int
    is_foresight: bool


def _forecast(campaign: Campaign) -> _Forecast:
    versions = PlanVersion.objects.filter(campaign=campaign)
    last_before = versions.filter(at__lt=campaign.starts_at).order_by("-number").first()
    if last_before and (found := _told(campaign, last_before, is_foresight=True)):
        return found
    for version in versions.order_by("number").iterator():
        if found := _told(campaign, version, is_foresight=False):
            return found
    raise PlanError(Problem("outcome_without_odds"))


def _told(campaign: Campaign, version: PlanVersion, *, is_foresight: bool) -> _Forecast | None:
    """Return what a version forecast; None when nobody had told the inputs then."""
    plan = plan_of(campaign, version.parts, {OWN, PART})
    lines = plan.get(PART, {}).get("lines", [])
    if not lines:
        return None
    costs = unpacked({line["name"]: [line[key] for key in ("low", "likely", "high", "source", "detail")] for line in lines})
    return _Forecast(version.number, costs, plan["revenue_target_minor"], is_foresight)


def write_costs(campaign: Campaign, costs: Costs) -> None:
    """Set the inputs of a sale to these, inside the caller's transaction; others are not known any more."""
    standing = {row.name: row for row in CostLine.objects.filter(campaign=campaign)}
    CostLine.objects.filter(campaign=campaign, name__in=standing.keys() - costs.keys()).delete()
    for name, cost in in_order(costs).items():
        row = standing.get(name) or CostLine(campaign=campaign, name=name)
        row.low, row.likely, row.high = cost.figures
        row.source, row.detail = cost.source, cost.detail
        row.save()


def _scenario(campaign: Campaign, number: int) -> CostScenario:
    row = CostScenario.objects.filter(campaign=campaign, pk=number).first()
    if row is None:
        raise PlanError(Problem("scenario_unknown"))
    return row


def _check(costs: Costs) -> None:
    problems = [Problem("odds_needed", f"{name}-likely", {"input": name}) for name in NEEDED if name not in costs]
    for name, cost in costs.items():
        problems += problems_of(name, cost.estimate.low, cost.estimate.likely, cost.estimate.high)
    if problems:
        raise PlanError(*problems)
