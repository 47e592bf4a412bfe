"""What an offer may say (playbook P6): which figures each kind has, and what cannot stand.

Money is in minor units of the campaign's currency, shares in basis points (10,000 = 100%), slots UTC epoch seconds // 600.
Nothing here prices a basket: `campaigns.rules.pricing` does.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from campaigns.rules.problems import Problem

ALL_BP = 10_000
PAYERS = ("shop_bp", "platform_bp", "brand_bp", "influencer_bp")
STEP_KINDS = frozenset({"spend_and_save", "platform"})
# What each kind reads of an offer's figures; the first tuple must be given, the second may be.
FIGURES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "percent_off": (("percent_bp",), ()),
    "amount_off": (("value_minor",), ()),
    "fixed_price": (("value_minor",), ()),
    "spend_and_save": (("steps",), ("repeats",)),
    "buy_get": (("buy_units", "get_units", "percent_bp"), ("same_product",)),
    "gift": (("gift_sku", "gift_units"), ("gift_worth_minor",)),
    "coupon": ((), ("value_minor", "percent_bp", "most_minor", "code")),
    "free_shipping": ((), ()),
    "deposit": (("deposit_minor", "counts_minor"), ()),
    "platform": (("steps",), ("repeats",)),
}
# The ready-made steps of playbook P6: spend 499 less 100, 899 less 200, 1299 less 300 (whole units of the currency).
PLAYBOOK_STEPS: tuple[tuple[int, int], ...] = ((499, 100), (899, 200), (1299, 300))
_MOST_MINOR = 10**13


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


def covers(offer: OfferDraft, product: ScopedProduct) -> bool:
    """Tell whether the offer is for this product.

    >>> coat = ScopedProduct("C1", "Coat", "C", "coats", 1, 129_900)
    >>> covers(OfferDraft("percent_off", "All"), coat), covers(OfferDraft("percent_off", "A", tiers=("A",)), coat)
    (True, False)
    >>> covers(OfferDraft("percent_off", "Coats but one", categories=("coats",), excluded_skus=("C1",)), coat)
    False
    """
    return (
        product.sku not in offer.excluded_skus
        and (not offer.skus or product.sku in offer.skus)
        and (not offer.tiers or product.tier in offer.tiers)
        and (not offer.categories or product.category in offer.categories)
        and (not offer.shops or product.shop in offer.shops)
    )


def refusals(offer: OfferDraft, frame: OfferFrame) -> list[Problem]:
    """Return everything that cannot stand in an offer, each with its field; none for a sound one.

    >>> frame = OfferFrame(0, 144)
    >>> [str(p) for p in refusals(OfferDraft("percent_off", "Half", percent_bp=5_000, shop_bp=8_000), frame)]
    ["offer_payers_not_whole {'total_bp': 8000, 'difference_bp': 2000}"]
    >>> [p.code for p in refusals(OfferDraft("spend_and_save", "S", steps=((89900, 20000), (49900, 10000))), frame)]
    ['offer_steps_not_rising']
    """
    found = [*_text(offer), *_figures(offer), *_window(offer, frame), *_limits(offer), *_payers(offer), *_place(offer, frame)]
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


def _text(offer: OfferDraft) -> Iterator[Problem]:
    if not offer.name.strip():
        yield Problem("offer_name_missing", "name")
    if offer.kind not in FIGURES:
        yield Problem("offer_kind_unknown", "kind")


def _figures(offer: OfferDraft) -> Iterator[Problem]:
    needed, may = FIGURES.get(offer.kind, ((), ()))
    for name in needed:
        if getattr(offer, name) in (None, "", ()):
            yield Problem("offer_figure_missing", name)
    for name in (*needed, *may, "minimum_minor", "minimum_units"):
        value = getattr(offer, name)
        if isinstance(value, bool) or not isinstance(value, int):
            continue
        if value < 0:
            yield Problem("offer_below_zero", name)
        elif name in {"buy_units", "get_units", "gift_units"} and value == 0:
            yield Problem("offer_count_zero", name)
        elif value > (ALL_BP if name == "percent_bp" else _MOST_MINOR):
            yield Problem("offer_share_too_high" if name == "percent_bp" else "offer_value_too_high", name)
    if offer.kind in STEP_KINDS:
        yield from _steps(offer)
    if offer.kind == "coupon":
        yield from _coupon(offer)
    if offer.kind == "deposit":
        deposit, counts = offer.deposit_minor or 0, offer.counts_minor
        if counts is not None and 0 <= counts < deposit:
            yield Problem("offer_deposit_counts_less", "counts_minor", {"deposit": deposit, "counts": counts})


def _coupon(offer: OfferDraft) -> Iterator[Problem]:
    if offer.value_minor is None and offer.percent_bp is None:
        yield Problem("offer_figure_missing", "value_minor")
    elif offer.value_minor is not None and offer.percent_bp is not None:
        yield Problem("offer_amount_or_percent", "percent_bp")
    elif offer.value_minor is not None and 0 < offer.minimum_minor < offer.value_minor:
        values = {"off": offer.value_minor, "from": offer.minimum_minor}
        yield Problem("offer_gives_more_than_minimum", "value_minor", values)


def _steps(offer: OfferDraft) -> Iterator[Problem]:
    if any(start < 0 or off < 0 for start, off in offer.steps):
        yield Problem("offer_below_zero", "steps")
        return
    if any(start > _MOST_MINOR for start, _off in offer.steps):
        yield Problem("offer_value_too_high", "steps")
        return
    for start, off in offer.steps:
        if off > start:
            yield Problem("offer_step_gives_more", "steps", {"from": start, "off": off})
            return
        if off == 0:
            yield Problem("offer_step_gives_nothing", "steps", {"from": start})
            return
    for (start, off), (then, more) in pairwise(offer.steps):
        if then <= start or more <= off:
            yield Problem("offer_steps_not_rising", "steps", {"from": start, "off": off, "then": then, "more": more})
            return
    if offer.repeats and len(offer.steps) > 1:
        yield Problem("offer_repeats_one_step", "repeats", {"count": len(offer.steps)})


def _window(offer: OfferDraft, frame: OfferFrame) -> Iterator[Problem]:
    if offer.start_slot is None and offer.end_slot is None:
        return
    if offer.start_slot is None or offer.end_slot is None:
        yield Problem("offer_window_half", "start_slot" if offer.start_slot is None else "end_slot")
    elif offer.end_slot <= offer.start_slot:
        yield Problem("offer_ends_before_it_starts", "end_slot")
    elif offer.start_slot < frame.start_slot or offer.end_slot > frame.end_slot:
        field = "start_slot" if offer.start_slot < frame.start_slot else "end_slot"
        yield Problem("offer_outside_sale", field, {"start": frame.start_slot, "end": frame.end_slot})


def _limits(offer: OfferDraft) -> Iterator[Problem]:
    for name in ("limit_per_order", "limit_per_buyer", "limit_total", "budget_minor"):
        value = getattr(offer, name)
        if value is not None and value <= 0:
            yield Problem("offer_limit_zero", name)


def _payers(offer: OfferDraft) -> Iterator[Problem]:
    shares = {name: getattr(offer, name) for name in PAYERS}
    below = [name for name, share in shares.items() if share < 0]
    if below:
        yield Problem("offer_below_zero", below[0])
        return
    total = sum(shares.values())
    if total != ALL_BP:
        yield Problem("offer_payers_not_whole", "shop_bp", {"total_bp": total, "difference_bp": ALL_BP - total})


def _place(offer: OfferDraft, frame: OfferFrame) -> Iterator[Problem]:
    if offer.priority < 0:
        yield Problem("offer_below_zero", "priority")
    if not offer.group:
        return
    for other in frame.others:
        if other.group == offer.group and other.priority == offer.priority and _meet(offer, other):
            values = {"group": offer.group, "other": other.name, "priority": offer.priority}
            values["free"] = free_priority(offer, frame.others)
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
