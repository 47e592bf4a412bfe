"""When a card opens: a condition on one metric over so many hours, and which cause the diagnosis names. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

PLANNED = ("revenue", "visitors", "paid_orders", "conversion", "order_value", "inquiries")
SOLD = ("revenue", "paid_orders")


@dataclass(frozen=True)
class Trigger:
    """A metric `below` or `above` its threshold in each of the last `hours` hours, while the cause is `cause` ("any": whichever).

    Exactly one of `percent` (of the plan of the hour) and `value` (minor units, a count, a share) is set.
    """

    metric: str
    side: str
    percent: float | None = None
    value: float | None = None
    hours: int = 1
    cause: str = "any"

    @property
    def is_of_ahead(self) -> bool:
        """Whether it asks for sales above their plan: then no hour counts while the sale so far is behind (L4)."""
        return self.metric in SOLD and self.side == "above" and self.percent is not None


@dataclass(frozen=True)
class Reading:
    """A metric of one hour: what was due (None: not planned) and what came (None: not known)."""

    due: float | None
    actual: float | None


def is_open(trigger: Trigger, *, readings: Sequence[Reading], cause: str, is_clear: bool, is_short: bool = False) -> bool:
    """Tell whether a card opens. `readings`: the last hours of its metric, as many as the trigger asks for, else it stays shut.

    A card of one cause opens only where that cause is named and clear of the usual swing. With `is_short` the sale so far sold
    less than was due: then none opens that is of being ahead.

    >>> short = Trigger("revenue", "below", percent=97, hours=2, cause="traffic")
    >>> poor = [Reading(100, 90), Reading(100, 80)]
    >>> [is_open(short, readings=poor, cause=cause, is_clear=True) for cause in ("traffic", "conversion")]
    [True, False]
    >>> is_open(short, readings=poor[:1], cause="traffic", is_clear=True)
    False
    >>> is_open(Trigger("revenue", "above", percent=105), readings=[Reading(100, 130)], cause="any", is_clear=True, is_short=True)
    False
    >>> is_open(Trigger("inquiries", "above", value=500), readings=[Reading(None, 620)], cause="none", is_clear=False)
    True
    """
    if len(readings) < trigger.hours or trigger.hours < 1:
        return False
    if trigger.cause != "any" and (trigger.cause != cause or not is_clear):
        return False
    if is_short and trigger.is_of_ahead:
        return False
    return all(_holds(trigger, reading) for reading in readings[-trigger.hours :])


def _holds(trigger: Trigger, reading: Reading) -> bool:
    if reading.actual is None:
        return False
    if trigger.percent is not None:
        if not reading.due or reading.due <= 0:
            return False
        measured, limit = 100 * reading.actual / reading.due, trigger.percent
    else:
        measured, limit = reading.actual, trigger.value or 0.0
    return measured < limit if trigger.side == "below" else measured > limit
