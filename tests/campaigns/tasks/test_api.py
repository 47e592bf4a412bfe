"""Tasks over REST: list, set, change, comment, with the same rights as the pages."""

import pytest
from rest_framework.test import APIClient

from accounts.models import AuditEntry
from accounts.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def api(person):
    def sign_in(role, **kwargs):
        client = APIClient()
        client.user = person(role, **kwargs)
        client.force_authenticate(client.user)
        return client

    return sign_in


def url(sale, *more):
    return "/".join(["/api/v1/campaigns", str(sale.pk), "tasks", *map(str, more)]) + "/"


def test_the_list_and_its_filters(api, laid, clock):
    client = api(Role.BOSS)
    every = client.get(url(laid)).json()
    assert len(every) == 62
    assert every[0]["title"] == "Set the targets"
    assert every[0]["due_on"] == "2026-09-17"
    assert len(client.get(url(laid) + "?department=production").json()) == 6
    one = client.get(url(laid, every[0]["id"])).json()
    assert one == every[0]


def test_a_task_is_set_moved_given_and_done(api, laid, clock, chen):
    client = api(Role.OPERATIONS)
    said = {"department": "design", "title": "Shoot the film", "due_day": -9, "owner": "chen"}
    made = client.post(url(laid), said, format="json")
    assert made.status_code == 201
    changed = client.patch(url(laid, made.json()["id"]), {"state": "done", "move_days": 2, "owner": None}, format="json").json()
    assert (changed["state"], changed["due_day"], changed["owner"], changed["version"]) == ("done", -7, None, 4)
    assert AuditEntry.objects.filter(action="task.change").count() == 3


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"title": ""}, "title"),
        ({"department": "kitchen"}, "department"),
        ({"due_day": None}, "due_day"),
        ({"owner": "nobody"}, "owner"),
        ({"waits_for": [0]}, "waits_for"),
        ({"due_minute": 9999}, "due_minute"),
    ],
)
def test_bad_input_names_its_field(api, laid, clock, said, field):
    answer = api(Role.OPERATIONS).post(url(laid), {"department": "design", "title": "Film", "due_day": -9} | said, format="json")
    assert answer.status_code == 400
    assert field in answer.json()
    assert not laid.tasks.filter(code="").exists()


def test_rights_are_those_of_the_pages(api, laid, clock):
    task = laid.tasks.get(code="cs_train").pk
    service, warehouse = api(Role.SERVICE), api(Role.WAREHOUSE)
    assert APIClient().get(url(laid)).status_code == 401
    assert service.post(url(laid), {}, format="json").status_code == 403
    assert warehouse.patch(url(laid, task), {"state": "done"}, format="json").status_code == 403
    assert warehouse.post(url(laid, task, "comments"), {"text": "hm"}, format="json").status_code == 403
    assert service.patch(url(laid, task), {"owner": None}, format="json").status_code == 403
    assert service.patch(url(laid, task), {"state": "working"}, format="json").status_code == 200
    refused = service.patch(url(laid, task), {"state": "blocked"}, format="json")
    assert (refused.status_code, list(refused.json())) == (400, ["reason"])


def test_comments_and_history(api, laid, clock):
    task = laid.tasks.get(code="cs_train").pk
    service = api(Role.SERVICE)
    assert service.post(url(laid, task, "comments"), {"text": "Friday evening."}, format="json").status_code == 201
    assert service.post(url(laid, task, "comments"), {"text": " "}, format="json").status_code == 400
    found = service.get(url(laid, task, "comments")).json()
    assert [(one["kind"], one["text"]) for one in found] == [("created", "Set"), ("comment", "Friday evening.")]
