"""Offers and baskets for the laws of pricing: small prices and few products, so that offers meet, bind and exclude each other."""

from hypothesis import strategies as st

from campaigns.rules.pricing import (
    Basket,
    BasketLine,
    GroupChoice,
    Kind,
    Limits,
    Measure,
    OfferRule,
    Payer,
    Scope,
    Step,
    Usage,
)

PRODUCTS = {
    "a": ("A", "tops", "one"),
    "b": ("B", "tops", "one"),
    "c": ("C", "skirts", "two"),
}
TIERS = ("", "gold")
KEYS = tuple("uvwxyz")


def some(values):
    return st.frozensets(st.sampled_from(values), max_size=2)


@st.composite
def kinds(draw, kind):
    amount = st.integers(1, 400)
    if kind is Kind.FIXED_PRICE:
        return {"value_minor": draw(st.integers(0, 300))}
    if kind is Kind.AMOUNT_OFF:
        return {"value_minor": draw(amount)}
    if kind is Kind.PERCENT_OFF:
        return {"percent_bp": draw(st.integers(1, 10_000))}
    if kind is Kind.DEPOSIT:
        deposit = draw(st.integers(1, 50))
        return {"deposit_minor": deposit, "counts_minor": deposit + draw(amount)}
    if kind is Kind.BUY_GET:
        return {
            "buy_units": draw(st.integers(1, 3)),
            "get_units": draw(st.integers(1, 2)),
            "percent_bp": draw(st.sampled_from([10_000, 5_000, 3_333])),
            "same_product": draw(st.booleans()),
        }
    if kind in (Kind.SPEND_AND_SAVE, Kind.PLATFORM):
        repeats = draw(st.booleans())
        steps, minimum, saves = [], 0, 0
        for _step in range(1 if repeats else draw(st.integers(1, 3))):
            minimum += draw(amount)
            saves = min(minimum, saves + draw(st.integers(1, 80)))
            if steps and saves <= steps[-1].saves_minor:
                break
            steps.append(Step(minimum, saves))
        return {"repeats": repeats, "steps": tuple(steps)}
    if kind is Kind.COUPON:
        if draw(st.booleans()):
            return {"percent_bp": draw(st.integers(1, 10_000)), "most_minor": draw(st.none() | amount)}
        value = draw(amount)
        return {"value_minor": value, "minimum_minor": draw(st.sampled_from([0, value, value + 100]))}
    if kind is Kind.GIFT:
        repeats = draw(st.booleans())
        return {
            "gift_sku": "g",
            "gift_worth_minor": draw(st.integers(0, 50)),
            "repeats": repeats,
            "minimum_minor": draw(st.integers(1 if repeats else 0, 400)),
        }
    return {}


@st.composite
def offers(draw, key, chosen=None, *, plain=False):
    """One offer that can stand; `plain`: without windows, buyers, limits, groups and stacking."""
    kind = draw(st.sampled_from(chosen or list(Kind)))
    shop = draw(st.integers(0, 10_000))
    fields = {
        "minimum_units": draw(st.sampled_from([0, 0, 2])),
        "priority": draw(st.integers(0, 2)),
        "scope": Scope(
            skus=draw(some(list(PRODUCTS))),
            excluded_skus=draw(st.sampled_from([frozenset(), frozenset("a")])),
            tiers=draw(st.sampled_from([frozenset(), frozenset("A"), frozenset("BC")])),
        ),
        "payers": draw(st.sampled_from([((Payer.SHOP, 10_000),), ((Payer.SHOP, shop), (Payer.PLATFORM, 10_000 - shop))])),
        "measured_on": draw(st.sampled_from(list(Measure))),
    }
    if not plain:
        limit = st.none() | st.integers(1, 4)
        fields |= {
            "start": draw(st.sampled_from([None, 5])),
            "end": draw(st.sampled_from([None, 10])),
            "buyer_tiers": draw(st.sampled_from([frozenset(), frozenset({"gold"})])),
            "must_be_held": draw(st.booleans()),
            "group": draw(st.sampled_from(["", "", "g", "h"])),
            "stacks": draw(st.booleans()),
            "stacks_with": draw(some(KEYS)),
            "limits": Limits(draw(limit), draw(limit), draw(limit), draw(st.none() | st.integers(1, 500))),
        }
        fields["group_choice"] = GroupChoice.PRIORITY if fields["group"] == "h" else GroupChoice.BEST
    return OfferRule(key, kind, **(fields | draw(kinds(kind))))


@st.composite
def offer_lists(draw, most=5, **how):
    return [draw(offers(key, **how)) for key in KEYS[: draw(st.integers(0, most))]]


@st.composite
def baskets(draw, *, plain=False):
    lines = []
    for number in range(draw(st.integers(1, 4))):
        sku = draw(st.sampled_from(list(PRODUCTS)))
        price = draw(st.integers(0, 300))
        tier, category, shop = PRODUCTS[sku]
        deposit = 0 if plain else draw(st.sampled_from([0, 0, min(20, price)]))
        lines.append(BasketLine(number, sku, price, draw(st.integers(1, 4)), tier, category, shop, deposit))
    if plain:
        return Basket(tuple(lines), coupons=frozenset(KEYS), freight_minor=draw(st.integers(0, 20)))
    used = draw(
        st.dictionaries(
            st.sampled_from(KEYS), st.builds(Usage, st.integers(0, 3), st.integers(0, 3), st.integers(0, 400)), max_size=3
        )
    )
    return Basket(
        tuple(lines),
        draw(st.sampled_from(TIERS)),
        draw(st.sampled_from([4, 5, 9, 10])),
        draw(st.sampled_from([frozenset(), frozenset(KEYS)])),
        draw(st.integers(0, 20)),
        used,
    )
