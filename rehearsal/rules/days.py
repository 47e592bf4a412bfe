"""The day that is played: as the plan wants it, slot by slot, or the day of an earlier sale grown to this plan's size.

Times are UTC epoch seconds, money minor units. What is drawn is a `ShopStory`, as the demo's is, so that the same writers make
its files. The same seed draws the same day to the last order.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from imports.demo.catalogue import DemoShop, Wares
from imports.demo.story import NEVER, REFUND_BEFORE_SHIPPING, REFUND_SHARE, UNPAID_SHARE, ShopStory
from imports.demo.visits import CART_SHARE, FAVOURITE_SHARE, PAGES_A_VISITOR, Visits

SLOT = 600
HOUR = 3600
PAYS_WITHIN = 40.0  # seconds, the median
SHIPS_AFTER = 20 * HOUR
PLACES = 20

Numbers = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]


@dataclass(frozen=True)
class ShopDay:
    """What one shop is to do, a number a slot from `start`: paid orders, revenue, visitors, inquiries.

    `weights`: how often each of the wares is bought; `prices` what is paid for one; `channel_shares` part the visitors.
    `clock`: seconds the shop's clock is ahead of UTC at the start, for its hours begin there.
    """

    shop: DemoShop
    wares: Wares
    start: int
    clock: int
    orders: Numbers
    revenue: Numbers
    visitors: Numbers
    inquiries: Numbers
    weights: Numbers
    prices: Numbers
    channel_shares: Numbers


@dataclass(frozen=True)
class PastOrders:
    """The orders of an earlier sale, moved to this one's time: one row a line, lines of an order together, orders by `placed`.

    `paid`, `refund_asked`: -1 for never. `product`: place in the wares.
    """

    placed: Whole
    paid: Whole
    refund_asked: Whole
    line_order: Whole
    product: Whole
    units: Whole
    line_paid: Whole


def planned_day(day: ShopDay, generator: np.random.Generator) -> ShopStory:
    """Draw the day a plan wants: Poisson many orders a slot, baskets of one product around the order value of the plan.

    The revenue of the slots says how many: the whole orders of a small plan round to none in most of them.
    """
    wanted = float(day.orders.sum())
    order_value = float(day.revenue.sum()) / wanted if wanted else max(1.0, _mean_price(day))
    counts = generator.poisson(np.maximum(day.revenue, 0) / max(order_value, 1.0) / (1 - UNPAID_SHARE))
    slot = np.repeat(np.arange(len(counts)), counts)
    placed = np.sort(day.start + slot * SLOT + generator.integers(0, SLOT, len(slot)))
    product = generator.choice(len(day.weights), len(placed), p=day.weights / day.weights.sum())
    paid_for = np.maximum(1, np.rint(day.prices[product] / _mean_price(day) * order_value)).astype(np.int64)
    delay = np.exp(generator.normal(np.log(PAYS_WITHIN), 1.0, len(placed))).astype(np.int64)
    paid = np.where(generator.random(len(placed)) < UNPAID_SHARE, NEVER, placed + delay)
    wants = (paid >= 0) & (generator.random(len(placed)) < REFUND_SHARE * REFUND_BEFORE_SHIPPING)
    asked = np.where(wants, paid + np.exp(generator.normal(np.log(3 * HOUR), 0.9, len(placed))).astype(np.int64), NEVER)
    own = np.arange(len(placed))
    past = PastOrders(placed, paid, asked, own, product, np.ones(len(placed), np.int64), paid_for)
    return _told(day, past, generator)


def _mean_price(day: ShopDay) -> float:
    return max(1.0, float((day.prices * day.weights).sum() / day.weights.sum()))


def past_day(day: ShopDay, past: PastOrders, generator: np.random.Generator) -> ShopStory:
    """Play an earlier day again, grown or thinned to what the plan wants of the shop: an order comes so many times, on average.

    What comes again comes within five minutes of the first; of what comes less than once some are left out, evenly over the day.
    """
    sold = past.line_paid[past.paid[past.line_order] >= 0].sum() if len(past.placed) else 0
    times = float(day.revenue.sum() / sold) if sold else 0.0
    reached = np.floor(np.arange(1, len(past.placed) + 1) * times + generator.random()).astype(np.int64)
    copies = np.diff(reached, prepend=0)
    source = np.repeat(np.arange(len(past.placed)), copies)
    again = np.arange(len(source)) - np.repeat(np.cumsum(copies) - copies, copies) > 0
    shift = np.where(again, generator.integers(-300, 301, len(source)), 0)
    placed = np.maximum(day.start, past.placed[source] + shift)
    order = np.argsort(placed, kind="stable")
    source, shift, placed = source[order], (placed - past.placed[source])[order], placed[order]
    lines_of = np.bincount(past.line_order, minlength=len(past.placed))
    first = np.concatenate(([0], np.cumsum(lines_of)))[:-1]
    count = lines_of[source]
    owner = np.repeat(np.arange(len(source)), count)
    line = np.repeat(first[source], count) + np.arange(len(owner)) - np.repeat(np.cumsum(count) - count, count)
    moved = [np.where(moments[source] >= 0, moments[source] + shift, NEVER) for moments in (past.paid, past.refund_asked)]
    grown = PastOrders(placed, moved[0], moved[1], owner, past.product[line], past.units[line], past.line_paid[line])
    return _told(day, grown, generator)


def _told(day: ShopDay, past: PastOrders, generator: np.random.Generator) -> ShopStory:
    """Fill in what the exports also tell; every buyer and every place is invented."""
    number = len(past.placed)
    first = np.searchsorted(past.line_order, np.arange(number))
    shipped = np.where(past.paid >= 0, past.paid + SHIPS_AFTER, NEVER)
    total = np.bincount(past.line_order, weights=past.line_paid, minlength=number).astype(np.int64)
    return ShopStory(
        shop=day.shop,
        placed=past.placed,
        paid=past.paid,
        shipped=np.where(past.refund_asked >= 0, NEVER, shipped),
        completed=np.full(number, NEVER),
        refund_asked=past.refund_asked,
        refund_done=np.full(number, NEVER),
        buyer=generator.integers(0, max(1, int(number * 0.6)), number),
        place=generator.integers(0, PLACES, number),
        freight=np.zeros(number, np.int64),
        total=total,
        line_order=past.line_order,
        line_number=np.arange(len(past.line_order)) - first[past.line_order],
        product=past.product,
        variant=np.zeros(len(past.product), np.int64),
        units=past.units,
        line_paid=past.line_paid,
        line_refunded=(past.refund_asked[past.line_order] >= 0).astype(np.int64),
        visits=_visits(day, generator),
        wares=day.wares,
    )


def _visits(day: ShopDay, generator: np.random.Generator) -> Visits:
    """Draw the visitors of each hour of the shop's clock and each channel; inquiries follow the visitors."""
    moment = day.start + SLOT * np.arange(len(day.visitors))
    hour = (moment + day.clock) // HOUR * HOUR - day.clock
    hours, place = np.unique(hour, return_inverse=True)
    seen, asked = (np.bincount(place, weights=each) for each in (day.visitors, day.inquiries))
    shares = day.channel_shares / day.channel_shares.sum()
    visitors = generator.poisson(np.outer(seen, shares))
    asks = np.divide(asked, seen, out=np.zeros(len(seen)), where=seen > 0)
    flat = visitors.ravel()
    return Visits(
        hour=np.repeat(hours, len(shares)).astype(np.int64),
        channel=np.tile(np.arange(len(shares)), len(hours)),
        visitors=flat,
        page_views=(flat * PAGES_A_VISITOR).astype(np.int64),
        favourites=generator.binomial(flat, FAVOURITE_SHARE),
        carts=generator.binomial(flat, CART_SHARE),
        inquiries=generator.poisson(flat * np.repeat(asks, len(shares))),
        spend=np.zeros(len(flat), np.int64),
    )
