"""The values of the fields of scripts for one card, in the language of the script."""

from django.utils import translation
from django.utils.translation import gettext as _

from campaigns.words.offers import amount
from common.contacts import is_hash
from common.moments import format_moment
from common.money import format_money
from common.prepared import Prepared
from customers import words
from customers.models import Benefit
from customers.rules.masked import is_masked
from desk.models import Script
from desk.queries.card import Card
from desk.queries.offers import OfferStanding
from desk.queries.problems import OPEN_REFUNDS, TO_SHIP, is_unpaid
from desk.rules.choosing import Said, Text, choose, situations_now
from desk.rules.problems import ship_by
from desk.words.card import reason_words, tail_of
from orders.models import Order

_SAID_IN = Prepared(lambda language: Script.objects.all().said_in(language), str)


def said_now(card: Card, *, agent: str, language: str) -> list[Said]:
    """Return what may be said to this buyer now, in a language, the most urgent first; the first nine have keys.

    Nothing where the buyer was forgotten: nobody is on the line.
    """
    if words.is_forgotten(card.buyer):
        return []
    texts = [Text(one.pk, one.title, one.situation, one.text, tuple(one.tiers)) for one in _SAID_IN.ask(language)]
    with translation.override(language):
        return choose(texts, _situations(card), _tier_names(card), values_of(card, agent=agent, language=language))


def values_of(card: Card, *, agent: str, language: str) -> dict[str, str]:
    """Return the value of each field that is known now, in the language that is active."""
    found = _of_buyer(card, agent, language) | _of_order(card) | _of_offers(card)
    return {name: text for name, text in found.items() if text}


def _of_buyer(card: Card, agent: str, language: str) -> dict[str, str]:
    key, currency, best = card.buyer.buyer_key, card.buyer.shop.currency, card.following.best if card.following else None
    is_name = not (is_hash(key) or is_masked(key))
    return {
        "buyer": key if is_name else "",
        "shop": card.buyer.shop.name,
        "agent": agent,
        "tier": str(card.standing.tier or ""),
        "next_tier": str(card.following.tier) if card.following else "",
        "missing": words.missing_words(best, currency) if best else "",
        "benefits": _(", ").join(_benefit(one, currency, language) for one in card.benefits),
        "product": card.title,
        "substitute": next((one.substitute for one in card.sold_out if one.substitute), ""),
    }


def _benefit(benefit: Benefit, currency: str, language: str) -> str:
    """Return what the agent says of a benefit: the shop's own text where it has one."""
    own = benefit.text_zh if language.startswith("zh") else benefit.text_en
    return own.rstrip(".。") or words.benefit_words(benefit, currency)


def _of_order(card: Card) -> dict[str, str]:
    order, zone, currency = card.order, card.buyer.shop.time_zone, card.buyer.shop.currency
    if order is None:
        return {}
    asked = (order.refund_minor or order.total_minor) if order.refund_state in OPEN_REFUNDS else None
    leaves = ship_by(order.paid_at) if _may_leave(card, order) and order.paid_at and card.at < ship_by(order.paid_at) else None
    return {
        "order_no": tail_of(order.order_no),
        "amount": format_money(order.total_minor, currency, "exact"),
        "placed_at": format_moment(order.placed_at, zone),
        "state": str(order.get_state_display()) if order.state is not None else "",
        "ship_by": format_moment(leaves, zone),
        "shipped_at": format_moment(order.shipped_at, zone),
        "refund": format_money(asked, currency, "exact"),
    }


def _of_offers(card: Card) -> dict[str, str]:
    offers = card.offers
    if offers.campaign is None or offers.priced is None:
        return {}
    currency, found = offers.campaign.currency, {"total": amount(offers.priced.total_minor, offers.campaign.currency)}
    applied = [one for one in offers.standings if one.outcome.applied and one.outcome.discount_minor]
    if applied:
        found["offer"] = _(", ").join(one.rule.name for one in applied)
        found["saving"] = amount(offers.priced.discount_minor, currency)
    if offers.step is not None and (step := offers.step.outcome.next_step):
        found["step"] = amount(step.missing_minor, currency)
        found["step_saves"] = amount(step.saves_minor, currency)
    refused = refused_offer(card)
    if refused is not None:
        found["not_offer"] = refused.rule.name
        found["reason"] = reason_words(refused, offers.names, offers.campaign).rstrip(".。")
    return found


def refused_offer(card: Card) -> OfferStanding | None:
    """Return the offer of which a buyer most likely asks why it does not count: that with the nearest step, else the first."""
    if card.offers.priced is None:
        return None
    if card.offers.step is not None and not card.offers.step.counts:
        return card.offers.step
    return next(iter(card.offers.others), None)


def _situations(card: Card) -> tuple[str, ...]:
    order, best = card.order, card.following.best if card.following else None
    return situations_now(
        refund=order is not None and order.refund_state in OPEN_REFUNDS,
        unpaid=order is not None and is_unpaid(order),
        on_its_way=order is not None and (_may_leave(card, order) or order.shipped_at is not None) and order.completed_at is None,
        not_applied=refused_offer(card) is not None,
        basket=card.offers.priced is not None,
        sold_out=bool(card.sold_out),
        near_next=best is not None and card.standing.tier is not None,  # the first order leads to the lowest tier by itself
    )


def _may_leave(card: Card, order: Order) -> bool:
    """Tell whether an order waits in a warehouse and nothing holds it: of what is held no day is promised."""
    return order.state in TO_SHIP and order.order_no not in card.holds


def _tier_names(card: Card) -> list[str]:
    tier = card.standing.tier
    return [] if tier is None else [name for name in (tier.code, tier.name, str(tier)) if name]
