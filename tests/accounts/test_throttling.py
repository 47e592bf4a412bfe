import pytest
from django.test import RequestFactory

from accounts.throttling import client_address
from tests.accounts.factories import PASSWORD


@pytest.mark.parametrize(
    ("proxies", "told", "expected"),
    [
        (0, "203.0.113.5", "10.0.0.1"),
        (1, "", "10.0.0.1"),
        (1, "203.0.113.5", "203.0.113.5"),
        (1, "6.6.6.6, 203.0.113.5", "203.0.113.5"),
        (2, "203.0.113.5, 10.0.0.9", "203.0.113.5"),
        (2, "6.6.6.6, 203.0.113.5, 10.0.0.9", "203.0.113.5"),
        (2, "203.0.113.5", "10.0.0.1"),
    ],
)
def test_only_what_our_own_proxies_say_is_believed(settings, proxies, told, expected):
    settings.PROXY_COUNT = proxies
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", headers={"X-Forwarded-For": told} if told else {})
    assert client_address(request) == expected


@pytest.mark.django_db
def test_behind_a_proxy_one_guesser_locks_out_nobody_else(client, person, settings):
    settings.PROXY_COUNT = 1
    user = person()
    for _ in range(settings.AXES_FAILURE_LIMIT):
        last = client.post(
            "/login/", {"username": user.username, "password": "wrong"}, headers={"X-Forwarded-For": "203.0.113.5"}
        )
    assert last.status_code == 429
    data = {"username": user.username, "password": PASSWORD}
    assert client.post("/login/", data, headers={"X-Forwarded-For": "198.51.100.7"}).status_code == 302


@pytest.mark.django_db
def test_a_guesser_cannot_escape_by_inventing_addresses(client, person, settings):
    settings.PROXY_COUNT = 1
    user = person()
    for n in range(settings.AXES_FAILURE_LIMIT):
        told = f"192.0.2.{n}, 203.0.113.5"
        last = client.post("/login/", {"username": user.username, "password": "wrong"}, headers={"X-Forwarded-For": told})
    assert last.status_code == 429
