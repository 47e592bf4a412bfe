"""A report of an upper app on its way to the channels that may hear of money: one message each, told once."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import override

from live.models import CARRY_FILES, AlertChannel, AlertDelivery, DeliveryFile, DeliveryKind
from live.rules.alerts.quiet import quiet_until
from live.services.alerts.writing import written_for


@dataclass(frozen=True)
class Attached:
    """A file for the services that carry one: its name, its kind (MIME), and who draws it, in the language of the channel."""

    name: str
    kind: str
    draw: Callable[[], bytes]


def tell_report(
    *,
    channels: Collection[AlertChannel],
    key: str,
    zone: str,
    write: Callable[[str], str],
    at: datetime,
    waits: bool,
    attached: Attached | None = None,
) -> int:
    """Put a report on its way to these channels; return to how many. A channel that was told the same `key` hears it no more.

    `write`: as in `written_for`. `waits`: quiet hours, by the clock of `zone`, hold it back. The caller rings after commit, and
    holds a transaction open: message and file are there together.
    """
    there = set(AlertDelivery.objects.filter(key=key).values_list("channel_id", flat=True))
    rows = []
    for channel, text in written_for([one for one in channels if one.pk not in there], write):
        ends = quiet_until(at, zone=zone, start=channel.quiet_from, end=channel.quiet_to) if waits else None
        said = {"kind": DeliveryKind.REPORT, "key": key, "text": text}
        rows.append(AlertDelivery(channel=channel, made_at=at, due_at=ends or at, **said))
    made = AlertDelivery.objects.bulk_create(rows, ignore_conflicts=True)
    if attached is not None:
        _attach(key, attached)
    return len(made)


def _attach(key: str, attached: Attached) -> None:
    drawn: dict[str, bytes] = {}
    carried = AlertDelivery.objects.filter(key=key, file=None, channel__kind__in=CARRY_FILES).select_related("channel")
    for row in carried.select_for_update(of=("self",), no_key=True):
        language = row.channel.language
        if language not in drawn:
            with override(language):
                drawn[language] = attached.draw()
        DeliveryFile.objects.create(delivery=row, name=attached.name, kind=attached.kind, content=drawn[language])
