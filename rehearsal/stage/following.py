"""What the program did about the troubles of a copy: incidents, cards, messages. The one place that knows which parts it has."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from rehearsal.rules.score import Followed
from rehearsal.stage.receiver import Message


def prepare(*, campaign_id: int, address: str) -> None:
    """Let the copy send its messages to the receiver at `address` in place of every real channel."""


def followed(*, campaign_id: int, starts_at: datetime, messages: Sequence[Message]) -> Followed:
    """Return what followed, in minutes since the start of the sale."""
    told: list[dict[str, Any]] = [{"minute": int((one.at - starts_at).total_seconds()) // 60, **one.told()} for one in messages]
    return Followed(messages=told)
