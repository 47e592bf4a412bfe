"""Messages on their way, to a receiver on this machine: one for one incident, signed, paced, tried again, given up, in order."""

import datetime as dt

import pytest
from django.core.management import call_command

from accounts.roles import Role
from common.keys import key_file
from live.channels.secrets import opened
from live.models import AlertChannel, AlertDelivery, BoardSnapshot, DeliveryState, Incident, Watch
from live.rules.alerts.pacing import BURST, MOST_ATTEMPTS
from live.rules.alerts.signing import HEADER, STAMP, is_signed
from live.services.alerts import (
    acknowledge,
    ask_test,
    check_alerts,
    deliver,
    lay_watches,
    make_digests,
    release_quiet,
    retry_letter,
    waiting_channels,
)
from tests.live.alerts.conftest import SECRET
from tests.live.alerts.test_checking import correct
from tests.live.conftest import NOW

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)
LATER = NOW + 30 * MINUTE  # a quarter past, when digests may go


def send_all(at: dt.datetime) -> int:
    return sum(deliver(channel_id=each, at=at) for each in waiting_channels(at=at))


def waiting(channel: AlertChannel, count: int, *, kind: str = "digest") -> None:
    AlertDelivery.objects.bulk_create(
        AlertDelivery(channel=channel, kind=kind, key=f"{kind}:{n}", text=f"message {n}", made_at=NOW, due_at=NOW)
        for n in range(count)
    )


def test_one_incident_is_one_message_that_is_updated(sale, only, channel, receiver, person) -> None:
    only("behind", hold=0, settle=2, escalate=None)
    hook, bot = channel(), channel(name="bot", kind="webhook", severity="urgent")
    check_alerts(at=NOW)
    for minute in range(5):
        check_alerts(at=NOW + minute * MINUTE)
        send_all(NOW + minute * MINUTE)
    assert len(receiver.got) == 2, "one message an incident and channel, however often it is looked at"
    first = receiver.got[0]
    stamp = first.headers[STAMP]
    assert is_signed(first.body, secret=SECRET, stamp=stamp, signature=first.headers[HEADER], now=int(NOW.timestamp()))
    assert not is_signed(first.body + b" ", secret=SECRET, stamp=stamp, signature=first.headers[HEADER], now=int(stamp))
    assert first.told["event"] == "opened"
    assert "Behind plan" in first.told["title"]

    acknowledge(actor=person(Role.SERVICE), incident=Incident.objects.get(), at=NOW + 5 * MINUTE)
    send_all(NOW + 5 * MINUTE)
    correct(sale, 1.0)
    for minute in range(6, 10):
        check_alerts(at=NOW + minute * MINUTE)
        send_all(NOW + minute * MINUTE)
    told = [got.told for got in receiver.got if f"[{hook.name}]" in got.told["title"]]
    assert [each["event"] for each in told] == ["opened", "acknowledged", "ended"]
    assert len({each["incident"] for each in told}) == 1
    assert [each["revision"] for each in told] == sorted({each["revision"] for each in told})
    assert AlertDelivery.objects.filter(channel=bot).count() == 1


def test_bots_hear_of_the_beginning_and_the_end_alone(sale, only, channel, bots, person) -> None:
    only("behind", hold=0, settle=2, escalate=None)
    for kind in ("dingtalk", "feishu", "wecom"):
        channel(name=kind, kind=kind, language="zh-hans")
    check_alerts(at=NOW)
    send_all(NOW)
    acknowledge(actor=person(Role.SERVICE), incident=Incident.objects.get(), at=NOW + MINUTE)
    send_all(NOW + MINUTE)
    assert len(bots.got) == 3
    correct(sale, 1.0)
    for minute in range(2, 6):
        check_alerts(at=NOW + minute * MINUTE)
        send_all(NOW + minute * MINUTE)
    assert len(bots.got) == 6
    assert all(len(got.body) < 4_000 for got in bots.got)
    assert {row.state for row in AlertDelivery.objects.all()} == {DeliveryState.SENT}


def test_a_storm_of_events_is_one_message(sale, only, channel, receiver) -> None:
    watch = only("behind", hold=0)
    channel()
    check_alerts(at=NOW)
    incident = Incident.objects.get()
    from live.queries.alerts.readings import Read
    from live.rules.alerts.machine import Event, Kind, Reading
    from live.services.alerts.incidents import apply_event
    from live.services.alerts.routing import channels_in_use

    channels = channels_in_use()
    for number in range(300):
        value = -0.07 - number / 1_000
        event = Event(Kind.WORSE, value)
        apply_event(watch=watch, event=event, read=Read(Reading(value)), at=NOW, channels=channels)
    assert send_all(NOW) == 1
    assert [got.told["incident"] for got in receiver.got] == [incident.pk]
    assert receiver.got[0].told["value"] == pytest.approx(-0.369)


def test_a_bot_that_blocks_is_left_alone_for_its_time(channel, receiver) -> None:
    made = channel()
    waiting(made, 2, kind="summary")
    receiver.answer = (429, "slow down", {"Retry-After": "600"})
    at = LATER
    assert deliver(channel_id=made.pk, at=at) == 0
    assert len(receiver.got) == 1
    receiver.answer = (200, "", {})
    assert waiting_channels(at=at + 9 * MINUTE) == []
    assert deliver(channel_id=made.pk, at=at + 9 * MINUTE) == 0
    assert deliver(channel_id=made.pk, at=at + 11 * MINUTE) == 2
    assert not AlertDelivery.objects.filter(attempt__gt=0).exists(), "being asked to wait is no failure"


def test_the_bucket_stands_in_the_database(channel, receiver) -> None:
    made = channel()
    waiting(made, 40, kind="summary")
    at = LATER
    sent = []
    for second in range(0, 120, 2):
        sent += [second] * deliver(channel_id=made.pk, at=at + dt.timedelta(seconds=second))
    assert sent[:BURST] == [0] * BURST
    assert max(sum(start <= each < start + 60 for each in sent) for start in sent) <= 20
    assert len(receiver.got) == len(sent) > 25


def test_a_wrong_token_is_told_in_words_and_nothing_is_tried_again(channel, bots, client_as) -> None:
    made = channel(kind="wecom", name="team")
    waiting(made, 1, kind="summary")
    bots.answer = (200, '{"errcode": 93000, "errmsg": "invalid webhook url, hint: [1]"}', {})
    at = LATER
    deliver(channel_id=made.pk, at=at)
    letter = AlertDelivery.objects.get()
    assert (letter.state, letter.reason) == (DeliveryState.DEAD, "token")
    client = client_as(Role.OPERATIONS)
    page = client.get("/board/alerts/letters/").text
    assert "The token is wrong or was withdrawn" in page
    assert "invalid webhook url" in page
    assert "abcdef0123456789" not in page
    bots.answer = (200, '{"errcode": 0}', {})
    assert retry_letter(actor=client.user, delivery=letter, at=at)
    assert not retry_letter(actor=client.user, delivery=letter, at=at)
    assert deliver(channel_id=made.pk, at=at) == 1


def test_a_channel_that_is_down_holds_no_other_up_and_is_given_up(channel, receiver) -> None:
    from live.channels.secrets import Secrets

    down, up = channel(name="down"), channel(name="up")
    down.sealed = Secrets("http://127.0.0.1:9/nothing", SECRET).sealed(down)
    down.save()
    waiting(down, 1, kind="summary")
    waiting(up, 1, kind="summary")
    at = LATER
    assert send_all(at) == 1
    waits = []
    for attempt in range(1, MOST_ATTEMPTS):
        letter = AlertDelivery.objects.get(channel=down)
        assert (letter.state, letter.attempt) == (DeliveryState.WAITING, attempt)
        down.refresh_from_db()
        waits.append((down.blocked_until - at).total_seconds())
        at = max(letter.due_at, down.blocked_until) + MINUTE
        at += dt.timedelta(minutes=5) if at.minute % 30 < 3 else dt.timedelta()
        deliver(channel_id=down.pk, at=at)
    assert AlertDelivery.objects.get(channel=down).state == DeliveryState.DEAD
    assert waits[-1] > waits[0]


def test_a_worker_that_died_leaves_its_message_to_the_next(channel, receiver) -> None:
    made = channel()
    waiting(made, 1, kind="summary")
    at = LATER
    AlertDelivery.objects.update(state=DeliveryState.SENDING, lease_until=at + MINUTE)
    assert deliver(channel_id=made.pk, at=at) == 0
    assert deliver(channel_id=made.pk, at=at + MINUTE) == 1


def test_a_test_goes_ahead_and_tells_the_answer(channel, receiver, client_as) -> None:
    made = channel()
    waiting(made, 3, kind="summary")
    AlertChannel.objects.update(blocked_until=NOW + 60 * MINUTE)
    ask_test(actor=None, channel=made, at=NOW)
    assert deliver(channel_id=made.pk, at=NOW) >= 1
    assert receiver.got[0].told["event"] == "test"
    page = client_as(Role.OPERATIONS).get(f"/board/alerts/channels/{made.pk}/answer/").text
    assert "It took the message." in page


def test_the_digest_goes_once_an_hour_and_never_on_the_hour(sale, channel, receiver) -> None:
    made = channel(wants_digest=True, language="zh-hans", address="https://promo.example.com/")
    hour = NOW.replace(minute=0) + dt.timedelta(hours=1)
    assert make_digests(at=hour) == make_digests(at=hour + 2 * MINUTE) == 0
    assert make_digests(at=hour + 3 * MINUTE) == 1
    assert make_digests(at=hour + 4 * MINUTE) == 0
    row = AlertDelivery.objects.get()
    assert row.due_at.minute == 3
    assert len(row.text) <= 800
    assert len(row.text.encode()) <= 2_048
    assert row.text.split("\n")[0].startswith("落后") or "计划" in row.text.split("\n")[0]
    assert deliver(channel_id=made.pk, at=hour + dt.timedelta(hours=1)) == 0, "not on the hour, and too old afterwards"
    AlertDelivery.objects.update(state=DeliveryState.WAITING, made_at=hour + 60 * MINUTE)
    assert deliver(channel_id=made.pk, at=hour + dt.timedelta(minutes=64)) == 1
    assert "https://promo.example.com/board/" in receiver.got[0].told["text"]


def test_what_happened_in_quiet_hours_is_one_message_afterwards(sale, channel, receiver) -> None:
    made = channel(quiet_from=9 * 60, quiet_to=12 * 60, urgent_in_quiet=False)
    lay_watches(campaign=sale.campaign)
    Watch.objects.filter(code="odds").update(threshold=0.99, clear=0.999)
    Watch.objects.filter(code="refunds").update(threshold=0.0, clear=0.0)
    for minute in range(0, 45, 5):
        check_alerts(at=NOW + minute * MINUTE)
    held = AlertDelivery.objects.filter(state=DeliveryState.QUIET).count()
    assert held >= 2
    assert send_all(NOW + 45 * MINUTE) == 0
    after = NOW.replace(hour=4, minute=3)  # 12:03 in Shanghai
    assert release_quiet(at=after) == held
    assert release_quiet(at=after) == 0
    assert deliver(channel_id=made.pk, at=after) == 1
    assert receiver.got[0].told["text"].count("\n") == held - 1


def test_secrets_are_sealed_and_sealed_anew(channel) -> None:
    made = channel(kind="dingtalk", name="ding")
    assert "abcdef" not in made.sealed
    assert made.hint == "…6789"
    before = key_file().read_text()
    call_command("rotate_contact_keys")
    assert key_file().read_text() != before
    made.refresh_from_db()
    assert opened(made).place == "abcdef0123456789"
    key_file().unlink()
    waiting(made, 1, kind="summary")
    deliver(channel_id=made.pk, at=LATER)
    assert AlertDelivery.objects.get().reason == "unreadable"


def test_no_board_no_digest(sale, channel) -> None:
    channel(wants_digest=True)
    BoardSnapshot.objects.all().delete()
    assert make_digests(at=NOW.replace(minute=5)) == 0
