"""Reads of the offers of a sale: as rows, as drafts, as the pricing rules take them."""

from collections.abc import Iterable
from dataclasses import fields

from campaigns.models import Campaign, Offer
from campaigns.rules.offers import OfferDraft, OfferFrame, ScopedProduct
from campaigns.rules.pricing import GroupChoice, Kind, Limits, Measure, OfferRule, Payer, Scope, Step
from inventory.models import Product

PAYERS = (
    (Payer.SHOP, "shop_bp"),
    (Payer.PLATFORM, "platform_bp"),
    (Payer.BRAND, "brand_bp"),
    (Payer.INFLUENCER, "influencer_bp"),
)


def offers(campaign: Campaign) -> list[Offer]:
    """Return the offers of the sale in the order in which they are applied: the highest priority first."""
    return list(campaign.offers.order_by("-priority", "pk"))


def draft_of(offer: Offer) -> OfferDraft:
    """Return an offer as it could have been written; lists become tuples."""
    values = {field.name: getattr(offer, field.name) for field in fields(OfferDraft)}
    for name, value in values.items():
        if isinstance(value, list):
            values[name] = tuple(tuple(part) if isinstance(part, list) else part for part in value)
    return OfferDraft(**values)


def frame_of(campaign: Campaign, *, without: int | None = None) -> OfferFrame:
    """Return what an offer of the sale must fit into; `without` is the key of the offer itself.

    A sale may offer something from the beginning of its warm-up (a pre-sale, coupons handed out) to the end of its closing.
    """
    stages = {stage.kind: stage for stage in campaign.stages.all()}
    start = int(stages["warm_up"].starts_at.timestamp()) // 600 if "warm_up" in stages else campaign.start_slot
    end = int(stages["closing"].ends_at.timestamp()) // 600 if "closing" in stages else campaign.end_slot
    others = [draft_of(other) for other in campaign.offers.exclude(pk=without)]
    return OfferFrame(start, end, others, scoped_products(campaign))


def scoped_products(campaign: Campaign) -> list[ScopedProduct]:
    """Return the products of the sale's shops as scopes see them, with their list price."""
    rows = Product.objects.filter(shop__in=campaign.shops.all()).order_by("shop", "sku")
    return [
        ScopedProduct(sku, title, tier, category, shop, price)
        for sku, title, tier, category, shop, price in rows.values_list(
            "sku", "title", "tier", "category", "shop_id", "list_price_minor"
        )
    ]


def titles_of(campaign: Campaign, skus: Iterable[str]) -> dict[str, str]:
    """Return the titles of some products of the sale's shops by SKU; those without a title are left out."""
    found = Product.objects.filter(shop__in=campaign.shops.all(), sku__in=set(skus)).exclude(title="")
    return dict(found.values_list("sku", "title"))


def offer_rules(campaign: Campaign) -> list[OfferRule]:
    """Return the offers of the sale as `campaigns.rules.pricing` takes them; an offer without a window runs with the sale."""
    rows = offers(campaign)
    standing = {row.pk for row in rows}
    return [rule_of(row, campaign, standing) for row in rows]


def rule_of(offer: Offer, campaign: Campaign, standing: Iterable[int] = ()) -> OfferRule:
    """Return one offer as the rules take it. Its key is the row's number; `standing` are the numbers of those that exist."""
    known = set(standing)
    return OfferRule(
        key=str(offer.pk),
        kind=Kind(offer.kind),
        name=offer.name,
        priority=offer.priority,
        scope=Scope(
            skus=frozenset(offer.skus),
            excluded_skus=frozenset(offer.excluded_skus),
            tiers=frozenset(offer.tiers),
            categories=frozenset(offer.categories),
            shops=frozenset(str(shop) for shop in offer.shops),
        ),
        start=campaign.start_slot if offer.start_slot is None else offer.start_slot,
        end=campaign.end_slot if offer.end_slot is None else offer.end_slot,
        buyer_tiers=frozenset(offer.buyer_tiers),
        must_be_held=offer.must_be_held,
        code=offer.code,
        value_minor=offer.value_minor or 0,
        percent_bp=offer.percent_bp or 0,
        steps=tuple(Step(start, off) for start, off in offer.steps),
        repeats=offer.repeats,
        buy_units=offer.buy_units or 0,
        get_units=offer.get_units or 0,
        same_product=offer.same_product,
        gift_sku=offer.gift_sku,
        gift_units=offer.gift_units,
        gift_worth_minor=offer.gift_worth_minor,
        deposit_minor=offer.deposit_minor or 0,
        counts_minor=offer.counts_minor or 0,
        minimum_minor=offer.minimum_minor,
        minimum_units=offer.minimum_units,
        most_minor=offer.most_minor,
        measured_on=Measure(offer.measured_on),
        group=offer.group,
        group_choice=GroupChoice(offer.group_choice),
        stacks=offer.stacks,
        stacks_with=frozenset(str(key) for key in offer.stacks_with if key in known),
        limits=Limits(offer.limit_per_order, offer.limit_per_buyer, offer.limit_total, offer.budget_minor),
        payers=tuple((payer, getattr(offer, name)) for payer, name in PAYERS if getattr(offer, name)),
    )
