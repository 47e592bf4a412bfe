"""The templates: sound words, sound order, the chain of the departments, laid once."""

import doctest
import itertools
import re

import pytest
from django.utils.translation import override

from accounts import departments
from accounts.departments import Department
from accounts.models import AuditEntry
from campaigns.checks import all_checks
from campaigns.models import DueFrom, Task
from campaigns.queries.tasks import title_of
from campaigns.rules.handover import cycle
from campaigns.services import task_sets
from campaigns.services import tasks as task_services
from campaigns.task_templates import BY_CODE, TEMPLATES
from campaigns.templatetags import tasks as task_tags
from campaigns.words.tasks import CHECK_NAMES


@pytest.mark.parametrize("module", [departments, task_tags])
def test_the_worked_examples_hold(module):
    result = doctest.testmod(module)
    assert result.attempted
    assert result.failed == 0


def test_every_department_has_its_tasks_from_55_days_before_to_a_week_after():
    assert set(TEMPLATES) == set(Department)
    assert 40 <= len(BY_CODE) <= 65
    assert len(BY_CODE) == sum(len(tasks) for tasks in TEMPLATES.values()), "a code stands twice"
    days = [task.day for task in BY_CODE.values()]
    assert (min(days), max(days)) == (-55, 7)
    for task in BY_CODE.values():
        assert re.fullmatch(r"[PWLC]\d{1,2}", task.rule), task.code
        assert 5 <= len(str(task.title)) <= 70
        assert str(task.what).endswith((".", "?"))


def test_nothing_waits_for_what_comes_later_and_no_ring_stands():
    waits = {code: set(task.waits_for) for code, task in BY_CODE.items()}
    numbers = {code: n for n, code in enumerate(BY_CODE)}
    graph = {numbers[code]: {numbers[other] for other in others} for code, others in waits.items()}
    for code, task in BY_CODE.items():
        assert cycle(graph, numbers[code]) == []
        for other in task.waits_for:
            before = BY_CODE[other]
            assert before.from_end <= task.from_end
            assert before.day <= task.day or before.from_end < task.from_end, f"{code} is due before {other}"


def test_the_hand_over_runs_through_all_departments():
    """Operations -> design -> customer service -> warehouse -> production (playbook P14)."""
    chain = list(Department)
    of = {task.code: department for department, tasks in TEMPLATES.items() for task in tasks}
    for giver, taker in itertools.pairwise(chain):
        assert any(of[code] == taker and of[other] == giver for code in BY_CODE for other in BY_CODE[code].waits_for), (
            f"{giver} hands nothing to {taker}"
        )


@pytest.mark.django_db
def test_every_binding_names_a_check_that_somebody_knows(sale, now):
    known = set(CHECK_NAMES) | {check.code for check in all_checks(sale, now)}
    assert {task.check for task in BY_CODE.values() if task.check} <= known


@pytest.mark.django_db
def test_one_press_gives_all_and_the_next_only_what_is_missing(sale, person, now):
    actor = person()
    assert task_sets.lay_templates(campaign=sale, actor=actor, at=now) == len(BY_CODE)
    assert task_sets.lay_templates(campaign=sale, actor=actor, at=now) == 0
    prices = sale.tasks.get(code="op_prices")
    assert (prices.department, prices.due_day, prices.rule, prices.check_code) == ("operations", -32, "P5", "price_history")
    assert sale.tasks.get(code="op_prices_back").due_from == DueFrom.END
    audit = sale.tasks.get(code="op_audit")
    assert set(audit.waits_for.values_list("code", flat=True)) == {"op_offers", "op_prices"}
    prices.delete()
    task_services.drop_task(task=sale.tasks.get(code="op_pitch"), actor=actor, at=now)
    assert task_sets.missing_templates(sale) == 1
    assert task_sets.lay_templates(campaign=sale, actor=actor, at=now) == 1, "a needless task is not brought back"
    assert sale.tasks.get(code="op_pitch").is_dropped
    assert AuditEntry.objects.filter(action="task.lay").count() == 2


@pytest.mark.django_db
def test_a_template_speaks_the_readers_language_and_an_own_title_stays(laid, now, person):
    task = laid.tasks.get(code="op_targets")
    with override("en"):
        assert title_of(task) == "Set the targets"
    task.title = "Sales goal first"
    assert title_of(task) == "Sales goal first"
    assert title_of(Task(code="gone_with_a_later_version")) == "gone_with_a_later_version"
