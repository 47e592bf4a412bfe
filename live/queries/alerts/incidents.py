"""Incidents and messages as the pages and the interface list them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from django.db.models import Count, Q, QuerySet, Sum

from live.models import AlertChannel, AlertDelivery, DeliveryState, Incident, IncidentEvent, Severity

SHOWN_SECONDS = 15
_UNANSWERED = "live.alerts.unanswered"
_ORDER = {Severity.URGENT: 0, Severity.WARNING: 1, Severity.INFO: 2}


@dataclass(frozen=True)
class Standing:
    """How many incidents are open, how many of them nobody has acknowledged, and how many are urgent."""

    open: int
    unanswered: int
    urgent: int


def open_incidents(*, campaign_id: int | None = None) -> list[Incident]:
    """Return the open incidents (of one sale), the ones that need a person first: not acknowledged, urgent, newest."""
    rows = Incident.objects.open().leading().select_related("campaign", "acknowledged_by").prefetch_related("signs")
    if campaign_id is not None:
        rows = rows.filter(campaign=campaign_id)
    return sorted(
        rows, key=lambda one: (one.acknowledged_at is not None, _ORDER[Severity(one.severity)], -one.opened_at.timestamp())
    )


def earlier_incidents(*, campaign_id: int | None = None) -> QuerySet[Incident]:
    """Return the incidents that are over, the newest first."""
    rows = Incident.objects.leading().exclude(ended_at=None).select_related("campaign", "acknowledged_by")
    rows = rows.prefetch_related("signs").order_by("-opened_at", "-id")
    return rows if campaign_id is None else rows.filter(campaign=campaign_id)


def standing(*, campaign_ids: Collection[int] | None = None) -> Standing:
    """Count the open incidents, of all sales or of these; one query on an index."""
    rows = Incident.objects.open().leading()
    if campaign_ids is not None:
        rows = rows.filter(campaign__in=campaign_ids)
    found = rows.aggregate(
        open=Count("pk"),
        unanswered=Count("pk", filter=Q(acknowledged_at=None)),
        urgent=Count("pk", filter=Q(severity=Severity.URGENT)),
    )
    return Standing(**found)


def incidents_key(*, campaign_id: int) -> str:
    """Return a text that changes when an incident of a sale opens, ends, or has anything to tell; one query on an index."""
    open_now = Incident.objects.open().filter(campaign=campaign_id).aggregate(count=Count("pk"), sum=Sum("revision"))
    return f"{open_now['count']}.{open_now['sum'] or 0}"


def unanswered() -> int:
    """Return how many incidents nobody has acknowledged; for the navigation of every page, so asked once in a while a process."""
    count: int | None = cache.get(_UNANSWERED)
    if count is None:
        count = Incident.objects.open().leading().filter(acknowledged_at=None).count()
        cache.set(_UNANSWERED, count, SHOWN_SECONDS)
    return count


def forget_unanswered() -> None:
    """Let this process count anew, because somebody has acknowledged one here."""
    cache.delete(_UNANSWERED)


def channels_with_letters() -> list[tuple[AlertChannel, int, int]]:
    """Return each channel with how many messages wait for it and how many are dead."""
    waiting = Q(deliveries__state__in=[DeliveryState.WAITING, DeliveryState.SENDING, DeliveryState.QUIET])
    rows = AlertChannel.objects.annotate(
        waits=Count("deliveries", filter=waiting), dead=Count("deliveries", filter=Q(deliveries__state=DeliveryState.DEAD))
    )
    return [(row, row.waits, row.dead) for row in rows.order_by("name")]


def dead_letters() -> QuerySet[AlertDelivery]:
    """Return the messages that were given up, the newest first."""
    rows = AlertDelivery.objects.filter(state=DeliveryState.DEAD).select_related("channel", "incident__campaign")
    return rows.order_by("-due_at", "-pk")


def events_of(*, incident: Incident) -> list[IncidentEvent]:
    """Return what happened to an incident and to its signs, in order."""
    rows = IncidentEvent.objects.filter(Q(incident=incident) | Q(incident__part_of=incident))
    return list(rows.select_related("incident__campaign", "by").order_by("at", "pk"))


def messages_of(*, incident: Incident) -> QuerySet[AlertDelivery]:
    """Return what each channel was told of an incident."""
    return AlertDelivery.objects.filter(incident=incident).select_related("channel").order_by("channel__name")


def test_of(*, channel: AlertChannel) -> AlertDelivery | None:
    """Return the newest test message of a channel."""
    return AlertDelivery.objects.filter(channel=channel, kind="test").order_by("-pk").first()


def is_waiting(delivery: AlertDelivery | None, *, at: datetime) -> bool:
    """Tell whether a message is on its way."""
    return delivery is not None and delivery.state in {DeliveryState.WAITING, DeliveryState.SENDING} and delivery.due_at <= at
