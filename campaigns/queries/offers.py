"""Reads of the offers of a sale: as rows, as drafts, as the pricing rules take them."""

from collections.abc import Iterable
from dataclasses import fields

from campaigns.models import Campaign, Offer
from campaigns.queries.prices import planned_prices
from campaigns.rules.offers import OfferDraft, OfferFrame, ScopedProduct, as_rule
from campaigns.rules.pricing import OfferRule
from common.once import once
from common.prepared import Prepared
from inventory.models import Product

SMALL = 2_000  # products times offers
_OF_SALE = Prepared(lambda campaign: Offer.objects.filter(campaign=campaign).order_by("-priority", "pk"), int)


@once
def offers(campaign: Campaign) -> list[Offer]:
    """Return the offers of the sale in the order in which they are applied: the highest priority first."""
    rows = _OF_SALE.ask(campaign.pk)
    for row in rows:
        row.campaign = campaign
    return rows


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
    others = [draft_of(other) for other in campaign.offers.exclude(pk=without or 0)]
    return OfferFrame(start, end, others, scoped_products(campaign))


def scoped_products(campaign: Campaign) -> list[ScopedProduct]:
    """Return the goods on sale in the sale's shops as scopes see them, with what a buyer is asked before any offer."""
    return [
        ScopedProduct(one.sku, one.title, one.tier, one.category, one.shop_id, one.asked_minor)
        for one in planned_prices(campaign)
    ]


def titles_of(campaign: Campaign, skus: Iterable[str]) -> dict[str, str]:
    """Return the titles of some products of the sale's shops by SKU; those without a title are left out."""
    found = Product.objects.filter(shop__in=campaign.shops.all(), sku__in=set(skus)).exclude(title="")
    return dict(found.values_list("sku", "title"))


def offer_rules(campaign: Campaign) -> list[OfferRule]:
    """Return the offers of the sale as `campaigns.rules.pricing` takes them; an offer without a window runs with the sale."""
    rows = offers(campaign)
    standing = {row.pk for row in rows}
    sale = (campaign.start_slot, campaign.end_slot)
    return [as_rule(draft_of(row), key=str(row.pk), sale=sale, standing=standing) for row in rows]


def is_small(campaign: Campaign) -> bool:
    """Tell whether an audit of the plan takes well below a second: few products, few offers."""
    return len(planned_prices(campaign)) * max(1, campaign.offers.count()) <= SMALL
