"""The shifts of a sale: settings, people, laying, places by hand, pages, the file, REST."""

import csv
import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEntry
from accounts.roles import Role
from campaigns.checks.shifts import checks
from campaigns.models import Campaign, ServicePerson, Shift, ShiftPlace, ShiftSettings
from campaigns.queries.shifts import answered, candidates, demand, settings_of, shift_rows
from campaigns.rules.problems import PlanError
from campaigns.services import StalePlanError, undo_change
from campaigns.services import shifts as services
from campaigns.services.shifts import PersonDraft

ClientAs = Callable[[Role], Client]


def person(name: str, *roles: str, **said: Any) -> ServicePerson:
    return services.save_person(actor=None, draft=PersonDraft(name, roles or ("presale",), **said))


@pytest.fixture
def team(db: None) -> list[ServicePerson]:
    kinds = (("presale",), ("presale", "aftersale"), ("aftersale", "chase"), ("chase", "presale"))
    return [person(f"Agent {number:02}", *kinds[number % 4]) for number in range(420)]


def address(sale: Campaign, name: str, *more: int) -> str:
    return reverse(f"campaigns:{name}", args=[sale.pk, *more])


def typed(sale: Campaign, **changes: str) -> dict[str, str]:
    from campaigns.forms.shifts import ShiftSettingsForm, initial_of

    form = ShiftSettingsForm(initial=initial_of(settings_of(sale)))
    said = {name: str(form[name].value() if form[name].value() is not None else "") for name in form.fields}
    said["moments"] = ""
    return said | {"version": str(sale.version)} | changes


def test_demand_follows_the_plan(sale: Campaign) -> None:
    found = demand(campaign=sale, settings=settings_of(sale))
    assert round(float(found.contacts["presale"].sum())) == 9_001
    assert round(float(found.contacts["chase"].sum())) == round(sale.paid_orders_target * 0.1)
    assert found.handover.is_clear
    assert found.has_work


def test_laying_fills_places_without_breaking_rest(sale: Campaign, team: list[ServicePerson]) -> None:
    assert [check.state for check in checks(sale, sale.starts_at)] == ["watch"]
    services.lay_shifts(campaign=sale, actor=None)
    settings = settings_of(sale)
    rows = shift_rows(sale, settings)
    assert len(rows) == 4
    assert sum(row.open_needed + row.open_reserve for row in rows) == 0
    assert not [each for row in rows for role in row.roles for each in role.places if each.broken]
    for row in rows:
        for role in row.roles:
            assert role.reserve >= role.needed * 0.1
    _staffed, in_time = answered(settings, demand(campaign=sale, settings=settings), rows, sale)
    assert in_time >= 0.8
    assert [check.state for check in checks(sale, sale.starts_at)] == ["done"]
    assert AuditEntry.objects.filter(action="campaign.lay_shifts").exists()


def test_too_few_people_are_said(sale: Campaign) -> None:
    person("Only one")
    services.lay_shifts(campaign=sale, actor=None)
    (check,) = checks(sale, sale.starts_at)
    assert check.state == "failed"
    settings = settings_of(sale)
    _staffed, in_time = answered(settings, demand(campaign=sale, settings=settings), shift_rows(sale, settings), sale)
    assert in_time < 0.5


def test_places_by_hand_stay_and_rest_is_kept(sale: Campaign, team: list[ServicePerson]) -> None:
    services.lay_shifts(campaign=sale, actor=None)
    first, second = sale.shifts.all()[:2]
    who = person("Zoe by hand")
    place = services.place_person(shift=first, person=who, role="presale", actor=None)
    with pytest.raises(PlanError, match="place_breaks_rules"):
        services.place_person(shift=second, person=who, role="presale", actor=None)
    with pytest.raises(PlanError, match="person_cannot"):
        services.place_person(shift=first, person=who, role="chase", actor=None)
    services.lay_shifts(campaign=sale, actor=None)
    assert ShiftPlace.objects.get(pk=place.pk).by_hand
    services.remove_place(place=place, actor=None)
    assert AuditEntry.objects.filter(action="campaign.remove_place").count() == 1


def test_rest_counts_the_shifts_of_another_sale(
    sale: Campaign, make_sale: Callable[..., Campaign], team: list[ServicePerson]
) -> None:
    services.lay_shifts(campaign=sale, actor=None)
    other = make_sale(name="Next door", starts_at=sale.ends_at, ends_at=sale.ends_at + timedelta(days=1))
    services.lay_shifts(campaign=other, actor=None)
    settings = settings_of(other)
    assert not [each for row in shift_rows(other, settings) for role in row.roles for each in role.places if each.broken]


def test_who_could_take_an_open_place_breaks_no_rule(sale: Campaign) -> None:
    person("Ann"), person("Bob", works_nights=False), person("Cho", "chase"), person("Dee", away=[date(2026, 11, 11)])
    services.lay_shifts(campaign=sale, actor=None)
    ShiftPlace.objects.all().delete()
    rows = shift_rows(sale, settings_of(sale))
    found = candidates(rows, sale, settings_of(sale))
    night = next(row for row in rows if row.is_night)
    assert [each.name for each in found[night.shift.pk, "presale"]] == ["Ann"]
    assert [each.name for each in found[night.shift.pk, "chase"]] == ["Cho"]


def test_settings_are_a_part_of_the_plan(sale: Campaign) -> None:
    changed = services.set_shift_settings(campaign=sale, actor=None, version=1, values={"chats_at_once": 1})
    assert changed.version == 2
    with pytest.raises(StalePlanError) as stale:
        services.set_shift_settings(campaign=sale, actor=None, version=1, values={"chats_at_once": 5})
    assert "shifts" in stale.value.changes
    undo_change(campaign=changed, actor=None, version=2)
    assert settings_of(sale).chats_at_once == 3
    with pytest.raises(PlanError, match="shift_bounds_crossed"):
        services.set_shift_settings(campaign=sale, actor=None, version=3, values={"shortest_hours": 9, "longest_hours": 8})
    assert not ShiftSettings.objects.filter(campaign=sale).exists()


def test_cloned_settings_come_along(sale: Campaign, make_sale: Callable[..., Campaign]) -> None:
    services.set_shift_settings(campaign=sale, actor=None, version=1, values={"chats_at_once": 2, "moments": [9, 26, 41]})
    other = make_sale(name="Clone")
    services.clone_shifts(sale, other, 0)
    assert settings_of(other).moments == [9, 26, 41]
    assert demand(campaign=other, settings=settings_of(other)).handover.moments == (9, 26, 41)


def test_people_need_a_name_of_their_own_and_a_role(db: None) -> None:
    person("Ann")
    for draft, code in (
        (PersonDraft(" ", ["presale"]), "person_name_missing"),
        (PersonDraft("Ann", ["presale"]), "person_name_taken"),
        (PersonDraft("Bob", []), "person_role_missing"),
        (PersonDraft("Bob", ["pilot"]), "person_role_missing"),
    ):
        with pytest.raises(PlanError, match=code):
            services.save_person(actor=None, draft=draft)


def test_the_page_from_empty_to_full(client_as: ClientAs, sale: Campaign) -> None:
    client = client_as(Role.OPERATIONS)
    page = client.get(address(sale, "shifts")).content.decode()
    assert "no shifts are laid yet" in page
    assert "Nobody is on the list of customer service yet" in page
    added = client.post(
        reverse("campaigns:service-person-add"), {"name": "Ann", "roles": ["presale"], "works_nights": "on", "is_active": "on"}
    )
    assert added.status_code == 302
    assert client.post(address(sale, "shifts-lay")).status_code == 302
    page = client.get(address(sale, "shifts")).content.decode()
    assert "open" in page
    assert "Ann" in page
    printed = client.get(address(sale, "shifts-print")).content.decode()
    assert "Ann" in printed


def test_a_place_is_given_and_taken_on_the_page(client_as: ClientAs, sale: Campaign) -> None:
    who = person("Ann")
    services.lay_shifts(campaign=sale, actor=None)
    ShiftPlace.objects.all().delete()
    client, shift = client_as(Role.OPERATIONS), Shift.objects.filter(campaign=sale).order_by("starts_at")[1]
    answer = client.post(address(sale, "shifts-place"), {"shift": shift.pk, "role": "presale", "person": who.pk})
    assert answer.url.endswith(f"#shift-{shift.pk}")
    place = ShiftPlace.objects.get()
    assert client.post(address(sale, "shifts-place"), {"shift": shift.pk, "role": "chase", "person": who.pk}).status_code == 302
    assert "does not do" in client.get(address(sale, "shifts")).content.decode()
    assert client.post(address(sale, "shifts-unplace", place.pk)).status_code == 302
    assert not ShiftPlace.objects.exists()
    assert client.post(address(sale, "shifts-place"), {"shift": "x"}).status_code == 404


def test_settings_on_the_page(client_as: ClientAs, sale: Campaign) -> None:
    client = client_as(Role.OPERATIONS)
    answer = client.post(address(sale, "shifts-settings"), typed(sale, moments="20:30, 4:30, 13:00", answered_share="90"))
    assert answer.status_code == 302
    kept = ShiftSettings.objects.get(campaign=sale)
    assert (kept.moments, float(kept.answered_share)) == ([9, 26, 41], 0.9)
    sale.refresh_from_db()
    for field, value in (
        ("moments", "4:15, 13:00, 20:00"),
        ("moments", "4:30, 13:00"),
        ("answered_share", "100"),
        ("away_share", "x"),
    ):
        refused = client.post(address(sale, "shifts-settings"), typed(sale, **{field: value}))
        assert refused.status_code == 422
        assert value in refused.content.decode()
    stale = client.post(address(sale, "shifts-settings"), typed(sale, version="1", chats_at_once="7"))
    assert stale.status_code == 409
    assert 'value="7"' in stale.content.decode()
    trail = client.get(address(sale, "trail")).content.decode()
    assert "4:30, 13:00, 20:30" in trail


def test_the_file_has_every_place(client_as: ClientAs, sale: Campaign) -> None:
    person("Ann")
    services.lay_shifts(campaign=sale, actor=None)
    client = client_as(Role.BOSS)
    rows = list(csv.reader(io.StringIO(client.get(address(sale, "shifts-export")).content.decode("utf-8-sig"))))
    wanted = sum(sum(shift.needed.values()) + sum(shift.reserve.values()) for shift in sale.shifts.all())
    assert len(rows) == wanted + 1
    assert sum(row[4] == "Ann" for row in rows) == ShiftPlace.objects.count() > 0
    assert client.get(address(sale, "shifts-export"), {"format": "exe"}).status_code == 404


def test_strangers_and_lookers_cannot_change(client: Client, client_as: ClientAs, sale: Campaign) -> None:
    assert client.get(address(sale, "shifts")).status_code == 302
    service = client_as(Role.SERVICE)
    assert service.get(address(sale, "shifts")).status_code == 200
    assert service.post(address(sale, "shifts-lay")).status_code == 403
    assert service.get(reverse("campaigns:service-people")).status_code == 200
    assert service.post(reverse("campaigns:service-person-add"), {}).status_code == 403


def test_the_rest_interface(client_as: ClientAs, sale: Campaign, team: list[ServicePerson]) -> None:
    boss, manager = client_as(Role.BOSS), client_as(Role.OPERATIONS)
    where = f"/api/v1/campaigns/{sale.pk}/shifts/"
    empty = boss.get(where).json()
    assert (len(empty["half_hours"]), empty["shifts"]) == (48, [])
    assert boss.post(where).status_code == 403
    laid = manager.post(where).json()
    assert sum(role["open_needed"] for shift in laid["shifts"] for role in shift["roles"]) == 0
    assert boss.get(where).json() == laid
    assert len(boss.get("/api/v1/service-people/").json()) == 420


def test_a_person_is_changed(client_as: ClientAs, db: None) -> None:
    who, client = person("Ann"), client_as(Role.OPERATIONS)
    where = reverse("campaigns:service-person-edit", args=[who.pk])
    assert 'value="Ann"' in client.get(where).content.decode()
    wrong = client.post(where, {"name": "Ann", "roles": ["presale"], "away": "11.11."})
    assert wrong.status_code == 422
    assert "11.11." in wrong.content.decode()
    assert client.post(where, {"name": "Anna", "roles": ["chase"], "away": "2026-11-11，2026-11-12"}).status_code == 302
    who.refresh_from_db()
    assert (who.name, who.roles, who.away, who.works_nights, who.is_active) == (
        "Anna", ["chase"], ["2026-11-11", "2026-11-12"], False, False,
    )  # fmt: skip
    assert AuditEntry.objects.get(action="service_person.change").before["name"] == "Ann"
