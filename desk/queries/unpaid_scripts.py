"""What to say to a buyer with an unpaid order: the scripts of that situation with everything filled in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language

from accounts.models import User
from common.moments import format_moment
from common.money import format_money
from customers.queries.benefits import benefits_of
from desk.models import Script, Situation
from desk.queries.chase import ChaseCard, rule_of, window_of
from desk.rules.scripts import fill, unfilled
from desk.words.asking import name_of

MOST = 3


@dataclass(frozen=True)
class Said:
    """A script with its values in."""

    title: str
    text: str


def said_to(card: ChaseCard, *, agent: User, at: datetime) -> list[Said]:
    """Return the scripts for an unpaid order in the reader's language, those of the buyer's tier first, at most three.

    One that needs something that is not known of this buyer is left out.
    """
    language = "zh-hans" if (get_language() or "").startswith("zh") else "en"
    values = values_of(card, agent=agent, at=at)
    tier = card.buyer.tier if card.buyer is not None else None
    names = {tier.code, str(tier), tier.name} - {""} if tier is not None else set()
    rows = Script.objects.said_in(language).filter(situation=Situation.UNPAID)
    fits = [one for one in rows if (not one.tiers or names & set(one.tiers)) and not unfilled(one.text, values)]
    fits.sort(key=lambda one: not one.tiers)
    return [Said(one.title, fill(one.text, values)) for one in fits[:MOST]]


def values_of(card: ChaseCard, *, agent: User, at: datetime) -> Mapping[str, str]:
    """Return what a script may name of an unpaid order; a field that is not known is absent."""
    shop = card.chase.shop
    tier = card.buyer.tier if card.buyer is not None else None
    order = card.orders[0] if card.orders else None
    benefits = (
        [one.text_zh if (get_language() or "").startswith("zh") else one.text_en for one in benefits_of(tier)] if tier else []
    )
    told = {
        "buyer": name_of(card.chase.buyer_key, card.buyer),
        "shop": shop.name,
        "agent": agent.shown_name,
        "tier": str(tier) if tier else "",
        "benefits": "; ".join(text for text in benefits if text),
        "product": card.products[0] if card.products else "",
        "amount": format_money(card.chase.amount_minor, shop.currency, "exact"),
    }
    if order is not None and order.placed_at is not None:
        told |= {
            "order_no": order.order_no,
            "placed_at": format_moment(order.placed_at, shop.time_zone),
            "pay_by": format_moment(window_of(rule_of(shop)).closes(order.placed_at), shop.time_zone),
            "state": str(order.get_state_display() or ""),
        }
    return {name: text for name, text in told.items() if text}
