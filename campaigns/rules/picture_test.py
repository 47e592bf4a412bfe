"""Which picture won, said only when the numbers allow it at whatever moment somebody looks (playbook P11).

People look at a running test every hour and stop when they like what they see; a test made for one look at the end would then
name a false winner far more often than it says. So each pair of pictures is judged by an e-value that may be looked at at any
time. For one picture with `hits` in `shown` the mixture of all click rates under Beta(1, 19) over the likelihood of the true
rate is a martingale that starts at 1 (Ville 1939, Robbins 1970); for two independent pictures so is the product. Over all
rates at which A is not better than B that product is smallest at the most likely of them, which is the pooled rate when A looks
better: `log_evidence`. By Ville's inequality it ever reaches 1/a with a chance of a at most, however often one looks.

With k pictures one is named the winner when its evidence against every other one reaches k / ERROR. A wrong name needs the
evidence of some picture against a truly best one (k - 1 chances, one more where two are equally best), so by Bonferroni a
picture that is not truly the best alone is ever named with a chance of ERROR at most: ever, not for each look. That holds for
pictures shown side by side whose impressions do not depend on each other; one person who sees a picture ten times is one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, lgamma, log, sqrt

ERROR = 0.05
PRIOR_HITS, PRIOR_MISSES = 1, 19
"""What is thought of a picture before it was shown: clicked once in twenty times. It costs power when wrong, never safety."""
Z_95 = 1.959963984540054
MOST_IMPRESSIONS = 20_000_000


@dataclass(frozen=True)
class Arm:
    """One picture's counts: `hits` (clicks, or orders) in `shown` (impressions, or clicks); 0 <= hits <= shown."""

    shown: int
    hits: int

    @property
    def rate(self) -> float:
        """Hits per showing; 0 before it was shown."""
        return self.hits / self.shown if self.shown else 0.0


@dataclass(frozen=True)
class Verdict:
    """What a test says. Numbers are places in the list of pictures.

    `leader` has the highest rate, None while nothing was shown. `winner` is the leader when the numbers allow to name it.
    `beaten` are the pictures the leader is shown to be better than. `missing` is about how many more impressions each picture
    still in the race and shown before needs if the rates stay as they are; None when nobody could say (equal rates, or more than
    anybody has).
    """

    leader: int | None
    winner: int | None
    beaten: tuple[int, ...]
    missing: int | None


def wilson(hits: int, shown: int) -> tuple[float, float]:
    """Return the 95% interval of a rate after Wilson (1927), within 0 and 1; (0, 1) before anything was shown.

    >>> tuple(round(bound, 4) for bound in wilson(50, 1000))
    (0.0381, 0.0653)
    """
    if not shown:
        return 0.0, 1.0
    rate, spread = hits / shown, Z_95 * Z_95 / shown
    middle = (rate + spread / 2) / (1 + spread)
    half = Z_95 * sqrt(rate * (1 - rate) / shown + spread / (4 * shown)) / (1 + spread)
    return max(0.0, middle - half), min(1.0, middle + half)


def log_evidence(a: Arm, b: Arm) -> float:
    """Return the natural logarithm of the evidence that A's true rate is above B's; at most 0 when it does not look so.

    >>> round(log_evidence(Arm(10_000, 700), Arm(10_000, 500)), 1)
    11.2
    >>> log_evidence(Arm(10_000, 500), Arm(10_000, 700)) < 0
    True
    """
    if a.rate > b.rate:
        pooled = (a.hits + b.hits) / (a.shown + b.shown)
        best = _log_likelihood(a, pooled) + _log_likelihood(b, pooled)
    else:
        best = _log_likelihood(a, a.rate) + _log_likelihood(b, b.rate)
    return _log_mixture(a) + _log_mixture(b) - best


def needed_evidence(pictures: int) -> float:
    """Return the logarithm that evidence must reach when so many pictures are compared."""
    return log(max(2, pictures) / ERROR)


def judge(arms: Sequence[Arm]) -> Verdict:
    """Return what the numbers of pictures shown side by side say; pictures not shown yet count as rivals too.

    >>> judge([Arm(20_000, 1000), Arm(20_000, 1400), Arm(20_000, 900)])
    Verdict(leader=1, winner=1, beaten=(0, 2), missing=0)
    >>> judge([Arm(2_000, 100), Arm(2_000, 120)]).winner is None
    True
    """
    leader, beaten = leader_of(arms)
    if leader is None:
        return Verdict(None, None, (), None)
    needed = needed_evidence(len(arms))
    left = [arm for place, arm in enumerate(arms) if place != leader and place not in beaten]
    if not left:
        return Verdict(leader, leader if beaten else None, beaten, 0 if beaten else None)
    wanted = [_missing(arms[leader], rival, needed) for rival in left if rival.shown]
    if not wanted:
        return Verdict(leader, None, beaten, None)
    return Verdict(leader, None, beaten, None if None in wanted else max(more for more in wanted if more is not None))


def leader_of(arms: Sequence[Arm]) -> tuple[int | None, tuple[int, ...]]:
    """Return the picture with the highest rate (None while nothing was shown) and those it is shown to be better than.

    >>> leader_of([Arm(20_000, 1000), Arm(20_000, 1400), Arm(0, 0)])
    (1, (0,))
    """
    shown = [place for place, arm in enumerate(arms) if arm.shown]
    if not shown:
        return None, ()
    leader = max(shown, key=lambda place: (arms[place].rate, arms[place].shown, -place))
    needed = needed_evidence(len(arms))
    rivals = (place for place in range(len(arms)) if place != leader)
    return leader, tuple(place for place in rivals if log_evidence(arms[leader], arms[place]) >= needed)


def is_shown_better(a: Arm, b: Arm, pictures: int) -> bool:
    """Tell whether A is shown to be better than B among so many pictures."""
    return log_evidence(a, b) >= needed_evidence(pictures)


def _missing(leader: Arm, rival: Arm, needed: float) -> int | None:
    """Return how many more impressions of each would part the two at their present rates, in two figures; None for too many.

    The rates are those the prior expects after what was seen, so that a picture without a click yet is not taken for a zero.
    """
    ahead, behind = _expected(leader), _expected(rival)
    if ahead <= behind:
        return None

    def is_enough(more: int) -> bool:
        one = Arm(leader.shown + more, leader.hits + round(more * ahead))
        other = Arm(rival.shown + more, rival.hits + round(more * behind))
        return log_evidence(one, other) >= needed

    low, high = 0, 128
    while not is_enough(high):
        low, high = high, high * 2
        if high > MOST_IMPRESSIONS:
            return None
    while high - low > max(1, high // 200):
        middle = (low + high) // 2
        low, high = (low, middle) if is_enough(middle) else (middle, high)
    step: int = 10 ** max(0, len(str(high)) - 2)
    return -(-high // step) * step


def _expected(arm: Arm) -> float:
    return (arm.hits + PRIOR_HITS) / (arm.shown + PRIOR_HITS + PRIOR_MISSES)


def _log_mixture(arm: Arm) -> float:
    return _log_beta(PRIOR_HITS + arm.hits, PRIOR_MISSES + arm.shown - arm.hits) - _log_beta(PRIOR_HITS, PRIOR_MISSES)


def _log_beta(a: float, b: float) -> float:
    return lgamma(a) + lgamma(b) - lgamma(a + b)


def _log_likelihood(arm: Arm, rate: float) -> float:
    """Return the logarithm of the chance of these counts, in one order, at a rate; a count that cannot be gives -inf."""
    misses = arm.shown - arm.hits
    hit = arm.hits * log(rate) if arm.hits and rate else -inf if arm.hits else 0.0
    miss = misses * log(1 - rate) if misses and rate < 1 else -inf if misses else 0.0
    return hit + miss
