"""The causes of a sale's gaps, read from its newest board: rows, diagnoses, names of channels. Never aggregates facts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from live.models import TierBoard
from live.queries.channels import channel_names
from live.queries.shown import BoardState, stored_board
from live.rules.why import Diagnosis, Row, diagnose, latest, rows_of, usual_swings

NOW_HOURS = 2


@dataclass(frozen=True)
class Why:
    """One board's causes. `so_far` and `now` (the last two hours; the last one where only one is known) are diagnoses."""

    board: dict[str, Any]
    rows: Sequence[Row]
    channels: Sequence[str]
    names: Mapping[str, str]
    so_far: Diagnosis
    now: Diagnosis

    @property
    def sale(self) -> Row | None:
        """The row of the sale so far; None before the first slot is known."""
        return next((row for row in self.rows if row["kind"] == "sale"), None)

    def last(self, hours: int) -> Diagnosis:
        """Return the diagnosis of the last known hours; part "none" where fewer are known."""
        return diagnose(self.board, latest(self.rows, hours), swings=usual_swings(self.rows))


def why_of_board(*, state: BoardState) -> Why | None:
    """Return the causes on a campaign's newest board; None before one was counted."""
    board = stored_board(state=state)
    return None if board is None else why_of(board)


def why_of(board: dict[str, Any]) -> Why:
    """Return the causes on a counted board, with the mix of tiers as it was counted last."""
    tiers = TierBoard.objects.filter(campaign=board["campaign"]["id"]).values_list("board", flat=True).first()
    rows = rows_of(board, (tiers or {}).get("mix", []))
    keys = (board.get("causes") or {}).get("channels", [])
    recent = latest(rows, NOW_HOURS) or latest(rows, 1)
    return Why(
        board=board,
        rows=rows,
        channels=keys,
        names=channel_names(keys),
        so_far=diagnose(board, [row for row in rows if row["kind"] == "sale"]),
        now=diagnose(board, recent, swings=usual_swings(rows)),
    )
