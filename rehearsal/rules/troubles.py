"""Plant faults in a drawn day: visitors who do not come, orders that are not placed, a product that is gone.

Times of faults are minutes from `start` (epoch seconds of the sale). The dice are seeded by the caller.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from imports.demo.story import ShopStory
from imports.demo.visits import Visits
from rehearsal.rules.faults import CONVERSION, STOCK_OUT, TRAFFIC, Fault

HOUR = 3600
Chosen = npt.NDArray[np.bool_]


def named(fault: Fault, stories: Sequence[ShopStory], start: int) -> Fault:
    """Name what a fault is about where nobody did: the channel with most visitors, the SKU most bought after the fault begins."""
    if fault.subject or fault.kind not in {TRAFFIC, STOCK_OUT}:
        return fault
    found: dict[str, float] = {}
    for story in stories:
        if fault.kind == TRAFFIC:
            names, place, weight = story.wares.channels, story.visits.channel, story.visits.visitors
        else:
            after = story.placed[story.line_order] >= start + fault.start * 60
            names, place, weight = story.wares.codes, story.product, story.units * after
        for name, count in zip(names, np.bincount(place, weights=weight, minlength=len(names)), strict=False):
            found[name] = found.get(name, 0.0) + float(count)
    return replace(fault, subject=max(found, key=lambda name: found[name])) if found else fault


def planted(story: ShopStory, faults: Sequence[Fault], start: int, generator: np.random.Generator) -> ShopStory:
    """Return the day of a shop with these faults in it. Files that come late, twice, or to a dead worker are not of the day."""
    for fault in faults:
        first, last = start + fault.start * 60, start + fault.end * 60
        inside = (story.placed >= first) & (story.placed < last)
        lost = generator.random(len(story.placed)) < fault.share
        if fault.kind == CONVERSION:
            story = keep_orders(story, ~(inside & lost))
        elif fault.kind == TRAFFIC and fault.subject in story.wares.channels:
            channel = story.wares.channels.index(fault.subject)
            from_there = generator.random(len(story.placed)) < _share_of(story.visits, channel)
            story = keep_orders(story, ~(inside & lost & from_there))
            story = replace(story, visits=fewer_visits(story.visits, channel, first, last, fault.share))
        elif fault.kind == STOCK_OUT and fault.subject in story.wares.codes:
            gone = (story.product == story.wares.codes.index(fault.subject)) & inside[story.line_order]
            story = keep_lines(story, ~gone)
    return story


def fewer_visits(visits: Visits, channel: int, first: int, last: int, share: float) -> Visits:
    """Take `share` of a channel's visitors away in [first, last); of an hour that lies partly in it, the same part.

    >>> one = np.array([100])
    >>> visits = Visits(np.array([0]), np.array([0]), one, one, one, one, one, one)
    >>> int(fewer_visits(visits, 0, 1800, 9000, 0.5).visitors[0])
    75
    """
    covered = np.clip(np.minimum(visits.hour + HOUR, last) - np.maximum(visits.hour, first), 0, HOUR) / HOUR
    stays = np.where(visits.channel == channel, 1 - covered * share, 1.0)
    counted = ("visitors", "page_views", "favourites", "carts", "inquiries", "spend")
    return replace(visits, **{name: np.rint(getattr(visits, name) * stays).astype(np.int64) for name in counted})


def keep_orders(story: ShopStory, kept: Chosen) -> ShopStory:
    """Return the story with only these orders."""
    of_orders = ("placed", "paid", "shipped", "completed", "refund_asked", "refund_done", "buyer", "place", "freight", "total")
    of_lines = ("line_number", "product", "variant", "units", "line_paid", "line_refunded")
    lines = kept[story.line_order]
    place = np.cumsum(kept) - 1
    told = {name: getattr(story, name)[kept] for name in of_orders} | {name: getattr(story, name)[lines] for name in of_lines}
    return replace(story, line_order=place[story.line_order[lines]], **told)


def keep_lines(story: ShopStory, kept: Chosen) -> ShopStory:
    """Return the story with only these lines; orders that lose all of theirs go, the others cost less."""
    of_lines = ("line_order", "line_number", "product", "variant", "units", "line_paid", "line_refunded")
    less = np.bincount(story.line_order, weights=story.line_paid * ~kept, minlength=len(story.placed)).astype(np.int64)
    fewer = replace(story, total=story.total - less, **{name: getattr(story, name)[kept] for name in of_lines})
    left = np.bincount(fewer.line_order, minlength=len(story.placed)) > 0
    return keep_orders(fewer, left)


def _share_of(visits: Visits, channel: int) -> float:
    total = int(visits.visitors.sum())
    return float(visits.visitors[visits.channel == channel].sum() / total) if total else 0.0
