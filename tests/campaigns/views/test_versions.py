"""The pages of the versions: frozen, compared, restored."""

import pytest
from django.urls import reverse

from accounts.models import AuditEntry
from accounts.roles import Role
from campaigns import services
from campaigns.drafts import NodeRef
from campaigns.views import versions
from tests.campaigns.conftest import MIDNIGHT

pytestmark = pytest.mark.django_db

PHASE_1 = NodeRef("phase", MIDNIGHT, MIDNIGHT + 9)


def url(sale, name):
    return reverse(f"campaigns:{name}", args=[sale.pk])


def edited(sale, actor=None):
    services.edit_target(campaign=sale, actor=actor, version=sale.version, node=PHASE_1, value_minor=2_000_000_000)
    sale.refresh_from_db()


def test_freezing_and_what_differs_afterwards(client_as, sale, person):
    client = client_as(Role.OPERATIONS)
    answer = client.post(url(sale, "freeze"), {"version": 1, "name": "approved", "note": "after the meeting"})
    assert answer["Location"] == url(sale, "trail")
    frozen = sale.versions.get()
    assert (frozen.frozen_as, frozen.frozen_note, frozen.frozen_by) == ("approved", "after the meeting", client.user)
    assert AuditEntry.objects.get(action="campaign.freeze").after["name"] == "approved"
    assert "Plan version 1, frozen" in client.get(url(sale, "detail")).text
    edited(sale, person(first_name="Sun", last_name="Qi"))
    page = client.get(url(sale, "detail")).text
    assert "differ" in page
    assert "version 1, frozen as approved" in " ".join(page.split())
    page = client.get(url(sale, "compare")).text
    assert "From version 1 to 2" in page
    assert "Opening" in page
    assert "Sun Qi" in page


def test_freezing_refused(client_as, sale):
    client = client_as(Role.OPERATIONS)
    nameless = client.post(url(sale, "freeze"), {"version": 1, "name": " ", "note": "kept"})
    assert nameless.status_code == 422
    assert 'value="kept"' in nameless.text
    client.post(url(sale, "freeze"), {"version": 1, "name": "one"})
    twice = client.post(url(sale, "freeze"), {"version": 1, "name": "two"})
    assert (twice.status_code, "frozen already" in twice.text) == (422, True)
    edited(sale)
    stale = client.post(url(sale, "freeze"), {"version": 1, "name": "three"})
    assert stale.status_code == 409
    assert not sale.versions.filter(frozen_as="three").exists()


def test_an_older_version_stands_again(client_as, sale):
    edited(sale)
    client = client_as(Role.OPERATIONS)
    assert "Let version 1 stand again" in client.get(url(sale, "trail")).text
    client.post(url(sale, "restore"), {"version": 2, "number": 1})
    sale.refresh_from_db()
    assert sale.version == 3
    assert "Let an older version stand again" in client.get(url(sale, "trail")).text
    assert "are the same" in client.get(url(sale, "compare"), {"from": 1, "to": 3}).text
    assert client.post(url(sale, "restore"), {"version": 2, "number": 1}).status_code == 409
    assert client.post(url(sale, "restore"), {"version": 3, "number": 77}).status_code == 422
    assert client.post(url(sale, "restore"), {"version": 3, "number": "x"}).status_code == 422


def test_comparing_what_is_not_there(client_as, sale):
    client = client_as(Role.OPERATIONS)
    assert client.get(url(sale, "compare"), {"from": 1, "to": 9}).status_code == 404
    assert client.get(url(sale, "compare"), {"from": "x", "to": "-1"}).status_code == 200


def test_a_long_trail_is_cut_into_pages(client_as, sale, monkeypatch):
    monkeypatch.setattr(versions, "A_PAGE", 5)
    for number in range(1, 7):
        services.lock_target(
            campaign=sale, actor=None, version=number, node=NodeRef("slot", MIDNIGHT + number, MIDNIGHT + number + 1)
        )
    client = client_as(Role.OPERATIONS)
    page = client.get(url(sale, "trail"))
    assert len(page.context["entries"]) == 5
    assert "?before=3" in page.text
    assert len(client.get(url(sale, "trail"), {"before": 3}).context["entries"]) == 2


def test_those_who_only_look(client_as, client, sale):
    assert client.get(url(sale, "compare")).status_code == 302
    viewer = client_as(Role.WAREHOUSE)
    assert viewer.get(url(sale, "compare")).status_code == 200
    assert "Freeze version" not in viewer.get(url(sale, "trail")).text
    for name in ("freeze", "restore"):
        assert viewer.post(url(sale, name), {"version": 1, "name": "x", "number": 1}).status_code == 403
