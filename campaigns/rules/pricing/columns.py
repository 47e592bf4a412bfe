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

    `scope` holds, for each line, the offers (bits) that are live for its basket and hold its product; `funded` what others
    than the shop pay of its discounts, in ten-thousandths of a minor unit.
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
        self.funded = np.zeros_like(scope)
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

    def take(self, offer: CompiledOffer, lines: Ints, parts: Ints) -> None:
        """Take parts off lines, and remember who was there."""
        self.paid[lines] -= parts
        self.touched[lines[parts > 0]] |= offer.bit
        if offer.funded_bp:
            self.funded[lines] += parts * offer.funded_bp

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
        if rule.kind is Kind.BUY_GET:
            _on_sets(offer, sheet, lines, gain)
        elif offer.on_pieces:
            _on_pieces(offer, sheet, lines, gain)
        else:
            _on_orders(offer, sheet, lines, measured, gain)
    if offer.group:
        sheet.taken[offer.group] = sheet.taken.get(offer.group, False) | (gain.uses > 0)
    return gain


def _on_pieces(offer: CompiledOffer, sheet: Sheet, lines: Ints, gain: Gain) -> None:
    """Reduce single pieces."""
    pieces = _pieces_of(sheet, lines)
    line, price = sheet.piece_line[pieces], sheet.piece_price[pieces]
    cuts = np.minimum(cuts_of(offer.rule, price), price - sheet.piece_deposit[pieces])
    basket = sheet.basket[line]
    if offer.most_uses is not None:
        cuts = np.where(_largest(offer.most_uses, basket, line, price, cuts), cuts, 0)
    discount = added(basket, cuts, sheet.count)
    if offer.most_money is not None:
        cuts = cuts * (discount <= offer.most_money)[basket]
        discount = added(basket, cuts, sheet.count)
    sheet.piece_price[pieces] = price - cuts
    sheet.take(offer, np.arange(len(sheet.paid)), added(line, cuts, len(sheet.paid)))
    gain.discount, gain.uses = discount, added(basket, (cuts > 0).astype(np.int64), sheet.count)


def _pieces_of(sheet: Sheet, lines: Ints) -> Ints:
    mine = np.zeros(len(sheet.paid), dtype=np.bool_)
    mine[lines] = True
    return np.flatnonzero(mine[sheet.piece_line])


def cuts_of(rule: OfferRule, price: Ints) -> Ints:
    """Return what an offer on pieces takes off pieces at these prices; see `pieces.CUTS`."""
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


def _on_sets(offer: CompiledOffer, sheet: Sheet, lines: Ints, gain: Gain) -> None:
    """Reduce the cheapest pieces of every set; see `sets.plan_sets`."""
    rule, width = offer.rule, int(sheet.sku.max()) + 1
    # A family is what sets are made of: a basket's lines in scope, or those of one product; numbered as they are met.
    names = sheet.basket[lines] * width + (sheet.sku[lines] if rule.same_product else 0)
    known, family = np.unique(names, return_inverse=True)
    owner = known // width
    of_line = np.zeros(len(sheet.paid), dtype=np.int64)
    of_line[lines] = family
    pieces = _pieces_of(sheet, lines)
    line, price = sheet.piece_line[pieces], sheet.piece_price[pieces]
    group, deposit = of_line[line], sheet.piece_deposit[pieces]
    order = np.lexsort((deposit, price, group))
    group, price, deposit = group[order], price[order], deposit[order]
    sizes = np.bincount(group, minlength=len(known))
    sets = sizes // (rule.buy_units + rule.get_units)
    if offer.most_uses is not None:
        sets = _first_sets(offer.most_uses, owner, price[np.cumsum(sizes) - 1], sets)
    cheapest = ranks(group) < (sets * rule.get_units)[group]
    cuts = np.minimum((price * rule.percent_bp + WHOLE_BP // 2) // WHOLE_BP, price - deposit) * cheapest
    rooms = sheet.paid[lines] - sheet.floor[lines]
    room = added(family, rooms, len(known))
    saved = np.minimum(added(group, cuts, len(known)), room)
    discount = added(owner, saved, sheet.count)
    if offer.most_money is not None:
        saved *= (discount <= offer.most_money)[owner]
        discount = added(owner, saved, sheet.count)
    sheet.take(offer, lines, _split(saved, rooms, room, family))
    gain.discount, gain.uses = discount, added(owner, sets * (saved > 0), sheet.count)


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
    sheet.take(offer, lines, _split(amount, rooms, room, basket))
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
    """Split an amount for each basket over its lines by largest remainder; see `common.splitting.split_minor`.

    `basket` may be any numbering of the lines' groups.
    """
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
