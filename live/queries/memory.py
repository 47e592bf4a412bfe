"""The memory of a sale: which states its board had, which one a minute showed, and what happened around that minute."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max, Min, Q
from django.utils.translation import gettext as _

from accounts.models import AuditEntry
from accounts.trail_words import ACTIONS
from campaigns.models import Campaign, TaskEvent
from campaigns.queries.tasks import title_of
from live.models import AlertDelivery, BoardNote, BoardSnapshot, IncidentEvent
from live.page.alerts.tabs import event_rows
from live.page.alerts.words import both, name_of
from live.queries.counted import SCHEMA
from live.queries.shown import BoardState

LOOK_BACK = timedelta(hours=1)
MOST_HAPPENINGS = 60


@dataclass(frozen=True)
class Happening:
    """Something that happened in a sale. `kind`: note, action, message or incident; `address`: where more is told, or ""."""

    at: datetime
    kind: str
    text: str
    who: str = ""
    address: str = ""


Source = Callable[[Campaign, datetime, datetime], Sequence[Happening]]


@dataclass(frozen=True)
class Span:
    """The moments between which a sale's board can be seen again."""

    first: datetime
    last: datetime


def span_of(campaign: Campaign, *, at: datetime) -> Span | None:
    """Return from when to when boards of a sale are kept, to `at` at most while it runs; None where none is kept."""
    kept = BoardSnapshot.objects.filter(campaign=campaign).aggregate(first=Min("built_at"), last=Max("built_at"))
    if kept["first"] is None:
        return None
    last = max(kept["last"], min(at, campaign.ends_at))
    return Span(kept["first"], max(kept["first"], last))


def board_at(campaign: Campaign, *, at: datetime) -> tuple[BoardState, dict[str, object]] | None:
    """Return the state and the board that stood at a moment; None before the first, or where an old release counted it."""
    rows = BoardSnapshot.objects.filter(campaign=campaign, built_at__lte=at)
    found = rows.order_by("-pk").first()
    if found is None or found.board.get("schema") != SCHEMA:
        return None
    state = BoardState(
        campaign_id=campaign.pk,
        version=found.version,
        starts_at=datetime.fromisoformat(found.board["campaign"]["starts_at"]),
        ends_at=datetime.fromisoformat(found.board["campaign"]["ends_at"]),
        name=campaign.name,
        time_zone=campaign.time_zone,
        notes_at=None,
        snapshot_id=found.pk,
        snapshot_version=found.version,
        built_at=found.built_at,
        data_as_of=found.data_as_of,
        digest=found.digest,
    )
    return state, found.board


def neighbours(campaign: Campaign, *, at: datetime) -> tuple[datetime | None, datetime | None]:
    """Return when the board that stood at a moment was replaced an older one, and when the next replaced it.

    The first is the last change before that board; both are moments a reader can step to. None: there is none.
    """
    rows = BoardSnapshot.objects.filter(campaign=campaign)
    before = list(rows.filter(built_at__lte=at).order_by("-built_at").values_list("built_at", flat=True).distinct()[:2])
    after = rows.filter(built_at__gt=at).order_by("built_at").values_list("built_at", flat=True).first()
    return (before[1] if len(before) > 1 else None), after


def happenings(campaign: Campaign, *, at: datetime) -> list[Happening]:
    """Return what happened in the hour up to the end of a minute, the latest first."""
    end = at + timedelta(minutes=1)
    found = [each for source in SOURCES for each in source(campaign, end - LOOK_BACK, end)]
    return sorted(found, key=lambda each: each.at, reverse=True)[:MOST_HAPPENINGS]


def _notes(campaign: Campaign, start: datetime, end: datetime) -> list[Happening]:
    rows = BoardNote.objects.filter(campaign=campaign, minute__gte=start, minute__lt=end, removed_at=None)
    return [
        Happening(note.minute, "note", note.text, note.author.shown_name if note.author else "")
        for note in rows.select_related("author")
    ]


def _acts(campaign: Campaign, start: datetime, end: datetime) -> list[Happening]:
    """Return what people did to the sale, as the audit trail tells it; notes and tasks tell themselves."""
    about = Q(target=f"campaign {campaign.pk}") | Q(target__startswith=f"campaign {campaign.pk} ")
    rows = AuditEntry.objects.filter(about, at__gte=start, at__lt=end, actor__isnull=False)
    rows = rows.exclude(action__startswith="note.").exclude(action__startswith="task.").select_related("actor")
    return [
        Happening(row.at, "action", str(ACTIONS.get(row.action, row.action)), row.actor.shown_name if row.actor else "")
        for row in rows[:MOST_HAPPENINGS]
    ]


def _tasks(campaign: Campaign, start: datetime, end: datetime) -> list[Happening]:
    rows = TaskEvent.objects.filter(task__campaign=campaign, at__gte=start, at__lt=end).select_related("task", "actor")
    words = _("Task {title}: {what}")
    return [
        Happening(
            row.at,
            "action",
            words.format(title=title_of(row.task), what=row.get_kind_display()),
            row.actor.shown_name if row.actor else "",
        )
        for row in rows.order_by("-at")[:MOST_HAPPENINGS]
    ]


def _incidents(campaign: Campaign, start: datetime, end: datetime) -> list[Happening]:
    """Return what happened to the incidents of the sale, and who acknowledged them."""
    rows = IncidentEvent.objects.filter(incident__campaign=campaign, at__gte=start, at__lt=end).select_related(
        "incident__campaign", "by"
    )
    return [
        Happening(row.at, "incident", both(name_of(row.incident), event_rows([row])[0].words))
        for row in rows.order_by("-at")[:MOST_HAPPENINGS]
    ]


def _messages(campaign: Campaign, start: datetime, end: datetime) -> list[Happening]:
    """Return the messages that went out about the incidents of the sale, each at the moment it was last sent."""
    rows = AlertDelivery.objects.filter(incident__campaign=campaign, sent_at__gte=start, sent_at__lt=end)
    return [
        Happening(row.sent_at, "message", name_of(row.incident), row.channel.name)
        for row in rows.select_related("incident", "channel").order_by("-sent_at")[:MOST_HAPPENINGS]
        if row.incident is not None and row.sent_at is not None
    ]


# What stands beside the minute in which it came.
SOURCES: list[Source] = [_notes, _acts, _tasks, _incidents, _messages]
