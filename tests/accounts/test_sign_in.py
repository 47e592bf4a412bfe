from datetime import timedelta

import pytest
from django.contrib.auth import get_user
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEntry
from accounts.roles import Role
from tests.accounts.factories import PASSWORD

pytestmark = pytest.mark.django_db
LOGIN = "/login/"


def test_a_person_comes_in_and_goes_where_they_wanted(client: Client, person):
    user = person(Role.ADMIN)
    wanted = client.get(reverse("accounts:staff"))
    assert wanted.url == "/login/?next=%2Fstaff%2F"
    response = client.post(LOGIN, {"username": user.username, "password": PASSWORD, "next": "/staff/"})
    assert response.url == "/staff/"
    assert client.get("/staff/").status_code == 200


@pytest.mark.parametrize("elsewhere", ["https://example.com/", "//example.com", "javascript:alert(1)", ""])
def test_nobody_is_led_away_from_here(client: Client, person, elsewhere):
    user = person()
    response = client.post(LOGIN, {"username": user.username, "password": PASSWORD, "next": elsewhere})
    assert response.url == reverse("accounts:home")


def test_a_wrong_password_says_so_and_keeps_the_name(client: Client, person):
    user = person()
    response = client.post(LOGIN, {"username": user.username, "password": "wrong"})
    assert response.status_code == 200
    assert "do not belong together" in response.text
    assert f'value="{user.username}"' in response.text


def test_a_shut_account_stays_out_and_an_open_session_ends(client: Client, client_as, person):
    user = person(is_active=False)
    client.post(LOGIN, {"username": user.username, "password": PASSWORD})
    assert get_user(client).is_anonymous
    inside = client_as(Role.BOSS)
    inside.user.is_active = False
    inside.user.save()
    assert inside.get(reverse("accounts:me")).status_code == 302


def test_guessing_is_stopped_and_the_page_says_for_how_long(client: Client, person, settings, clock):
    user, other = person(), person()
    for _ in range(settings.AXES_FAILURE_LIMIT):
        response = client.post(LOGIN, {"username": user.username, "password": "wrong"})
    assert response.status_code == 429
    assert "try again in 15" in response.text
    assert client.post(LOGIN, {"username": user.username, "password": PASSWORD}).status_code == 429
    assert client.post(LOGIN, {"username": user.username, "password": PASSWORD}, REMOTE_ADDR="192.0.2.7").status_code == 302
    assert client.post(LOGIN, {"username": other.username, "password": PASSWORD}).status_code == 302
    client.post(reverse("accounts:logout"))
    clock.shift(timedelta(minutes=16))
    assert client.post(LOGIN, {"username": user.username, "password": PASSWORD}).status_code == 302


def test_signing_out_needs_a_post(client_as):
    client = client_as(Role.BOSS)
    assert client.get(reverse("accounts:logout")).status_code == 405
    assert client.post(reverse("accounts:logout")).url == reverse("accounts:login")
    assert get_user(client).is_anonymous


@pytest.mark.parametrize("role", Role)
def test_home_leads_on_to_a_page_the_role_may_open(client_as, role):
    client = client_as(role)
    response = client.get(reverse("accounts:home"), follow=True)
    assert response.redirect_chain
    assert response.status_code == 200


def test_a_stranger_changes_the_language_of_the_sign_in_page(client: Client):
    assert 'lang="en"' in client.get(LOGIN).text
    response = client.post(reverse("accounts:language"), {"language": "zh-hans", "next": LOGIN})
    assert response.url == LOGIN
    assert '<html lang="zh-hans">' in client.get(LOGIN).text
    assert not AuditEntry.objects.exists()


def test_a_person_keeps_the_language_on_another_machine(client: Client, client_as):
    here = client_as(Role.SERVICE)
    here.post(reverse("accounts:language"), {"language": "zh-hans", "next": "/me/"})
    here.user.refresh_from_db()
    assert here.user.language == "zh-hans"
    assert AuditEntry.objects.get().after == {"language": "zh-hans"}
    client.post(LOGIN, {"username": here.user.username, "password": PASSWORD})
    assert '<html lang="zh-hans">' in client.get(reverse("accounts:me")).text


def test_a_language_we_do_not_speak_changes_nothing(client: Client):
    client.post(reverse("accounts:language"), {"language": "xx", "next": LOGIN})
    assert '<html lang="en">' in client.get(LOGIN).text


def test_a_new_password_needs_the_old_one_and_keeps_this_session(client_as):
    client = client_as(Role.BOSS)
    url = reverse("accounts:password")
    refused = client.post(url, {"old": "wrong", "new": "rain on the roof tonight"})
    assert "not your present password" in refused.text
    weak = client.post(url, {"old": PASSWORD, "new": "password12"})
    assert 'aria-invalid="true"' in weak.text
    assert client.post(url, {"old": PASSWORD, "new": "rain on the roof tonight"}).url == reverse("accounts:me")
    assert client.get(reverse("accounts:me")).status_code == 200
    client.user.refresh_from_db()
    assert client.user.check_password("rain on the roof tonight")
    assert AuditEntry.objects.get().action == "password.change"
    assert "rain" not in str(AuditEntry.objects.values())
