"""The shifts over REST: settings, people and places are written as the pages write them, and refused as they refuse."""

import pytest
from django.urls import reverse

from accounts.models import AuditEntry
from accounts.roles import Role
from campaigns.models import ServicePerson, ShiftPlace
from campaigns.queries.shifts import settings_of
from campaigns.services.shifts import PersonDraft, lay_shifts, save_person

pytestmark = pytest.mark.django_db
JSON = "application/json"


def where(name, *numbers):
    return reverse(f"campaigns_api:{name}", args=numbers)


@pytest.fixture
def ops(client_as):
    return client_as(Role.OPERATIONS)


class TestSettings:
    def test_some_figures_are_changed_and_the_rest_stays(self, ops, sale):
        address = where("shifts-settings", sale.pk)
        before = ops.get(address).json()
        assert (before["version"], before["answered_share"], before["moments"]) == (1, "0.8000", [])
        sent = {"version": 1, "answered_share": "0.9", "moments": ["4:30", "20:30", "13:00"], "presale_rate": None}
        answer = ops.patch(address, sent, JSON)
        assert answer.status_code == 200, answer.json()
        after = answer.json()
        assert after == before | {"version": 2, "answered_share": "0.9000", "moments": ["4:30", "13:00", "20:30"]}
        assert settings_of(sale).moments == [9, 26, 41]
        assert AuditEntry.objects.filter(action="campaign.set_shift_settings").count() == 1

    @pytest.mark.parametrize(
        ("sent", "field", "words"),
        [
            ({"shortest_hours": "9", "longest_hours": "8"}, "longest_hours", "at least as long as the shortest"),
            ({"answered_share": "1"}, "answered_share", "Nobody can promise all of them"),
            ({"moments": ["4:30", "13:00"]}, "moments", "three different times"),
        ],
    )
    def test_what_cannot_be_names_its_field(self, ops, sale, sent, field, words):
        answer = ops.patch(where("shifts-settings", sale.pk), {"version": 1, **sent}, JSON)
        assert answer.status_code == 400
        (problem,) = answer.json()["problems"]
        assert (problem["field"], words in problem["detail"]) == (field, True)
        assert settings_of(sale).pk is None

    @pytest.mark.parametrize("sent", [{"moments": ["4:10"]}, {"busiest_share": "1.2"}, {"rest_hours": -1}, {"version": "x"}])
    def test_what_is_no_figure_is_refused_before(self, ops, sale, sent):
        answer = ops.patch(where("shifts-settings", sale.pk), {"version": 1} | sent, JSON)
        assert answer.status_code == 400
        assert set(sent) <= set(answer.json())

    def test_a_second_editor_is_shown_the_firsts_change(self, ops, sale):
        address = where("shifts-settings", sale.pk)
        assert ops.patch(address, {"version": 1, "rest_hours": 12}, JSON).status_code == 200
        answer = ops.patch(address, {"version": 1, "rest_hours": 10}, JSON)
        assert answer.status_code == 409
        told = answer.json()
        assert told["version"] == 2
        assert told["changes"] == ["Hours between two shifts: 11 → 12"]
        assert settings_of(sale).rest_hours == 12

    def test_a_stranger_and_a_reader(self, client, client_as, sale):
        address = where("shifts-settings", sale.pk)
        assert client.get(address).status_code == 401
        service = client_as(Role.SERVICE)
        assert service.get(address).status_code == 200
        assert service.patch(address, {"version": 1, "rest_hours": 12}, JSON).status_code == 403


class TestPeople:
    def test_a_person_is_added_changed_and_given(self, ops, person):
        answer = ops.post(where("service-people"), {"name": "Lin Yue", "roles": ["chase"], "away": ["2026-11-12"]}, JSON)
        assert answer.status_code == 201
        told = answer.json()
        assert told == {
            "id": told["id"], "name": "Lin Yue", "roles": ["chase"], "works_nights": True, "away": ["2026-11-12"],
            "is_active": True,
        }  # fmt: skip
        user = person(Role.SERVICE)
        ServicePerson.objects.filter(pk=told["id"]).update(user=user)
        one = where("service-person", told["id"])
        changed = ops.put(one, {"name": "Lin Yue", "roles": ["presale", "chase"], "works_nights": False}, JSON)
        assert changed.status_code == 200
        assert ops.get(one).json() == changed.json() == told | {"roles": ["presale", "chase"], "works_nights": False, "away": []}
        assert ServicePerson.objects.get().user == user
        assert ops.get(where("service-people")).json() == [changed.json()]

    def test_a_name_that_is_taken_and_no_role(self, ops):
        save_person(actor=None, draft=PersonDraft("Lin Yue", ["chase"]))
        answer = ops.post(where("service-people"), {"name": "Lin Yue", "roles": ["chase"]}, JSON)
        assert answer.status_code == 400
        assert answer.json()["problems"][0]["code"] == "person_name_taken"
        assert set(ops.post(where("service-people"), {"name": "Wu", "roles": []}, JSON).json()) == {"roles"}
        assert set(ops.post(where("service-people"), {"name": "Wu", "roles": ["sleep"]}, JSON).json()) == {"roles"}
        assert ops.put(where("service-person", 999), {"name": "Wu", "roles": ["chase"]}, JSON).status_code == 404
        assert ServicePerson.objects.count() == 1

    def test_a_stranger_and_a_reader(self, client, client_as):
        sent = {"name": "Wu", "roles": ["chase"]}
        assert client.post(where("service-people"), sent, JSON).status_code == 401
        assert client_as(Role.WAREHOUSE).post(where("service-people"), sent, JSON).status_code == 403


class TestPlaces:
    @pytest.fixture
    def laid(self, sale):
        lay_shifts(campaign=sale, actor=None)
        return sale

    def test_a_place_by_hand_stands_on_the_roster_and_is_taken_back(self, ops, laid):
        who = save_person(actor=None, draft=PersonDraft("Lin Yue", ["presale", "chase"]))
        shift = laid.shifts.first()
        sent = {"shift": shift.pk, "person": who.pk, "role": "chase"}
        answer = ops.post(where("shifts-places", laid.pk), sent, JSON)
        assert answer.status_code == 201
        place = answer.json()
        assert place == sent | {"id": place["id"], "name": "Lin Yue", "by_hand": True}
        roster = ops.get(where("shifts", laid.pk)).json()["shifts"][0]
        assert roster["id"] == shift.pk
        assert [one for role in roster["roles"] for one in role["places"]] == [place]
        moved = ops.post(where("shifts-places", laid.pk), sent | {"role": "presale"}, JSON)
        assert (moved.status_code, moved.json()["id"], moved.json()["role"]) == (201, place["id"], "presale")
        assert ops.delete(where("shifts-place", laid.pk, place["id"])).status_code == 204
        assert not ShiftPlace.objects.exists()
        assert ops.delete(where("shifts-place", laid.pk, place["id"])).status_code == 404

    def test_rest_rules_and_roles_are_kept(self, ops, laid):
        who = save_person(actor=None, draft=PersonDraft("Lin Yue", ["presale"]))
        first, second = laid.shifts.all()[:2]
        put = where("shifts-places", laid.pk)
        refused = ops.post(put, {"shift": first.pk, "person": who.pk, "role": "chase"}, JSON)
        assert (refused.status_code, refused.json()["problems"][0]["code"]) == (400, "person_cannot")
        assert ops.post(put, {"shift": first.pk, "person": who.pk, "role": "presale"}, JSON).status_code == 201
        refused = ops.post(put, {"shift": second.pk, "person": who.pk, "role": "presale"}, JSON)
        assert refused.status_code == 400
        assert "too little rest between two shifts" in refused.json()["detail"]
        assert ops.post(put, {"shift": 10**6, "person": who.pk, "role": "presale"}, JSON).status_code == 404

    def test_a_stranger_and_a_reader(self, client, client_as, laid):
        sent = {"shift": laid.shifts.first().pk, "person": 1, "role": "chase"}
        assert client.post(where("shifts-places", laid.pk), sent, JSON).status_code == 401
        assert client_as(Role.SERVICE).post(where("shifts-places", laid.pk), sent, JSON).status_code == 403
        assert client_as(Role.SERVICE).delete(where("shifts-place", laid.pk, 1)).status_code == 403
