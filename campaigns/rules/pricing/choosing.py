"""All offers take their turns; of an exclusion group with the choice "best" every candidate is tried. Inner workings."""

from collections.abc import Mapping, Sequence
from itertools import product
from typing import NamedTuple

from campaigns.rules.pricing.compiled import CompiledOffer
from campaigns.rules.pricing.state import Line, Room, State, Turn

NO_LIMIT: Room = (None, None)


class Run:
    """One way through a basket: what it came to, and how each offer's turn went (by the offer's index)."""

    __slots__ = ("cost", "state", "turns")

    def __init__(self, state: State, turns: dict[int, Turn]) -> None:
        self.state = state
        self.turns = turns
        self.cost = sum(state.paid) + state.freight - state.worth


class Choice(NamedTuple):
    """The best way, the candidates it takes (one of each group), and all ways that were tried."""

    best: Run
    chosen: tuple[CompiledOffer, ...]
    tried: Mapping[tuple[CompiledOffer, ...], Run]


def run(offers: Sequence[CompiledOffer], lines: list[Line], freight: int, rooms: Mapping[int, Room]) -> Run:
    """Give every offer its turn, in order."""
    state = State(lines, freight)
    turns: dict[int, Turn] = {}
    taken: dict[str, str] = {}
    for offer in offers:
        most_uses, money_left = rooms.get(offer.index, NO_LIMIT)
        turn = offer.turn(state, most_uses, money_left, taken.get(offer.group, "") if offer.group else "")
        turns[offer.index] = turn
        if offer.group and turn.plan is not None:
            taken[offer.group] = offer.rule.key
    return Run(state, turns)


def best_run(
    offers: Sequence[CompiledOffer],
    groups: Sequence[Sequence[CompiledOffer]],
    lines: list[Line],
    freight: int,
    rooms: Mapping[int, Room],
) -> Choice:
    """Try one candidate of each group and keep what is best for the buyer.

    A candidate that would not be applied never stands in the way of another of its group that would, all other choices
    being the same. Equal cost: the candidates that come first in the order of application, group by group in the order of
    their names.

    Ten off and a fifth off exclude each other; on 60.00 the fifth is the better one:

    >>> from campaigns.rules.pricing.baskets import Basket, BasketLine
    >>> from campaigns.rules.pricing.offers import Kind, OfferRule
    >>> from campaigns.rules.pricing.pricer import price_basket
    >>> ten = OfferRule("ten", Kind.AMOUNT_OFF, value_minor=1000, group="one")
    >>> fifth = OfferRule("fifth", Kind.PERCENT_OFF, percent_bp=2000, group="one")
    >>> found = price_basket(Basket((BasketLine(1, "cup", 6000),)), [ten, fifth])
    >>> found.total_minor, found.outcome("fifth").applied, str(found.outcome("ten").reason)
    (4800, True, 'excluded')
    """
    if not groups:
        found = run(offers, lines, freight, rooms)
        return Choice(found, (), {(): found})
    outside = {offer.index for group in groups for offer in group}
    tried: dict[tuple[CompiledOffer, ...], Run] = {}
    for chosen in product(*groups):
        inside = {offer.index for offer in chosen}
        allowed = [offer for offer in offers if offer.index in inside or offer.index not in outside]
        tried[chosen] = run(allowed, lines, freight, rooms)
    fair = [chosen for chosen in tried if not _stands_in_the_way(chosen, groups, tried)]
    best = min(fair or tried, key=lambda chosen: tried[chosen].cost)
    return Choice(tried[best], best, tried)


def swapped(chosen: tuple[CompiledOffer, ...], place: int, other: CompiledOffer) -> tuple[CompiledOffer, ...]:
    """Return the choice with another candidate in one group.

    >>> swapped(("coupon A", "gift A"), 1, "gift B")
    ('coupon A', 'gift B')
    """
    return (*chosen[:place], other, *chosen[place + 1 :])


def _stands_in_the_way(
    chosen: tuple[CompiledOffer, ...],
    groups: Sequence[Sequence[CompiledOffer]],
    tried: Mapping[tuple[CompiledOffer, ...], Run],
) -> bool:
    for place, candidate in enumerate(chosen):
        if _applied(tried[chosen], candidate):
            continue
        for other in groups[place]:
            if other is not candidate and _applied(tried[swapped(chosen, place, other)], other):
                return True
    return False


def _applied(found: Run, offer: CompiledOffer) -> bool:
    return found.turns[offer.index].plan is not None
