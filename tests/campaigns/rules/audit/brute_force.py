"""The audit again, basket by basket through the explaining engine, with nothing clever."""

from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, product

from campaigns.rules.audit.catalogue import Situation, line_of
from campaigns.rules.pricing import Basket, Payer, compile_offers


@dataclass
class Tried:
    """One basket that was priced: the situation, pieces by SKU, and the answer."""

    situation: Situation
    pieces: dict
    priced: object


def all_situations(plan):
    held = sorted(plan.held)
    for stage, tier in product(plan.stages, plan.buyer_tiers):
        for at in range(stage.start, stage.end):
            for count in range(len(held) + 1):
                for coupons in combinations(held, count):
                    yield Situation(stage, at, tier, frozenset(coupons))


def basket_in(plan, situation, pieces):
    by_sku = {one.sku: one for one in plan.products}
    lines = tuple(
        line_of(by_sku[sku], situation, number, units) for number, (sku, units) in enumerate(sorted(pieces.items()), start=1)
    )
    return Basket(lines, situation.buyer_tier, situation.at, situation.coupons, plan.freight_minor)


def contents(plan, stage, alone, together):
    sold = sorted(one.sku for one in plan.products if stage.name in one.prices)
    for sku in sold:
        for units in range(1, alone + 1):
            yield {sku: units}
    for one, other in combinations(sold, 2):
        for units, more in product(range(1, together + 1), repeat=2):
            yield {one: units, other: more}


def everything(plan, alone, together):
    pricer = compile_offers(plan.offers)
    for situation in all_situations(plan):
        for pieces in contents(plan, situation.stage, alone, together):
            yield Tried(situation, pieces, pricer.price(basket_in(plan, situation, pieces)))


def worst_prices(tried, plan):
    """The least paid and the least received for a piece, by SKU."""
    funded = {offer.key: 10_000 - dict(offer.payers).get(Payer.SHOP, 0) for offer in plan.offers}
    paid, received = {}, {}
    for one in tried:
        for line in one.priced.lines:
            price = Fraction(line.paid_minor, line.line.units)
            others = sum(gift.amount_minor * funded[gift.offer] for gift in line.discounts)
            got = Fraction(line.paid_minor * 10_000 + others, 10_000 * line.line.units)
            sku = line.line.sku
            paid[sku] = min(paid.get(sku, price), price)
            received[sku] = min(received.get(sku, got), got)
    return paid, received


def totals_by_situation(tried):
    found = {}
    for one in tried:
        found.setdefault(one.situation, {})[tuple(sorted(one.pieces.items()))] = one.priced
    return found


def most_saved_by_more(tried):
    """The most a larger basket costs less than a product alone in it."""
    most = 0
    for known in totals_by_situation(tried).values():
        for pieces, priced in known.items():
            for sku, units in pieces:
                for fewer in range(1, units + 1):
                    if (len(pieces) > 1 and fewer < units) or (len(pieces) == 1 and fewer == units):
                        continue
                    most = max(most, known[(sku, fewer),].total_minor - priced.total_minor)
    return most


def most_saved_by_parting(tried, plan):
    """The most a basket costs more than its parts in two orders, the second without coupons and limited offers."""
    again = compile_offers([offer for offer in plan.offers if not offer.needs_coupon and offer.limits.per_buyer is None])
    most = 0
    for situation, known in totals_by_situation(tried).items():
        second = {pieces: again.price(basket_in(plan, situation, dict(pieces))).total_minor for pieces in known}
        for pieces, priced in known.items():
            if len(pieces) == 1:
                ((sku, units),) = pieces
                ways = [known[(sku, some),].total_minor + second[(sku, units - some),] for some in range(1, units)]
            else:
                one, other = pieces
                ways = [known[one,].total_minor + second[other,], known[other,].total_minor + second[one,]]
            most = max([most, *(priced.total_minor - way for way in ways)])
    return most


def most_lost_by_deposit(tried):
    """The most a buyer with a deposit pays more than one who waits, by SKU."""
    early, late, start = {}, {}, {}
    for one in tried:
        if len(one.pieces) > 1:
            continue
        buyer = one.situation.buyer_tier, one.situation.coupons
        key = (*buyer, *next(iter(one.pieces.items())))
        if one.situation.stage.presale:
            early[key] = min(early.get(key, one.priced.total_minor), one.priced.total_minor)
            start[buyer] = min(start.get(buyer, one.situation.at), one.situation.at)
        else:
            late.setdefault(key, []).append((one.situation.at, one.priced.total_minor))
    found = {}
    for key, total in early.items():
        after = [cost for at, cost in late.get(key, []) if at > start[key[:2]]]
        if after and min(after) < total:
            found[key[2]] = max(found.get(key[2], 0), total - min(after))
    return found
