"""Offers and priced baskets over REST. Amounts are decimal texts in the campaign's currency, moments UTC, shares texts 0 to 1."""

from dataclasses import fields
from datetime import datetime
from decimal import Decimal
from typing import Any

from rest_framework import serializers

from campaigns.models import Campaign, GroupChoice, MeasuredOn, Offer, OfferKind
from campaigns.queries.baskets import Wanted
from campaigns.rules.offers import ALL_BP, OfferDraft
from campaigns.rules.pricing import NextStep, PricedBasket, Share
from campaigns.words.baskets import next_words, outcome_words
from campaigns.words.offers import offer_words
from common.money import exponent_of, from_minor, to_minor
from common.windows import slot_of, slot_start

MONEY = {
    "minimum": "minimum_minor",
    "value": "value_minor",
    "most": "most_minor",
    "gift_worth": "gift_worth_minor",
    "deposit": "deposit_minor",
    "counts": "counts_minor",
    "budget": "budget_minor",
}
SHARES = {
    "percent": "percent_bp",
    "shop_share": "shop_bp",
    "platform_share": "platform_bp",
    "brand_share": "brand_bp",
    "influencer_share": "influencer_bp",
}
COSTLY = frozenset({"gift_worth", "budget", "shop_share", "platform_share", "brand_share", "influencer_share"})
"""What is set aside for an offer and who pays it: null for who may not see costs."""
PLAIN = tuple(
    field.name
    for field in fields(OfferDraft)
    if field.name not in {*MONEY.values(), *SHARES.values(), "steps", "start_slot", "end_slot"}
)


class AmountField(serializers.DecimalField):
    """An amount in the campaign's currency."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_digits=16, decimal_places=4, normalize_output=True, **kwargs)


class ShareField(serializers.DecimalField):
    """A share from 0 to 1, to a hundredth of a per cent."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_digits=8, decimal_places=4, normalize_output=True, **kwargs)


class StepSerializer(serializers.Serializer[dict[str, Any]]):
    """From `minimum` on, `saves` less."""

    minimum = AmountField()
    saves = AmountField()


class OfferSerializer(serializers.Serializer[dict[str, Any]]):
    """One offer. What its kind does not read may be left out."""

    id = serializers.IntegerField(read_only=True)
    kind = serializers.ChoiceField(choices=OfferKind.choices)
    name = serializers.CharField(max_length=120)
    words = serializers.CharField(read_only=True, help_text="what it gives, in a sentence")
    starts_at = serializers.DateTimeField(required=False, allow_null=True, help_text="none: runs with the sale")
    ends_at = serializers.DateTimeField(required=False, allow_null=True)
    skus = serializers.ListField(child=serializers.CharField(max_length=100), required=False)
    tiers = serializers.ListField(child=serializers.RegexField("^[ABC]$"), required=False)
    categories = serializers.ListField(child=serializers.CharField(max_length=100), required=False)
    shops = serializers.ListField(child=serializers.IntegerField(), required=False)
    excluded_skus = serializers.ListField(child=serializers.CharField(max_length=100), required=False)
    buyer_tiers = serializers.ListField(child=serializers.CharField(max_length=60), required=False)
    minimum = AmountField(required=False)
    minimum_units = serializers.IntegerField(required=False)
    measured_on = serializers.ChoiceField(choices=MeasuredOn.choices, required=False)
    percent = ShareField(required=False, allow_null=True, help_text="0.2 is 20% off")
    value = AmountField(required=False, allow_null=True)
    most = AmountField(required=False, allow_null=True)
    steps = StepSerializer(many=True, required=False)
    repeats = serializers.BooleanField(required=False)
    buy_units = serializers.IntegerField(required=False, allow_null=True)
    get_units = serializers.IntegerField(required=False, allow_null=True)
    same_product = serializers.BooleanField(required=False)
    gift_sku = serializers.CharField(max_length=100, required=False, allow_blank=True)
    gift_units = serializers.IntegerField(required=False)
    gift_worth = AmountField(required=False, allow_null=True)
    deposit = AmountField(required=False, allow_null=True)
    counts = AmountField(required=False, allow_null=True)
    code = serializers.CharField(max_length=40, required=False, allow_blank=True)
    must_be_held = serializers.BooleanField(required=False)
    limit_per_order = serializers.IntegerField(required=False, allow_null=True)
    limit_per_buyer = serializers.IntegerField(required=False, allow_null=True)
    limit_total = serializers.IntegerField(required=False, allow_null=True)
    budget = AmountField(required=False, allow_null=True)
    priority = serializers.IntegerField(required=False, help_text="the highest comes first")
    group = serializers.CharField(max_length=40, required=False, allow_blank=True)
    group_choice = serializers.ChoiceField(choices=GroupChoice.choices, required=False)
    stacks = serializers.BooleanField(required=False)
    stacks_with = serializers.ListField(child=serializers.IntegerField(), required=False)
    shop_share = ShareField(required=False, allow_null=True)
    platform_share = ShareField(required=False, allow_null=True)
    brand_share = ShareField(required=False, allow_null=True)
    influencer_share = ShareField(required=False, allow_null=True)
    note = serializers.CharField(max_length=300, required=False, allow_blank=True)


class OfferWriteSerializer(OfferSerializer):
    """An offer to be written, with the plan version that was seen."""

    version = serializers.IntegerField(min_value=1)


class OfferWrittenSerializer(OfferSerializer):
    """An offer as it stands now, with the version the plan has since."""

    version = serializers.IntegerField()


class OffersSerializer(serializers.Serializer[dict[str, Any]]):
    """All offers of a sale in the order of their priority."""

    campaign = serializers.IntegerField()
    version = serializers.IntegerField()
    currency = serializers.CharField()
    offers = OfferSerializer(many=True)


class BasketLineSerializer(serializers.Serializer[dict[str, Any]]):
    """One product; without a price it has that of the plan."""

    sku = serializers.CharField(max_length=100)
    units = serializers.IntegerField(min_value=1, max_value=100_000, default=1)
    price = AmountField(required=False, min_value=Decimal(0))


class BasketSerializer(serializers.Serializer[dict[str, Any]]):
    """A basket to be priced. `coupons` are codes or numbers of claimed offers."""

    lines: serializers.ListSerializer[Any] = serializers.ListSerializer(
        child=BasketLineSerializer(), allow_empty=False, max_length=200
    )
    buyer_tier = serializers.CharField(max_length=60, required=False, allow_blank=True, default="")
    at = serializers.DateTimeField(required=False, help_text="none: the beginning of the sale")
    coupons = serializers.ListField(child=serializers.CharField(max_length=100), required=False, default=list)
    freight = AmountField(required=False, default=Decimal(0), min_value=Decimal(0))
    deposit_paid = serializers.BooleanField(required=False, default=False)


class PayerSerializer(serializers.Serializer[dict[str, Any]]):
    """What one payer bears."""

    payer = serializers.CharField()
    amount = serializers.CharField()


class NextStepSerializer(serializers.Serializer[dict[str, Any]]):
    """What is missing for more."""

    missing = serializers.CharField()
    missing_units = serializers.IntegerField()
    saves = serializers.CharField(allow_null=True)
    words = serializers.CharField()


class OutcomeSerializer(serializers.Serializer[dict[str, Any]]):
    """What became of one offer."""

    offer = serializers.IntegerField()
    name = serializers.CharField()
    applied = serializers.BooleanField()
    reason = serializers.CharField()
    words = serializers.CharField()
    discount = serializers.CharField()
    worth = serializers.CharField(allow_null=True, help_text="of its gifts; null for who may not see costs")
    shares = PayerSerializer(many=True, help_text="empty for who may not see costs")
    next_step = NextStepSerializer(allow_null=True)


class LineDiscountSerializer(serializers.Serializer[dict[str, Any]]):
    """What one offer took off one line."""

    offer = serializers.IntegerField()
    amount = serializers.CharField()


class PricedLineSerializer(serializers.Serializer[dict[str, Any]]):
    """One line: list less discounts is paid."""

    sku = serializers.CharField()
    units = serializers.IntegerField()
    list = serializers.CharField()
    discounts = LineDiscountSerializer(many=True)
    paid = serializers.CharField()


class PricedBasketSerializer(serializers.Serializer[dict[str, Any]]):
    """What the basket costs, and why."""

    currency = serializers.CharField()
    list = serializers.CharField()
    freight = serializers.CharField()
    discount = serializers.CharField()
    total = serializers.CharField()
    deposit = serializers.CharField()
    lines = PricedLineSerializer(many=True)
    offers = OutcomeSerializer(many=True)
    shares = PayerSerializer(many=True)
    unpriced = serializers.ListField(child=serializers.CharField(), help_text="SKUs no price is known for; they are left out")


def shown_offer(offer: Offer, campaign: Campaign, *, with_costs: bool) -> dict[str, Any]:
    """Return an offer as it is given out; who pays it, and the money set aside for it, to those who may see costs."""
    exponent = exponent_of(campaign.currency)
    shown: dict[str, Any] = {"id": offer.pk, "words": offer_words(offer, campaign)}
    shown |= {name: getattr(offer, name) for name in PLAIN}
    for name, column in MONEY.items():
        minor = getattr(offer, column)
        shown[name] = None if minor is None else from_minor(minor, exponent)
    for name, column in SHARES.items():
        bp = getattr(offer, column)
        shown[name] = None if bp is None else Decimal(bp) / ALL_BP
    shown["starts_at"] = None if offer.start_slot is None else slot_start(offer.start_slot)
    shown["ends_at"] = None if offer.end_slot is None else slot_start(offer.end_slot)
    shown["steps"] = [{"minimum": from_minor(a, exponent), "saves": from_minor(b, exponent)} for a, b in offer.steps]
    return shown if with_costs else shown | dict.fromkeys(COSTLY)


def written_draft(said: dict[str, Any], campaign: Campaign) -> OfferDraft:
    """Return what a program wrote as a draft; what it left out is as for a new offer."""
    exponent = exponent_of(campaign.currency)
    values: dict[str, Any] = {}
    for name in PLAIN:
        if name in said:
            values[name] = tuple(said[name]) if isinstance(said[name], list) else said[name]
    for name, column in MONEY.items():
        if said.get(name) is not None:
            values[column] = to_minor(said[name], exponent)
    for name, column in SHARES.items():
        if said.get(name) is not None:
            values[column] = round(said[name] * ALL_BP)
    for name, column in (("starts_at", "start_slot"), ("ends_at", "end_slot")):
        moment: datetime | None = said.get(name)
        values[column] = None if moment is None else slot_of(moment)
    steps = said.get("steps", [])
    values["steps"] = tuple((to_minor(step["minimum"], exponent), to_minor(step["saves"], exponent)) for step in steps)
    return OfferDraft(**values)


def wanted_lines(said: dict[str, Any], campaign: Campaign) -> list[Wanted]:
    """Return the lines of a basket that a program sent."""
    exponent = exponent_of(campaign.currency)
    return [
        Wanted(line["sku"], line["units"], None if line.get("price") is None else to_minor(line["price"], exponent))
        for line in said["lines"]
    ]


def shown_basket(
    priced: PricedBasket, campaign: Campaign, names: dict[str, str], unpriced: tuple[str, ...], *, with_costs: bool
) -> dict[str, Any]:
    """Return a priced basket as it is given out; `names` are the names of the offers by key.

    Who pays a discount, and what a gift is worth, is told to those who may see costs.
    """

    def money(minor: int) -> str:
        return str(from_minor(minor, exponent_of(campaign.currency)))

    def shares(parts: tuple[Share, ...]) -> list[dict[str, str]]:
        return [{"payer": str(part.payer), "amount": money(part.amount_minor)} for part in parts if with_costs]

    def missing(step: NextStep | None) -> dict[str, Any] | None:
        if step is None:
            return None
        saves = None if step.saves_minor is None else money(step.saves_minor)
        words = next_words(step, campaign)
        return {"missing": money(step.missing_minor), "missing_units": step.missing_units, "saves": saves, "words": words}

    return {
        "currency": campaign.currency,
        "list": money(priced.list_minor),
        "freight": money(priced.freight_minor),
        "discount": money(priced.discount_minor),
        "total": money(priced.total_minor),
        "deposit": money(priced.deposit_minor),
        "lines": [
            {
                "sku": line.line.sku,
                "units": line.line.units,
                "list": money(line.list_minor),
                "discounts": [{"offer": int(one.offer), "amount": money(one.amount_minor)} for one in line.discounts],
                "paid": money(line.paid_minor),
            }
            for line in priced.lines
        ],
        "offers": [
            {
                "offer": int(outcome.offer),
                "name": names[outcome.offer],
                "applied": outcome.applied,
                "reason": str(outcome.reason),
                "words": outcome_words(outcome, names, campaign),
                "discount": money(outcome.discount_minor),
                "worth": money(outcome.worth_minor) if with_costs else None,
                "shares": shares(outcome.shares + outcome.worth_shares),
                "next_step": missing(outcome.next_step),
            }
            for outcome in priced.outcomes
        ],
        "shares": shares(priced.shares),
        "unpriced": list(unpriced),
    }
