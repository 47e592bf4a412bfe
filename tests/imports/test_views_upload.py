"""Uploads through the door: several at once, by form and by script, the limit, who may."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEntry
from accounts.roles import Role
from imports.models import ImportJob, State
from orders.services import create_shop
from tests.conftest import ClientAs
from tests.imports.pages import upload
from tests.imports.samples import orders, traffic

pytestmark = pytest.mark.django_db
JSON = {"HTTP_ACCEPT": "application/json"}


def test_the_plain_form_takes_several_files_at_once(client_as: ClientAs) -> None:
    client = client_as(Role.OPERATIONS)
    jobs = upload(client, ("ExportOrderList202611110900.csv", orders()), ("hours.csv", traffic()))
    assert [job.filename for job in jobs] == ["ExportOrderList202611110900.csv", "hours.csv"]
    assert {job.state for job in jobs} == {State.LOOKING}
    assert {job.created_by for job in jobs} == {client.user}
    assert AuditEntry.objects.filter(action="import.receive", actor=client.user).count() == 2


def test_the_script_gets_json_with_the_card_to_fetch(client_as: ClientAs) -> None:
    client = client_as(Role.OPERATIONS)
    response = client.post(reverse("imports:upload"), {"files": SimpleUploadedFile("a.csv", orders())}, **JSON)
    job = ImportJob.objects.get()
    assert response.status_code == 201
    assert response.json() == {
        "jobs": [{"id": job.pk, "card": f"job-{job.pk}", "url": reverse("imports:card", args=[job.pk])}],
        "error": "",
    }


def test_no_file_gets_a_sentence(client_as: ClientAs) -> None:
    response = client_as(Role.OPERATIONS).post(reverse("imports:upload"), {}, **JSON)
    assert response.status_code == 400
    assert "No file was chosen" in response.json()["error"]


def test_a_file_over_the_limit_is_left_out_while_it_streams(client_as: ClientAs, settings: Any, data_dir: Path) -> None:
    settings.UPLOAD_LIMIT_BYTES = 100_000
    client = client_as(Role.OPERATIONS)
    large = SimpleUploadedFile("large.csv", b"x" * 300_000)
    response = client.post(reverse("imports:upload"), {"files": large}, **JSON)
    assert response.status_code == 413
    assert "large.csv is larger than" in response.json()["error"]
    assert not ImportJob.objects.exists()
    assert [
        path for path in data_dir.rglob("*") if path.is_file() and path.stat().st_size > 1000 and "sqlite" not in path.name
    ] == []


def test_a_file_over_the_limit_does_not_take_the_others_with_it(client_as: ClientAs, settings: Any) -> None:
    settings.UPLOAD_LIMIT_BYTES = 100_000
    client = client_as(Role.OPERATIONS)
    files = [SimpleUploadedFile("large.csv", b"x" * 300_000), SimpleUploadedFile("small.csv", orders())]
    response = client.post(reverse("imports:upload"), {"files": files}, follow=True)
    assert [job.filename for job in ImportJob.objects.all()] == ["small.csv"]
    assert "large.csv is larger than" in response.content.decode()


@pytest.mark.parametrize("role", [Role.SERVICE, Role.WAREHOUSE, Role.BOSS])
def test_other_roles_may_not_send_files(client_as: ClientAs, role: Role) -> None:
    response = client_as(role).post(reverse("imports:upload"), {"files": SimpleUploadedFile("a.csv", orders())})
    assert response.status_code == 403
    assert not ImportJob.objects.exists()


def test_a_stranger_is_sent_to_sign_in() -> None:
    response = Client().post(reverse("imports:upload"), {"files": SimpleUploadedFile("a.csv", orders())})
    assert response.status_code == 302
    assert "/login" in response["Location"]


def test_without_the_csrf_token_nothing_is_taken(client_as: ClientAs) -> None:
    signed_in = client_as(Role.OPERATIONS)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(signed_in.user, backend="accounts.sessions.PasswordBackend")
    assert strict.post(reverse("imports:upload"), {"files": SimpleUploadedFile("a.csv", orders())}).status_code == 403
    assert not ImportJob.objects.exists()


def test_a_name_with_markup_is_shown_as_text(client_as: ClientAs) -> None:
    client = client_as(Role.OPERATIONS)
    create_shop(actor=client.user, name="Qinghe")
    upload(client, ("<img src=x onerror=alert(1)>.csv", orders()))
    page = client.get(reverse("imports:list")).content.decode()
    assert "<img src=x" not in page
    assert "&lt;img src=x" in page
