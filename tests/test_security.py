"""Production settings pass Django's own check, and every answer carries its strict headers."""

import json
import os
import re
import subprocess
import sys

import pytest
from django.conf import settings

PRODUCTION = {
    "SECRET_KEY": "k" * 30 + "".join(chr(65 + n % 26) for n in range(40)) + "0123456789",
    "HTTPS": "1",
    "DEBUG": "0",
    "ALLOWED_HOSTS": "promo.example.com",
}


def run(arguments, tmp_path):
    environment = {name: value for name, value in os.environ.items() if name not in {"DEBUG", "DATABASE_URL", "REDIS_URL"}}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=settings.BASE_DIR,
        env={**environment, **PRODUCTION, "DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "promo_planner.settings"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_djangos_check_of_production_settings_is_clean(tmp_path):
    done = run(["manage.py", "check", "--deploy", "--fail-level", "WARNING"], tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr


def test_cookies_travel_only_where_they_should(tmp_path):
    names = [
        "SESSION_COOKIE_SECURE",
        "CSRF_COOKIE_SECURE",
        "LANGUAGE_COOKIE_SECURE",
        "SESSION_COOKIE_HTTPONLY",
        "SECURE_SSL_REDIRECT",
    ]
    code = f"import json; from django.conf import settings; print(json.dumps([getattr(settings, n) for n in {names!r}]))"
    done = run(["-c", code], tmp_path)
    assert json.loads(done.stdout.splitlines()[-1]) == [True] * len(names), done.stderr


def test_a_copy_of_the_example_means_the_defaults(tmp_path):
    example = (settings.BASE_DIR / ".env.example").read_text()
    empty = dict.fromkeys(re.findall(r"^([A-Z_]+)=", example, re.M), "")
    told = "s.PROXY_COUNT, s.HTTPS, s.DEBUG, s.ALLOWED_HOSTS"
    code = f"import json; from django.conf import settings as s; print(json.dumps([{told}]))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=settings.BASE_DIR,
        env={**os.environ, **empty, "DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "promo_planner.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert json.loads(done.stdout.splitlines()[-1]) == [0, False, False, ["localhost", "127.0.0.1", "[::1]"]], done.stderr


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "status"), [("/login/", 200), ("/", 302), ("/no-such-page/", 404)])
def test_every_answer_carries_the_strict_headers(client, path, status):
    response = client.get(path)
    assert response.status_code == status
    policy = dict(part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == policy["form-action"] == "'self'"
    assert "unsafe" not in response["Content-Security-Policy"]
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert len(response["X-Request-ID"]) == 32


@pytest.mark.django_db
def test_a_form_without_its_token_is_refused_in_words(person):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    response = strict.post("/login/", {"username": "a", "password": "b"})
    assert response.status_code == 403
    assert "too old to be sent" in response.text


@pytest.mark.django_db
def test_a_broken_view_shows_the_page_for_it(client, monkeypatch):
    from accounts import views

    client.raise_request_exception = False
    monkeypatch.setattr(views.forms, "SignInForm", None)
    response = client.get("/login/")
    assert response.status_code == 500
    assert "The server could not do this." in response.text
    assert "Traceback" not in response.text


@pytest.mark.django_db
def test_a_host_that_is_not_ours_is_refused(client):
    response = client.get("/login/", headers={"host": "evil.example.com"})
    assert response.status_code == 400
    assert "cannot be read" in response.text


@pytest.mark.django_db
def test_pages_hold_nothing_inline(client, client_as):
    for page in (client.get("/login/").text, client_as("admin").get("/staff/").text):
        assert not re.search(r"\son[a-z]+=|\sstyle=|<style", page)
        assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", page) if "application/json" not in tag)
