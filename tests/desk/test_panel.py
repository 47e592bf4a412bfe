"""The side panel in a frame of another site: a code, a pass, and what neither of them opens."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEntry, User
from accounts.roles import Role
from customers.models import Buyer, ContactReveal, Note
from customers.rules.contacts import Values
from customers.services import keep_contacts, set_privacy
from desk.models import LookUp, PanelPass
from desk.services import enter_panel, forget_panels, give_code, person_of_panel
from tests.customers.conftest import told_once
from tests.desk.conftest import NOW

pytestmark = pytest.mark.django_db
OWN = {"Origin": "http://testserver"}
CHAT = "https://chat.example.com"


@pytest.fixture(autouse=True)
def _today(settings):
    settings.PANEL_ORIGINS = [CHAT]
    cache.clear()  # wrong codes are counted there
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def chen(person) -> User:
    return person(role=Role.SERVICE, username="chen")


@pytest.fixture
def frame(chen: User) -> Client:
    """A browser in whose frame chen came in; it has no session, and Django checks its tokens as it does in earnest."""
    client = Client(enforce_csrf_checks=True)
    answer = client.post(reverse("desk:panel-enter"), {"code": give_code(who=chen, at=NOW).code.lower(), "q": "ann"}, headers=OWN)
    assert answer["Location"] == f"{reverse('desk:panel')}?q=ann&came=1"
    return client


def test_the_cookie_travels_in_frames_of_other_sites_and_below_the_panel_alone(frame: Client) -> None:
    cookie = frame.cookies["promo_panel"]
    assert cookie.OutputString().startswith("promo_panel=")
    for told in ("HttpOnly", "Path=/desk/panel/", "SameSite=None", "Secure", "Partitioned", f"Max-Age={14 * 86_400}"):
        assert told in cookie.OutputString().split("; ")
    assert PanelPass.objects.get().digest not in cookie.value


def test_a_stranger_in_the_frame_is_asked_for_a_code(client: Client) -> None:
    answer = client.get(reverse("desk:panel"), {"q": "ann"})
    assert answer.status_code == 401
    assert 'name="q" value="ann"' in answer.text
    assert f"frame-ancestors {CHAT}" in answer["Content-Security-Policy"]
    assert "X-Frame-Options" not in answer
    assert client.get(reverse("desk:panel-found"), {"q": "a"}, headers={"HX-Request": "true"}).content == b""
    assert "keeps no cookie in this frame" in client.get(reverse("desk:panel"), {"came": "1"}).text


def test_without_origins_there_is_no_such_door(client: Client, chen: User, settings) -> None:
    settings.PANEL_ORIGINS = []
    assert client.get(reverse("desk:panel"))["Location"].startswith(reverse("accounts:login"))
    code = give_code(who=chen, at=NOW).code
    assert client.post(reverse("desk:panel-enter"), {"code": code}, headers=OWN).status_code == 404


def test_the_panel_works_in_the_frame_and_writes_under_the_name_of_its_person(frame: Client, ann: Buyer, chen: User) -> None:
    card = reverse("desk:panel-card", args=[ann.pk])
    assert frame.get(reverse("desk:panel"), {"q": "ann"})["Location"] == card
    text = frame.get(card).text
    note, label = reverse("desk:panel-note", args=[ann.pk]), reverse("desk:panel-label", args=[ann.pk])
    assert f'action="{note}"' in text
    answer = frame.post(note, {"text": "wants centimetres"}, headers=OWN)
    assert answer["Location"] == card
    assert Note.objects.get().author == chen
    assert "The note is kept." in frame.get(card).text
    assert "The note is kept." not in frame.get(card).text
    frame.post(label, {"label": "pick"}, headers=OWN)
    assert "“Picky” is on." in frame.get(card).text
    assert {(one.who, one.door) for one in LookUp.objects.all()} == {(chen, "panel")}
    assert "sessionid" not in frame.cookies


def test_the_receiver_is_shown_there_with_reason_and_log(frame: Client, ann: Buyer, person) -> None:
    set_privacy(actor=person(username="setter"), shop=ann.shop, at=NOW, keep_contacts=True)
    keep_contacts(shop=ann.shop, import_no=1, as_of=NOW, told=told_once({"ann": Values("王小明", "13800138000")}))
    there = reverse("desk:panel-contact-reveal", args=[ann.pk])
    assert f'hx-post="{there}?order=330441234500008812"' in frame.get(reverse("desk:panel-card", args=[ann.pk])).text
    shown = frame.post(there, {"reason": "parcel came back"}, headers=OWN | {"HX-Request": "true"}).text
    assert "13800138000" in shown
    assert f'hx-get="{reverse("desk:panel-contact", args=[ann.pk])}"' in shown
    assert ContactReveal.objects.get().reason == "parcel came back"
    assert "138****8000" in frame.get(reverse("desk:panel-contact", args=[ann.pk]), headers={"HX-Request": "true"}).text


@pytest.mark.parametrize("origin", [None, "null", CHAT, "https://evil.example.com"])
def test_what_another_page_sends_changes_nothing(frame: Client, ann: Buyer, origin: str | None) -> None:
    headers = {"Origin": origin} if origin else {}
    assert frame.post(reverse("desk:panel-note", args=[ann.pk]), {"text": "x"}, headers=headers).status_code == 403
    assert not Note.objects.exists()
    code = give_code(who=User.objects.get(username="chen"), at=NOW).code
    assert Client().post(reverse("desk:panel-enter"), {"code": code}, headers=headers).status_code == 422


def test_a_session_still_needs_its_token(ann: Buyer, chen: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(chen)
    assert strict.post(reverse("desk:panel-note", args=[ann.pk]), {"text": "x"}, headers=OWN).status_code == 403
    assert not Note.objects.exists()


def test_the_pass_opens_the_panel_and_nothing_else(frame: Client, ann: Buyer) -> None:
    for address in (
        reverse("desk:card", args=[ann.pk]),
        reverse("customers:list"),
        reverse("desk:panel-code"),
        "/api/v1/desk/card/",
    ):
        assert frame.get(address, {"q": "ann"}).status_code in {302, 401}, address


def test_a_code_is_good_once_and_for_five_minutes(chen: User) -> None:
    code = give_code(who=chen, at=NOW).code
    assert enter_panel(code="nonsense", at=NOW) is None
    assert enter_panel(code=code, at=NOW + timedelta(minutes=5)) is None
    assert enter_panel(code=code, at=NOW + timedelta(minutes=4)) is not None
    assert enter_panel(code=code, at=NOW + timedelta(minutes=4)) is None
    assert [one.action for one in AuditEntry.objects.order_by("pk")] == ["panel.code", "panel.enter"]


def test_who_tries_codes_is_stopped_for_a_minute(client: Client, chen: User) -> None:
    def typed(code: str, **more: str):
        return client.post(reverse("desk:panel-enter"), {"code": code, "q": "ann"}, headers=OWN, **more)

    wrong = [typed(f"WRONG-{number:05}").status_code for number in range(10)]
    assert set(wrong) == {422}
    good = give_code(who=chen, at=NOW).code
    stopped = typed(good)
    assert (stopped.status_code, "wait a minute" in stopped.text, 'value="ann"' in stopped.text) == (429, True, True)
    assert client.get(reverse("desk:panel-enter-by", args=[good])).status_code == 429, "nor by the address"
    assert typed(good, REMOTE_ADDR="10.0.0.9").status_code == 302, "others are not touched"
    again = give_code(who=chen, at=NOW).code
    with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
        assert typed(again).status_code == 302


def test_what_ends_a_pass(chen: User) -> None:
    secret = enter_panel(code=give_code(who=chen, at=NOW).code, at=NOW)
    assert secret is not None
    assert person_of_panel(secret=secret, at=NOW + timedelta(days=13)) == chen
    assert person_of_panel(secret=secret, at=NOW + timedelta(days=14)) is None
    assert person_of_panel(secret=f"{secret}x", at=NOW) is None
    chen.is_active = False
    chen.save()
    assert person_of_panel(secret=secret, at=NOW) is None
    chen.is_active = True
    chen.set_password("another password")
    chen.save()
    assert person_of_panel(secret=secret, at=NOW) is None
    assert forget_panels(at=NOW + timedelta(days=14)) == 1


def test_one_s_own_browsers_are_listed_and_taken_away(frame: Client, chen: User, client_as) -> None:
    mine = Client()
    mine.force_login(chen)
    address = reverse("desk:panel-code")
    assert "The panel knows you in 1 browser." in mine.get(address).text
    code = mine.post(address).text.partition('class="secret">')[2][:11]
    assert enter_panel(code=code, at=NOW) is not None
    row = PanelPass.objects.order_by("pk")[0]
    stranger = client_as(Role.OPERATIONS)
    stranger.post(reverse("desk:panel-end", args=[row.pk]))
    assert "knows you in 0 browsers" in stranger.get(address).text
    assert PanelPass.objects.filter(pk=row.pk).exists()
    mine.post(reverse("desk:panel-end", args=[row.pk]))
    assert frame.get(reverse("desk:panel")).status_code == 401


def test_a_chat_program_opens_it_by_an_address(client_as, ann: Buyer) -> None:
    ops = client_as(Role.OPERATIONS)
    told = ops.post("/api/v1/desk/panel/", {"q": "ann"}, content_type="application/json")
    assert told.status_code == 201
    browser = Client()
    answer = browser.get(told.json()["address"])
    assert answer["Location"] == f"{reverse('desk:panel')}?q=ann&came=1"
    assert browser.get(reverse("desk:panel-card", args=[ann.pk])).status_code == 200
    assert Client().get(told.json()["address"]).status_code == 422
    assert Client().get(reverse("desk:panel-enter")).status_code == 404
    (row,) = ops.get("/api/v1/desk/panel/").json()
    assert client_as(Role.SERVICE).delete(f"/api/v1/desk/panel/{row['id']}/").status_code == 404
    assert ops.delete(f"/api/v1/desk/panel/{row['id']}/").status_code == 204
    assert browser.get(reverse("desk:panel-card", args=[ann.pk])).status_code == 401
