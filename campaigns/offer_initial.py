"""What the form of an offer shows before anybody typed: a new one of a kind, or an offer as it stands."""

from decimal import Decimal
from typing import Any

from campaigns.forms.fields import percent, written
from campaigns.forms.offers import LOYAL
from campaigns.models import Campaign, Offer, OfferKind
from campaigns.rules.offers import PLAYBOOK_STEPS
from common.money import exponent_of, from_minor
from common.windows import slot_start


def slug_of(offer: Offer) -> str:
    """Return under which form an offer is edited: its kind, or the one for loyal buyers."""
    return LOYAL if offer.kind == OfferKind.PERCENT_OFF and offer.buyer_tiers else offer.kind


def of_new(slug: str) -> dict[str, Any]:
    """Propose a new offer of a kind: paid by the shop, beside other offers, at the sale's own time."""
    shown: dict[str, Any] = {"stacks": True, "shop_share": "100", "priority": 0, "group_choice": "best"}
    if slug in {OfferKind.SPEND_AND_SAVE, OfferKind.PLATFORM, OfferKind.GIFT, OfferKind.FREE_SHIPPING, OfferKind.COUPON}:
        shown["measured_on"] = "remaining"
    if slug == OfferKind.BUY_GET:
        shown |= {"percent": "100", "buy_units": 2, "get_units": 1}
    if slug == OfferKind.GIFT:
        shown["gift_units"] = 1
    if slug == OfferKind.COUPON:
        shown["limit_per_buyer"] = 1
    if slug == OfferKind.PLATFORM:
        shown |= {"step_1_from": "300", "step_1_off": "50", "repeats": True, "shop_share": "100", "platform_share": "0"}
    return shown


def playbook_steps() -> dict[str, str]:
    """Return the ready-made steps of playbook P6 as they are typed."""
    shown = {}
    for row, (start, off) in enumerate(PLAYBOOK_STEPS, 1):
        shown[f"step_{row}_from"], shown[f"step_{row}_off"] = str(start), str(off)
    return shown


def of_offer(offer: Offer, campaign: Campaign) -> dict[str, Any]:
    """Show an offer as it stands."""
    exponent = exponent_of(campaign.currency)

    def money(minor: int | None) -> str:
        return "" if minor is None else f"{from_minor(minor, exponent):,}".removesuffix("." + "0" * exponent)

    shown: dict[str, Any] = {
        name: getattr(offer, name)
        for name in (
            "name", "skus", "tiers", "categories", "excluded_skus", "buyer_tiers", "must_be_held", "limit_per_order",
            "limit_per_buyer", "limit_total", "priority", "group", "group_choice", "stacks", "note", "measured_on", "repeats",
            "buy_units", "get_units", "same_product", "gift_sku", "gift_units", "code",
        )
    }  # fmt: skip
    shown |= {
        "percent": "" if offer.percent_bp is None else share(offer.percent_bp),
        "value": money(offer.value_minor),
        "most": money(offer.most_minor),
        "minimum": money(offer.minimum_minor or None),
        "minimum_units": offer.minimum_units or "",
        "gift_worth": money(offer.gift_worth_minor or None),
        "deposit": money(offer.deposit_minor),
        "counts": money(offer.counts_minor),
        "budget": money(offer.budget_minor),
        "shops": [str(shop) for shop in offer.shops],
        "stacks_with": [str(key) for key in offer.stacks_with],
        "shop_share": share(offer.shop_bp),
        "platform_share": share(offer.platform_bp),
        "brand_share": share(offer.brand_bp),
        "influencer_share": share(offer.influencer_bp),
    }
    for row, (start, off) in enumerate(offer.steps, 1):
        shown[f"step_{row}_from"], shown[f"step_{row}_off"] = money(start), money(off)
    if offer.start_slot is not None and offer.end_slot is not None:
        shown["starts_on"], shown["starts_time"] = written(slot_start(offer.start_slot), campaign.time_zone)
        shown["ends_on"], shown["ends_time"] = written(slot_start(offer.end_slot), campaign.time_zone, end=True)
    return shown


def share(bp: int) -> str:
    """Write basis points in per cent: 3350 gives 33.5."""
    return percent(Decimal(bp) / 10_000)
