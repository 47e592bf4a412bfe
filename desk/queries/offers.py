"""The offers of the sale that runs, for one buyer: which count now, why another does not, what to add for the next step."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings
from django.utils import translation

from campaigns.models import Campaign, PlannedPrice, StageKind
from campaigns.queries.baskets import Filled, basket_of, stage_at
from campaigns.queries.offers import offer_rules
from campaigns.rules.pricing import (
    Basket,
    BasketLine,
    Kind,
    NextStep,
    OfferRule,
    Outcome,
    PricedBasket,
    Pricer,
    Reason,
    Usage,
    compile_offers,
)
from campaigns.rules.pricing.conditions import used_up
from common.prepared import Prepared
from common.windows import slot_of
from customers.models import Buyer, Tier
from customers.models.tier import KNOWN_NAMES
from customers.queries.tiers import tiers_of
from desk.queries.baskets import BuyerBasket
from desk.queries.offer_uses import uses_of
from desk.queries.recent import Recent
from desk.rules.uses import OfferUse
from inventory.models import Product

_CLOSED = {Reason.OUTSIDE_WINDOW, Reason.BUYER_TIER, Reason.NOT_HELD, Reason.LIMIT_PER_BUYER}
MOST_FILLERS = 3
_LOOKED_AT = 12
_SALES = Prepared(
    lambda shop, at: (
        Campaign.objects.filter(shops=shop, stages__ends_at__gt=at)
        .distinct()
        .prefetch_related("stages")
        .order_by("starts_at", "pk")
    ),
    int,
    datetime,
)


@dataclass(frozen=True)
class Filler:
    """A product that reaches the next step: what it costs, and by how much the whole basket then rises or falls for the buyer."""

    sku: str
    title: str
    price_minor: int
    difference_minor: int


@dataclass(frozen=True)
class OfferStanding:
    """One offer for this buyer: the rule, what became of it, whether it counts (for the basket; without one: for the buyer).

    `use`: how often the buyer used it before, where it is limited a buyer.
    """

    rule: OfferRule
    outcome: Outcome
    counts: bool
    use: OfferUse | None = None


@dataclass(frozen=True)
class OffersNow:
    """The sale, its offers as they stand for a buyer, the priced basket (None without one), the best next step with fillers.

    `unpriced`: SKUs of the basket whose price nobody knows. `coming` is a sale that has not begun, where none runs.
    """

    campaign: Campaign | None
    coming: Campaign | None = None
    standings: tuple[OfferStanding, ...] = ()
    priced: PricedBasket | None = None
    step: OfferStanding | None = None
    fillers: tuple[Filler, ...] = ()
    unpriced: tuple[str, ...] = ()

    @property
    def counting(self) -> list[OfferStanding]:
        """Those that count."""
        return [one for one in self.standings if one.counts]

    @property
    def others(self) -> list[OfferStanding]:
        """Those that do not."""
        return [one for one in self.standings if not one.counts]

    @property
    def names(self) -> dict[str, str]:
        """The names of the offers by key."""
        return {one.rule.key: one.rule.name for one in self.standings}


def sales_of(shop_id: int, at: datetime) -> tuple[Campaign | None, Campaign | None]:
    """Return the sale of a shop that may offer something now (from its warm-up to its closing), and the next one to come.

    Of two that run the one that is live, else the one that began last.
    """
    running, coming = [], []
    for campaign in _SALES.ask(shop_id, at):
        stages = [stage for stage in campaign.stages.all() if stage.kind != StageKind.PREPARATION]
        begins, ends = min(stage.starts_at for stage in stages), max(stage.ends_at for stage in stages)
        if begins <= at < ends:
            running.append(campaign)
        elif begins > at:
            coming.append(campaign)
    running.sort(key=lambda one: (stage_at(one, at) == StageKind.LIVE and one.starts_at <= at < one.ends_at, one.starts_at))
    return (running[-1] if running else None), (coming[0] if coming else None)


def offers_now(
    buyer: Buyer, tier: Tier | None, basket: BuyerBasket, recent: Recent, *, at: datetime, coupons: Iterable[str] = ()
) -> OffersNow:
    """Return the offers of the running sale as they stand for a buyer, with a basket or without one.

    `coupons` are keys of offers the buyer says to have claimed. Limits a buyer are reckoned with as far as the buyer's orders
    of the sale tell what was used (`desk.rules.uses`); limits of all buyers are shown, for nobody tells what all used.
    """
    campaign, coming = sales_of(buyer.shop_id, at)
    if campaign is None:
        return OffersNow(None, coming)
    spellings = _spellings(buyer.shop_id)
    rules = [_as_tiers_are_called(rule, spellings) for rule in offer_rules(campaign)]
    name = str(tier) if tier else ""
    uses = uses_of(campaign, buyer, recent, rules, buyer_tier=name, at=at, beside=basket.order_no)
    used = {key: Usage(by_buyer=use.times) for key, use in uses.items()}
    engine = compile_offers(rules)
    empty = Basket((), name, slot_of(at), frozenset(coupons), used=used)
    if not basket.wanted:
        return OffersNow(campaign, coming, _standings(rules, engine.price(empty), None, uses))
    filled = basket_of(
        campaign, basket.wanted, rules, at=at, buyer_tier=name, coupons=coupons, freight_minor=basket.freight_minor,
        of_shop=buyer.shop_id,
    )  # fmt: skip
    if not filled.basket.lines:
        return OffersNow(campaign, coming, _standings(rules, engine.price(empty), None, uses), unpriced=filled.unpriced)
    in_hand = replace(filled.basket, used=used)
    priced = engine.price(in_hand)
    standings = _standings(rules, priced, filled, uses)
    step = best_step(standings)
    fillers = _fillers(campaign, buyer.shop_id, in_hand, engine, step, priced, at) if step else ()
    return OffersNow(campaign, coming, standings, priced, step, fillers, filled.unpriced)


def _standings(
    rules: Sequence[OfferRule], priced: PricedBasket, filled: Filled | None, uses: Mapping[str, OfferUse]
) -> tuple[OfferStanding, ...]:
    by_key, found = {rule.key: rule for rule in rules}, []
    for one in priced.outcomes:
        rule, use, outcome = by_key[one.offer], uses.get(one.offer), one
        over = used_up(rule, Usage(by_buyer=use.times)) if use else None
        if over is not None and filled is None and one.reason not in _CLOSED:
            outcome = Outcome(rule.key, over.reason, over.values)  # an empty basket has no product that would ask for its limit
        found.append(OfferStanding(rule, outcome, _counts(rule, outcome, filled), use))
    return tuple(found)


def _counts(rule: OfferRule, outcome: Outcome, filled: Filled | None) -> bool:
    """Tell whether an offer counts: without a basket whatever the buyer may use; free shipping also where no freight is known."""
    if filled is None:
        return outcome.reason not in _CLOSED
    is_free = rule.kind is Kind.FREE_SHIPPING and outcome.reason is Reason.NOTHING_LEFT and not filled.basket.freight_minor
    return outcome.applied or is_free


def best_step(standings: Sequence[OfferStanding]) -> OfferStanding | None:
    """Return the offer whose next step asks for the smallest amount that is known to save something; None without one."""
    near = [one for one in standings if (step := one.outcome.next_step) and step.missing_minor and step.saves_minor]
    return min(near, key=lambda one: (_step(one).missing_minor, -(_step(one).saves_minor or 0)), default=None)


def _step(standing: OfferStanding) -> NextStep:
    assert standing.outcome.next_step is not None  # noqa: S101 - `best_step` kept those that have one
    return standing.outcome.next_step


def _fillers(
    campaign: Campaign,
    shop_id: int,
    basket: Basket,
    engine: Pricer,
    step: OfferStanding,
    priced: PricedBasket,
    at: datetime,
) -> tuple[Filler, ...]:
    """Return products of the plan that reach the step for the least money, each tried in the basket by the engine itself."""
    stage, inside = stage_at(campaign, at), {line.sku for line in basket.lines}
    near = PlannedPrice.objects.filter(
        campaign=campaign, shop=shop_id, stage=stage, price_minor__gte=_step(step).missing_minor
    ).exclude(sku__in=inside)  # fmt: skip
    rows = list(near.order_by("price_minor", "sku").values_list("sku", "price_minor")[:_LOOKED_AT])
    told = ("sku", "title", "tier", "category")
    known = {row[0]: row[1:] for row in Product.objects.filter(shop=shop_id, sku__in=[sku for sku, _ in rows]).values_list(*told)}
    found = []
    for sku, price in rows:
        title, tier, category = known.get(sku, ("", "", ""))
        line = BasketLine(len(basket.lines) + 1, sku, price, 1, tier, category, str(shop_id))
        if not step.rule.scope.holds(sku=sku, tier=tier, category=category, shop=str(shop_id)):
            continue
        more = engine.price(replace(basket, lines=(*basket.lines, line)))
        if more.outcome(step.rule.key).discount_minor > step.outcome.discount_minor:
            found.append(Filler(sku, title or sku, price, more.total_minor - priced.total_minor))
    unlike: dict[str, Filler] = {}
    for one in sorted(found, key=lambda one: one.difference_minor):
        # of the sizes and colours of one product the first is enough
        unlike.setdefault(f"{one.price_minor} {' '.join(one.title.split()[:2])}", one)
    return tuple(unlike.values())[:MOST_FILLERS]


def _spellings(shop_id: int) -> dict[str, str]:
    """Return every way a tier of a shop is written in a plan (code, name, in any language), with how it is shown now."""
    found: dict[str, str] = {}
    for tier in tiers_of(shop_id):
        words = {tier.code, tier.name, str(tier)}
        if not tier.name and tier.code in KNOWN_NAMES:
            for language, _name in settings.LANGUAGES:
                with translation.override(language):
                    words.add(str(KNOWN_NAMES[tier.code]))
        found |= {word.casefold(): str(tier) for word in words if word}
    return found


def _as_tiers_are_called(rule: OfferRule, spellings: Mapping[str, str]) -> OfferRule:
    if not rule.buyer_tiers:
        return rule
    return replace(rule, buyer_tiers=frozenset(spellings.get(tier.casefold(), tier) for tier in rule.buyer_tiers))
