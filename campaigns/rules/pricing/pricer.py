"""Price baskets under offers that were prepared once.

`Pricer.price` answers with all reasons, `Pricer.totals` with the sums alone and remembers equal baskets; both take the same
way through the basket (`choosing.best_run`), so their sums are the same.
"""

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from campaigns.rules.pricing.baskets import Basket, BasketLine, PricedBasket, Usage
from campaigns.rules.pricing.choosing import Run, best_run
from campaigns.rules.pricing.compiled import CompiledOffer, compiled
from campaigns.rules.pricing.conditions import for_buyer, has_room, in_window, is_held, room_of
from campaigns.rules.pricing.explaining import priced_basket
from campaigns.rules.pricing.offers import GroupChoice, Kind, Level, OfferRule, Payer
from campaigns.rules.pricing.payers import split_payers
from campaigns.rules.pricing.problems import offer_problems
from campaigns.rules.pricing.state import Line, Room
from campaigns.rules.problems import PlanError

MOST_REMEMBERED = 200_000
_UNUSED = Usage()
Row = tuple[str, int, int, int, int, int, BasketLine]  # a `Line` before it is one
_PAYERS = list(Payer)


class OfferTotal(NamedTuple):
    """What one applied offer gave: its discount (lines and freight), its uses, and what its gifts are worth."""

    offer: str
    discount_minor: int
    uses: int
    worth_minor: int


class Totals(NamedTuple):
    """The sums of a priced basket: the same figures as `PricedBasket`, without the lines and the reasons.

    `offers` holds the applied ones, in the order of application; `payers_minor` what each payer bears, in the order of
    `Payer`.
    """

    total_minor: int
    list_minor: int
    freight_minor: int
    freight_list_minor: int
    offers: tuple[OfferTotal, ...]
    payers_minor: tuple[int, ...]

    @property
    def discount_minor(self) -> int:
        """All discounts."""
        return self.list_minor + self.freight_list_minor - self.total_minor


class Pricer:
    """Offers made ready. Not for several threads at once: it remembers what it priced."""

    def __init__(self, offers: Sequence[OfferRule]) -> None:
        self.offers = compiled(offers)
        self.keys = tuple(offer.rule.key for offer in self.offers)
        bounds = {bound for offer in offers for bound in (offer.start, offer.end) if bound is not None}
        self.bounds = sorted(bounds)
        self._limited = [offer for offer in self.offers if _is_limited(offer.rule)]
        self._scopes: dict[tuple[str, str, str, str], int] = {}
        self._situations: dict[tuple[str, int], int] = {}
        self._coupons: dict[frozenset[str], int] = {}
        self._chosen: dict[int, tuple[list[CompiledOffer], list[list[CompiledOffer]]]] = {}
        self._known: dict[object, Totals] = {}

    def price(self, basket: Basket) -> PricedBasket:
        """Price a basket and tell why; see `PricedBasket`. Raises ValueError for a line that cannot be."""
        rows = self._rows(basket)
        lines = _checked(rows)
        live, rooms = self._live(basket, rows)
        offers, groups = self._choice(live)
        choice = best_run(offers, groups, lines, basket.freight_minor, rooms)
        return priced_basket(basket, self.offers, lines, groups, choice)

    def totals(self, basket: Basket) -> Totals:
        """Price a basket, sums alone; an equal one is looked up. Raises ValueError for a line that cannot be."""
        rows = self._rows(basket)
        live, rooms = self._live(basket, rows)
        key = (live, basket.freight_minor, *[row[:5] for row in rows], *rooms.items())
        known = self._known.get(key)
        if known is not None:
            return known
        offers, groups = self._choice(live)
        choice = best_run(offers, groups, _checked(rows), basket.freight_minor, rooms)
        totals = _totals_of(choice.best, offers, basket.freight_minor)
        if len(self._known) >= MOST_REMEMBERED:
            self._known.clear()
        self._known[key] = totals
        return totals

    def scope_of(self, product: tuple[str, str, str, str]) -> int:
        """Return the offers (bits in the order of `keys`) that hold a product (sku, tier, category, shop) in scope."""
        scope = self._scopes.get(product)
        if scope is None:
            sku, tier, category, shop = product
            scope = sum(
                offer.bit for offer in self.offers if offer.rule.scope.holds(sku=sku, tier=tier, category=category, shop=shop)
            )
            self._scopes[product] = scope
        return scope

    def _rows(self, basket: Basket) -> list[Row]:
        """Return the lines as `Line` has them, in the order they are worked in."""
        scopes = self._scopes
        rows = []
        for line in basket.lines:
            product = (line.sku, line.tier, line.category, line.shop)
            scope = scopes.get(product)
            if scope is None:
                scope = self.scope_of(product)
            rows.append((line.sku, line.unit_price_minor, line.deposit_minor, line.units, scope, line.line_no, line))
        if len(rows) > 1:
            rows.sort(key=_without_source)
        return rows

    def _live(self, basket: Basket, rows: list[Row]) -> tuple[int, dict[int, Room]]:
        """Return the offers (bits) that may have their turn, and the room of those whose limits can bind."""
        live = 0
        for row in rows:
            live |= row[4]
        live &= self.situation(basket.buyer_tier, basket.at) & self.held(basket.coupons)
        rooms: dict[int, Room] = {}
        for offer in self._limited:
            if live & offer.bit:
                room = room_of(offer.rule, basket.used.get(offer.rule.key, _UNUSED))
                if not has_room(room):
                    live &= ~offer.bit
                    continue
                room = _binding(offer.rule, room, rows)
                if room != (None, None):
                    rooms[offer.index] = room
        return live, rooms

    def situation(self, buyer_tier: str, at: int) -> int:
        """Return the offers (bits) that are open to buyers of a tier in a slot."""
        key = (buyer_tier, bisect_right(self.bounds, at))
        found = self._situations.get(key)
        if found is None:
            found = sum(offer.bit for offer in self.offers if in_window(offer.rule, at) and for_buyer(offer.rule, buyer_tier))
            self._situations[key] = found
        return found

    def held(self, coupons: frozenset[str]) -> int:
        """Return the offers (bits) that need no coupon or whose coupon is held."""
        found = self._coupons.get(coupons)
        if found is None:
            found = sum(offer.bit for offer in self.offers if is_held(offer.rule, coupons))
            self._coupons[coupons] = found
        return found

    def _choice(self, live: int) -> tuple[list[CompiledOffer], list[list[CompiledOffer]]]:
        """Return the live offers in order, and the groups among them with several candidates to choose the best from."""
        known = self._chosen.get(live)
        if known is None:
            offers = [offer for offer in self.offers if live & offer.bit]
            groups: dict[str, list[CompiledOffer]] = {}
            for offer in offers:
                if offer.rule.group and offer.rule.group_choice is GroupChoice.BEST:
                    groups.setdefault(offer.rule.group, []).append(offer)
            known = offers, [members for _name, members in sorted(groups.items()) if len(members) > 1]
            self._chosen[live] = known
        return known


def compile_offers(offers: Sequence[OfferRule]) -> Pricer:
    """Make offers ready to price many baskets. Raises PlanError with all problems (`offer_problems`) when one cannot stand."""
    problems = offer_problems(offers)
    if problems:
        raise PlanError(*problems)
    return Pricer(offers)


def price_basket(basket: Basket, offers: Sequence[OfferRule]) -> PricedBasket:
    """Price one basket and tell why. Raises PlanError for offers that cannot stand, ValueError for a line that cannot be.

    Two shirts at 300.00 with 10% off, then 499 less 100:

    >>> from campaigns.rules.pricing.offers import Kind, Step
    >>> tenth = OfferRule("tenth", Kind.PERCENT_OFF, percent_bp=1000)
    >>> spend = OfferRule("spend", Kind.SPEND_AND_SAVE, steps=(Step(49900, 10000), Step(89900, 20000)))
    >>> found = price_basket(Basket((BasketLine(1, "shirt", 30000, 2),)), [spend, tenth])
    >>> found.list_minor, [(outcome.offer, outcome.discount_minor) for outcome in found.outcomes], found.total_minor
    (60000, [('tenth', 6000), ('spend', 10000)], 44000)
    >>> found.outcome("spend").next_step
    NextStep(missing_minor=35900, missing_units=0, saves_minor=10000)
    """
    return compile_offers(offers).price(basket)


def _binding(rule: OfferRule, room: Room, rows: Sequence[Row]) -> Room:
    """Forget the limits that no basket of these lines can reach, so that equal baskets are seen to be equal."""
    uses, money = room
    worth = sum(row[1] * row[3] for row in rows)
    if uses is not None:
        bound = worth if rule.repeats else sum(row[3] for row in rows) if rule.level in (Level.PIECE, Level.SET) else 1
        uses = None if uses >= bound else uses
    if money is not None and money >= worth and rule.kind not in (Kind.GIFT, Kind.FREE_SHIPPING):
        money = None
    return uses, money


def _is_limited(rule: OfferRule) -> bool:
    limits = rule.limits
    return any(limit is not None for limit in (limits.per_order, limits.per_buyer, limits.total, limits.money_minor))


def _without_source(row: Row) -> tuple[str, int, int, int, int, int]:
    return row[:6]


def _checked(rows: list[Row]) -> list[Line]:
    numbers = {row[5] for row in rows}
    if len(numbers) < len(rows):
        raise ValueError("Two lines of a basket have the same number.")
    for sku, price, deposit, units, *_rest in rows:
        if price < 0 or units <= 0 or not 0 <= deposit <= price:
            raise ValueError(f"{units} of {sku} at {price} with {deposit} paid in advance is no line of a basket.")
    return [Line(*row) for row in rows]


def _totals_of(found: Run, offers: Sequence[CompiledOffer], freight: int) -> Totals:
    applied = []
    payers = [0] * len(_PAYERS)
    for offer in offers:
        turn = found.turns.get(offer.index)
        if turn is None or turn.plan is None:
            continue
        plan = turn.plan
        discount = plan.freight + sum(amount for _position, amount in plan.amounts)
        applied.append(OfferTotal(offer.rule.key, discount, plan.uses, plan.worth))
        for share in split_payers(discount, offer.rule.payers):
            payers[_PAYERS.index(share.payer)] += share.amount_minor
    state = found.state
    listed = sum(line.price * line.units for line in state.lines)
    return Totals(sum(state.paid) + state.freight, listed, state.freight, freight, tuple(applied), tuple(payers))
