"""The offers of a sale as the page lists them: by level, each in words, with what is doubtful about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from campaigns.forms.offer_initial import slug_of
from campaigns.models import Campaign, Offer
from campaigns.queries.offers import draft_of, offers, scoped_products
from campaigns.rules.offers import warnings
from campaigns.rules.pricing import Outcome, PricedBasket
from campaigns.rules.pricing.offers import LEVELS, Kind, Level
from campaigns.words.baskets import next_words, outcome_words, shares_words
from campaigns.words.offer_kinds import KindCard, kind_card
from campaigns.words.offers import offer_words, problem_words, terms_words

LEVEL_WORDS: dict[Level, Any] = {
    Level.PIECE: _("On the pieces"),
    Level.SET: _("On sets of pieces"),
    Level.ORDER: _("On the order"),
    Level.PLATFORM: _("Of the platform, after all of the shop"),
    Level.EXTRA: _("Gifts and freight"),
}


@dataclass(frozen=True)
class OfferLine:
    """One offer in words."""

    offer: Offer
    kind: KindCard
    words: str
    terms: list[str]
    warnings: list[str]


@dataclass(frozen=True)
class OfferLevel:
    """The offers whose turn comes together, in their order."""

    words: Any
    lines: list[OfferLine] = field(default_factory=list)


def levels_of(campaign: Campaign, *, with_costs: bool) -> list[OfferLevel]:
    """Return the offers by level in the order of application; a level without offers is left out.

    Without costs it is not said who pays an offer, nor how much is set aside for it.
    """
    products = scoped_products(campaign)
    titles = {product.sku: product.title for product in products if product.title}
    levels = {level: OfferLevel(words) for level, words in LEVEL_WORDS.items()}
    for offer in offers(campaign):
        doubts = [
            problem_words(problem, campaign)
            for problem in warnings(draft_of(offer), products)
            if with_costs or problem.field != "budget_minor"
        ]
        words, terms = offer_words(offer, campaign, titles=titles), terms_words(offer, campaign, with_costs=with_costs)
        levels[LEVELS[Kind(offer.kind)]].lines.append(OfferLine(offer, kind_card(slug_of(offer)), words, terms, doubts))
    order = list(Kind)
    for level in levels.values():
        level.lines.sort(key=lambda line: (-line.offer.priority, order.index(Kind(line.offer.kind)), line.offer.pk))
    return [level for level in levels.values() if level.lines]


@dataclass(frozen=True)
class OutcomeLine:
    """What became of one offer in a basket, in words."""

    outcome: Outcome
    name: str
    words: str
    missing: str
    payers: str


def outcome_lines(priced: PricedBasket, names: Mapping[str, str], campaign: Campaign) -> list[OutcomeLine]:
    """Return every offer with its reason, those that were applied first; `names` are the names of the offers by key."""
    found = [
        OutcomeLine(
            outcome,
            names[outcome.offer],
            outcome_words(outcome, names, campaign),
            next_words(outcome.next_step, campaign),
            shares_words([*outcome.shares, *outcome.worth_shares], campaign),
        )
        for outcome in priced.outcomes
    ]
    return sorted(found, key=lambda line: not line.outcome.applied)
