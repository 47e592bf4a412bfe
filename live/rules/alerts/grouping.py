"""Which watched numbers tell of one trouble, so that one cause is one incident and one message. Pure.

Too few visitors move four numbers: visitors so far, those of the last hour, revenue and odds. The first two name their cause by
what they are; the others are effects, and their cause is the largest part of the gap, as the board tells it. What names no cause
of a shortfall (refunds, products, tasks, parcels) is an incident of its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass

TRAFFIC, CONVERSION, ORDER_VALUE, SALES, DATA = "traffic", "conversion", "order_value", "sales", "data"
CAUSES = (TRAFFIC, CONVERSION, ORDER_VALUE)
_NAMING = {
    "visitors_gap": TRAFFIC,
    "hour.traffic": TRAFFIC,
    "channel_gap": TRAFFIC,
    "metric.visitors": TRAFFIC,
    "conversion_gap": CONVERSION,
    "hour.conversion": CONVERSION,
    "metric.conversion": CONVERSION,
    "order_value_gap": ORDER_VALUE,
    "hour.order_value": ORDER_VALUE,
    "metric.order_value": ORDER_VALUE,
}
_EFFECTS = frozenset({"gap", "hour.unknown", "odds", "metric.revenue", "metric.net_revenue", "metric.paid_orders"})
_AGES = frozenset({"data_age", "traffic_age"})


@dataclass(frozen=True)
class Group:
    """An incident that is open: its number, its cause, whether one of its numbers names that cause by what it is."""

    number: int
    cause: str
    is_named: bool


def cause_of(measure: str, *, above: bool, largest: str = "") -> str:
    """Return what a number beyond its bound tells of; "" where it is a trouble of its own.

    `largest`: the largest part of the gap the number shows. `above`: the bad side; more than planned has no cause to group by.

    >>> cause_of("visitors_gap", above=False), cause_of("odds", above=False, largest="traffic"), cause_of("gap", above=True)
    ('traffic', 'traffic', '')
    >>> cause_of("gap", above=False, largest="unknown"), cause_of("data_age", above=True), cause_of("parcels_held", above=True)
    ('sales', 'data', '')
    """
    if above:
        return DATA if measure in _AGES else ""
    if measure in _NAMING:
        return _NAMING[measure]
    if measure in _EFFECTS:
        return largest if largest in CAUSES else SALES
    return ""


def is_naming(measure: str) -> bool:
    """Tell whether a measure names a cause by what it is.

    >>> is_naming("conversion_gap"), is_naming("odds")
    (True, False)
    """
    return measure in _NAMING or measure in _AGES


def joined(cause: str, *, agrees: bool, groups: Sequence[Group]) -> int | None:
    """Return the open incident that a number beyond its bound belongs to; None: it is a new one.

    The same cause is the same incident. One of effects alone has its cause from the split of that moment, which may swing: it
    takes in what `agrees` with the split as it is by now, further effects and the number that names its largest part. An effect
    whose cause cannot be told belongs to the one shortfall that is open.

    >>> effects, named = Group(1, "conversion", is_named=False), Group(2, "traffic", is_named=True)
    >>> joined("traffic", agrees=True, groups=[effects]), joined("traffic", agrees=False, groups=[effects])
    (1, None)
    >>> joined("traffic", agrees=True, groups=[effects, named]), joined("sales", agrees=True, groups=[named])
    (2, 2)
    """
    if not cause:
        return None
    same = [group for group in groups if group.cause == cause]
    if same:
        return same[0].number
    short = [group for group in groups if group.cause in {*CAUSES, SALES}]
    loose = [group for group in short if not group.is_named]
    if loose and agrees and cause != DATA:
        return loose[0].number
    return short[0].number if cause == SALES and len(short) == 1 else None
