"""What reaching out brought: those reached out to against those left out at random, all of them, whether reached or not.

Intention to treat: the draw is compared, never who happened to be spoken to. The difference of two shares has Newcombe's
interval (hybrid score, method 10 of Newcombe 1998) out of Wilson's; money has Welch's. Few say little, and it says so.
"""

from dataclasses import dataclass
from math import sqrt

Z = 1.959_963_984_540_054
LEAST = 20
"""Below so many in an arm nothing is said of the difference."""


@dataclass(frozen=True)
class Arm:
    """One arm of the draw: how many, how many of them paid, what they paid in minor units and the squares of that."""

    count: int
    paid: int
    money_minor: int = 0
    squares: float = 0.0

    @property
    def share(self) -> float | None:
        """Those who paid; None of nobody."""
        return self.paid / self.count if self.count else None


@dataclass(frozen=True)
class Effect:
    """The difference in shares with its interval of 95%, and what it came to in money over all who were reached out to.

    `low`, `high` are None where an arm is empty. `is_enough`: both arms hold at least LEAST. Money in minor units.
    """

    reached: Arm
    held: Arm
    difference: float | None
    low: float | None
    high: float | None
    money_minor: float | None
    money_low: float | None
    money_high: float | None

    @property
    def is_enough(self) -> bool:
        """Whether there are enough to say anything."""
        return min(self.reached.count, self.held.count) >= LEAST

    @property
    def verdict(self) -> str:
        """One word: few, more, less, or unclear (the interval holds zero)."""
        if not self.is_enough or self.low is None or self.high is None:
            return "few"
        return "more" if self.low > 0 else "less" if self.high < 0 else "unclear"


def wilson(paid: int, count: int, z: float = Z) -> tuple[float, float]:
    """Return Wilson's interval of a share. Raises ZeroDivisionError for a count of 0.

    >>> tuple(round(end, 3) for end in wilson(5, 10))
    (0.237, 0.763)
    >>> tuple(round(end, 3) for end in wilson(0, 10))
    (0.0, 0.278)
    """
    share, z2 = paid / count, z * z
    middle = (share + z2 / (2 * count)) / (1 + z2 / count)
    half = z / (1 + z2 / count) * sqrt(share * (1 - share) / count + z2 / (4 * count * count))
    return max(0.0, middle - half), min(1.0, middle + half)


def newcombe(reached: Arm, held: Arm, z: float = Z) -> tuple[float, float]:
    """Return the interval of reached share less held share.

    Newcombe's own example, 56 of 70 against 48 of 80:

    >>> tuple(round(end, 4) for end in newcombe(Arm(70, 56), Arm(80, 48)))
    (0.0524, 0.3339)
    """
    one, two = reached.paid / reached.count, held.paid / held.count
    (low1, high1), (low2, high2) = wilson(reached.paid, reached.count, z), wilson(held.paid, held.count, z)
    low = one - two - sqrt((one - low1) ** 2 + (high2 - two) ** 2)
    high = one - two + sqrt((high1 - one) ** 2 + (two - low2) ** 2)
    return max(-1.0, low), min(1.0, high)


def effect_of(reached: Arm, held: Arm) -> Effect:
    """Return what reaching out brought.

    >>> effect = effect_of(Arm(900, 450, 450_000, 450 * 1_000.0**2), Arm(100, 30, 30_000, 30 * 1_000.0**2))
    >>> round(effect.difference, 2), effect.money_minor, effect.verdict
    (0.2, 180000.0, 'more')
    >>> effect_of(Arm(5, 5), Arm(0, 0)).verdict
    'few'
    """
    if not reached.count or not held.count:
        return Effect(reached, held, None, None, None, None, None, None)
    low, high = newcombe(reached, held)
    difference = reached.paid / reached.count - held.paid / held.count
    each = reached.money_minor / reached.count - held.money_minor / held.count
    half = Z * sqrt(_variance(reached) / reached.count + _variance(held) / held.count)
    total, spread = each * reached.count, half * reached.count
    return Effect(reached, held, difference, low, high, total, total - spread, total + spread)


def _variance(arm: Arm) -> float:
    if arm.count < 2:
        return 0.0
    mean = arm.money_minor / arm.count
    return max(0.0, (arm.squares - arm.count * mean * mean) / (arm.count - 1))
