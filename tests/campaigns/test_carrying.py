"""A clone carries each open lesson once: as a point, as a task, as a changed default (playbook C5)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from campaigns.models import CostLine, Task
from campaigns.queries.lessons import carried_lessons, changed_defaults
from campaigns.services.cloning import clone_campaign
from campaigns.services.lessons import LessonDraft, drop_lesson, finish_lesson, write_lesson
from campaigns.services.task_sets import lay_templates
from live.models import Watch
from live.services.alerts import lay_watches
from tests.campaigns.conftest import START

pytestmark = pytest.mark.django_db

AT = START + timedelta(days=20)


def cloned(source, year=2027):
    return clone_campaign(source=source, actor=None, name=f"Double 11 {year}", starts_on=date(year, 11, 11))


def write(sale, text, **said):
    return write_lesson(campaign=sale, actor=None, draft=LessonDraft(text=text, **said), at=AT)


def test_each_open_lesson_comes_once_however_often_it_is_cloned(sale, person):
    owner = person()
    write(sale, "Sold out", remedy="Order earlier", department="warehouse", owner=owner, rule="p8")
    gone = write(sale, "Too loud")
    drop_lesson(campaign=sale, actor=None, lesson=gone.pk, at=AT)
    first = cloned(sale)
    lesson = first.lessons.get()
    task = lesson.task
    assert (task.title, task.what, task.department, task.owner, task.rule) == (
        "Order earlier",
        "Sold out",
        "warehouse",
        owner,
        "P8",
    )
    # Nothing was done about it: it comes along again, and with it one task, not two.
    second = cloned(first, 2028)
    assert [row.text for row in second.lessons.all()] == ["Sold out"]
    assert second.tasks.filter(code="").count() == 1
    assert (carried_lessons(second).done, carried_lessons(second).all) == (0, 1)
    # The task is done: the lesson is, and it stays behind.
    Task.objects.filter(pk=second.lessons.get().task_id).update(state="done")
    assert carried_lessons(second).done == 1
    third = cloned(second, 2029)
    assert not third.lessons.exists()
    assert not third.tasks.filter(code="").exists()


def test_ticked_by_hand_the_task_is_done_and_opened_again_it_is_open(sale):
    write(sale, "Sold out")
    clone = cloned(sale)
    lesson = clone.lessons.get()
    for is_done in (True, False, True):
        finish_lesson(campaign=clone, actor=None, lesson=lesson.pk, is_done=is_done, at=AT)
        assert clone.lessons.get().is_done is is_done
    lesson.task.refresh_from_db()
    assert lesson.task.state == "done"


def test_defaults_are_changed_and_what_was_there_is_kept(sale):
    lay_templates(campaign=sale, actor=None, at=AT)
    before = sale.tasks.get(code="op_brief").due_day
    CostLine.objects.create(campaign=sale, name="refund_rate", low=Decimal("0.05"), likely=Decimal("0.1"), high=Decimal("0.2"))
    write(sale, "Too few agents", change="shift_reserve", value=0.15)
    write(sale, "The brief was late", change="task:op_brief", value=-50)
    write(sale, "More came back", change="estimate:refund_rate", value=0.2)
    write(sale, "Too fast", change="back_days", value=5)
    write(sale, "Nobody looked", change="watch:refunds", value=0.25)
    write(sale, "Too much left", change="buffer_flat", value=0.1)
    clone = cloned(sale)
    was = {row.change: row.was for row in clone.lessons.all()}
    assert was == {
        "shift_reserve": 0.1, "task:op_brief": before, "estimate:refund_rate": 0.1, "back_days": 3, "watch:refunds": None,
        "buffer_flat": None,
    }  # fmt: skip
    assert clone.shift_settings.reserve_share == Decimal("0.15")
    assert clone.tasks.get(code="op_brief").due_day == -50
    line = clone.costs.get(name="refund_rate")
    assert (line.low, line.likely, line.high) == (Decimal("0.1"), Decimal("0.2"), Decimal("0.4"))
    assert clone.price_terms.back_days == 5
    assert changed_defaults(clone)["buffer_flat"] == 0.1
    lay_watches(campaign=clone)
    watch = Watch.objects.get(campaign=clone, code="refunds")
    assert (watch.threshold, round(watch.clear, 6)) == (0.25, 0.22)
    # The sale the lessons come from is as it was.
    assert sale.tasks.get(code="op_brief").due_day == before
    assert sale.costs.get(name="refund_rate").likely == Decimal("0.1")
    # A further clone of the clone changes nothing twice.
    again = cloned(clone, 2028)
    assert again.tasks.get(code="op_brief").due_day == -50
    assert again.costs.get(name="refund_rate").likely == Decimal("0.2")


def test_tasks_of_templates_laid_later_are_due_as_the_lesson_says(sale):
    write(sale, "The brief was late", change="task:op_brief", value=-50)
    clone = cloned(sale)
    lay_templates(campaign=clone, actor=None, at=AT)
    assert clone.tasks.get(code="op_brief").due_day == -50
