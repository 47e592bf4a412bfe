"""What came of a sale over REST: recorded, read back, never written over unseen."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from rest_framework.test import APIClient

from accounts.roles import Role
from campaigns import services
from campaigns.models import OddsScore
from tests.campaigns.conftest import START
from tests.campaigns.odds.conftest import costs

pytestmark = pytest.mark.django_db
UNKNOWN = {"recorded_at", "profit", "revenue", "version", "is_foresight", "p_profit", "p_target"}


@pytest.fixture
def forecast(make_sale):
    with time_machine.travel(START - timedelta(days=20), tick=False):
        return services.save_costs(campaign=make_sale(), actor=None, version=1, costs=costs())


def where(sale):
    return reverse("campaigns_api:odds-outcome", args=[sale.pk])


def test_it_is_recorded_read_and_not_written_over_unseen(person, forecast):
    api = APIClient()
    api.force_authenticate(person(Role.OPERATIONS))
    assert api.get(where(forecast)).json() == dict.fromkeys(UNKNOWN)
    said = {"profit": "-1200000.50", "revenue": "58000000", "seen": None}
    told = api.put(where(forecast), said, format="json").json()
    assert (told["profit"], told["revenue"], told["version"], told["is_foresight"]) == ("-1200000.50", "58000000.00", 2, True)
    assert api.get(where(forecast)).json() == told
    second = api.put(where(forecast), said | {"profit": "5"}, format="json")
    assert (second.status_code, second.json()) == (409, told)
    again = api.put(where(forecast), said | {"profit": "5", "seen": told["recorded_at"]}, format="json")
    assert (again.status_code, OddsScore.objects.get().actual_profit_minor) == (200, 500)


def test_what_cannot_stand_is_told(person, forecast, sale):
    api = APIClient()
    api.force_authenticate(person(Role.OPERATIONS))
    said = {"profit": "1", "revenue": "-1", "seen": None}
    below = api.put(where(forecast), said, format="json")
    assert (below.status_code, below.json()["problems"][0]["code"]) == (400, "value_below_zero")
    without = api.put(where(sale), said | {"revenue": "1"}, format="json")
    assert (without.status_code, without.json()["problems"][0]["code"]) == (400, "outcome_without_odds")
    assert set(api.put(where(forecast), {"profit": "x"}, format="json").json()) == {"profit", "revenue", "seen"}


def test_who_may_read_and_who_may_write(person, forecast):
    api, said = APIClient(), {"profit": "1", "revenue": "1", "seen": None}
    assert api.get(where(forecast)).status_code == 401
    for role, reads, writes in ((Role.BOSS, 200, 403), (Role.SERVICE, 403, 403)):
        api.force_authenticate(person(role))
        assert api.get(where(forecast)).status_code == reads
        assert api.put(where(forecast), said, format="json").status_code == writes
