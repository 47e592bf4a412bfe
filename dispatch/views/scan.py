"""The packing table: the page that scans, its answers, its list for when there is no network, and its service worker."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.models import User
from common.moments import format_moment
from common.permissions import Permission, requires
from dispatch import words
from dispatch.queries.counts import table_counts
from dispatch.queries.offline import MINUTES_GOOD, offline_list
from dispatch.rules.answers import Word
from dispatch.services import HoldError, Scanned, pack_without, record_scan
from orders.models import Shop

MOST_SCANS = 100
LIST_SECONDS = 30  # how long one list serves all phones
_WORKER = settings.BASE_DIR / "static" / "dispatch" / "scan-worker.js"


@requires(Permission.SCAN_PARCELS)
@require_GET
def scan_page(request: HttpRequest) -> HttpResponse:
    """Show the packing table. All it needs to go on without network is in the page and in the list it loads."""
    texts = {
        "words": {word.value: [str(said), chinese] for word, (said, chinese) in words.WORDS.items()},
        "reasons": {code: [str(why), str(do)] for code, (why, do) in words.REASONS.items()},
        "asked": _("Refund asked at {time}."),
        "age": _("Holds as of {time}"),
        "late": _("Holds as of {time}: too old"),
        "none": _("No list is loaded"),
        "waiting": _("{count} kept, not sent yet"),
        "again": _("Scanned already at {time} by {name}"),
        "counts": _("{shipped} shipped · {stopped} stopped"),
        "took": _("answered in {seconds} s"),
        "alone": _("answered without network"),
        "back": _("{number}: shipped without network, must come back"),
        "done": _("The parcel is back"),
        "signed_out": _("You are signed out: kept, sign in again to send."),
    }
    context = {"texts": texts, "minutes_good": MINUTES_GOOD, "language": get_language()}
    return render(request, "dispatch/scan.html", context)


@requires(Permission.SCAN_PARCELS)
@require_POST
def scan_answers(request: HttpRequest) -> HttpResponse:
    """Answer and keep scans, each once: `{"scans": [{id, number, at, station, offline}]}`, at most 100."""
    sent = _sent(request)
    scans = sent.get("scans")
    if not isinstance(scans, list) or not 1 <= len(scans) <= MOST_SCANS or not all(isinstance(one, dict) for one in scans):
        return JsonResponse({"detail": _("Send 1 to 100 scans.")}, status=400)
    now = timezone.now()
    person = cast("User", request.user)
    answers = []
    for one in scans:
        client_id = str(one.get("id") or "")[:64]
        if not client_id:
            return JsonResponse({"detail": _("A scan has an id.")}, status=400)
        offline = str(one.get("offline") or "")
        scanned = record_scan(
            client_id=client_id,
            number=str(one.get("number") or ""),
            scanned_at=_moment(one.get("at"), now),
            now=now,
            by=person,
            station=str(one.get("station") or ""),
            offline_word=offline if offline in set(Word) else "",
        )
        answers.append(_answer(scanned))
    return JsonResponse({"answers": answers, "counts": table_counts(by=person, at=now)})


@requires(Permission.SCAN_PARCELS)
@require_POST
def scan_without(request: HttpRequest) -> HttpResponse:
    """Say that the refunded goods of an order were taken out: `{"shop", "order"}`; the rest may then leave."""
    sent = _sent(request)
    shop = get_object_or_404(Shop, pk=sent.get("shop") if isinstance(sent.get("shop"), int) else 0)
    reason = _("taken out at the packing table")
    try:
        pack_without(
            actor=cast("User", request.user), shop=shop, order_no=str(sent.get("order") or ""), reason=reason, at=timezone.now()
        )
    except HoldError as error:
        return JsonResponse({"detail": error.code}, status=409)
    return JsonResponse({"ok": True})


@requires(Permission.SCAN_PARCELS)
@require_GET
def scan_list(request: HttpRequest) -> HttpResponse:
    """Give the list a phone answers from without network, at most half a minute old."""
    made = cache.get("dispatch-offline-list")
    if made is None:
        made = json.dumps(offline_list(at=timezone.now()), separators=(",", ":"))
        cache.set("dispatch-offline-list", made, LIST_SECONDS)
    response = HttpResponse(made, content_type="application/json")
    response["Cache-Control"] = "private, no-store"
    return response


@requires(Permission.SCAN_PARCELS)
@require_GET
def scan_worker(request: HttpRequest) -> HttpResponse:
    """Give the service worker of the packing table from below its own address, which is as far as it may reach."""
    response = HttpResponse(_WORKER.read_bytes(), content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


def _sent(request: HttpRequest) -> dict[str, Any]:
    try:
        sent = json.loads(request.body)
    except ValueError:
        return {}
    return sent if isinstance(sent, dict) else {}


def _moment(text: object, now: datetime) -> datetime:
    try:
        moment = parse_datetime(text) if isinstance(text, str) else None
    except ValueError:
        moment = None
    if moment is None:
        return now
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _answer(scanned: Scanned) -> dict[str, Any]:
    told = words.spoken(scanned.told)
    before, again = scanned.before, None
    if before is not None:
        shop = scanned.told.shop or Shop.objects.first()
        is_today = scanned.log.scanned_at - before.scanned_at < timedelta(hours=12)
        at = format_moment(before.scanned_at, shop.time_zone if shop else "UTC", date=not is_today)
        again = [at, (before.by.get_full_name() or str(before.by)) if before.by else before.station]
    return told | {"id": scanned.log.client_id, "number": scanned.log.number, "again": again, "offline": scanned.log.offline_word}
