"""The sentences of the card for programs: the same as on the page."""

from typing import Any

from common.money import exponent_of, from_minor
from customers import words
from desk.pages.card import offer_lines, why_words
from desk.queries.card import Card
from desk.words import card as say


def card_words(card: Card) -> dict[str, Any]:
    """Return first line, reason of the tier, benefits, what is open, and the offers that count before those that do not."""
    shop = card.buyer.shop
    exponent = exponent_of(shop.currency)
    saved = {one.rule.name: one.outcome.discount_minor for one in card.offers.standings}
    counting, others = offer_lines(card, {}, "")
    is_priced = card.offers.priced is not None
    return {
        "headline": say.first_line(card),
        "why": why_words(card),
        "benefits": [words.benefit_words(one, shop.currency) for one in card.benefits],
        "problems": [
            {
                "kind": str(one.kind),
                "order_no": one.order_no,
                "amount": None if one.amount_minor is None else f"{from_minor(one.amount_minor, exponent)}",
                "words": say.problem_words(one, card.at, shop.currency, shop.time_zone),
            }
            for one in card.problems
        ],
        "offers": [
            {
                "name": line.name,
                "counts": counts,
                "gives": line.gives,
                "reason": line.reason,
                "saves": f"{from_minor(saved[line.name], exponent)}" if is_priced else None,
                "next_step": line.step,
                "used": line.used,
            }
            for counts, lines in ((True, counting), (False, others))
            for line in lines
        ],
    }
