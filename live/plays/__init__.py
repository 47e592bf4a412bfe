"""The playbook: the cards that come built in, as data. A house changes them, or adds its own, as rows of `PlayCard`."""

from live.plays.ahead import AHEAD
from live.plays.base import Card, Step
from live.plays.behind import BEHIND

BUILT_IN: tuple[Card, ...] = (*AHEAD, *BEHIND)
BY_CODE = {card.code: card for card in BUILT_IN}

__all__ = ["BUILT_IN", "BY_CODE", "Card", "Step"]
