"""The ladder of a shop: its tiers from the lowest to the highest, and where a buyer stands on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from customers.rules.tiers.way import Facts, Way


@dataclass(frozen=True)
class Step:
    """One tier: any of its ways is enough. Without a way it is for whoever paid for an order."""

    name: str
    ways: tuple[Way, ...] = ()

    @property
    def tried(self) -> tuple[Way, ...]:
        """The ways to try: one that asks for nothing when there is none."""
        return self.ways or (Way(),)


@dataclass(frozen=True)
class Verdict:
    """Where a buyer stands: which step of the ladder, by which of its ways; both count from 0."""

    step: int
    way: int


def decide(ladder: Sequence[Step], facts: Facts, at: datetime) -> Verdict | None:
    """Return the highest step of which a way holds, and the first such way; None for who stands on none.

    `ladder` goes from the lowest step to the highest.

    >>> from datetime import UTC, datetime
    >>> from customers.rules.tiers.way import Sums
    >>> at = datetime(2026, 11, 30, tzinfo=UTC)
    >>> ladder = [Step("new"), Step("gold", (Way(orders_from=9), Way(spent_from_minor=100_00)))]
    >>> decide(ladder, Facts(Sums(1, 50_00), at), at), decide(ladder, Facts(Sums(1, 150_00), at), at)
    (Verdict(step=0, way=0), Verdict(step=1, way=1))
    >>> decide(ladder, Facts(), at) is None
    True
    """
    for step in reversed(range(len(ladder))):
        for way, tried in enumerate(ladder[step].tried):
            if tried.holds(facts, at):
                return Verdict(step, way)
    return None
