"""The offers of a sale as the page lists them: by level, each in words, with what is doubtful about it."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign, Offer
from campaigns.offer_initial import slug_of
from campaigns.offer_kinds import KindCard, kind_card
from campaigns.offer_sentences import offer_words, problem_words, terms_words
from campaigns.queries.offers import draft_of, offers, scoped_products
from campaigns.rules.offers import warnings
from campaigns.rules.pricing.offers import LEVELS, Kind, Level

LEVEL_WORDS: dict[Level, Any] = {
    Level.PIECE: _("On the pieces"),
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


def levels_of(campaign: Campaign) -> list[OfferLevel]:
    """Return the offers by level in the order of application; a level without offers is left out."""
    products = scoped_products(campaign)
    titles = {product.sku: product.title for product in products if product.title}
    levels = {level: OfferLevel(words) for level, words in LEVEL_WORDS.items()}
    for offer in offers(campaign):
        doubts = [problem_words(problem, campaign) for problem in warnings(draft_of(offer), products)]
        words, terms = offer_words(offer, campaign, titles=titles), terms_words(offer, campaign)
        levels[LEVELS[Kind(offer.kind)]].lines.append(OfferLine(offer, kind_card(slug_of(offer)), words, terms, doubts))
    order = list(Kind)
    for level in levels.values():
        level.lines.sort(key=lambda line: (-line.offer.priority, order.index(Kind(line.offer.kind)), line.offer.pk))
    return [level for level in levels.values() if level.lines]
