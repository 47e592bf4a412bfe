"""Writes of the odds: kept with the plan's versions, undone, scored; nothing lost, nothing half done."""

from datetime import timedelta
from fractions import Fraction

import pytest
import time_machine
from django.db import IntegrityError, transaction

from accounts.models import AuditEntry
from campaigns import services
from campaigns.costs import Cost
from campaigns.models import Campaign, CostLine, CostScenario, OddsResult, OddsScore, PlanVersion
from campaigns.queries.odds import costs_of, reckoned, scenarios_of, scores, standing_odds
from campaigns.queries.pages import trail
from campaigns.rules.problems import PlanError
from campaigns.services import StalePlanError
from campaigns.services.odds import StaleOutcomeError
from campaigns.words.trail import lines_of
from tests.campaigns.conftest import START
from tests.campaigns.odds.conftest import costs

pytestmark = pytest.mark.django_db


def test_saved_inputs_come_back_and_their_answer_is_kept(told):
    assert told.version == 2
    assert costs_of(told) == costs()
    result = OddsResult.objects.get(campaign=told)
    found = reckoned(costs(), target_minor=told.revenue_target_minor)
    assert (result.version, result.p_profit, result.profit) == (2, found.odds.p_profit, list(found.odds.profit))
    assert result.likely_minor == found.odds.likely == sum(found.odds.parts.values())
    assert len(result.bars) == len(found.bars)
    standing = standing_odds(told)
    assert standing.p_target == pytest.approx(found.odds.p_target, abs=0.01)


def test_a_changed_input_gets_its_own_answer_and_undo_finds_the_first_again(told, fresh):
    first = standing_odds(told).result
    services.save_costs(campaign=told, actor=None, version=2, costs=costs(people=(0, 900_000_000, 900_000_000)))
    second = standing_odds(told).result
    assert second.version == 3
    assert second.p_profit < first.p_profit
    services.undo_change(campaign=told, actor=None, version=3)
    assert costs_of(told) == costs()
    assert standing_odds(told).result == first
    services.undo_change(campaign=told, actor=None, version=4)
    assert costs_of(told) == {}
    assert standing_odds(told) is None


def test_the_chance_of_the_target_follows_the_target_without_new_draws(told, fresh):
    before = standing_odds(told)
    campaign = fresh(told)
    campaign.revenue_target_minor *= 2
    after = standing_odds(campaign)
    assert after.result == before.result
    assert after.p_target < 0.1 < before.p_target


def test_saving_the_same_leaves_no_version(told):
    assert services.save_costs(campaign=told, actor=None, version=2, costs=costs()).version == 2
    assert OddsResult.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "three", "code"),
    [
        ("people", (3, 2, 1), "odds_not_in_order"),
        ("people", (-1, 2, 3), "odds_below_zero"),
        ("refund_rate", ("0.1", "0.2", "1.5"), "odds_share_above_all"),
        ("visitors", None, "odds_needed"),
    ],
)
def test_what_cannot_stand_is_refused_whole(sale, name, three, code):
    with pytest.raises(PlanError, match=code):
        services.save_costs(campaign=sale, actor=None, version=1, costs=costs(**{name: three}))
    assert not CostLine.objects.exists()
    assert not OddsResult.objects.exists()


def test_the_database_refuses_what_slips_through(told):
    for change in ({"low": 10**12}, {"low": -1}, {"high": 0}):
        with pytest.raises(IntegrityError), transaction.atomic():
            CostLine.objects.filter(campaign=told, name="people").update(**change)


def test_the_second_editor_of_the_inputs_is_shown_the_first_ones_change(told, person):
    first = person(first_name="Lin", last_name="Yue")
    services.save_costs(campaign=told, actor=first, version=2, costs=costs(people=(1, 2, 3)))
    with pytest.raises(StalePlanError) as stale:
        services.save_costs(campaign=told, actor=None, version=2, costs=costs(gifts=None))
    assert stale.value.by == "Lin Yue"
    lines = lines_of(stale.value, told)
    assert [line[0] for line in lines] == ["People"]
    assert "costs" in stale.value.changes


def test_somebody_who_edits_another_part_does_not_stand_in_the_way(told):
    node = services.NodeRef("phase", told.start_slot, told.start_slot + 9)
    services.edit_target(campaign=told, actor=None, version=2, node=node, value_minor=2_000_000_000)
    after = services.save_costs(campaign=told, actor=None, version=2, costs=costs(gifts=None))
    assert after.version == 4


def test_the_trail_says_what_changed_in_words(told, person):
    services.save_costs(
        campaign=told, actor=person(), version=2, costs=costs(people=(50_000_000, 70_000_000, 90_000_000), gifts=None)
    )
    entry = trail(campaign=told)[0]
    lines = lines_of(entry, told)
    assert [part for part, _was, _now in lines] == ["People", "Gifts"]
    assert lines[0][1].replace("\u00a0", " ") == "¥600 k (¥500 k to ¥900 k)"
    assert lines[0][2].replace("\u00a0", " ") == "¥700 k (¥500 k to ¥900 k)"
    assert lines[1][2] == ""
    assert AuditEntry.objects.filter(action="campaign.edit_costs").count() == 2


def test_scenarios_are_kept_compared_adopted_and_taken_away(told):
    dear = costs(traffic=(600_000_000, 700_000_000, 900_000_000))
    services.keep_scenario(campaign=told, actor=None, version=2, name=" Dear clicks ", costs=dear)
    [(row, kept)] = scenarios_of(told)
    assert (row.name, kept) == ("Dear clicks", dear)
    assert costs_of(told) == costs()
    adopted = services.adopt_scenario(campaign=told, actor=None, version=3, scenario=row.pk)
    assert costs_of(told) == dear
    assert standing_odds(told).result.version == adopted.version == 4
    services.drop_scenario(campaign=told, actor=None, version=4, scenario=row.pk)
    assert scenarios_of(told) == []
    services.undo_change(campaign=told, actor=None, version=5)
    assert [name.name for name, _kept in scenarios_of(told)] == ["Dear clicks"]
    services.undo_change(campaign=told, actor=None, version=6)
    assert costs_of(told) == costs()
    texts = [line for entry in trail(campaign=told) for line in lines_of(entry, told)]
    assert ("Scenario Dear clicks", "kept", "") in texts


def test_a_scenario_needs_a_name_and_there_are_not_too_many(told):
    with pytest.raises(PlanError, match="scenario_name_missing"):
        services.keep_scenario(campaign=told, actor=None, version=2, name="  ", costs=costs())
    for number in range(8):
        services.keep_scenario(campaign=told, actor=None, version=2 + number, name=f"Case {number}", costs=costs())
    with pytest.raises(PlanError, match="scenarios_full"):
        services.keep_scenario(campaign=told, actor=None, version=10, name="One more", costs=costs())
    services.keep_scenario(campaign=told, actor=None, version=10, name="Case 1", costs=costs(gifts=None))
    with pytest.raises(PlanError, match="scenario_unknown"):
        services.adopt_scenario(campaign=told, actor=None, version=11, scenario=0)


def test_a_scenario_of_another_sale_cannot_be_adopted(told, make_sale):
    other = make_sale(name="618")
    services.keep_scenario(campaign=told, actor=None, version=2, name="Mine", costs=costs())
    with pytest.raises(PlanError, match="scenario_unknown"):
        services.adopt_scenario(campaign=other, actor=None, version=1, scenario=CostScenario.objects.get().pk)


def test_a_clone_has_the_inputs_and_the_scenarios_and_its_own_answer(told, make_sale):
    services.keep_scenario(campaign=told, actor=None, version=2, name="Dear", costs=costs(gifts=None))
    clone = make_sale(name="Double 11 2027", starts_at=START + timedelta(days=365), ends_at=START + timedelta(days=366))
    services.clone_costs(told, clone, 365 * 86_400)
    assert costs_of(clone) == costs_of(told)
    assert [row.name for row, _kept in scenarios_of(clone)] == ["Dear"]
    assert standing_odds(clone).result.profit == standing_odds(told).result.profit


def before_the_sale():
    return time_machine.travel(START - timedelta(days=20), tick=False)


def test_the_outcome_is_held_against_the_odds_from_before_the_sale(make_sale, person):
    with before_the_sale():
        sale = services.save_costs(campaign=make_sale(), actor=None, version=1, costs=costs())
        promised = standing_odds(sale)
    with time_machine.travel(START + timedelta(hours=5), tick=False):
        services.save_costs(campaign=sale, actor=None, version=2, costs=costs(people=(0, 10**9, 10**9)))
    actor = person()
    score = services.record_outcome(campaign=sale, actor=actor, profit_minor=90_000_000, revenue_minor=6_300_000_000, seen=None)
    assert score.is_foresight
    assert (score.version, score.p_profit, score.p_target) == (2, promised.result.p_profit, promised.p_target)
    assert score.profit == promised.result.profit
    rows, found = scores()
    assert rows == [score]
    assert found.count == 1
    assert found.brier_profit == pytest.approx((1 - promised.result.p_profit) ** 2)
    assert AuditEntry.objects.get(action="campaign.record_outcome").actor == actor
    stale = {"campaign": sale, "actor": None, "profit_minor": -5, "revenue_minor": 0}
    with pytest.raises(StaleOutcomeError) as found:
        services.record_outcome(**stale, seen=None)
    assert found.value.score == score
    again = services.record_outcome(**stale, seen=score.recorded_at)
    assert (OddsScore.objects.count(), again.actual_profit_minor) == (1, -5)


def test_odds_made_afterwards_are_shown_and_do_not_count(make_sale):
    with time_machine.travel(START + timedelta(days=3), tick=False):
        sale = services.save_costs(campaign=make_sale(), actor=None, version=1, costs=costs())
        score = services.record_outcome(campaign=sale, actor=None, profit_minor=1, revenue_minor=1, seen=None)
    assert not score.is_foresight
    rows, found = scores(currency="CNY")
    assert (rows, found) == ([score], None)
    assert scores(currency="USD")[0] == []


def test_without_odds_there_is_nothing_to_score(sale):
    with pytest.raises(PlanError, match="outcome_without_odds"):
        services.record_outcome(campaign=sale, actor=None, profit_minor=1, revenue_minor=1, seen=None)
    with pytest.raises(PlanError, match="value_below_zero"):
        services.record_outcome(campaign=sale, actor=None, profit_minor=1, revenue_minor=-1, seen=None)


def test_an_answer_of_an_older_model_is_worked_out_again(make_sale):
    with before_the_sale():
        sale = services.save_costs(campaign=make_sale(), actor=None, version=1, costs=costs())
    told_then = OddsResult.objects.get().p_profit
    OddsResult.objects.update(digest="another model")
    assert standing_odds(sale) is None
    score = services.record_outcome(campaign=sale, actor=None, profit_minor=1, revenue_minor=1, seen=None)
    assert score.p_profit == told_then


def test_a_sale_takes_its_odds_with_it(told):
    services.keep_scenario(campaign=told, actor=None, version=2, name="Dear", costs=costs())
    PlanVersion.objects.filter(campaign=told).count()
    Campaign.objects.get(pk=told.pk).delete()
    assert not any(table.objects.exists() for table in (CostLine, CostScenario, OddsResult, OddsScore))


def test_figures_are_rounded_as_they_are_stored():
    cost = Cost.of("conversion", Fraction(1, 3), Fraction(1, 3), Fraction(2, 3))
    assert cost.estimate.low == Fraction(3_333_333_333, 10**10)
    assert Cost.of("people", Fraction(5, 2), Fraction(5, 2), Fraction(7, 2)).estimate.likely == 3
