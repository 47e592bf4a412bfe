"""The memory of a sale: any minute's board again, what happened then, notes on the chart, and what thinning leaves."""

import datetime as dt
import json
import re

import pytest
from django.urls import reverse

from accounts.models import AuditEntry
from accounts.roles import Role
from live.models import BoardNote, BoardSnapshot
from live.queries import memory
from live.services import pin_note, recompute_board, thin_boards, unpin_note
from tests.live.conftest import NOW
from tests.live.scenario import AT, HOUR, START, Paid, load_orders

pytestmark = pytest.mark.django_db


def minute_of(moment) -> int:
    return int(moment.timestamp()) // 60


def page(client, campaign, moment=None, **headers):
    query = {} if moment is None else {"minute": minute_of(moment)}
    return client.get(reverse("live:at", args=[campaign.pk]), query, headers=headers)


@pytest.fixture
def later(sale, travel):
    """An hour later another state of the board."""
    load_orders(sale.shop, [Paid("late", AT + HOUR / 2, 77_700_00)], as_of=AT + HOUR)
    recompute_board(campaign=sale.campaign, at=AT + HOUR)
    travel(AT + HOUR + dt.timedelta(minutes=1))
    return sale


def test_a_minute_shows_the_board_that_stood_then(client_as, later):
    client = client_as(Role.OPERATIONS)
    old, new = page(client, later.campaign, AT + HOUR / 2), page(client, later.campaign, AT + HOUR)
    assert old.status_code == new.status_code == 200
    assert "behind plan" in old.content.decode()
    assert "Target reached" in new.content.decode()
    assert "The past: the board as it stood at 11:12" in re.sub(r"\s+", " ", old.content.decode())


def test_it_is_the_same_template_and_marked_as_past(client_as, later):
    client = client_as(Role.OPERATIONS)
    html = page(client, later.campaign, AT).content.decode()
    for part in ('id="board-sentence"', 'data-chart="figure-running"', 'id="phases"', 'id="hours"'):
        assert part in html
    assert 'id="past"' in html
    assert reverse("live:export", args=[later.campaign.pk, "csv"]) not in html
    part = page(client, later.campaign, AT, **{"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert 'id="past-minute"' in part


def test_every_minute_between_first_and_last_answers(client_as, later):
    client = client_as(Role.BOSS)
    slider = page(client, later.campaign).content.decode()
    first, last = (int(re.search(rf'{name}="(\d+)"', slider)[1]) for name in ("min", "max"))
    assert (first, last) == (minute_of(AT), minute_of(AT + HOUR) + 1)
    for asked in ("0", str(10**8), "x", "-1", "9" * 40):
        assert client.get(reverse("live:at", args=[later.campaign.pk]), {"minute": asked}).status_code == 200


def test_steps_lead_to_the_changes_before_and_after(client_as, later):
    client = client_as(Role.BOSS)
    html = page(client, later.campaign, AT + HOUR / 2).content.decode()
    assert f'data-step="1"\n       href="?minute={minute_of(AT + HOUR)}"' in html or f"?minute={minute_of(AT + HOUR)}" in html
    html = page(client, later.campaign, AT + HOUR).content.decode()
    assert f"?minute={minute_of(AT)}" in html


def test_a_sale_without_a_board(client_as, sale):
    BoardSnapshot.objects.all().delete()
    assert "No board of this sale is kept yet" in page(client_as(Role.BOSS), sale.campaign).content.decode()


def test_a_board_of_an_older_release_is_told_not_drawn(client_as, sale):
    BoardSnapshot.objects.update(board={"schema": 0})
    assert "cannot be drawn any more" in page(client_as(Role.BOSS), sale.campaign).content.decode()


def test_what_happened_stands_beside_its_minute(client_as, sale, travel):
    client = client_as(Role.OPERATIONS)
    pin_note(campaign=sale.campaign, actor=client.user, minute=AT, text="Size chart mended", at=AT)
    travel(AT + dt.timedelta(minutes=1))
    AuditEntry.objects.create(
        at=AT, actor=client.user, action="campaign.lay_shifts", target=f"campaign {sale.campaign.pk} x", request_id=""
    )
    AuditEntry.objects.create(
        at=AT, actor=client.user, action="campaign.clone", target=f"campaign {sale.campaign.pk}0 x", request_id=""
    )
    html = page(client, sale.campaign, AT).content.decode()
    assert "Size chart mended" in html
    assert "Laid the shifts" in html
    assert "Cloned a sale" not in html
    kinds = [each.kind for each in memory.happenings(sale.campaign, at=AT)]
    assert sorted(kinds) == ["action", "note"]
    assert memory.happenings(sale.campaign, at=AT + 2 * HOUR) == []


def test_others_add_what_they_keep(sale, monkeypatch):
    told = memory.Happening(AT, "incident", "Conversion fell")
    monkeypatch.setattr(memory, "SOURCES", [*memory.SOURCES, lambda _campaign, _start, _end: [told]])
    assert memory.happenings(sale.campaign, at=AT) == [told]


def test_a_note_stands_on_the_chart_and_changes_the_etag(client_as, sale):
    client = client_as(Role.OPERATIONS)
    board = reverse("live:board", args=[sale.campaign.pk])
    before = client.get(board, headers={"HX-Request": "true"})
    note = pin_note(campaign=sale.campaign, actor=client.user, minute=AT, text="Ads <b>raised</b>", at=NOW)
    after = client.get(board, headers={"HX-Request": "true", "If-None-Match": before["ETag"]})
    html = after.content.decode()
    assert after.status_code == 200
    assert "Ads &lt;b&gt;raised&lt;/b&gt;" in html
    figure = json.loads(re.search(r'<script id="figure-running"[^>]*>(.*?)</script>', html, re.S)[1])
    [mark] = [each for each in figure["layout"]["annotations"] if each["text"] == "1" and each.get("borderwidth")]
    assert mark["x"] == pytest.approx(10.7)
    assert any(each["text"] == "1" and each.get("borderwidth") for each in figure["narrow"]["annotations"])
    assert unpin_note(campaign=sale.campaign, note_id=note.pk, actor=client.user, at=NOW + HOUR)
    assert client.get(board, headers={"HX-Request": "true", "If-None-Match": after["ETag"]}).status_code == 200
    past = page(client, sale.campaign, NOW).content.decode()
    assert "Ads &lt;b&gt;raised" in past, "the minute remembers a note that was taken off later"


def test_notes_are_pinned_on_their_page(client_as, sale):
    client, other = client_as(Role.SERVICE), client_as(Role.WAREHOUSE)
    address = reverse("live:notes", args=[sale.campaign.pk])
    assert client.post(address, {"text": "Queue grows", "minute": "2026-11-11T10:30"}).status_code == 302
    note = BoardNote.objects.get()
    assert note.minute == START + 10.5 * HOUR
    assert client.post(address, {"text": "late", "minute": "2026-11-13T10:30"}).status_code == 422
    assert client.post(address, {"text": "", "minute": ""}).status_code == 422
    assert "Queue grows" in client.get(address).content.decode()
    remove = reverse("live:note-remove", args=[sale.campaign.pk, note.pk])
    other.post(remove)
    assert BoardNote.objects.standing().exists(), "only the author or a planner"
    client.post(remove)
    assert not BoardNote.objects.standing().exists()
    actions = set(AuditEntry.objects.values_list("action", flat=True))
    assert {"note.pin", "note.unpin"} <= actions


def test_notes_and_past_boards_over_rest(client_as, later):
    client = client_as(Role.OPERATIONS)
    notes = f"/api/v1/campaigns/{later.campaign.pk}/board/notes/"
    made = client.post(notes, {"text": "Ads raised", "minute": AT.isoformat()}, content_type="application/json")
    assert made.status_code == 201
    assert client.post(notes, {"text": "x", "minute": NOW.replace(year=2020).isoformat()}).status_code == 400
    assert [each["text"] for each in client.get(notes).json()] == ["Ads raised"]
    past = f"/api/v1/campaigns/{later.campaign.pk}/board/at/"
    old, new = (client.get(past, {"at": moment.isoformat()}).json() for moment in (AT + HOUR / 2, AT + HOUR))
    assert old["board"]["so_far"]["revenue"]["actual"] + 77_700_00 <= new["board"]["so_far"]["revenue"]["actual"]
    assert old["happenings"][0]["text"] == "Ads raised"
    assert client.get(past, {"at": "x"}).status_code == 400
    assert client.get(past, {"at": START.isoformat()}).status_code == 404
    assert client.delete(f"{notes}{made.json()['id']}/").status_code == 204


def test_all_boards_of_a_running_sale_stay_and_one_of_ten_minutes_afterwards(sale):
    newest = BoardSnapshot.objects.get()
    kept = {name: getattr(newest, name) for name in ("campaign_id", "version", "data_as_of", "digest", "board")}
    minutes = [0, 1, 2, 11, 12, 25]
    made = [BoardSnapshot.objects.create(**kept, built_at=START + dt.timedelta(minutes=each)) for each in minutes]
    last = BoardSnapshot.objects.create(**kept, built_at=START + 30 * HOUR)
    assert thin_boards(at=START + 47 * HOUR) == 0, "until a day after the end every board stays"
    assert thin_boards(at=START + 49 * HOUR) == 3
    left = set(BoardSnapshot.objects.values_list("pk", flat=True))
    assert left == {each.pk for each in (made[2], made[4], made[5], newest, last)}
