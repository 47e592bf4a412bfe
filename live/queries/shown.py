"""Read the newest board and say it at a moment: its age, its sentence, its ETag. Never aggregates."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.db.models import QuerySet, Subquery

from campaigns import queries as plans
from campaigns.models import Campaign
from common.prepared import Prepared
from live.models import BoardNote, BoardSnapshot
from live.queries.counted import SCHEMA
from live.rules.age import Age, age_of, rounded_minutes
from live.rules.sentence import spoken

OTHERS_SECONDS = 15


@dataclass(frozen=True)
class BoardState:
    """What must be known to answer "has anything changed?": one small row, without the board itself."""

    campaign_id: int
    version: int
    starts_at: datetime
    ends_at: datetime
    name: str
    time_zone: str
    notes_at: datetime | None
    snapshot_id: int | None
    snapshot_version: int | None
    built_at: datetime | None
    data_as_of: datetime | None
    digest: str

    @property
    def is_outdated(self) -> bool:
        """Whether the plan was changed after the board was counted (or it never was)."""
        return self.snapshot_version != self.version

    @property
    def is_closed(self) -> bool:
        """Whether the orders are known to the end of the sale."""
        return self.data_as_of is not None and self.data_as_of >= self.ends_at

    def age(self, *, at: datetime) -> Age:
        """Return how old the data are at `at`."""
        return age_of(as_of=self.data_as_of, at=at, is_closed=self.is_closed)

    def etag(self, *, at: datetime, variant: str = "") -> str:
        """Return the ETag (with its quotes) of whatever is rendered from this board at `at`.

        It changes with the content, once the plan moves on from it, and with every age that is shown; `variant` holds what else
        differs: language, kind of page, chosen day.
        """
        minutes = self.age(at=at).minutes
        aged = "" if minutes is None else str(rounded_minutes(minutes))
        return f'"{self.body_key(at=at, variant=variant)}.{aged}"'

    def body_key(self, *, at: datetime, variant: str = "") -> str:
        """Return what the board itself, without the badge of its age, depends on: it stays while fresh data only grow older."""
        age = self.age(at=at)
        to_start = rounded_minutes(-(-int((self.starts_at - at).total_seconds()) // 60)) if at < self.starts_at else 0
        parts = [
            str(self.campaign_id),
            self.digest[:24] or "none",
            age.level,
            str(rounded_minutes(age.minutes)) if age.level == "stale" and age.minutes is not None else "",
            str(to_start),
            "over" if at >= self.ends_at else "",
            "outdated" if self.is_outdated else "",
            f"n{self.notes_at.timestamp()}" if self.notes_at else "",
            variant,
        ]
        return ".".join(parts)


_PLAN = ("version", "starts_at", "ends_at", "name", "time_zone")
_KEPT = ("pk", "version", "built_at", "data_as_of", "digest")


def _notes_at(campaign_id: int) -> Subquery:
    return Subquery(BoardNote.objects.filter(campaign=campaign_id).order_by("-changed_at").values("changed_at")[:1])


def _newest(campaign_id: int) -> QuerySet[BoardSnapshot, Any]:
    newest = BoardSnapshot.objects.filter(campaign=campaign_id).order_by("-id").annotate(notes_at=_notes_at(campaign_id))
    return newest.values_list(*(f"campaign__{field}" for field in _PLAN), "notes_at", *_KEPT)[:1]


_NEWEST = Prepared(_newest, int)


def board_state(*, campaign_id: int) -> BoardState | None:
    """Return the state of a campaign's newest board; None when there is no such campaign.

    One query; two while the campaign has no board.
    """
    row = _NEWEST.first(campaign_id)
    if row is not None:
        return BoardState(campaign_id, *row)
    unseen = Campaign.objects.filter(pk=campaign_id).annotate(notes_at=_notes_at(campaign_id))
    plan = unseen.values_list(*_PLAN, "notes_at").first()
    return None if plan is None else BoardState(campaign_id, *[*plan, None, None, None, None, ""])


def stored_board(*, state: BoardState) -> dict[str, Any] | None:
    """Return the JSON of the board this state speaks of.

    None when none was counted yet, or when it was counted by an earlier release whose boards had another shape.
    """
    if state.snapshot_id is None:
        return None
    board = BoardSnapshot.objects.filter(pk=state.snapshot_id).values_list("board", flat=True).first()
    return board if board is not None and board["schema"] == SCHEMA else None


def said_board(*, board: dict[str, Any], state: BoardState, at: datetime) -> dict[str, Any]:
    """Return a board as it is shown at `at` on the page, in the REST interface and by the command: the same numbers everywhere.

    Adds `age`, `built_at`, `digest`, `is_outdated`, and turns the sentence into the one to say at `at`.
    """
    age = state.age(at=at)
    said = spoken(
        board["sentence"], starts_at=state.starts_at, ends_at=state.ends_at, is_closed=board["data"]["is_closed"], age=age, at=at
    )
    return {
        **board,
        "sentence": said,
        "age": {"minutes": age.minutes, "level": age.level},
        "built_at": state.built_at.isoformat().replace("+00:00", "Z") if state.built_at else None,
        "digest": state.digest,
        "is_outdated": state.is_outdated,
    }


def state_of(*, campaign: Campaign, board: dict[str, Any], digest: str) -> BoardState:
    """Return the state of a board that was counted but not stored (another moment than now)."""
    as_of = board["data"]["as_of"]
    return BoardState(
        campaign_id=campaign.pk,
        version=campaign.version,
        starts_at=campaign.starts_at,
        ends_at=campaign.ends_at,
        name=campaign.name,
        time_zone=campaign.time_zone,
        notes_at=None,
        snapshot_id=None,
        snapshot_version=campaign.version,
        built_at=None,
        data_as_of=datetime.fromisoformat(as_of) if as_of else None,
        digest=digest,
    )


def current_campaign(*, at: datetime) -> Campaign | None:
    """Return the campaign whose board a person wants to see now.

    The one that is live (the latest started, where several are); else the one that ended last, less than three days ago;
    else the next to start. None: there is no sale at hand.
    """
    running = plans.running(at=at)
    live = running.filter(ends_at__gt=at).order_by("-starts_at", "-pk").first()
    ended = live or running.order_by("-ends_at", "-pk").first()
    return ended or Campaign.objects.filter(starts_at__gt=at).order_by("starts_at", "pk").first()


def other_boards(*, campaign_id: int, at: datetime) -> list[tuple[int, str]]:
    """Return number and name of the other campaigns that run at `at` or ended in the last days, latest first.

    This process asks every `OTHERS_SECONDS` at most, however many boards are opened: a sale that begins appears that much later.
    """
    key = f"live.running.{int(at.timestamp()) // OTHERS_SECONDS}"
    running: list[tuple[int, str]] | None = cache.get(key)
    if running is None:
        running = list(plans.running(at=at).order_by("-starts_at", "-pk").values_list("pk", "name"))
        cache.set(key, running, OTHERS_SECONDS)
    return [(number, name) for number, name in running if number != campaign_id]
