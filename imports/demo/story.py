"""Who bought what, when, and what became of it: the whole truth, of which each export tells what was known at its moment.

The same seed, number of orders and moment give the same story to the last bit. Money in fen, times UTC epoch seconds, -1 for
never.
"""

from dataclasses import dataclass
from datetime import date, datetime

import numpy as np

from imports.demo import catalogue, days, shape
from imports.demo.days import Hours, Whole
from imports.demo.visits import Visits, visit

NEVER = -1
UNPAID_SHARE = 0.14
REFUND_SHARE = 0.175
REFUND_BEFORE_SHIPPING = 0.25
WHOLE_REFUND = 0.82
MORE_LINES = 0.24
SALE_CONVERSION = 0.054
FREE_FREIGHT_FROM = 9_900
FREIGHT = 1_000
DAY = 86_400


@dataclass(frozen=True)
class ShopStory:
    """The orders of one shop, by the moment they were placed, and their lines (`line_order` points at the order, ascending).

    `refund_asked`, `refund_done`: of the order's refund, NEVER without one; `line_refunded` tells which lines it is for.
    """

    shop: catalogue.DemoShop
    placed: Whole
    paid: Whole
    shipped: Whole
    completed: Whole
    refund_asked: Whole
    refund_done: Whole
    buyer: Whole
    place: Whole
    freight: Whole
    total: Whole
    line_order: Whole
    line_number: Whole
    product: Whole
    variant: Whole
    units: Whole
    line_paid: Whole
    line_refunded: Whole
    visits: Visits
    wares: catalogue.Wares = catalogue.RANGE


@dataclass(frozen=True)
class Outlook:
    """What a sale did or will reach, for its target: revenue in fen, visitors, paid orders, inquiries.

    `sound`: how many times that revenue it would reach if no page were broken (1 or a little more).
    """

    revenue: int
    visitors: int
    paid_orders: int
    inquiries: int
    sound: float = 1.0


@dataclass(frozen=True)
class Story:
    """All shops, the three sales, and what is wrong today."""

    now: datetime
    today: date
    last: date
    earlier: date
    breaks_at: int
    shops: tuple[ShopStory, ...]
    outlook: Outlook
    last_result: Outlook
    earlier_result: Outlook


def tell(*, seed: int, orders: int, now: datetime) -> Story:
    """Tell the story of `orders` placed orders up to `now` (aware)."""
    generator = np.random.default_rng(seed)
    table = days.hours(now)
    weights = np.concatenate([table.purchases * shop.share for shop in catalogue.SHOPS])
    per_unit = orders / float(weights.sum())
    counts = generator.multinomial(orders, weights / weights.sum()).reshape(len(catalogue.SHOPS), -1)
    median_visits = per_unit * (1 - UNPAID_SHARE) * shape.SALE_DAY_PURCHASES / shape.SALE_DAY_VIEWS / SALE_CONVERSION
    shops = tuple(
        _shop(generator, shop, table, count, visit(generator, shop.share * median_visits, table))
        for shop, count in zip(catalogue.SHOPS, counts, strict=True)
    )
    today = days.sale_day(now)
    last = days.last_sale_day(today)
    earlier = days.earlier_sale_day(last)
    return Story(
        now=now,
        today=today,
        last=last,
        earlier=earlier,
        breaks_at=days.breaks_at(now),
        shops=shops,
        outlook=_outlook(shops, table, per_unit, median_visits, now),
        last_result=_result(shops, days.midnight(last), int(now.timestamp())),
        earlier_result=_result(shops, days.midnight(earlier), int(now.timestamp())),
    )


def _shop(generator: np.random.Generator, shop: catalogue.DemoShop, table: Hours, counts: Whole, visits: Visits) -> ShopStory:
    cell = np.repeat(np.arange(len(counts)), counts)
    opening = (table.to_sale[cell] == 0) & (table.hour[cell] == 0)
    inside = generator.random(len(cell))
    inside = np.where(opening, inside**1.8, inside)  # the first minutes of the sale are the fullest
    placed = table.start[cell] + np.floor(inside * table.seconds[cell]).astype(np.int64)
    order = np.argsort(placed, kind="stable")
    cell, placed = cell[order], placed[order]
    number = len(placed)
    lines = _lines(generator, table, cell)
    goods = np.bincount(lines[0], weights=lines[5], minlength=number).astype(np.int64)
    freight = np.where(goods >= FREE_FREIGHT_FROM, 0, FREIGHT).astype(np.int64)
    paid = _paid(generator, placed)
    shipped = np.where(paid >= 0, paid + _lognormal(generator, number, 20 * 3600, 0.5), NEVER)
    completed = np.where(paid >= 0, shipped + 5 * DAY + _lognormal(generator, number, 2 * DAY, 0.5), NEVER)
    asked, done = _refunds(generator, paid, shipped)
    shipped = np.where((done >= 0) & (done < shipped), NEVER, shipped)
    completed = np.where(shipped >= 0, completed, NEVER)
    several = np.bincount(lines[0], minlength=number) > 1
    whole = ~several | (generator.random(number) < WHOLE_REFUND)
    refunded = (asked[lines[0]] >= 0) & (whole[lines[0]] | (lines[1] == 0))
    places = np.array([place[2] for place in catalogue.PLACES])
    return ShopStory(
        shop=shop,
        placed=placed,
        paid=paid,
        shipped=shipped,
        completed=completed,
        refund_asked=asked,
        refund_done=done,
        buyer=generator.integers(0, max(1, int(number * 0.6)), number),
        place=generator.choice(len(places), number, p=places / places.sum()),
        freight=freight,
        total=goods + freight,
        line_order=lines[0],
        line_number=lines[1],
        product=lines[2],
        variant=lines[3],
        units=lines[4],
        line_paid=lines[5],
        line_refunded=refunded.astype(np.int64),
        visits=visits,
    )


def _lognormal(generator: np.random.Generator, number: int, median: float, sigma: float) -> Whole:
    return np.exp(generator.normal(np.log(median), sigma, number)).astype(np.int64)


def _paid(generator: np.random.Generator, placed: Whole) -> Whole:
    number = len(placed)
    delay = _lognormal(generator, number, 40, 1.0)
    late = generator.random(number) < 0.04
    delay = np.where(late, generator.integers(3600, 20 * 3600, number), delay)
    return np.where(generator.random(number) < UNPAID_SHARE, NEVER, placed + delay)


def _refunds(generator: np.random.Generator, paid: Whole, shipped: Whole) -> tuple[Whole, Whole]:
    """Draw when refunds are asked for and done: a few before shipping, most days after the parcel came."""
    number = len(paid)
    wants = (paid >= 0) & (generator.random(number) < REFUND_SHARE)
    early = generator.random(number) < REFUND_BEFORE_SHIPPING
    before = paid + _lognormal(generator, number, 3 * 3600, 0.9)
    after = shipped + 2 * DAY + _lognormal(generator, number, 3 * DAY, 0.6)
    asked = np.where(wants, np.where(early, before, after), NEVER)
    done = asked + np.where(early, _lognormal(generator, number, 2 * 3600, 0.8), _lognormal(generator, number, 2 * DAY, 0.5))
    return asked, np.where(wants, done, NEVER)


def _lines(generator: np.random.Generator, table: Hours, cell: Whole) -> tuple[Whole, ...]:
    """Fill the baskets. Returns for each line: its order, number in the order, product, variant, pieces, amount paid."""
    baskets = np.array(
        [shape.basket_factor(int(to_sale), int(hour)) for to_sale, hour in zip(table.to_sale, table.hour, strict=True)]
    )
    extra = np.minimum(generator.poisson(MORE_LINES * (3 * baskets[cell] - 2)), 5)
    owner = np.repeat(np.arange(len(cell)), 1 + extra)
    first = np.concatenate(([0], np.cumsum(1 + extra)))[:-1]
    number = np.arange(len(owner)) - first[owner]
    weights = np.array([item.weight for item in catalogue.PRODUCTS])
    in_sale = table.to_sale[cell] == 0
    led = np.where(in_sale, days.HERO_IN_SALE, 1.0) * np.where(table.broken[cell], 1 - days.BROKEN_SHARE, 1.0)
    product = _choose(generator, weights, led[owner])
    variant = generator.integers(0, len(catalogue.COLOURS) * len(catalogue.SIZES), len(owner))
    _pair_up(generator, first[owner], number, product, variant)
    units = np.where(generator.random(len(owner)) < 0.07, 2, 1)
    sale = np.array([item.sale_minor for item in catalogue.PRODUCTS])
    usual = np.array([item.list_minor for item in catalogue.PRODUCTS]) * 85 // 1000 * 10
    price = np.where(in_sale[owner], sale[product], usual[product])
    return owner, number, product, variant, units.astype(np.int64), (price * units).astype(np.int64)


def _choose(generator: np.random.Generator, weights: np.ndarray, led: np.ndarray) -> Whole:
    """Choose a product for each line; `led` multiplies the weight of the leading product on that line."""
    product = np.empty(len(led), np.int64)
    drawn = generator.random(len(led))
    for factor in np.unique(led):
        here = led == factor
        own = weights.copy()
        own[catalogue.HERO] *= factor
        product[here] = np.searchsorted(np.cumsum(own / own.sum())[:-1], drawn[here], side="right")
    return product


def _pair_up(generator: np.random.Generator, first: Whole, number: Whole, product: Whole, variant: Whole) -> None:
    """Make some further lines the partner of the first line's product, in the same colour and size; changes the arrays.

    The dice are others, so that everything else of the story stays as it is without partners.
    """
    places = {item.code: place for place, item in enumerate(catalogue.PRODUCTS)}
    partner = np.full(len(catalogue.PRODUCTS), -1)
    for code, other in catalogue.PARTNERS.items():
        partner[places[code]] = places[other]
    along = (number > 0) & (partner[product[first]] >= 0) & (generator.spawn(1)[0].random(len(number)) < catalogue.PARTNER_SHARE)
    chosen, same = partner[product[first]], variant[first]
    product[along], variant[along] = chosen[along], same[along]


def _result(shops: tuple[ShopStory, ...], start: int, at: int) -> Outlook:
    """Add up what the day beginning at `start` brought by `at`."""
    revenue = orders = visitors = inquiries = 0
    for told in shops:
        paid = (told.paid >= start) & (told.paid < min(start + DAY, at))
        revenue += int(told.total[paid].sum())
        orders += int(paid.sum())
        seen = (told.visits.hour >= start) & (told.visits.hour < start + DAY)
        visitors += int(told.visits.visitors[seen].sum())
        inquiries += int(told.visits.inquiries[seen].sum())
    return Outlook(revenue, visitors, orders, inquiries)


def _outlook(shops: tuple[ShopStory, ...], table: Hours, per_unit: float, median_visits: float, now: datetime) -> Outlook:
    """Tell what today's sale will reach: what it has, and for the hours to come their orders at today's usual value."""
    start = days.midnight(days.sale_day(now))
    so_far = _result(shops, start, int(now.timestamp()))
    today = table.this_year & (table.to_sale == 0)
    left = float((table.whole - table.purchases)[today].sum()) * per_unit * (1 - UNPAID_SHARE)
    left_visits = float((table.whole_visits - table.visits)[today].sum()) * median_visits
    values = np.concatenate([told.total[told.placed >= start + 2 * 3600] for told in shops])
    value = float(values.mean()) if len(values) > 20 else 20_000.0
    asks = so_far.inquiries / so_far.visitors if so_far.visitors else 0.05
    return Outlook(
        revenue=so_far.revenue + int(left * value),
        visitors=so_far.visitors + int(left_visits),
        paid_orders=so_far.paid_orders + int(left),
        inquiries=so_far.inquiries + int(left_visits * asks),
        sound=float(table.sound[today].sum() / table.whole[today].sum()),
    )
