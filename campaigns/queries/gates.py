"""The gates of a sale as they stand: what each asks, what keeps it shut, how the stage was left."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from campaigns.checks.base import PlanCheck
from campaigns.costly import COST_CODES
from campaigns.models import Campaign, GatePassage, GatePoint, StageKind
from campaigns.rules.gates import Asked, keeps_shut, state_of
from campaigns.words.gates import COSTS_POINT, point_words


@dataclass(frozen=True)
class PointState:
    """One point: what it asks, its state (`done`, `watch`, `failed`, `missing`: never checked), what was found, where to mend."""

    point: GatePoint
    name: str
    state: str
    found: str
    url: str


@dataclass(frozen=True)
class Gate:
    """One stage's gate. `passage` says how the stage was left, None while it has not been."""

    stage: str
    points: tuple[PointState, ...]
    passage: GatePassage | None

    @property
    def shut_by(self) -> list[PointState]:
        """The points that keep it shut."""
        return [self.points[place] for place in keeps_shut([point.state for point in self.points])]

    @property
    def is_open(self) -> bool:
        """Whether the stage may be left without a reason."""
        return not self.shut_by

    def without_costs(self) -> "Gate":
        """Return the gate for those who may not see costs: its points that tell some stand as one without findings."""
        hidden = [point for point in self.points if point.point.kind == "check" and point.point.key in COST_CODES]
        if not hidden:
            return self
        shut = [hidden[place] for place in keeps_shut([point.state for point in hidden])]
        one = PointState(hidden[0].point, str(COSTS_POINT), "failed" if shut else "done", "", "")
        return replace(self, points=(*(point for point in self.points if point not in hidden), one))


def gates(campaign: Campaign, checks: Sequence[PlanCheck]) -> dict[str, Gate]:
    """Return the gate of each stage in their order, judged by these checks."""
    by_code = {check.code: check for check in checks}
    states = {code: check.state for code, check in by_code.items()}
    passages = {passage.stage: passage for passage in campaign.passages.filter(withdrawn_at__isnull=True).select_related("by")}
    points: dict[str, list[PointState]] = {str(stage): [] for stage in StageKind.values}
    for point in campaign.gate_points.select_related("ticked_by"):
        check = by_code.get(point.key) if point.kind == "check" else None
        name = check.name if check else point_words(point.kind, point.key, point.text)
        state = state_of(Asked(point.kind, point.key, is_ticked=point.ticked_at is not None), states)
        found, url = (check.found, check.url) if check else ("", "")
        points[point.stage].append(PointState(point, name, state, found, url))
    return {stage: Gate(stage, tuple(found), passages.get(stage)) for stage, found in points.items()}


def current_gate(found: dict[str, Gate]) -> Gate | None:
    """Return the gate of the first stage that was not left; None when all were."""
    return next((gate for gate in found.values() if gate.passage is None), None)
