"""A task bound to data: what the data turns red is opened again, once, with the reason; the gate sees what is late."""

from datetime import timedelta

import pytest

from accounts.models import AuditEntry
from campaigns import checks as plan_checks
from campaigns import tasks as door
from campaigns.checks import all_checks
from campaigns.checks.tasks import checks as late_checks
from campaigns.models import Campaign
from campaigns.services import task_sets
from campaigns.services import tasks as services
from campaigns.words.tasks import event_words
from tests.campaigns.conftest import START

pytestmark = pytest.mark.django_db


def close_figures(sale, visitors):
    """Make the check "figures" green or red by the plan's own visitors."""
    Campaign.objects.filter(pk=sale.pk).update(visitors_target=visitors)
    sale.refresh_from_db()


@pytest.fixture
def bound(laid, task_of, now):
    task = task_of("op_targets")
    services.set_state(task=task, actor=None, state="done", at=now, checks=task_sets.checks_by_code(laid, now))
    assert task_of("op_targets").state == "done"
    return task


def test_a_done_task_is_opened_again_when_its_check_turns_red(laid, bound, task_of, now):
    assert task_sets.follow_checks(campaign=laid, at=now) == []
    good = laid.visitors_target
    close_figures(laid, good // 2)
    assert task_sets.follow_checks(campaign=laid, at=now) == [bound]
    task = task_of("op_targets")
    assert task.state == "reopened"
    event = task.events.last()
    assert event.actor is None
    assert "Visitors close to the target" in event_words(event)
    assert "from the target" in event_words(event)
    assert AuditEntry.objects.get(action="task.reopen").after["code"] == "figures"
    # Once more changes nothing.
    assert task_sets.follow_checks(campaign=laid, at=now) == []
    assert task.events.filter(kind="reopened").count() == 1
    # It can only be finished against the red check with a reason, and stays so until the check has been green.
    checks = task_sets.checks_by_code(laid, now)
    services.set_state(task=task, actor=None, state="done", reason="the boss wants it so", at=now, checks=checks)
    assert task_sets.follow_checks(campaign=laid, at=now) == []
    close_figures(laid, good)
    assert task_sets.follow_checks(campaign=laid, at=now) == []
    assert task_of("op_targets").despite == ""
    close_figures(laid, good // 2)
    assert task_sets.follow_checks(campaign=laid, at=now) == [task]


def test_undo_does_not_hide_what_the_data_said(laid, bound, task_of, now):
    close_figures(laid, laid.visitors_target // 2)
    task_sets.follow_checks(campaign=laid, at=now)
    with pytest.raises(Exception, match="reopened_by_data"):
        services.undo_task(task=bound, actor=None, at=now)
    assert task_of("op_targets").state == "reopened"


def test_what_is_still_to_do_is_left_alone(laid, task_of, now):
    close_figures(laid, laid.visitors_target // 2)
    assert task_sets.follow_checks(campaign=laid, at=now) == []
    assert task_of("op_targets").state == "to_do"
    assert task_of("op_targets").check_state == "failed"


def test_a_check_that_nobody_makes_binds_nothing(laid, now):
    task = laid.tasks.get(code="op_holdback")
    laid.tasks.filter(pk=task.pk).update(check_code="of_a_later_version", state="done")
    assert task_sets.follow_checks(campaign=laid, at=now) == []


def test_the_door_follows_one_plan_and_all_that_are_not_long_over(laid, bound, task_of, clock):
    close_figures(laid, laid.visitors_target // 2)
    assert door.follow_checks_of(campaign_id=laid.pk) == 1
    assert door.follow_checks_of(campaign_id=laid.pk) == 0
    assert door.follow_checks_of(campaign_id=0) == 0
    services.set_state(task=bound, actor=None, state="done", at=START)  # without looking at the check
    assert door.follow_checks_of_all() == 1
    services.set_state(task=bound, actor=None, state="done", at=START)
    clock.move_to(START + timedelta(days=200))
    assert door.follow_checks_of_all() == 0


def test_the_plan_rings_after_a_change_only_where_tasks_are_bound(sale, laid, monkeypatch, django_capture_on_commit_callbacks):
    from campaigns import doorbell
    from campaigns import services as plan_services

    rung = []

    def hear(task, **told):  # in place of the broker, not of a rule of ours
        if task == "campaigns.tasks.follow_checks_of":
            rung.append(told["campaign_id"])

    monkeypatch.setattr(doorbell, "_send", hear)
    with django_capture_on_commit_callbacks(execute=True):
        plan_services.set_phases(campaign=sale, actor=None, version=sale.version, template="flat", phases=[])
    assert rung == [sale.pk]
    sale.refresh_from_db()
    laid.tasks.update(check_code="")
    with django_capture_on_commit_callbacks(execute=True):
        plan_services.set_phases(campaign=sale, actor=None, version=sale.version, template="double_11", phases=[])
    assert rung == [sale.pk]


def test_late_tasks_fail_the_check_of_the_gate(laid, now):
    found = late_checks(laid, START - timedelta(days=60))[0]
    assert (found.code, found.state) == ("tasks_late", "watch")
    assert "have no owner" in found.found
    late = late_checks(laid, now)[0]
    assert late.state == "failed"
    assert "“Set the targets”" in late.found
    laid.tasks.update(state="done")
    assert late_checks(laid, now)[0].state == "done"
    laid.tasks.all().delete()
    assert late_checks(laid, now)[0].state == "watch"
    assert "tasks_late" in {check.code for check in all_checks(laid, now)}
    assert plan_checks.SOURCES
