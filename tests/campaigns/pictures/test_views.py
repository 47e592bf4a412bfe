"""The pages of pictures and of the brief: the happy path, strangers, roles, bad input, and the file itself."""

from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from rest_framework.test import APIClient

from accounts.roles import Role
from campaigns.models import Brief, Picture
from campaigns.services import task_sets
from tests.campaigns.pictures.conftest import NOW
from tests.campaigns.pictures.images import png

pytestmark = pytest.mark.django_db
BRIEF = {
    "idea": "Warm without weight",
    "theme": "First snow",
    "selling_point": "Wool from one valley",
    "purpose": "Clear the coats",
    "places": "Main picture 800 × 800\nBanner 1920 × 600",
    "deadline": "2026-10-14",
    "version": "0",
}


def at(name, campaign, *more):
    return reverse(f"campaigns:{name}", args=[campaign.pk, *more])


def test_the_brief_becomes_one_page(client_as, sale, clock):
    client = client_as(Role.OPERATIONS)
    assert "The designers have no brief yet." in client.get(at("brief", sale)).text
    answer = client.post(at("brief-edit", sale), BRIEF)
    assert answer.url == at("brief", sale)
    page = client_as(Role.WAREHOUSE).get(at("brief", sale)).text
    assert "The brief is complete, on one page." in page
    assert "Banner 1920 × 600" in page
    assert "Wed 14 Oct" in page
    assert at("brief-edit", sale) not in page


def test_half_a_brief_is_kept_and_says_what_it_lacks(client_as, sale, clock):
    client = client_as(Role.OPERATIONS)
    client.post(at("brief-edit", sale), {"idea": "Warm", "version": "0"})
    page = " ".join(client.get(at("brief", sale)).text.split())
    assert "The brief lacks 5 parts." in page
    assert "Theme, Selling point" in page


def test_two_people_write_the_brief(client_as, sale, clock):
    first, second = client_as(Role.OPERATIONS), client_as(Role.OPERATIONS)
    first.post(at("brief-edit", sale), BRIEF)
    answer = second.post(at("brief-edit", sale), BRIEF | {"idea": "My own idea"})
    assert answer.status_code == 409
    assert "Central idea: Warm without weight" in answer.text
    assert "My own idea" in answer.text
    assert 'name="version" value="1"' in " ".join(answer.text.split())
    assert second.post(at("brief-edit", sale), BRIEF | {"idea": "My own idea", "version": "1"}).status_code == 302
    assert Brief.objects.get().idea == "My own idea"


def test_a_bad_deadline_is_named(client_as, sale, clock):
    answer = client_as(Role.OPERATIONS).post(at("brief-edit", sale), BRIEF | {"deadline": "soon"})
    assert answer.status_code == 422
    assert 'id="id_deadline_error"' in answer.text
    assert "Warm without weight" in answer.text


@pytest.mark.parametrize("name", ["pictures", "brief", "brief-edit", "pictures-export"])
def test_a_stranger_signs_in_first(client, sale, name):
    assert client.get(at(name, sale)).url == f"/login/?{urlencode({'next': at(name, sale)})}"


def test_a_picture_is_added_shown_and_served_as_a_picture_only(client_as, sale, clock):
    client = client_as(Role.OPERATIONS)
    assert "No picture is being tested yet." in client.get(at("pictures", sale)).text
    upload = SimpleUploadedFile("../page.html", png(40, 30), content_type="text/html")
    said = {
        "name": "Sea",
        "place": "Main picture",
        "product": "Wool coat",
        "impressions": "2,000",
        "clicks": "90",
        "file": upload,
    }
    assert client.post(at("picture-add", sale), said).status_code == 302
    picture = Picture.objects.get()
    page = client.get(at("pictures", sale)).text
    assert "4.50%" in page
    assert "40 × 30" in page
    file = client_as(Role.SERVICE).get(at("picture-file", sale, picture.pk))
    assert file["Content-Type"] == "image/png"
    assert file["X-Content-Type-Options"] == "nosniff"
    assert file["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "page" not in file["Content-Disposition"]
    assert b"".join(file.streaming_content) == png(40, 30)


def test_the_file_is_for_people_who_may_see_the_plan(client, client_as, sale, make_sale, add, clock):
    picture = add("Sea", data=png())
    url = at("picture-file", sale, picture.pk)
    assert client.get(url).status_code == 302
    assert client_as(Role.BOSS).get(at("picture-file", make_sale(name="618"), picture.pk)).status_code == 404
    assert client_as(Role.BOSS).get(at("picture-file", sale, add("Without").pk)).status_code == 404


@pytest.mark.parametrize(
    ("said", "field", "words"),
    [
        ({"name": ""}, "name", "Give the picture a name"),
        ({"place": ""}, "place", "Say where it is shown"),
        ({"clicks": "3000"}, "clicks", "More clicks than impressions"),
        ({"clicks": "-1"}, "impressions", "below zero"),
        ({"impressions": "many"}, "impressions", "whole number"),
        ({"file": SimpleUploadedFile("a.png", b"<script>alert(1)</script>")}, "file", "not a PNG, JPEG, WebP or GIF"),
    ],
)
def test_bad_input_is_named_at_its_field_and_kept(client_as, sale, clock, said, field, words):
    asked = {"name": "Sea", "place": "Banner", "product": "A word to keep", "impressions": "2000", "clicks": "90"} | said
    answer = client_as(Role.OPERATIONS).post(at("picture-add", sale), asked)
    assert answer.status_code == 422
    assert words in answer.text
    assert f'id="id_{field}_error"' in answer.text
    assert "A word to keep" in answer.text
    assert not Picture.objects.exists()


def test_numbers_pasted_or_sent_as_a_table(client_as, sale, add, clock):
    for name in ("Sea", "Snow"):
        add(name)
    client = client_as(Role.OPERATIONS)
    pasted = "picture\timpressions\tclicks\torders\nSea\t30,000\t2,400\t100\nSnow\t30,000\t1,500\t90"
    page = client.post(at("picture-counts", sale), {"pasted": pasted}, follow=True).text
    assert "2 pictures have new numbers." in page
    assert "“Sea” won." in page
    table = SimpleUploadedFile("n.csv", b"Picture,Impressions,Clicks\nSea,x,1\nMoon,1,1\n")
    refused = client.post(at("picture-counts", sale), {"file": table})
    assert refused.status_code == 422
    assert "Line 2, column Impressions: “x” is not a whole number." in refused.text
    table = SimpleUploadedFile("n.csv", b"Picture,Impressions,Clicks\nMoon,1,1\n")
    assert "No picture of this sale is called “Moon”" in client.post(at("picture-counts", sale), {"file": table}).text


def test_designers_bring_pictures_and_others_only_look(client_as, sale, add, clock):
    picture = add("Sea", 100, 5, 1)
    said = {"name": "Snow", "place": "Banner"}
    for client in (client_as(Role.SERVICE), client_as(Role.WAREHOUSE), client_as(Role.BOSS)):
        page = client.get(at("pictures", sale)).text
        assert at("picture-add", sale) not in page
        for name, more in (
            ("picture-add", ()),
            ("picture-counts", ()),
            ("picture-edit", (picture.pk,)),
            ("picture-remove", (picture.pk,)),
        ):
            assert client.post(at(name, sale, *more), said).status_code == 403
        assert client.post(at("picture-tell", sale)).status_code == 403
        assert client.post(at("brief-edit", sale), BRIEF).status_code == 403
    designer = client_as(Role.SERVICE, department="design")
    assert designer.post(at("picture-add", sale), said).status_code == 302
    assert designer.post(at("picture-tell", sale)).status_code == 403


def test_a_picture_is_changed_and_taken_away(client_as, sale, add, clock):
    picture, client = add("Sea", 100, 5, 1), client_as(Role.OPERATIONS)
    assert 'value="Sea"' in client.get(at("picture-edit", sale, picture.pk)).text
    said = {"name": "Sea", "place": "Banner", "impressions": "200", "clicks": "9", "orders": "1", "version": "1"}
    assert client.post(at("picture-edit", sale, picture.pk), said).status_code == 302
    picture.refresh_from_db()
    assert (picture.place, picture.impressions) == ("Banner", 200)
    second = client.post(at("picture-edit", sale, picture.pk), said | {"clicks": "7"})
    assert second.status_code == 409
    assert "Impressions: 200" in second.text
    assert 'value="7"' in second.text
    assert 'name="version" value="2"' in second.text
    picture.refresh_from_db()
    assert picture.clicks == 9
    said["version"] = "2"
    assert client.post(at("picture-edit", sale, picture.pk), said | {"orders": "10"}).status_code == 422
    Picture.objects.filter(pk=picture.pk).update(version=picture.version + 1)
    stale = client.post(at("picture-remove", sale, picture.pk), {"version": picture.version})
    assert stale.status_code == 409
    assert "Somebody changed this picture" in stale.text
    assert client.post(at("picture-remove", sale, picture.pk), {"version": picture.version + 1}).status_code == 302
    assert not Picture.objects.exists()


def test_telling_the_designer_leads_to_the_comment(client_as, sale, add, clock):
    add("Sea", 30_000, 2_400, 100)
    add("Snow", 30_000, 1_500, 90)
    client = client_as(Role.OPERATIONS)
    refused = client.post(at("picture-tell", sale))
    assert refused.status_code == 422
    assert "Take the tasks of the templates first." in refused.text
    task_sets.lay_templates(campaign=sale, actor=None, at=NOW)
    page = client.post(at("picture-tell", sale), follow=True).text
    assert "“Sea” is clicked by 8.00%" in page


def test_the_export_holds_rates_and_standing(client_as, sale, add, clock):
    add("=Sea", 30_000, 2_400, 100)
    add("Snow", 30_000, 1_500, 90)
    lines = client_as(Role.BOSS).get(at("pictures-export", sale)).content.decode("utf-8-sig").splitlines()
    assert lines[1].startswith("'=Sea,Main picture,Wool coat,30000,2400,100,0.08,")
    assert lines[1].endswith("winner")
    assert client_as(Role.BOSS).get(at("pictures-export", sale) + "?format=xlsx").content.startswith(b"PK")


def test_pictures_and_brief_over_rest(person, sale, clock):
    api, base = APIClient(), f"/api/v1/campaigns/{sale.pk}/"
    assert api.get(base + "pictures/").status_code == 401
    api.force_authenticate(person(Role.OPERATIONS))
    for name in ("Sea", "Snow"):
        made = api.post(base + "pictures/", {"name": name, "place": "Main picture"}, format="json")
        assert made.status_code == 201
    again = api.post(base + "pictures/", {"name": "Sea", "place": "Banner"}, format="json")
    assert (again.status_code, list(again.json())) == (400, ["name"])
    counts = [{"name": "Sea", "impressions": 30000, "clicks": 2400}, {"name": "Snow", "impressions": 30000, "clicks": 1500}]
    test = api.put(base + "pictures/", counts, format="json").json()[0]
    assert [one["standing"] for one in test["pictures"]] == ["winner", "beaten"]
    assert api.put(base + "pictures/", [{"name": "Moon", "impressions": 1, "clicks": 0}], format="json").status_code == 400
    assert api.put(base + "pictures/", counts[:1] * 2, format="json").status_code == 400
    assert api.put(base + "pictures/", {"name": "Sea"}, format="json").status_code == 400
    assert api.get(base + "brief/").json()["version"] == 0
    assert api.put(base + "brief/", {"idea": "Warm", "version": 0}, format="json").json()["version"] == 1
    stale = api.put(base + "brief/", {"idea": "Cold", "version": 0}, format="json")
    assert (stale.status_code, stale.json()["idea"]) == (409, "Warm")
    api.force_authenticate(person(Role.WAREHOUSE))
    assert api.put(base + "brief/", {"idea": "Cold", "version": 1}, format="json").status_code == 403
    assert api.get(base + "pictures/").status_code == 200
