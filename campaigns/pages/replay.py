"""What a replay found, as its page lists it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from campaigns.forms.offer_initial import written_steps
from campaigns.models import Campaign
from campaigns.rules.pricing import Payer
from campaigns.words.baskets import PAYER_WORDS
from campaigns.words.offers import amount, steps_words


@dataclass(frozen=True)
class OfferCost:
    """What one offer came to: in how many baskets, which share of them, its discount, its gifts."""

    name: str
    baskets: int
    share: float
    discount_minor: int
    worth_minor: int
    mean_minor: int


@dataclass(frozen=True)
class StepsLine:
    """Steps with what they come to; `query` carries them into a new offer."""

    words: str
    query: str
    outcome: dict[str, Any]


def offer_costs(found: dict[str, Any]) -> list[OfferCost]:
    """Return the offers by what they cost, the dearest first."""
    count = found["baskets"] or 1
    rows = [
        OfferCost(
            found["names"].get(key, key),
            row["baskets"],
            row["baskets"] / count,
            row["discount_minor"],
            row["worth_minor"],
            row["discount_minor"] // row["baskets"] if row["baskets"] else 0,
        )
        for key, row in found["offers"].items()
    ]
    return sorted(rows, key=lambda row: (-row.discount_minor - row.worth_minor, row.name))


def steps_line(outcome: dict[str, Any], campaign: Campaign) -> StepsLine:
    """Return steps in words with what they come to."""
    steps: Sequence[tuple[int, int]] = [(start, off) for start, off in outcome["steps"]]
    return StepsLine(steps_words(steps, campaign.currency), written_steps(steps), outcome)


def payers_of(found: dict[str, Any], campaign: Campaign) -> list[tuple[str, str]]:
    """Return (payer, amount) of those who pay anything."""
    payers = found["payers"].items()
    return [(str(PAYER_WORDS[Payer(payer)]), amount(minor, campaign.currency)) for payer, minor in payers if minor]
