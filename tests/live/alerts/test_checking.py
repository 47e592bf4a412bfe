"""The look of every minute: one incident for one trouble, corrections judge it anew, what is cheap stays cheap."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.roles import Role
from common.windows import Window
from live.measures import MEASURES
from live.models import AlertDelivery, BoardSnapshot, DeliveryState, Incident, IncidentEvent, Watch
from live.queries.alerts.readings import Sight, readings
from live.rules.alerts.defaults import DEFAULTS
from live.services.alerts import WatchDraft, acknowledge, check_alerts, drop_watch, reset_watch, save_watch
from metrics.queries import numbers
from tests.live.conftest import NOW

UNTOLD = {f"metric.{name}" for name in ("units", "page_views", "favourites", "carts", "spend", "conversion", "visitors")} | {
    "parcels_due"
}
pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)


def correct(sale, factor: float) -> None:
    """Let the newest board say that so much of what was due was sold."""
    newest = BoardSnapshot.objects.filter(campaign=sale.campaign).order_by("-id").first()
    board = newest.board
    due = board["so_far"]["revenue"]["due"]
    board["so_far"]["revenue"] |= {"actual": round(due * factor), "gap": round(due * factor) - due}
    BoardSnapshot.objects.create(
        campaign=sale.campaign,
        version=newest.version,
        built_at=newest.built_at,
        data_as_of=newest.data_as_of,
        digest=f"{factor}",
        board=board,
    )


def kinds() -> list[str]:
    return list(IncidentEvent.objects.order_by("pk").values_list("kind", flat=True))


def test_a_sale_begins_with_the_built_in_watches_once(sale) -> None:
    check_alerts(at=NOW)
    check_alerts(at=NOW)
    assert Watch.objects.filter(campaign=sale.campaign).count() == len(DEFAULTS)
    assert {each.measure for each in DEFAULTS} <= set(MEASURES)


def test_one_incident_opens_after_its_time_and_only_once(sale, only, channel) -> None:
    only("behind", hold=15)
    channel()
    for minute in range(15):
        check_alerts(at=NOW + minute * MINUTE)
    assert not Incident.objects.exists()
    for minute in range(15, 40):
        check_alerts(at=NOW + minute * MINUTE)
        check_alerts(at=NOW + minute * MINUTE)
    incident = Incident.objects.get()
    assert kinds()[:1] == ["opened"]
    assert incident.opened_at == NOW + 15 * MINUTE
    assert incident.value == pytest.approx(incident.worst)
    assert AlertDelivery.objects.get().wanted >= 1


def test_a_correction_judges_the_incident_anew_and_tells_nobody_twice(sale, only, channel) -> None:
    only("behind", hold=0, settle=5, escalate=None)
    channel(kind="wecom")
    check_alerts(at=NOW)
    AlertDelivery.objects.update(state=DeliveryState.SENT, told=1, told_what="opened")
    correct(sale, 0.99)
    for minute in range(1, 8):
        check_alerts(at=NOW + minute * MINUTE)
    assert kinds() == ["opened", "ended"]
    AlertDelivery.objects.update(state=DeliveryState.SENT, told=2, told_what="ended")
    correct(sale, 0.93)
    check_alerts(at=NOW + 60 * MINUTE)
    incident = Incident.objects.get()
    assert incident.ended_at is None
    assert kinds() == ["opened", "ended", "returned"]
    assert AlertDelivery.objects.get().state == DeliveryState.SENT, "nobody hears the same again"
    correct(sale, 0.6)
    check_alerts(at=NOW + 61 * MINUTE)
    assert kinds()[-1] == "worse"
    assert AlertDelivery.objects.get().state == DeliveryState.WAITING


def test_what_nobody_acknowledges_is_told_to_others(sale, only, channel, person) -> None:
    only("behind", hold=0, escalate=30)
    team, boss = channel(name="team"), channel(name="boss", is_escalation=True)
    check_alerts(at=NOW)
    assert set(AlertDelivery.objects.values_list("channel", flat=True)) == {team.pk}
    check_alerts(at=NOW + 30 * MINUTE)
    assert set(AlertDelivery.objects.values_list("channel", flat=True)) == {team.pk, boss.pk}
    assert kinds() == ["opened", "escalated"]
    check_alerts(at=NOW + 90 * MINUTE)
    assert kinds() == ["opened", "escalated"]


def test_an_acknowledged_incident_is_not_escalated(sale, only, channel, person) -> None:
    only("behind", hold=0, escalate=30)
    channel(name="boss", is_escalation=True)
    check_alerts(at=NOW)
    someone = person(Role.SERVICE)
    assert acknowledge(actor=someone, incident=Incident.objects.get(), at=NOW + MINUTE)
    assert not acknowledge(actor=someone, incident=Incident.objects.get(), at=NOW + MINUTE)
    check_alerts(at=NOW + 60 * MINUTE)
    assert kinds() == ["opened", "acknowledged"]
    assert not AlertDelivery.objects.exists()


def test_quiet_severity_and_department_choose_who_hears(sale, only, channel) -> None:
    only("behind", hold=0, severity="warning", department="operations")
    channel(name="urgent alone", severity="urgent")
    channel(name="service", department="service")
    quiet = channel(name="sleeps", quiet_from=9 * 60, quiet_to=12 * 60)  # 10:45 on the sale's clock
    heard = channel(name="hears", department="operations")
    check_alerts(at=NOW)
    rows = {row.channel_id: row for row in AlertDelivery.objects.all()}
    assert set(rows) == {quiet.pk, heard.pk}
    assert rows[heard.pk].state == DeliveryState.WAITING
    assert rows[quiet.pk].state == DeliveryState.QUIET
    assert rows[quiet.pk].due_at.strftime("%H:%M") == "04:03", "12:03 in Shanghai"


def test_the_end_of_the_sale_ends_its_incidents(sale, only, channel) -> None:
    only("behind", hold=0)
    check_alerts(at=NOW)
    check_alerts(at=sale.campaign.ends_at + MINUTE)
    assert kinds() == ["opened", "ended"]


def test_watches_are_changed_reset_and_dropped(sale, only, person) -> None:
    watch = only("behind", hold=0)
    actor = person(Role.OPERATIONS)
    check_alerts(at=NOW)
    draft = WatchDraft(measure="gap", above=False, threshold=-0.5, clear=-0.4, is_active=False)
    save_watch(actor=actor, campaign=sale.campaign, draft=draft, at=NOW, watch=watch)
    assert not Incident.objects.open().exists(), "switched off: over"
    reset_watch(actor=actor, watch=watch, at=NOW)
    watch.refresh_from_db()
    assert (watch.threshold, watch.is_active) == (-0.06, True)
    with pytest.raises(ValueError, match="behind"):
        drop_watch(actor=actor, watch=watch, at=NOW)
    own = save_watch(actor=actor, campaign=sale.campaign, draft=WatchDraft("metric.revenue", False, 10.0, 20.0), at=NOW)
    drop_watch(actor=actor, watch=own, at=NOW)
    assert not Watch.objects.filter(code="").exists()


def test_every_measure_can_be_read(sale, only) -> None:
    only("behind", is_active=False)
    made = Watch.objects.bulk_create(
        Watch(campaign=sale.campaign, measure=key, subject="keyword_ads" if key == "channel_gap" else "", threshold=0, clear=0)
        for key in MEASURES
    )
    board = BoardSnapshot.objects.filter(campaign=sale.campaign).order_by("-id").first().board
    found = readings(sight=Sight(sale.campaign, board, NOW), watches=made)
    value = {watch.measure: found[watch.pk].reading.value for watch in made}
    measure = board["so_far"]["revenue"]
    assert value["gap"] == pytest.approx(measure["gap"] / measure["due"])
    assert value["data_age"] == 3
    assert value["products_ending"] == value["pieces_short"] == value["parcels_held"] == 0
    assert value["product_minutes"] is value["channel_gap"] is None, "what is not known is unknown"
    hour = Window(sale.campaign.start_slot + 58, sale.campaign.start_slot + 64)
    [row] = numbers(shops=[sale.shop], window=hour, by="total", names=["revenue", "conversion"])
    assert value["metric.revenue"] == row.values["revenue"] > 0
    assert {key for key, each in value.items() if each is None} <= {"product_minutes", "channel_gap", *UNTOLD}


def test_a_quiet_minute_costs_few_queries(sale) -> None:
    check_alerts(at=NOW)
    check_alerts(at=NOW + MINUTE)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        check_alerts(at=NOW + 2 * MINUTE)
    writes = [query["sql"] for query in asked if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert writes == []
    assert len(asked) <= 30, len(asked)
