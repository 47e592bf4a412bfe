"""The pages of tasks: the happy path, a stranger, each role, bad input, two people at once."""

from urllib.parse import urlencode

import pytest
from django.urls import reverse

from accounts.roles import Role
from campaigns.models import TaskState
from campaigns.services import tasks as services

pytestmark = pytest.mark.django_db
FORM = {
    "title": "Shoot the film",
    "department": "design",
    "owner": "",
    "what": "Ten seconds.",
    "due_from": "start",
    "due_day": "-9",
    "due_on": "",
    "due_time": "18:00",
    "check_code": "",
    "version": "1",
}


def at(name, campaign, *more):
    return reverse(f"campaigns:{name}", args=[campaign.pk, *more])


def test_the_empty_page_says_what_to_do_first_and_one_press_does_it(client_as, sale, clock):
    client = client_as(Role.OPERATIONS)
    empty = client.get(at("tasks", sale)).text
    assert "No department has a task yet." in empty
    assert at("tasks-lay", sale) in empty
    assert at("tasks-lay", sale) not in client_as(Role.WAREHOUSE).get(at("tasks", sale)).text
    page = client.post(at("tasks-lay", sale), follow=True).text
    assert "62 tasks came from the templates." in page
    assert "Make ten pictures" in page
    again = client.post(at("tasks-lay", sale), follow=True).text
    assert "here already" in again
    assert sale.tasks.count() == 62


@pytest.mark.parametrize(
    "asked", ["", "?view=board&by=state", "?view=list", "?view=calendar", "?view=nothing&by=x&state=y&owner=z"]
)
def test_each_way_to_show_them(client_as, laid, clock, asked):
    page = client_as(Role.BOSS).get(at("tasks", laid) + asked).text
    assert "0 of 62 tasks done" in page
    assert "Test the ten pictures" in page
    assert at("task", laid, laid.tasks.get(code="de_test").pk) in page


def test_the_calendar_counts_the_days_to_the_sale(client_as, laid, clock):
    page = " ".join(client_as(Role.BOSS).get(at("tasks", laid) + "?view=calendar").text.split())
    assert '<span>Thu 17 Sep</span> <span class="quiet"> −55 </span>' in page
    assert "Wed 11 Nov" in page
    assert "day--sale" in page


def test_filters_keep_what_fits(client_as, laid, clock, chen):
    services.assign_task(task=laid.tasks.get(code="cs_train"), actor=None, owner=chen, at=laid.starts_at)
    client = client_as(Role.OPERATIONS)

    def found(**asked):
        return client.get(at("tasks", laid) + "?" + urlencode({"view": "list", **asked})).context["rows"]

    assert {row.task.department for row, _chip, _words in found(department="design")} == {"design"}
    assert [row.task.code for row, _chip, _words in found(owner=chen.pk)] == ["cs_train"]
    assert len(found(owner="none")) == 61
    assert len(found(q="rehearse")) == 1
    assert all(row.days_late for row, _chip, _words in found(late="1"))
    assert found(state="done") == []
    assert "No task fits" in client.get(at("tasks", laid) + "?view=list&state=done").text


@pytest.mark.parametrize("name", ["tasks", "tasks-export", "task-new"])
def test_a_stranger_signs_in_first(client, sale, name):
    assert client.get(at(name, sale)).url == f"/login/?{urlencode({'next': at(name, sale)})}"


def test_a_task_of_ones_own(client_as, laid, clock):
    client = client_as(Role.OPERATIONS)
    assert "A new task" in client.get(at("task-new", laid) + "?department=design").text
    waits = laid.tasks.get(code="op_brief").pk
    answer = client.post(at("task-new", laid), FORM | {"waits_for": [waits], "owner": client.user.pk})
    task = laid.tasks.get(title="Shoot the film")
    assert answer.url == at("task", laid, task.pk)
    page = " ".join(client.get(answer.url).text.split())
    assert "Write the brief for the designers</a>" in page
    assert "Mon 2 Nov" in page
    assert (task.due_minute, task.owner) == (18 * 60, client.user)


@pytest.mark.either_database
@pytest.mark.parametrize(
    ("said", "field", "words"),
    [
        ({"title": ""}, "title", "Say in a few words"),
        ({"due_day": ""}, "due_day", "how many days"),
        ({"due_day": "soon"}, "due_day", "whole number"),
        ({"due_day": "9000"}, "due_day", "at most 400 days"),
        ({"due_from": "date"}, "due_on", "on which date"),
        ({"due_time": "26:00"}, "due_time", "Write the time like"),
        ({"department": "kitchen"}, "department", "valid choice"),
        ({"waits_for": ["0"]}, "waits_for", "valid choice"),
    ],
)
def test_bad_input_is_named_at_its_field_and_kept(client_as, laid, clock, said, field, words):
    answer = client_as(Role.OPERATIONS).post(at("task-new", laid), FORM | {"what": "A word to keep"} | said)
    assert answer.status_code == 422
    assert words in answer.text
    assert f'id="id_{field}_error"' in answer.text
    assert "A word to keep" in answer.text
    assert not laid.tasks.filter(code="").exists()


def test_a_ring_of_waiting_is_refused_at_the_field(client_as, laid, clock):
    tiers, audit = laid.tasks.get(code="op_tiers"), laid.tasks.get(code="op_audit")
    said = FORM | {"department": "operations", "waits_for": [audit.pk]}
    answer = client_as(Role.OPERATIONS).post(at("task-edit", laid, tiers.pk), said)
    assert answer.status_code == 422
    assert "Then nothing could ever begin: Tier the range A, B and C →" in answer.text


def test_two_people_change_the_same_task(client_as, laid, clock, person):
    first = person(Role.OPERATIONS, username="sun", first_name="Sun", last_name="Qi")
    task, client = laid.tasks.get(code="de_home"), client_as(Role.OPERATIONS)
    assert 'name="version" value="1"' in " ".join(client.get(at("task-edit", laid, task.pk)).text.split())
    services.move_task(task=task, actor=first, days=4, at=laid.starts_at)
    said = FORM | {"what": "My words"}
    answer = client.post(at("task-edit", laid, task.pk), said)
    assert answer.status_code == 409
    assert "Sun Qi," in answer.text
    assert "<del>-22</del> → <ins>-18</ins>" in answer.text
    assert "My words" in answer.text
    assert 'name="version" value="2"' in " ".join(answer.text.split())
    assert client.post(at("task-edit", laid, task.pk), said | {"version": "2"}).status_code == 302
    task.refresh_from_db()
    assert (task.what, task.due_day) == ("My words", -9)


def test_people_of_the_department_work_on_it_and_others_do_not(client_as, laid, clock):
    task = laid.tasks.get(code="cs_train")
    service, warehouse, boss = (client_as(role) for role in (Role.SERVICE, Role.WAREHOUSE, Role.BOSS))
    for client in (warehouse, boss):
        assert client.get(at("task", laid, task.pk)).status_code == 200
        assert at("task-state", laid, task.pk) not in client.get(at("task", laid, task.pk)).text
        for name in ("task-state", "task-take", "task-comment", "task-link", "task-undo"):
            assert client.post(at(name, laid, task.pk), {"state": "done"}).status_code == 403
    assert service.post(at("task-state", laid, task.pk), {"state": "working"}).status_code == 302
    assert service.post(at("task-comment", laid, task.pk), {"text": "The evening shift too?"}).status_code == 302
    assert service.post(at("task-take", laid, task.pk)).status_code == 302
    assert service.post(at("task-edit", laid, task.pk), FORM).status_code == 403
    assert service.post(at("task-drop", laid, task.pk)).status_code == 403
    for name in ("tasks-lay", "tasks-bulk"):
        assert service.post(at(name, laid)).status_code == 403
    page = service.get(at("task", laid, task.pk)).text
    assert "The evening shift too?" in page
    task.refresh_from_db()
    assert (task.state, task.owner) == (TaskState.WORKING, service.user)
    # The owner works on it wherever they belong.
    services.assign_task(task=task, actor=None, owner=warehouse.user, at=laid.starts_at)
    assert warehouse.post(at("task-state", laid, task.pk), {"state": "done"}).status_code == 302


def test_a_designer_is_whoever_the_administrator_says(client_as, laid, clock):
    task = laid.tasks.get(code="de_home")
    designer = client_as(Role.SERVICE, department="design")
    assert designer.post(at("task-state", laid, task.pk), {"state": "working"}).status_code == 302
    assert client_as(Role.SERVICE).post(at("task-state", laid, task.pk), {"state": "done"}).status_code == 403


def test_a_block_wants_its_reason_and_undo_takes_it_back(client_as, laid, clock):
    task, client = laid.tasks.get(code="cs_train"), client_as(Role.SERVICE)
    refused = client.post(at("task-state", laid, task.pk), {"state": "blocked"})
    assert refused.status_code == 422
    assert "Say what blocks it" in refused.text
    client.post(at("task-state", laid, task.pk), {"state": "blocked", "reason": "no samples"})
    page = client.get(at("task", laid, task.pk)).text
    assert "Blocked: no samples" in page
    assert at("task-undo", laid, task.pk) in page
    client.post(at("task-undo", laid, task.pk))
    task.refresh_from_db()
    assert task.state == TaskState.TO_DO
    assert "taken back" in client.get(at("task", laid, task.pk)).text
    assert client.post(at("task-undo", laid, task.pk)).status_code == 422


def test_links_are_checked_and_shown_without_giving_anything_away(client_as, laid, clock):
    task, client = laid.tasks.get(code="cs_train"), client_as(Role.SERVICE)
    refused = client.post(at("task-link", laid, task.pk), {"url": "javascript:alert(1)", "name": ""})
    assert refused.status_code == 422
    assert "begins with http" in refused.text
    client.post(at("task-link", laid, task.pk), {"url": "https://files.example/a", "name": "<b>Plan</b>"})
    page = client.get(at("task", laid, task.pk)).text
    assert "&lt;b&gt;Plan&lt;/b&gt;" in page
    assert 'rel="noopener noreferrer"' in page
    client.post(at("task-unlink", laid, task.pk, task.links.get().pk))
    assert not task.links.exists()


def test_a_done_task_with_a_red_check_asks_for_the_reason(client_as, laid, clock):
    task, client = laid.tasks.get(code="op_targets"), client_as(Role.OPERATIONS)
    type(laid).objects.filter(pk=laid.pk).update(visitors_target=5)
    refused = client.post(at("task-state", laid, task.pk), {"state": "done"})
    assert refused.status_code == 422
    assert "is still red" in refused.text
    client.post(at("task-state", laid, task.pk), {"state": "done", "reason": "agreed with the boss"})
    assert "Done although its check was red: agreed with the boss" in client.get(at("task", laid, task.pk)).text


def test_a_needless_task_counts_nowhere_and_can_come_back(client_as, laid, clock):
    task, client = laid.tasks.get(code="op_pitch"), client_as(Role.OPERATIONS)
    client.post(at("task-drop", laid, task.pk))
    assert "0 of 61 tasks done" in client.get(at("tasks", laid)).text
    assert "called needless" in client.get(at("task", laid, task.pk)).text
    client.post(at("task-drop", laid, task.pk), {"wanted": "1"})
    assert "0 of 62 tasks done" in client.get(at("tasks", laid)).text


def test_many_at_once_from_the_list(client_as, laid, clock, chen):
    client, two = (
        client_as(Role.OPERATIONS),
        list(laid.tasks.filter(code__in=["cs_train", "cs_loyal"]).values_list("pk", flat=True)),
    )
    post = {"task": two, "do": "assign", "owner": chen.pk, "view": "list", "department": "service"}
    answer = client.post(at("tasks-bulk", laid), post, follow=True)
    assert "2 tasks are changed." in answer.text
    assert answer.redirect_chain[-1][0].endswith("?view=list&department=service")
    assert laid.tasks.filter(owner=chen).count() == 2
    client.post(at("tasks-bulk", laid), {"task": two, "do": "move", "days": "-1"})
    assert laid.tasks.get(code="cs_train").due_day == -13
    client.post(at("tasks-bulk", laid), {"task": two, "do": "done"})
    assert laid.tasks.filter(state="done").count() == 2
    for said, words in (
        ({"do": "done"}, "Tick at least one"),
        ({"task": two, "do": "move"}, "by how many days"),
        ({"task": two, "do": "fly"}, "valid choice"),
        ({"task": ["x", "1" * 30], "do": "done"}, "Tick at least one"),
    ):
        refused = client.post(at("tasks-bulk", laid), said)
        assert refused.status_code == 422
        assert words in refused.text


def test_the_export_is_the_list_and_harmless(client_as, laid, clock):
    task = services.create_task(
        campaign=laid,
        actor=None,
        draft=services.TaskDraft(department="design", title="=HYPERLINK(1)", due_day=-3),
        at=laid.starts_at,
    )
    client = client_as(Role.WAREHOUSE)
    lines = client.get(at("tasks-export", laid) + "?department=design").content.decode("utf-8-sig").splitlines()
    assert len(lines) == 12
    assert lines[0].startswith("Number,Department,Task")
    assert f"{task.pk},Design,'=HYPERLINK(1)" in "\n".join(lines)
    book = client.get(at("tasks-export", laid) + "?format=xlsx")
    assert book.content.startswith(b"PK")
    assert book["Content-Disposition"] == f'attachment; filename="tasks-{laid.pk}.xlsx"'
    assert client.get(at("tasks-export", laid) + "?format=exe").status_code == 404


@pytest.mark.parametrize("role", Role)
def test_every_role_has_a_page_of_its_own_tasks(client_as, laid, clock, role):
    client = client_as(role)
    page = client.get(reverse("campaigns:my-tasks"))
    assert page.status_code == 200
    assert "Nothing is waiting for you." in page.text
    assert ("Take it" in page.text) == bool(client.user.works_in)
    assert 'href="/campaigns/tasks/"' in page.text


def test_taking_a_task_from_ones_page_and_the_count_beside_the_link(client_as, laid, clock):
    client, mine = client_as(Role.SERVICE), reverse("campaigns:my-tasks")
    task = laid.tasks.get(code="cs_train")
    assert client.post(at("task-take", laid, task.pk), {"next": mine}).url == mine
    page = " ".join(client.get(mine).text.split())
    assert "1 open task is yours:" in page
    assert 'My tasks <span class="count">1</span>' in page
    assert client.post(at("task-state", laid, task.pk), {"state": "done", "next": "https://evil.example/"}).url == at(
        "task", laid, task.pk
    )
    assert "What I finished" in client.get(mine).text


def test_the_card_on_the_page_of_the_sale(client_as, laid, clock):
    services.set_state(task=laid.tasks.get(code="op_last_year"), actor=None, state="done", at=laid.starts_at)
    page = " ".join(client_as(Role.OPERATIONS).get(at("detail", laid)).text.split())
    assert "Tasks: 1 of 62 done" in page
    assert "1 of 23" in page
    assert "Set the targets" in page


def test_a_task_of_another_sale_is_not_found(client_as, laid, make_sale, clock):
    other, task = make_sale(name="618"), laid.tasks.first()
    client = client_as(Role.OPERATIONS)
    assert client.get(at("task", other, task.pk)).status_code == 404
    assert client.post(at("task-state", other, task.pk), {"state": "done"}).status_code == 404
