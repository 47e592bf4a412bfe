"""One cause is one incident and one message, however many numbers show it; two causes are two."""

import datetime as dt

import pytest

from accounts.roles import Role
from live.models import AlertDelivery, Incident, IncidentEvent, Watch
from live.services.alerts import acknowledge, check_alerts, deliver, lay_watches, waiting_channels
from tests.live.alerts.telling import say
from tests.live.conftest import NOW

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)
GOOD = {"cause": "none"}
POOR = {"revenue": 0.78, "visitors": 0.78, "cause": "traffic", "odds": 0.1}


@pytest.fixture
def watched(sale):
    """The watches of the figures so far, the others switched off, and a clock: `watched(3)` looks at three minutes."""
    lay_watches(campaign=sale.campaign)
    Watch.objects.exclude(code__in=["behind", "odds", "traffic", "conversion"]).update(is_active=False)
    Watch.objects.update(settle=5)
    at = [NOW]

    def look(minutes: int = 1) -> dt.datetime:
        for _minute in range(minutes):
            at[0] += MINUTE
            check_alerts(at=at[0])
            for channel in waiting_channels(at=at[0]):
                deliver(channel_id=channel, at=at[0])
        return at[0]

    return look


def led() -> list[tuple[str, str, set[str]]]:
    """Return what people hear of: the watch that leads, the cause, the watches that are its signs."""
    rows = Incident.objects.leading().order_by("pk")
    return [(row.code, row.cause, set(row.signs.values_list("code", flat=True))) for row in rows]


def test_a_loss_of_visitors_is_one_incident_and_a_bot_hears_twice(sale, watched, channel, bots) -> None:
    for kind in ("dingtalk", "wecom"):
        channel(name=kind, kind=kind)
    hook = channel()
    say(sale, **POOR)
    watched(40)
    assert led() == [("behind", "traffic", {"odds", "traffic"})]
    assert not Incident.objects.exclude(cause="traffic").exists()
    robots = [got for got in bots.got if "/hook" not in got.path]
    assert len(robots) == 2, "the beginning, once a bot"
    say(sale, revenue=0.5, visitors=0.5, cause="traffic", odds=0.01)
    watched(3)
    say(sale, **GOOD)
    watched(15)
    assert not Incident.objects.open().exists()
    robots = [got for got in bots.got if "/hook" not in got.path]
    assert len(robots) == 4, "and the end, once a bot"
    assert [row.sent_count for row in AlertDelivery.objects.exclude(channel=hook)] == [2, 2]
    told = [got.told for got in bots.got if "/hook" in got.path]
    assert [each["event"] for each in told].count("opened") == 1
    assert [each["event"] for each in told].count("ended") == 1
    assert told[-1]["event"] == "ended"
    assert len({each["incident"] for each in told}) == 1, "one message that is updated"
    assert [each["revision"] for each in told] == sorted({each["revision"] for each in told})
    assert {sign["measure"] for sign in told[-1]["signs"]} == {"odds", "visitors_gap"}
    assert any("Target unlikely" in each["text"] for each in told)


def test_two_causes_are_two_incidents(sale, watched) -> None:
    say(sale, revenue=0.7, visitors=0.8, conversion=0.8, cause="conversion", odds=0.1)
    watched(40)
    assert led() == [("behind", "conversion", {"odds", "conversion"}), ("traffic", "traffic", set())]


def test_the_largest_part_may_swing_until_a_number_names_it(sale, watched) -> None:
    say(sale, revenue=0.78, visitors=0.9, conversion=0.88, cause="conversion", odds=0.1)
    watched(16)
    assert led() == [("behind", "conversion", set())]
    say(sale, **POOR)
    watched(30)
    assert led() == [("behind", "traffic", {"odds", "traffic"})]


def test_it_is_over_with_the_last_of_its_numbers(sale, watched) -> None:
    say(sale, **POOR)
    watched(40)
    say(sale, visitors=0.78, cause="none")
    watched(12)
    lead = Incident.objects.leading().get()
    assert (lead.settled_at is None, lead.ended_at) == (False, None)
    assert set(lead.signs.filter(ended_at=None).values_list("code", flat=True)) == {"traffic"}
    say(sale, **GOOD)
    at = watched(12)
    lead.refresh_from_db()
    assert lead.ended_at is not None
    assert lead.ended_at <= at
    assert list(IncidentEvent.objects.filter(is_told=True).values_list("kind", flat=True)) == ["opened", "ended"]


def test_a_correction_brings_the_same_incident_back_without_a_word(sale, watched, channel, bots) -> None:
    channel(name="wecom", kind="wecom")
    say(sale, **POOR)
    watched(40)
    say(sale, **GOOD)
    watched(15)
    say(sale, **POOR)
    watched(2)
    assert len(led()) == 1
    assert Incident.objects.open().count() == 3
    say(sale, **GOOD)
    watched(15)
    assert not Incident.objects.open().exists()
    assert len(bots.got) == 2, "who heard of the end hears of no second one"


def test_a_department_hears_of_what_its_number_shows(sale, watched, channel) -> None:
    channel(name="service", department="service")
    say(sale, revenue=0.78, conversion=0.78, cause="conversion", odds=0.1)
    watched(17)
    assert led() == [("behind", "conversion", set())]
    assert not AlertDelivery.objects.exists()
    watched(20)
    assert led() == [("behind", "conversion", {"odds", "conversion"})]
    assert AlertDelivery.objects.get().sent_count >= 1


def test_who_sees_to_it_sees_to_all_its_signs(sale, watched, channel, person, client_as) -> None:
    channel(name="boss", is_escalation=True)
    Watch.objects.filter(code="odds").update(escalate=5)
    say(sale, **POOR)
    watched(18)
    sign_or_lead = Incident.objects.get(code="behind")
    assert acknowledge(actor=person(Role.SERVICE), incident=sign_or_lead, at=NOW + 18 * MINUTE)
    watched(30)
    assert Incident.objects.filter(code="odds").exists()
    assert not AlertDelivery.objects.exists(), "nobody else is called"
    client = client_as(Role.OPERATIONS)
    sign, lead = Incident.objects.get(code="odds"), Incident.objects.leading().get()
    assert client.get(f"/board/alerts/{sign.pk}/").headers["Location"] == f"/board/alerts/{lead.pk}/"
    page = client.get(f"/board/alerts/{lead.pk}/").text
    assert "Largest cause: traffic." in page
    assert "Also: Target unlikely 10%" in page
    assert "1 incident is open" in client.get("/board/alerts/").text
    told = client.get("/api/v1/alerts/incidents/").json()
    assert told["count"] == 1
    assert {one["measure"] for one in told["incidents"][0]["signs"]} == {"odds", "visitors_gap"}


def test_the_end_of_the_sale_ends_all_of_it_once(sale, watched, channel, bots) -> None:
    channel(name="wecom", kind="wecom")
    say(sale, **POOR)
    watched(40)
    check_alerts(at=sale.campaign.ends_at + MINUTE)
    for number in waiting_channels(at=sale.campaign.ends_at + MINUTE):
        deliver(channel_id=number, at=sale.campaign.ends_at + MINUTE)
    assert not Incident.objects.open().exists()
    assert len(bots.got) == 2
