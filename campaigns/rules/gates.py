"""The gates between the stages: what each asks by default, and whether it is open.

The defaults are the playbook's: before the warm-up P2, P5, P6, P8, P11; before the sale W2, P12, P13; after it P9, L9; at the
end C1, C3, C5.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

CHECK, HAND = "check", "hand"
BLOCKING = "failed"  # a check to watch is shown and does not hold anybody up
NOT_CHECKED = "missing"

Point = tuple[str, str]
"""Who answers (`check` or `hand`) and the key of what is asked."""

_PREPARATION: tuple[Point, ...] = (
    (CHECK, "figures"),
    (CHECK, "traffic_closes"),
    (CHECK, "offers_contradict"),
    (CHECK, "audit_floor"),
    (CHECK, "price_history"),
    (CHECK, "stock_reserve"),
    (HAND, "suppliers_confirmed"),
    (HAND, "designers_briefed"),
)
_WARM_UP: tuple[Point, ...] = (
    (CHECK, "shifts_reserve"),
    (CHECK, "pictures_tested"),
    (HAND, "favourites_grow"),
    (HAND, "service_trained"),
    (HAND, "dispatch_rehearsed"),
)
_LIVE: tuple[Point, ...] = ((CHECK, "data"), (HAND, "stock_counted"), (HAND, "holds_tested"))
_CLOSING: tuple[Point, ...] = (
    (CHECK, "lessons_written"),
    (HAND, "nothing_over_72_hours"),
    (HAND, "prices_back"),
)
DEFAULT: Mapping[str, tuple[Point, ...]] = {
    "preparation": _PREPARATION,
    "warm_up": _WARM_UP,
    "live": _LIVE,
    "closing": _CLOSING,
}
_OWN: Mapping[str, Mapping[str, tuple[Point, ...]]] = {
    "new_year_goods": {"closing": ((HAND, "last_courier_kept"),)},
    "fair_spring": {"preparation": ((HAND, "stand_booked"),), "warm_up": ((HAND, "buyers_invited"),)},
    "fair_autumn": {"preparation": ((HAND, "stand_booked"),), "warm_up": ((HAND, "buyers_invited"),)},
}


def default_gate(occasion: str) -> dict[str, tuple[Point, ...]]:
    """Return the points of every stage's gate for an occasion; one without points of its own has the playbook's.

    >>> default_gate("fair_spring")["warm_up"][-1]
    ('hand', 'buyers_invited')
    >>> default_gate("own") == dict(DEFAULT)
    True
    """
    own = _OWN.get(occasion, {})
    return {stage: (*points, *own.get(stage, ())) for stage, points in DEFAULT.items()}


@dataclass(frozen=True)
class Asked:
    """One point of a gate as a rule sees it: whose word counts, what is asked, whether a person ticked it."""

    kind: str
    key: str
    is_ticked: bool = False


def state_of(point: Asked, checks: Mapping[str, str]) -> str:
    """Return how a point stands: `done`, `watch`, `failed`, or `missing` for a check nobody has made yet.

    `checks` maps the code of each check to its state. A point of a person is done or failed.

    >>> state_of(Asked("check", "figures"), {"figures": "watch"}), state_of(Asked("check", "audit_floor"), {})
    ('watch', 'missing')
    """
    if point.kind == HAND:
        return "done" if point.is_ticked else BLOCKING
    return checks.get(point.key, NOT_CHECKED)


def keeps_shut(states: Iterable[str]) -> list[int]:
    """Return the positions of the points that keep a gate shut: what failed and what was never checked. None: it is open.

    >>> keeps_shut(["done", "watch", "failed", "missing"]), keeps_shut([])
    ([2, 3], [])
    """
    return [place for place, state in enumerate(states) if state in {BLOCKING, NOT_CHECKED}]
