"""How fast messages may go: a bucket for each bot, and how long to wait after a failure."""

from dataclasses import dataclass

MOST_A_MINUTE = 20  # what the bots of DingTalk, Feishu and WeCom take before they go silent
BURST = 5
REFILL_A_SECOND = (MOST_A_MINUTE - BURST) / 60
BLOCKED_SECONDS = 600  # a bot that was rung too often answers nobody for ten minutes
MOST_ATTEMPTS = 6
FIRST_WAIT, LONGEST_WAIT = 30.0, 1_800.0


@dataclass(frozen=True)
class Bucket:
    """Messages that may go at once, as counted at a moment in seconds.

    Burst and refill together make twenty, so that no minute, wherever it begins, holds more.
    """

    tokens: float = float(BURST)
    filled: float = 0.0


def take(bucket: Bucket, *, at: float) -> Bucket | None:
    """Return the bucket less one message, filled up to the moment; None when none may go now.

    >>> bucket, sent = Bucket(), 0
    >>> while (left := take(bucket, at=0)) is not None:
    ...     bucket, sent = left, sent + 1
    >>> sent, take(bucket, at=3) is None, take(bucket, at=4) is None
    (5, True, False)
    """
    passed = max(0.0, at - bucket.filled)
    tokens = min(float(BURST), bucket.tokens + passed * REFILL_A_SECOND)
    if tokens < 1:
        return None
    return Bucket(tokens - 1, max(at, bucket.filled))


def wait_after(attempt: int, *, dice: float) -> float:
    """Return the seconds to wait after the attempt (1 is the first): doubling, half of it by chance (`dice`, 0 to 1).

    >>> [wait_after(attempt, dice=1.0) for attempt in (1, 2, 3, 20)], wait_after(1, dice=0.0)
    ([30.0, 60.0, 120.0, 1800.0], 15.0)
    """
    whole = min(LONGEST_WAIT, FIRST_WAIT * 2 ** (min(attempt, 30) - 1))
    return float(whole * (0.5 + dice / 2))
