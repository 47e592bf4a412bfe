"""Alerts in the browser's words and over REST: what is said first, one click, rights, secrets that are never shown, files."""

import csv
import io

import pytest

from accounts.models import AuditEntry
from accounts.roles import Role
from live.channels.secrets import opened
from live.models import AlertChannel, AlertDelivery, DeliveryState, Incident, Watch
from live.rules.alerts.defaults import DEFAULTS
from live.services.alerts import check_alerts, deliver
from tests.live.conftest import NOW

pytestmark = pytest.mark.django_db
PAGE = "/board/alerts/"
PLACE = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-7aaa-4bc4"


@pytest.fixture
def incident(sale, only) -> Incident:
    only("behind", hold=0)
    check_alerts(at=NOW)
    return Incident.objects.get()


def test_the_page_says_what_is_open_and_one_click_takes_it(incident, client_as, sale) -> None:
    client = client_as(Role.SERVICE)
    page = client.get(PAGE).text
    assert "1 incident is open; 1 waits for somebody." in page
    assert "Behind plan" in page
    banner = f"/board/alerts/banner/{sale.campaign.pk}/"
    assert banner in client.get(f"/board/{sale.campaign.pk}/").text
    assert "banner--behind" in client.get(banner).text
    answer = client.post(f"{PAGE}{incident.pk}/see-to/", headers={"HX-Request": "true"})
    assert "sees to it" in answer.text
    assert "banner--behind" not in answer.text
    incident.refresh_from_db()
    assert incident.acknowledged_by == client.user
    assert AuditEntry.objects.filter(action="incident.acknowledge").count() == 1
    assert client.post(f"{PAGE}{incident.pk}/see-to/").status_code == 302
    assert "somebody sees to each of them" in client.get(PAGE).text
    one = client.get(f"{PAGE}{incident.pk}/").text
    assert "No channel hears of incidents like this." in one
    assert "nobody was rung for it" in one


def test_a_false_alarm_is_judged_and_taken_back(incident, client_as) -> None:
    client = client_as(Role.SERVICE)
    where = f"{PAGE}{incident.pk}/"
    assert "It was a false alarm" in client.get(where).text
    client.post(f"{where}judge/", {"false": "yes"})
    incident.refresh_from_db()
    assert incident.is_false
    assert incident.acknowledged_by == client.user, "who judges it has seen to it"
    page = client.get(where).text
    assert "judged it a false alarm" in page
    assert "It was no false alarm" in page
    told = client.post(f"/api/v1/alerts/incidents/{incident.pk}/judge/", {"is_false": False}, "application/json").json()
    assert told["is_false"] is False
    assert [event.kind for event in incident.events.all()][-3:] == ["acknowledged", "false_alarm", "real_alarm"]
    assert AuditEntry.objects.filter(action="incident.judge").count() == 2


def test_nothing_open_says_what_to_do(client_as, travel) -> None:
    page = client_as(Role.OPERATIONS).get(PAGE).text
    assert "Nothing rings: no incident is open." in page
    assert "Nothing has rung yet." in page
    for path in ("watches/", "channels/", "letters/"):
        assert client_as(Role.BOSS).get(PAGE + path).status_code == 200


def test_in_chinese(incident, client_as) -> None:
    client = client_as(Role.OPERATIONS, language="zh-hans")
    client.cookies["django_language"] = "zh-hans"
    for path in ("", f"{incident.pk}/", "watches/", "channels/", "channels/new/", "letters/"):
        assert client.get(PAGE + path).status_code == 200
    assert "落后计划" in client.get(PAGE).text


def test_incidents_as_a_file(incident, client_as) -> None:
    told = client_as(Role.BOSS).get(f"{PAGE}export.csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(told)))
    assert [row["Incident"] for row in rows] == ["Behind plan"]
    assert rows[0]["Opened"] == "2026-11-11 10:45"


WATCH = {
    "measure": "metric.revenue", "subject": "", "above": "0", "threshold": "50000", "clear": "60000.50", "hold": "5",
    "settle": "5", "cool_down": "30", "within": "60", "escalate": "", "severity": "urgent", "department": "",
    "name": "Dead hour", "is_active": "on",
}  # fmt: skip


def test_a_watch_is_made_changed_and_taken_away(sale, client_as) -> None:
    client = client_as(Role.OPERATIONS)
    new = f"{PAGE}watches/of/{sale.campaign.pk}/new/"
    assert client.get(new).status_code == 200
    wrong = client.post(new, WATCH | {"clear": "40000"})
    assert wrong.status_code == 422
    assert "good side of the bound" in wrong.text
    assert client.post(new, WATCH | {"measure": "product_minutes"}).status_code == 422
    assert client.post(new, WATCH).status_code == 302
    made = Watch.objects.get(name="Dead hour")
    assert (made.threshold, made.clear, made.escalate) == (5_000_000, 6_000_050, None), "money in minor units"
    page = client.get(f"{PAGE}watches/").text
    assert "Dead hour" in page
    assert "¥50.0 k or less for 5" in page.replace("\xa0", " ")
    assert 'value="60000.50"' in client.get(f"{PAGE}watches/{made.pk}/").text
    client.post(f"{PAGE}watches/{made.pk}/drop/")
    assert not Watch.objects.filter(name="Dead hour").exists()
    built_in = f"{PAGE}watches/of/{sale.campaign.pk}/behind/"
    assert built_in in client.get(f"{PAGE}watches/").text
    assert 'value="-6"' in client.get(built_in).text
    assert client.get(f"{PAGE}watches/of/{sale.campaign.pk}/nothing/").status_code == 404
    assert not Watch.objects.exists(), "to look writes nothing"
    assert client.post(built_in, WATCH | {"measure": "gap", "threshold": "-20", "clear": "-10", "name": ""}).status_code == 302
    behind = Watch.objects.get(code="behind")
    assert behind.threshold == -0.2
    assert Watch.objects.count() == len(DEFAULTS)
    client.post(f"{PAGE}watches/{behind.pk}/", WATCH | {"measure": "gap", "threshold": "-10", "clear": "-5.5", "name": ""})
    behind.refresh_from_db()
    assert (behind.threshold, behind.clear) == (-0.1, -0.055)
    client.post(f"{PAGE}watches/{behind.pk}/drop/")
    behind.refresh_from_db()
    assert behind.threshold == -0.06


CHANNEL = {"name": "War room", "kind": "wecom", "place": PLACE, "language": "zh-hans", "severity": "warning", "is_active": "on"}


def test_a_channel_is_made_and_its_secret_never_shown(client_as, bots) -> None:
    client = client_as(Role.OPERATIONS)
    new = f"{PAGE}channels/new/"
    for wrong in (
        {"place": ""},
        {"place": "https://example.com/x"},
        {"kind": "webhook", "place": "https://a.b/"},
        {"quiet_from": "22:00"},
    ):
        assert client.post(new, CHANNEL | wrong).status_code == 422
    assert client.post(new, CHANNEL | {"quiet_from": "22:00", "quiet_to": "08:30"}).status_code == 302
    made = AlertChannel.objects.get()
    assert (made.quiet_from, made.quiet_to, made.hint, made.address) == (1_320, 510, "…4bc4", "http://testserver/")
    assert opened(made).place == "693a91f6-7aaa-4bc4"
    for path in ("channels/", f"channels/{made.pk}/"):
        assert "693a91f6" not in client.get(PAGE + path).text
    assert "693a91f6" not in str(list(AuditEntry.objects.values_list("after", "before")))
    assert client.post(f"{PAGE}channels/{made.pk}/", CHANNEL | {"place": "", "name": "Room 2"}).status_code == 302
    made.refresh_from_db()
    assert (made.name, opened(made).place) == ("Room 2", "693a91f6-7aaa-4bc4")
    assert client.post(new, CHANNEL | {"name": "Room 2"}).status_code == 422, "the name is taken"

    waiting = client.post(f"{PAGE}channels/{made.pk}/test/", headers={"HX-Request": "true"}).text
    assert "every 2s" in waiting
    bots.answer = (200, '{"errcode": 93000, "errmsg": "invalid webhook url"}', {})
    deliver(channel_id=made.pk, at=AlertDelivery.objects.get().due_at)
    answer = client.get(f"{PAGE}channels/{made.pk}/answer/").text
    assert "The token is wrong" in answer
    assert "invalid webhook url" in answer
    assert "every 2s" not in answer
    assert "does not work" in client.get(f"{PAGE}channels/").text
    client.post(f"{PAGE}channels/{made.pk}/again/")
    client.post(f"{PAGE}channels/{made.pk}/drop/")
    assert not AlertChannel.objects.exists()


def test_who_may_not_manage_may_look_and_take(incident, client_as, channel) -> None:
    made, client = channel(), client_as(Role.WAREHOUSE)
    letter = AlertDelivery.objects.create(
        channel=made, kind="summary", key="s", state=DeliveryState.DEAD, made_at=NOW, due_at=NOW, reason="server"
    )
    assert client.get(f"{PAGE}letters/").status_code == 200
    assert client.get(f"{PAGE}channels/").status_code == 200
    assert made.hint not in client.get(f"{PAGE}channels/").text
    for path in (f"channels/{made.pk}/test/", f"letters/{letter.pk}/retry/", f"watches/{incident.watch_id}/drop/"):
        assert client.post(PAGE + path).status_code == 403
    assert client.post(f"{PAGE}{incident.pk}/see-to/").status_code == 302


def test_the_interface_does_what_the_pages_do(incident, client_as, sale) -> None:
    client, api = client_as(Role.OPERATIONS), "/api/v1"
    told = client.get(f"{api}/alerts/incidents/?open=1&campaign={sale.campaign.pk}").json()
    assert told["count"] == 1
    assert told["incidents"][0]["name"] == "Behind plan"
    first = client.post(f"{api}/alerts/incidents/{incident.pk}/acknowledge/").json()
    assert (first["is_yours"], first["incident"]["acknowledged_by"]) == (True, client.user.username)
    assert client.post(f"{api}/alerts/incidents/{incident.pk}/acknowledge/").json()["is_yours"] is False

    watches = f"{api}/campaigns/{sale.campaign.pk}/watches/"
    assert len(client.get(watches).json()) == Watch.objects.count() == len(DEFAULTS)
    odds = {"code": "odds", "measure": "odds", "above": False, "threshold": 0.25, "clear": 0.35}
    assert client.post(watches, odds, content_type="application/json").json()["threshold"] == 0.25
    assert client.post(watches, odds | {"code": "nothing"}, content_type="application/json").status_code == 400
    assert Watch.objects.count() == len(DEFAULTS), "the built-in one is changed, none is added"
    own = {"measure": "odds", "above": False, "threshold": 0.2, "clear": 0.3}
    assert client.post(watches, own | {"clear": 0.1}, content_type="application/json").status_code == 400
    made = client.post(watches, own, content_type="application/json")
    assert made.status_code == 201
    one = f"{api}/alerts/watches/{made.json()['id']}/"
    assert client.put(one, own | {"hold": 1}, content_type="application/json").json()["hold"] == 1
    assert client.delete(one).status_code == 204
    assert client.delete(f"{api}/alerts/watches/{incident.watch_id}/").status_code == 409

    channels = f"{api}/alerts/channels/"
    hook = {"name": "hook", "kind": "webhook", "place": "https://ops.example.com/x", "secret": "s" * 16}
    assert client.post(channels, hook | {"secret": "short"}, content_type="application/json").status_code == 400
    made = client.post(channels, hook, content_type="application/json")
    assert made.status_code == 201
    assert {"place", "secret", "sealed"} & made.json().keys() == set()
    one = f"{channels}{made.json()['id']}/"
    assert client.put(one, hook | {"place": "", "secret": ""}, content_type="application/json").status_code == 200
    letter = client.post(f"{one}test/")
    assert letter.status_code == 202
    AlertDelivery.objects.update(state=DeliveryState.DEAD)
    assert len(client.get(f"{api}/alerts/letters/").json()) == 1
    assert client.post(f"{api}/alerts/letters/{letter.json()['id']}/retry/").json()["message_state"] == "waiting"
    assert client.delete(one).status_code == 204
    assert client_as(Role.SERVICE).get(channels).status_code == 403
