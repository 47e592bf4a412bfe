"""Tasks change, are talked about, wait for each other, are taken back: each with its event and its audit row."""

from datetime import date, timedelta

import pytest

from accounts.models import AuditEntry
from accounts.roles import Role
from campaigns.checks.base import PlanCheck
from campaigns.models import Campaign, Task, TaskState
from campaigns.queries.tasks import by_department, due_of, my_rows, open_count, rows_of, task_rows, unowned_rows
from campaigns.rules.problems import PlanError
from campaigns.services import task_sets
from campaigns.services import tasks as services
from campaigns.services.tasks import StaleTaskError, TaskDraft
from campaigns.words.tasks import chip
from tests.campaigns.conftest import START

pytestmark = pytest.mark.django_db
RED = {"price_history": PlanCheck("price_history", "failed", "Price history", "14 prices are above their 7-day low.")}


def codes(refused):
    return [(problem.code, problem.field) for problem in refused.value.problems]


def draft(**said):
    return TaskDraft(**({"department": "design", "title": "Shoot the film", "due_day": -9} | said))


def row_of(task, now):
    return rows_of([Task.objects.select_related("campaign", "owner").get(pk=task.pk)], at=now)[0]


def test_an_own_task_is_set_with_its_audit_row(sale, person, now, chen):
    actor = person(Role.OPERATIONS)
    task = services.create_task(campaign=sale, actor=actor, draft=draft(owner=chen, due_minute=18 * 60), at=now)
    day, moment = due_of(task)
    assert day == date(2026, 11, 2)
    assert moment == START - timedelta(days=9) + timedelta(hours=18)
    entry = AuditEntry.objects.get(action="task.create")
    assert (entry.actor, entry.after["title"], entry.after["due_day"]) == (actor, "Shoot the film", -9)


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ({"title": "  "}, ("title_missing", "title")),
        ({"department": "kitchen"}, ("department_missing", "department")),
        ({"due_day": None}, ("day_missing", "due_day")),
        ({"due_day": -401}, ("day_too_far", "due_day")),
        ({"due_from": "date"}, ("date_missing", "due_on")),
    ],
)
def test_what_cannot_stand_names_its_field_and_writes_nothing(sale, now, said, problem):
    with pytest.raises(PlanError) as refused:
        services.create_task(campaign=sale, actor=None, draft=draft(**said), at=now)
    assert codes(refused) == [problem]
    assert not Task.objects.exists()
    assert not AuditEntry.objects.filter(action="task.create").exists()


def test_relative_days_move_with_the_sale_and_dates_of_their_own_do_not(sale, now):
    moving = services.create_task(campaign=sale, actor=None, draft=draft(), at=now)
    fixed = services.create_task(
        campaign=sale, actor=None, draft=draft(due_from="date", due_day=5, due_on=date(2026, 10, 20)), at=now
    )
    ended = services.create_task(campaign=sale, actor=None, draft=draft(due_from="end", due_day=3), at=now)
    Campaign.objects.filter(pk=sale.pk).update(starts_at=START + timedelta(days=31), ends_at=START + timedelta(days=34))
    assert [row_of(task, now).due_on for task in (moving, fixed, ended)] == [
        date(2026, 12, 3), date(2026, 10, 20), date(2026, 12, 17),
    ]  # fmt: skip


def test_waiting_in_a_ring_is_refused_with_the_way_round(task_of, now):
    tiers, offers = task_of("op_tiers"), task_of("op_audit")
    said = TaskDraft(department="operations", due_day=-45, waits_for=(offers.pk,))
    with pytest.raises(PlanError) as refused:
        services.change_task(task=tiers, actor=None, version=1, draft=said, at=now)
    assert codes(refused) == [("wait_cycle", "waits_for")]
    assert refused.value.problems[0].values["way"].count("Tier the range A, B and C") == 2
    assert not tiers.events.filter(kind="changed").exists()


def test_waiting_for_another_sales_task_is_refused(laid, make_sale, now):
    other = services.create_task(campaign=make_sale(name="618"), actor=None, draft=draft(), at=now)
    with pytest.raises(PlanError) as refused:
        services.create_task(campaign=laid, actor=None, draft=draft(waits_for=(other.pk,)), at=now)
    assert codes(refused) == [("wait_elsewhere", "waits_for")]
    assert not laid.tasks.filter(title="Shoot the film").exists()


def test_who_comes_second_is_told_what_changed(task_of, person, now):
    first = person(Role.OPERATIONS)
    task = task_of("de_home")
    services.assign_task(task=task, actor=first, owner=first, at=now)
    with pytest.raises(StaleTaskError) as stale:
        services.change_task(task=task, actor=None, version=1, draft=draft(), at=now)
    assert [event.after for event in stale.value.events] == [{"owner": first.pk}]
    assert task_of("de_home").title == ""


def test_states_follow_each_other_and_ask_for_reasons(task_of, now, chen):
    task = task_of("cs_train")
    with pytest.raises(PlanError) as refused:
        services.set_state(task=task, actor=chen, state="blocked", at=now)
    assert codes(refused) == [("reason_missing", "reason")]
    services.set_state(task=task, actor=chen, state="blocked", reason="no product list", at=now)
    assert (task_of("cs_train").state, task_of("cs_train").blocked_by) == ("blocked", "no product list")
    services.set_state(task=task, actor=chen, state="working", at=now)
    assert task_of("cs_train").blocked_by == ""
    services.set_state(task=task, actor=chen, state="done", at=now)
    services.set_state(task=task, actor=chen, state="to_do", at=now)
    assert task_of("cs_train").state == TaskState.REOPENED
    with pytest.raises(PlanError):
        services.set_state(task=task, actor=chen, state="gone", at=now)
    changes = [entry.after for entry in AuditEntry.objects.filter(action="task.change").order_by("pk")]
    assert [after["state"] for after in changes] == ["blocked", "working", "done", "reopened"]


def test_done_against_a_red_check_wants_a_written_reason(task_of, now):
    task = task_of("op_prices")
    with pytest.raises(PlanError) as refused:
        services.set_state(task=task, actor=None, state="done", at=now, checks=RED)
    assert codes(refused) == [("check_red", "reason")]
    services.set_state(task=task, actor=None, state="done", reason="the platform agreed", at=now, checks=RED)
    assert (task_of("op_prices").state, task_of("op_prices").despite) == ("done", "the platform agreed")


def test_a_change_that_changes_nothing_leaves_nothing(task_of, now):
    task = task_of("op_tiers")
    services.set_state(task=task, actor=None, state="to_do", at=now)
    assert task_of("op_tiers").version == 1
    assert not AuditEntry.objects.filter(action="task.change").exists()


def test_undo_goes_back_change_by_change(task_of, now, chen, person):
    task = task_of("cs_train")
    services.assign_task(task=task, actor=chen, owner=chen, at=now)
    services.move_task(task=task, actor=chen, days=3, at=now)
    services.set_state(task=task, actor=chen, state="done", at=now)
    for field, value in (("state", "to_do"), ("due_day", -12), ("owner", None)):
        services.undo_task(task=task, actor=chen, at=now)
        assert getattr(task_of("cs_train"), field) == value
    with pytest.raises(PlanError) as refused:
        services.undo_task(task=task, actor=chen, at=now)
    assert codes(refused) == [("nothing_to_undo", "")]
    assert AuditEntry.objects.filter(action="task.undo").count() == 3


def test_undo_puts_back_whom_it_waited_for(task_of, now):
    task = task_of("op_audit")
    said = TaskDraft(department="operations", due_day=-30, check_code="audit_floor")
    services.change_task(task=task, actor=None, version=1, draft=said, at=now)
    assert not task_of("op_audit").waits_for.exists()
    services.undo_task(task=task, actor=None, at=now)
    assert set(task_of("op_audit").waits_for.values_list("code", flat=True)) == {"op_offers", "op_prices"}


def test_comments_and_links(task_of, now, chen):
    task = task_of("cs_train")
    services.comment_task(task=task, actor=chen, text="  Evening shift on Friday.  ", at=now)
    assert task.events.last().text == "Evening shift on Friday."
    with pytest.raises(PlanError):
        services.comment_task(task=task, actor=chen, text="   ", at=now)
    link = services.add_link(task=task, actor=chen, url="https://files.example/plan.pdf", name="Plan")
    assert services.add_link(task=task, actor=chen, url="https://files.example/plan.pdf", name="again") == link
    services.remove_link(link=link, actor=chen)
    assert not task.links.exists()
    actions = list(
        AuditEntry.objects.filter(action__in=["task.comment", "task.link", "task.unlink"]).values_list("action", flat=True)
    )
    assert sorted(actions) == ["task.comment", "task.link", "task.unlink"]


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "file:///etc/passwd", "ftp://x/y", "http://", "//x/y", "https://a b/", "http://[", ""]
)
def test_only_addresses_of_the_web_are_linked(task_of, url):
    with pytest.raises(PlanError) as refused:
        services.add_link(task=task_of("cs_train"), actor=None, url=url, name="")
    assert codes(refused) == [("link_not_web", "url")]


def test_rows_tell_lateness_and_waiting(laid, task_of, now, chen):
    services.assign_task(task=task_of("op_tiers"), actor=None, owner=chen, at=now)
    rows = {row.task.code: row for row in task_rows(campaign=laid, at=now)}
    assert rows["op_targets"].days_late == 29
    assert rows["op_watch"].days_late == 0
    assert chip(rows["op_targets"]) == ("behind", "29 days late")
    waits = {other.title: other.owner for other in rows["op_range"].waits}
    assert waits == {"Set the targets": ""}
    assert ("Tier the range A, B and C", "Chen Jie") in [(one.title, one.owner) for one in rows["op_range"].holds_up]
    services.set_state(task=task_of("op_targets"), actor=None, state="done", at=now)
    rows = {row.task.code: row for row in task_rows(campaign=laid, at=now)}
    assert rows["op_range"].waits == ()
    assert rows["op_targets"].days_late == 0
    parts = by_department(rows.values())
    assert [part.department for part in parts] == ["operations", "design", "service", "warehouse", "production"]
    assert parts[0].done == 1


def test_rows_cost_the_same_however_many_tasks(laid, now, django_assert_num_queries):
    with django_assert_num_queries(2):
        task_rows(campaign=laid, at=now)


def test_ones_own_tasks_over_all_sales(laid, make_sale, now, chen, person):
    other = make_sale(name="Double 12", starts_at=START + timedelta(days=31), ends_at=START + timedelta(days=32))
    mine = services.create_task(campaign=other, actor=None, draft=draft(department="service", owner=chen, due_day=-80), at=now)
    services.assign_task(task=laid.tasks.get(code="cs_train"), actor=None, owner=chen, at=now)
    done = services.create_task(campaign=other, actor=None, draft=draft(title="Old", owner=chen), at=now)
    services.set_state(task=done, actor=chen, state="done", at=now)
    assert next(row.task.pk for row in my_rows(user=chen, at=now)) == mine.pk
    assert open_count(user=chen) == len(my_rows(user=chen, at=now)) == 2
    unowned = unowned_rows(user=chen, at=now)
    assert {row.task.department for row in unowned} == {"service"}
    assert len(unowned) == 10
    assert unowned_rows(user=person(Role.BOSS), at=now) == []
    designer = person(Role.SERVICE, department="design")
    assert {row.task.department for row in unowned_rows(user=designer, at=now)} == {"design"}


def test_many_at_once_and_those_that_refuse(laid, now, chen):
    tasks = list(laid.tasks.filter(code__in=["op_prices", "op_offers", "op_pitch"]))
    result = task_sets.finish_tasks(tasks=tasks, actor=chen, checks=RED, at=now)
    assert (result.changed, [task.code for task, _problem in result.refused]) == (2, ["op_prices"])
    task_sets.assign_tasks(tasks=tasks, actor=chen, owner=chen, at=now)
    task_sets.move_tasks(tasks=tasks, actor=chen, days=-2, at=now)
    assert set(laid.tasks.filter(owner=chen).values_list("code", "due_day")) == {
        ("op_prices", -34), ("op_offers", -37), ("op_pitch", -42),
    }  # fmt: skip


def test_a_cloned_sale_has_the_tasks_anew(laid, make_sale, now, chen):
    services.assign_task(task=laid.tasks.get(code="cs_train"), actor=None, owner=chen, at=now)
    services.set_state(task=laid.tasks.get(code="cs_train"), actor=None, state="done", at=now)
    services.drop_task(task=laid.tasks.get(code="op_pitch"), actor=None, at=now)
    services.create_task(campaign=laid, actor=None, draft=draft(due_from="date", due_on=date(2026, 10, 20)), at=now)
    year = timedelta(days=364)
    fresh = make_sale(name="Double 11 2027", starts_at=START + year, ends_at=START + year + timedelta(days=1))
    task_sets.clone_tasks(laid, fresh, int(year.total_seconds()))
    assert fresh.tasks.count() == laid.tasks.count()
    assert set(fresh.tasks.values_list("state", flat=True)) == {"to_do"}
    assert fresh.tasks.get(code="cs_train").owner == chen
    assert fresh.tasks.get(title="Shoot the film").due_on == date(2027, 10, 19)
    assert fresh.tasks.get(code="op_pitch").is_dropped
    assert set(fresh.tasks.get(code="op_audit").waits_for.values_list("code", flat=True)) == {"op_offers", "op_prices"}
    assert fresh.tasks.get(code="op_audit").waits_for.filter(campaign=laid).count() == 0
