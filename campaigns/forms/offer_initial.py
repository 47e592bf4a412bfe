"""What the form of an offer shows before anybody typed: a new one of a kind, or an offer as it stands."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from campaigns.forms.fields import percent, written
from campaigns.forms.offers import LOYAL, STEP_ROWS
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
    return {
        f"step_{row}_{edge}": str(value)
        for row, step in enumerate(PLAYBOOK_STEPS, 1)
        for edge, value in zip(("from", "off"), step, strict=True)
    }


def of_offer(offer: Offer, campaign: Campaign) -> dict[str, Any]:
    """Show an offer as it stands."""

    def money(minor: int | None) -> str:
        return typed_money(minor, campaign)

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
    shown |= typed_steps(offer.steps, campaign)
    if offer.start_slot is not None and offer.end_slot is not None:
        shown["starts_on"], shown["starts_time"] = written(slot_start(offer.start_slot), campaign.time_zone)
        shown["ends_on"], shown["ends_time"] = written(slot_start(offer.end_slot), campaign.time_zone, end=True)
    return shown


def typed_steps(steps: Sequence[tuple[int, int]], campaign: Campaign) -> dict[str, str]:
    """Return steps as they are typed into the rows of the form, as many as it has."""
    shown = {}
    for row, (start, off) in enumerate(steps[:STEP_ROWS], 1):
        shown[f"step_{row}_from"], shown[f"step_{row}_off"] = typed_money(start, campaign), typed_money(off, campaign)
    return shown


def written_steps(steps: Sequence[tuple[int, int]]) -> str:
    """Return steps as an address carries them: 49900-10000,89900-20000."""
    return ",".join(f"{start}-{off}" for start, off in steps)


def read_steps(text: str) -> list[tuple[int, int]]:
    """Return the steps of an address; none for anything else.

    >>> read_steps("49900-10000,89900-20000"), read_steps("a lot")
    ([(49900, 10000), (89900, 20000)], [])
    """
    if not re.fullmatch(r"[0-9]{1,13}-[0-9]{1,13}(,[0-9]{1,13}-[0-9]{1,13}){0,9}", text):
        return []
    pairs = [step.split("-") for step in text.split(",")]
    return [(int(start), int(off)) for start, off in pairs]


def typed_money(minor: int | None, campaign: Campaign) -> str:
    """Write an amount as people type it: 1,299; an unknown one is empty."""
    exponent = exponent_of(campaign.currency)
    return "" if minor is None else f"{from_minor(minor, exponent):,}".removesuffix("." + "0" * exponent)


def share(bp: int) -> str:
    """Write basis points in per cent: 3350 gives 33.5."""
    return percent(Decimal(bp) / 10_000)
