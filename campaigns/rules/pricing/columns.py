"""The turns of the offers on many baskets at once: the steps of `compiled`, `pieces` and `orders`, on arrays. Inner workings.

Every piece is an entry of its own, so that no line has to be cut into lots; lines carry what is left of them in all.
`tests/campaigns/rules/pricing/test_many.py` holds both ways to each other.
"""

import numpy as np

from campaigns.rules.pricing.compiled import CompiledOffer
from campaigns.rules.pricing.offers import WHOLE_BP, Kind, OfferRule
from campaigns.rules.pricing.table import Bools, Ints


class Sheet:
    """Some baskets on the way through the offers; lines stand by basket and, in it, in the order they are worked in.

    `scope` holds, for each line, the offers (bits) that are live for its basket and hold its product.
    """

    def __init__(
        self, *, count: int, basket: Ints, sku: Ints, price: Ints, units: Ints, deposit: Ints, scope: Ints, freight: Ints
    ):
        self.count = count
        self.basket = basket
        self.sku = sku
        self.units = units
        self.scope = scope
        self.floor = deposit * units
        self.paid = price * units
        self.touched = np.zeros_like(scope)
        self.piece_paid: Ints | None = None
        self.freight = freight.copy()
        self.worth = np.zeros(count, dtype=np.int64)
        self.piece_line = np.repeat(np.arange(len(units)), units)
        self.piece_price = price[self.piece_line]
        self.piece_deposit = deposit[self.piece_line]
        self.taken: dict[str, Bools] = {}

    def sums(self, amounts: Ints, lines: Ints) -> Ints:
        """Add amounts of some lines up by basket."""
        return added(self.basket[lines], amounts, self.count)

    @property
    def cost(self) -> Ints:
        """What each basket comes to, gifts taken off."""
        found: Ints = added(self.basket, self.paid, self.count) + self.freight - self.worth
        return found


class Gain:
    """What one offer gave each basket: discount, uses, gifts' worth."""

    __slots__ = ("discount", "uses", "worth")

    def __init__(self, count: int) -> None:
        self.discount = np.zeros(count, dtype=np.int64)
        self.uses = np.zeros(count, dtype=np.int64)
        self.worth = np.zeros(count, dtype=np.int64)


def take_turn(offer: CompiledOffer, sheet: Sheet) -> Gain:
    """Give an offer its turn on all baskets; see `CompiledOffer.turn`."""
    rule, gain = offer.rule, Gain(sheet.count)
    here = (sheet.scope & offer.bit != 0) & (sheet.touched & offer.conflicts == 0)
    if rule.kind is Kind.DEPOSIT:
        here &= sheet.floor >= rule.deposit_minor * sheet.units
    lines = np.flatnonzero(here)
    if not lines.size:
        return gain
    if not offer.on_pieces and sheet.piece_paid is None:
        sheet.piece_paid = sheet.paid.copy()
    amounts = sheet.piece_paid if offer.needs_pieces and sheet.piece_paid is not None else sheet.paid
    measured = sheet.sums(amounts[lines], lines)
    units = sheet.sums(sheet.units[lines], lines)
    ready = units > 0
    if offer.group and offer.group in sheet.taken:
        ready &= ~sheet.taken[offer.group]
    minimum = max(rule.minimum_minor, rule.steps[0].minimum_minor) if rule.steps else rule.minimum_minor
    ready &= (measured >= minimum) & (units >= rule.minimum_units)
    lines = lines[ready[sheet.basket[lines]]]
    if lines.size:
        if offer.on_pieces:
            _on_pieces(offer, sheet, lines, units, gain)
        else:
            _on_orders(offer, sheet, lines, measured, gain)
    if offer.group:
        sheet.taken[offer.group] = sheet.taken.get(offer.group, False) | (gain.uses > 0)
    return gain


def _on_pieces(offer: CompiledOffer, sheet: Sheet, lines: Ints, units: Ints, gain: Gain) -> None:
    """Reduce single pieces."""
    rule = offer.rule
    mine = np.zeros(len(sheet.paid), dtype=np.bool_)
    mine[lines] = True
    pieces = np.flatnonzero(mine[sheet.piece_line])
    line, price = sheet.piece_line[pieces], sheet.piece_price[pieces]
    cuts = np.minimum(_cuts(rule, price), price - sheet.piece_deposit[pieces])
    basket = sheet.basket[line]
    if rule.kind is Kind.BUY_GET:
        kept, uses = _sets(offer, sheet, line, price, cuts)
        cuts = np.where(kept, cuts, 0)
    else:
        if offer.most_uses is not None:
            cuts = np.where(_largest(offer.most_uses, basket, line, price, cuts), cuts, 0)
        uses = added(basket, (cuts > 0).astype(np.int64), sheet.count)
    discount = added(basket, cuts, sheet.count)
    if offer.most_money is not None:
        fits = discount <= offer.most_money
        discount, uses, cuts = discount * fits, uses * fits, cuts * fits[basket]
    by_line = added(line, cuts, len(sheet.paid))
    sheet.piece_price[pieces] = price - cuts
    sheet.paid -= by_line
    sheet.touched[by_line > 0] |= offer.bit
    gain.discount, gain.uses = discount, uses * (discount > 0)


def _cuts(rule: OfferRule, price: Ints) -> Ints:
    if rule.kind is Kind.FIXED_PRICE:
        return np.maximum(0, price - rule.value_minor)
    if rule.kind is Kind.AMOUNT_OFF:
        return np.minimum(price, rule.value_minor)
    if rule.kind is Kind.DEPOSIT:
        return np.minimum(price, rule.counts_minor - rule.deposit_minor)
    found: Ints = (price * rule.percent_bp + WHOLE_BP // 2) // WHOLE_BP
    return found


def _largest(most: int, basket: Ints, line: Ints, price: Ints, cuts: Ints) -> Bools:
    """Tell which pieces are among the most reduced ones of their basket."""
    order = np.lexsort((-price, line, -cuts, basket))
    kept = np.zeros(len(cuts), dtype=np.bool_)
    kept[order] = ranks(basket[order]) < most
    return kept


def _sets(offer: CompiledOffer, sheet: Sheet, line: Ints, price: Ints, cuts: Ints) -> tuple[Bools, Ints]:
    """Tell which pieces come at the price of a set, and how many sets each basket has that gave anything."""
    rule, basket = offer.rule, sheet.basket[line]
    order = np.lexsort((line, price, sheet.sku[line], basket)) if rule.same_product else np.lexsort((line, price, basket))
    basket = basket[order]
    family = (basket * (int(sheet.sku.max()) + 1) + sheet.sku[line[order]]) if rule.same_product else basket
    start = firsts(family)
    which = np.cumsum(start) - 1
    sizes = np.bincount(which)
    sets = sizes // (rule.buy_units + rule.get_units)
    heads = np.flatnonzero(start)
    if offer.most_uses is not None:
        dearest = price[order][heads + sizes - 1]
        sets = _first_sets(offer.most_uses, basket[heads], dearest, sets)
    kept = np.zeros(len(cuts), dtype=np.bool_)
    kept[order] = ranks(family) < (sets * rule.get_units)[which]
    gave = np.bincount(which, weights=(cuts * kept)[order]) > 0
    return kept, added(basket[heads], sets * gave, sheet.count)


def _first_sets(most: int, basket: Ints, dearest: Ints, sets: Ints) -> Ints:
    """Allow a basket at most so many sets, the products with the dearest piece first, then by SKU."""
    order = np.lexsort((np.arange(len(sets)), -dearest, basket))
    before = np.cumsum(sets[order]) - sets[order]
    start = firsts(basket[order])
    before -= before[start][np.cumsum(start) - 1]
    allowed = np.empty_like(sets)
    allowed[order] = np.clip(most - before, 0, sets[order])
    return allowed


def _on_orders(offer: CompiledOffer, sheet: Sheet, lines: Ints, measured: Ints, gain: Gain) -> None:
    """Reduce whole orders, or give a gift or the freight."""
    rule = offer.rule
    most = offer.most_uses
    basket = sheet.basket[lines]
    some = np.zeros(sheet.count, dtype=np.bool_)
    some[basket] = True
    times = some.astype(np.int64)
    if rule.kind in (Kind.GIFT, Kind.FREE_SHIPPING):
        if rule.kind is Kind.GIFT:
            times = some * (measured // rule.minimum_minor) if rule.repeats else times
            times = times if most is None else np.minimum(times, most)
            gain.worth = times * rule.gift_units * rule.gift_worth_minor
        else:
            gain.discount = sheet.freight * some
            times = times * (gain.discount > 0)
        fits = _fits(offer, gain.discount + gain.worth)
        gain.discount, gain.worth, gain.uses = gain.discount * fits, gain.worth * fits, times * fits
        sheet.freight -= gain.discount
        sheet.worth += gain.worth
        sheet.touched[lines[gain.uses[basket] > 0]] |= offer.bit
        return
    rooms = sheet.paid[lines] - sheet.floor[lines]
    room = added(basket, rooms, sheet.count)
    wanted, times = _wanted(offer, sheet, lines, measured, times)
    amount = np.minimum(wanted * some, room)
    amount *= _fits(offer, amount)
    parts = _split(amount, rooms, room, basket)
    sheet.paid[lines] -= parts
    sheet.touched[lines[parts > 0]] |= offer.bit
    gain.discount, gain.uses = amount, times * (amount > 0)


def _wanted(offer: CompiledOffer, sheet: Sheet, lines: Ints, measured: Ints, times: Ints) -> tuple[Ints, Ints]:
    """Return what a 满减 or a coupon would take off each basket, and how often it is reached."""
    rule = offer.rule
    if rule.kind is Kind.COUPON:
        if rule.value_minor:
            return times * rule.value_minor, times
        paid = sheet.sums(sheet.paid[lines], lines)
        wanted = (paid * rule.percent_bp + WHOLE_BP // 2) // WHOLE_BP
        return (wanted if rule.most_minor is None else np.minimum(wanted, rule.most_minor)), times
    minima = np.array([step.minimum_minor for step in rule.steps], dtype=np.int64)
    savings = np.array([0, *(step.saves_minor for step in rule.steps)], dtype=np.int64)
    if rule.repeats:
        times = times * (measured // minima[0])
        if offer.most_uses is not None:
            times = np.minimum(times, offer.most_uses)
    return times * savings[np.searchsorted(minima, measured, side="right")], times


def _fits(offer: CompiledOffer, needed: Ints) -> Bools | bool:
    return True if offer.most_money is None else needed <= offer.most_money


def _split(amount: Ints, rooms: Ints, room: Ints, basket: Ints) -> Ints:
    """Split an amount for each basket over its lines by largest remainder; see `common.splitting.split_minor`."""
    whole = np.maximum(room, 1)[basket]
    parts, rests = np.divmod(amount[basket] * rooms, whole)
    left = amount - added(basket, parts, len(amount))
    if left.any():
        order = np.lexsort((-rests, basket))
        extra = ranks(basket[order]) < left[basket[order]]
        parts[order] += extra
    return parts


def added(places: Ints, amounts: Ints, count: int) -> Ints:
    """Add amounts up by place. Exact below 2 to the power of 53, which `many` sees to."""
    return np.bincount(places, weights=amounts, minlength=count).astype(np.int64)


def firsts(keys: Ints) -> Bools:
    """Tell where a new key begins in sorted keys."""
    found = np.ones(len(keys), dtype=np.bool_)
    found[1:] = keys[1:] != keys[:-1]
    return found


def ranks(keys: Ints) -> Ints:
    """Return the place of each entry among those of the same key, in sorted keys.

    >>> ranks(np.array([4, 4, 7])).tolist()
    [0, 1, 0]
    """
    start = np.flatnonzero(firsts(keys))
    found: Ints = np.arange(len(keys)) - np.repeat(start, np.diff(np.append(start, len(keys))))
    return found
