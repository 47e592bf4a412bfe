"""One picture over REST: changed, its file brought, taken away; the same rules as the page."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from rest_framework.test import APIClient

from accounts.models import AuditEntry
from accounts.roles import Role
from campaigns.models import Picture
from campaigns.services import pictures as services
from tests.campaigns.pictures.images import png

pytestmark = pytest.mark.django_db


def where(picture):
    return reverse("campaigns_api:picture", args=[picture.campaign_id, picture.pk])


@pytest.fixture
def api(person):
    client = APIClient()
    client.force_authenticate(person(Role.OPERATIONS))
    return client


def test_a_name_is_changed_and_what_is_not_sent_stays(api, sale, add, clock):
    picture = add("Sea", 200, 9, 1)
    answer = api.patch(where(picture), {"name": "Sea at dusk", "version": 1}, format="json")
    assert answer.status_code == 200
    told = answer.json()["pictures"][0]
    assert (told["name"], told["place"], told["clicks"], told["version"], told["has_file"]) == (
        "Sea at dusk", "Main picture", 9, 2, False,
    )  # fmt: skip
    assert AuditEntry.objects.get(action="picture.change").after == {"name": "Sea at dusk"}


def test_a_file_is_brought_and_the_second_writer_told(api, sale, add, clock):
    picture = add("Sea", 200, 9, 1)
    sent = {"file": SimpleUploadedFile("a.png", png(40, 30)), "version": 1}
    answer = api.patch(where(picture), sent, format="multipart")
    assert (answer.status_code, answer.json()["pictures"][0]["has_file"]) == (200, True)
    picture.refresh_from_db()
    assert (picture.width, picture.height, picture.impressions) == (40, 30, 200)
    assert services.path_of(picture).read_bytes() == png(40, 30)
    second = api.patch(where(picture), {"name": "Mine", "version": 1}, format="json")
    assert (second.status_code, second.json()["pictures"][0]["version"]) == (409, 2)
    assert api.delete(where(picture), {"version": 1}, format="json").status_code == 409
    assert Picture.objects.get().name == "Sea"


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"name": "Snow"}, "name"),
        ({"clicks": 300}, "clicks"),
        ({"place": ""}, "place"),
        ({"file": SimpleUploadedFile("a.png", b"<script>")}, "file"),
    ],
    ids=["name", "clicks", "place", "file"],
)
def test_what_cannot_stand_is_told_by_its_field(api, sale, add, clock, said, field):
    picture = add("Sea", 200, 9, 1)
    add("Snow")
    answer = api.patch(where(picture), said | {"version": 1}, format="multipart" if "file" in said else "json")
    assert (answer.status_code, list(answer.json())) == (400, [field])
    assert api.patch(where(picture), {"name": "x"}, format="json").json() == {"version": ["This field is required."]}
    picture.refresh_from_db()
    assert picture.version == 1


def test_a_picture_goes_with_its_file(api, sale, add, clock, django_capture_on_commit_callbacks):
    picture = add("Sea", data=png())
    path = services.path_of(picture)
    with django_capture_on_commit_callbacks(execute=True):
        assert api.delete(where(picture), {"version": 1}, format="json").status_code == 204
    assert not Picture.objects.exists()
    assert not path.exists()
    assert api.delete(where(picture), {"version": 1}, format="json").status_code == 404


def test_designers_may_and_others_may_not(api, person, sale, make_sale, add, clock):
    picture = add("Sea")
    for role, department, code in ((Role.WAREHOUSE, "warehouse", 403), (Role.BOSS, "", 403), (Role.SERVICE, "design", 200)):
        api.force_authenticate(person(role, department=department))
        assert api.patch(where(picture), {"name": f"By {role}", "version": picture.version}, format="json").status_code == code
    for change in (api.post, api.put):
        api.force_authenticate(person(Role.WAREHOUSE, department="warehouse"))
        assert change(reverse("campaigns_api:pictures", args=[sale.pk]), [], format="json").status_code == 403
    api.force_authenticate(None)
    assert api.delete(where(picture), {"version": 2}, format="json").status_code == 401
