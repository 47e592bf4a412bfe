"""Customer service and warehouse of the day: who waits, what is unpaid, and one press that changes the shifts."""

import datetime as dt

import pytest
from django.urls import reverse

from accounts.roles import Role
from campaigns.models import ServicePerson, Shift, ShiftPlace, Task
from live.queries import service as read
from tests.live.conftest import NOW
from tests.live.scenario import AT, HOUR, START

pytestmark = pytest.mark.django_db


def shift(campaign, *, needed, start=START + 8 * HOUR, hours=8):
    return Shift.objects.create(campaign=campaign, starts_at=start, ends_at=start + hours * HOUR, needed={"presale": needed})


def people(count, *, roles=("presale",), first=0):
    return [ServicePerson.objects.create(name=f"Agent {number}", roles=list(roles)) for number in range(first, first + count)]


def on(shift_row, persons):
    for person in persons:
        ShiftPlace.objects.create(shift=shift_row, person=person, role="presale")


def now_of(sale, at=NOW):
    board = sale.campaign.boards.latest("id").board
    return read.service_now(campaign=sale.campaign, board=board, at=at)


def test_inquiries_of_the_last_whole_hour_meet_the_people_on_shift(sale):
    row = shift(sale.campaign, needed=2)
    on(row, people(2))
    found = now_of(sale)
    assert found.hour == START + 9 * HOUR
    assert found.asked > 0
    assert found.people == 2
    assert found.wait is not None
    assert found.wait.seconds is not None
    assert found.has_shifts


def test_more_than_planned_moves_the_hours_ahead(sale):
    shift(sale.campaign, needed=1)
    board = sale.campaign.boards.latest("id").board
    usual = read.service_now(campaign=sale.campaign, board=board, at=NOW)
    for hour in board["hours"]:
        if hour["inquiries"]["actual"] is not None:
            hour["inquiries"]["actual"] = 1000 + 40 * hour["inquiries"]["due"]
    flooded = read.service_now(campaign=sale.campaign, board=board, at=NOW)
    assert flooded.level > usual.level
    assert flooded.ahead[0].expected > usual.ahead[0].expected
    assert flooded.wait is None, "nobody is on shift"
    assert [change.role for change in flooded.changes if change.people > 0]


def test_without_shifts_nothing_is_proposed_and_the_page_says_so(client_as, sale):
    found = now_of(sale)
    assert (found.has_shifts, found.changes) == (False, [])
    html = client_as(Role.SERVICE).get(reverse("live:service", args=[sale.campaign.pk])).content.decode()
    assert "No shifts are laid" in html


def missing_change(sale):
    row = shift(sale.campaign, needed=1, hours=16)
    [change] = [each for each in now_of(sale).changes if each.role == "presale" and each.people > 0][:1]
    return row, change


def press(client, sale, change):
    sent = {"role": change.role, "start": int(change.start.timestamp())}
    return client.post(reverse("live:service-replan", args=[sale.campaign.pk]), sent)


def test_one_press_calls_the_reserve_then_the_free_then_sets_a_task(client_as, sale):
    row, change = missing_change(sale)
    assert change.people >= 1
    free = people(change.needed - 1 if change.needed > 1 else 0)
    client = client_as(Role.OPERATIONS)
    press(client, sale, change)
    row.refresh_from_db()
    assert row.needed["presale"] == change.needed
    assert set(row.places.values_list("person", flat=True)) == {person.pk for person in free}
    [task] = Task.objects.filter(campaign=sale.campaign, department="service", code="")
    assert "find 1 more" in task.title
    assert press(client, sale, change).status_code == 302
    assert Task.objects.filter(campaign=sale.campaign, department="service", code="").count() == 1


def test_a_proposal_that_is_gone_changes_nothing(client_as, sale):
    row, change = missing_change(sale)
    on(row, people(30))
    Shift.objects.update(needed={"presale": 30})
    press(client_as(Role.OPERATIONS), sale, change)
    row.refresh_from_db()
    assert row.needed == {"presale": 30}


def test_people_to_spare_become_a_task_and_nobody_is_taken_off(client_as, sale):
    row = shift(sale.campaign, needed=9, hours=16)
    on(row, people(9))
    [change] = [each for each in now_of(sale).changes if each.people < 0][:1]
    press(client_as(Role.OPERATIONS), sale, change)
    assert row.places.count() == 9
    assert "fewer" in Task.objects.get(campaign=sale.campaign, department="service", code="").title


def test_only_planners_press(client_as, sale):
    _row, change = missing_change(sale)
    assert press(client_as(Role.SERVICE), sale, change).status_code == 403
    assert press(client_as(Role.OPERATIONS), sale, change).status_code == 302


def test_unpaid_orders_by_hour_and_as_a_file(client_as, sale):
    client = client_as(Role.SERVICE)
    address = reverse("live:service-unpaid", args=[sale.campaign.pk])
    assert client.get(address).status_code == 200
    lines = client.get(address, {"format": "csv"}).content.decode("utf-8-sig").splitlines()
    assert len(lines) == 1 + len(read.unpaid_hours(campaign=sale.campaign, at=NOW))
    hours = read.unpaid_hours(campaign=sale.campaign, at=AT)
    assert sum(each.placed for each in hours) == read.unpaid(campaign=sale.campaign).placed


def test_pages_and_rest_agree(client_as, sale):
    row = shift(sale.campaign, needed=2)
    on(row, people(2))
    client = client_as(Role.OPERATIONS)
    html = client.get(reverse("live:service", args=[sale.campaign.pk])).content.decode()
    told = client.get(f"/api/v1/campaigns/{sale.campaign.pk}/service/").json()
    found = now_of(sale)
    assert told["asked"] == found.asked
    assert told["people"] == 2
    assert f"{found.asked} an hour" in html
    ahead = client.get(reverse("live:service-people", args=[sale.campaign.pk]))
    assert ahead.status_code == 200
    assert "10:30" in ahead.content.decode()


def test_before_the_start_and_after_the_end(client_as, sale, travel):
    client = client_as(Role.BOSS)
    for moment in (START - 5 * HOUR, START + 30 * HOUR):
        travel(moment)
        for name in ("live:service", "live:service-people", "live:service-unpaid"):
            assert client.get(reverse(name, args=[sale.campaign.pk])).status_code == 200
    assert now_of(sale, START + 30 * HOUR).ahead == []
    assert now_of(sale, START - 5 * HOUR + dt.timedelta(minutes=1)).people == 0
