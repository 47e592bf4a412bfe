"""Keep every scan, once: what was read, what was answered, by whom, also what a page answered by itself without network."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from accounts.models import User
from dispatch.models import ScanLog
from dispatch.queries.check import Told, check
from dispatch.rules.numbers import cleaned

# A phone's clock may be wrong; what it says is believed for as long as a shift without network lasts.
_BELIEVED = timedelta(hours=48)


@dataclass(frozen=True)
class Scanned:
    """A scan as it is kept, the answer as it stands now, and the scan of the same parcel before it."""

    log: ScanLog
    told: Told
    before: ScanLog | None
    is_new: bool


def record_scan(
    *,
    client_id: str,
    number: str,
    scanned_at: datetime,
    now: datetime,
    by: User | None,
    station: str = "",
    offline_word: str = "",
) -> Scanned:
    """Answer a scan and keep it. The same `client_id` again keeps nothing new: a scan that was sent twice counts once.

    `scanned_at`: the scanner's clock, believed for two days back never ahead of `now`. `offline_word`: what it answered alone.
    """
    told = check(number)
    at = scanned_at if now - _BELIEVED <= scanned_at <= now else now
    values = {
        "number": cleaned(number),
        "key": told.key,
        "word": told.word.value,
        "code": told.answer.code,
        "told": _as_json(told),
        "shop": told.shop,
        "value_minor": told.value_minor,
        "scanned_at": at,
        "received_at": now,
        "by": by,
        "station": station[:40],
        "offline_word": offline_word,
    }
    try:
        with transaction.atomic():
            log, is_new = ScanLog.objects.get_or_create(client_id=client_id[:64], defaults=values)
    except IntegrityError:  # the same scan came by two ways at once
        log, is_new = ScanLog.objects.get(client_id=client_id[:64]), False
    if offline_word and not is_new and not log.offline_word:  # it arrived, but its answer was lost on the way back
        ScanLog.objects.filter(pk=log.pk).update(offline_word=offline_word)
    earlier = ScanLog.objects.filter(key=log.key, scanned_at__lte=log.scanned_at).exclude(pk=log.pk)
    before = earlier.select_related("by").order_by("-scanned_at", "-pk").first()
    return Scanned(log, told, before, is_new)


def _as_json(told: Told) -> dict[str, object]:
    asked = told.hold.asked_at if told.hold is not None else None
    orders = [[one.shop_id, one.order_no] for one in told.orders]
    return {"orders": orders, "waybill": told.waybill, "asked_at": asked.isoformat() if asked else None}
