"""Cards of the playbook that told an effect, and alerts that nobody answered."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from review.rules.lessons.finding import Finding

MANY = 4
ANSWERED = 0.25


@dataclass(frozen=True)
class Played:
    """A card that was taken: its effect on the hours after it as a share, with the 80% interval, and in minor units."""

    number: int
    title: str
    department: str
    share: float
    low: float
    high: float
    minor: int


@dataclass(frozen=True)
class Watched:
    """What one built-in watch told: each incident's worst value, how many anybody acknowledged, and its threshold."""

    code: str
    department: str
    worst: Sequence[float]
    answered: int
    threshold: float


def cards_told(plays: Iterable[Played]) -> list[Finding]:
    """Return the cards whose interval leaves nothing out on one side: what worked, and what did harm (F14).

    >>> asked = Played(4, "Ask old buyers", "operations", 0.12, 0.05, 0.19, 80_000)
    >>> ads = Played(5, "More ads", "operations", 0.02, -0.03, 0.07, 9_000)
    >>> [(one.key, one.kind) for one in cards_told([asked, ads])]
    [('card_worked:4', 'success')]
    """
    found = []
    for one in plays:
        if one.low > 0 or one.high < 0:
            code, kind = ("card_worked", "success") if one.low > 0 else ("card_harmed", "mistake")
            figures = {"title": one.title, "share": one.share, "low": one.low, "high": one.high, "minor": one.minor}
            found.append(Finding(code, str(one.number), one.department, kind, "L5", figures))
    return found


def noisy_watches(watches: Iterable[Watched]) -> list[Finding]:
    """Return the alerts that came four times or more and were mostly ignored: an alert nobody answers is set too tight.

    The threshold proposed is the middle of the worst values: half of these incidents would not have been told.

    >>> refunds = Watched("refunds", "service", [0.16, 0.17, 0.2, 0.18], 0, 0.15)
    >>> held = Watched("held", "warehouse", [2], 0, 1)
    >>> [(one.key, one.change, one.value) for one in noisy_watches([refunds, held])]
    [('alert_ignored:refunds', 'watch:refunds', 0.175)]
    """
    found = []
    for one in watches:
        if len(one.worst) >= MANY and one.answered <= ANSWERED * len(one.worst):
            value = round(median(one.worst), 4)
            figures = {"watch": one.code, "times": len(one.worst), "answered": one.answered, "threshold": one.threshold}
            change = f"watch:{one.code}"
            found.append(
                Finding("alert_ignored", one.code, one.department, "pain", "L3", figures | {"value": value}, change, value)
            )
    return found
