"""The line of the four stages with today on it: positions for the drawing in `campaigns/_ruler.html`."""

from dataclasses import dataclass
from datetime import datetime

from campaigns.models import Stage
from common.moments import format_moment

LEFT, GAP, EDGE = 4.0, 2.0, 60.0


@dataclass(frozen=True)
class Piece:
    """One drawn piece: where it begins, how long, how it looks."""

    x: float
    width: float
    look: str


@dataclass(frozen=True)
class Ruler:
    """Pieces and marks for one width of screen. `now_x` is None when today is outside; `now` is how its day is written."""

    width: int
    pieces: list[Piece]
    marks: list[tuple[float, str, str]]
    now_x: float | None
    now: str
    now_anchor: str


def of_stages(stages: list[tuple[Stage, str]], *, at: datetime, zone: str) -> dict[str, Ruler]:
    """Return the ruler for a wide and a narrow screen; a stage is drawn at least 4 units wide so that it can be seen."""
    return {"wide": _drawn(stages, 1176, at, zone), "narrow": _drawn(stages, 358, at, zone)}


def _drawn(stages: list[tuple[Stage, str]], width: int, at: datetime, zone: str) -> Ruler:
    first, last = stages[0][0].starts_at, stages[-1][0].ends_at
    scale = (width - 2 * LEFT) / (last - first).total_seconds()

    def place(moment: datetime) -> float:
        return round(LEFT + (moment - first).total_seconds() * scale, 1)

    def day(moment: datetime) -> str:
        return format_moment(moment, zone).partition(", ")[2]

    now_x = place(at) if first <= at <= last else None
    pieces: list[Piece] = []
    for stage, _when in stages:
        begin, end = place(stage.starts_at), max(place(stage.ends_at) - GAP, place(stage.starts_at) + 4)
        done = max(begin, min(end, now_x if now_x is not None else (end if at > last else begin)))
        if done > begin:
            pieces.append(Piece(begin, round(done - begin, 1), "r-done"))
        if end > done:
            pieces.append(Piece(done, round(end - done, 1), "r-part" if stage.kind == "live" else "r-next"))
    marks: list[tuple[float, str, str]] = []
    for stage, _when in stages:
        if stage.kind == "warm_up" and width < 500:
            continue
        if stage.kind != "closing":
            anchor = "t-start" if not marks else "t-mid"
            marks.append((place(stage.starts_at), day(stage.starts_at), anchor))
    edge = now_x or 0
    now_anchor = "t-start" if edge < EDGE else "t-end" if edge > width - EDGE else "t-mid"
    return Ruler(width, pieces, marks, now_x, day(at), now_anchor)
