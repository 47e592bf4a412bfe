"""Gates of a sale: what they ask, what is ticked, how a stage is left."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from accounts.models import AuditEntry
from campaigns import services
from campaigns.checks import all_checks
from campaigns.models import GatePassage, GatePoint
from campaigns.queries.gates import current_gate, gates
from campaigns.rules.problems import PlanError
from campaigns.services import StalePlanError
from campaigns.services.gates import PointDraft, leave_stage, reopen_stage, set_gate, tick_point
from campaigns.words.gates import CHECKS
from tests.campaigns.conftest import START

pytestmark = pytest.mark.django_db

AT = START - timedelta(days=26)


def gate_of(sale, stage="preparation", at=AT):
    return gates(sale, all_checks(sale, at))[stage]


def only(sale, stage, *points):
    """Let the gate ask these points alone."""
    sale.gate_points.filter(stage=stage).delete()
    return [GatePoint.objects.create(campaign=sale, stage=stage, kind=kind, key=key) for kind, key in points]


def codes(refused):
    return {problem.code for problem in refused.value.problems}


def test_a_new_sale_has_the_playbooks_gates(sale):
    asked = {(point.stage, point.key) for point in sale.gate_points.all()}
    assert {("preparation", "price_history"), ("warm_up", "favourites_grow"), ("live", "stock_counted")} <= asked
    assert current_gate(gates(sale, [])).stage == "preparation"


def test_a_spring_fair_asks_for_its_stand(make_sale):
    fair = make_sale(occasion="fair_spring")
    assert fair.gate_points.filter(stage="preparation", key="stand_booked").exists()


def test_every_check_there_is_can_be_named_by_a_gate(sale):
    found = {check.code for check in all_checks(sale, AT)} | {check.code for check in all_checks(sale, sale.ends_at)}
    assert found <= set(CHECKS)


def test_every_check_a_gate_can_name_is_made_somewhere():
    made = "".join(path.read_text() for path in (Path(__file__).resolve().parents[2] / "campaigns/checks").glob("*.py"))
    assert [code for code in CHECKS if f'"{code}"' not in made] == []


def test_a_tick_opens_the_gate_and_can_be_undone(sale, person):
    actor = person()
    (point,) = only(sale, "preparation", ("hand", "designers_briefed"))
    assert [one.name for one in gate_of(sale).shut_by] == ["The designers are briefed in writing"]
    tick_point(campaign=sale, actor=actor, version=1, point=point.pk, is_done=True, at=AT)
    assert gate_of(sale).is_open
    point.refresh_from_db()
    assert (point.ticked_by, point.ticked_at) == (actor, AT)
    services.undo_change(campaign=sale, actor=None, version=2)
    assert not gate_of(sale).is_open


def test_what_nobody_checked_keeps_the_gate_shut(sale):
    only(sale, "preparation", ("check", "pictures_tested"), ("check", "figures"))
    made = [check for check in all_checks(sale, AT) if check.code == "figures"]
    gate = gates(sale, made)["preparation"]
    assert [point.state for point in gate.points] == ["missing", "done"]
    assert [point.name for point in gate.shut_by] == ["Pictures are tested"]


def test_a_shut_gate_needs_a_reason_and_keeps_it(sale, person):
    actor = person()
    only(sale, "preparation", ("hand", "designers_briefed"))
    with pytest.raises(PlanError) as refused:
        leave_stage(campaign=sale, actor=actor, stage="preparation", reason="  ", at=AT)
    assert codes(refused) == {"gate_shut"}
    passage = leave_stage(campaign=sale, actor=actor, stage="preparation", reason="The boss decided", at=AT)
    assert passage.shut_by == ["The designers are briefed in writing"]
    assert gate_of(sale).passage == passage
    entry = AuditEntry.objects.get(action="campaign.leave_stage")
    assert (entry.actor, entry.after["reason"]) == (actor, "The boss decided")


def test_stages_are_left_in_order_and_gone_back_into(sale):
    for stage in ("preparation", "warm_up"):
        only(sale, stage)
    with pytest.raises(PlanError) as refused:
        leave_stage(campaign=sale, actor=None, stage="warm_up", reason="", at=AT)
    assert codes(refused) == {"stage_before"}
    leave_stage(campaign=sale, actor=None, stage="preparation", reason="", at=AT)
    with pytest.raises(PlanError) as refused:
        leave_stage(campaign=sale, actor=None, stage="preparation", reason="", at=AT)
    assert codes(refused) == {"stage_left"}
    leave_stage(campaign=sale, actor=None, stage="warm_up", reason="", at=AT)
    with pytest.raises(PlanError) as refused:
        reopen_stage(campaign=sale, actor=None, stage="preparation", at=AT)
    assert codes(refused) == {"stage_not_left"}
    reopen_stage(campaign=sale, actor=None, stage="warm_up", at=AT)
    assert gate_of(sale, "warm_up").passage is None
    assert sale.passages.count() == 2
    leave_stage(campaign=sale, actor=None, stage="warm_up", reason="", at=AT)
    assert sale.passages.filter(withdrawn_at__isnull=True).count() == 2


def test_what_a_gate_asks_can_be_changed(sale):
    points = [
        PointDraft("check", key="figures"),
        PointDraft("hand", text="The boss has seen it"),
        PointDraft("check", key="figures"),
    ]
    set_gate(campaign=sale, actor=None, version=1, stage="preparation", points=points)
    rows = sale.gate_points.filter(stage="preparation")
    assert [(row.kind, row.key, row.text) for row in rows] == [
        ("check", "figures", ""),
        ("hand", "", "The boss has seen it"),
    ]
    services.undo_change(campaign=sale, actor=None, version=2)
    assert rows.filter(key="price_history").exists()


def test_a_point_that_stays_keeps_its_tick(sale):
    (point,) = only(sale, "closing", ("hand", "prices_back"))
    tick_point(campaign=sale, actor=None, version=1, point=point.pk, is_done=True, at=AT)
    wanted = [PointDraft("hand", key="prices_back"), PointDraft("check", key="data")]
    set_gate(campaign=sale, actor=None, version=2, stage="closing", points=wanted)
    point.refresh_from_db()
    assert point.ticked_at == AT


@pytest.mark.parametrize(
    ("stage", "point", "code"),
    [
        ("preparation", PointDraft("check", key="nonsense"), "check_unknown"),
        ("preparation", PointDraft("hand", text="  "), "point_empty"),
        ("preparation", PointDraft("feeling", text="good"), "point_empty"),
        ("party", PointDraft("check", key="data"), "stage_unknown"),
    ],
)
def test_what_no_gate_can_ask(sale, stage, point, code):
    with pytest.raises(PlanError) as refused:
        set_gate(campaign=sale, actor=None, version=1, stage=stage, points=[point])
    assert codes(refused) == {code}


def test_only_a_person_ticks_and_only_what_is_theirs(sale, make_sale):
    (point,) = only(sale, "preparation", ("check", "figures"))
    other = make_sale(name="Other")
    for pk in (point.pk, other.gate_points.filter(kind="hand").first().pk, 0):
        with pytest.raises(PlanError) as refused:
            tick_point(campaign=sale, actor=None, version=1, point=pk, is_done=True, at=AT)
        assert codes(refused) == {"point_unknown"}


def test_two_people_at_one_gate(sale):
    first, second = only(sale, "preparation", ("hand", "designers_briefed"), ("hand", "suppliers_confirmed"))
    tick_point(campaign=sale, actor=None, version=1, point=first.pk, is_done=True, at=AT)
    with pytest.raises(StalePlanError) as stale:
        tick_point(campaign=sale, actor=None, version=1, point=second.pk, is_done=True, at=AT)
    assert set(stale.value.changes) == {"gates"}


def test_the_database_itself_refuses_an_override_without_a_reason(sale):
    for broken in (
        {"shut_by": ["Price history"], "reason": ""},
        {"shut_by": [], "reason": "twice"},
    ):
        if not broken["shut_by"]:
            GatePassage.objects.create(campaign=sale, stage="preparation", at=AT, shut_by=[], reason="once")
        with pytest.raises(IntegrityError), transaction.atomic():
            GatePassage.objects.create(campaign=sale, stage="preparation", at=AT, **broken)
