"""Imports for programs."""

import io

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from accounts.services import create_token
from imports import services
from imports.models import ImportJob, State
from orders.models import Order, Shop
from tests.imports.files import reports

pytestmark = pytest.mark.django_db
IMPORTS = "/api/v1/imports/"


@pytest.fixture
def program(client, person, shop):
    """A client that signs in by a token."""
    token = create_token(actor=None, user=person(Role.OPERATIONS), name="erp", at=timezone.now()).token
    client.defaults["HTTP_AUTHORIZATION"] = f"Token {token}"
    return client


def named(content: bytes, name: str = "orders.csv") -> io.BytesIO:
    file = io.BytesIO(content)
    file.name = name
    return file


def walk(job_id: int) -> None:
    services.look_at(job_id=job_id, worker="test")
    services.run_road(job_id=job_id, worker="test")
    services.run_undo(job_id=job_id, worker="test")


def test_the_addresses_are_what_they_say():
    assert reverse("imports_api:imports") == IMPORTS


def test_a_form_is_received_loaded_and_undone(program, shop):
    response = program.post(IMPORTS, {"file": named(reports(5)), "shop": shop.name, "as_of": "2025-11-12T08:00"})
    assert response.status_code == 202
    sent = response.json()
    assert (sent["state"], sent["source"], sent["shop"], sent["filename"]) == ("looking", "api", shop.name, "orders.csv")
    assert sent["as_of"] == "2025-11-12T00:00:00Z"
    walk(sent["id"])
    done = program.get(f"{IMPORTS}{sent['id']}/").json()
    assert (done["state"], done["inserted"], done["rows_total"]) == ("done", 5, 5)
    assert program.post(f"{IMPORTS}{sent['id']}/undo/").status_code == 202
    walk(sent["id"])
    assert program.get(f"{IMPORTS}{sent['id']}/").json()["state"] == "undone"
    assert not Order.objects.exists()
    assert program.post(f"{IMPORTS}{sent['id']}/undo/").status_code == 409
    assert program.post(f"{IMPORTS}{sent['id']}/confirm/").status_code == 202


@pytest.mark.parametrize("content_type", ["text/csv", "application/octet-stream", "application/x-www-form-urlencoded"])
def test_a_body_is_received(program, content_type):
    response = program.post(f"{IMPORTS}?filename=orders.csv&load=false", data=reports(5), content_type=content_type)
    assert response.status_code == 202, response.content
    job = ImportJob.objects.get()
    assert (job.filename, job.load_when_ready, job.size) == ("orders.csv", False, len(reports(5)))


def test_a_body_is_named_by_its_header(program):
    headers = {"Content-Disposition": "attachment; filename*=UTF-8''%E8%AE%A2%E5%8D%95.csv"}
    assert program.post(IMPORTS, data=b"x", content_type="text/csv", headers=headers).status_code == 202
    assert ImportJob.objects.get().filename == "订单.csv"


def test_what_is_wrong_is_said(program, settings):
    assert "filename" in program.post(IMPORTS, data=b"x", content_type="text/csv").json()["detail"]
    assert "named file" in program.post(IMPORTS, {"shop": "x"}).json()["detail"]
    response = program.post(IMPORTS, {"file": named(b"x"), "shop": "Nowhere"})
    assert response.status_code == 400
    assert "Nowhere" in response.json()["detail"]
    assert program.post(IMPORTS, {"file": named(b"x"), "as_of": "soon"}).status_code == 400
    Shop.objects.all().delete()
    assert program.post(IMPORTS, {"file": named(b"x"), "shop": "New"}).status_code == 400
    assert not Shop.objects.exists()
    settings.UPLOAD_LIMIT_BYTES = 1000
    for response in (
        program.post(IMPORTS, {"file": named(b"x" * 1001)}),
        program.post(f"{IMPORTS}?filename=a.csv", data=b"x" * 1001, content_type="text/csv"),
    ):
        assert response.status_code == 413
        assert "larger" in response.json()["detail"]
    assert not ImportJob.objects.exists()


def test_the_list_goes_page_by_page(program):
    for number in range(53):
        services.receive(file=[b"x"], filename=f"{number}.csv", actor=None, source="upload")
    first = program.get(IMPORTS).json()
    assert [job["filename"] for job in first["imports"][:2]] == ["52.csv", "51.csv"]
    second = program.get(f"{IMPORTS}?before={first['next_before']}").json()
    assert len(first["imports"]) + len(second["imports"]) == 53
    assert second["next_before"] is None
    assert program.get(f"{IMPORTS}?state=done").json()["imports"] == []
    assert program.get(f"{IMPORTS}?state=odd").status_code == 400
    assert program.get(f"{IMPORTS}?before=x").status_code == 400
    assert program.get(f"{IMPORTS}{10**30}/").status_code == 404
    assert program.get(f"{IMPORTS}999/").status_code == 404


def test_only_who_may_import_sends_files(client_as, client, shop):
    assert client.get(IMPORTS).status_code == 401
    boss = client_as(Role.BOSS)
    assert boss.get(IMPORTS).status_code == 200
    assert boss.post(IMPORTS, {"file": named(b"x")}).status_code == 403
    assert client_as(Role.WAREHOUSE).get(IMPORTS).status_code == 403
    assert not ImportJob.objects.exists()


def test_the_road_is_the_same_without_asking(program, look):
    assert look(reports(3), load_when_ready=True).state == State.QUEUED


def test_the_description_is_valid_and_for_those_who_may(client, client_as, tmp_path):
    file = tmp_path / "schema.yaml"
    call_command("spectacular", "--file", str(file), "--validate", "--fail-on-warn")
    assert "/api/v1/imports/" in file.read_text()
    assert client.get("/api/v1/schema/").status_code == 401
    assert client_as(Role.OPERATIONS).get("/api/v1/schema/").status_code == 200
