"""What an offer may say (playbook P6): as somebody wrote it, and what cannot stand.

Money is in minor units of the campaign's currency, shares in basis points (10,000 = 100%), slots UTC epoch seconds // 600.
Nothing here prices a basket: `campaigns.rules.pricing` does.
"""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace

from campaigns.rules.pricing import GroupChoice, Kind, Limits, Measure, OfferRule, Payer, Scope, Step
from campaigns.rules.pricing.problems import offer_problems, one_offer_problems
from campaigns.rules.problems import Problem

ALL_BP = 10_000
# The ready-made steps of playbook P6: spend 499 less 100, 899 less 200, 1299 less 300 (whole units of the currency).
PLAYBOOK_STEPS: tuple[tuple[int, int], ...] = ((499, 100), (899, 200), (1299, 300))
_MOST_MINOR = 10**13
_MOST_COUNT = 10**9
_AMOUNTS = (
    "value_minor",
    "minimum_minor",
    "most_minor",
    "gift_worth_minor",
    "deposit_minor",
    "counts_minor",
    "budget_minor",
)
_COUNTS = (
    "minimum_units",
    "buy_units",
    "get_units",
    "gift_units",
    "limit_per_order",
    "limit_per_buyer",
    "limit_total",
    "priority",
)
# Where a field of the pricing rules stands in the table.
COLUMNS = {
    "payers": "shop_bp",
    "per_order": "limit_per_order",
    "per_buyer": "limit_per_buyer",
    "total": "limit_total",
    "money_minor": "budget_minor",
    "start": "start_slot",
    "end": "end_slot",
}


@dataclass(frozen=True)
class OfferDraft:
    """An offer as somebody wrote it; the names are those of the table. Empty lists narrow nothing, None limits nothing."""

    kind: str
    name: str
    start_slot: int | None = None
    end_slot: int | None = None
    skus: tuple[str, ...] = ()
    tiers: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    shops: tuple[int, ...] = ()
    excluded_skus: tuple[str, ...] = ()
    buyer_tiers: tuple[str, ...] = ()
    minimum_minor: int = 0
    minimum_units: int = 0
    measured_on: str = "remaining"
    percent_bp: int | None = None
    value_minor: int | None = None
    most_minor: int | None = None
    steps: tuple[tuple[int, int], ...] = ()
    repeats: bool = False
    buy_units: int | None = None
    get_units: int | None = None
    same_product: bool = False
    gift_sku: str = ""
    gift_units: int = 1
    gift_worth_minor: int = 0
    deposit_minor: int | None = None
    counts_minor: int | None = None
    code: str = ""
    must_be_held: bool = False
    limit_per_order: int | None = None
    limit_per_buyer: int | None = None
    limit_total: int | None = None
    budget_minor: int | None = None
    priority: int = 0
    group: str = ""
    group_choice: str = "best"
    stacks: bool = True
    stacks_with: tuple[int, ...] = ()
    shop_bp: int = ALL_BP
    platform_bp: int = 0
    brand_bp: int = 0
    influencer_bp: int = 0
    note: str = ""


@dataclass(frozen=True)
class ScopedProduct:
    """A product as scopes see it. `shop` is the shop's number, `price_minor` what it is planned to cost, None when unknown."""

    sku: str
    title: str
    tier: str
    category: str
    shop: int
    price_minor: int | None


@dataclass(frozen=True)
class OfferFrame:
    """What an offer must fit into: the slots in which a sale may offer anything (half open), its other offers, its products."""

    start_slot: int
    end_slot: int
    others: Sequence[OfferDraft] = ()
    products: Sequence[ScopedProduct] = ()


def as_rule(
    offer: OfferDraft, *, key: str, sale: tuple[int, int] | None = None, standing: Container[int] = frozenset()
) -> OfferRule:
    """Return the offer as the pricing rules take it, under this key.

    Without a window of its own it runs in that of the sale. The window of a deposit says when it may be paid; it counts until the
    sale ends, when the rest is paid. `standing` are the numbers of the offers there are: it can stack with no other.
    """
    start, end = sale if sale and offer.start_slot is None else (offer.start_slot, offer.end_slot)
    if sale and offer.kind == Kind.DEPOSIT and end is not None:
        end = max(end, sale[1])
    payers = ((Payer.SHOP, offer.shop_bp), (Payer.PLATFORM, offer.platform_bp), (Payer.BRAND, offer.brand_bp))
    return OfferRule(
        key=key,
        kind=Kind(offer.kind),
        name=offer.name,
        priority=offer.priority,
        scope=_scope(offer),
        start=start,
        end=end,
        buyer_tiers=frozenset(offer.buyer_tiers),
        must_be_held=offer.must_be_held,
        code=offer.code,
        value_minor=offer.value_minor or 0,
        percent_bp=offer.percent_bp or 0,
        steps=tuple(Step(minimum, saves) for minimum, saves in offer.steps),
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
        stacks_with=frozenset(str(other) for other in offer.stacks_with if other in standing),
        limits=Limits(offer.limit_per_order, offer.limit_per_buyer, offer.limit_total, offer.budget_minor),
        payers=tuple((payer, share) for payer, share in (*payers, (Payer.INFLUENCER, offer.influencer_bp)) if share),
    )


def _scope(offer: OfferDraft) -> Scope:
    return Scope(
        skus=frozenset(offer.skus),
        excluded_skus=frozenset(offer.excluded_skus),
        tiers=frozenset(offer.tiers),
        categories=frozenset(offer.categories),
        shops=frozenset(str(shop) for shop in offer.shops),
    )


def covers(offer: OfferDraft, product: ScopedProduct) -> bool:
    """Tell whether the offer is for this product.

    >>> coat = ScopedProduct("C1", "Coat", "C", "coats", 1, 129_900)
    >>> covers(OfferDraft("percent_off", "All"), coat), covers(OfferDraft("percent_off", "A", tiers=("A",)), coat)
    (True, False)
    >>> covers(OfferDraft("percent_off", "Coats but one", categories=("coats",), excluded_skus=("C1",)), coat)
    False
    """
    return _scope(offer).holds(sku=product.sku, tier=product.tier, category=product.category, shop=str(product.shop))


def refusals(offer: OfferDraft, frame: OfferFrame) -> list[Problem]:
    """Return everything that cannot stand in an offer, each with its field; none for a sound one.

    What is wrong with an offer by itself is the word of `campaigns.rules.pricing`, which will not price with such a one; what
    is wrong beside the sale, its other offers and its products is added here.

    >>> frame = OfferFrame(0, 144)
    >>> [(p.code, p.field) for p in refusals(OfferDraft("percent_off", "Half", percent_bp=5_000, shop_bp=8_000), frame)]
    [('payers_not_whole', 'shop_bp')]
    >>> wrong = OfferDraft("spend_and_save", "S", steps=((89900, 20000), (49900, 10000)))
    >>> [(p.code, p.field) for p in refusals(wrong, frame)]
    [('steps_not_rising', 'steps')]
    """
    if offer.kind not in set(Kind):
        return [Problem("offer_kind_unknown", "kind")]
    own = one_offer_problems(as_rule(offer, key="new"))
    alone = [replace(problem, field=COLUMNS.get(problem.field, problem.field)) for problem in own]
    found = [*_name(offer), *alone, *_sizes(offer), *_window(offer, frame), *_place(offer, frame)]
    return found or list(_prices(offer, frame.products))


def warnings(offer: OfferDraft, products: Sequence[ScopedProduct]) -> list[Problem]:
    """Return what is allowed but probably not meant.

    A scope no product fits, a fixed price that takes nothing off, a money limit that one use exceeds.
    """
    found = []
    covered = [product for product in products if covers(offer, product)]
    if products and not covered:
        found.append(Problem("offer_covers_nothing", "skus"))
    if offer.kind == "fixed_price" and offer.value_minor is not None:
        dear = [p for p in covered if p.price_minor is not None and p.price_minor <= offer.value_minor]
        if dear:
            values = {"count": len(dear), "product": dear[0].title or dear[0].sku, "price": dear[0].price_minor}
            found.append(Problem("offer_takes_nothing_off", "value_minor", values))
    most = max((off for _from, off in offer.steps), default=offer.value_minor if offer.kind == "coupon" else None)
    if offer.budget_minor is not None and most is not None and offer.budget_minor < most:
        found.append(Problem("offer_budget_below_one_use", "budget_minor", {"budget": offer.budget_minor, "off": most}))
    return found


def mended_steps(steps: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Return the steps in rising order, each threshold once, without those that give less than one before.

    >>> mended_steps([(89900, 20000), (49900, 10000), (99900, 15000)])
    ((49900, 10000), (89900, 20000))
    """
    kept: list[tuple[int, int]] = []
    for start, off in sorted(set(steps), key=lambda step: (step[0], -step[1])):
        if not kept or (start > kept[-1][0] and off > kept[-1][1]):
            kept.append((start, off))
    return tuple(kept)


def free_priority(offer: OfferDraft, others: Sequence[OfferDraft]) -> int:
    """Return the first priority from the offer's own upwards that no other offer of its group has."""
    taken = {other.priority for other in others if other.group == offer.group}
    place = offer.priority
    while place in taken:
        place += 1
    return place


def _name(offer: OfferDraft) -> Iterator[Problem]:
    if not offer.name.strip():
        yield Problem("offer_name_missing", "name")


def _sizes(offer: OfferDraft) -> Iterator[Problem]:
    """Yield amounts no database counts: somebody held a key down."""
    for name in (*_AMOUNTS, *_COUNTS):
        value = getattr(offer, name)
        if value is not None and value > (_MOST_MINOR if name in _AMOUNTS else _MOST_COUNT):
            yield Problem("offer_value_too_high", name)
    if any(max(step) > _MOST_MINOR for step in offer.steps):
        yield Problem("offer_value_too_high", "steps")
    if offer.priority < 0:
        yield Problem("value_below_zero", "priority")


def _window(offer: OfferDraft, frame: OfferFrame) -> Iterator[Problem]:
    if offer.start_slot is None and offer.end_slot is None:
        return
    if offer.start_slot is None or offer.end_slot is None:
        yield Problem("offer_window_half", "start_slot" if offer.start_slot is None else "end_slot")
    elif offer.start_slot < offer.end_slot and (offer.start_slot < frame.start_slot or offer.end_slot > frame.end_slot):
        field = "start_slot" if offer.start_slot < frame.start_slot else "end_slot"
        yield Problem("offer_outside_sale", field, {"start": frame.start_slot, "end": frame.end_slot})


def _place(offer: OfferDraft, frame: OfferFrame) -> Iterator[Problem]:
    if not offer.group:
        return
    rules = [as_rule(one, key=str(place)) for place, one in enumerate([offer, *frame.others])]
    for problem in offer_problems(rules):
        if problem.code == "too_many_choices":
            yield replace(problem, field="group")
    for other in frame.others:
        if other.group != offer.group:
            continue
        values: dict[str, object] = {"group": offer.group, "other": other.name}
        if other.group_choice != offer.group_choice:
            yield Problem("group_choice_differs", "group_choice", values)
            return
        if other.priority == offer.priority and _meet(offer, other):
            values |= {"priority": offer.priority, "free": free_priority(offer, frame.others)}
            yield Problem("offer_same_place", "priority", values)
            return


def _meet(one: OfferDraft, other: OfferDraft) -> bool:
    """Tell whether two offers run at the same time; one without a window runs during the sale."""
    if one.start_slot is None or one.end_slot is None or other.start_slot is None or other.end_slot is None:
        return True
    return one.start_slot < other.end_slot and other.start_slot < one.end_slot


def _prices(offer: OfferDraft, products: Sequence[ScopedProduct]) -> Iterator[Problem]:
    """Yield where the offer gives more than a product's price."""
    if taken_off(offer) is None:
        return
    cheap = cheaper_than(offer, products)
    if cheap:
        first = min(cheap, key=lambda product: product.price_minor or 0)
        values = {"count": len(cheap), "product": first.title or first.sku, "price": first.price_minor, "off": taken_off(offer)}
        yield Problem("offer_gives_more_than_price", "counts_minor" if offer.kind == "deposit" else "value_minor", values)


def cheaper_than(offer: OfferDraft, products: Sequence[ScopedProduct]) -> list[ScopedProduct]:
    """Return the products of the offer's scope whose price is below what it takes off one piece."""
    off = taken_off(offer) or 0
    return [p for p in products if p.price_minor is not None and p.price_minor < off and covers(offer, p)]


def taken_off(offer: OfferDraft) -> int | None:
    """Return the fixed amount the offer takes off one piece whatever its price; None for a kind that does not."""
    return {"amount_off": offer.value_minor, "deposit": offer.counts_minor}.get(offer.kind)
