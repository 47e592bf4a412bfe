"""Messages on their way: a worker takes one, sends it outside of any transaction, and writes the answer down.

A message is a row with a lease: a worker that dies leaves it to the next, so it may, rarely, go twice; it is never lost. Each
channel has its own bucket and its own way to wait: one that is down holds nobody else.
"""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from accounts.services import record
from common.sealing import UnreadableError
from live.channels.secrets import Secrets, opened
from live.channels.sending import Carried, send
from live.models import AlertChannel, AlertDelivery, DeliveryFile, DeliveryKind, DeliveryState
from live.page.alerts.messages import Message, incident_message, text_message
from live.rules.alerts.answers import Answer, Outcome, Reason
from live.rules.alerts.pacing import BURST, MOST_ATTEMPTS, Bucket, take, wait_after
from live.rules.alerts.quiet import DIGEST_MINUTES

LEASE = timedelta(minutes=2)
STALE_DIGEST = timedelta(minutes=25)
_DIGESTS = [DeliveryKind.DIGEST, DeliveryKind.SUMMARY]


@dataclass(frozen=True)
class Claim:
    """A message a worker has taken: its row, and what of the incident it will tell."""

    delivery: AlertDelivery
    wanted: int
    what: str


def waiting_channels(*, at: datetime) -> list[int]:
    """Return the channels for which something may go now."""
    due = AlertDelivery.objects.filter(_due(at), channel__is_active=True)
    open_ones = due.filter(Q(channel__blocked_until=None) | Q(channel__blocked_until__lte=at) | Q(kind=DeliveryKind.TEST))
    return sorted(set(open_ones.values_list("channel_id", flat=True)))


def deliver(*, channel_id: int, at: datetime) -> int:
    """Send what waits for a channel, as many as its bucket gives; return how many it took. Stops at the first that fails."""
    taken = 0
    for _turn in range(BURST):
        claim = _claim(channel_id, at)
        if claim is None:
            break
        answer = _send(claim, at)
        _note(claim, answer, at)
        if answer.outcome != Outcome.TAKEN:
            break
        taken += 1
    return taken


def _due(at: datetime) -> Q:
    """Keep what may go at the moment; digests never on the hour or the half hour, when every program rings."""
    ready = Q(state=DeliveryState.WAITING, due_at__lte=at) | Q(state=DeliveryState.SENDING, lease_until__lte=at)
    return ready & ~Q(kind__in=_DIGESTS) if at.minute % 30 < DIGEST_MINUTES[0] else ready


@transaction.atomic
def _claim(channel_id: int, at: datetime) -> Claim | None:
    """Take the next message and a token of the channel's bucket; None when nothing may go."""
    channel = AlertChannel.objects.select_for_update(no_key=True).filter(pk=channel_id, is_active=True).first()
    if channel is None:
        return None
    AlertDelivery.objects.filter(
        channel=channel, kind=DeliveryKind.DIGEST, state=DeliveryState.WAITING, made_at__lt=at - STALE_DIGEST
    ).update(state=DeliveryState.NEEDLESS)
    rows = AlertDelivery.objects.filter(_due(at), channel=channel)
    if channel.blocked_until is not None and channel.blocked_until > at:
        rows = rows.filter(kind=DeliveryKind.TEST)
    row = _first_of(rows)
    filled = channel.filled_at.timestamp() if channel.filled_at else at.timestamp()
    bucket = take(Bucket(channel.tokens, filled), at=at.timestamp())
    if row is None or bucket is None:
        return None
    channel.tokens, channel.filled_at = bucket.tokens, max(at, channel.filled_at or at)
    channel.save(update_fields=["tokens", "filled_at"])
    row.state, row.lease_until = DeliveryState.SENDING, at + LEASE
    row.save(update_fields=["state", "lease_until"])
    return Claim(row, row.wanted, row.what)


def _first_of(rows: "QuerySet[AlertDelivery]") -> AlertDelivery | None:
    test = rows.filter(kind=DeliveryKind.TEST).first()
    wanted = ("channel", "incident__campaign", "incident__acknowledged_by")
    return test or rows.select_related(*wanted).order_by("due_at", "pk").first()


def _send(claim: Claim, at: datetime) -> Answer:
    channel = claim.delivery.channel
    try:
        secrets = opened(channel)
    except UnreadableError:
        return Answer(Outcome.REFUSED, Reason.UNREADABLE)
    message = _message(claim, at)
    return send(
        kind=channel.kind,
        secrets=Secrets(secrets.place, secrets.secret),
        title=message.title,
        text=message.text,
        severity=message.severity,
        body=message.body or {"event": claim.delivery.kind},
        stamp=int(at.timestamp()),
        carried=_carried(claim.delivery),
    )


def _carried(delivery: AlertDelivery) -> Carried | None:
    file = DeliveryFile.objects.filter(delivery=delivery).first() if delivery.kind == DeliveryKind.REPORT else None
    return Carried(file.name, file.kind, bytes(file.content)) if file else None


def _message(claim: Claim, at: datetime) -> Message:
    delivery = claim.delivery
    if delivery.incident is not None:
        return incident_message(incident=delivery.incident, what=claim.what, channel=delivery.channel, at=at)
    with override(delivery.channel.language):
        titles = {
            DeliveryKind.DIGEST: _("How the sale stands"),
            DeliveryKind.SUMMARY: _("What happened in quiet hours"),
            DeliveryKind.REPORT: _("The review"),
            DeliveryKind.TEST: _("Test"),
        }
        text = delivery.text or _("This channel works. Alerts of the sale come here.")
        return text_message(channel=delivery.channel, title=titles[DeliveryKind(delivery.kind)], text=text)


@transaction.atomic
def _note(claim: Claim, answer: Answer, at: datetime) -> None:
    """Write an answer down: sent, to be tried again, or dead; and what the channel is like now."""
    channel = AlertChannel.objects.select_for_update(no_key=True).get(pk=claim.delivery.channel_id)
    row = AlertDelivery.objects.select_for_update().filter(pk=claim.delivery.pk).first()
    channel.reason, channel.detail, channel.answered_at = answer.reason, answer.detail, at
    if answer.outcome == Outcome.TAKEN:
        channel.fails, channel.blocked_until = 0, None
    elif answer.outcome == Outcome.BUSY:
        channel.blocked_until = at + timedelta(seconds=answer.wait)
    elif answer.outcome == Outcome.DOWN:
        channel.fails += 1
        channel.blocked_until = at + timedelta(seconds=_wait(channel.fails))
    channel.save(update_fields=["reason", "detail", "answered_at", "fails", "blocked_until"])
    if row is not None:
        _note_row(row, claim, answer, at)


def _note_row(row: AlertDelivery, claim: Claim, answer: Answer, at: datetime) -> None:
    row.reason, row.detail, row.lease_until = answer.reason, answer.detail, None
    if answer.outcome == Outcome.TAKEN:
        row.told, row.told_what, row.sent_at, row.attempt = claim.wanted, claim.what, at, 0
        row.sent_count += 1
        row.state = DeliveryState.SENT if row.wanted == claim.wanted else DeliveryState.WAITING
    elif row.kind == DeliveryKind.TEST:
        row.state = DeliveryState.NEEDLESS
    elif answer.outcome == Outcome.BUSY:
        row.state, row.due_at = DeliveryState.WAITING, at + timedelta(seconds=answer.wait)
    else:
        row.attempt += 1
        is_dead = answer.outcome == Outcome.REFUSED or row.attempt >= MOST_ATTEMPTS
        row.state = DeliveryState.DEAD if is_dead else DeliveryState.WAITING
        row.due_at = at if is_dead else at + timedelta(seconds=_wait(row.attempt))
    row.save()


def _wait(attempt: int) -> float:
    return wait_after(attempt, dice=random.random())  # noqa: S311 - spreads retries, guards nothing


@transaction.atomic
def retry_letter(*, actor: User, delivery: AlertDelivery, at: datetime) -> bool:
    """Send a dead letter once more, with what is newest; False when it is dead no more. Its channel may go at once."""
    channel = AlertChannel.objects.select_for_update(no_key=True).get(
        pk=delivery.channel_id
    )  # before its message, as a worker does
    dead = AlertDelivery.objects.filter(pk=delivery.pk, state=DeliveryState.DEAD)
    if not dead.update(state=DeliveryState.WAITING, attempt=0, due_at=at):
        return False
    channel.blocked_until, channel.fails = None, 0
    channel.save(update_fields=["blocked_until", "fails"])
    record(actor=actor, action="letter.retry", target=f"{channel.name} {delivery.key}")
    return True
