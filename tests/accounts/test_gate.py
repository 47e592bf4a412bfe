"""Nobody comes in without being asked: every address says who may open it, and holds to it."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.roles import LABELS, PERMISSIONS, Role, may
from common.permissions import Permission
from tests.accounts.addresses import Address, addresses

EVERY = addresses()
# A page may lead on, ask for parameters, lack data, take no GET, or (the status page) tell that the house is not well.
OPEN = {200, 204, 302, 304, 400, 404, 405, 503}


def test_the_walk_finds_pages_and_interface():
    assert len(EVERY) > 12
    assert any(address.name == "accounts:staff" for address in EVERY)


@pytest.mark.parametrize("address", EVERY, ids=lambda address: address.route or "/")
def test_every_address_says_who_may_open_it(address: Address):
    assert address.name.rpartition(":")[2] not in {"", "None"}, f"{address.route} has no name"
    assert address.is_declared, f"{address.route}: mark the view with @requires, @signed_in or @public (REST: permission = ...)"
    for reason in ("public_reason", "signed_in_reason"):
        given = getattr(address.api or address.view, reason, None)
        assert given is None or len(given) > 10, f"{address.route}: write why"


@pytest.mark.django_db
@pytest.mark.either_database
@pytest.mark.parametrize("address", [a for a in EVERY if not a.arguments], ids=lambda address: address.route or "/")
def test_a_stranger_is_led_to_the_sign_in_page(client: Client, address: Address):
    response = client.get(address.url())
    if getattr(address.api or address.view, "public_reason", ""):
        assert response.status_code in OPEN
    elif address.api:
        assert response.status_code == 401
    else:
        assert response.status_code in {302, 405}
        if response.status_code == 302:
            assert response.url.startswith(reverse("accounts:login"))


@pytest.mark.django_db
@pytest.mark.parametrize("role", Role)
def test_each_role_opens_its_pages_and_no_other(client_as, role: Role):
    client = client_as(role)
    for address in EVERY:
        if address.arguments or address.permission is None:
            continue
        status = client.get(address.url()).status_code
        if may(role, address.permission):
            assert status in OPEN, f"{role} may open {address.route}, which answers {status}"
        else:
            assert status in {403, 405}, f"{role} may not open {address.route}, which answers {status}"


@pytest.mark.django_db
def test_a_part_of_a_page_is_never_answered_by_a_page(client: Client, client_as):
    stranger = client.get(reverse("accounts:staff"), headers={"HX-Request": "true"})
    assert (stranger.status_code, stranger.content) == (401, b"")
    warehouse = client_as(Role.WAREHOUSE).get(reverse("accounts:staff"), headers={"HX-Request": "true"})
    assert (warehouse.status_code, warehouse.content) == (403, b"")


def test_every_role_has_its_rights_and_the_administrator_all():
    assert set(PERMISSIONS) == set(Role)
    assert PERMISSIONS[Role.ADMIN] == set(LABELS) == set(Permission)
    assert all(PERMISSIONS[role] < set(Permission) for role in Role if role != Role.ADMIN)
