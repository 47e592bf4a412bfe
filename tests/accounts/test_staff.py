import pytest
from django.core.management import call_command
from django.urls import reverse

from accounts import services
from accounts.models import AuditEntry, User
from accounts.roles import Role
from tests.accounts.factories import PASSWORD

pytestmark = pytest.mark.django_db
STAFF = "/staff/"
NEW = {"username": "sun", "full_name": "Sun Li", "role": "warehouse", "password": "rain on the roof tonight"}


def test_the_page_counts_people_and_shows_what_roles_may_do(client_as, person):
    person(Role.BOSS, first_name="Zhao", last_name="Min")
    person(Role.SERVICE, is_active=False)
    page = client_as(Role.ADMIN).get(STAFF).text
    assert "2 people may sign in; 1 of them manages the others." in page
    assert "Zhao Min" in page
    assert "shut" in page
    assert "Read the audit trail" in page


def test_a_new_person_can_sign_in_and_the_trail_says_who_took_them_on(client_as):
    client = client_as(Role.ADMIN)
    assert client.post(STAFF, NEW).url == STAFF
    made = User.objects.get(username="sun")
    assert (made.shown_name, made.role) == ("Sun Li", Role.WAREHOUSE)
    assert made.check_password(NEW["password"])
    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.action, entry.target) == (client.user, "staff.create", "user sun")
    assert entry.after == {"name": "Sun Li", "role": "warehouse"}
    assert entry.request_id


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("username", "SUN2", "already"),
        ("username", "a b", "Only letters"),
        ("password", "short", "at least 10"),
        ("role", "king", "Select a valid choice"),
    ],
)
def test_a_bad_entry_is_answered_at_its_field(client_as, person, field, value, words):
    person(username="sun2")
    response = client_as(Role.ADMIN).post(STAFF, {**NEW, field: value})
    assert response.status_code == 200
    assert words in response.text
    assert f'id="id_{field}_error"' in response.text
    assert f'aria-describedby="id_{field}_' in response.text or f"id_{field}_error" in response.text
    assert not User.objects.filter(username="sun").exists()


def test_another_role_and_a_shut_account_are_audited_with_before_and_after(client_as, person):
    client, other = client_as(Role.ADMIN), person(Role.SERVICE)
    url = reverse("accounts:staff-change", args=[other.pk])
    assert client.get(url).status_code == 200
    client.post(url, {"role": "operations"})
    other.refresh_from_db()
    assert (other.role, other.is_active) == ("operations", False)
    entry = AuditEntry.objects.get()
    assert entry.before == {"role": "service", "is_active": True}
    assert entry.after == {"role": "operations", "is_active": False}


def test_changing_nothing_leaves_no_trace(client_as, person):
    other = person(Role.SERVICE)
    client_as(Role.ADMIN).post(reverse("accounts:staff-change", args=[other.pk]), {"role": "service", "is_active": "on"})
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize("data", [{"role": "boss", "is_active": "on"}, {"role": "admin"}])
def test_the_last_administrator_stays(client_as, data):
    client = client_as(Role.ADMIN)
    response = client.post(reverse("accounts:staff-change", args=[client.user.pk]), data)
    assert "last administrator" in response.text
    client.user.refresh_from_db()
    assert (client.user.role, client.user.is_active) == (Role.ADMIN, True)


def test_an_administrator_gives_a_new_password_which_ends_the_sessions(client_as):
    theirs = client_as(Role.BOSS)
    other = theirs.user
    client = client_as(Role.ADMIN)
    url = reverse("accounts:staff-password", args=[other.pk])
    assert "at least 10" in client.post(url, {"password": "short"}).text
    assert client.post(url, {"password": "rain on the roof tonight"}).url == STAFF
    other.refresh_from_db()
    assert not other.check_password(PASSWORD)
    assert AuditEntry.objects.get().actor == client.user
    assert client.get(url).url == reverse("accounts:staff-change", args=[other.pk])
    assert theirs.get(reverse("accounts:me")).status_code == 302


def test_demo_people_are_made_once_and_found_again(data_dir):
    logins = services.create_demo_people()
    assert [role for _name, _password, role in logins] == list(Role)
    assert services.create_demo_people() == logins
    assert (data_dir / "demo-logins.json").stat().st_mode & 0o777 == 0o600
    for username, password, _role in logins:
        assert User.objects.get(username=username).check_password(password)


def test_a_demo_person_with_a_changed_password_is_not_printed(data_dir):
    services.create_demo_people()
    boss = User.objects.get(role=Role.BOSS)
    services.change_password(actor=boss, user=boss, password="rain on the roof tonight")
    assert "boss" not in [role for _name, _password, role in services.create_demo_people()]


def test_the_first_person_of_a_new_installation_manages_the_others(client, monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    call_command("createsuperuser", "--noinput", username="first", email="", verbosity=0)
    client.force_login(User.objects.get(username="first"), backend="accounts.sessions.PasswordBackend")
    assert "One person may sign in, an administrator." in client.get(STAFF).text
    assert client.get("/shops/").status_code == 200
