"""The parts beside the board that each browser asks for: drawn once for all who look, and 304 for who has them already."""

import datetime as dt

import pytest
from django.urls import reverse

from accounts.roles import Role
from live.models import Watch
from live.services import recompute_board, recount_tiers
from live.services.alerts import check_alerts, lay_watches
from tests.live.conftest import NOW
from tests.live.scenario import AT, Paid, load_orders

pytestmark = pytest.mark.django_db
PARTS = ("incidents-banner", "tiers", "plays")
HTMX = {"HX-Request": "true"}


def ask(client, sale, part, etag=""):
    return client.get(reverse(f"live:{part}", args=[sale.campaign.pk]), headers=HTMX | ({"If-None-Match": etag} if etag else {}))


@pytest.fixture
def ringing(sale):
    lay_watches(campaign=sale.campaign)
    Watch.objects.exclude(code="behind").update(is_active=False)
    Watch.objects.update(hold=0)
    check_alerts(at=NOW)
    return sale


@pytest.mark.parametrize("part", PARTS)
def test_who_has_it_is_answered_304_and_others_get_the_same_body(ringing, client_as, part, django_assert_max_num_queries):
    first = ask(client_as(Role.OPERATIONS), ringing, part)
    assert first.status_code == 200
    assert "csrf" not in first.text, "one body for all holds nobody's token"
    again = ask(client_as(Role.OPERATIONS), ringing, part, first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    other = client_as(Role.BOSS)
    with django_assert_max_num_queries(4):  # session, person, and what tells whether it changed
        answer = ask(other, ringing, part)
    assert (answer.text, answer["ETag"]) == (first.text, first["ETag"])
    assert "no-store" in answer["Cache-Control"]
    assert ask(client_as(Role.OPERATIONS, language="zh-hans"), ringing, part).status_code == 200


def test_a_part_that_changed_is_sent(ringing, client_as, travel):
    client = client_as(Role.OPERATIONS)
    seen = {part: ask(client, ringing, part)["ETag"] for part in PARTS}
    client.post(reverse("live:incident-take", args=[ringing.campaign.incidents.get().pk]), headers=HTMX)
    assert ask(client, ringing, "incidents-banner", seen["incidents-banner"]).status_code == 200
    assert ask(client, ringing, "tiers", seen["tiers"]).status_code == 304
    later = AT + dt.timedelta(minutes=20)
    travel(later)
    load_orders(ringing.shop, [Paid("much", AT, 900_000_00)], as_of=later)
    recompute_board(campaign=ringing.campaign, at=later)
    recount_tiers(shop=ringing.shop, at=later)
    changed = ask(client, ringing, "plays", seen["plays"])
    assert changed.status_code == 200
    assert changed["ETag"] != seen["plays"]
