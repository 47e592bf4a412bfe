"""A report of an upper app on its way to the channels that may hear of money: one message each, told once."""

from collections.abc import Callable, Collection
from datetime import datetime

from live.models import AlertChannel, AlertDelivery, DeliveryKind
from live.rules.alerts.quiet import quiet_until
from live.services.alerts.writing import written_for


def tell_report(
    *, channels: Collection[AlertChannel], key: str, zone: str, write: Callable[[str], str], at: datetime, waits: bool
) -> int:
    """Put a report on its way to these channels; return to how many. A channel that was told the same `key` hears it no more.

    `write`: as in `written_for`. `waits`: quiet hours, by the clock of `zone`, hold it back. The caller rings after commit.
    """
    there = set(AlertDelivery.objects.filter(key=key).values_list("channel_id", flat=True))
    rows = []
    for channel, text in written_for([one for one in channels if one.pk not in there], write):
        ends = quiet_until(at, zone=zone, start=channel.quiet_from, end=channel.quiet_to) if waits else None
        said = {"kind": DeliveryKind.REPORT, "key": key, "text": text}
        rows.append(AlertDelivery(channel=channel, made_at=at, due_at=ends or at, **said))
    return len(AlertDelivery.objects.bulk_create(rows, ignore_conflicts=True))
