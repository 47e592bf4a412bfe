"""A catalogue, its offers and a year's baskets, made from a seed: what the replay and the audit are measured with.

    python -m bench.catalogues

prints how long 100,000 baskets with 12 offers and the audit of 500 products with 12 offers take.
"""

import random
import time

import numpy as np

from campaigns.rules.audit import AuditPlan, AuditProduct, AuditStage, audit
from campaigns.rules.pricing import (
    BasketTable,
    GroupChoice,
    Kind,
    Limits,
    Measure,
    OfferRule,
    Payer,
    Scope,
    Step,
    compile_offers,
    price_many,
)

DAY = 144
STAGES = (
    AuditStage("pre-sale", 0, 10 * DAY, presale=True),
    AuditStage("live", 10 * DAY, 11 * DAY),
    AuditStage("return", 11 * DAY, 14 * DAY),
)
TIERS = ("", "silver", "gold")


def products(count: int = 500, seed: int = 11) -> list[AuditProduct]:
    """Make products of three tiers in twelve categories, at 9.90 to 499.00; one in ten is in the pre-sale."""
    chance = random.Random(seed)
    found = []
    for number in range(count):
        price = chance.randrange(990, 49_900, 10)
        prices = {"live": price, "return": min(price + price // 10, 60_000)}
        deposit = 0
        if number % 10 == 0:
            prices["pre-sale"] = price
            deposit = min(1_000, price // 10)
        found.append(
            AuditProduct(
                f"S{number:04}",
                prices,
                "ABC"[number % 3],
                f"category {number % 12}",
                "shop",
                cost_minor=price * chance.randrange(35, 75) // 100,
                floor_minor=price * chance.randrange(60, 85) // 100,
                deposit_minor=deposit,
            )
        )
    return found


def offers() -> list[OfferRule]:
    """Make twelve offers, one or two of each kind, with windows, groups, limits, tiers, coupons and payers."""
    some = frozenset(f"S{number:04}" for number in range(0, 500, 7))
    half = ((Payer.SHOP, 5_000), (Payer.PLATFORM, 5_000))
    spend = (Step(49_900, 10_000), Step(89_900, 20_000), Step(129_900, 30_000))
    return [
        OfferRule(
            "flash", Kind.PERCENT_OFF, percent_bp=2_000, scope=Scope(skus=some), start=10 * DAY, end=10 * DAY + 9, stacks=False
        ),
        OfferRule("tier A", Kind.PERCENT_OFF, percent_bp=1_000, scope=Scope(tiers=frozenset("A")), group="cut"),
        OfferRule("five off", Kind.AMOUNT_OFF, value_minor=500, scope=Scope(tiers=frozenset("AB")), group="cut"),
        OfferRule(
            "special",
            Kind.FIXED_PRICE,
            value_minor=19_900,
            scope=Scope(categories=frozenset({"category 5"})),
            limits=Limits(per_order=2, per_buyer=2),
        ),
        OfferRule(
            "third free",
            Kind.BUY_GET,
            buy_units=2,
            get_units=1,
            percent_bp=10_000,
            scope=Scope(categories=frozenset({"category 3"})),
        ),
        OfferRule("swelling", Kind.DEPOSIT, deposit_minor=90, counts_minor=1_500, end=10 * DAY),
        OfferRule("spend", Kind.SPEND_AND_SAVE, steps=spend, measured_on=Measure.PIECE_PRICES, start=10 * DAY),
        OfferRule("loyal", Kind.COUPON, percent_bp=500, must_be_held=True, buyer_tiers=frozenset({"gold"}), group="coupon"),
        OfferRule("twenty", Kind.COUPON, value_minor=2_000, minimum_minor=20_000, group="coupon"),
        OfferRule("platform", Kind.PLATFORM, steps=(Step(30_000, 5_000),), repeats=True, payers=half, start=10 * DAY),
        OfferRule("bag", Kind.GIFT, gift_sku="bag", gift_worth_minor=800, minimum_minor=60_000, group_choice=GroupChoice.BEST),
        OfferRule("freight", Kind.FREE_SHIPPING, minimum_minor=9_900),
    ]


def plan(count: int = 500) -> AuditPlan:
    """Put the catalogue and its offers together."""
    return AuditPlan(products(count), STAGES, offers(), TIERS, freight_minor=1_000)


def baskets(count: int = 100_000, seed: int = 11) -> BasketTable:
    """Make baskets of one to five lines at the products' live prices, over the whole sale; one in five holds a coupon."""
    chance = np.random.default_rng(seed)
    catalogue = products()
    lines = chance.choice(5, count, p=[0.55, 0.25, 0.12, 0.05, 0.03]) + 1
    basket = np.repeat(np.arange(count), lines)
    product = chance.integers(0, len(catalogue), len(basket))
    price = np.array([one.prices["live"] for one in catalogue], dtype=np.int64)
    return BasketTable(
        at=chance.integers(8 * DAY, 14 * DAY, count),
        tier=chance.choice(3, count, p=[0.7, 0.2, 0.1]),
        held=chance.choice(3, count, p=[0.8, 0.1, 0.1]),
        freight=np.full(count, 1_000, dtype=np.int64),
        line_basket=basket,
        line_no=np.arange(len(basket)),
        line_product=product,
        line_price=price[product],
        line_units=chance.choice(3, len(basket), p=[0.85, 0.1, 0.05]) + 1,
        line_deposit=np.zeros(len(basket), dtype=np.int64),
        products=[one.kind for one in catalogue],
        tiers=TIERS,
        coupons=(frozenset(), frozenset({"twenty"}), frozenset({"twenty", "loyal"})),
    )


def main() -> None:
    """Measure both once."""
    table, rules = baskets(), offers()
    began = time.perf_counter()
    found = price_many(table, compile_offers(rules))
    replay = time.perf_counter() - began
    whole = plan()
    began = time.perf_counter()
    audited = audit(whole)
    seconds = time.perf_counter() - began
    print(f"replay of {table.length:,} baskets, {len(rules)} offers: {replay:.2f} s, {int(found.discount_minor.sum()):,} off")
    print(
        f"audit of {len(whole.products)} products, {len(rules)} offers: {seconds:.2f} s, {audited.baskets:,} baskets in"
        f" {audited.situations} situations, {len(audited.findings)} findings"
    )


if __name__ == "__main__":
    main()
