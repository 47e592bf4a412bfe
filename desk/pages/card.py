"""The card as a template shows it: everything in words."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from campaigns.queries.offers import offers
from campaigns.rules.pricing import Reason
from campaigns.words.offers import amount, offer_words, terms_words
from customers import words
from customers.queries.forgotten import is_forgotten
from customers.rules.masked import is_masked
from desk.pages.values import said_now
from desk.queries.card import Card
from desk.queries.problems import OPEN_REFUNDS, TO_SHIP
from desk.rules.problems import ship_by
from desk.words import card as say
from orders.models import Order
from orders.states import OrderState, RefundState

MOST_PROBLEMS = 4
_GOOD = {OrderState.COMPLETED, OrderState.SHIPPED}
_CLOSED = {OrderState.CLOSED_UNPAID, OrderState.CLOSED_REFUNDED}


@dataclass(frozen=True)
class OfferLine:
    """One offer on the card: its name, what it gives, what became of it, what to add, its terms, how to reckon with a coupon.

    `used`: how often this buyer used it, where that is limited.
    """

    name: str
    gives: str
    reason: str
    step: str
    terms: str
    claim: str = ""
    used: str = ""


@dataclass(frozen=True)
class OrderRow:
    """One order on the card."""

    row: Order
    tail: str
    what: str
    look: str
    ship_by: Any
    is_in_question: bool
    held: str = ""


def card_page(card: Card, *, agent: str, language: str, asked: dict[str, Any], path: str) -> dict[str, Any]:
    """Return what the template of the card shows. `asked`: the query of the address; `path`: the address without it."""
    currency, zone = card.buyer.shop.currency, card.buyer.shop.time_zone
    open_now = [say.problem_words(one, card.at, currency, zone) for one in card.problems]
    said = said_now(card, agent=agent, language=language)
    return {
        "card": card,
        "buyer": card.buyer,
        "shop": card.buyer.shop,
        "name": words.name_of(card.buyer),
        "is_forgotten": is_forgotten(card.buyer),
        "line": say.first_line(card),
        "first_problem": open_now[0] if open_now else "",
        "problems": open_now[1:MOST_PROBLEMS],
        "why": why_words(card),
        "said": [one for one in said if one.key],
        "more_said": [one for one in said if not one.key],
        "orders": [_order(card, order) for order in card.orders],
        "missing": [words.missing_words(each, currency) for each in card.following.missing] if card.following else [],
        "progress": _progress(card),
        "benefits": [(one, words.benefit_words(one, currency)) for one in card.benefits],
        "interval_days": None if card.buyer.gap_seconds is None else round(card.buyer.gap_seconds / 86_400, 1),
        "masked": is_masked(card.buyer.buyer_key),
        "matches": [(other, words.name_of(other)) for other in card.matches],
        "asked": asked,
        "languages": _languages(language, asked, path),
        "language": language,
    } | _offers(card, asked, path)


def why_words(card: Card) -> str:
    """Say why a buyer stands on their tier."""
    standing, currency = card.standing, card.buyer.shop.currency
    if standing.by_hand:
        return standing.reason
    return words.way_words(standing.way, currency) if standing.way else ""


def offer_lines(card: Card, asked: dict[str, Any], path: str) -> tuple[list[OfferLine], list[OfferLine]]:
    """Return the offers that count and those that do not, in words."""
    campaign = card.offers.campaign
    if campaign is None:
        return [], []
    rows = {str(row.pk): row for row in offers(campaign)}
    found: tuple[list[OfferLine], list[OfferLine]] = ([], [])
    for one in card.offers.standings:
        row, claim = rows[one.rule.key], ""
        if one.outcome.reason is Reason.NOT_HELD:
            held = [*asked.get("coupon", []), one.rule.key]
            claim = f"{path}?{urlencode({**asked, 'coupon': held}, doseq=True)}#offers"
        line = OfferLine(
            one.rule.name,
            offer_words(row, campaign),
            say.reason_words(one, card.offers.names, campaign),
            say.step_words(one, campaign),
            " · ".join(terms_words(row, campaign, with_costs=False)),
            claim,
            say.uses_words(one),
        )
        found[0 if one.counts else 1].append(line)
    return found


def _offers(card: Card, asked: dict[str, Any], path: str) -> dict[str, Any]:
    campaign, priced = card.offers.campaign, card.offers.priced
    counting, others = offer_lines(card, asked, path)
    shown: dict[str, Any] = {"counting": counting, "others": others, "campaign": campaign, "coming": card.offers.coming}
    shown["basket_lines"] = [(card.basket.titles.get(one.sku, one.sku), one.units) for one in card.basket.wanted]
    if campaign is None or priced is None:
        return shown | {"total": "", "saved": "", "step": "", "step_offer": "", "fillers": []}
    step = card.offers.step
    return shown | {
        "total": amount(priced.total_minor, campaign.currency),
        "saved": amount(priced.discount_minor, campaign.currency) if priced.discount_minor else "",
        "step": say.step_words(step, campaign) if step else "",
        "step_offer": step.rule.name if step else "",
        "fillers": [
            (
                one,
                amount(one.price_minor, campaign.currency),
                say.difference_words(one.difference_minor, campaign.currency),
                f"{path}?{urlencode({**asked, 'basket': f'{card.basket.text}, {one.sku}'}, doseq=True)}#offers",
            )
            for one in card.offers.fillers
        ],
    }


def _order(card: Card, order: Order) -> OrderRow:
    lines = [line for line in card.lines.get(order.order_no, []) if not line.is_gift]
    named = [
        f"{line.title or line.sku} × {line.units}" if (line.units or 1) > 1 else str(line.title or line.sku) for line in lines
    ]
    held = card.holds.get(order.order_no, "")
    waits = order.state in TO_SHIP and order.refund_state not in OPEN_REFUNDS and not held
    leaves = ship_by(order.paid_at) if order.paid_at and waits else None
    look = "hold" if held else _look(order)
    return OrderRow(order, say.tail_of(order.order_no), ", ".join(named[:3]), look, leaves, order == card.order, held)


def _look(order: Order) -> str:
    if order.refund_state in OPEN_REFUNDS:
        return "hold"
    if order.refund_state in {RefundState.PARTIAL, RefundState.FULL} or order.state in _CLOSED:
        return "onplan"
    return "done" if order.state in _GOOD else "next"


def _progress(card: Card) -> tuple[int, int] | None:
    """Return how far the money is for the next tier by the cheapest way, in minor units: (reached, needed)."""
    best = card.following.best if card.following else None
    if card.following is None or best is None or not best.spent_minor:
        return None
    needed = card.following.ways[best.way].spent_from_minor or 0
    return max(0, needed - best.spent_minor), needed


def _languages(language: str, asked: dict[str, Any], path: str) -> list[tuple[str, str, bool]]:
    told = (("en", "English"), ("zh-hans", "中文"))
    return [(name, f"{path}?{urlencode({**asked, 'say': code}, doseq=True)}", code == language) for code, name in told]
