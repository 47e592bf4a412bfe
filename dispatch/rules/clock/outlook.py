"""Whether the present speed gets everything out in time: first due, first shipped, what is late already before the rest.

Not an opinion about single parcels: the queue is taken as a line in which each order stands at a place, and leaves when the
warehouse has shipped so many. Then exactly those miss that stand further back than what is shipped by their hour.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from common.windows import SLOTS_PER_HOUR
from dispatch.rules.clock.hours import Hours
from dispatch.rules.clock.penalty import Penalty
from dispatch.rules.clock.speed import Speed

WITHIN_HOURS = (4, 12, 24)


@dataclass(frozen=True)
class Group:
    """Orders that fall due in one slot; `amount` minor units together."""

    due: int
    orders: int
    amount: int = 0


@dataclass(frozen=True)
class Outlook:
    """What stands at slot `now`. `within`: orders due in the next 4, 12, 24 hours, each including the shorter ones.

    `needed`: orders an hour of work from now on so that nothing more is late, None where nothing is due; `needed_by`: the slot
    that asks for it. `hopeless`: due before anybody works again. With the speed seen: `misses` (mean, at the high speed, at the
    low), their `risk` in minor units (None: penalty not told), `breaks_at` the first slot whose orders miss,
    `clears_at` when everything is out (mean, earliest, latest; slots with fractions, None: not in 60 days). All None without
    a speed.
    """

    now: int
    open: int
    overdue: int
    overdue_amount: int
    within: tuple[int, int, int]
    needed: float | None
    needed_by: int | None
    hopeless: int
    misses: tuple[int, int, int] | None
    risk: int | None
    overdue_risk: int | None
    breaks_at: int | None
    clears_at: tuple[float | None, float | None, float | None] | None

    @property
    def gets_there(self) -> bool | None:
        """Whether nothing more is late at the present speed; None: cannot tell."""
        return None if self.misses is None else self.misses[0] == 0


def look_out(groups: Iterable[Group], *, now: int, hours: Hours, speed: Speed | None, penalty: Penalty | None = None) -> Outlook:
    """Return the outlook of a warehouse at the beginning of slot `now`.

    >>> queue = [Group(-1, 5), Group(6, 10), Group(12, 10)]
    >>> seen = look_out(queue, now=0, hours=Hours(), speed=Speed(12.0, 10.0, 14.0, 6))
    >>> seen.overdue, seen.within, seen.needed, seen.misses, seen.breaks_at, seen.clears_at[0]
    (5, (20, 20, 20), 15.0, (4, 1, 10), 6, 12.5)
    """
    terms = penalty or Penalty()
    queue = sorted(groups, key=lambda group: group.due)
    late = [group for group in queue if group.due <= now]
    ahead = [group for group in queue if group.due > now]
    overdue = sum(group.orders for group in late)
    amount = sum(group.amount for group in late)
    needed, needed_by, hopeless = _needed(ahead, overdue, now, hours)
    misses = risk = breaks_at = clears_at = None
    if speed is not None:
        mean, best, worst = (_missing(ahead, overdue, now, hours, each) for each in (speed.mean, speed.high, speed.low))
        misses = (sum(mean), sum(best), sum(worst))
        risk = _risk(ahead, mean, terms)
        breaks_at = next((group.due for group, missed in zip(ahead, mean, strict=True) if missed), None)
        whole = sum(group.orders for group in queue)
        clears = [hours.after(now, whole / each) if each > 0 else None for each in (speed.mean, speed.high, speed.low)]
        clears_at = (clears[0], clears[1], clears[2]) if whole else (float(now),) * 3
    four, twelve, day = (
        sum(group.orders for group in ahead if group.due <= now + width * SLOTS_PER_HOUR) for width in WITHIN_HOURS
    )
    return Outlook(
        now=now,
        open=sum(group.orders for group in queue),
        overdue=overdue,
        overdue_amount=amount,
        within=(four, twelve, day),
        needed=needed,
        needed_by=needed_by,
        hopeless=hopeless,
        misses=misses,
        risk=risk,
        overdue_risk=sum(terms.of(group.amount, group.orders) or 0 for group in late) if terms.is_known else None,
        breaks_at=breaks_at,
        clears_at=clears_at,
    )


def _needed(ahead: Sequence[Group], overdue: int, now: int, hours: Hours) -> tuple[float | None, int | None, int]:
    """Return the least steady speed that makes all deadlines that can be made, which of them asks for it, and the hopeless."""
    most, by, hopeless, place = 0.0, None, 0, overdue
    for group in ahead:
        left = hours.between(now, group.due)
        if not left:
            hopeless += group.orders
        place += group.orders
        if left and place / left > most:
            most, by = place / left, group.due
    return (most, by, hopeless) if by is not None else (None, None, hopeless)


def _missing(ahead: Sequence[Group], overdue: int, now: int, hours: Hours, speed: float) -> list[int]:
    """Return how many of each group are late: those who stand further back than what is shipped when they are due."""
    place, missing = overdue, []
    for group in ahead:
        shipped = speed * hours.between(now, group.due)
        reached = min(group.orders, max(0, int(shipped + 1e-9) - place))
        missing.append(group.orders - reached)
        place += group.orders
    return missing


def _risk(ahead: Sequence[Group], missing: Sequence[int], terms: Penalty) -> int | None:
    if not terms.is_known:
        return None
    return sum(
        terms.of(round(group.amount * missed / group.orders), missed) or 0
        for group, missed in zip(ahead, missing, strict=True)
        if missed
    )
