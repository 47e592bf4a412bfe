"""What can be played in a sale now: its board, its causes, the cards that they open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from campaigns.models import Campaign
from live.plays import Card
from live.queries.plays import OpenCard, cards, open_cards
from live.queries.shown import BoardState, board_state
from live.queries.why import Why, why_of_board
from live.rules.plays.effect import Prior


@dataclass(frozen=True)
class Hand:
    """One sale at one moment. `why` is None before a board was counted; `opened` the open cards, the next one first."""

    campaign: Campaign
    state: BoardState
    why: Why | None
    opened: Sequence[OpenCard]
    at: datetime

    @property
    def is_running(self) -> bool:
        """Whether the sale runs."""
        return self.state.starts_at <= self.at < self.state.ends_at

    @property
    def is_blind(self) -> bool:
        """Whether the data are missing or too old to act on."""
        return self.why is None or self.state.age(at=self.at).level in {"stale", "none"}

    def chosen(self, card: Card) -> OpenCard:
        """Return a card with what opened it; one that is shut with the diagnosis of the hours it looks at."""
        if self.why is None:
            raise ValueError("Without a board there is no diagnosis.")
        found = next((each for each in self.opened if each.card.code == card.code), None)
        return found or OpenCard(card, self.why.last(card.when.hours), Prior())


def hand_of(*, campaign_id: int, at: datetime) -> Hand | None:
    """Return what can be played; None when there is no such campaign.

    No card is open before the sale, after it, before a board was counted, or on data too old to act on.
    """
    campaign = Campaign.objects.filter(pk=campaign_id).first()
    state = board_state(campaign_id=campaign_id)
    if campaign is None or state is None:
        return None
    shut = Hand(campaign, state, why_of_board(state=state), (), at)
    if shut.why is None or shut.is_blind or not shut.is_running:
        return shut
    return Hand(campaign, state, shut.why, open_cards(why=shut.why, campaign=campaign), at)


def card_of(*, code: str, currency: str) -> Card | None:
    """Return the card of a code that is in use; None for another."""
    return next((card for card in cards(currency=currency) if card.code == code and card.is_active), None)
