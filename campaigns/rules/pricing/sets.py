"""Sets: buy n get m."""

from collections import defaultdict

from campaigns.rules.pricing.pieces import percent_of
from campaigns.rules.pricing.state import Plan, Trial
from common.splitting import split_minor


def plan_sets(trial: Trial) -> Plan | None:
    """Plan buy n get m: of every n + m pieces the m cheapest are reduced, over the whole scope or product by product.

    With k sets in the basket the k x m cheapest pieces of all are reduced. What is saved is carried by all pieces in scope (of
    the product), in proportion to what may be taken off them: whoever sends a piece back gets what it really cost. Where a
    limit allows fewer sets than there are, the products with the dearest piece come first.

    Buy two, get one free, with three cups at 40.00 and three at 25.00: two sets, so two of the cheap ones are free, and all
    six carry it by their price.

    >>> from campaigns.rules.pricing.baskets import Basket, BasketLine
    >>> from campaigns.rules.pricing.offers import Kind, OfferRule
    >>> from campaigns.rules.pricing.pricer import price_basket
    >>> rule = OfferRule("2+1", Kind.BUY_GET, buy_units=2, get_units=1, percent_bp=10_000)
    >>> found = price_basket(Basket((BasketLine(1, "dear", 4_000, 3), BasketLine(2, "cheap", 2_500, 3))), [rule])
    >>> found.discount_minor, found.outcome("2+1").uses, [line.discount_minor for line in found.lines]
    (5000, 2, [3077, 1923])
    """
    rule, state = trial.rule, trial.state
    size = rule.buy_units + rule.get_units
    families: dict[str, list[int]] = defaultdict(list)
    for position in trial.here:
        families[state.lines[position].sku if rule.same_product else ""].append(position)
    left = trial.most_uses
    amounts: list[tuple[int, int]] = []
    uses = 0
    for _price, family in sorted((-_dearest(trial, families[family]), family) for family in families):
        here = families[family]
        sets = sum(state.lines[position].units for position in here) // size
        if left is not None:
            sets = min(sets, left)
            left -= sets
        rooms = [state.room(position) for position in here]
        saved = min(_saved(trial, here, sets * rule.get_units), sum(rooms))
        if saved:
            uses += sets
            parts = split_minor(saved, rooms)
            amounts += [(position, part) for position, part in zip(here, parts, strict=True) if part]
    return Plan(uses, sorted(amounts), []) if amounts else None


def _dearest(trial: Trial, here: list[int]) -> int:
    return max(price for position in here for _count, price in trial.state.lots[position])


def _saved(trial: Trial, here: list[int], wanted: int) -> int:
    """Return what the cheapest pieces, so many of them, are reduced by."""
    state, percent_bp = trial.state, trial.rule.percent_bp
    saved = 0
    for price, deposit, count in sorted(
        (price, state.lines[position].deposit, count) for position in here for count, price in state.lots[position]
    ):
        take = min(wanted, count)
        saved += take * min(percent_of(price, percent_bp), price - deposit)
        wanted -= take
        if not wanted:
            break
    return saved
