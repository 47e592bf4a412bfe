"""The pages of the gates and of the lessons."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.roles import Role
from campaigns.models import GatePoint, TaskState
from campaigns.services.carrying import clone_lessons
from campaigns.services.lessons import LessonDraft, write_lesson
from tests.campaigns.conftest import START

pytestmark = pytest.mark.django_db


@pytest.fixture
def point(sale):
    sale.gate_points.filter(stage="preparation").delete()
    return GatePoint.objects.create(campaign=sale, stage="preparation", kind="hand", text="The boss <has> seen it")


def url(sale, name="gates", *more):
    return reverse(f"campaigns:{name}", args=[sale.pk, *more])


def test_what_keeps_the_gate_shut_is_said_and_ticked(client_as, sale, point):
    client = client_as(Role.OPERATIONS)
    page = client.get(url(sale)).text
    assert "1 point keeps</span> the gate of Preparation shut." in " ".join(page.split())
    assert "The boss &lt;has&gt; seen it" in page
    answer = client.post(url(sale, "gate-tick"), {"version": 1, "point": point.pk, "done": "yes"})
    assert answer["Location"] == url(sale)
    page = client.get(url(sale)).text
    assert "The gate of Preparation is open." in page
    assert f"by {client.user.shown_name}" in page


def test_the_page_of_the_sale_shows_the_gate(client_as, sale, point, travel):
    travel(START - timedelta(days=40))
    page = client_as(Role.OPERATIONS).get(url(sale, "detail")).text
    assert "gate shut" in page
    assert "The boss &lt;has&gt; seen it" in page


def test_leaving_over_a_shut_gate(client_as, sale, point):
    client = client_as(Role.OPERATIONS)
    answer = client.post(url(sale, "gate-leave"), {"stage": "preparation", "reason": ""})
    assert answer.status_code == 422
    assert "write down why" in answer.text
    client.post(url(sale, "gate-leave"), {"stage": "preparation", "reason": "No time left"})
    page = client.get(url(sale)).text
    assert "because: No time left" in page
    assert "No time left" in client.get(url(sale, "detail")).text
    client.post(url(sale, "gate-reopen"), {"stage": "preparation"})
    assert "taken back" in client.get(url(sale)).text


def test_a_stale_tick_is_shown_what_changed(client_as, sale, point):
    client = client_as(Role.OPERATIONS)
    client.post(url(sale, "gate-edit", "live"), {"version": 1, "check": ["data"], "own": "Count again\n\n"})
    answer = client.post(url(sale, "gate-tick"), {"version": 1, "point": point.pk, "done": "yes"})
    assert answer.status_code == 409
    assert "Count again" in answer.text


def test_editing_a_gate(client_as, sale, point):
    client = client_as(Role.OPERATIONS)
    page = client.get(url(sale, "gate-edit", "preparation")).text
    assert "The boss &lt;has&gt; seen it" in page
    said = {"version": 1, "check": ["figures", "data"], "hand": ["suppliers_confirmed"], "own": "First\nSecond"}
    assert client.post(url(sale, "gate-edit", "preparation"), said).status_code == 302
    assert [row.key or row.text for row in sale.gate_points.filter(stage="preparation")] == [
        "figures",
        "data",
        "suppliers_confirmed",
        "First",
        "Second",
    ]
    refused = client.post(url(sale, "gate-edit", "preparation"), {"version": 2, "check": ["nonsense"], "own": "Kept"})
    assert refused.status_code == 422
    assert "There is no check named nonsense." in refused.text
    assert "Kept" in refused.text
    stale = client.post(url(sale, "gate-edit", "preparation"), {"version": 1, "own": "Kept"})
    assert stale.status_code == 409
    assert client.get(url(sale, "gate-edit", "party")).status_code == 404


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("gate-tick", {"point": "x", "done": "yes", "version": "1"}),
        ("gate-leave", {"stage": "party"}),
        ("gate-leave", {"stage": "closing", "reason": "now"}),
        ("gate-reopen", {"stage": "party"}),
    ],
)
def test_nonsense_is_refused(client_as, sale, name, said):
    assert client_as(Role.OPERATIONS).post(url(sale, name), said).status_code == 422


def test_those_who_only_look(client_as, client, sale, point):
    assert client.get(url(sale)).status_code == 302
    boss = client_as(Role.WAREHOUSE)
    assert "It is done" not in boss.get(url(sale)).text
    for name in ("gate-tick", "gate-leave", "gate-reopen"):
        assert boss.post(url(sale, name), {}).status_code == 403
    assert boss.get(url(sale, "gate-edit", "live")).status_code == 403


def test_lessons_by_browser(client_as, sale, make_sale, travel):
    travel(START)
    client = client_as(Role.OPERATIONS)
    assert "No lessons yet." in client.get(url(sale, "lessons")).text
    said = LessonDraft(text="Sold out", remedy="Order earlier", department="warehouse")
    write_lesson(campaign=sale, actor=None, draft=said, at=START)
    page = client.get(url(sale, "lessons")).text
    assert "1 lesson for the next sale." in page
    later = make_sale(name="Later")
    clone_lessons(sale, later, 0)
    assert "Lessons of last time: 0 of 1 done." in client.get(url(later, "detail")).text
    lesson = later.lessons.get()
    assert client_as(Role.SERVICE).post(url(later, "lesson-finish", lesson.pk), {"done": "yes"}).status_code == 403
    client.post(url(later, "lesson-finish", lesson.pk), {"done": "yes"})
    lesson.refresh_from_db()
    assert (lesson.done_by, lesson.task.state) == (client.user, TaskState.DONE)
    assert "Lessons of last time: 1 of 1 done" in client.get(url(later, "lessons")).text
    client_as(Role.WAREHOUSE).post(url(later, "lesson-finish", lesson.pk), {"done": "no"})
    lesson.refresh_from_db()
    assert (lesson.is_done, lesson.task.state) == (False, TaskState.REOPENED)
    client.post(url(later, "lesson-drop", lesson.pk))
    assert not later.lessons.standing().exists()
    assert client.post(url(later, "lesson-drop", lesson.pk)).status_code == 422
    client.post(url(later, "lesson-drop", lesson.pk), {"back": "yes"})
    assert later.lessons.standing().get() == lesson


def test_lessons_are_asked_for_when_the_sale_is_over(client_as, sale, travel):
    travel(sale.ends_at + timedelta(days=1))
    client = client_as(Role.OPERATIONS)
    assert "what should be done otherwise next time?" in client.get(url(sale, "lessons")).text
    assert "Write down what went wrong" in client.get(url(sale, "detail")).text
    write_lesson(campaign=sale, actor=None, draft=LessonDraft(text="Sold out"), at=sale.ends_at)
    assert "Write down what went wrong" not in client.get(url(sale, "detail")).text
