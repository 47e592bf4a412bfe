"""Channels: made and changed by people, their secrets sealed; tried with a message of test."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.services import record
from common.keys import keyring
from common.sealing import UnreadableError
from live.channels.secrets import Secrets, hint_of
from live.models import AlertChannel, AlertDelivery, DeliveryKind, DeliveryState, Severity


@dataclass(frozen=True)
class ChannelDraft:
    """What a person says of a channel, its secrets apart."""

    name: str
    kind: str
    language: str = "zh-hans"
    severity: str = Severity.WARNING
    department: str = ""
    is_escalation: bool = False
    wants_digest: bool = False
    wants_reports: bool = False
    quiet_from: int | None = None
    quiet_to: int | None = None
    urgent_in_quiet: bool = True
    is_active: bool = True
    address: str = ""


@transaction.atomic
def save_channel(
    *, actor: User | None, draft: ChannelDraft, secrets: Secrets | None, channel: AlertChannel | None = None
) -> AlertChannel:
    """Make or change a channel; without `secrets` it keeps those it has. With new ones whatever stood against it is forgotten.

    Raises ValueError for a new channel without secrets. The trail tells that secrets were changed, never which.
    """
    if channel is None and secrets is None:
        raise ValueError("secrets")
    row = channel or AlertChannel()
    said = asdict(draft)
    before = {name: getattr(row, name) for name in said} if row.pk else {}
    for name, value in said.items():
        setattr(row, name, value)
    if secrets is not None:
        row.sealed, row.hint = secrets.sealed(row), hint_of(row.kind, secrets.place)
        row.fails, row.blocked_until, row.reason, row.detail = 0, None, "", ""
    row.save()
    changed = {name: value for name, value in said.items() if before.get(name) != value}
    record(
        actor=actor,
        action="channel.save",
        target=row.name,
        before={name: before[name] for name in changed} if before else None,
        after={**changed, "hint": row.hint} if secrets is not None else changed,
    )
    return row


@transaction.atomic
def drop_channel(*, actor: User | None, channel: AlertChannel) -> None:
    """Take a channel away, with all its messages."""
    record(actor=actor, action="channel.drop", target=channel.name, before={"hint": channel.hint})
    channel.delete()


@transaction.atomic
def ask_test(*, actor: User | None, channel: AlertChannel, at: datetime) -> AlertDelivery:
    """Put a message of test on its way, ahead of all others; one that waits is returned. The caller rings after commit."""
    locked = AlertChannel.objects.select_for_update(no_key=True).get(pk=channel.pk)
    standing = AlertDelivery.objects.filter(channel=locked, kind=DeliveryKind.TEST, state=DeliveryState.WAITING).first()
    if standing is not None:
        return standing
    AlertDelivery.objects.filter(channel=locked, kind=DeliveryKind.TEST).exclude(state=DeliveryState.SENDING).delete()
    record(actor=actor, action="channel.test", target=channel.name)
    return AlertDelivery.objects.create(
        channel=locked,
        kind=DeliveryKind.TEST,
        key=f"test:{at.isoformat()}",
        made_at=at,
        due_at=at,
    )


@transaction.atomic
def open_again(*, actor: User | None, channel: AlertChannel) -> None:
    """Let a channel that waits after failures try again at once."""
    AlertChannel.objects.filter(pk=channel.pk).update(blocked_until=None, fails=0)
    record(actor=actor, action="channel.open_again", target=channel.name)


@transaction.atomic
def rotate_channels() -> tuple[int, int]:
    """Seal the secrets of every channel with the newest key; return (sealed, unreadable)."""
    keys, sealed, lost = keyring(), 0, 0
    for row in AlertChannel.objects.select_for_update(no_key=True).order_by("pk"):
        if keys.is_newest(row.sealed):
            continue
        try:
            text = keys.unseal(row.sealed, about=row.about)
        except UnreadableError:
            lost += 1
            continue
        row.sealed = keys.seal(text, about=row.about)
        row.save(update_fields=["sealed"])
        sealed += 1
    return sealed, lost
